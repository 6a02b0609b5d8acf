"use strict";
/**
 * Rows of WhatsApp's stores by exact key, and whole stores in slices. Every look-up goes from an id or a number to its rows;
 * a name is never a key. Which rows are the same person is for the engine to say.
 */
const contacts = (() => {
  const SLICE = 500;
  const CHATS_KEPT_MS = 10_000;
  /** @type {{at: number, rows: Row[]} | null} */
  let chatList = null;

  /** Lets the page breathe between slices. @returns {Promise<void>} */
  const breathe = () => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 200 }));

  /**
   * Reads a whole store, slice by slice.
   * @param {string} store @param {Set<string>} problems
   * @param {(rows: Row[], last: boolean) => boolean | void} take returns false to stop
   */
  async function slices(store, problems, take) {
    /** @type {IDBKeyRange | undefined} */
    let query;
    for (;;) {
      const [rows, keys] = await database.ask(
        [{ store, query, count: SLICE }, { store, query, count: SLICE, keys: true }],
        problems,
      );
      const last = rows.length < SLICE;
      if (take(rows, last) === false || last) return;
      query = IDBKeyRange.lowerBound(keys[keys.length - 1], true);
      await breathe();
    }
  }

  /** All chat rows, newest first; kept for 10 s. @param {Set<string>} problems @param {boolean} fresh */
  async function newestChats(problems, fresh) {
    if (fresh || !chatList || Date.now() - chatList.at > CHATS_KEPT_MS) {
      /** @type {Row[]} */
      const rows = [];
      await slices(selectors.chats, problems, (slice) => void rows.push(...slice));
      rows.sort((a, b) => (b.t ?? 0) - (a.t ?? 0));
      chatList = { at: Date.now(), rows };
    }
    return chatList.rows;
  }

  /** The number inside a phone JID, device suffix cut off; a LID has none. @param {string} jid */
  const digits = (jid) => /^(\d+)(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/.exec(jid)?.[1];

  /** The contact rows that one JID selects. @param {string} jid @returns {Question[]} */
  function questions(jid) {
    const store = selectors.contacts;
    const number = digits(jid);
    if (number === undefined) return jid.endsWith("@lid") ? [{ store, query: jid }] : [];
    return [
      { store, query: `${number}@s.whatsapp.net` },
      { store, query: `${number}@c.us` },
      { store, query: `${number}@c.us`, index: selectors.byNumber },
    ];
  }

  /**
   * Contact rows of these people, and the rows that share their numbers.
   * @param {Iterable<string>} jids @param {Set<string>} problems
   * @param {boolean} twins follow a row's `phoneNumber` to the other rows of that number
   */
  async function people(jids, problems, twins) {
    /** @type {Map<unknown, Row>} */
    const found = new Map();
    const asked = new Set(jids);
    let next = [...asked];
    while (next.length > 0) {
      for (let from = 0; from < next.length; from += SLICE) {
        const part = next.slice(from, from + SLICE).flatMap(questions);
        for (const row of (await database.ask(part, problems)).flat()) found.set(row.id, row);
      }
      const numbers = twins ? [...found.values()].map((row) => row.phoneNumber) : [];
      next = [...new Set(numbers)].filter((jid) => typeof jid === "string" && !asked.has(jid));
      for (const jid of next) asked.add(jid);
    }
    return [...found.values()];
  }

  /**
   * Every row that speaks about these chats.
   * @param {string[]} remotes chat JIDs @param {string[]} numbers JIDs of a phone-shaped title @param {Set<string>} problems
   */
  async function records(remotes, numbers, problems) {
    const store = selectors.chats;
    const [own, byLid, groups, participants] = await Promise.all([
      database.ask(remotes.map((query) => ({ store, query })), problems),
      database.ask(
        remotes.filter((jid) => jid.endsWith("@lid")).map((query) => ({ store, query, index: selectors.byLid })), problems),
      database.ask(
        remotes.filter((jid) => jid.endsWith("@g.us")).map((query) => ({ store: selectors.groups, query })), problems),
      database.ask(
        remotes.filter((jid) => jid.endsWith("@g.us")).map((query) => ({ store: selectors.participants, query })), problems),
    ]);
    const chats = [...new Map([...own, ...byLid].flat().map((row) => [row.id, row])).values()];
    const lids = chats.map((row) => row.accountLid).filter((jid) => typeof jid === "string");
    const members = participants.flat().flatMap((row) => row.participants ?? []);
    const found = [
      ...(await people([...remotes, ...lids, ...numbers], problems, true)),
      ...(await people(members, problems, false)),
    ];
    return {
      chats,
      contacts: [...new Map(found.map((row) => [row.id, row])).values()],
      groups: groups.flat(),
      participants: participants.flat(),
    };
  }

  /** The newest chats and their people. @param {number} count @param {Set<string>} problems */
  async function newest(count, problems) {
    const chats = (await newestChats(problems, true)).slice(0, count);
    const jids = chats.flatMap((row) => [row.id, row.accountLid]).filter((jid) => typeof jid === "string");
    return { chats, contacts: await people(jids, problems, true) };
  }

  /**
   * Answers the engine's request for whole stores. A store that is missing fails the request: "none" would be a lie.
   * @param {string} request @param {unknown} stores @param {(message: Message) => boolean} send false when nobody listens
   */
  async function snapshot(request, stores, send) {
    const wanted = [selectors.contacts, selectors.chats, selectors.participants].filter(
      (name) => Array.isArray(stores) && stores.includes(name));
    /** @type {Set<string>} */
    const problems = new Set();
    try {
      if (wanted.length === 0) throw new Error("no_stores_asked");
      for (const store of wanted) {
        let heard = true;
        await slices(store, problems, (rows, last) => {
          for (const problem of problems) throw new Error(problem);
          heard = send({ v: 1, kind: "snapshot", request, store, rows, last: last && store === wanted[wanted.length - 1] });
          return heard;
        });
        if (!heard) return;
        await breathe();
      }
    } catch (error) {
      send({ v: 1, kind: "snapshot_failed", request, problem: error instanceof Error ? error.message : "database_failed" });
    }
  }

  return { digits, newest, newestChats, records, snapshot };
})();
