/**
 * Message rows. Ids are bare stanza ids, on rows and nowhere else except where the client itself repeats them (polls).
 * Kinds: chat, reply, image, album, document, ptt, sticker, poll, call, revoked, system.
 */
import { h, svg, tone } from "./dom.js";
import { icon, tick } from "./icons.js";
import { messageKey, ownJid, personName, phoneOf, pushName, rowsOf, server, state } from "./model.js";
import { clock, day, relativeDay, rich } from "./text.js";
import { variant } from "./variant.js";

const TAILS = { in: "M8 0H2C.5 0 0 1 1 2.5L8 12z", out: "M0 0h6c1.5 0 2 1 1 2.5L0 12z" };

/** A sticker: a smiling cup. */
const CUP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><circle cx="48" cy="50" r="42" fill="#ffe3b0"/><path d="M36 22c-5 6 5 8 0 14M48 18c-5 7 5 10 0 17M60 22c-5 6 5 8 0 14" fill="none" stroke="#c79a5b" stroke-width="3.5" stroke-linecap="round"/><path d="M66 46h6a9 9 0 0 1 0 18h-6" fill="none" stroke="#7a4a2a" stroke-width="5"/><path d="M24 42h46v16a18 18 0 0 1-18 18H42a18 18 0 0 1-18-18z" fill="#7a4a2a"/><circle cx="40" cy="56" r="2.6" fill="#fff"/><circle cx="54" cy="56" r="2.6" fill="#fff"/><path d="M42 63c3 4 7 4 10 0" stroke="#fff" stroke-width="2.6" fill="none" stroke-linecap="round"/></svg>';

const authorOf = (chatId, message) => (message.fromMe ? ownJid() : message.author ?? chatId);

function authorText(chatId, message) {
  if (message.fromMe) return state.world.self.name;
  return personName(authorOf(chatId, message)).name;
}

/** The text that the client leaves for copying: time, date, author. */
const prePlain = (chatId, message) => `[${clock(message.t)}, ${day(message.t)}] ${authorText(chatId, message)}: `;

const copyable = (chatId, message, ...children) => h("div", { css: "=copyable-text text", "data-pre-plain-text": prePlain(chatId, message) }, ...children);

const selectable = (text, prefix = "") =>
  h("div", {}, h("span", { css: "=selectable-text =copyable-text", dir: "ltr", "data-testid": `${prefix}selectable-text` }, h("span", {}, rich(text))));

function picture(seed, css) {
  const hue = [...seed].reduce((sum, one) => (sum * 7 + one.codePointAt(0)) % 360, 11);
  const art = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 330 220" preserveAspectRatio="xMidYMid slice"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="hsl(${hue},55%,78%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360},50%,60%)"/></linearGradient></defs><rect width="330" height="220" fill="url(#g)"/><circle cx="${70 + (hue % 160)}" cy="70" r="26" fill="#fff" opacity=".55"/><path d="M0 220 L90 120 L160 185 L230 105 L330 220z" fill="hsl(${hue},38%,36%)" opacity=".55"/></svg>`;
  return h("img", { css, alt: "", draggable: "false", src: `data:image/svg+xml,${encodeURIComponent(art)}` });
}

function quoted(chatId, message) {
  const { author, text } = message.quoted;
  const name = author === "me" ? "You" : personName(author ?? chatId).name;
  return h("div", { css: "quoted", "data-testid": "quoted-message", role: "button", style: { "--tone": tone(name) } },
    h("span", { css: "quoted-author", dir: "auto" }, name),
    h("span", { css: "=quoted-mention quoted-text", dir: "ltr", "data-testid": "selectable-text" }, rich(text)));
}

/** What is inside the bubble, by kind. */
const BODIES = {
  chat: (chatId, message) => [message.quoted ? quoted(chatId, message) : null, copyable(chatId, message, selectable(message.text, message.quoted ? "x " : ""), message.long ? h("div", { css: "more", role: "button" }, "Read more") : null)],
  image: (chatId, message) => [h("div", { css: "media", role: "button" }, picture(message.stanza, "picture")), message.text ? copyable(chatId, message, selectable(message.text, "x ")) : null],
  album: (_chatId, message) => [h("div", { css: "album" }, message.stanzas.map((stanza) => picture(stanza, "tile")))],
  document: (_chatId, message) => [h("div", { css: "file", role: "button", title: `Download "${message.text}"` }, icon("file", 30), h("div", {}, h("div", { css: "file-name" }, message.text), h("div", { css: "faint" }, `${message.text.split(".").at(-1).toUpperCase()} • ${message.size ?? "248 kB"}`)))],
  ptt: (_chatId, message) => [h("div", { css: "voice" }, icon("play", 22), h("div", { css: "wave" }, Array.from({ length: 30 }, (_, index) => h("i", { style: { height: `${4 + ((index * 7 + message.t) % 17)}px` } }))), h("span", { css: "faint" }, message.text || "0:21"))],
  sticker: () => [h("div", { css: "sticker" }, h("img", { alt: "", draggable: "false", width: "140", height: "140", src: `data:image/svg+xml,${encodeURIComponent(CUP)}` }))],
  poll: (chatId, message) => [h("div", { css: "poll", "data-id": variant.rowId(messageKey(chatId, message), message.stanza) }, h("div", { css: "poll-title" }, message.text), message.options.map((option, index) => h("div", { css: "poll-option" }, h("span", {}, option), h("b", { style: { "--share": `${[70, 40, 15][index] ?? 10}%` } }))))],
  call: (_chatId, message) => [h("div", { css: "file" }, icon("call", 26), h("div", {}, h("div", { css: "file-name" }, "Voice call"), h("div", { css: "faint" }, message.text)))],
  revoked: (_chatId, message) => [h("div", { css: "revoked" }, message.fromMe ? "You deleted this message" : "This message was deleted")],
};

