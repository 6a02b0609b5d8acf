/**
 * The demo world: one source for both sides. A Brazilian sales rep with 60 chats, and the HubSpot account of her
 * company with 300 contacts. Deterministic: seeded, and every time is relative to `now`.
 */
import { group, lidOf, NOW, person, SELF, world } from "./build.mjs";
import { crm } from "./crm.mjs";
import { CODES, EXACT, MANUAL, NATIONAL, SAVED_ONLY, TIES, UNMATCHED } from "./people.mjs";
import { random } from "./random.mjs";
import { LONG, SMALL, TALKS } from "./talks.mjs";

const SEED = 20261125;
const FIRST = ["Alice", "Bento", "Cecília", "Davi", "Elisa", "Fábio", "Gustavo", "Heitor", "Íris", "Jorge", "Kelly", "Livia", "Murilo", "Nina", "Otto", "Paula", "Quésia", "Rui", "Sara", "Tainá", "Ugo", "Vera", "Wagner", "Yara", "Zeca"];

/** Order of the chat list, newest first; whoever is not named follows. */
const ORDER = ["ana", "launch", "james", "mateus", "grace", "ethan", "priya", "marcos", "unsaved", "partners", "tom", "charlotte", "gabriel", "joao", "carmen", "meetup", "lucas", "bakery", "lidOnly", "install", "helena", "lisbon", "coffeelab", "news", "self"];
const UNREAD = { james: 1, mateus: 1, ethan: 1, unsaved: 1, bakery: 2, partners: 5 };
const PRESENCE = { ana: "online", james: "last seen today at 08:12", mateus: "last seen today at 07:58", grace: "last seen yesterday at 22:40" };

/** Strangers of a group: found by number only, or not even that. */
function stranger(source, index, hidden) {
  const pushname = FIRST[index % FIRST.length];
  const digits = hidden ? null : `55${source.pick(["11", "21", "31", "47", "83"])}9${7 + source.below(2)}${source.digits(3)}${String(4_000 + index)}`;
  return person({ pushname, digits, lid: lidOf(`stranger ${index}`), saved: false, mirror: false, chat: null, ...(hidden ? { displayNameLID: `+55∙∙∙∙∙∙∙∙${String(index).padStart(2, "0")}` } : {}) });
}

/** Seconds since the last message of the chat at this place in the list: minutes first, then hours, then days. */
const agoOf = (place) => (place < 12 ? 60 + place * 540 : place < 26 ? 7_000 + (place - 12) * 6_800 : 110_000 + (place - 26) * 43_000);

