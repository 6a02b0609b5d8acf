/** What was linked and unlinked holds, whatever ends: the worker, the browser, the extension; and a long pass outlives its worker. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { group, hubspotContact, person, world } from "../world/build.mjs";
import { demoWorld, people } from "../world/demo.mjs";
import { stage, until } from "./stage.mjs";

const [EXACT] = people.exact.hubspotIds;
const [NATIONAL] = people.national.hubspotIds;

test("S-01 S-52 S-53 I-15: link and unlinking outlive the worker, the browser and an update of the extension", async (t) => {
  const on = await stage({ world: demoWorld() });
  t.after(() => on.close());
  let wa = await on.whatsapp();
  const options = await on.options();
  await options.connect();
  await options.close();
  await wa.page.bringToFront();
  await wa.pass("first-done");
  await wa.open(people.national);
  await wa.card(NATIONAL);
  await wa.press("Not the right contact");
  await (await wa.sidebar()).getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
  await wa.state("just-unlinked");
  const holds = async (when) => {
    await wa.open(people.exact);
    await wa.card(EXACT);
    await wa.open(people.national);
    await wa.state("remembered");
    assert.equal(await wa.count("[data-card]"), 0, when);
  };
  await on.killWorker();
  await holds("after the worker's death");
  await on.restart();
  wa = await on.whatsapp();
  await holds("after a restart of the browser");
  await on.reloadExtension();
  await wa.close();
  wa = await on.whatsapp();
  await holds("after an update of the extension");
  assert.deepEqual(await on.hubspot.writes(), []);
});

/** Five friends whose numbers HubSpot has, among 9,000 contacts whom nobody in WhatsApp knows. */
function largeBook() {
  const friends = Array.from({ length: 5 }, (_, at) => person({ name: `Friend ${at}`, digits: `1212555010${at}` }));
  const own = friends.map((friend, at) => hubspotContact({ firstname: `Friend ${at}`, phone: `+${friend.digits}` }));
  const others = Array.from({ length: 9_000 }, (_, at) => hubspotContact({
    firstname: `Contact ${at}`, phone: `+1 646 ${2_000_000 + at}`, updatedAgo: 900_000 + at * 300,
  }));
  return world([...friends, group({ subject: "All", members: friends }), ...others, ...own]);
}

test("S-32: a pass of a large book goes on for longer than a worker lives, without a debugger to keep it alive", async (t) => {
  const on = await stage({ world: largeBook() });
  t.after(() => on.close());
  // 46 pages, each slower than a second: most of a minute, twice the life of a worker that the browser calls idle.
  await on.hubspot.settings({ latency: 1_200 });
  await (await on.whatsapp()).screen("not-connected");
  await (await on.options()).connect();
  const bodies = async (sort) => (await on.hubspot.log()).filter((one) => one.sort === "search" && sort.test(one.body)).map((one) => one.body);
  const pages = () => bodies(/"HAS_PROPERTY","propertyName":"phone"/);
  await until(async () => (await pages()).length > 2, "the first pages");
  const end = await on.withoutDebugger();
  t.after(end);
  const started = Date.now();
  await until(async () => (await bodies(/"GTE","propertyName":"lastmodifieddate"/)).length > 0, "the change feed, read when all pages are", 240_000);
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