function author(chatId, message) {
  const jid = authorOf(chatId, message);
  const { name, known } = personName(jid);
  const push = pushName(jid);
  const hidden = !known && phoneOf(jid) && push;
  return h("div", { css: "author", "data-testid": "author", style: { color: tone(rowsOf(jid)[0]?.id ?? jid) } }, h("span", { dir: "auto" }, hidden ? `~${push}` : name), hidden ? h("span", { css: "author-number" }, name) : null);
}

/** The part that is unmounted when the row is far away. */
export function content(chatId, message, first) {
  if (message.type === "system") return h("div", { css: "note", "data-testid": "msg-notification-container" }, h("span", { dir: "auto" }, message.text));
  const side = message.fromMe ? "out" : "in";
  const group = server(chatId) === "g.us";
  const bare = message.type === "sticker" ? " bare" : "";
  const meta = h("div", { css: "meta", "data-testid": "msg-meta", role: "button" }, message.edited ? h("span", {}, "Edited ") : null, h("span", { dir: "auto" }, clock(message.t)), message.fromMe && message.type !== "revoked" ? h("span", { css: `tick${(message.ack ?? 3) === 3 ? " read" : ""}`, "aria-label": " Read " }, tick(message.ack ?? 3)) : null);
  const tail = first && !bare ? h("span", { css: `tail tail-${side}`, "data-testid": `tail-${side}`, "data-icon": `tail-${side}`, "aria-hidden": "true" }, svg(TAILS[side], { size: 8, box: "0 0 8 12", title: `tail-${side}`, stroke: false })) : null;
  const bubble = h("div", { css: `bubble ${side}${first ? " first" : ""}${bare} kind-${message.type ?? "chat"}`, "data-testid": "msg-container" },
    tail,
    group && !message.fromMe && first ? author(chatId, message) : null,
    h("div", { css: "body" }, BODIES[message.type ?? "chat"](chatId, message), meta));
  const face = group && !message.fromMe ? h("div", { css: "face", "data-testid": first ? "group-chat-profile-picture" : null }) : null;
  return h("div", { css: `line ${side}` }, face, bubble);
}

/** Row for one message; `first` marks the first of a run of the same author. */
export function row(chatId, message, first) {
  const id = message.type === "album" ? `album-${message.stanzas[0]}-${message.stanzas.at(-1)}-${message.stanzas.length}` : variant.rowId(messageKey(chatId, message), message.stanza);
  const inner = h("div", { css: variant.rowClass(message), "data-virtualized": variant.virtualised ? "false" : null }, content(chatId, message, first));
  const node = h("div", { role: "row" }, h("div", { css: `message${first ? " gap" : ""}`, tabindex: "-1", "data-id": id, "data-testid": `conv-msg-${id}` }, inner));
  return { node, inner, message, first, mounted: true };
}

/** The line between two days; it has no id. */
export const divider = (t) => h("div", { role: "row" }, h("div", { css: "divider", tabindex: "-1" }, h("span", { dir: "auto" }, relativeDay(t))));

/** Does this message start a run? */
export function startsRun(previous, message) {
  if (!previous || previous.type === "system" || day(previous.t) !== day(message.t)) return true;
  return Boolean(previous.fromMe) !== Boolean(message.fromMe) || previous.author !== message.author;
}

/** One line for the chat list. */
export function preview(chatId, message) {
  if (!message) return { text: "", lead: null };
  const words = { image: message.text || "Photo", album: `${message.stanzas?.length} photos`, document: message.text, ptt: message.text || "Voice message", sticker: "Sticker", poll: message.text, call: "Voice call", revoked: "This message was deleted" };
  const text = words[message.type] ?? message.text ?? "";
  const lead = server(chatId) === "g.us" && !message.fromMe && message.type !== "system" ? `${authorText(chatId, message).split(" ")[0]}: ` : null;
  return { text, lead };
}

