/**
 * The passes that nobody asks for, in real time: every three minutes, once for all tabs; and a long one that outlives its worker. They
 * wait far more than they work, so they wait together.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contactRows, group, hubspotContact, person, world } from "../world/build.mjs";
import { demoWorld, people } from "../world/demo.mjs";
import { stage, until } from "./stage.mjs";

/** A tick of 180 s, with what Chromium's alarms and a busy machine add. */
const TICK = 230_000;

/** Five friends whose numbers HubSpot has, among 9,000 contacts whom nobody in WhatsApp knows. */
function largeBook() {
  const friends = Array.from({ length: 5 }, (_, at) => person({ name: `Friend ${at}`, digits: `1212555010${at}` }));
  const own = friends.map((friend, at) => hubspotContact({ firstname: `Friend ${at}`, phone: `+${friend.digits}` }));
  const others = Array.from({ length: 9_000 }, (_, at) => hubspotContact({
    firstname: `Contact ${at}`, phone: `+1 646 ${2_000_000 + at}`, updatedAgo: 900_000 + at * 300,
  }));
  return world([...friends, group({ subject: "All", members: friends }), ...others, ...own]);
}

/**
 * I-08: the rep pauses a pass in the options page, lets it go on from the sidebar, and gives it up.
 * @param {any} wa @param {import("playwright-core").Page} page @param {() => Promise<string[]>} pages what was asked for
 */
async function holdAndGiveUp(wa, page, pages) {
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const read = async () => {
    const told = await page.getByText(/[\d,]+ of 9,005 HubSpot contacts read/).first().innerText();
    return Number(/([\d,]+) of 9,005/.exec(told)[1].replaceAll(",", ""));
  };
  /** What was asked for stays the same, once what was on its way has come. */
  const rests = async () => {
    await new Promise((done) => setTimeout(done, 2_000));
    const asked = (await pages()).length;
    await new Promise((done) => setTimeout(done, 3_000));
    assert.equal((await pages()).length, asked, "a pass that is held asks for nothing");
    return asked;
  };
  const before = await read();
  assert.ok(before > 0 && before < 9_005, `${before} read`);
  await press("Pause");
  await page.getByText("Matching is paused").waitFor();
  const asked = await rests();
  await wa.page.bringToFront();
  const strip = await wa.pass("paused");
  await strip.getByRole("button", { name: "Resume" }).click();
  await until(async () => (await pages()).length > asked + 1, "more pages");
  const all = await pages();
  assert.equal(new Set(all).size, all.length, "it goes on where it was");
  await until(async () => (await read()) > before, "progress");
  await press("Pause");
  await press("Cancel");
  await page.getByText("The first check was cancelled").waitFor();
  await rests();
}

describe("passes in real time", { concurrency: true }, () => {
  test("S-33 S-34 S-35 S-36: new on either side is linked by the next pass; two tabs, one pass", async (t) => {
    const on = await stage({ world: demoWorld() });
    t.after(() => on.close());
    const wa = await on.whatsapp();
    const second = await on.whatsapp();
    const options = await on.options();
    await options.connect();
    await options.close();
    await wa.page.bringToFront();
    await wa.pass("first-done");
    const [created] = people.all.unmatched;
    const { id } = await on.hubspot.create({ firstname: "New in HubSpot", phone: `+${created.digits}` });
    const changed = people.manual;
    await on.hubspot.edit(changed.hubspotIds[0], { phone: `+${changed.digits}` });
    const saved = person({ name: "New in WhatsApp", digits: "12125550166" });
    const { id: waiting } = await on.hubspot.create({ firstname: "Waiting", phone: "+1 212 555 0166" });
    // The tab that was opened last is the one whose store is open, as WhatsApp has it in one tab at a time.
    for (const row of contactRows(saved)) await second.drive("addContact", row);
    const mark = await on.hubspot.mark();
    const asked = async () => (await on.hubspot.log(mark)).filter((one) => one.sort === "search");
    await until(async () => (await asked()).length > 0, "the tick's question to HubSpot", TICK);
    // Both tabs are there; what the tick asks for is one change feed, of one page.
    await new Promise((done) => setTimeout(done, 3_000));
    assert.equal((await asked()).length, 1);
    const origins = async () => {
      const links = await on.stored("/link/");
      return [id, changed.hubspotIds[0], waiting].map((one) => links.find((link) => link.contact === one)?.origin);
    };
    assert.deepEqual(await origins(), ["exact-timer", "exact-timer", "exact-timer"]);
    const before = await on.hubspot.mark();
    await wa.open(created);
    await wa.card(id);
    assert.match(await wa.text(), /Linked by exact number/);
    await wa.open(changed);
    await wa.card(changed.hubspotIds[0]);
    // A linked chat asks nothing for the decision: the pass had made the links.
    assert.equal((await on.hubspot.log(before)).filter((one) => one.sort === "search").length, 0);
    await second.close();
    assert.deepEqual(await on.hubspot.writes(), []);
  });

  test("I-08 S-32: a first pass is paused, resumed, given up and begun anew, and goes on for longer than a worker lives", async (t) => {
    const on = await stage({ world: largeBook() });
    t.after(() => on.close());
    // 46 pages, each slower than a second: most of a minute, twice the life of a worker that the browser calls idle.
    await on.hubspot.settings({ latency: 1_200 });
    const wa = await on.whatsapp();
    await wa.screen("not-connected");
    const options = await on.options();
    await options.connect();
    let mark = 0;
    const searches = async () => (await on.hubspot.log(mark)).filter((one) => one.sort === "search").map((one) => one.body);
    const bodies = async (sort) => (await searches()).filter((body) => sort.test(body));
    const pages = () => bodies(/"HAS_PROPERTY","propertyName":"phone"/);
    await until(async () => (await pages()).length > 2, "the first pages");
    await holdAndGiveUp(wa, options.page, pages);
    // The reading begins anew: nothing of the one that was given up counts.
    mark = await on.hubspot.mark();
    await options.page.getByRole("button", { name: "Start again" }).click();
    await until(async () => (await pages()).length > 2, "the first pages of the reading that was begun anew");
    assert.doesNotMatch((await pages())[0], /hs_object_id","value"/, "from the first contact on");
    // Without a debugger to keep it alive.
    const end = await on.withoutDebugger();
    t.after(end);
    const started = Date.now();
    const feed = () => bodies(/"GTE","propertyName":"lastmodifieddate"/);
    // A worker that the browser ended half-way is awake again after three minutes at the latest, and has half of the pages to read then.
    await until(async () => (await feed()).length > 0, "the change feed, read when all pages are", 330_000);
    assert.ok(Date.now() - started > 35_000, "longer than a worker may be idle");
    await end();
    const read = await pages();
    assert.ok(read.length >= 46, `${read.length} pages`);
    // The page that was on its way when the browser was closed is read again, and one more at the worker's death; no other.
    assert.ok(read.length - new Set(read).size <= 2, `${read.length} pages, ${new Set(read).size} different ones`);
    await on.hubspot.settings({ latency: 0 });
    await on.launch();
    const again = await on.whatsapp();
    await until(async () => /\b5 (contacts )?linked/.test(await (await again.see("[data-pass]")).innerText()), "five links", 60_000);
    assert.deepEqual(await on.hubspot.writes(), []);
  });
});
