"use strict";
/**
 * The page reader's life: timers, the port to the engine, and the end when the extension is updated. It says facts and obeys four words;
 * it keeps nothing, asks no server, never speaks to the page. The engine may be stopped at any time, so a lost port is renewed only when
 * there is something to say: renewing it at once would wake the engine for ever.
 * @typedef {{v: 1, kind: string} & Record<string, any>} Message
 */
const page = (() => {
  const [QR_AFTER_MS, LIST_AFTER_MS] = [30_000, 60_000];

  /** @type {Map<string, number>} */
  const timers = new Map();
  /** @type {chrome.runtime.Port | null} */
  let port = null;
  /** What is said of the open chat: a new listener is told it. @type {Message | null} */
  let open = null;
  let [over, signedIn, said, appSince] = [false, false, "", Infinity];

  /** One timer a name; starting it anew replaces it. @param {string} name @param {number} ms @param {() => void} run */
  function after(name, ms, run) {
    cancel(name);
    timers.set(name, setTimeout(() => {
      timers.delete(name);
      if (!gone()) run();
    }, ms));
  }

  /** @param {string[]} names */
  function cancel(...names) {
    for (const name of names) {
      clearTimeout(timers.get(name));
      timers.delete(name);
    }
  }

  const stored = (/** @type {string[]} */ names) => names.map((name) => localStorage.getItem(name)).find(Boolean) ?? null;

  /** @returns {"loading" | "logged_out" | "ready" | "not_understood"} */
  function state() {
    if (selectors.list()) {
      appSince = Infinity;
      return "ready";
    }
    if (!selectors.find("app")?.firstElementChild || selectors.find("splash")) return "loading";
    if (selectors.find("qr")) return "logged_out";
    // H01: whoever is signed in has a list of chats. One that is not found within a minute is not known here.
    const isKnown = stored(selectors.ownWid) !== null;
    appSince = Math.min(appSince, performance.now());
    const left = appSince + (isKnown ? LIST_AFTER_MS : QR_AFTER_MS) - performance.now();
    if (left <= 0) return isKnown ? "not_understood" : "logged_out";
    after("app", left, watch.look);
    return "loading";
  }

  function facts() {
    const [dark, ownWid, ownLid] = [document.body.classList.contains("dark"), stored(selectors.ownWid), stored(selectors.ownLid)];
    return { state: state(), dark, dir: document.documentElement.dir || "ltr", visible: !document.hidden, ownWid, ownLid };
  }

  /** Makes `fresh` the port, and says who is here. @param {chrome.runtime.Port} fresh */
  function attach(fresh) {
    const old = port;
    port = fresh;
    fresh.onMessage.addListener((message) => hear(message, fresh));
    fresh.onDisconnect.addListener(() => {
      void chrome.runtime?.lastError;
      if (port === fresh) port = null;
      gone();
    });
    fresh.postMessage({ v: 1, kind: "hello", build: selectors.build(), lang: document.documentElement.lang, ...facts() });
    if (open) fresh.postMessage(open);
    old?.disconnect();
  }

  /** @param {Message} message */
  function say(message) {
    if (gone()) return;
    if (message.generation) open = message;
    try {
      if (port) return port.postMessage(message);
      const fresh = chrome.runtime.connect({ name: "page" });
      attach(fresh);
      if (message !== open) fresh.postMessage(message);
    } catch {
      port = null;
    }
  }

  /** @param {Message} message @param {chrome.runtime.Port} from */
  function hear(message, from) {
    if (gone() || message?.v !== 1) return;
    if (message.kind === "dock") dock.set(message);
    if (message.kind === "resolved") chat.resolve(message.generation);
    if (message.kind === "frame_alive") dock.alive();
    if (message.kind === "snapshot") void contacts.snapshot(message, (slice) => port === from && (from.postMessage(slice), true));
  }

  /** Looks at the whole page once; whether there still is somebody to look. */
  function look() {
    if (gone()) return false;
    const now = facts();
    const word = JSON.stringify(now);
    if (word !== said && (said || port)) say({ v: 1, kind: "page", ...now });
    else if (word !== said) attach(chrome.runtime.connect({ name: "page" }));
    said = word;
    if (now.state === "ready" || now.state === "not_understood") {
      signedIn = true;
      dock.keep();
      chat.look();
    } else if (now.state === "logged_out" && signedIn) {
      [signedIn, open] = [false, null];
      cancel(...timers.keys());
      chat.stop();
      dock.hide();
      database.close();
    }
    return true;
  }

  /** Whether the extension that this reader belongs to is gone; then the reader ends for good, here. */
  function gone() {
    if (over || chrome.runtime?.id) return over;
    over = true;
    watch.stop();
    cancel(...timers.keys());
    document.removeEventListener("visibilitychange", watch.look);
    chat.stop();
    database.close();
    dock.retire();
    return over;
  }

  function start() {
    chrome.runtime.onConnect.addListener((fresh) => void (fresh.name === "page" && !gone() && attach(fresh)));
    document.addEventListener("visibilitychange", watch.look);
    watch.start();
  }

  return { after, cancel, say, look, start, open: () => open, waiting: (/** @type {string} */ name) => timers.has(name) };
})();

page.start();
