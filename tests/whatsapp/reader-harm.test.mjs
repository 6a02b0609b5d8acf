/** The page reader harms nothing: it only reads, leaves three marks, and takes them away when it must go. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { contactRows, group, person, world } from "../world/build.mjs";
import { demoWorld, people } from "../world/demo.mjs";
import { readerStage, TEXTS } from "./reader.mjs";
import { until } from "./testing.mjs";

/** Nothing of the app's own is written late, so any difference is somebody else's. */
const still = demoWorld();
still.whatsapp.options = { lateNewest: false };

let theatre;
before(async () => {
  theatre = await readerStage(still, { probe: true });
});
after(() => theatre.close());

async function visit(given) {
  const seat = await theatre.visit(given);
  await seat.ready();
  return seat;
}

/** A page with a sidebar and a chat open in it. */
async function busy(given) {
  const seat = await visit(given);
  await seat.until((all) => all.find((one) => one.kind === "frame"));
  await seat.meet(people.exact.chatId);
  return seat;
}

const frames = (page) => page.frames().filter((one) => one.url().startsWith("chrome-extension://")).length;

test("TH-19 WhatsApp's database is never created, upgraded or written; every transaction is readonly", async () => {
  const seat = await visit();
  const before = await seat.drive("digest");
  for (const role of ["exact", "unsaved", "lidOnly", "group40", "groupNotSynced", "channel", "locked", "phoneRowOnly"]) await seat.open(people[role].chatId);
  await seat.snapshot(1, ["contact", "chat", "participant"]);
  assert.deepEqual(await seat.drive("digest"), before);
  const { opened, transactions, writes } = await seat.inside("probe");
  assert.ok(transactions.length > 10 && transactions.every((one) => one.mode === "readonly"));
  assert.ok(opened.length > 0 && opened.every((one) => one.name === "model-storage" && one.version === null));
  assert.deepEqual(writes, []);
  const { databases, upgrades, storage, databaseAtStart } = await seat.drive("observed");
  assert.deepEqual([databases, upgrades, storage, databaseAtStart], [{ "model-storage": 1670, wawc: 10, "signal-storage": 10 }, [], [], null]);
});

for (const variant of ["A", "A-children", "A-prime", "C1", "C2", "C3", "C4", "C7", "C9"]) {
  test(`TH-19 ${variant}: here too every transaction is readonly, and the database stays as it was`, async () => {
    const seat = await visit({ variant });
    const before = await seat.drive("digest");
    for (const role of ["exact", "group12", "unsaved"]) await seat.open(people[role].chatId);
    await seat.snapshot(1, ["contact", "chat"]);
    assert.deepEqual(await seat.drive("digest"), before);
    const { opened, transactions, writes } = await seat.inside("probe");
    assert.ok(transactions.length > 3 && transactions.every((one) => one.mode === "readonly"));
    assert.ok(opened.every((one) => one.name === "model-storage" && one.version === null));
    assert.deepEqual([writes, (await seat.drive("observed")).upgrades], [[], []]);
  });
}

test("TH-19 no server is asked, nothing is said or done to the page", async () => {
  const seat = await busy();
  await seat.meet(people.group40.chatId);
  const { requests, words } = await seat.inside("probe");
  assert.deepEqual([requests, words], [[], []]);
  const { untrusted, messages, violations, listeners } = await seat.drive("observed");
  assert.deepEqual([untrusted, messages, violations, listeners, seat.faults], [[], [], [], [], []]);
});

