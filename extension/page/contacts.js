"use strict";
/**
 * Rows of WhatsApp's stores by exact key, and whole stores in slices. Every look-up goes from an id or a number to its rows: a name says
 * where to look first and never who somebody is. Which rows are the same person is for the engine to say.
 */
const contacts = (() => {
  const [SLICE, AT_ONCE] = [250, 25]; // Rows read, and people asked for, in one task: no task may hold the page up.
  const [NEWEST, NEWEST_CHATS, ROUNDS] = [8, 100, 3];
  // Told once in so long: what people are to HubSpot meanwhile, the passes see.
  const [LIST_KEPT_MS, TOLD_MS, FRESH_MS] = [10_000, 180_000, 300_000];
  const { message: messages, chat: chatStore, contact: contactStore, group: groupStore, participant: participantStore } = selectors.stores;
  let list = { at: -Infinity, ids: /** @type {string[]} */ ([]) };
  /** Where the newest message stood when it was looked at last. @type {IDBKeyRange | undefined} */
  let sinceThen;
  /** @type {Map<string, number>} when a chat's news were told last */
  const told = new Map();
  /** @type {Map<string, Set<string>>} ids by what a title may show, of all rows read so far */
  const shown = new Map();
  /** @typedef {{version: string, at: number, stores: Map<string, Map<string, string>>}} Snapshot rows as text by key, by store */
  /** The snapshot that was sent last. @type {Snapshot | null} */
  let sent = null;

  const keyOf = (/** @type {Row} */ row) => row.id ?? row.groupId;
  const unique = (/** @type {Row[]} */ rows) => [...new Map(rows.map((row) => [keyOf(row), row])).values()];
  /** @param {unknown[]} values @returns {string[]} */
  const strings = (values) => [...new Set(values.filter((value) => typeof value === "string" && value !== ""))].map(String);
  const idsOf = (/** @type {Row} */ { id, phoneNumber }) => strings([id?.replace?.("@s.whatsapp.net", "@c.us"), phoneNumber]);
  /** What a title shows of a name or number. @param {string} text */
  const titleOf = (text) => (/^\+?[\d\s().-]+(@|$)/.test(text) ? text.replace(/@.*|\D/g, "") : text);
  /** The page may do what it has to do. */
  const breathe = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 50 }));

  /** Reads a whole store in slices. @param {string} store @param {Set<string>} problems */
  async function* slices(store, problems) {
    for (let query; ; query = IDBKeyRange.lowerBound(query, true)) {
      const [rows = []] = await database.ask([{ store, query, count: SLICE }], problems);
      yield { rows, full: rows.length === SLICE };
      if (rows.length < SLICE) return;
      query = keyOf(rows[SLICE - 1]);
      await breathe();
    }
  }

  /** Remembers under which titles rows may stand. @param {Row[]} rows */
  function note(rows) {
    for (const row of rows) {
      for (const title of strings([row.name, row.verifiedName, row.subject, row.phoneNumber]).map(titleOf)) {
        shown.set(title, new Set([...(shown.get(title) ?? []), ...idsOf(row)]));
      }
    }
  }

  /** Ids of all chats, newest first; at most 10 s old. Names of the newest are known from then on. @param {Set<string>} problems */
  async function newest(problems) {
    if (performance.now() - list.at < LIST_KEPT_MS) return list.ids;
    const chats = [];
    for await (const { rows } of slices(chatStore, problems)) chats.push(...rows);
    const unnamed = list.at > -Infinity ? 0 : NEWEST_CHATS;
    list = { at: performance.now(), ids: strings(chats.sort((a, b) => (b.t ?? 0) - (a.t ?? 0)).map(keyOf)) };
    note([...chats, ...(await people(list.ids.slice(0, unnamed), problems))]);
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

  /**
   * The rows of these people; with more rounds, also of those who share their numbers. `rows` are those read already, of `asked`.
   * @param {unknown[]} ids @param {Set<string>} problems @param {number} [rounds] @param {Row[]} [rows] @param {string[]} [asked]
   */
  async function people(ids, problems, rounds = 1, rows = [], asked = []) {
    const all = [...rows];
    for (let [next, before] = [strings(ids), new Set(asked)]; next.length > 0 && rounds > 0; rounds -= 1) {
      for (let from = 0; from < next.length; from += AT_ONCE) {
        if (from > 0) await breathe();
        all.push(...(await database.ask(next.slice(from, from + AT_ONCE).flatMap(questions), problems)).flat());
      }
      for (const jid of next) before.add(jid);
      next = strings(all.map((row) => row.phoneNumber)).filter((jid) => !before.has(jid));
    }
    return unique(all);
  }

  /** The rows that these questions find, by store. @param {Question[]} asked @param {Set<string>} problems */
  async function byStore(asked, problems) {
    const answers = await database.ask(asked, problems);
    return (/** @type {string} */ store) => unique(answers.filter((_, at) => asked[at]?.store === store).flat());
  }

  /**
   * Every row about these chats, and about the number of a phone-shaped title.
   * @param {string[]} remotes @param {string[]} numbers @param {Set<string>} problems
   */
  async function records(remotes, numbers, problems) {
    const asked = [...remotes, ...numbers];
    const of = await byStore([...asked.flatMap(questions), ...asked.flatMap((query) => [
      { store: chatStore, query }, { store: chatStore, query, index: selectors.byLid },
      ...(query.endsWith("@g.us") ? [{ store: groupStore, query }, { store: participantStore, query }] : []),
    ])], problems);
    const [own = [], chats = [], groups = [], participants = []] = [contactStore, chatStore, groupStore, participantStore].map(of);
    if (remotes.some((jid) => jid.endsWith("@g.us")) && participants.length === 0) problems.add("no_row:participant");
    const others = [...chats.map((row) => row.accountLid), ...own.map((row) => row.phoneNumber)].filter((jid) => !asked.includes(jid));
    const found = await people(others, problems, ROUNDS, own, asked);
    const unseen = numbers[0] ? strings(found.map(keyOf)).filter((jid) => jid.endsWith("@lid") && !asked.includes(jid)) : [];
    chats.push(...(await database.ask(unseen.map((query) => ({ store: chatStore, query })), problems)).flat());
    note([...found, ...groups]);
    const members = await people(participants.flatMap((row) => row.participants), problems);
    return { chats, contacts: unique([...found, ...members]), groups, participants };
  }

  const wasTold = (/** @type {string} */ jid) => performance.now() - (told.get(jid) ?? -Infinity) <= TOLD_MS;
  /** Whether a chat under this title may have news: unless everybody who is known by it was told a moment ago. @param {string} title */
  const mayHaveNews = (title) => !shown.has(titleOf(title)) || ![...(shown.get(titleOf(title)) ?? [])].every(wasTold);

  /** The people under these titles as the last snapshot has them, if it has everybody. @param {string[]} titles */
  function fromSnapshot(titles) {
    const ids = titles.flatMap((title) => [...(shown.get(titleOf(title)) ?? [""])]);
    const [contacts = [], chats = []] = [contactStore, chatStore].map((store) =>
      ids.flatMap((id) => sent?.stores.get(store)?.get(id) ?? []).map((row) => /** @type {Row} */ (JSON.parse(row))));
    const known = new Set([...contacts, ...chats].flatMap(idsOf));
    return performance.now() - (sent?.at ?? -Infinity) < FRESH_MS && ids.every((id) => known.has(id)) ? { contacts, chats } : null;
  }

  /** The people of all chats in which something was written since this was asked last, unless they were told. */
  async function fromDatabase() {
    const problems = new Set();
    const [found = []] = await database.ask([{ store: messages, index: selectors.byAge, query: sinceThen, newest: NEWEST }], problems);
    if (found[0]) sinceThen = IDBKeyRange.lowerBound(found[0][0], true);
    const due = strings(found.map(([, key]) => selectors.fullKey.exec(String(key))?.[1])).filter((jid) => !wasTold(jid));
    const of = await byStore(due.flatMap((query) => [chatStore, groupStore].map((store) => ({ store, query }))), problems);
    const [chats = [], groups = []] = [chatStore, groupStore].map(of);
    const contacts = await people(chats.flatMap((row) => [row.id, row.accountLid]), problems, ROUNDS);
    note([...contacts, ...groups]);
    for (const jid of due) told.set(jid, performance.now());
    return { chats, contacts };
  }

  /** Says who has written, given the titles at which the list changed. @param {string[]} titles @throws as database.ask does */
  async function tellNews(titles) {
    const { chats, contacts } = fromSnapshot(titles) ?? (await fromDatabase());
    for (const jid of [...chats, ...contacts].flatMap(idsOf)) told.set(jid, performance.now());
    if (chats.some((row) => !row.id.endsWith("@g.us"))) page.say({ v: 1, kind: "chats_changed", chats, contacts });
  }

  /**
   * Answers the engine's request for whole stores: all rows, or, where the engine has those of the last snapshot (`since`), what has
   * changed and what is gone. A missing store fails the request: "no contacts" would be a lie.
   * @param {Message} request @param {(message: Message) => boolean} send false when nobody listens any more
   */
  async function snapshot({ request, stores: asked, since }, send) {
    /** @type {Set<string>} */
    const problems = new Set();
    const stores = [contactStore, chatStore, participantStore].filter((name) => Array.isArray(asked) && asked.includes(name));
    const [base, now] = [since === sent?.version ? sent : null, { version: crypto.randomUUID(), at: performance.now(), stores: new Map() }];
    try {
      if (stores.length === 0) throw new Error("no_store");
      // Titles of groups: what is written there is nobody's news.
      if (!base) for await (const { rows } of slices(groupStore, new Set())) note(rows);
      for (const store of stores) {
        const [before, after] = [base?.stores.get(store) ?? new Map(), new Map()];
        now.stores.set(store, after);
        for await (const { rows: read, full } of slices(store, problems)) {
          for (const problem of problems) throw new Error(problem);
          const rows = read.filter((row) => after.set(keyOf(row), JSON.stringify(row)).get(keyOf(row)) !== before.get(keyOf(row)));
          note(rows);
          const gone = full ? [] : [...before.keys()].filter((key) => !after.has(key));
          const ends = full ? {} : { gone, total: after.size, last: store === stores.at(-1) };
          if (!send({ v: 1, kind: "snapshot", request, store, rows, since: base?.version, version: now.version, ...ends })) return;
        }
      }
      sent = now;
    } catch (error) {
      send({ v: 1, kind: "snapshot_failed", request, problem: error instanceof Error ? error.message : "database_failed" });
    }
  }

  function forget() {
    shown.clear();
    told.clear();
    [list, sent, sinceThen] = [{ at: -Infinity, ids: [] }, null, undefined];
  }

  /** Ids that this title may belong to, the first few. @param {string} title */
  const titled = (title) => [...(shown.get(titleOf(title)) ?? [])].slice(0, AT_ONCE);
  return { newest, titled, mayHaveNews, tellNews, records, snapshot, breathe, forget };
})();
