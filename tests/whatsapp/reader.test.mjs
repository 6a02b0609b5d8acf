/** The page reader on the default page: whichever chat is open, the right identity or the right reason for none. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { contactRows, group, person, world } from "../world/build.mjs";
import { demoWorld, people } from "../world/demo.mjs";
import { random } from "../world/random.mjs";
import { readerStage } from "./reader.mjs";

let theatre;
let seat;
before(async () => {
  const prompt = demoWorld();
  prompt.whatsapp.options = { lateNewest: false };
  theatre = await readerStage(prompt);
  seat = await fresh();
});
after(() => theatre.close());

const numberOf = (one) => ({ is: "person", number: one.digits });
const shown = ({ is, number }) => ({ is, number });

/** A fresh page; it ends the one before. */
async function fresh(given = {}) {
  const other = await theatre.visit(given);
  await other.ready();
  return other;
}

const SHAPES = ["exact", "unsaved", "business", "phoneRowOnly", "twoLids", "lidLikePhone", "recordsByPhone", "mexico", "argentina", "brazil", "long"];

for (const role of SHAPES) {
  test(`S-42 ${role}: the number is the contact's, and the LID belongs to it`, async () => {
    const conclusion = await seat.meet(people[role].chatId);
    assert.deepEqual(shown(conclusion), numberOf(people[role]));
    if (people[role].lid) assert.ok(conclusion.lids.includes(people[role].lid));
  });
}

test("S-42 two people of one name stay two", async () => {
  for (const one of people.namesakes) assert.deepEqual(shown(await seat.meet(one.chatId)), numberOf(one));
});

test("I-11 whoever hides the number is known by LID alone, and no digits are taken for a number", async () => {
  for (const role of ["lidOnly", "usernameOnly"]) {
    const conclusion = await seat.meet(people[role].chatId);
    assert.deepEqual(shown(conclusion), { is: "person", number: null });
    assert.deepEqual(conclusion.lids, [people[role].lid]);
  }
});

test("I-12 a channel, a locked chat, one's own notes and a community's announcements are nobody", async () => {
  for (const role of ["channel", "locked", "self", "groupAnnouncements"]) {
    assert.equal((await seat.meet(people[role].chatId)).is, "not_a_person", role);
  }
});

test("S-43 a group is its members with their numbers, without oneself; hidden numbers are counted", async () => {
  for (const role of ["group12", "group40", "groupStrangers", "groupByPhone"]) {
    const { members, ...conclusion } = await seat.meet(people[role].chatId);
    assert.deepEqual([conclusion.is, conclusion.group, conclusion.subject, conclusion.incomplete], ["group", people[role].chatId, people[role].name, false]);
    const sorted = (list) => list.map((one) => one ?? "hidden").sort();
    assert.deepEqual(sorted(members.map((one) => one.number)), sorted(people[role].members.map((one) => one.digits)), role);
  }
});

test("S-43 groups of one name are told apart by what is in them; a group that is not synced says so", async () => {
  for (const one of people.equalSubjects) assert.equal((await seat.meet(one.chatId)).group, one.chatId);
  const { incomplete, members } = await seat.meet(people.groupNotSynced.chatId);
  assert.deepEqual([incomplete, members], [true, []]);
});

test("S-42 opened by mouse, by arrow keys and Enter", async () => {
  const from = seat.facts.length;
  await seat.page.click(`#pane-side [title="${people.exact.name}"]`);
  assert.deepEqual(shown((await seat.outcome(from)).conclusion), numberOf(people.exact));
  const next = seat.facts.length;
  await seat.page.keyboard.press("ArrowDown");
  await seat.page.keyboard.press("Enter");
  const opened = await seat.outcome(next);
  assert.deepEqual([opened.conclusion.is, opened.conclusion.group], ["group", people.group12.chatId]);
});