/** @param {{ now?: number|Date }} [settings] `now` in seconds (or a Date) */
export function demoWorld({ now: given = NOW } = {}) {
  const now = given instanceof Date ? Math.floor(given.getTime() / 1000) : given;
  const source = random(SEED);
  const small = () => source.pick(SMALL);
  const cast = {};
  const add = (row) => {
    const { key, crm: _crm, at: _at, title: _title, twins: _twins, ...rest } = row;
    cast[key] = person({ ...rest, unread: UNREAD[key], presence: PRESENCE[key], talk: key === "lucas" ? LONG : TALKS[key] ?? small(), recordsByPhone: key === "priya" || undefined });
  };
  [...EXACT, ...NATIONAL, ...TIES, ...CODES, ...MANUAL, ...UNMATCHED].forEach(add);
  cast.lidOnly = person({ pushname: "Kai", digits: null, saved: false, displayNameLID: "+1∙∙∙∙∙∙∙04", lid: lidOf("kai"), talk: "them: Hi Marina, we met at the barista meetup. Do you sell single-dose grinders?\nme: Hi! We do. Which city are you in?\nthem: Porto Alegre. I will write to you when I am back." });
  cast.coffeelab = person({ pushname: "Coffee Lab", username: "coffee.lab", digits: null, saved: false, talk: small() });
  cast.locked = person({ name: "Sérgio Pinto", digits: "5511933334455", locked: true, talk: small() });
  const savedOnly = SAVED_ONLY.map((row) => person({ ...row, chat: null }));

  const strangers = Array.from({ length: 36 }, (_, index) => stranger(source, index, index >= 30));
  const noor = person({ pushname: "Noor", digits: null, saved: false, chat: null, lid: lidOf("noor"), displayNameLID: "+44∙∙∙∙∙∙∙17" });
  const of = (...keys) => keys.map((key) => cast[key]);
  const groups = {
    launch: group({ subject: "Launch crew Curitiba", members: [...of("ana", "lucas", "helena", "rafael", "mateus", "beatriz", "juliana", "marcos", "ethan", "gabriel"), strangers[30]], talk: TALKS.launch, unread: UNREAD.launch }),
    partners: group({ subject: "Aurora partners Brasil", members: [...of("lucas", "felipe", "isabela", "bruno", "helena", "larissa", "joao", "patricia", "renata", "beatriz"), ...strangers.slice(0, 29)], talk: TALKS.partners, unread: UNREAD.partners }),
    meetup: group({ subject: "Barista meetup SP", members: [cast.lidOnly, noor, ...strangers.slice(22, 36)], talk: TALKS.meetup }),
    install: group({ subject: "Installation team", members: of("rafael", "joao", "helena", "vinicius"), lidMode: false, talk: TALKS.install }),
    lisbon: group({ subject: "Trade fair Lisbon", members: of("pedro", "lucia", "camille", "sofia", "charlotte", "james", "chloe"), talk: TALKS.lisbon }),
    supportA: group({ subject: "Support", id: "120363011100000001", members: of("rafael", "grace"), talk: "me: Parts for Grace are on the way.\nRafael: Thanks!" }),
    supportB: group({ subject: "Support", id: "120363011100000002", members: of("joao", "tom", "noah"), talk: "Tom: The new firmware is fine.\nme: Good to hear." }),
    suppliers: group({ subject: "Suppliers Santos", members: of("omar", "sofia"), synced: false, talk: "me: Freight prices for January, please.\nOmar: Tomorrow." }),
    announcements: group({ subject: "Roasters community", members: [...of("weiling", "thandi"), ...strangers.slice(0, 6)], size: 812, metadata: { parentGroup: "120363022200000001@g.us", defaultSubgroup: true, hasIncompleteParticipantInformation: true }, talk: "Thandi: Welcome to the announcements." }),
  };
  const everyone = { ...cast, ...groups, self: { chatId: `${SELF.digits}@c.us` }, news: { chatId: "120363033300000001@newsletter" } };
  const chatting = Object.keys(everyone).filter((key) => everyone[key].chatId);
  const order = [...ORDER, ...chatting.filter((key) => !ORDER.includes(key))];
  order.forEach((key, place) => (everyone[key].ago = agoOf(place)));

  const { entities, ids } = crm({ source, now });
  const extra = extras({ now, everyone });
  const built = world([...Object.values(cast), ...savedOnly, ...Object.values(groups), ...entities], { now, extra, seed: "demo", noteToSelf: { talk: TALKS.self, ago: everyone.self.ago } });
  touchUps(built.whatsapp);
  return { ...built, people: directory(cast, groups, ids) };
}

