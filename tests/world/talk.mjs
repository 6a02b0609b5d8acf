/**
 * Conversations written as a few lines of text. One line is one message, `who: text`, where `who` is `me`, `them` or the
 * first name of a group member. `-- 2d` (or `3h`) lets time pass. Other kinds: `who+kind: text | more`, with kind one of
 * image, album, document, ptt, sticker, poll, call, revoked, system, edited, reply (`who+reply: quoted >> text`).
 */
import { random } from "./random.mjs";

const UNIT = { d: 86_400, h: 3_600, m: 60 };

/** Stanza ids start differently per platform: web, iOS, Android. */
const stanza = (random, fromMe, seed) => (fromMe ? `3EB0${random.hex(18)}` : seed % 2 ? `3A${random.hex(18)}` : `AC${random.hex(30)}`);

/** What follows the colon, by kind. */
const KINDS = {
  document: (text) => ({ text: text.split(" | ")[0], size: text.split(" | ")[1] }),
  album: (text, make) => ({ text: "", stanzas: Array.from({ length: Number(text) }, make) }),
  poll: (text) => ({ text: text.split(" | ")[0], options: text.split(" | ").slice(1) }),
  reply: (text, _make, other) => ({ type: "chat", text: text.split(" >> ")[1], quoted: { text: text.split(" >> ")[0], author: other } }),
  edited: (text) => ({ type: "chat", text, edited: true }),
  long: (text) => ({ type: "chat", text, long: true }),
};

/**
 * @param {string} text the conversation
 * @param {{ seed: string, end: number, who?: Record<string, string> }} settings `end` = time of the last message in
 *   seconds; `who` = first name -> jid, for groups
 */
export function talk(text, { seed, end, who = {} }) {
  const source = random(`talk ${seed}`);
  let t = 0;
  const messages = [];
  for (const line of text.trim().split("\n").map((one) => one.trim()).filter(Boolean)) {
    const gap = /^-- (\d+)([dhm])$/.exec(line);
    if (gap) {
      t += Number(gap[1]) * UNIT[gap[2]];
      continue;
    }
    const match = /^(\S+?)(?:\+(\w+))?: ?(.*)$/u.exec(line);
    if (!match) throw new Error(`not a line of a talk: ${line}`);
    const [, name, kind = "chat", rest] = match;
    const fromMe = name === "me";
    if (!fromMe && name !== "them" && !who[name]) throw new Error(`nobody is called ${name} in ${seed}`);
    t += 40 + source.below(340);
    const make = () => stanza(source, fromMe, seed.length);
    const content = KINDS[kind]?.(rest, make, fromMe ? undefined : "me") ?? { text: rest };
    messages.push({ stanza: make(), fromMe, type: kind, t, ...(who[name] ? { author: who[name] } : {}), ...content });
  }
  const shift = end - (messages.at(-1)?.t ?? 0);
  return messages.map((message) => ({ ...message, t: message.t + shift }));
}