test("INV-13 fifty switches 100 ms apart end on the last chat, and none is ever said under another's title", async () => {
  const [last, ...turns] = [people.exact, people.national, people.unmatched, people.phoneRowOnly, people.lidLikePhone];
  const from = seat.facts.length;
  await seat.drive("openEach", [...Array.from({ length: 49 }, (_, index) => turns[index % turns.length].chatId), last.chatId], 100);
  const end = await seat.until((all) => all.slice(from).find((one) => one.title === last.name && one.conclusion?.is === "person"));
  const said = seat.facts.slice(from);
  assert.deepEqual(shown(end.conclusion), numberOf(last));
  assert.equal(end, said.findLast((one) => ["switch", "chat", "no_chat"].includes(one.kind)));
  for (const one of said.filter((fact) => fact.conclusion?.is === "person")) {
    assert.equal(one.conclusion.number, [last, ...turns].find((turn) => turn.name === one.title)?.digits, one.title);
  }
  const generations = said.map((one) => one.generation).filter(Boolean);
  assert.deepEqual(generations, [...generations].sort((a, b) => a - b));
});

test("the app starts over: the chat that is open again is found again", async () => {
  await seat.meet(people.national.chatId);
  const from = seat.facts.length;
  await seat.drive("remountApp");
  assert.deepEqual(shown((await seat.outcome(from)).conclusion), numberOf(people.national));
});

test("S-38 the newest chats are told when the list changes", async () => {
  const from = seat.facts.length;
  await seat.drive("receive", people.unmatched.chatId, "Are you there?");
  const { chats, contacts } = await seat.until((all) => all.slice(from).find((one) => one.kind === "chats_changed"));
  assert.equal(chats[0].id, people.unmatched.chatId);
  assert.ok(contacts.some((row) => row.phoneNumber === `${people.unmatched.digits}@c.us`));
});

test("no page error came of all this", () => assert.deepEqual(seat.faults, []));

test("S-42 opened by a link", async () => {
  const page = await fresh({ path: `/send?phone=${people.exact.digits}` });
  assert.deepEqual(shown((await page.outcome()).conclusion), numberOf(people.exact));
});

test("I-09 no chat is open at the start and after closing", async () => {
  const page = await fresh();
  assert.equal((await page.outcome()).kind, "no_chat");
  await page.meet(people.exact.chatId);
  const from = page.facts.length;
  await page.drive("close");
  assert.equal((await page.outcome(from)).kind, "no_chat");
});

test("TH-3b a hidden second conversation is never reported, with none open, beside an open one, and becomes one by style alone", async () => {
  const page = await fresh();
  await page.drive("preload", people.exact.chatId);
  const from = page.facts.length;
  await page.drive("receive", people.unmatched.chatId, "Something happens in the list");
  await page.until((all) => all.slice(from).find((one) => one.kind === "chats_changed"));
  assert.equal(page.facts.some((one) => one.kind === "switch"), false);
  assert.deepEqual(shown(await page.meet(people.national.chatId)), numberOf(people.national));
  await page.drive("preload", people.unsaved.chatId);
  assert.deepEqual(shown(await page.meet(people.exact.chatId)), numberOf(people.exact));
  await page.drive("preload", people.unsaved.chatId);
  assert.deepEqual(shown(await page.meet(people.unsaved.chatId)), numberOf(people.unsaved));
  const said = page.facts.filter((one) => one.conclusion?.is === "person").map((one) => one.conclusion.number);
  assert.deepEqual([...new Set(said)], [people.national, people.exact, people.unsaved].map((one) => one.digits));
});

test("one opening is one generation, whatever the header shows meanwhile", async () => {
  const page = await fresh();
  await page.drive("set", { headerSteps: true, rowDelay: 400 });
  await page.meet(people.exact.chatId);
  await page.until((all) => all.find((one) => one.title === people.exact.name));
  await page.drive("rename", people.exact.jid, "Ana at home");
  await page.until((all) => all.find((one) => one.conclusion?.name === "Ana at home"));
  await page.drive("typing", people.exact.chatId);
  await page.drive("receive", people.exact.chatId, "One more question");
  await page.drive("openInfoDrawer");
  await page.drive("modal", true);
  await page.drive("modal", false);
  await page.drive("scroll", "up");
  assert.equal(page.facts.filter((one) => one.kind === "switch").length, 1);
  const said = page.facts.filter((one) => one.conclusion?.is === "person");
  assert.deepEqual([...new Set(said.map((one) => one.conclusion.number))], [people.exact.digits]);
});

