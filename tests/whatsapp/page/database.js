/**
 * The page's own storage: `model-storage` with the stores, key paths and indexes of the client, rewritten from the world
 * at each load. Message bodies are random bytes, as the real ones are encrypted. Every call to the database goes through
 * `own`, so that the record can tell it from what others do.
 */
import { filler, history } from "./filler.js";
import { state, messageKey, messagesOf, ownJid, server, user } from "./model.js";
import { noteDeletion, noteStart, noteUpgrade, own } from "./record.js";
import { variant } from "./variant.js";

const NAME = "model-storage";

const plain = (...names) => names.map((name) => [name, {}]);
const STORES = {
  contact: { key: "id", indexes: plain("isAddressBookContact", "isContactSyncCompleted", "contactHash", "phoneNumber", "textStatusExpiryTs", "pnContactHash") },
  chat: { key: "id", indexes: [["accountLid", { unique: true }], ["historyChatId", { unique: true }]] },
  message: { key: "id", indexes: [["internalId", { unique: true }], ["rowId", { unique: true }]] },
  "group-metadata": { key: "id", indexes: plain("parentGroup") },
  participant: { key: "groupId", indexes: [["participants", { multiEntry: true }]] },
  "lid-pn-mapping": { key: "id", indexes: plain("phoneNumber") },
  "lid-display-name-mapping": { key: "id", indexes: [] },
  "profile-pic-thumb": { key: "id", indexes: [] },
  "verified-business-name": { key: "id", indexes: [] },
  "out-contact": { key: "id", indexes: [] },
  "user-prefs": { key: "key", indexes: [] },
  blocklist: { key: "id", indexes: [] },
  "broadcast-metadata": { key: "id", indexes: [] },
  "newsletter-metadata": { key: "id", indexes: [] },
};

let database = null;
let rowId = 0;
const nextRowId = () => (rowId += 1);

const bytes = (length) => crypto.getRandomValues(new Uint8Array(length));
const opaque = () => ({ iv: bytes(12), _data: bytes(48).buffer, _keyId: 1, _scheme: 1 });
const wait = (ms) => new Promise((done) => setTimeout(() => done(), ms));

/** Resolves with the request's result; `blocked` is called if another handle holds the database open. */
const settled = (request, blocked = () => {}) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
    request.onblocked = blocked;
  });

const finished = (transaction) =>
  new Promise((done, fail) => {
    transaction.oncomplete = done;
    transaction.onabort = () => fail(transaction.error);
  });

/** Opens at `version`, creating what is missing, and reports how long others made it wait. */
async function open(version) {
  const started = performance.now();
  let blocked = false;
  const request = own(() => indexedDB.open(NAME, version));
  request.onupgradeneeded = () => own(() => {
    for (const [name, { key, indexes }] of Object.entries(variant.schema(structuredClone(STORES)))) {
      if (request.result.objectStoreNames.contains(name)) continue;
      const store = request.result.createObjectStore(name, { keyPath: key });
      for (const [field, options] of indexes) store.createIndex(field, field, options);
    }
  });
  database = await settled(request, () => (blocked = true));
  database.onversionchange = () => database.close();
  return { version, blocked, ms: Math.round(performance.now() - started) };
}

/** What the store calls the kinds that the page names differently. */
const TYPES = { album: "image", poll: "poll_creation", call: "call_log", system: "gp2" };

/** A message as the store keeps it; what a person wrote is not in it. */
function messageRows(chatId, message) {
  const self = `${state.world.self.digits}@c.us`;
  const chat = state.chats.get(chatId);
  const other = chat?.recordsByPhone ? state.contacts.get(chatId)?.phoneNumber ?? chatId : chatId;
  const stanzas = message.stanzas ?? [message.stanza];
  return stanzas.map((stanza) => {
    const number = nextRowId();
    const to = message.fromMe ? other : self;
    return {
      id: messageKey(chatId, { ...message, stanza }),
      internalId: `0${chatId}_${number.toString(16).padStart(10, "0")}_m`,
      rowId: number,
      type: TYPES[message.type] ?? message.type ?? "chat",
      t: message.t,
      ack: message.ack ?? (message.fromMe ? 3 : 1),
      isStarred: false,
      from: message.fromMe ? self : other,
      to: message.toObject ? { server: server(to), user: user(to), _serialized: to } : to,
      ...(server(chatId) === "g.us" ? { author: message.fromMe ? ownJid() : message.author } : {}),
      msgRowOpaqueData: opaque(),
    };
  });
}

const chatRow = ({ presence, followers, recordsByPhone, listed, ...row }) => ({ ...row, chatRowOpaqueData: bytes(32) });

