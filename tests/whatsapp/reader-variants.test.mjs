/** The page reader on every shape that the page has had or may get: the right identity, or an honest "unknown", never a wrong one. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, world } from "../world/build.mjs";
import { demoWorld, people } from "../world/demo.mjs";
import { readerStage } from "./reader.mjs";

let theatre;
before(async () => {
  const prompt = demoWorld();
  prompt.whatsapp.options = { lateNewest: false };
  theatre = await readerStage(prompt);
});
after(() => theatre.close());

async function visit(given) {
  const seat = await theatre.visit(given);
  await seat.ready();
  return seat;
}

/** Number and LIDs of a conclusion about a person; anything else by its name. */
const who = (conclusion) => (conclusion.is === "person" ? [conclusion.number, ...conclusion.lids] : conclusion.is);
const digitsOf = (list) => list.map((one) => one.digits).filter(Boolean).sort();

/** Whoever is only hovered is never said, neither with no chat open nor beside an open one; what was hidden becomes open by style alone. */
async function hover(seat, from = seat.facts.length) {
  await seat.drive("close");
  await seat.until((all) => all.slice(from).find((one) => one.kind === "no_chat"));
  await seat.drive("preload", people.long.chatId);
  await seat.drive("receive", people.unmatched.chatId, "Something happens in the list");
  const opened = seat.facts.length;
  assert.equal((await seat.meet(people.phoneRowOnly.chatId)).number, people.phoneRowOnly.digits);
  assert.equal(seat.facts.slice(from, opened).some((one) => one.kind === "switch"), false);
  await seat.drive("preload", people.long.chatId);
  assert.equal(seat.facts.slice(from).some((one) => one.conclusion?.number === people.long.digits), false);
  assert.equal((await seat.meet(people.long.chatId)).number, people.long.digits);
}

/** Oneself, a chat that is locked and a channel are known to be nobody. */
async function nobodies(seat) {
  for (const role of ["self", "locked", "channel"]) assert.equal(who(await seat.meet(people[role].chatId)), "not_a_person", role);
}

/** All contacts, as the shape with the fewest oddities has them: the same people whatever the page looks like. */
const LISTED = ["exact", "unsaved", "savedWithoutChat", "twoLids", "lidLikePhone", "phoneRowOnly", "business", "mexico", "argentina", "brazil"];
async function list(seat) {
  const { people: found } = await seat.snapshot(1, ["contact", "chat"]);
  const numbers = found.map((one) => one.number);
  assert.equal(new Set(numbers).size, numbers.length);
  for (const role of LISTED) assert.ok(numbers.includes(people[role].digits), role);
  for (const digits of [people.self.digits, people.locked.digits, people.lidLikePhone.lid, "0", "16505361212", "13135550002"]) {
    assert.equal(numbers.includes(digits), false, digits);
  }
  return numbers.sort();
}

/** The last chat of many quick switches is the one that is known at the end, and no other is ever said under its title. */
async function hurry(seat, expected = (one) => one.digits) {
  const [last, ...turns] = [people.exact, people.phoneRowOnly, people.long, people.lidLikePhone];
  const from = seat.facts.length;
  await seat.drive("openEach", [...Array.from({ length: 49 }, (_, index) => turns[index % turns.length].chatId), last.chatId], 100);
  await seat.until((all) => all.slice(from).find((one) => one.title === last.name && one.conclusion?.is === "person"));
  for (const { title, conclusion } of seat.facts.slice(from).filter((one) => one.conclusion?.is === "person")) {
    assert.equal(conclusion.number, expected([last, ...turns].find((one) => one.name === title)), title);
  }
}

for (const variant of ["A", "A-children"]) {
  test(`S-42 S-43 I-12 INV-13 TH-3b ${variant}: people by number, groups by their members, oneself and a locked chat as nobody`, async () => {
    const seat = await visit({ variant });
    for (const role of ["exact", "unsaved", "phoneRowOnly", "lidLikePhone", "mexico", "business", "twoLids"]) {
      assert.deepEqual(who(await seat.meet(people[role].chatId)), [people[role].digits], role);
    }
    for (const one of people.namesakes) assert.deepEqual(who(await seat.meet(one.chatId)), [one.digits]);
    await nobodies(seat);
    for (const role of ["group12", "groupByPhone"]) {
      assert.deepEqual((await seat.meet(people[role].chatId)).members.map((one) => one.number).sort(), digitsOf(people[role].members), role);
    }
    await hurry(seat);
    await hover(seat);
    await list(seat);
    assert.deepEqual(seat.faults, []);
  });
}

test("A-children: a chat without messages after another is another chat, though #main and everything in sight but the title is the same", async () => {
  const empty = ["12125550150", "12125550151"].map((digits) => person({ digits, pushname: "Empty", saved: false, messages: [] }));
  const seat = await visit({ variant: "A-children", world: world(empty) });
  for (const one of [...empty, ...empty]) {
    await seat.drive("open", one.chatId);
    const { generation } = await seat.until((all) => [all.at(-1)].find((fact) => fact.conclusion?.number === one.digits));
    assert.ok(generation);
  }
  assert.equal(seat.facts.filter((one) => one.kind === "switch").length, 4);
});

