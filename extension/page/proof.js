"use strict";
/**
 * Which keys of the message store carry the stanzas on screen: the only thing in an open chat that says whose it is. Asked by exact key,
 * chat by chat, in small bunches: those that may have the title first, then the newest. Values of messages are never read.
 */
const proof = (() => {
  const [BUNCH, PASSES, SCAN_KEYS, SCAN_SLICE] = [20, 3, 60_000, 1000];
  const store = selectors.stores.message;
  /** @typedef {Map<string, string[]>} Found keys by stanza */
  /** What was found for chats that were open before: a key never changes. @type {Found} */
  const known = new Map();

  const remoteOf = (/** @type {string} */ key) => selectors.fullKey.exec(key)?.[1] ?? "";
  const remotes = (/** @type {Found} */ found) => [...new Set([...found.values()].flat().map(remoteOf))];

  /**
   * Two messages of one chat, one of them received: what the rep sends to a broadcast list stands under one id in many chats.
   * @param {Found} found
   */
  const isProof = (found) => remotes(found).some((jid) => {
    const theirs = [...found.values()].flat().filter((key) => remoteOf(key) === jid);
    return theirs.length > 1 && theirs.some((key) => key.startsWith("false_"));
  });

  /**
   * Where to look: chats that may have the title (some titles are known only then), then the newest; late tries go no further.
   * @param {string} title @param {boolean} late @param {Set<string>} problems
   */
  async function* bunches(title, late, problems) {
    yield contacts.titled(title);
    const chats = await contacts.newest(problems);
    yield contacts.titled(title);
    for (let from = 0; from < (late ? BUNCH : chats.length); from += BUNCH) yield chats.slice(from, from + BUNCH);
  }

  /**
   * Adds to `found` the keys that carry these stanzas.
   * @param {{found: Found, stanzas: string[], title: string, late: boolean, scan: boolean, wanted: () => boolean}} search
   * @param {Set<string>} problems @returns {Promise<string[]>} some keys of the store, where none was found at all
   */
  async function gather({ found, stanzas, title, late, scan, wanted }, problems) {
    const enough = () => !wanted() || isProof(found);
    /** @param {string[]} keys */
    const keep = (keys) => {
      for (const key of keys) {
        const stanza = key.split("_")[2] ?? "";
        if (!stanzas.includes(stanza)) continue;
        found.set(stanza, [...new Set([...(found.get(stanza) ?? []), key])]);
        known.set(stanza, found.get(stanza) ?? []);
      }
    };
    /** @param {string[]} chats @param {string[]} which */
    const lookUp = async (chats, which) => {
      const starts = which.flatMap((stanza) => chats.flatMap((jid) => [`false_${jid}_${stanza}`, `true_${jid}_${stanza}`]));
      const asked = starts.map((from) => ({ store, query: IDBKeyRange.bound(from, `${from}\uffff`), keys: true, count: 1 }));
      keep((await database.ask(asked, problems)).flat().map(String));
    };

    keep(stanzas.flatMap((stanza) => known.get(stanza) ?? []));
    await lookUp(remotes(found), stanzas.filter((stanza) => !found.has(stanza)));
    if (enough() || (!scan && found.size > 0)) return [];
    // One stanza finds the chat, then all are held against it: the oldest on screen first, as the newest may not be stored yet.
    for (const stanza of [...stanzas].reverse().slice(0, PASSES)) {
      for await (const chats of bunches(title, late, problems)) {
        const before = remotes(found);
        await lookUp(chats, [stanza]);
        await lookUp(remotes(found).filter((jid) => !before.includes(jid)), stanzas);
        if (enough()) return [];
      }
      if (found.size > 0) return [];
    }
    // The chat may be missing in the chat store: a bounded scan over keys alone, once for these rows.
    let [some, from] = [/** @type {string[]} */ ([]), ""];
    for (let read = 0; scan && read < SCAN_KEYS && !enough(); read += SCAN_SLICE) {
      const query = IDBKeyRange.lowerBound(from, true);
      const [keys = []] = await database.ask([{ store, query, keys: true, count: SCAN_SLICE }], problems);
      if (read === 0) some = keys.slice(0, 20).map(String);
      keep(keys.map(String));
      if (keys.length < SCAN_SLICE) break;
      from = keys.at(-1);
      await contacts.breathe();
    }
    return found.size > 0 ? [] : some;
  }

  return { gather, remotes, remoteOf, forget: () => known.clear() };
})();
