"use strict";
/**
 * Read-only questions to WhatsApp's own database. The threat is harm to WhatsApp: a database created too early, or a connection held
 * during an upgrade, breaks the app. So it is opened only when listed, without a version; an upgrade that begins all the same is
 * aborted; the connection closes at once when WhatsApp wants to upgrade, and after 5 s of rest. Transactions are short and "readonly".
 * @typedef {{store: string, query?: any, index?: string, keys?: boolean, count?: number,
 *   newest?: number}} Question `query`: a key or an IDBKeyRange
 * @typedef {Record<string, any>} Row a record cut down to the fields that may leave the page
 */
const database = (() => {
  const [REST_MS, PATIENCE_MS] = [5000, 4000];
  /** @type {Promise<IDBDatabase> | null} */
  let connection = null;

  function close() {
    connection?.then((db) => db.close(), () => {});
    connection = null;
  }

  /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
  const settled = (request) => new Promise((resolve, reject) => {
    Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) });
  });

  /** @returns {Promise<IDBDatabase>} */
  async function open() {
    if (!(await indexedDB.databases()).some(({ name }) => name === selectors.database)) throw new Error("no_database");
    const request = indexedDB.open(selectors.database);
    request.onupgradeneeded = () => request.transaction?.abort();
    const db = await settled(request).catch(() => { throw new Error("no_database"); });
    db.onversionchange = db.onclose = close;
    return db;
  }

  /** @param {unknown} value @returns {boolean} */
  const isPlain = (value) => ["string", "number", "boolean"].includes(typeof value) || (Array.isArray(value) && value.every(isPlain));

  /** @param {string} store @param {any} row @returns {Row} */
  const cut = (store, row) =>
    Object.fromEntries((selectors.fields[store] ?? []).filter((field) => isPlain(row?.[field])).map((field) => [field, row[field]]));

  /** @param {IDBTransaction} transaction @param {Question} question @param {Set<string>} problems @returns {Promise<any[]>} */
  async function answer(transaction, { store, query, index, keys, count, newest }, problems) {
    if (!transaction.objectStoreNames.contains(store)) return [];
    const table = transaction.objectStore(store);
    if (index && !table.indexNames.contains(index)) return problems.add(`no_index:${store}.${index}`) && [];
    const source = index ? table.index(index) : table;
    if (newest) return pairs(source, query, newest);
    if (keys) return settled(source.getAllKeys(query, count));
    return (await settled(source.getAll(query, count))).map((row) => cut(store, row));
  }

  /** @param {IDBObjectStore | IDBIndex} source @param {Question["query"]} query @param {number} most */
  async function pairs(source, query, most) {
    const request = source.openKeyCursor(query, "prev");
    for (const found = []; ;) {
      const cursor = await settled(request);
      if (!cursor || found.push([cursor.key, cursor.primaryKey]) === most) return found;
      cursor.continue();
    }
  }

  /**
   * Answers all questions in one transaction, in their order: cut rows; keys where `keys` is set; where `newest` is, so many pairs of an
   * index's key and the row's, from the last one down. A missing store or index answers with nothing and leaves its code in `problems`.
   * @param {Question[]} questions @param {Set<string>} problems
   * @returns {Promise<any[][]>} rejects with "no_database", "database_busy" or "database_failed" as message
   */
  async function ask(questions, problems) {
    if (questions.length === 0) return [];
    let patience = 0;
    const work = (connection ??= open()).then((db) => {
      const wanted = [...new Set(questions.map(({ store }) => store))];
      const stores = wanted.filter((name) => db.objectStoreNames.contains(name) || void problems.add(`no_store:${name}`));
      if (stores.length === 0) return questions.map(() => []);
      const transaction = db.transaction(stores, "readonly");
      return Promise.all(questions.map((question) => answer(transaction, question, problems)));
    });
    try {
      const late = new Promise((_, reject) => void (patience = setTimeout(reject, PATIENCE_MS, new Error("database_busy"))));
      return /** @type {any[][]} */ (await Promise.race([work, late]));
    } catch (error) {
      close();
      const code = error instanceof Error ? error.message : "";
      throw new Error(["no_database", "database_busy"].includes(code) ? code : "database_failed");
    } finally {
      clearTimeout(patience);
      page.after("rest", REST_MS, close);
    }
  }

  return { ask, close };
})();