test("B-03 a hidden number that becomes known is told for the open chat", async () => {
  const page = await fresh();
  assert.equal((await page.meet(people.lidOnly.chatId)).number, null);
  await page.drive("revealNumber", people.lidOnly.jid, "5551988887766");
  const { conclusion } = await page.until((all) => all.find((one) => one.conclusion?.number));
  assert.deepEqual([conclusion.number, conclusion.lids], ["5551988887766", [people.lidOnly.lid]]);
  assert.equal(page.facts.filter((one) => one.kind === "switch").length, 1);
});

test("B-03 F36 a number that is revealed, changed and withdrawn while the chat is open is told each time, and it stays one person", async () => {
  const page = await fresh();
  const { lids } = await page.meet(people.lidOnly.chatId);
  for (const digits of ["5551988887766", "5551988887755", null]) {
    const from = page.facts.length;
    await page.drive("revealNumber", people.lidOnly.jid, digits);
    const { conclusion } = await page.until((all) => all.slice(from).find((one) => one.conclusion?.is === "person" && one.conclusion.number === digits));
    assert.deepEqual(conclusion.lids, lids, `${digits}`);
  }
  assert.equal(page.facts.filter((one) => one.kind === "switch").length, 1);
});

test("I-25 who joins or leaves an open group is told without another opening", async () => {
  const page = await fresh();
  const before = (await page.meet(people.group12.chatId)).members.map((one) => one.number);
  await page.drive("joinGroup", people.group12.chatId, people.wrongCode.jid);
  const joined = await page.until((all) => all.findLast((one) => one.conclusion?.members?.length === before.length + 1));
  assert.ok(joined.conclusion.members.some((one) => one.number === people.wrongCode.digits));
  await page.drive("leaveGroup", people.group12.chatId, people.exact.jid);
  const left = await page.until((all) => all.findLast((one) => one.conclusion?.members?.length === before.length && one !== all[0] && one.at > joined.at));
  assert.equal(left.conclusion.members.some((one) => one.number === people.exact.digits), false);
  assert.equal(page.facts.filter((one) => one.kind === "switch").length, 1);
});

test("a chat without messages: a number in the title is somebody, a name is not", async () => {
  const empty = [
    person({ name: "Empty Saved", digits: "12125550150", messages: [] }),
    person({ digits: "12125550151", pushname: "Empty", saved: false, messages: [] }),
  ];
  const page = await fresh({ world: world(empty) });
  const { conclusion, settled, problems } = await page.open(empty[0].chatId);
  assert.deepEqual([conclusion, settled, problems], [{ is: "unresolved", why: "no_messages" }, true, ["no_rows"]]);
  assert.deepEqual(shown(await page.meet(empty[1].chatId)), numberOf(empty[1]));
  const from = page.facts.length;
  await page.drive("open", empty[0].chatId);
  await page.drive("set", { persistDelay: 0 });
  await page.drive("receive", empty[0].chatId, "The first word");
  const first = await page.until((all) => all.slice(from).find((one) => one.conclusion?.is === "person" && one.title === empty[0].name));
  assert.deepEqual(shown(first.conclusion), numberOf(empty[0]));
});

test("B-03 the first message of a chat that has long been open is noticed as soon as it is stored", async () => {
  const [empty] = [person({ name: "Empty Saved", digits: "12125550150", messages: [] })];
  const page = await fresh({ world: world([empty]) });
  await page.open(empty.chatId);
  // As after minutes: the tries that follow an opening are over, and far apart.
  await page.until((all) => all.findLast((one) => one.kind === "chat")?.exhausted);
  await page.inside("page.cancel('retry')");
  await page.drive("set", { persistDelay: 2_000 });
  await page.drive("receive", empty.chatId, "The first word");
  const first = await page.until((all) => all.find((one) => one.conclusion?.is === "person"), 6_000);
  assert.deepEqual(shown(first.conclusion), numberOf(empty));
});

