/** `window.replica`: the handles by which tests move the page. Everything returns a promise or plain data. */
import * as app from "./app.js";
import { redraw } from "./conversation.js";
import { bump, digest, dump, save, saveLate } from "./database.js";
import * as model from "./model.js";
import { forget, observed, render, watchLag } from "./record.js";
import { variant } from "./variant.js";

const { state } = model;

/** Stanza ids of messages made at run time: counted, so a run is repeatable. */
let made = 0;
const stanza = () => `3EB0${(0xabc000 + (made += 1)).toString(16).toUpperCase().padStart(16, "7")}`;

/** All rows of the person; a jid without rows stands for itself. */
const rowsFor = (jid) => (state.contacts.has(jid) && model.rowsOf(jid).length === 0 ? [state.contacts.get(jid)] : model.rowsOf(jid));

async function addContact(row) {
  state.contacts.set(row.id, { isAddressBookContact: 0, isContactSyncCompleted: 1, ...row });
  app.relabelAll();
  await save("contact", state.contacts.get(row.id));
}

async function addChat(row) {
  const chat = { t: model.now(), unreadCount: 0, archive: false, isLocked: false, ...row };
  state.chats.set(chat.id, chat);
  if (!state.messages.has(chat.id)) state.messages.set(chat.id, []);
  app.relabelAll();
  await save("chat", chat);
}

/** A message arrives (or, with `fromMe`, is sent). A string is a text. Makes the chat if there is none. */
async function receive(chatId, given) {
  if (!state.chats.has(chatId)) await addChat({ id: chatId });
  const message = { stanza: stanza(), fromMe: false, type: "chat", t: model.now(), ...(typeof given === "string" ? { text: given } : given) };
  const chat = state.chats.get(chatId);
  state.messages.set(chatId, [...model.messagesOf(chatId), message]);
  chat.t = message.t;
  if (!message.fromMe && state.open !== chatId) chat.unreadCount += 1;
  app.show(chatId, message);
  save("chat", chat);
  const stored = saveLate(chatId, message);
  return { stanza: message.stanza, key: model.messageKey(chatId, message), stored: stored.then(() => true) };
}

/** Changes rows of one person and redraws; `null` removes a field. */
async function changePerson(jid, change) {
  const rows = rowsFor(jid);
  for (const row of rows) change(row);
  app.relabelAll();
  await save("contact", ...rows);
}

const rename = (jid, name) =>
  changePerson(jid, (row) => {
    if (name === null) {
      delete row.name;
      row.isAddressBookContact = 0;
    } else Object.assign(row, { name, shortName: name.split(" ")[0], isAddressBookContact: 1 });
  });

/** A hidden number becomes known, or a person changes number, or hides it (`null`). */
const revealNumber = (lid, digits) => changePerson(lid, (row) => {
  if (row.id !== lid) return;
  if (digits === null) delete row.phoneNumber;
  else Object.assign(row, { phoneNumber: `${digits}@c.us`, phoneNumberCreatedAt: model.now() });
});

async function members(groupId, change, text) {
  const row = state.participants.get(groupId);
  change(row);
  row.version = (row.version ?? 1) + 1;
  await save("participant", row);
  await receive(groupId, { type: "system", text, author: row.participants[0] });
  app.relabelAll();
}

const joinGroup = (groupId, jid = model.ownJid()) => members(groupId, (row) => row.participants.includes(jid) || row.participants.push(jid), `${model.isSelf(jid) ? "You" : model.personName(jid).name} joined`);

const leaveGroup = (groupId, jid = model.ownJid()) =>
  members(groupId, (row) => {
    row.participants = row.participants.filter((one) => one !== jid);
    row.pastParticipants = [...(row.pastParticipants ?? []), { jid, leaveTs: model.now(), leaveReason: "leave" }];
  }, `${model.isSelf(jid) ? "You" : model.personName(jid).name} left`);

async function changeMessage(chatId, id, change) {
  const message = model.messagesOf(chatId).find((one) => one.stanza === id);
  Object.assign(message, change);
  if (app.panel()?.chatId === chatId) redraw(app.panel(), id);
  app.relabelAll();
}

