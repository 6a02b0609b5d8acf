"use strict";
/**
 * Read-only questions to WhatsApp's own database.
 * The threat is harm to WhatsApp: a database created too early or a connection held during its upgrade breaks the app. So the
 * database is opened only when it is listed, without a version; an upgrade that starts all the same is aborted; the connection
 * closes at once when WhatsApp wants to upgrade, and after 5 s without use. Every transaction is "readonly", and short.
 * @typedef {{store: string, query?: IDBValidKey | IDBKeyRange, index?: string, keys?: boolean, count?: number}} Question
 * @typedef {Record<string, any>} Row a record cut down to the fields that may leave the page
 */
const database = (() => {
  const IDLE_MS = 5000;
  const PATIENCE_MS = 4000;
  /** @type {Promise<IDBDatabase> | null} */
  let connection = null;
  /** @type {number | undefined} */
  let idle;

  function close() {
    const closing = connection;
    connection = null;
    clearTimeout(idle);
    closing?.then((db) => db.close(), () => {});
  }

  /** @returns {Promise<IDBDatabase>} rejects with a problem code */
  async function open() {
    const listed = await indexedDB.databases();
    if (!listed.some(({ name }) => name === selectors.database)) throw new Error("no_database");
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(selectors.database);
      request.onupgradeneeded = () => request.transaction?.abort();
      request.onerror = () => reject(new Error("no_database"));
      request.onsuccess = () => {
        const db = request.result;
        const drop = () => {
          db.close();
          connection = null;
        };
        db.onversionchange = drop;
        db.onclose = drop;
        resolve(db);
      };
    });
  }

  /** Only plain JSON leaves the page. @param {unknown} value */
  const plain = (value) =>
    ["string", "number", "boolean"].includes(typeof value) ||
    (Array.isArray(value) && value.every((item) => typeof item === "string"));

  /** @param {string} store @param {any} row @returns {Row} */
  function cut(store, row) {
    /** @type {Row} */
    const kept = {};
    for (const field of selectors.fields[store] ?? []) if (plain(row?.[field])) kept[field] = row[field];
    return kept;
  }

  /**
   * Answers all questions in one transaction, in their order: cut rows, or keys where `keys` is set. A missing store or index
   * answers with nothing and leaves its code in `problems`.
   * @param {Question[]} questions
   * @param {Set<string>} problems
   * @returns {Promise<any[][]>} rejects with a problem code as message: "no_database", "database_busy", "database_failed"
   */
  async function ask(questions, problems) {
    if (questions.length === 0) return [];
    clearTimeout(idle);
    const work = (connection ??= open()).then((db) => {
      const stores = [...new Set(questions.map(({ store }) => store))].filter((name) => {
        const there = db.objectStoreNames.contains(name);
        if (!there) problems.add(`no_store:${name}`);
        return there;
      });
      if (stores.length === 0) return questions.map(() => []);
      const transaction = db.transaction(stores, "readonly");
      return Promise.all(questions.map((question) => answer(transaction, question, problems)));
    });
    /** @type {number | undefined} */
    let limit;
    const patience = new Promise((_, reject) => {
      limit = setTimeout(() => reject(new Error("database_busy")), PATIENCE_MS);
    });
    try {
      return /** @type {any[][]} */ (await Promise.race([work, patience]));
    } catch (error) {
      close();
      const code = error instanceof Error ? error.message : "";
      throw new Error(["no_database", "database_busy"].includes(code) ? code : "database_failed");
    } finally {
      clearTimeout(limit);
      clearTimeout(idle);
      if (connection !== null) idle = setTimeout(close, IDLE_MS);
    }
  }

  /** @param {IDBTransaction} transaction @param {Question} question @param {Set<string>} problems @returns {Promise<any[]>} */
  function answer(transaction, { store, query, index, keys, count }, problems) {
    if (!transaction.objectStoreNames.contains(store)) return Promise.resolve([]);
    const table = transaction.objectStore(store);
    if (index !== undefined && !table.indexNames.contains(index)) {
      problems.add(`no_index:${store}.${index}`);
      return Promise.resolve([]);
    }
    const source = index === undefined ? table : table.index(index);
    return new Promise((resolve, reject) => {
      const request = keys ? source.getAllKeys(query, count) : source.getAll(query, count);
      request.onsuccess = () => resolve(keys ? request.result : request.result.map((row) => cut(store, row)));
      request.onerror = () => reject(request.error);
    });
  }

  return { ask, close };
})();