test("TH-2 a title that somebody has chosen decides nothing while their message is on screen and not yet stored", async () => {
  const client = person({ name: "Client", digits: "12125550150" });
  const liar = person({ name: "+1 212 555 0150", digits: "12125550151", talk: "them: Hello" });
  const page = await fresh({ world: world([client, liar], { options: { lateNewest: true, persistDelay: 2_500 } }) });
  await page.drive("open", liar.chatId);
  await page.until((all) => all.findLast((one) => one.kind === "chat")?.keys.length > 0);
  const said = page.facts.filter((one) => one.kind === "chat").map((one) => one.conclusion);
  assert.ok(said.length > 1 && said.every((one) => one.is === "unresolved"), JSON.stringify(said));
});

test("TH-3b with hidden conversations coming and going at random, nobody is told but who is on screen", async () => {
  const page = await fresh({ world: demoWorld() });
  const dice = random("hidden twins");
  const cast = ["exact", "national", "unsaved", "mexico", "business"].map((role) => people[role]);
  const from = page.facts.length;
  let last = cast[0];
  for (let step = 0; step < 40; step += 1) {
    if (dice.below(2) === 0) await page.drive("preload", dice.pick(cast).chatId);
    if (dice.below(3) > 0) await page.drive("open", (last = dice.pick(cast)).chatId);
    await page.page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), dice.below(400));
  }
  await page.drive("open", (last = dice.pick(cast)).chatId);
  await page.until((all) => all.findLast((one) => ["switch", "chat", "no_chat"].includes(one.kind))?.conclusion?.number === last.digits);
  for (const one of page.facts.slice(from).filter((fact) => fact.conclusion?.is === "person")) {
    const shownAs = cast.find((other) => other.name === one.title || one.title.replace(/\D/g, "") === other.digits);
    assert.equal(one.conclusion.number, shownAs?.digits, one.title);
  }
});

test("I-10 while the database is late, nothing is concluded; then the right person", async () => {
  const single = person({ name: "Single Message", digits: "12125550152", talk: "them: Hello" });
  const page = await fresh({ world: world([single], { options: { lateNewest: true, persistDelay: 2_500 } }) });
  const from = page.facts.length;
  assert.deepEqual(shown(await page.meet(single.chatId)), numberOf(single));
  const before = page.facts.slice(from).filter((one) => one.kind === "chat" && one.conclusion.is !== "person");
  assert.ok(before.length > 0 && before.every((one) => one.conclusion.is === "unresolved"));
});

test("C10, I-32 after a sign-out nothing is said of the old account, and the next one is another", async () => {
  const page = await fresh({ variant: "C10" });
  await page.meet(people.exact.chatId);
  const accounts = () => page.facts.map((one) => one.judged?.account).filter(Boolean);
  const [mine] = accounts();
  const from = page.facts.length;
  await page.drive("logout");
  await page.until((all) => all.slice(from).find((one) => one.state === "logged_out"));
  assert.equal(page.facts.slice(from).some((one) => one.kind === "chat"), false);
  await page.drive("login");
  await page.until((all) => all.slice(from).find((one) => one.state === "ready"));
  assert.notEqual(accounts().at(-1), mine);
  assert.deepEqual(shown(await page.meet(people.exact.chatId)), numberOf(people.exact));
});

test("S-16 all contacts: every row of the stores, and exactly the people to match", async () => {
  const page = await fresh();
  const { rows, people: found, slices } = await page.snapshot(1, ["contact", "chat", "participant"]);
  for (const store of ["contact", "chat", "participant"]) {
    const key = (row) => row.id ?? row.groupId;
    assert.deepEqual(rows(store).map(key).sort(), (await page.drive("dump", store)).map(key).sort(), store);
  }
  assert.deepEqual(slices.filter((one) => one.last).length, 1);
  assert.equal(JSON.stringify(slices).includes("OpaqueData"), false);
  const numbers = found.map((one) => one.number);
  assert.equal(new Set(numbers).size, numbers.length);
  const listed = ["exact", "unsaved", "savedWithoutChat", "twoLids", "lidLikePhone", "phoneRowOnly", "business", "mexico"];
  for (const role of listed) assert.ok(numbers.includes(people[role].digits), role);
  assert.equal(numbers.includes(people.locked.digits) || numbers.includes(people.self.digits), false);
});