/** Scrolls the open chat's messages: "up", "down", or to a pixel. */
async function scroll(to = "up") {
  const { scroller } = app.panel();
  scroller.scrollTop = { up: 0, down: scroller.scrollHeight }[to] ?? to;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

function typing(chatId) {
  state.typing = chatId ?? null;
  app.relabelAll();
}

/** What the page shows and knows, for assertions. */
const current = () => ({ open: state.open, chats: model.listed().map((chat) => ({ id: chat.id, title: model.title(chat.id) })), self: state.world.self, theme: state.theme });

/** Opens these chats one after the other, `ms` apart, whether or not the one before stands; resolves when the last one does. */
async function openEach(chatIds, ms) {
  let last;
  for (const chatId of chatIds) {
    if (last) await new Promise((done) => setTimeout(() => done(), ms));
    last = app.openChat(chatId);
  }
  await last;
}

/** Messages arrive in these chats in turn, one each `ms`; resolves when all are on the screen. */
async function receiveEach(chatIds, ms) {
  for (const [index, chatId] of chatIds.entries()) {
    if (index > 0) await new Promise((done) => setTimeout(() => done(), ms));
    await receive(chatId, `Message ${index}`);
  }
}

/** Signs in as the account of another world's WhatsApp half, or as whoever the variant has next. */
const login = async (other) => app.login(other?.whatsapp ?? other ?? variant.nextWorld(structuredClone(served)));

/** The chat that one of variant B's ids has become. */
function chat(jid) {
  const here = variant.chat(jid);
  if (!here) throw new Error(`variant ${variant.name} has no chat ${jid}`);
  return here;
}
const person = (jid) => variant.person(jid) ?? jid;

let served = null;

/** What a test asks for happens in a task of the page's own, as what a person does would: only then can cost.mjs tell whose time it took. */
const turn = () => new Promise((done) => setTimeout(() => done()));
const inTurn = (act) => async (...given) => {
  await turn();
  return act(...given);
};

/** Installs the driver; `ready` resolves when the page stands, `world` with what was served. All ids are variant B's. */
export function install(ready, world) {
  world.then((given) => (served = given));
  window.replica = {
    ready,
    open: inTurn((id) => app.openChat(chat(id))),
    openEach: inTurn((ids, ms) => openEach(ids.map(chat), ms)),
    close: inTurn(() => app.closeChat()),
    preload: inTurn((id) => app.preloadChat(chat(id))),
    receive: inTurn((id, given) => receive(chat(id), given.author ? { ...given, author: person(given.author) } : given)),
    receiveEach: inTurn((ids, ms) => receiveEach(ids.map(chat), ms)),
    addContact,
    addChat,
    rename: (jid, name) => rename(person(jid), name),
    revealNumber,
    joinGroup: (id, jid) => joinGroup(chat(id), jid && person(jid)),
    leaveGroup: (id, jid) => leaveGroup(chat(id), jid && person(jid)),
    editMessage: async (id, stanza_, text) => changeMessage(chat(id), stanza_, { text, edited: true }),
    revokeMessage: async (id, stanza_) => changeMessage(chat(id), stanza_, { type: "revoked", text: "" }),
    typing: async (id) => typing(id && chat(id)),
    toggleTheme: async () => app.toggleTheme(),
    openInfoDrawer: async () => app.openInfo(),
    closeInfoDrawer: async () => app.closeInfo(),
    scroll,
    modal: async (on) => app.modal(on),
    remountApp: app.remount,
    logout: app.logout,
    login,
    bumpDbVersion: bump,
    throttleDb: async (ms) => void (state.options.throttle = ms),
    set: async (options) => void Object.assign(state.options, options),
    setDirection: async (dir, lang) => render(() => Object.assign(document.documentElement, { dir, ...(lang ? { lang } : {}) })) && undefined,
    current,
    watchLag,
    dump,
    digest,
    observed,
    forget,
  };
}

