/**
 * Small helpers from which a test makes a world of its own: people and groups on the WhatsApp side, contacts, companies,
 * deals and tickets on the HubSpot side. One call of `world` turns them into the rows that the page stores and the seed
 * that the sandbox reads. Times are seconds before `now`, so nothing depends on the day a test runs.
 */
import { hash, random } from "./random.mjs";
import { SCOPES, PIPELINES, PORTAL } from "./portal.mjs";
import { talk } from "./talk.mjs";

export { phone } from "./formats.mjs";
export { largeWorld } from "./large.mjs";

export const NOW = Date.UTC(2026, 10, 25, 9, 0, 0) / 1000;
export const SELF = { digits: "5511981234567", lid: "205550000000999", name: "Marina Duarte" };

/** A LID made from a text: 15 digits, never a number that could be dialled back to the person. */
export const lidOf = (text) => `2${String(hash(`lid ${text}`)).padStart(10, "0")}${String(hash(text) % 10_000).padStart(4, "0")}`;

/**
 * Somebody on WhatsApp.
 * @param {object} given
 * @param {string} [given.name] name in the address book, or the business's own
 * @param {string|null} [given.digits] international digits as WhatsApp has them; null hides the number
 * @param {string|null} [given.lid] null = account not migrated: phone row only
 * @param {boolean} [given.saved] in the address book
 * @param {boolean} [given.mirror] also has a row under the phone number
 * @param {string} [given.oldName] the name that the mirror row still carries
 * @param {string} [given.olderLid] a second, earlier LID for the same number
 * @param {"lid"|"phone"|null} [given.chat] how the 1-1 chat is keyed; null = no chat
 * @param {number} [given.ago] seconds since the last message
 * @param {string} [given.talk] the conversation, see talk.mjs
 */
export function person({ name = "", digits = null, lid = undefined, saved = true, mirror = true, oldName = null, olderLid = null, pushname = null, chat = "lid", ago = 3_600, ...rest }) {
  const own = lid === undefined ? lidOf(digits ?? pushname ?? rest.username ?? name) : lid;
  const lidJid = own ? `${own}@lid` : null;
  const phoneJid = digits ? `${digits}@c.us` : null;
  const keyed = chat === "phone" || !lidJid ? phoneJid : lidJid;
  return { kind: "person", name, digits, lid: own, saved, mirror, oldName, olderLid, pushname: pushname ?? (saved ? name.split(" ")[0] : null), jid: lidJid ?? phoneJid, chatId: chat ? keyed : null, ago, ...rest };
}

/** A group. `members` are persons (oneself is added); `synced: false` leaves the member row out. */
export const group = ({ subject, id = `1203630${String(hash(subject)).padStart(11, "0")}`, members = [], admins = members.slice(0, 1), synced = true, lidMode = true, ago = 7_200, ...rest }) => ({ kind: "group", subject, chatId: `${id}@g.us`, members, admins, synced, lidMode, ago, ...rest });

/** A contact of the HubSpot side; anything but id, createdAgo and updatedAgo is a property. */
export const hubspotContact = ({ id, createdAgo = 40_000_000, updatedAgo = 900_000, company, ...properties }) => ({ kind: "contact", id, createdAgo, updatedAgo, company, properties });
export const company = ({ id, name, domain }) => ({ kind: "company", id, properties: { name, domain } });
export const deal = ({ id, contacts = [], companies = [], ...properties }) => ({ kind: "deal", id, contacts, companies, properties });
export const ticket = ({ id, contacts = [], ...properties }) => ({ kind: "ticket", id, contacts, properties });
export const owner = ({ id, email, firstName, lastName, userId = Number(id) + 5_000_000, archived = false }) => ({ kind: "owner", id, email, firstName, lastName, userId, archived });

/** Rows of the `contact` store for one person. */
export function contactRows(who, now = NOW) {
  const named = who.saved ? { name: who.name, shortName: who.name.split(" ")[0] } : {};
  const base = { isAddressBookContact: who.saved ? 1 : 0, isContactSyncCompleted: 1, type: who.saved ? "in" : "out", ...(who.pushname ? { pushname: who.pushname } : {}), ...(who.username ? { username: who.username, isUsernameContact: true } : {}) };
  const business = who.business ? { isBusiness: true, verifiedName: who.verifiedName ?? who.name, verifiedLevel: 2 } : {};
  const mapped = (ago) => (who.digits ? { phoneNumber: `${who.digits}@c.us`, phoneNumberCreatedAt: now - ago } : {});
  const rows = [];
  if (who.lid) rows.push({ id: `${who.lid}@lid`, ...base, ...named, ...business, ...mapped(8_000_000), ...(who.displayNameLID ? { displayNameLID: who.displayNameLID } : {}) });
  if (who.olderLid) rows.push({ id: `${who.olderLid}@lid`, ...base, ...named, ...mapped(30_000_000) });
  if (who.digits && (who.mirror || !who.lid)) rows.push({ id: `${who.digits}@s.whatsapp.net`, ...base, ...(who.saved ? { name: who.oldName ?? who.name, shortName: (who.oldName ?? who.name).split(" ")[0] } : {}), ...(who.lid ? {} : business) });
  return rows;
}

const FLAGS = ["pin", "muteExpiration", "presence", "recordsByPhone"];