test("TH-19 one host element, one style element, one class on html, and nothing else whatever happens", async () => {
  const seat = await busy();
  for (const role of ["national", "group12", "unsaved"]) await seat.meet(people[role].chatId);
  await seat.drive("toggleTheme");
  await seat.drive("openInfoDrawer");
  await seat.drive("modal", true);
  await seat.drive("modal", false);
  await seat.drive("remountApp");
  await seat.drive("scroll", "up");
  const { outside, foreign, htmlClass, headStyles, bodyChildren } = await seat.drive("observed");
  assert.deepEqual(outside, []);
  assert.deepEqual([...new Set(foreign.map((one) => one.place))].sort(), ["class", "host", "style"]);
  assert.equal(htmlClass.split(" ").length, 1);
  assert.equal(headStyles, 1);
  assert.equal(bodyChildren.filter((one) => !/^(div#app|script)/.test(one)).length, 1);
  const { width, style } = await seat.page.evaluate(() => {
    const app = document.getElementById("app");
    return { width: app.getBoundingClientRect().width, style: app.getAttribute("style") };
  });
  assert.deepEqual([width, style, frames(seat.page)], [1440 - 360, null, 1]);
});

test("TH-19 listeners: one on the document, none for what a person does, none on what is WhatsApp's", async () => {
  const seat = await busy();
  assert.deepEqual(await seat.listeners(), { document: ["visibilitychange"] });
});

test("what the page takes away of the three is put back, once", async () => {
  const seat = await busy();
  await seat.page.evaluate(() => {
    document.head.querySelector("style:not([data-btmanifest])").remove();
    document.documentElement.removeAttribute("class");
    [...document.body.children].at(-1).remove();
  });
  await until(seat.page, () => document.documentElement.classList.length === 1 && document.head.querySelectorAll("style:not([data-btmanifest])").length === 1);
  assert.equal(await seat.page.evaluate(() => document.body.children.length), 3);
  assert.equal((await seat.meet(people.national.chatId)).number, people.national.digits);
});

test("F33 an upgrade while our handle is open: it is let go within 100 ms and nobody waits", async () => {
  const seat = await busy({ variant: "C6" });
  await until(seat.page, async () => (await window.replica.observed()).upgrades.length > 0);
  const { upgrades } = await seat.drive("observed");
  assert.deepEqual(upgrades.map((one) => [one.from, one.to, one.blocked]), [[1670, 1680, false]]);
  const { versionChanges, closed } = await seat.inside("probe");
  assert.equal(versionChanges.length, 1);
  const [asked] = versionChanges;
  assert.ok(closed.some((at) => at >= asked && at - asked < 100), `${closed} after ${asked}`);
  assert.equal((await seat.meet(people.national.chatId)).number, people.national.digits);
});

test("S-38 TH-19 a message in a chat that was told a moment ago costs no look at the database; where it may be a namesake's it does", async () => {
  const talk = "them: Hello\nme: Hello\nthem: Are you there?";
  const [anna, carl] = ["Anna Example", "Carl Example"].map((name, at) => person({ name, digits: `1212555015${at}`, talk }));
  const seat = await visit({ world: { ...world([anna, carl]).whatsapp, options: { lateNewest: false } } });
  /** Whether this message makes the reader ask. */
  const asks = async (one) => {
    await seat.drive("receive", one.chatId, "Are you there?");
    return seat.inside("page.waiting('list')");
  };
  assert.equal(await asks(anna), true);
  await seat.until((all) => all.find((one) => one.kind === "chats_changed" && one.chats.length === 2));
  assert.deepEqual([await asks(anna), await asks(carl)], [false, false]);
  // Whose message it is, the name does not tell any more.
  for (const row of contactRows(person({ name: "Anna Example", digits: "12125550154" }))) await seat.drive("addContact", row);
  await seat.snapshot(1, ["contact", "chat"]);
  assert.deepEqual([await asks(carl), await asks(anna)], [false, true]);
});

test("S-38 TH-19 whoever the last snapshot has is told from it, without the database; groups are nobody's news; who came since is asked for", async () => {
  const talk = "them: Hello\nme: Hello\nthem: Are you there?";
  const [anna, carl, eve] = ["Anna", "Carl", "Eve"].map((name, at) => person({ name: `${name} Example`, digits: `1212555015${at}`, talk }));
  const crowd = group({ subject: "Buyers", members: [anna, carl, eve] });
  const seat = await visit({ world: { ...world([anna, carl, eve, crowd]).whatsapp, options: { lateNewest: false } } });
  await seat.snapshot(1, ["contact", "chat"]);
  const reads = async () => (await seat.inside("probe")).transactions.length;
  const from = seat.facts.length;
  const before = await reads();
  const news = (all) => all.slice(from).filter((one) => one.kind === "chats_changed");
  await seat.drive("receive", anna.chatId, "Are you there?");
  await seat.drive("receive", crowd.chatId, { text: "Who is?", author: carl.chatId });
  const first = await seat.until((all) => news(all)[0]);
  assert.deepEqual([first.chats.some((row) => row.id === anna.chatId), first.chats.some((row) => row.id === carl.chatId)], [true, false]);
  assert.ok(first.contacts.some((row) => row.phoneNumber === `${anna.digits}@c.us`));
  assert.equal(await reads(), before);

  await seat.drive("receive", crowd.chatId, { text: "Who is?", author: anna.chatId });
  assert.equal(await seat.inside("page.waiting('list')"), false);

  // A namesake of whom the snapshot knows nothing: her title is known, and is not enough.
  const other = person({ name: "Eve Example", digits: "12125550156", talk });
  for (const row of contactRows(other)) await seat.drive("addContact", row);
  await seat.drive("receive", other.chatId, "Hello");
  await seat.meet(other.chatId);
  await seat.inside("page.cancel('list')");
  await seat.drive("receive", other.chatId, "Are you there?");
  const told = await seat.until((all) => news(all).find((one) => one.contacts.some((row) => row.phoneNumber === `${other.digits}@c.us`)));
  assert.ok(told.chats.some((row) => row.id === other.chatId));
  assert.ok((await reads()) > before);

  const late = person({ name: "Late Example", digits: "12125550155", talk });
  for (const row of contactRows(late)) await seat.drive("addContact", row);
  await seat.drive("receive", late.chatId, "Hello");
  await seat.until((all) => news(all).find((one) => one.contacts.some((row) => row.phoneNumber === `${late.digits}@c.us`)));
});

test("the handle is given back after five seconds of rest", async () => {
  const seat = await busy();
  const closed = async () => (await seat.inside("probe")).closed.length;
  const before = await closed();
  while ((await closed()) === before) await seat.page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  assert.equal(await closed(), before + 1);
});

test("C5, F33 a database that is not there yet is neither opened nor made; once it is there, it is read", async () => {
  const late = { ...structuredClone(still.whatsapp), options: { lateNewest: false, databaseDelay: 3_000 } };
  const seat = await visit({ variant: "C5", world: late });
  const { conclusion, problems } = await seat.open(people.exact.chatId);
  assert.deepEqual([conclusion, problems], [{ is: "unresolved", why: "not_yet" }, ["no_database"]]);
  assert.deepEqual((await seat.inside("probe")).opened, []);
  const found = await seat.until((all) => all.find((one) => one.conclusion?.is === "person"));
  assert.equal(found.conclusion.number, people.exact.digits);
  const { databaseAtStart, versionAtStart } = await seat.drive("observed");
  assert.deepEqual([databaseAtStart, versionAtStart], [null, 1670]);
});

test("I-02 at the sign-in code nothing is touched, opened or said after hello", async () => {
  const seat = await theatre.visit({ world: { ...still.whatsapp, loggedOut: true } });
  await seat.until((all) => all.find((one) => one.state === "logged_out"));
  const { foreign, htmlClass, databases } = await seat.drive("observed");
  assert.deepEqual([foreign, htmlClass, databases["model-storage"]], [[], "", undefined]);
  assert.deepEqual((await seat.inside("probe")).opened, []);
  assert.equal(frames(seat.page), 0);
});

test("after a sign-out nothing of ours stays: no host, no style, no class, no handle, not a word", async () => {
  const seat = await busy();
  await seat.drive("logout");
  await seat.until((all) => all.find((one) => one.state === "logged_out"));
  await until(seat.page, () => document.body.children.length === 2);
  const { htmlClass, headStyles } = await seat.drive("observed");
  assert.deepEqual([htmlClass, headStyles, await seat.page.evaluate(() => document.documentElement.getAttribute("class"))], ["", 0, ""]);
  await seat.drive("forget");
  const { opened, transactions } = await seat.inside("probe");
  const said = seat.facts.length;
  // Things happen on the sign-in page, for longer than any of the reader's waits.
  await seat.page.evaluate(async () => {
    for (let turn = 0; turn < 12; turn += 1) {
      document.querySelector("#app canvas").setAttribute("data-turn", String(turn));
      await new Promise((done) => setTimeout(done, 500));
    }
  });
  const after = await seat.inside("probe");
  assert.deepEqual([after.opened.length, after.transactions.length, seat.facts.length], [opened.length, transactions.length, said]);
  assert.deepEqual((await seat.drive("observed")).foreign.filter((one) => !one.inApp), []);
  await seat.drive("login");
  await seat.until((all) => all.slice(said).find((one) => one.state === "ready"));
  assert.equal((await seat.meet(people.exact.chatId)).number, people.exact.digits);
  await until(seat.page, () => document.documentElement.classList.length === 1);
});

for (const headers of [{ csp: "no-eval" }, { coep: true }, { trustedTypes: true }, { revision: "1050000001" }]) {
  test(`under other headers: ${JSON.stringify(headers)}`, async () => {
    theatre.replica.setHeaders(headers);
    const seat = await busy();
    assert.equal(frames(seat.page), 1);
    assert.equal(seat.facts.find((one) => one.kind === "hello").build, `${headers.revision ?? "1048032155"}_main`);
    assert.deepEqual([(await seat.drive("observed")).violations, seat.faults], [[], []]);
    theatre.replica.setHeaders({ csp: "strict", coep: false, trustedTypes: false, revision: "1048032155" });
  });
}

test("C8 an enforced embedder policy does not keep the frame out", async () => {
  const seat = await busy({ variant: "C8" });
  assert.equal(seat.facts.some((one) => one.kind === "frame_blocked"), false);
});

test("H10 a frame that never reports: said to the engine, and a calm note in the page", async () => {
  await theatre.set({ frame: false });
  const seat = await visit();
  await seat.until((all) => all.find((one) => one.kind === "frame_blocked"));
  assert.deepEqual(await seat.notes(), [TEXTS.frame_blocked]);
  await seat.say({ kind: "frame_alive" });
  await seat.say({ kind: "dock", open: false, width: 360, railWidth: 44 });
  await until(seat.page, () => document.getElementById("app").getBoundingClientRect().width === 1440 - 44);
  assert.deepEqual(await seat.notes(), []);
  await theatre.set({ frame: true });
});

test("I-01 the same page on another host: nothing is injected, and nobody speaks", async () => {
  const seat = await busy();
  const other = await theatre.context.newPage();
  await other.goto(`https://127.0.0.1:${theatre.replica.port}/?seat=elsewhere`);
  await other.evaluate(() => window.replica.ready);
  await other.evaluate((id) => window.replica.open(id), people.exact.chatId);
  // In the time in which somebody else is made out on WhatsApp's own host, nothing happens here.
  await seat.meet(people.national.chatId);
  const { foreign, htmlClass, headStyles, listeners, outside } = await other.evaluate(() => window.replica.observed());
  assert.deepEqual([foreign, htmlClass, headStyles, listeners, outside], [[], "", 0, [], []]);
  assert.deepEqual([await theatre.heard("elsewhere"), (await theatre.heard(seat.name)) > 0], [0, true]);
});

test("F41 a tab that the browser discards keeps nobody waiting; loaded again, it says who is here and gives all contacts anew", async () => {
  const seat = await busy();
  const { slices } = await seat.snapshot(1, ["contact", "chat"]);
  const from = seat.facts.length;
  await theatre.discard(seat.name);
  await seat.until((all) => all.slice(from).find((one) => one.kind === "gone"));
  assert.equal(await seat.say({ kind: "snapshot", request: 2, stores: ["contact"] }), false);
  const back = seat.facts.length;
  await theatre.wake(seat.name);
  await seat.until((all) => all.slice(back).find((one) => ["hello", "page"].includes(one.kind) && one.state === "ready"));
  const again = await seat.snapshot(3, ["contact", "chat"], slices[0].version);
  assert.deepEqual(again.slices.map((one) => one.since).filter(Boolean), []);
  assert.ok(again.people.some((one) => one.number === people.exact.digits));
});

test("I-33 the extension is updated under an open page: the reader stops, a note asks for a reload, WhatsApp works on", async () => {
  const seat = await busy();
  await theatre.reload();
  await until(seat.page, () => document.documentElement.classList.length === 0);
  assert.deepEqual(await seat.listeners(), {});
  assert.deepEqual(await seat.notes(), [`${TEXTS.updated}${TEXTS.reload_whatsapp}`]);
  assert.equal(frames(seat.page), 0);
  const { opened } = await seat.inside("probe");
  await seat.drive("open", people.national.chatId);
  await seat.drive("receive", people.national.chatId, "Still here");
  await seat.drive("toggleTheme");
  assert.equal(await seat.page.evaluate(() => document.getElementById("app").getBoundingClientRect().width), 1440);
  assert.deepEqual([(await seat.inside("probe")).opened.length, seat.faults], [opened.length, []]);
  assert.deepEqual((await seat.drive("observed")).outside, []);
});
