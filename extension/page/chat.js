"use strict";
/**
 * Which chat is open, as evidence: ids of rendered rows, and the keys of WhatsApp's message store that carry them. The page shows no
 * JID and no number, and may hold a second, hidden conversation for a chat that is only hovered. So only the one visible conversation
 * counts, the header text alone is never a switch, and nothing read under one generation is said under another. What the evidence
 * means is for the engine to say.
 */
const chat = (() => {
  // The newest message is shown up to 2 s before it is stored.
  const [GONE_MS, ROSTER_MS, SETTLE_MS, EXHAUSTED_MS] = [300, 5000, 1500, 3000];
  const TRIES_MS = [300, 1000, SETTLE_MS, EXHAUSTED_MS];

  let generation = Date.now();
  /** @type {Session | null} */
  let session = null;

  /**
   * One opening of one chat. `title`, `subtitle` and `sample` are those of the last read; `tried`: since when they are looked for.
   * @param {Element} main
   * @typedef {ReturnType<typeof begin>} Session
   */
  const begin = (main) => ({
    generation: ++generation, main, since: performance.now(), ids: /** @type {string[]} */ ([]), title: text("title", main),
    head: selectors.find("title", main), subtitle: text("subtitle", main), sample: "", scanned: "",
    found: /** @type {Map<string, string[]>} */ (new Map()), reading: false, resolved: false, sent: "", tried: performance.now(),
  });

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
    [...main.querySelectorAll(selectors.row)].flatMap((row) =>
      row.parentElement?.closest(selectors.row) ? [] : [row.getAttribute(selectors.rowId) ?? ""]);

  /** @param {string[]} ids @param {RegExp[]} shapes */
  const ofShape = (ids, ...shapes) => ids.filter((id) => shapes.some((one) => one.test(id)));
  /** The last four, newest first, and the first two. @param {string[]} ids */
  const sample = (ids) => [...new Set([...ids.slice(-4).reverse(), ...ids.slice(0, 2)])];

  /**
   * Whether these rows cannot be those of the session's chat. Without rows another title is another chat only if rows have gone or the
   * title's element is a new one: a name in the place of a number is not.
   * @param {Session} s @param {string[]} ids
   */
  function contradicts(s, ids) {
    if (ids.length > 0) {
      const known = s.found.size > 0 ? [...s.found.keys()] : s.ids;
      return known.length > 0 && !known.some((id) => ids.includes(id));
    }
    const head = selectors.find("title", s.main);
    return text("title", s.main) !== s.title && (s.ids.length > 0 || (s.head !== null && head !== s.head));
  }

  /** With a chat selected in the list, a page without a conversation is one that the reader does not understand. @returns {Message} */
  const absence = () => selectors.find("activeRow")
    ? { v: 1, kind: "chat", settled: true, exhausted: true, problems: ["no_conversation"] } : { v: 1, kind: "no_chat" };

  /** Looks at the conversation once: no database. */
  function look() {
    const main = selectors.find("conversation");
    if (!main) {
      if ((session || absence().kind !== page.open()?.kind) && !page.waiting("gone")) page.after("gone", GONE_MS, leave);
      return;
    }
    page.cancel("gone");
    const ids = rowIds(main);
    if (main !== session?.main || contradicts(session, ids)) {
      forget();
      session = begin(main);
      page.say({ v: 1, kind: "switch", generation });
    }
    const s = session;
    if (ids.length > 0) s.ids = ids;
    const rowsChanged = !s.resolved && sample(ofShape(ids, selectors.stanza)).join() !== s.sample;
    if (rowsChanged || s.sent === "" || text("title", main) !== s.title) void read(s);
    // New members change a group's subtitle, but so does "typing…", which is gone in a moment.
    const isGroup = [...proof.remotes(s.found), ...s.ids.map(proof.remoteOf)].some((jid) => jid.endsWith("@g.us"));
    const membersChanged = () => session === s && text("subtitle", s.main) !== s.subtitle;
    if (isGroup && membersChanged() && !page.waiting("roster")) page.after("roster", ROSTER_MS, () => membersChanged() && void read(s));
  }

  function leave() {
    if (selectors.find("conversation")) return look();
    forget();
    page.say({ ...absence(), generation: ++generation });
  }

  /** @param {Session} s @returns {Promise<Message | null>} null when the page has moved on meanwhile */
  async function collect(s) {
    /** @type {Set<string>} */
    const problems = new Set();
    const ids = rowIds(s.main);
    const [stanzas, embedded] = [selectors.stanza, selectors.fullKey].map((shape) => sample(ofShape(ids, shape)));
    const [title, subtitle] = [text("title", s.main), text("subtitle", s.main)];
    Object.assign(s, { title, subtitle, sample: stanzas.join(), tried: stanzas.join() === s.sample ? s.tried : performance.now() });
    const bare = title?.replace(selectors.bidi, "") ?? "";
    const numbers = selectors.phoneTitle.test(bare) ? [`${bare.replace(/\D/g, "")}@c.us`] : [];
    if (stanzas.length + embedded.length === 0) problems.add(ids.length > 0 ? "no_row_ids" : "no_rows");
    let [records, keys, some] = [{}, /** @type {{stanza: string, keys: string[]}[]} */ ([]), /** @type {string[]} */ ([])];
    const age = () => performance.now() - s.since;
    try {
      const [late, scan] = [age() > EXHAUSTED_MS + SETTLE_MS, s.scanned !== s.sample];
      some = await proof.gather({ found: s.found, stanzas, title: bare, late, scan, wanted: () => session === s }, problems);
      if (session !== s) return null;
      s.scanned = stanzas.join();
      records = await contacts.records([...new Set([...proof.remotes(s.found), ...embedded.map(proof.remoteOf)])], numbers, problems);
      // Not without the records: a person whose number could not be read is not one who hides it.
      keys = [...s.found].map(([stanza, found]) => ({ stanza, keys: found }));
    } catch (error) {
      problems.add(error instanceof Error ? error.message : "database_failed");
    }
    if (session !== s || selectors.find("conversation") !== s.main || contradicts(s, rowIds(s.main))) return null;
    const shaped = ofShape(ids, selectors.stanza, selectors.fullKey, selectors.special).length;
    return {
      v: 1, kind: "chat", generation: s.generation, title, subtitle, keys, embedded, records, sample: some,
      rows: ids.length, shaped, listed: s.main.querySelectorAll(selectors.listed).length,
      problems: [...problems], fallbacks: selectors.fallbacks(),
      settled: keys.length + embedded.length > 1 || age() >= SETTLE_MS, exhausted: age() >= EXHAUSTED_MS,
    };
  }

  /** Reads the evidence, says it if it is new, and goes on until the engine calls it resolved. @param {Session} s */
  async function read(s) {
    if (s.reading) return;
    s.reading = true;
    const message = await collect(s);
    s.reading = false;
    if (session !== s) return;
    const gist = JSON.stringify({ ...message, subtitle: null, rows: 0, shaped: 0, listed: 0 });
    if (message && gist !== s.sent) page.say(message);
    s.sent = gist;
    const age = performance.now() - s.tried;
    const next = TRIES_MS.find((at) => at > age) ?? age * 1.5;
    if (!s.resolved) page.after("retry", next - age, () => void read(s));
    look();
  }

  return {
    look,
    /** The conversation that is open, as far as is known. */
    main: () => session?.main ?? null,
    /** @param {unknown} understood the generation that the engine has resolved */
    resolve(understood) {
      if (session?.generation !== understood || !session) return;
      session.resolved = true;
      page.cancel("retry");
    },
    stop() {
      forget();
      contacts.forget();
      proof.forget();
    },
  };
})();
