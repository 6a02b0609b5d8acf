"use strict";
/**
 * Read-only questions to WhatsApp's own database. The threat is harm to WhatsApp: a database created too early, or a connection held
 * during an upgrade, breaks the app. So it is opened only when listed, without a version; an upgrade that begins all the same is
 * aborted; the connection closes at once when WhatsApp wants to upgrade, and after 5 s of rest. Transactions are short and "readonly".
 * @typedef {{store: string, query?: IDBValidKey | IDBKeyRange, index?: string, keys?: boolean, count?: number}} Question
 * @typedef {Record<string, any>} Row a record cut down to the fields that may leave the page
 */
const database = (() => {
  const REST_MS = 5000;
  const PATIENCE_MS = 4000;
  /** @type {Promise<IDBDatabase> | null} */
  let connection = null;

  function close() {
    connection?.then((db) => db.close(), () => {});
    connection = null;
  }

  /** @returns {Promise<IDBDatabase>} */
  async function open() {
    const listed = await indexedDB.databases();
    if (!listed.some(({ name }) => name === selectors.database)) throw new Error("no_database");
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(selectors.database);
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onerror = () => reject(new Error("no_database"));
      request.onsuccess = () => {
        request.result.onversionchange = close;
        request.result.onclose = close;
        resolve(request.result);
      };
    });
  }

  /** @param {string} store @param {any} row @returns {Row} */
  function cut(store, row) {
    /** @param {unknown} value */
    const plain = (value) => ["string", "number", "boolean"].includes(typeof value);
    const kept = (selectors.fields[store] ?? []).map((field) => [field, row?.[field]]);
    return Object.fromEntries(kept.filter(([, value]) => plain(value) || (Array.isArray(value) && value.every(plain))));
  }

  /** @param {IDBTransaction} transaction @param {Question} question @param {Set<string>} problems @returns {Promise<any[]>} */
  async function answer(transaction, { store, query, index, keys, count }, problems) {
    if (!transaction.objectStoreNames.contains(store)) return [];
    const table = transaction.objectStore(store);
    if (index && !table.indexNames.contains(index)) {
      problems.add(`no_index:${store}.${index}`);
      return [];
    }
    const source = index ? table.index(index) : table;
    return new Promise((resolve, reject) => {
      const request = keys ? source.getAllKeys(query, count) : source.getAll(query, count);
      request.onsuccess = () => resolve(keys ? request.result : request.result.map((row) => cut(store, row)));
      request.onerror = () => reject(request.error);
    });
  }

  /**
   * Answers all questions in one transaction, in their order: cut rows, or keys where `keys` is set. A missing store or index answers
   * with nothing and leaves its code in `problems`.
   * @param {Question[]} questions @param {Set<string>} problems
   * @returns {Promise<any[][]>} rejects with "no_database", "database_busy" or "database_failed" as message
   */
  async function ask(questions, problems) {
    if (questions.length === 0) return [];
    page.cancel("rest");
    const work = (connection ??= open()).then((db) => {
      const wanted = [...new Set(questions.map(({ store }) => store))];
      const stores = wanted.filter((name) => db.objectStoreNames.contains(name) || void problems.add(`no_store:${name}`));
      if (stores.length === 0) return questions.map(() => []);
      const transaction = db.transaction(stores, "readonly");
      return Promise.all(questions.map((question) => answer(transaction, question, problems)));
    });
    try {
      const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error("database_busy")));
      return /** @type {any[][]} */ (await Promise.race([work, late]));
    } catch (error) {
      close();
      const code = error instanceof Error ? error.message : "";
      throw new Error(["no_database", "database_busy"].includes(code) ? code : "database_failed");
    } finally {
      page.after("rest", REST_MS, close);
    }
  }

  return { ask, close };
})();
