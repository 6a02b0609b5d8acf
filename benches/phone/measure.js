/** Measures one library on one book, in Node and in Chromium alike. Source text and WebAssembly are given, nothing is loaded. */
(async ({ library, code, wasm, portal, texts, numbers }) => {
  const script = () => {
    const module = { exports: {} };
    new Function("module", "exports", "require", "define", code)(module, module.exports, undefined, undefined);
    return module.exports;
  };
  const ours = async () => {
    const bytes = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
    const { exports } = (await WebAssembly.instantiate(bytes, {})).instance;
    const send = (lines) => {
      const input = new TextEncoder().encode(lines.join("\n"));
      const place = exports.room(input.length);
      // Only now: making room may have moved the memory.
      new Uint8Array(exports.memory.buffer, place, input.length).set(input);
    };
    const key = (list) => (send([portal, ...list]), exports.key());
    const matched = (list) => (send(list), exports.matched());
    return { key, matched, memory: () => exports.memory.buffer.byteLength };
  };
  /** Theirs: each text's E.164 goes into a set, and a WhatsApp number looks for its own. */
  const theirs = (read) => {
    let keys = new Set();
    const key = (list) => (keys = new Set(list.map(read).filter(Boolean))).size;
    return { key, matched: (list) => list.filter((digits) => keys.has(`+${digits}`)).length, memory: () => 0 };
  };
  const google = () => {
    const { PhoneNumberUtil, PhoneNumberFormat } = script();
    const util = PhoneNumberUtil.getInstance();
    return theirs((text) => {
      try {
        return util.format(util.parse(text, portal), PhoneNumberFormat.E164);
      } catch {
        return undefined;
      }
    });
  };
  const js = () => {
    const parse = script().parsePhoneNumberFromString;
    return theirs((text) => parse(text, portal)?.number);
  };
  const start = performance.now();
  const made = await { ours, google, js }[library]();
  made.key(texts.slice(0, 1));
  made.matched(numbers.slice(0, 1));
  const first = performance.now() - start;
  const rounds = Array.from({ length: 10 }, () => {
    const from = performance.now();
    const keys = made.key(texts);
    const keyed = performance.now();
    const found = made.matched(numbers);
    return { key: keyed - from, both: performance.now() - from, keys, found };
  });
  const best = (name) => Math.min(...rounds.map((round) => round[name]));
  globalThis.kept = made;
  return { first, key: best("key"), both: best("both"), found: rounds[0].found, memory: made.memory() };
})
