"use strict";
/**
 * Which chat is open, as evidence: ids of rendered rows, and the keys of WhatsApp's message store that carry them. The page shows no
 * JID and no number, and may hold a second, hidden conversation for a chat that is only hovered. So only the one visible conversation
 * counts, the header text alone is never a switch, and nothing read under one generation is said under another. What the evidence
 * means is for the engine to say.
 */
const chat = (() => {
  const GONE_MS = 300;
  const SETTLE_MS = 1500;
  const ROSTER_MS = 5000;
  const EXHAUSTED_MS = 3000; // The newest message is shown up to 2 s before it is stored.
  const TRIES_MS = [300, 1000, SETTLE_MS, EXHAUSTED_MS];
  const BATCH = 20; // Chats asked in one task: a look-up costs about 0.1 ms, and no task may hold the page up.
  const PASSES = 3;
  const SEEN_KEPT = 5000;
  const SCAN_KEYS = 60_000;
  const SCAN_SLICE = 5000;
  /** @type {{chats: Row[], contacts: Row[], groups: Row[], participants: Row[]}} */
  const NOTHING = { chats: [], contacts: [], groups: [], participants: [] };

  let generation = Date.now();
  /** @type {Session | null} */
  let session = null;
  /** @type {Message | null} what a new listener must be told */
  let current = null;
  /** @type {Map<string, string[]>} keys by stanza, of all chats opened so far: who comes back costs nothing */
  const seen = new Map();

  /**
   * One opening of one chat. `title`, `subtitle` and `sample` are those of the last read. @param {Element} main
   * @typedef {ReturnType<typeof begin>} Session
   */
  const begin = (main) => ({
    generation: ++generation, main, since: performance.now(), ids: /** @type {string[]} */ ([]), title: text("title", main),
    head: selectors.find("title", main), subtitle: text("subtitle", main), sample: "", scanned: "",
    found: /** @type {Map<string, string[]>} */ (new Map()),
    reading: false, resolved: false, sent: "",
  });

  /** @param {Message} message */
  function tell(message) {
    current = message;
    page.say(message);
  }

  function forget() {
    session = null;
    page.cancel("gone", "retry", "roster");
  }

  /** @param {"title" | "subtitle"} name @param {Element} main */
  function text(name, main) {
    const node = selectors.find(name, main);
    return node?.getAttribute("title") || node?.textContent?.trim() || null;
  }

  /** Ids of the outermost rows, top to bottom: polls and orders repeat theirs inside. @param {Element} main */
  const rowIds = (main) =>
    [...main.querySelectorAll(selectors.row)]
      .filter((row) => !row.parentElement?.closest(selectors.row))
      .map((row) => row.getAttribute(selectors.rowId) ?? "");

  /** The last four, newest first, and the first two. @param {string[]} ids @param {RegExp} shape */
  function sample(ids, shape) {
    const fit = ids.filter((id) => shape.test(id));
    return [...new Set([...fit.slice(-4).reverse(), ...fit.slice(0, 2)])];
  }

  const stanzaOf = (/** @type {string} */ key) => key.split("_")[2] ?? "";
  const remoteOf = (/** @type {string} */ key) => selectors.fullKey.exec(key)?.[1] ?? "";
  const remotes = (/** @type {Map<string, string[]>} */ found) => [...new Set([...found.values()].flat().map(remoteOf))];

  /**
   * Whether these rows cannot be those of the session's chat. Without rows another title is another chat only if rows have gone or the
   * title's element is a new one: a name in the place of a number is not.
   * @param {Session} s @param {string[]} ids
   */
  function contradicts(s, ids) {
    const head = selectors.find("title", s.main);
    if (ids.length === 0) return text("title", s.main) !== s.title && (s.ids.length > 0 || (s.head !== null && head !== s.head));
    const known = s.found.size > 0 ? [...s.found.keys()] : s.ids;
    return known.length > 0 && !known.some((id) => ids.includes(id));
  }

  /** With a chat selected in the list, a page without a conversation is one that the reader does not understand. @returns {Message} */
  const absence = () => {
    if (!selectors.find("activeRow")) return { v: 1, kind: "no_chat" };
    const empty = { title: null, subtitle: null, rows: 0, keys: [], embedded: [], records: NOTHING };
    return { v: 1, kind: "chat", ...empty, settled: true, exhausted: true, problems: ["no_conversation"] };
  };

  /** Looks at the page once. Cheap: no layout, no database. */
  function look() {
    const main = selectors.find("conversation");
    if (!main) {
      const news = session || absence().kind !== current?.kind;
      if (news && !page.waiting("gone")) page.after("gone", GONE_MS, leave);
      return;
    }
    page.cancel("gone");
    const ids = rowIds(main);
    if (main !== session?.main || contradicts(session, ids)) {
      forget();
      session = begin(main);
      tell({ v: 1, kind: "switch", generation });
    }
    const s = session;
    if (ids.length > 0) s.ids = ids;
    const rowsChanged = !s.resolved && sample(ids, selectors.stanza).join() !== s.sample;
    if (rowsChanged || s.sent === "" || text("title", main) !== s.title) void read(s);
    // New members change the subtitle, but so does "typing…", which is gone in a moment.
    const membersChanged = () => session === s && text("subtitle", s.main) !== s.subtitle;
    if (membersChanged() && !page.waiting("roster")) page.after("roster", ROSTER_MS, () => membersChanged() && void read(s));
  }

  function leave() {
    if (selectors.find("conversation")) return look();
    forget();
    generation += 1;
    tell({ ...absence(), generation });
  }

  /**
   * Whether these keys are proof of a chat: two messages, one of them received. What the rep sends to a broadcast list stands under one
   * id in many chats.
   * @param {Map<string, string[]>} found
   */
  const proof = (found) => remotes(found).some((jid) => {
    const theirs = [...found.values()].flat().filter((key) => remoteOf(key) === jid);
    return theirs.length > 1 && theirs.some((key) => key.startsWith("false_"));
  });

  /**
   * Adds the message keys that carry these stanzas.
   * @param {Session} s @param {string[]} stanzas @param {Set<string>} problems
   */
  async function match(s, stanzas, problems) {
    const store = selectors.stores.message;
    const enough = () => session !== s || proof(s.found);
    /** @param {unknown[]} keys */
    const keep = (keys) => {
      for (const key of keys.map(String).filter((one) => stanzas.includes(stanzaOf(one)))) {
        s.found.set(stanzaOf(key), [...new Set([...(s.found.get(stanzaOf(key)) ?? []), key])]);
        seen.set(stanzaOf(key), s.found.get(stanzaOf(key)) ?? []);
      }
    };
    /** @param {string[]} chats @param {string[]} wanted */
    const pointLookUps = async (chats, wanted) => {
      const starts = wanted.flatMap((stanza) => chats.flatMap((jid) => [`false_${jid}_${stanza}`, `true_${jid}_${stanza}`]));
      const questions = starts.map((from) => ({ store, query: IDBKeyRange.bound(from, `${from}\uffff`), keys: true, count: 4 }));
      keep((await database.ask(questions, problems)).flat());
    };

    if (seen.size > SEEN_KEPT) seen.clear();
    keep(stanzas.flatMap((stanza) => seen.get(stanza) ?? []));
    await pointLookUps(remotes(s.found), stanzas.filter((stanza) => !s.found.has(stanza)));
    const scanned = s.scanned === stanzas.join();
    if (enough() || (scanned && s.found.size > 0)) return;
    // One stanza finds the chat, the oldest on screen first, as the newest may not be stored yet; then all are held against it. Late
    // retries ask the newest chats only.
    const all = (await contacts.newestChats(problems)).map((row) => String(row.id));
    const reach = performance.now() - s.since < 3 * SETTLE_MS ? all.length : BATCH;
    for (const stanza of [...stanzas].reverse().slice(0, PASSES)) {
      for (let from = 0; from < reach && !enough(); from += BATCH) {
        const before = remotes(s.found);
        await pointLookUps(all.slice(from, from + BATCH), [stanza]);
        await pointLookUps(remotes(s.found).filter((jid) => !before.includes(jid)), stanzas);
      }
      if (s.found.size > 0) break;
    }
    // The chat may be missing in the chat store: a bounded scan over keys alone, once for these rows.
    s.scanned = stanzas.join();
    if (s.found.size > 0 || scanned) return;
    for (const side of ["false_", "true_"]) {
      let from = side;
      for (let seen = 0; seen < SCAN_KEYS / 2 && !enough(); seen += SCAN_SLICE) {
        const query = IDBKeyRange.bound(from, `${side}\uffff`, from !== side);
        const [keys] = await database.ask([{ store, query, keys: true, count: SCAN_SLICE }], problems);
        keep(keys);
        if (keys.length < SCAN_SLICE) break;
        from = keys[keys.length - 1];
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  }

  /** @param {Session} s @returns {Promise<Message | null>} null when the page has moved on meanwhile */
  async function collect(s) {
    /** @type {Set<string>} */
    const problems = new Set();
    const ids = rowIds(s.main);
    const stanzas = sample(ids, selectors.stanza);
    const embedded = sample(ids, selectors.fullKey);
    s.sample = stanzas.join();
    s.title = text("title", s.main);
    s.subtitle = text("subtitle", s.main);
    const { title, subtitle } = s;
    const bare = title?.replace(selectors.bidi, "") ?? "";
    const numbers = selectors.phoneTitle.test(bare) ? [`${bare.replace(/\D/g, "")}@c.us`] : [];
    if (stanzas.length + embedded.length === 0) problems.add(ids.length > 0 ? "no_row_ids" : "no_rows");
    let [records, keys] = [NOTHING, /** @type {{stanza: string, keys: string[]}[]} */ ([])];
    try {
      await match(s, stanzas, problems);
      if (session !== s) return null;
      records = await contacts.records([...new Set([...remotes(s.found), ...embedded.map(remoteOf)])], numbers, problems);
      // Not without the records: a person whose number could not be read is not one who hides it.
      keys = [...s.found].map(([stanza, found]) => ({ stanza, keys: found }));
    } catch (error) {
      problems.add(error instanceof Error ? error.message : "database_failed");
    }
    if (session !== s || selectors.find("conversation") !== s.main || contradicts(s, rowIds(s.main))) return null;
    const age = performance.now() - s.since;
    const settled = keys.length + embedded.length > 1 || age >= SETTLE_MS;
    const exhausted = age >= EXHAUSTED_MS;
    return {
      v: 1, kind: "chat", generation: s.generation, title, subtitle, rows: ids.length, keys, embedded, records, settled, exhausted,
      problems: [...problems],
    };
  }

  /** Reads the evidence, says it if it is new, and goes on until the engine calls it resolved. @param {Session} s */
  async function read(s) {
    if (s.reading) return;
    s.reading = true;
    const message = await collect(s);
    s.reading = false;
    if (session !== s) return;
    const gist = JSON.stringify({ ...message, subtitle: null, rows: 0 });
    if (message && gist !== s.sent) tell(message);
    s.sent = gist;
    const age = performance.now() - s.since;
    const next = TRIES_MS.find((at) => at > age) ?? age * 1.5;
    if (!s.resolved && !document.hidden) page.after("retry", next - age, () => void read(s));
    look();
  }

  return {
    look,
    current: () => current,
    /** Whether the open conversation has left the page: worth a look at once. */
    torn: () => session !== null && !session.main.isConnected,
    /** The page is visible again: retries go on. */
    resume: () => session && !session.resolved && void read(session),
    /** @param {unknown} understood the generation that the engine has resolved */
    resolve(understood) {
      if (!session || session.generation !== understood) return;
      session.resolved = true;
      page.cancel("retry");
    },
    stop() {
      forget();
      seen.clear();
      current = null;
    },
  };
})();