/** Rows that are nobody's: WhatsApp's own accounts, bots, the status feed, a channel, a community. */
function extras({ now, everyone }) {
  const contact = (id, more = {}) => ({ id, isAddressBookContact: 0, isContactSyncCompleted: 1, type: "out", ...more });
  const chat = (id, ago, more = {}) => ({ id, t: now - ago, unreadCount: 0, archive: false, isLocked: false, ...more });
  const news = everyone.news.chatId;
  return {
    contacts: [contact("0@c.us", { name: "WhatsApp", isBusiness: true, verifiedName: "WhatsApp" }), contact("16505361212@c.us"), contact("13135550002@c.us"), contact("13135550002@bot", { pushname: "Assistant" }), contact("103242709127222@lid", { pushname: "Meta AI" }), contact("120363022200000001@g.us"), contact(news)],
    chats: [chat("status@broadcast", 500), chat(news, everyone.news.ago, { name: "Coffee market daily", followers: "18.4K" })],
    groups: [{ id: "120363022200000001@g.us", subject: "Roasters community", isParentGroup: true, size: 812, creation: now - 30_000_000 }],
    messages: {
      "status@broadcast": [{ stanza: "3AC0FFEE0000000000A1", fromMe: false, type: "image", t: now - 500, text: "", author: everyone.james.jid }],
      [news]: [{ stanza: "3AC0FFEE0000000000B1", fromMe: false, type: "chat", t: now - everyone.news.ago, text: "Arabica closes 1.2 percent higher; freight from Santos steady." }],
    },
    stores: {
      "verified-business-name": [{ id: `${everyone.bakery.lid}@lid`, name: "Harbor Bakery", level: 2 }],
      "out-contact": [{ id: "5511400289220@c.us", fullName: "Old fax", firstName: "Old" }],
      "profile-pic-thumb": [{ id: `${everyone.ana.lid}@lid`, eurl: "https://web.whatsapp.com/replica/none", previewEurl: "https://web.whatsapp.com/replica/none", tag: "1", timestamp: now - 90_000 }],
      "newsletter-metadata": [{ id: news, name: "Coffee market daily" }],
      "broadcast-metadata": [{ id: "1700000000@broadcast", name: "Old list" }],
      blocklist: [{ id: "5511900001111@c.us" }],
      "lid-display-name-mapping": [{ id: "103242709127222@lid", displayName: "Meta AI" }],
    },
  };
}

/** An oddity of the client's records: a recipient kept as an object. */
function touchUps(whatsapp) {
  const [first] = Object.values(whatsapp.messages).find((messages) => messages.some((one) => one.fromMe)) ?? [];
  if (first) first.toObject = true;
}

/** The interesting people by role, so that no test or tour needs digits of its own. */
function directory(cast, groups, ids) {
  const entry = (key) => ({ key, chatId: cast[key].chatId, jid: cast[key].jid, name: cast[key].name || cast[key].pushname, digits: cast[key].digits, lid: cast[key].lid, hubspotIds: ids[key] ?? [] });
  const list = (rows) => rows.map((row) => entry(row.key));
  const team = (key) => ({ chatId: groups[key].chatId, name: groups[key].subject, members: groups[key].members.map((one) => ({ jid: one.jid, name: one.name || one.pushname, digits: one.digits })) });
  return {
    exact: entry("ana"),
    national: entry("mateus"),
    tie: entry("marcos"),
    nationalTie: entry("patricia"),
    conflict: entry("ethan"),
    wrongCode: entry("charlotte"),
    brazil: entry("joao"),
    brazilHubspotShort: entry("helena"),
    mexico: entry("carmen"),
    argentina: entry("diego"),
    mobileOnly: entry("rafael"),
    whatsappFieldOnly: entry("beatriz"),
    business: entry("bakery"),
    phoneRowOnly: entry("grace"),
    twoLids: entry("noah"),
    lidLikePhone: entry("olivia"),
    recordsByPhone: entry("priya"),
    savedWithoutChat: entry("daniela"),
    long: entry("lucas"),
    manual: entry("gabriel"),
    manualSecond: entry("chloe"),
    unmatched: entry("matthew"),
    unsaved: entry("unsaved"),
    namesakes: [entry("namesakeA"), entry("namesakeB")],
    lidOnly: entry("lidOnly"),
    usernameOnly: entry("coffeelab"),
    locked: entry("locked"),
    self: { ...SELF, chatId: `${SELF.digits}@c.us` },
    channel: { chatId: "120363033300000001@newsletter", name: "Coffee market daily" },
    group12: team("launch"),
    group40: team("partners"),
    groupStrangers: team("meetup"),
    groupByPhone: team("install"),
    groupNotSynced: team("suppliers"),
    groupAnnouncements: team("announcements"),
    equalSubjects: [team("supportA"), team("supportB")],
    all: { exact: list(EXACT), national: list(NATIONAL), ties: list(TIES), codes: list(CODES), manual: list(MANUAL), unmatched: list(UNMATCHED) },
  };
}

/** The map of the default world. */
export const people = demoWorld().people;

