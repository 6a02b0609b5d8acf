/** The demo world keeps its promises: the same every time, complete, and nobody matches by chance. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOW } from "./build.mjs";
import { demoWorld, people } from "./demo.mjs";

const { whatsapp, hubspot } = demoWorld();
const distinct = (list) => assert.equal(new Set(list).size, list.length);
const fields = ["phone", "mobilephone", "hs_whatsapp_phone_number"];
const texts = (contact) => fields.map((name) => contact.properties[name]).filter(Boolean);

/** One spelling per subscriber, enough for this cast: Brazil's ninth digit, Mexico's 1, Argentina's 9. */
function canonical(digits) {
  if (/^55\d{2}[6-9]\d{7}$/.test(digits)) return `${digits.slice(0, 4)}9${digits.slice(4)}`;
  return digits.replace(/^521(\d{10})$/, "52$1").replace(/^549(\d{10})$/, "54$1");
}

/** International numbers in a text, by the marks of one: a plus, two zeros, or a run that begins with 55. */
function international(text) {
  const found = text.split(/[;]| ext\. ?\d+| (?=\+)/).map((part) => part?.replace(/\(0\)/, "").replace(/[^\d+]/g, "") ?? "");
  return found.map((run) => /^(?:\+|00|(?=55\d{10,11}$))(\d{8,15})$/.exec(run)?.[1]).filter(Boolean).map(canonical);
}

const contactsWith = (digits) => hubspot.contacts.filter((one) => texts(one).some((text) => international(text).includes(canonical(digits))));
const tail = (digits) => digits.slice(-8);
const contactsEndingLike = (digits) => hubspot.contacts.filter((one) => texts(one).some((text) => text.replace(/ ext.*/, "").replace(/\D/g, "").includes(tail(digits))));

test("two worlds are equal, and a later now only moves times", () => {
  assert.deepEqual(demoWorld(), demoWorld());
  const later = demoWorld({ now: NOW + 86_400 });
  assert.equal(later.whatsapp.chats[0].t, whatsapp.chats[0].t + 86_400);
  assert.deepEqual(later.people, people);
  assert.ok(Object.values(whatsapp.messages).flat().every((one) => one.t <= NOW));
});

test("the promised counts", () => {
  assert.equal(whatsapp.chats.length, 60);
  for (const [name, count] of Object.entries({ contacts: 300, companies: 40, deals: 60, tickets: 40, owners: 3 })) assert.equal(hubspot[name].length, count, name);
  assert.equal(hubspot.pipelines.deals.length, 2);
  assert.equal(hubspot.pipelines.tickets.length, 2);
  assert.deepEqual(Object.fromEntries(Object.entries(people.all).map(([name, list]) => [name, list.length])), { exact: 25, national: 8, ties: 3, codes: 2, manual: 2, unmatched: 6 });
  assert.equal(people.group12.members.length + 1, 12);
  assert.equal(people.group40.members.length + 1, 40);
});

test("the chats at the top of the list are conversations", () => {
  const top = whatsapp.chats.filter((chat) => !chat.id.endsWith("broadcast")).sort((a, b) => b.t - a.t).slice(0, 9);
  for (const chat of top) assert.ok(whatsapp.messages[chat.id].length >= 8, chat.id);
  assert.ok(whatsapp.messages[people.long.chatId].length > 70);
});

test("ids are used once", () => {
  distinct(whatsapp.contacts.map((row) => row.id));
  distinct(whatsapp.chats.map((row) => row.id));
  distinct(whatsapp.chats.map((row) => row.accountLid).filter(Boolean));
  distinct(Object.values(whatsapp.messages).flat().flatMap((one) => [one.stanza, ...(one.stanzas ?? [])]));
  for (const name of ["contacts", "companies", "deals", "tickets", "owners"]) distinct(hubspot[name].map((one) => one.id));
  distinct(hubspot.contacts.map((one) => one.properties.email));
});

test("exact people stand in HubSpot once, with their country code", () => {
  for (const person of people.all.exact) assert.deepEqual(contactsWith(person.digits).map((one) => one.id), person.hubspotIds, person.name);
});

test("national people stand in HubSpot once, without it", () => {
  for (const person of people.all.national) {
    assert.deepEqual(contactsWith(person.digits), [], person.name);
    assert.deepEqual(contactsEndingLike(person.digits).map((one) => one.id), person.hubspotIds, person.name);
  }
});

test("ties stand there twice", () => {
  for (const person of people.all.ties) {
    assert.equal(person.hubspotIds.length, 2);
    assert.deepEqual(contactsEndingLike(person.digits).map((one) => one.id), person.hubspotIds, person.name);
  }
});

