/**
 * The service worker's ears. The browser wants listeners at once, WebAssembly takes a moment: what is reported before it is there waits
 * in the promise's own queue and is handed over in order. Nothing is decided here.
 */
import init, { closed, heard, installed, opened, rang } from "./wasm/background.js";

const ready = init({ module_or_path: "./wasm/background_bg.wasm" });

/** Lines that others opened have even numbers; they go on when a panic has put a new instance in the place of the old. */
let lines = 0;

chrome.runtime.onConnect.addListener((port) => {
  lines += 2;
  const line = lines;
  /** @param {() => boolean | void} tell hands an event over; `false` or a panic closes the port, so that its other end opens a new one */
  const hand = (tell) => void ready.then(tell).then((/** @type {boolean | void} */ open) => open !== false || port.disconnect(), () => port.disconnect());
  hand(() => opened(line, port));
  port.onMessage.addListener((message) => hand(() => heard(line, message)));
  port.onDisconnect.addListener(() => {
    void chrome.runtime.lastError;
    hand(() => closed(line));
  });
});

chrome.alarms.onAlarm.addListener(() => void ready.then(rang));
chrome.runtime.onInstalled.addListener(({ reason }) => void (reason === "install" && ready.then(installed)));
