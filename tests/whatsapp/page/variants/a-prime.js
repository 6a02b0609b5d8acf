/**
 * A′, "transitional" (2025-11 to 2026-03): the page of A, storage half way to LIDs. Two chats of people with a number are keyed by
 * LID, and those of people without one; all others still by number. Groups hold LIDs. Seven of ten LID rows carry their number.
 * `lid-pn-mapping` has a few rows, one of them stale: the contact store must win.
 */
import classic from "./a.js";
import { numbers, people, renamed } from "./classic.js";

let known = { phone: (jid) => jid };
let kept = new Set();
const isLid = (jid) => jid.endsWith("@lid");
const user = (jid) => jid.slice(0, jid.indexOf("@"));
const chat = (jid) => (kept.has(jid) ? jid : known.phone(jid) ?? jid);
const mapped = (lid) => kept.has(lid) || Number(lid.slice(0, lid.indexOf("@")).slice(-2)) % 10 < 7;

/** The stale row says of one LID that it has another one's number. */
function mapping(lids) {
  const [stale, other, ...rest] = lids.slice(0, 4);
  const row = (id, phoneNumber) => ({ id, phoneNumber, createdAtTimestamp: 1_700_000_000 });
  return [row(stale, known.phone(other)), ...[other, ...rest].map((id) => row(id, known.phone(id)))];
}

function world(given) {
  known = numbers(given);
  const lidChats = given.chats.map((row) => row.id).filter(isLid);
  const numbered = lidChats.filter((id) => known.phone(id));
  kept = new Set(numbered.slice(0, 2));
  let index = 0;
  const chatRow = (row, before) => {
    index += 1;
    const lid = isLid(before.id) && !isLid(row.id) ? before.id : row.accountLid;
    const { accountLid: _lid, ...rest } = row;
    return lid && index % 3 ? { ...rest, accountLid: lid } : rest;
  };
  const next = renamed(given, { chat, person: (jid) => jid, chatRow });
  const contacts = given.contacts.map((row) => {
    if (!isLid(row.id) || mapped(row.id)) return row;
    const { phoneNumber: _number, phoneNumberCreatedAt: _at, ...rest } = row;
    return rest;
  });
  const ids = new Set(contacts.map((row) => row.id));
  const mirrors = [...people(given)].map(([number, [best]]) => ({ ...best, id: number.replace("@c.us", "@s.whatsapp.net"), phoneNumber: undefined, phoneNumberCreatedAt: undefined }))
    .filter((row) => !ids.has(row.id) && !ids.has(`${user(row.id)}@c.us`));
  return { ...next, contacts: [...contacts, ...mirrors], stores: { ...next.stores, "lid-pn-mapping": mapping(numbered) } };
}

export default {
  ...classic,
  world,
  chat,
  person: (jid) => jid,
  version: 1400,
  schema: (stores) => stores,
  stored: (name, row) => [name, row],
  participant: (message, own) => (message.fromMe ? own : message.author),
};