test("B-08 all contacts again: only what has changed since crosses the port, removals too, and all of it for whoever has not the rest", async () => {
  const page = await fresh();
  const stores = ["contact", "chat", "participant"];
  const digitsOf = (answer) => answer.people.map((one) => one.number).sort();
  const crossed = ({ slices }) => slices.flatMap((one) => [...one.rows.map((row) => row.id ?? row.groupId), ...(one.gone ?? [])]).sort();
  const whole = await page.snapshot(1, stores);
  const same = await page.snapshot(2, stores, whole.slices[0].version);
  assert.deepEqual([crossed(same), digitsOf(same)], [[], digitsOf(whole)]);

  await page.drive("revealNumber", people.unmatched.jid, "5551988887766");
  await page.drive("leaveGroup", people.group12.chatId, people.exact.jid);
  const [row] = contactRows(person({ name: "New", digits: "12125550159", mirror: false }));
  await page.drive("addContact", row);
  const gone = [people.savedWithoutChat.jid, `${people.savedWithoutChat.digits}@s.whatsapp.net`];
  await page.page.evaluate((keys) => new Promise((done, fail) => {
    indexedDB.open("model-storage").onsuccess = ({ target: { result: database } }) => {
      const transaction = database.transaction("contact", "readwrite");
      for (const key of keys) transaction.objectStore("contact").delete(key);
      Object.assign(transaction, { onerror: fail, oncomplete: () => done(database.close()) });
    };
  }), gone);
  const changed = await page.snapshot(3, stores, same.slices[0].version);
  for (const key of [...gone, row.id, people.unmatched.jid, people.group12.chatId]) assert.ok(crossed(changed).includes(key), key);
  assert.ok(crossed(changed).length < 12, `${crossed(changed)}`);
  const all = await page.snapshot(4, stores, "of another life");
  assert.deepEqual(digitsOf(all), digitsOf(changed));
  assert.deepEqual(all.slices.map((one) => one.since).filter(Boolean), []);
  const numbers = digitsOf(changed);
  assert.deepEqual([people.savedWithoutChat.digits, "12125550159"].map((digits) => numbers.includes(digits)), [false, true]);
});

test("a missing store fails the snapshot: no contacts would be a lie", async () => {
  const broken = { ...demoWorld().whatsapp, variant: "drift", drift: [{ store: "contact", becomes: "contacts" }] };
  const page = await fresh({ world: broken });
  await assert.rejects(page.snapshot(1, ["contact", "chat"]), /no_store:contact/);
  await assert.rejects(page.snapshot(2, ["message"]), /no_store/);
});

test("the engine stops and wakes: nothing is repeated in vain, and whoever listens next is told what stands", async () => {
  const page = await fresh();
  await page.meet(people.exact.chatId);
  const from = page.facts.length;
  await page.drop();
  await page.knock();
  const hello = await page.until((all) => all.slice(from).find((one) => one.kind === "hello"));
  assert.deepEqual([hello.state, hello.build, hello.ownWid], ["ready", "1048032155_main", '"5511981234567:12@c.us"']);
  const told = await page.until((all) => all.slice(from).find((one) => one.kind === "chat"));
  assert.deepEqual(shown(told.conclusion), numberOf(people.exact));
  await page.drop();
  const silent = page.facts.length;
  assert.deepEqual(shown(await page.meet(people.national.chatId)), numberOf(people.national));
  assert.equal(page.facts.slice(silent).filter((one) => one.kind === "connected").length, 1);
});

test("S-43 B-08 I-26 a group of 1,024 members, asked for in bunches while the page goes on", async () => {
  const crowd = Array.from({ length: 1_024 }, (_, index) => person({ name: `Member ${index}`, digits: `55119${String(80_000_000 + index)}`, mirror: false, chat: null }));
  const big = group({ subject: "Everybody", members: crowd });
  const page = await fresh({ world: world([big]) });
  await page.drive("watchLag", true);
  const { members } = await page.meet(big.chatId);
  assert.equal(new Set(members.map((one) => one.number)).size, 1_024);
  // Other tasks had their turn between the bunches.
  assert.ok((await page.drive("watchLag", false)).samples > 5);
});
