/** The helpers make worlds that hold together. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contactRows, group, hubspotContact, largeWorld, person, phone, SELF, world } from "./build.mjs";
import { talk } from "./talk.mjs";

test("a migrated person has a LID row with the number, and a mirror row", () => {
  const rows = contactRows(person({ name: "Anna Example", digits: "12125550101", lid: "205550000000001", oldName: "Anna" }));
  assert.deepEqual(rows.map((row) => [row.id, row.phoneNumber, row.name]), [["205550000000001@lid", "12125550101@c.us", "Anna Example"], ["12125550101@s.whatsapp.net", undefined, "Anna"]]);
});

test("a chat keyed by phone carries the LID of its account", () => {
  const { whatsapp } = world([person({ name: "Anna", digits: "12125550101", lid: "205550000000001", chat: "phone" })]);
  assert.deepEqual(whatsapp.chats.map((chat) => [chat.id, chat.accountLid]), [["12125550101@c.us", "205550000000001@lid"]]);
});

test("group members are addressed by LID or by phone, oneself last", () => {
  const member = person({ name: "Anna", digits: "12125550101", lid: "205550000000001" });
  const rows = (lidMode) => world([group({ subject: "Team", members: [member], lidMode })]).whatsapp.participants[0].participants;
  assert.deepEqual(rows(true), ["205550000000001@lid", `${SELF.lid}@lid`]);
  assert.deepEqual(rows(false), ["12125550101@c.us", `${SELF.digits}@c.us`]);
});

test("a talk becomes messages in time, ending at the given second", () => {
  const messages = talk("them: Hi\n-- 1d\nme+reply: Hi >> Hello\nthem+poll: Which? | A | B", { seed: "x", end: 1_000_000 });
  assert.deepEqual(messages.map((one) => [one.fromMe, one.type, one.text]), [[false, "chat", "Hi"], [true, "chat", "Hello"], [false, "poll", "Which?"]]);
  assert.equal(messages[2].t, 1_000_000);
  assert.ok(messages[1].t - messages[0].t > 86_400);
  assert.throws(() => talk("nobody: Hi", { seed: "x", end: 1 }), /nobody is called nobody/);
});

test("phone styles", () => {
  const cases = { plus: "+5511987654321", dashed: "+55 11 98765-4321", brackets: "+55 (11) 98765-4321", zeros: "0055 11 98765 4321", trunkmark: "+55 (0)11 98765 4321", bare: "5511987654321", national: "(11) 98765-4321", run: "11987654321", trunk: "011 98765 4321" };
  for (const [style, text] of Object.entries(cases)) assert.equal(phone("5511987654321", style), text);
});

test("contacts get ids that deals can refer to", () => {
  const { hubspot } = world([hubspotContact({ firstname: "A", phone: "1" }), hubspotContact({ id: "7", firstname: "B" })]);
  assert.deepEqual(hubspot.contacts.map((one) => one.id), ["900001", "7"]);
});

test("a large world has the sizes and matches asked for", () => {
  const { whatsapp, hubspot, expected } = largeWorld({ contacts: 3000, whatsapp: 1000, matchRate: 0.4, seed: 3 });
  assert.equal(expected.exact, 400);
  assert.equal(hubspot.contacts.length, 3000);
  assert.equal(whatsapp.chats.length, 100);
  const numbers = whatsapp.contacts.map((row) => row.phoneNumber).filter(Boolean);
  assert.equal(new Set(numbers).size, 1001);
});
