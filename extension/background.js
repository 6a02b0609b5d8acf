/**
 * The service worker's ears. The browser wants listeners at once, WebAssembly takes a moment: what is reported before it is there waits
 * in the promise's own queue and is handed over in order. Nothing is decided here.
 */
import init, { __wbg_reset_state as renew, closed, heard, installed, opened, panicked, rang } from "./wasm/background.js";

const ready = init({ module_or_path: "./wasm/background_bg.wasm" });

/** Hands an event over, to a new instance where the old one panicked. @param {() => boolean | void} event */
const hand = (event) => ready.then(() => {
  if (panicked()) renew();
  return event();
});

/** Lines that others opened have even numbers, which a new instance never gives out again. */
let lines = 0;

chrome.runtime.onConnect.addListener((port) => {
  lines += 2;
  const line = lines;
  const cut = () => port.disconnect();
  const kept = (/** @type {boolean | void} */ open) => open === false && cut();
  /** A line that is not open, or whose event was too much, is cut: its other end opens a new one. @param {() => boolean | void} event */
  const tell = (event) => void hand(event).then(kept, cut);
  tell(() => opened(line, port));
  port.onMessage.addListener((message) => tell(() => heard(line, message)));
  port.onDisconnect.addListener(() => {
    void chrome.runtime.lastError;
    tell(() => closed(line));
  });
});

chrome.alarms.onAlarm.addListener(() => void hand(rang));
chrome.runtime.onInstalled.addListener(({ reason }) => void (reason === "install" && hand(installed)));
