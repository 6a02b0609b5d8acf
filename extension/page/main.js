"use strict";
/**
 * The page reader's life: observers, the port to the engine, and the end when the extension is updated.
 * It says facts and obeys five words; it keeps nothing, asks no server, and never speaks to the page. The engine may be
 * stopped at any time, so a lost port is renewed only when there is something to say or the person comes back.
 * @typedef {{v: 1, kind: string} & Record<string, any>} Message
 */
(() => {
  const CALM_MS = 150;
  const CALM_AT_MOST_MS = 500;
  const PROBES_MS = [60, 200, 500, 1000];
  const QR_AFTER_MS = 30_000;
  const LIST_CALM_MS = 2000;
  const LIST_EVERY_MS = 5000;
  const DOCK_WAIT_MS = 1000;
  const NEWEST = 20;

  /** @type {chrome.runtime.Port | null} */
  let port = null;
  let over = false;
  let said = "";
  let newest = "";
  let listAt = 0;
  let dirtySince = 0;
  let settling = false;
  let qrFrom = Infinity;
  /** @type {Record<string, number | undefined>} */
  const timers = {};

  /** @returns {"loading" | "logged_out" | "ready"} */
  function state() {
    if (selectors.list()) return "ready";
    if (!selectors.find("app")?.firstElementChild || selectors.find("splash")) return "loading";
    qrFrom = Math.min(qrFrom, performance.now());
    return selectors.find("qr") || performance.now() - qrFrom > QR_AFTER_MS ? "logged_out" : "loading";
  }

  /** @param {string[]} names */
  const kept = (names) => names.map((name) => localStorage.getItem(name)).find((value) => value !== null) ?? null;

  const facts = () => ({
    state: state(), dark: document.body.classList.contains("dark"), dir: document.documentElement.dir || "ltr",
    visible: !document.hidden, ownWid: kept(selectors.ownWid), ownLid: kept(selectors.ownLid),
  });

  /** @param {chrome.runtime.Port} fresh */
  function attach(fresh) {
    const old = port;
    port = fresh;
    fresh.onMessage.addListener((message) => void hear(message, fresh));
    fresh.onDisconnect.addListener(() => {
      void chrome.runtime?.lastError;
      if (port === fresh) port = null;
      gone();
    });
    const build = document.querySelector(selectors.build)?.getAttribute(selectors.buildAttribute) ?? null;
    fresh.postMessage({ v: 1, kind: "hello", build, lang: document.documentElement.lang, ...facts() });
    old?.disconnect();
  }

  /** A listener that is new must know the open chat. */
  function greet() {
    const open = chat.current();
    if (open) port?.postMessage(open);
  }

  /** @param {Message} message */
  function say(message) {
    if (gone()) return;
    try {
      if (!port) {
        attach(chrome.runtime.connect({ name: "page" }));
        if (!["switch", "no_chat", "chat"].includes(message.kind)) greet();
      }
      port?.postMessage(message);
    } catch {
      port = null;
      gone();
    }
  }

  /** @param {unknown} message @param {chrome.runtime.Port} from */
  function hear(message, from) {
    const heard = /** @type {Message} */ (message);
    if (gone() || heard?.v !== 1) return;
    if (heard.kind === "dock" && state() === "ready") dock.set(heard);
    if (heard.kind === "resolved") chat.resolve(heard.generation);
    if (heard.kind === "frame_alive") dock.alive();
    if (heard.kind !== "snapshot") return;
    void contacts.snapshot(heard.request, heard.stores, (slice) => {
      if (port === from) from.postMessage(slice);
      return port === from;
    });
  }

  /** Looks at the whole page once. */
  function look() {
    clearTimeout(timers.calm);
    timers.calm = undefined;
    dirtySince = 0;
    if (gone()) return;
    const now = facts();
    const word = JSON.stringify(now);
    if (word !== said) {
      const first = said === "";
      said = word;
      if (first && !port) attach(chrome.runtime.connect({ name: "page" }));
      else say({ v: 1, kind: "page", ...now });
    }
    if (now.state === "ready") {
      dock.keep();
      if (!settling) timers.dock = setTimeout(dock.show, DOCK_WAIT_MS);
      settling = true;
      chat.look();
    } else if (settling && now.state === "logged_out") {
      settling = false;
      for (const name of Object.keys(timers)) clearTimeout(timers[name]);
      chat.stop();
      dock.hide();
      database.close();
    }
  }

  function listChanged() {
    const wait = Math.max(LIST_CALM_MS, listAt + LIST_EVERY_MS - performance.now());
    timers.list ??= setTimeout(async () => {
      timers.list = undefined;
      listAt = performance.now();
      if (gone()) return;
      const rows = await contacts.newest(NEWEST, new Set()).catch(() => null);
      const word = JSON.stringify(rows);
      if (rows && word !== newest) say({ v: 1, kind: "chats_changed", ...rows });
      newest = word;
    }, wait);
  }

  const observer = new MutationObserver((records) => {
    if (chat.torn()) return look();
    const now = performance.now();
    dirtySince ||= now;
    clearTimeout(timers.calm);
    timers.calm = setTimeout(look, Math.max(0, Math.min(CALM_MS, dirtySince + CALM_AT_MOST_MS - now)));
    const list = timers.list === undefined && settling ? selectors.list() : null;
    if (list && records.some(({ type, target }) => type !== "attributes" && list.contains(target))) listChanged();
  });

  /** @param {Event} event */
  function probe(event) {
    if (event instanceof KeyboardEvent && event.key !== "Enter") return;
    if (!selectors.list()?.contains(/** @type {Node} */ (event.target))) return;
    for (const after of PROBES_MS) {
      clearTimeout(timers[`probe${after}`]);
      timers[`probe${after}`] = setTimeout(look, after);
    }
  }

  function shownAgain() {
    look();
    if (!over && !document.hidden && settling) chat.resume();
  }

  /** Ends this reader for good once the extension it belongs to is gone. @returns {boolean} */
  function gone() {
    if (over || chrome.runtime?.id) return over;
    over = true;
    observer.disconnect();
    for (const name of Object.keys(timers)) clearTimeout(timers[name]);
    removeEventListener("pointerdown", probe, true);
    removeEventListener("keydown", probe, true);
    document.removeEventListener("visibilitychange", shownAgain);
    chat.stop();
    database.close();
    dock.retire();
    return true;
  }

  chat.listen(say);
  dock.listen(say);
  chrome.runtime.onConnect.addListener((fresh) => {
    if (fresh.name !== "page" || gone()) return;
    attach(fresh);
    greet();
  });
  observer.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true,
    attributeFilter: ["style", "class", "aria-selected", "data-id"],
  });
  addEventListener("pointerdown", probe, { capture: true, passive: true });
  addEventListener("keydown", probe, { capture: true, passive: true });
  document.addEventListener("visibilitychange", shownAgain);
  look();
})();
