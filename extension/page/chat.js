"use strict";
/**
 * Which chat is open, as evidence: the ids of rendered rows, and the keys of the page's message store that carry these ids.
 * The page shows no JID and no number, and may keep a second, hidden conversation for a chat that is only hovered; so only the
 * one visible conversation counts, its header text alone is never a switch, and nothing read under one generation is said
 * under another. What the evidence means is for the engine to say.
 * @typedef {object} Session one opening of one chat
 * @property {number} generation
 * @property {Element} main
 * @property {number} since milliseconds of `performance.now()`
 * @property {Set<string>} ids row ids at the last look that saw any
 * @property {string | null} title
 * @property {string | null} subtitle
 * @property {string} sample the stanzas last looked up, joined
 * @property {string} scanned the stanzas last searched for in the whole store, joined
 * @property {Map<string, string[]>} found stanza → matching message keys
 * @property {boolean} reading
 * @property {boolean} again
 * @property {boolean} resolved
 * @property {string} sent the evidence last sent, without what may flicker
 */
const chat = (() => {
  const GONE_MS = 300;
  const SETTLE_MS = 1500;
  const ROSTER_MS = 5000;
  const TRIES_MS = [300, 1000, SETTLE_MS, 3000];
  const BATCH = 60;
  const SCAN_KEYS = 60_000;
  const SCAN_SLICE = 5000;

  let generation = Date.now();
  /** @type {Session | null} */
  let session = null;
  /** @type {Message | null} what a new listener must be told */
  let current = null;
  /** @type {number | undefined} */
  let retry;
  /** @type {number | undefined} */
  let gone;
  /** @type {number | undefined} */
  let roster;
  /** @type {(message: Message) => unknown} */
  let say = () => {};

  /** @param {Message} message */
  function tell(message) {
    current = message;
    say(message);
  }

  function forget() {
    clearTimeout(retry);
    clearTimeout(roster);
    roster = undefined;
    session = null;
  }

  /** Ids of the outermost rows, top to bottom: polls and orders repeat theirs inside. @param {Element} main */
  const rowIds = (main) =>
    [...main.querySelectorAll(selectors.row)]
      .filter((row) => !row.parentElement?.closest(selectors.row))
      .map((row) => row.getAttribute("data-id") ?? "");

  /** The last four stanza ids, newest first, and the first two. @param {string[]} ids */
  function sampleOf(ids) {
    const stanzas = ids.filter((id) => selectors.stanza.test(id));
    return [...new Set([...stanzas.slice(-4).reverse(), ...stanzas.slice(0, 2)])];
  }

  /** @param {"title" | "subtitle"} name @param {Element} main */
  function text(name, main) {
    const node = selectors.find(name, main);
    return node?.getAttribute("title") || node?.textContent?.trim() || null;
  }

  /** Whether the rows on screen cannot belong to the chat of `session`. @param {Session} s @param {string[]} ids */
  function contradicts(s, ids, title = s.title) {
    if (ids.length === 0) return s.ids.size > 0 && title !== s.title;
    const known = s.found.size > 0 ? s.found : s.ids;
    return known.size > 0 && !ids.some((id) => known.has(id));
  }

  /** Looks at the page once. Cheap: no layout, no database. */
  function look() {
    const main = selectors.find("conversation");
    if (!main) {
      if (session || !current) gone ??= setTimeout(leave, GONE_MS);
      else if (current.kind === "no_chat" ? selectors.find("activeRow") : !selectors.find("activeRow")) leave();
      return;
    }
    clearTimeout(gone);
    gone = undefined;
    const ids = rowIds(main);
    const title = text("title", main);
    const subtitle = text("subtitle", main);
    if (main !== session?.main || contradicts(session, ids, title)) {
      forget();
      session = {
        generation: ++generation, main, since: performance.now(), ids: new Set(ids), title, subtitle, sample: "", scanned: "",
        found: new Map(), reading: false, again: false, resolved: false, sent: "",
      };
      tell({ v: 1, kind: "switch", generation });
      return void read(session);
    }
    if (ids.length > 0) session.ids = new Set(ids);
    const fresh = !session.resolved && sampleOf(ids).join() !== session.sample;
    if (fresh || title !== session.title) void read(session);
    else if (subtitle !== session.subtitle) roster ??= setTimeout(readRoster, ROSTER_MS);
    session.title = title;
    session.subtitle = subtitle;
  }

  /** A changed subtitle may mean new members; "typing…" changes it too, so not at once. */
  function readRoster() {
    roster = undefined;
    if (session) void read(session);
  }

  /** No conversation for 300 ms. With a chat selected in the list, this page is one that the reader does not understand. */
  function leave() {
    gone = undefined;
    if (selectors.find("conversation")) return look();
    forget();
    generation += 1;
    if (!selectors.find("activeRow")) return tell({ v: 1, kind: "no_chat", generation });
    tell({
      v: 1, kind: "chat", generation, title: null, subtitle: null, rows: 0, keys: [], embedded: [],
      records: { chats: [], contacts: [], groups: [], participants: [] }, settled: true, problems: ["no_conversation"],
    });
  }

  /** Message keys that carry these stanza ids, put into `s.found`. @param {Session} s @param {string[]} stanzas @param {Set<string>} problems */
  async function match(s, stanzas, problems) {
    const missing = () => stanzas.filter((stanza) => !s.found.has(stanza));
    const enough = () => missing().length === 0 || s.found.size > 1;
    /** @param {string} key */
    const keep = (key) => {
      const stanza = key.split("_")[2] ?? "";
      const keys = s.found.get(stanza) ?? [];
      if (!keys.includes(key)) s.found.set(stanza, [...keys, key]);
    };
    /** @param {string[]} chats */
    const pointLookUps = async (chats) => {
      const prefixes = missing().flatMap((stanza) =>
        chats.flatMap((jid) => [`false_${jid}_${stanza}`, `true_${jid}_${stanza}`]));
      const answers = await database.ask(
        prefixes.map((from) => ({
          store: selectors.messages, query: IDBKeyRange.bound(from, `${from}\uffff`), keys: true, count: 4,
        })), problems);
      answers.flat().filter((key) => stanzas.includes(String(key).split("_")[2] ?? "")).forEach(keep);
    };

    if (missing().length === 0) return;
    const early = performance.now() - s.since < SETTLE_MS * 3;
    const known = remotes(s.found);
    await pointLookUps(known);
    if (enough()) return;
    const all = (await contacts.newestChats(problems, false)).map((row) => String(row.id)).filter((jid) => !known.includes(jid));
    for (let from = 0; from < (early ? all.length : BATCH); from += BATCH) {
      if (session !== s) return;
      await pointLookUps(all.slice(from, from + BATCH));
      if (enough()) return;
    }
    // The chat may be missing in the chat store: a bounded scan over keys alone, once for these rows.
    if (s.found.size > 0 || s.scanned === stanzas.join()) return;
    s.scanned = stanzas.join();
    for (const side of ["false_", "true_"]) {
      let from = side;
      for (let seen = 0; seen < SCAN_KEYS / 2 && session === s; seen += SCAN_SLICE) {
        const query = IDBKeyRange.bound(from, `${side}\uffff`, from !== side);
        const [keys] = await database.ask([{ store: selectors.messages, query, keys: true, count: SCAN_SLICE }], problems);
        keys.filter((key) => stanzas.includes(String(key).split("_")[2] ?? "")).forEach(keep);
        if (keys.length < SCAN_SLICE || enough()) break;
        from = keys[keys.length - 1];
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  }

  /** @param {Map<string, string[]>} found */
  const remotes = (found) => [...new Set([...found.values()].flat().map((key) => selectors.fullKey.exec(key)?.[1] ?? ""))].filter(Boolean);

  /** @param {Session} s @returns {Promise<Message | null>} null when the chat is no longer the same */
  async function collect(s) {
    /** @type {Set<string>} */
    const problems = new Set();
    const ids = rowIds(s.main);
    const stanzas = sampleOf(ids);
    s.sample = stanzas.join();
    const full = ids.filter((id) => selectors.fullKey.test(id));
    const embedded = [...new Set([...full.slice(-4).reverse(), ...full.slice(0, 2)])];
    const bare = text("title", s.main)?.replace(selectors.bidi, "") ?? "";
    const number = selectors.phoneTitle.test(bare) ? [`${bare.replace(/\D/g, "")}@c.us`] : [];
    if (ids.length === 0) problems.add("no_rows");
    else if (stanzas.length + embedded.length === 0) problems.add("no_row_ids");
    let records = { chats: /** @type {Row[]} */ ([]), contacts: /** @type {Row[]} */ ([]), groups: /** @type {Row[]} */ ([]), participants: /** @type {Row[]} */ ([]) };
    try {
      await match(s, stanzas, problems);
      const chats = [...new Set([...remotes(s.found), ...embedded.map((id) => selectors.fullKey.exec(id)?.[1] ?? "")])];
      records = await contacts.records(chats, number, problems);
    } catch (error) {
      problems.add(error instanceof Error ? error.message : "database_failed");
    }
    if (session !== s) return null;
    const now = rowIds(s.main);
    const title = text("title", s.main);
    if (selectors.find("conversation") !== s.main || contradicts(s, now, title)) {
      look();
      return null;
    }
    return {
      v: 1, kind: "chat", generation: s.generation, title, subtitle: text("subtitle", s.main), rows: ids.length,
      keys: [...s.found].map(([stanza, keys]) => ({ stanza, keys })), embedded, records,
      settled: s.found.size + embedded.length > 1 || performance.now() - s.since >= SETTLE_MS, problems: [...problems],
    };
  }

  /** Reads the evidence and says it if it is new; goes on until the engine calls it resolved. @param {Session} s */
  async function read(s) {
    if (s.reading) return void (s.again = true);
    s.reading = true;
    const message = await collect(s);
    s.reading = false;
    if (session !== s) return;
    if (message) {
      const sent = JSON.stringify({ ...message, subtitle: null, rows: 0 });
      if (sent !== s.sent) tell(message);
      s.sent = sent;
    }
    if (s.again || !message) {
      s.again = false;
      return void read(s);
    }
    clearTimeout(retry);
    const age = performance.now() - s.since;
    const next = TRIES_MS.find((at) => at > age) ?? age + 1000;
    if (!s.resolved && !document.hidden) retry = setTimeout(() => void read(s), next - age);
  }

  return {
    look,
    /** @param {(message: Message) => unknown} listener */
    listen: (listener) => void (say = listener),
    current: () => current,
    /** Whether the open conversation has left the page: worth a look at once. */
    torn: () => session !== null && !session.main.isConnected,
    /** The page became visible again. */
    resume() {
      look();
      if (session && !session.resolved) void read(session);
    },
    /** @param {unknown} of the generation that the engine understood */
    resolve(of) {
      if (!session || session.generation !== of) return;
      session.resolved = true;
      clearTimeout(retry);
    },
    stop() {
      forget();
      clearTimeout(gone);
      gone = undefined;
      current = null;
    },
  };
})();
