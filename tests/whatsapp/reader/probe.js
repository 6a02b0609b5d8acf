"use strict";
/**
 * Runs before the page reader in its own isolated world and notes what it asks of the browser: opened databases with the version
 * asked for, transactions with their mode, writing calls, requests to servers, words to the page. Only in tests that read these notes;
 * the others run the reader alone.
 */
globalThis.probe = { opened: [], transactions: [], writes: [], requests: [], words: [], closed: [], versionChanges: [] };
{
  const note = (owner, name, list, entry) => {
    const inner = owner[name];
    owner[name] = function noted(...given) {
      probe[list].push(entry(this, given));
      return inner.apply(this, given);
    };
  };
  note(IDBFactory.prototype, "open", "opened", (_, [name, version]) => ({ name, version: version ?? null }));
  note(IDBFactory.prototype, "deleteDatabase", "writes", (_, [name]) => `deleteDatabase ${name}`);
  note(IDBDatabase.prototype, "transaction", "transactions", (_, [stores, mode]) => ({ stores: [stores].flat(), mode: mode ?? "readonly" }));
  note(IDBDatabase.prototype, "close", "closed", () => performance.now());
  for (const name of ["createObjectStore", "deleteObjectStore"]) note(IDBDatabase.prototype, name, "writes", () => name);
  for (const name of ["put", "add", "delete", "clear", "createIndex", "deleteIndex"]) note(IDBObjectStore.prototype, name, "writes", () => name);
  for (const name of ["update", "delete"]) note(IDBCursor.prototype, name, "writes", () => `cursor ${name}`);
  for (const name of ["setItem", "removeItem", "clear"]) note(Storage.prototype, name, "writes", (_, [key]) => `${name} ${key ?? ""}`);
  for (const name of ["fetch", "postMessage", "open"]) note(globalThis, name, name === "fetch" ? "requests" : "words", (_, given) => String(given[0]));
  note(XMLHttpRequest.prototype, "open", "requests", (_, given) => String(given[1]));
  note(Navigator.prototype, "sendBeacon", "requests", (_, given) => String(given[0]));
  note(EventTarget.prototype, "dispatchEvent", "words", (_, [event]) => event.type);
  note(Element.prototype, "scrollIntoView", "words", () => "scrollIntoView");
  for (const name of ["click", "focus", "blur"]) note(HTMLElement.prototype, name, "words", () => name);
  const handler = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, "onversionchange");
  Object.defineProperty(IDBDatabase.prototype, "onversionchange", {
    ...handler,
    set(listener) {
      handler.set.call(this, (event) => {
        probe.versionChanges.push(performance.now());
        listener?.call(this, event);
      });
    },
  });
}