function chatRow(one, now) {
  const extra = Object.fromEntries(FLAGS.filter((name) => one[name] !== undefined).map((name) => [name, one[name]]));
  const linked = one.kind === "person" && one.lid && one.chatId.endsWith("@c.us") ? { accountLid: `${one.lid}@lid` } : {};
  return { id: one.chatId, t: now - one.ago, unreadCount: one.unread ?? 0, archive: Boolean(one.archived), isLocked: Boolean(one.locked), ...linked, ...extra };
}

function groupRows(one, self, now) {
  const address = (who) => (one.lidMode ? who.jid : who.digits ? `${who.digits}@c.us` : who.jid);
  const own = one.lidMode ? `${self.lid}@lid` : `${self.digits}@c.us`;
  const admins = one.admins.map(address);
  return {
    metadata: { id: one.chatId, subject: one.subject, creation: now - 20_000_000, owner: admins[0] ?? own, size: one.size ?? one.members.length + 1, isLidAddressingMode: one.lidMode, ...(one.metadata ?? {}) },
    participant: { groupId: one.chatId, participants: [...one.members.map(address), own], admins, superAdmins: admins.slice(0, 1), pastParticipants: one.past ?? [], deviceSyncComplete: 1, version: 1 },
  };
}

function conversation(one, now) {
  if (Array.isArray(one.messages)) return one.messages;
  const who = Object.fromEntries((one.members ?? []).map((member) => [(member.name || member.pushname || "?").split(" ")[0], member.jid]));
  return talk(one.talk ?? "them: Hello, is this still the right number?\nme: Yes, it is.", { seed: one.chatId, end: now - one.ago, who });
}

/**
 * Puts a world together.
 * @param {object[]} entities what the helpers above return
 * @param {{ self?: object, now?: number, extra?: object, options?: object, filler?: object, portal?: object, key?: string, scopes?: string[] }} [settings]
 *   `noteToSelf` = `{ talk, ago }` of the chat with oneself; `extra` = rows added as they are: `{ contacts, chats, messages, groups, stores }`
 */
export function world(entities, { self = SELF, now = NOW, extra = {}, options = {}, filler = {}, portal = {}, seed = "world", noteToSelf = null, pipelines = PIPELINES, key = keyOf(seed), scopes = SCOPES } = {}) {
  const of = (kind) => entities.filter((one) => one.kind === kind);
  const people = new Set([...of("person"), ...of("group").flatMap((one) => one.members)]);
  const groups = of("group").map((one) => ({ one, ...groupRows(one, self, now) }));
  const me = person({ ...self, saved: false, pushname: self.name, chat: noteToSelf ? "phone" : null, ...noteToSelf });
  const chatting = [...of("person"), ...of("group"), me].filter((one) => one.chatId);
  const whatsapp = {
    variant: "B",
    self,
    now,
    lang: "en",
    dir: "ltr",
    options,
    filler,
    contacts: [...people, me].flatMap((who) => contactRows(who, now)).concat(extra.contacts ?? []),
    chats: chatting.map((one) => chatRow(one, now)).concat(extra.chats ?? []),
    groups: groups.map(({ metadata }) => metadata).concat(extra.groups ?? []),
    participants: groups.filter(({ one }) => one.synced).map(({ participant }) => participant),
    messages: { ...Object.fromEntries(chatting.map((one) => [one.chatId, conversation(one, now)])), ...(extra.messages ?? {}) },
    stores: { "user-prefs": [{ key: "WAIsAccountLidFieldMigrated", value: true }], ...(extra.stores ?? {}) },
  };
  return { whatsapp, hubspot: hubspotSeed(of, { now, portal, pipelines, key, scopes }), key };
}

/** A token of the right shape that belongs to nobody. */
export function keyOf(seed) {
  const source = random(`key ${seed}`);
  return `pat-na1-${[8, 4, 4, 4, 12].map((length) => source.hex(length).toLowerCase()).join("-")}`;
}

function hubspotSeed(of, { now, portal, pipelines, key, scopes }) {
  const ids = new Map();
  const number = (kind, start) => of(kind).forEach((one, index) => ids.set(one, one.id ?? String(start + index)));
  number("contact", 900_001);
  number("company", 700_001);
  number("deal", 500_001);
  number("ticket", 300_001);
  const idsOf = (list) => list.map((one) => (typeof one === "string" ? one : ids.get(one)));
  const iso = (ago) => new Date((now - ago) * 1000).toISOString();
  return {
    portal: { ...PORTAL, ...portal },
    keys: [{ token: key, scopes }],
    owners: of("owner").map(({ kind, ...one }) => one),
    contacts: of("contact").map((one) => ({
      id: ids.get(one),
      properties: { ...one.properties, ...(one.company ? { company: one.company.properties.name, associatedcompanyid: ids.get(one.company) } : {}) },
      createdAt: iso(one.createdAgo),
      updatedAt: iso(one.updatedAgo),
    })),
    companies: of("company").map((one) => ({ id: ids.get(one), properties: one.properties })),
    deals: of("deal").map((one) => ({ id: ids.get(one), properties: one.properties, contacts: idsOf(one.contacts), companies: idsOf(one.companies) })),
    tickets: of("ticket").map((one) => ({ id: ids.get(one), properties: one.properties, contacts: idsOf(one.contacts) })),
    pipelines,
  };
}
