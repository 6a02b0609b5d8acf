/**
 * Turns a world of variant B back into one of an earlier account: what is a LID today was a phone number then. Shared by the
 * variants that are about older data.
 */

const server = (jid) => jid.slice(jid.indexOf("@") + 1);
const user = (jid) => jid.slice(0, jid.indexOf("@"));
const isPhone = (jid) => ["c.us", "s.whatsapp.net"].includes(server(jid));

/** What a world knows of numbers: `phone(lid)` gives `<digits>@c.us` or null. */
export function numbers(world) {
  const known = new Map([[`${world.self.lid}@lid`, `${world.self.digits}@c.us`]]);
  for (const row of world.chats) if (row.accountLid) known.set(row.accountLid, row.id);
  for (const row of world.contacts) if (server(row.id) === "lid" && row.phoneNumber) known.set(row.id, row.phoneNumber);
  return { phone: (jid) => (server(jid) !== "lid" ? jid : known.get(jid) ?? null) };
}

/** Rewrites every id of chats and members. Where `chat` or `person` gives null, the chat or member is left out. */
export function renamed(world, { chat, person, chatRow = (row) => row }) {
  const present = (jids) => [...new Set(jids.map(person).filter(Boolean))];
  const chats = new Map();
  for (const row of world.chats) {
    const id = chat(row.id);
    if (id && !chats.has(id)) chats.set(id, chatRow({ ...row, id }, row));
  }
  const messages = {};
  for (const [id, all] of Object.entries(world.messages)) {
    const here = chat(id);
    if (!here) continue;
    messages[here] = all
      .filter((one) => !one.author || person(one.author))
      .map((one) => ({ ...one, ...(one.author ? { author: person(one.author) } : {}), ...(one.quoted?.author?.includes("@") ? { quoted: { ...one.quoted, author: person(one.quoted.author) ?? "me" } } : {}) }));
  }
  return {
    ...world,
    chats: [...chats.values()],
    messages,
    groups: world.groups.map((row) => (row.owner ? { ...row, owner: person(row.owner) ?? `${world.self.digits}@c.us` } : row)),
    participants: world.participants.map((row) => ({
      ...row,
      participants: present(row.participants),
      admins: present(row.admins),
      superAdmins: present(row.superAdmins),
      pastParticipants: (row.pastParticipants ?? []).map((one) => ({ ...one, jid: person(one.jid) })).filter((one) => one.jid),
    })),
  };
}

/** Contact rows by number, the best row first: LID rows by age of their mapping, then phone rows. */
export function people(world) {
  const byPhone = new Map();
  for (const row of world.contacts) {
    const phone = isPhone(row.id) ? `${user(row.id)}@c.us` : row.phoneNumber;
    if (phone) byPhone.set(phone, [...(byPhone.get(phone) ?? []), row]);
  }
  const age = (row) => row.phoneNumberCreatedAt ?? 0;
  return new Map([...byPhone].map(([phone, rows]) => [phone, rows.sort((a, b) => age(b) - age(a))]));
}