test("nobody else of WhatsApp is in HubSpot, not even by the last eight digits", () => {
  const known = new Set([...people.all.exact, ...people.all.national, ...people.all.ties, ...people.all.codes, people.locked].map((one) => canonical(one.digits)));
  const others = new Set(whatsapp.contacts.map((row) => /^(\d+)@(?:c\.us|s\.whatsapp\.net)$/.exec(row.phoneNumber ?? row.id)?.[1]).filter(Boolean));
  let checked = 0;
  for (const digits of others) {
    if (known.has(canonical(digits)) || digits === "0") continue;
    assert.deepEqual(contactsEndingLike(digits).map((one) => one.properties), [], digits);
    checked += 1;
  }
  assert.ok(checked > 40);
});

test("HubSpot records refer to records that exist", () => {
  const has = (name) => new Set(hubspot[name].map((one) => one.id));
  const [contacts, companies, owners] = [has("contacts"), has("companies"), has("owners")];
  const stages = (kind) => new Set(hubspot.pipelines[kind].flatMap((pipe) => pipe.stages.map((one) => `${pipe.id} ${one.id}`)));
  for (const one of hubspot.contacts) {
    if (one.properties.associatedcompanyid) assert.ok(companies.has(one.properties.associatedcompanyid));
    assert.ok(owners.has(one.properties.hubspot_owner_id));
    assert.ok(Object.values(one.properties).every((value) => value === null || typeof value === "string"));
  }
  for (const one of hubspot.deals) {
    assert.ok(one.contacts.every((id) => contacts.has(id)) && one.companies.every((id) => companies.has(id)));
    assert.ok(stages("deals").has(`${one.properties.pipeline} ${one.properties.dealstage}`), one.properties.dealname);
  }
  for (const one of hubspot.tickets) {
    assert.ok(one.contacts.every((id) => contacts.has(id)));
    assert.ok(stages("tickets").has(`${one.properties.hs_pipeline} ${one.properties.hs_pipeline_stage}`), one.properties.subject);
  }
});

test("the contact cases of the replica specification are there", () => {
  const row = (id) => whatsapp.contacts.find((one) => one.id === id);
  const phoneRow = (person) => row(`${person.digits}@s.whatsapp.net`);
  assert.equal(row(people.exact.jid).phoneNumber, `${people.exact.digits}@c.us`);
  assert.notEqual(phoneRow(people.exact).name, row(people.exact.jid).name);
  assert.equal(phoneRow(people.unsaved), undefined);
  assert.ok(row(people.unsaved.jid).pushname && !row(people.unsaved.jid).name);
  assert.ok(phoneRow(people.phoneRowOnly) && people.phoneRowOnly.lid === null);
  assert.ok(row(people.lidOnly.jid).displayNameLID && !row(people.lidOnly.jid).phoneNumber);
  assert.ok(row(people.usernameOnly.jid).isUsernameContact);
  const twice = whatsapp.contacts.filter((one) => one.phoneNumber === `${people.twoLids.digits}@c.us`);
  assert.equal(new Set(twice.map((one) => one.phoneNumberCreatedAt)).size, 2);
  assert.match(people.lidLikePhone.lid, /^1555010\d{4}$/);
  assert.ok(row(people.business.jid).verifiedName);
  const [first, second] = people.namesakes;
  assert.ok(first.name === second.name && first.digits !== second.digits);
  for (const id of ["0@c.us", "16505361212@c.us", "13135550002@c.us", "13135550002@bot", "103242709127222@lid", `${people.self.lid}@lid`, `${people.self.digits}@s.whatsapp.net`]) assert.ok(row(id), id);
  assert.match(people.mexico.digits, /^521\d{10}$/);
  assert.match(people.argentina.digits, /^549\d{10}$/);
  assert.match(people.brazil.digits, /^55\d{10}$/);
  assert.ok(whatsapp.chats.some((chat) => chat.id === people.locked.chatId && chat.isLocked));
  assert.ok(!whatsapp.participants.some((one) => one.groupId === people.groupNotSynced.chatId));
});

test("people of the map have the chats that it names", () => {
  const chats = new Set(whatsapp.chats.map((chat) => chat.id));
  for (const [role, one] of Object.entries(people)) {
    for (const entry of role === "all" ? Object.values(one).flat() : [one].flat()) {
      if (entry.chatId !== null) assert.ok(chats.has(entry.chatId), `${role} ${entry.name}`);
    }
  }
  assert.equal(people.savedWithoutChat.chatId, null);
});

test("unread chats end with a message from somebody else", () => {
  const unread = whatsapp.chats.filter((chat) => chat.unreadCount > 0);
  assert.ok(unread.length >= 5);
  for (const chat of unread) assert.equal(whatsapp.messages[chat.id].slice(-chat.unreadCount).some((one) => one.fromMe), false, chat.id);
});

test("numbers of the United States and Britain are fictional ones", () => {
  const all = JSON.stringify(demoWorld()).match(/(?:^|\D)(1212\d{7}|4420\d{8})(?=@)/g) ?? [];
  assert.ok(all.length > 4);
  for (const one of all) assert.match(one, /121255501\d\d|442079460\d{3}/);
});