/** Puts rows where the variant keeps them; what it does not keep is left out. */
function put(transaction, name, row) {
  const [store, kept] = variant.stored(name, row) ?? [];
  if (store && transaction.objectStoreNames.contains(store)) transaction.objectStore(store).put(kept);
}

/** Deletes and rewrites the database from the model. */
export async function rewrite() {
  const found = (await indexedDB.databases()).find((one) => one.name === NAME)?.version ?? null;
  database?.close();
  const started = performance.now();
  let blocked = false;
  await settled(own(() => indexedDB.deleteDatabase(NAME)), () => (blocked = true));
  if (found) noteDeletion({ blocked, ms: Math.round(performance.now() - started) });
  await open(variant.version);
  noteStart(found, database.version);
  const { world } = state;
  const transaction = own(() => database.transaction([...database.objectStoreNames], "readwrite"));
  for (const row of state.contacts.values()) put(transaction, "contact", row);
  for (const row of state.chats.values()) put(transaction, "chat", chatRow(row));
  for (const row of state.groups.values()) put(transaction, "group-metadata", row);
  for (const row of state.participants.values()) put(transaction, "participant", row);
  for (const [name, rows] of Object.entries(world.stores ?? {})) for (const row of rows) put(transaction, name, row);
  state.unsaved = new Set();
  for (const [chatId, messages] of state.messages) {
    messages.forEach((message, index) => {
      if (state.options.lateNewest && index === messages.length - 1) state.unsaved.add(chatId);
      else for (const row of messageRows(chatId, message)) put(transaction, "message", row);
    });
    for (const message of history(chatId, messages, world.filler?.history ?? 0)) for (const row of messageRows(chatId, message)) put(transaction, "message", row);
  }
  for (const row of filler("contact", world.filler?.contacts ?? 0)) put(transaction, "contact", row);
  for (const row of filler("message", world.filler?.messages ?? 0, nextRowId)) put(transaction, "message", row);
  await finished(transaction);
  await neighbours();
}

/** Databases beside it that nobody else has any business with. */
async function neighbours() {
  for (const name of ["wawc", "signal-storage"]) {
    const request = own(() => indexedDB.open(name, 10));
    request.onupgradeneeded = () => own(() => request.result.objectStoreNames.contains("user") || request.result.createObjectStore("user"));
    (await settled(request)).close();
  }
}

/** Writes rows now, or later when the database is throttled. */
export async function save(name, ...rows) {
  if (state.options.throttle) await wait(state.options.throttle);
  const stores = [...new Set(rows.map((row) => variant.stored(name, row)?.[0]))].filter((store) => store && database?.objectStoreNames.contains(store));
  if (stores.length === 0) return;
  const transaction = own(() => database.transaction(stores, "readwrite"));
  for (const row of rows) put(transaction, name, name === "chat" ? chatRow(row) : row);
  await finished(transaction).catch(() => {});
}

/** Persists a message that is already on the screen: the client is late with the newest one. */
export async function saveLate(chatId, message) {
  await wait(state.options.persistDelay);
  await save("message", ...messageRows(chatId, message));
}

/** Persists the newest message of a chat that has been opened for the first time. */
export async function saveNewest(chatId) {
  if (!state.unsaved.delete(chatId)) return;
  const message = messagesOf(chatId).at(-1);
  if (message) await saveLate(chatId, message);
}

/** All rows of a store, so that a test can compare them with what it expects. */
export const dump = (name) => settled(own(() => database.transaction(name, "readonly")).objectStore(name).getAll());

/** A hash of every store's rows, so that "nothing was written" can be told without carrying the rows. */
export async function digest() {
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const plainly = (_, value) => (value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? [...new Uint8Array(value.buffer ?? value)] : value);
  const entries = [];
  for (const name of database.objectStoreNames) {
    const text = new TextEncoder().encode(JSON.stringify(await dump(name), plainly));
    entries.push([name, hex(await crypto.subtle.digest("SHA-256", text))]);
  }
  return { version: database.version, ...Object.fromEntries(entries) };
}

/** Removes the database, as a log-out does. */
export async function drop() {
  database?.close();
  database = null;
  await settled(own(() => indexedDB.deleteDatabase(NAME)));
}

let upgrading = Promise.resolve();

/** A schema upgrade at run time; whoever holds a handle must let go at once. One after the other: two at once would leave a handle behind. */
export function bump() {
  const next = upgrading.then(upgrade);
  upgrading = next.catch(() => {});
  return next;
}

async function upgrade() {
  const from = database.version;
  database.close();
  const { version, blocked, ms } = await open(from + 10);
  noteUpgrade({ from, to: version, blocked, ms });
  return { from, to: version, blocked, ms };
}
