"use strict";
/**
 * Rows of WhatsApp's stores by exact key, and whole stores in slices. Every look-up goes from an id or a number to its rows, a name
 * is never a key. Which rows are the same person is for the engine to say.
 */
const contacts = (() => {
  const SLICE = 500;
  const AT_ONCE = 100; // People asked in one task; see BATCH of chat.js.
  const LIST_KEPT_MS = 10_000;
  const { chat: chatStore, contact: contactStore, group: groupStore, participant: participantStore } = selectors.stores;
  let list = { at: -Infinity, rows: /** @type {Row[]} */ ([]) };
  /** @type {Map<string, string>} the newest chats as they were told last */
  let told = new Map();

  /** @param {Row[]} rows */
  const unique = (rows) => [...new Map(rows.map((row) => [row.id ?? row.groupId, row])).values()];
  /** @param {unknown[]} values @returns {string[]} */
  const strings = (values) => values.filter((value) => typeof value === "string");

  /** Reads a whole store and lets the page breathe between slices. @param {string} store @param {Set<string>} problems */
  async function* slices(store, problems) {
    /** @type {IDBKeyRange | undefined} */
    let query;
    for (;;) {
      const [rows] = await database.ask([{ store, query, count: SLICE }], problems);
      yield rows;
      if (rows.length < SLICE) return;
      query = IDBKeyRange.lowerBound(rows[SLICE - 1].id ?? rows[SLICE - 1].groupId, true);
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 200 }));
    }
  }

  /** All chat rows, newest first; at most 10 s old. @param {Set<string>} problems @returns {Promise<Row[]>} */
  async function newestChats(problems) {
    if (performance.now() - list.at > LIST_KEPT_MS) {
      const rows = [];
      for await (const slice of slices(chatStore, problems)) rows.push(...slice);
      list = { at: performance.now(), rows: rows.sort((a, b) => (b.t ?? 0) - (a.t ?? 0)) };
    }
    return list.rows;
  }

  /** The contact rows that one JID selects. A LID's digits are no number. @param {string} jid @returns {Question[]} */
  function questions(jid) {
    const store = contactStore;
    const number = /^(\d+)(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/.exec(jid)?.[1];
    if (!number) return jid.endsWith("@lid") ? [{ store, query: jid }] : [];
    const wid = `${number}@c.us`;
    return [{ store, query: `${number}@s.whatsapp.net` }, { store, query: wid }, { store, query: wid, index: selectors.byNumber }];
  }

  /** @param {string[]} jids @param {Set<string>} problems @returns {Promise<Row[]>} */
  async function people(jids, problems) {
    const rows = [];
    for (let from = 0; from < jids.length; from += AT_ONCE) {
      rows.push(...(await database.ask(jids.slice(from, from + AT_ONCE).flatMap(questions), problems)).flat());
    }
    return unique(rows);
  }

  /** The rows of these people, and those that share their numbers. @param {string[]} jids @param {Set<string>} problems */
  async function withTwins(jids, problems) {
    const rows = await people([...new Set(jids)], problems);
    const numbers = strings(rows.map((row) => row.phoneNumber)).filter((jid) => !jids.includes(jid));
    return unique([...rows, ...(await people([...new Set(numbers)], problems))]);
  }

  /**
   * Every row about these chats, and about the number of a phone-shaped title.
   * @param {string[]} remotes @param {string[]} numbers @param {Set<string>} problems
   */
  async function records(remotes, numbers, problems) {
    const asked = remotes.flatMap((query) => [
      { store: chatStore, query },
      ...(query.endsWith("@lid") ? [{ store: chatStore, query, index: selectors.byLid }] : []),
      ...(query.endsWith("@g.us") ? [{ store: groupStore, query }, { store: participantStore, query }] : []),
    ]);
    const answers = await database.ask(asked, problems);
    /** @param {string} store */
    const rowsOf = (store) => unique(answers.filter((_, at) => asked[at]?.store === store).flat());
    const chats = rowsOf(chatStore);
    const participants = rowsOf(participantStore);
    if (remotes.some((jid) => jid.endsWith("@g.us")) && participants.length === 0) problems.add("no_row:participant");
    const own = await withTwins([...remotes, ...numbers, ...strings(chats.map((row) => row.accountLid))], problems);
    const members = await people(strings(participants.flatMap((row) => row.participants)), problems);
    return { chats, contacts: unique([...own, ...members]), groups: rowsOf(groupStore), participants };
  }

  /**
   * Those of the newest chats that are not as they were the last time, and their people.
   * @param {number} count @param {Set<string>} problems
   */
  async function news(count, problems) {
    list.at = -Infinity;
    const newest = (await newestChats(problems)).slice(0, count);
    const chats = newest.filter((row) => told.get(row.id) !== JSON.stringify(row));
    told = new Map(newest.map((row) => [row.id, JSON.stringify(row)]));
    return { chats, contacts: await withTwins(strings(chats.flatMap((row) => [row.id, row.accountLid])), problems) };
  }

  /**
   * Answers the engine's request for whole stores. A missing store fails the request: "no contacts" would be a lie.
   * @param {unknown} request @param {unknown} asked @param {(message: Message) => boolean} send false when nobody listens any more
   */
  async function snapshot(request, asked, send) {
    /** @type {Set<string>} */
    const problems = new Set();
    const stores = [contactStore, chatStore, participantStore].filter((name) => Array.isArray(asked) && asked.includes(name));
    try {
      if (stores.length === 0) throw new Error("no_store");
      for (const store of stores) {
        for await (const rows of slices(store, problems)) {
          for (const problem of problems) throw new Error(problem);
          const last = rows.length < SLICE && store === stores[stores.length - 1];
          if (!send({ v: 1, kind: "snapshot", request, store, rows, last })) return;
        }
      }
    } catch (error) {
      send({ v: 1, kind: "snapshot_failed", request, problem: error instanceof Error ? error.message : "database_failed" });
    }
  }

  return { news, newestChats, records, snapshot };
})();
