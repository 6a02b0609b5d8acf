/**
 * A, "classic" (until 2025-10): phone numbers everywhere, full message keys in `data-id`, no test ids, `message-in` and
 * `message-out` classes, ticks by `data-icon`. Who has no number is not there. Its storage knows no LID.
 */
import { numbers, people, renamed } from "./classic.js";

const LEFT_OUT = ["chatsOfLids", "username", "isUsernameContact", "displayNameLID", "phoneNumberCreatedAt", "phoneNumber"];
const METADATA = ["id", "subject", "owner", "creation", "size", "parentGroup", "isParentGroup", "defaultSubgroup"];

let known = { phone: (jid) => jid };
const isLid = (jid) => jid.endsWith("@lid");
const phone = (jid) => known.phone(jid);

/** One row for each number: every other one under the newer spelling of the id, every fourth with the number as a field. */
function contactRow([number, rows], index) {
  const merged = Object.assign({}, ...[...rows].reverse());
  const row = Object.fromEntries(Object.entries(merged).filter(([name]) => !LEFT_OUT.includes(name)));
  return { ...row, id: index % 2 ? number.replace("@c.us", "@s.whatsapp.net") : number, ...(index % 4 === 0 ? { phoneNumber: number } : {}) };
}

function world(given) {
  known = numbers(given);
  const next = renamed(given, { chat: phone, person: phone, chatRow: ({ accountLid, ...row }) => row });
  const others = given.contacts.filter((row) => !isLid(row.id) && !/@(c\.us|s\.whatsapp\.net)$/.test(row.id));
  const stores = Object.entries(given.stores ?? {}).filter(([name]) => !name.startsWith("lid-"));
  const rowsHere = (rows) => rows.filter((row) => !row.id || phone(row.id)).map((row) => (row.id ? { ...row, id: phone(row.id) } : row));
  return {
    ...next,
    contacts: [...[...people(given)].map(contactRow), ...others],
    groups: next.groups.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => METADATA.includes(name)))),
    stores: Object.fromEntries(stores.filter(([name]) => name !== "user-prefs").map(([name, rows]) => [name, rowsHere(rows)])),
  };
}

export default {
  world,
  nextWorld: (given) => given,
  chat: phone,
  person: phone,
  version: 1080,
  schema: ({ "lid-pn-mapping": _mapping, "lid-display-name-mapping": _names, ...stores }) => ({
    ...stores,
    chat: { key: "id", indexes: [["historyChatId", { unique: true }]] },
  }),
  /** Filler rows are made as LIDs; they have a number all the same. */
  stored: (name, row) => {
    if (name === "contact" && isLid(row.id)) return [name, { ...row, id: row.phoneNumber }];
    if (name === "message" && isLid(row.id)) return [name, { ...row, id: row.id.split("_").slice(0, 3).join("_") }];
    return [name, row];
  },
  participant: (message) => (message.fromMe ? null : message.author),
  attribute: (name, value, css) => {
    if (name === "data-testid") return null;
    if (name === "role" && css === "row") return [name, "listitem"];
    return [name, value];
  },
  rowId: (key) => key,
  rowClass: ({ type, fromMe }) => (type === "system" ? "=focusable-list-item" : `=message-${fromMe ? "out" : "in"} =focusable-list-item`),
  virtualised: false,
  flatHead: true,
  titled: true,
  listRole: "application",
  tickIcons: ["msg-time", "msg-check", "msg-dblcheck", "msg-dblcheck"],
  editableSearch: true,
  bodyClass: "web",
};
