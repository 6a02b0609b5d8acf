/**
 * The account as the page knows it: rows by id, who is called what, which chats are listed. Display rules follow the
 * real client: saved name, then verified business name, then the number, then what the person calls themselves.
 */
import { isolated } from "./phone.js";
import { variant } from "./variant.js";

export const state = { world: null, contacts: new Map(), chats: new Map(), groups: new Map(), participants: new Map(), messages: new Map(), unsaved: new Set(), open: null, theme: "light", query: "", options: {}, loadedAt: 0 };

export const DEFAULTS = { splash: 300, headerSteps: false, rowDelay: 0, persistDelay: 2000, lateNewest: true, preloadOnHover: false, databaseDelay: 0, throttle: 0 };

const byId = (rows) => new Map(rows.map((row) => [row.id ?? row.groupId, row]));

/** Takes in a world's WhatsApp half; everything is copied, so a reload starts from the same data. */
export function load(world) {
  const copy = variant.world(structuredClone(world));
  Object.assign(state, {
    world: copy,
    contacts: byId(copy.contacts),
    chats: byId(copy.chats),
    groups: byId(copy.groups),
    participants: byId(copy.participants),
    messages: new Map(Object.entries(copy.messages)),
    unsaved: new Set(),
    open: null,
    query: "",
    options: { ...DEFAULTS, ...copy.options },
    loadedAt: performance.now(),
  });
}

/** The world's clock in seconds: its fixed start plus the time since the page was loaded. */
export const now = () => Math.floor(state.world.now + (performance.now() - state.loadedAt) / 1000);

export const server = (jid) => jid.slice(jid.indexOf("@") + 1);
export const user = (jid) => jid.slice(0, jid.indexOf("@")).split(":")[0];
export const isSelf = (jid) => user(jid) === state.world.self.digits || user(jid) === state.world.self.lid;

/** Oneself as a member of groups. */
export const ownJid = () => variant.person(`${state.world.self.lid}@lid`);

/** All contact rows of the person behind a jid, best first: LID rows by age of their mapping, then phone rows. */
export function rowsOf(jid) {
  const lids = new Set();
  const phones = new Set();
  if (server(jid) === "lid") {
    lids.add(jid);
    const phone = state.contacts.get(jid)?.phoneNumber;
    if (phone) phones.add(user(phone));
  } else {
    phones.add(user(jid));
    const lid = state.chats.get(jid)?.accountLid;
    if (lid) lids.add(lid);
  }
  const rows = [...state.contacts.values()].filter((row) => lids.has(row.id) || (row.phoneNumber && phones.has(user(row.phoneNumber))) || (["c.us", "s.whatsapp.net"].includes(server(row.id)) && phones.has(user(row.id))));
  return rows.sort((a, b) => (b.phoneNumberCreatedAt ?? 0) - (a.phoneNumberCreatedAt ?? 0));
}

const first = (rows, field) => rows.map((row) => row[field]).find(Boolean) ?? null;

/** The phone digits behind a jid, or null where WhatsApp hides them. */
export function phoneOf(jid) {
  if (["c.us", "s.whatsapp.net"].includes(server(jid))) return user(jid);
  const phone = state.contacts.get(jid)?.phoneNumber;
  return phone ? user(phone) : null;
}

/** What a person is called: `{ name, known }`; `known` is false for numbers and self-chosen names. */
export function personName(jid) {
  const rows = rowsOf(jid);
  const saved = first(rows.filter((row) => row.isAddressBookContact === 1), "name") ?? first(rows, "verifiedName");
  if (saved) return { name: saved, known: true };
  const phone = phoneOf(jid);
  if (phone) return { name: isolated(phone), known: false };
  const push = first(rows, "pushname");
  const hidden = first(rows, "username") ?? (push ? `~${push}` : first(rows, "displayNameLID")) ?? "WhatsApp user";
  return { name: hidden, known: false };
}

/** The name that a person chose, for the line under a number. */
export const pushName = (jid) => first(rowsOf(jid), "pushname");

/** The chat's title as list and header show it. */
export function title(chatId) {
  const chat = state.chats.get(chatId);
  if (isSelf(chatId)) return `${state.world.self.name} (You)`;
  if (server(chatId) === "g.us") return state.groups.get(chatId)?.subject ?? chat?.name ?? "Group";
  if (server(chatId) === "newsletter") return chat?.name ?? "Channel";
  return personName(chatId).name;
}

/** Group members as the subtitle lists them, own entry last. */
export function memberNames(groupId) {
  const members = (state.participants.get(groupId)?.participants ?? []).filter((jid) => !isSelf(jid));
  const names = members.map((jid) => {
    const { name, known } = personName(jid);
    return known ? name.split(" ")[0] : pushName(jid) && !phoneOf(jid) ? `~${pushName(jid)}` : name;
  });
  return [...names.sort((a, b) => a.localeCompare(b)), "You"].join(", ");
}

/** The header's second line. */
export function subtitle(chatId) {
  const chat = state.chats.get(chatId);
  if (isSelf(chatId)) return "Message yourself";
  if (server(chatId) === "g.us") return state.participants.has(chatId) ? memberNames(chatId) : "click here for group info";
  if (server(chatId) === "newsletter") return `${chat?.followers ?? "1.2K"} followers`;
  const { known } = personName(chatId);
  const push = pushName(chatId);
  if (!known && push && phoneOf(chatId)) return `~${push}`;
  return chat?.presence ?? "click here for contact info";
}

/** The chats of the left column, newest first, pinned before all. Locked, archived and the status feed are not listed. */
export function listed() {
  const folded = state.query.trim().toLowerCase();
  return [...state.chats.values()]
    .filter((chat) => !chat.isLocked && !chat.archive && server(chat.id) !== "broadcast" && chat.listed !== false)
    .filter((chat) => !folded || title(chat.id).toLowerCase().includes(folded))
    .sort((a, b) => (b.pin ?? 0) - (a.pin ?? 0) || b.t - a.t);
}

export const messagesOf = (chatId) => state.messages.get(chatId) ?? [];

/** The primary key of a message row: `<fromMe>_<chat>_<stanza>[_<participant>]`. */
export function messageKey(chatId, message) {
  const start = `${Boolean(message.fromMe)}_${chatId}_${message.stanza}`;
  if (isSelf(chatId)) return `${start}_out`;
  if (!["g.us", "broadcast"].includes(server(chatId))) return start;
  const end = variant.participant(message, ownJid());
  return end ? `${start}_${end}` : start;
}
