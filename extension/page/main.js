"use strict";
/**
 * The page reader's life: observers, timers, the port to the engine, and the end when the extension is updated. It says facts and obeys
 * four words; it keeps nothing, asks no server, never speaks to the page. The engine may be stopped at any time, so a lost port is
 * renewed only when there is something to say: renewing it at once would wake the engine for ever.
 * @typedef {{v: 1, kind: string} & Record<string, any>} Message
 */
const page = (() => {
  const CALM_MS = 150;
  const CALM_AT_MOST_MS = 500;
  const PROBES_MS = [60, 200, 500, 1000];
  const QR_AFTER_MS = 30_000;
  const LIST_CALM_MS = 2000;
  const LIST_EVERY_MS = 5000;
  const NEWEST = 20;

  /** @type {Map<string, number>} */
  const timers = new Map();
  /** @type {chrome.runtime.Port | null} */
  let port = null;
  let [over, signedIn] = [false, false];
  let said = "";
  let dockWait = 1000; // milliseconds that the engine has to say how the sidebar stood last
  let [listAt, dirtySince, appSince] = [-Infinity, 0, Infinity];

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

  /** @returns {"loading" | "logged_out" | "ready"} */
  function state() {
    if (selectors.list()) return "ready";
    if (!selectors.find("app")?.firstElementChild || selectors.find("splash")) return "loading";
    appSince = Math.min(appSince, performance.now());
    return selectors.find("qr") || performance.now() - appSince > QR_AFTER_MS ? "logged_out" : "loading";
  }

  function facts() {
    const stored = (/** @type {string[]} */ names) => names.map((name) => localStorage.getItem(name)).find(Boolean) ?? null;
    const dark = document.body.classList.contains("dark");
    const [ownWid, ownLid] = [stored(selectors.ownWid), stored(selectors.ownLid)];
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
    const [carrier, attribute] = selectors.build;
    const build = document.querySelector(carrier ?? "")?.getAttribute(attribute ?? "") ?? null;
    fresh.postMessage({ v: 1, kind: "hello", build, lang: document.documentElement.lang, ...facts() });
    const open = chat.current();
    if (open) fresh.postMessage(open);
    old?.disconnect();
  }

  /** @param {Message} message */
  function say(message) {
    if (gone()) return;
    try {
      if (port) return port.postMessage(message);
      const fresh = chrome.runtime.connect({ name: "page" });
      attach(fresh);
      if (message !== chat.current()) fresh.postMessage(message);
    } catch {
      port = null;
    }
  }

  /** @param {Message} message @param {chrome.runtime.Port} from */
  function hear(message, from) {
    if (gone() || message?.v !== 1) return;
    if (message.kind === "dock" && dock.set(message)) dockWait = 0;
    if (message.kind === "dock" && signedIn && dockWait === 0) dock.show();
    if (message.kind === "resolved") chat.resolve(message.generation);
    if (message.kind === "frame_alive") dock.alive();
    if (message.kind !== "snapshot") return;
    void contacts.snapshot(message.request, message.stores, (slice) => {
      if (port === from) from.postMessage(slice);
      return port === from;
    });
  }

  /** Looks at the whole page once. */
  function look() {
    cancel("calm");
    dirtySince = 0;
    if (gone()) return;
    const now = facts();
    const word = JSON.stringify(now);
    if (word !== said && (said || port)) say({ v: 1, kind: "page", ...now });
    else if (word !== said) attach(chrome.runtime.connect({ name: "page" }));
    said = word;
    if (now.state === "ready") {
      if (!signedIn) after("dock", dockWait, dock.show);
      signedIn = true;
      dock.keep();
      chat.look();
    } else if (now.state === "logged_out" && signedIn) {
      signedIn = false;
      cancel(...timers.keys());
      chat.stop();
      dock.hide();
      database.close();
    }
  }

  async function readNewest() {
    listAt = performance.now();
    const rows = await contacts.news(NEWEST, new Set()).catch(() => null);
    if (rows?.chats.length) say({ v: 1, kind: "chats_changed", ...rows });
  }

  const observer = new MutationObserver((records) => {
    if (chat.torn()) return look();
    const now = performance.now();
    dirtySince ||= now;
    after("calm", Math.max(0, Math.min(CALM_MS, dirtySince + CALM_AT_MOST_MS - now)), look);
    const list = signedIn && !timers.has("list") ? selectors.list() : null;
    if (!list || !records.some(({ type, target }) => type !== "attributes" && list.contains(target))) return;
    after("list", Math.max(LIST_CALM_MS, listAt + LIST_EVERY_MS - now), () => void readNewest());
  });

  /** @param {Event} event */
  function probe(event) {
    if (event instanceof KeyboardEvent && event.key !== "Enter") return;
    if (!(event.target instanceof Node && selectors.list()?.contains(event.target))) return;
    for (const ms of PROBES_MS) after(`probe ${ms}`, ms, look);
  }

  function shownAgain() {
    look();
    if (!document.hidden) chat.resume();
  }

  /** Whether the extension that this reader belongs to is gone; then the reader ends for good, here. */
  function gone() {
    if (over || chrome.runtime?.id) return over;
    over = true;
    observer.disconnect();
    cancel(...timers.keys());
    for (const kind of ["pointerdown", "keydown"]) removeEventListener(kind, probe, true);
    document.removeEventListener("visibilitychange", shownAgain);
    chat.stop();
    database.close();
    dock.retire();
    return over;
  }

  function start() {
    chrome.runtime.onConnect.addListener((fresh) => void (fresh.name === "page" && !gone() && attach(fresh)));
    const attributeFilter = ["style", "class", selectors.chosen, selectors.rowId];
    observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter });
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, probe, { capture: true, passive: true });
    document.addEventListener("visibilitychange", shownAgain);
    look();
  }

  return { after, cancel, say, start, waiting: (/** @type {string} */ name) => timers.has(name) };
})();

page.start();
