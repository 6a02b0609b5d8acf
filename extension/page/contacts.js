"use strict";
/**
 * Rows of WhatsApp's stores by exact key, and whole stores in slices. Every look-up goes from an id or a number to its rows: a name says
 * where to look first and never who somebody is. Which rows are the same person is for the engine to say.
 */
const contacts = (() => {
  const SLICE = 150; // Rows read, and people asked for, in one task: no task may hold the page up.
  const AT_ONCE = 25;
  const NEWEST = 20;
  const LIST_KEPT_MS = 10_000;
  const TOLD_MS = 180_000; // A chat is told once in so long: what its people are to HubSpot meanwhile, the passes see.
  const { message: messages, chat: chatStore, contact: contactStore, group: groupStore, participant: participantStore } = selectors.stores;
  let list = { at: -Infinity, ids: /** @type {string[]} */ ([]) };
  /** Where the newest message stood when it was looked at last. @type {IDBKeyRange | undefined} */
  let sinceThen;
  /** @type {Map<string, number>} when a chat's news were told last */
  const told = new Map();
  /** @type {Map<string, Set<string>>} ids by what a title may show, of all rows read so far */
  const shown = new Map();

  const keyOf = (/** @type {Row} */ row) => row.id ?? row.groupId;
  const unique = (/** @type {Row[]} */ rows) => [...new Map(rows.map((row) => [keyOf(row), row])).values()];
  /** @param {unknown[]} values @returns {string[]} */
  const strings = (values) => [...new Set(values.filter((value) => typeof value === "string" && value !== ""))].map(String);
  /** What a title shows of a name or number. @param {string} text */
  const titleOf = (text) => (/^\+?[\d\s().-]+(@|$)/.test(text) ? text.replace(/@.*|\D/g, "") : text);
  /** The page may do what it has to do. */
  const breathe = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 50 }));

  /** Reads a whole store in slices. @param {string} store @param {Set<string>} problems */
  async function* slices(store, problems) {
    for (let query; ; query = IDBKeyRange.lowerBound(query, true)) {
      const [rows = []] = await database.ask([{ store, query, count: SLICE }], problems);
      note(rows);
      yield { rows, full: rows.length === SLICE };
      if (rows.length < SLICE) return;
      query = keyOf(rows[SLICE - 1]);
      await breathe();
    }
  }

  /** Remembers under which titles rows may stand. @param {Row[]} rows */
  function note(rows) {
    for (const { id, phoneNumber, name, verifiedName, subject } of rows) {
      for (const title of strings([name, verifiedName, subject, phoneNumber]).map(titleOf)) {
        shown.set(title, new Set([...(shown.get(title) ?? []), ...strings([id?.replace?.("@s.whatsapp.net", "@c.us"), phoneNumber])]));
      }
    }
  }

  /** Ids of all chats, newest first; at most 10 s old. @param {Set<string>} problems */
  async function newest(problems) {
    if (performance.now() - list.at < LIST_KEPT_MS) return list.ids;
    const chats = [];
    for await (const { rows } of slices(chatStore, problems)) chats.push(...rows);
    list = { at: performance.now(), ids: strings(chats.sort((a, b) => (b.t ?? 0) - (a.t ?? 0)).map(keyOf)) };
    return list.ids;
  }

  /** The contact rows that one JID selects. A LID's digits are no number. @param {string} jid @returns {Question[]} */
  function questions(jid) {
    const store = contactStore;
    const number = /^(\d+)(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/.exec(jid)?.[1];
    if (!number) return jid.endsWith("@lid") ? [{ store, query: jid }] : [];
    const wid = `${number}@c.us`;
    return [{ store, query: `${number}@s.whatsapp.net` }, { store, query: wid }, { store, query: wid, index: selectors.byNumber }];
  }

  /** @param {unknown[]} ids @param {Set<string>} problems @returns {Promise<Row[]>} */
  async function people(ids, problems) {
    const [jids, rows] = [strings(ids), /** @type {Row[]} */ ([])];
    for (let from = 0; from < jids.length; from += AT_ONCE) {
      if (from > 0) await breathe();
      rows.push(...(await database.ask(jids.slice(from, from + AT_ONCE).flatMap(questions), problems)).flat());
    }
    return rows;
  }

  /** The rows of these people, and those that share their numbers. @param {unknown[]} ids @param {Set<string>} problems */
  async function withTwins(ids, problems) {
    const rows = await people(ids, problems);
    return [...rows, ...(await people(rows.map((row) => row.phoneNumber).filter((jid) => !ids.includes(jid)), problems))];
  }

  /**
   * Every row about these chats, and about the number of a phone-shaped title.
   * @param {string[]} remotes @param {string[]} numbers @param {Set<string>} problems
   */
  async function records(remotes, numbers, problems) {
    const asked = remotes.flatMap((query) => [
      { store: chatStore, query }, { store: chatStore, query, index: selectors.byLid },
      ...(query.endsWith("@g.us") ? [{ store: groupStore, query }, { store: participantStore, query }] : []),
    ]);
    const answers = await database.ask(asked, problems);
    const [chats = [], groups = [], participants = []] = [chatStore, groupStore, participantStore].map((store) =>
      unique(answers.filter((_, at) => asked[at]?.store === store).flat()));
    if (remotes.some((jid) => jid.endsWith("@g.us")) && participants.length === 0) problems.add("no_row:participant");
    const own = await withTwins([...remotes, ...numbers, ...chats.map((row) => row.accountLid)], problems);
    note([...own, ...groups]);
    const members = await people(participants.flatMap((row) => row.participants), problems);
    return { chats, contacts: unique([...own, ...members]), groups, participants };
  }

  /**
   * Says in which chats something was written since this was done last, with their people. @throws as database.ask does
   */
  async function tellNews() {
    const problems = new Set();
    const question = { store: messages, index: selectors.byAge, query: sinceThen, newest: NEWEST };
    const [found = []] = await database.ask([question], problems);
    if (found[0]) sinceThen = IDBKeyRange.lowerBound(found[0][0], true);
    const now = performance.now();
    const written = strings(found.map(([, key]) => selectors.fullKey.exec(String(key))?.[1]));
    const due = written.filter((jid) => now - (told.get(jid) ?? -Infinity) > TOLD_MS);
    for (const jid of due) told.set(jid, now);
    const chats = (await database.ask(due.map((query) => ({ store: chatStore, query })), problems)).flat();
    const people = unique(await withTwins(chats.flatMap((row) => [row.id, row.accountLid]), problems));
    if (chats.length > 0) page.say({ v: 1, kind: "chats_changed", chats, contacts: people });
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
        for await (const { rows, full } of slices(store, problems)) {
          for (const problem of problems) throw new Error(problem);
          if (!send({ v: 1, kind: "snapshot", request, store, rows, last: !full && store === stores.at(-1) })) return;
        }
      }
    } catch (error) {
      send({ v: 1, kind: "snapshot_failed", request, problem: error instanceof Error ? error.message : "database_failed" });
    }
  }

  /** Ids that this title may belong to, the first few. @param {string} title */
  const titled = (title) => [...(shown.get(titleOf(title)) ?? [])].slice(0, AT_ONCE);
  return { newest, titled, tellNews, records, snapshot, breathe, forget: () => shown.clear() };
})();