test("S-42 S-43 I-12 INV-13 TH-3b A-prime: chats by LID and by number, a stale mapping beside the contact store", async () => {
  const seat = await visit({ variant: "A-prime" });
  const mapped = (await seat.drive("dump", "lid-pn-mapping")).find((row) => row.id === people.exact.jid);
  assert.match(mapped.phoneNumber, /^\d+@/);
  assert.ok(!mapped.phoneNumber.startsWith(people.exact.digits), "the mapping is stale");
  for (const role of ["exact", "unsaved", "phoneRowOnly", "lidLikePhone", "long", "mexico"]) {
    assert.equal((await seat.meet(people[role].chatId)).number, people[role].digits, role);
  }
  for (const one of people.namesakes) assert.equal((await seat.meet(one.chatId)).number, one.digits);
  assert.deepEqual(who(await seat.meet(people.lidOnly.chatId)), [null, people.lidOnly.lid]);
  const { members } = await seat.meet(people.group12.chatId);
  assert.equal(members.length, people.group12.members.length);
  for (const { number, lids } of members) {
    const [, digits] = people.group12.members.map((one) => [one.jid, one.digits]).find(([jid]) => lids.some((lid) => jid === `${lid}@lid`));
    assert.ok(number === null || number === digits, `${lids} ${number}`);
  }
  assert.ok(members.some((one) => one.number));
  await nobodies(seat);
  await hurry(seat);
  await hover(seat);
  await list(seat);
  assert.deepEqual(seat.faults, []);
});

for (const variant of ["C1", "C2", "C6", "C9"]) {
  test(`S-42 S-43 I-11 I-12 INV-13 TH-3b F32 ${variant}: nothing that identity rests on has changed`, async () => {
    const seat = await visit({ variant });
    for (const role of ["exact", "unsaved", "phoneRowOnly", "lidLikePhone"]) assert.equal((await seat.meet(people[role].chatId)).number, people[role].digits, role);
    assert.deepEqual(who(await seat.meet(people.lidOnly.chatId)), [null, people.lidOnly.lid]);
    await nobodies(seat);
    const { group, members } = await seat.meet(people.group12.chatId);
    assert.deepEqual([group, members.length], [people.group12.chatId, people.group12.members.length]);
    await hurry(seat);
    await hover(seat);
    await list(seat);
    assert.ok((await seat.drive("observed")).upgrades.every((one) => !one.blocked));
    assert.deepEqual(seat.faults, []);
  });
}

test("C9: right to left, the sidebar stands on the other side", async () => {
  const seat = await visit({ variant: "C9" });
  await seat.until((all) => all.find((one) => one.kind === "frame"));
  const { left, right } = await seat.page.evaluate(() => document.getElementById("app").getBoundingClientRect().toJSON());
  assert.deepEqual([left, right, seat.facts.find((one) => one.kind === "hello").dir], [360, 1440, "rtl"]);
});

test("I-31 TH-18 C3: without row ids a name is nobody and says so; a number in the title still is somebody", async () => {
  const seat = await visit({ variant: "C3" });
  for (const role of ["exact", "group12", "self"]) {
    const from = seat.facts.length;
    await seat.drive("open", people[role].chatId);
    const { conclusion, problems } = await seat.until((all) => all.slice(from).find((one) => one.exhausted));
    assert.deepEqual([conclusion, problems], [{ is: "unresolved", why: "no_evidence" }, ["no_rows"]], role);
    // Nothing else was ever said of it.
    assert.ok(seat.facts.slice(from).every((one) => !one.conclusion || one.conclusion.is === "unresolved"), role);
  }
  assert.equal((await seat.meet(people.unsaved.chatId)).number, people.unsaved.digits);
});

for (const variant of ["C4", "C7"]) {
  test(`B-03 TH-18 F33 F34 ${variant}: without numbers in the contact store people are known by LID, and no number is made up`, async () => {
    const seat = await visit({ variant });
    for (const role of ["exact", "lidLikePhone", "unsaved"]) assert.deepEqual(who(await seat.meet(people[role].chatId)), [null, people[role].lid], role);
    assert.equal((await seat.meet(people.phoneRowOnly.chatId)).number, people.phoneRowOnly.digits);
    const { members } = await seat.meet(people.group12.chatId);
    assert.deepEqual([members.length, members.filter((one) => one.number && !people.group12.members.some(({ digits }) => digits === one.number))], [people.group12.members.length, []]);
    const { people: found } = await seat.snapshot(1, ["contact", "chat"]);
    const known = new Set(demoWorld().whatsapp.contacts.map((row) => (row.phoneNumber ?? row.id).split("@")[0]));
    for (const { number } of found) assert.ok(known.has(number), number);
    assert.equal(found.some((one) => one.number === people.lidLikePhone.lid), false);
  });
}

/** Which try finds the places of an open chat, by shape of the page: the others at the first. */
const [BY_TAB, BY_TESTID] = [["title:2"], ["conversation:2"]];
const TRIES = {
  B: [], A: BY_TAB, "A-children": BY_TAB, "A-prime": BY_TAB, C1: BY_TESTID, C2: BY_TAB, C3: [], C4: [], C6: [], C7: [], C8: [], C9: [],
};
const PLACES = ["app", "list", "activeRow", "conversation", "title", "subtitle"];

test("H11 every place is found once on every shape of the page, and by which try is said", async () => {
  const found = {};
  for (const variant of Object.keys(TRIES)) {
    const seat = await visit({ variant });
    await seat.drive("open", people.exact.chatId);
    const { fallbacks } = await seat.until((all) => all.findLast((one) => one.kind === "chat"));
    found[variant] = fallbacks;
    assert.deepEqual(await seat.inside(`${JSON.stringify(PLACES)}.filter((place) => !selectors.find(place))`), [], variant);
  }
  assert.deepEqual(found, TRIES);
});
