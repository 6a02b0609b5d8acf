/** A WhatsApp Web that is not read as it used to be: the sidebar says so, does nothing by itself, and lets the rep go on by hand. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hubspotContact, person, world } from "../world/build.mjs";
import { demoWorld, people } from "../world/demo.mjs";
import { stage, until } from "./stage.mjs";

const [EXACT] = people.exact.hubspotIds;
const [MANUAL] = people.manual.hubspotIds;
const doubted = (wa) => wa.see('[data-notice="page-doubtful"]');

async function play(t, world = demoWorld()) {
  const on = await stage({ world });
  t.after(() => on.close());
  return on;
}

/** Replaces the page by one of another shape: pages of one profile share WhatsApp's database. */
async function turn(on, wa, variant) {
  await wa.close();
  return on.whatsapp(variant ? `/?variant=${variant}` : "/");
}

async function codes(on) {
  const options = await on.options();
  const card = options.page.locator("[data-trusted]");
  const text = await card.innerText();
  const trusted = await card.getAttribute("data-trusted");
  await options.close();
  return { trusted: trusted === "true", found: text.match(/\bH\d\d\b/g) ?? [], build: /2\.3000\.\d+/.exec(text)?.[0] };
}

describe("a page that is not understood", () => {
  for (const [variant, code] of [["C4", "H07"], ["C7", "H07"]]) {
    test(`TH-18 F33: ${variant}, contacts have changed: the first pass links nobody until they are as they were`, async (t) => {
      const on = await play(t);
      const wa = await on.whatsapp(`/?variant=${variant}`);
      const options = await on.options();
      await options.connect();
      await options.close();
      await wa.page.bringToFront();
      await doubted(wa);
      const said = await codes(on);
      assert.deepEqual([said.trusted, said.found.includes(code), said.build], [false, true, "2.3000.1048032155"]);
      await wa.page.bringToFront();
      await wa.open(people.phoneRowOnly);
      await wa.state("not-linked");
      await wa.press("Link");
      await wa.search(people.manual.name);
      await wa.choose(MANUAL);
      await (await wa.linkButton()).click();
      await wa.card(MANUAL);
      const again = await turn(on, wa);
      await again.pass("first-done");
      await again.open(people.exact);
      await again.card(EXACT);
      assert.equal(await again.count('[data-notice="page-doubtful"]'), 0);
      assert.deepEqual((await codes(on)).found, []);
      await again.page.bringToFront();
      await again.open(people.phoneRowOnly);
      await again.card(MANUAL);
    });
  }

  test("I-31 F32: C3, rows without ids: no card, search still there, WhatsApp untouched", async (t) => {
    const on = await play(t);
    const wa = await turn(on, await on.connected(), "C3");
    await wa.open(people.exact);
    await wa.screen("not-understood");
    assert.equal(await wa.count("[data-card]"), 0);
    await wa.search(people.manual.name);
    await wa.see(`[data-contact="${MANUAL}"]`);
    assert.ok((await codes(on)).found.includes("H04"));
    const { outside, storage, violations } = await wa.drive("observed");
    assert.deepEqual([outside, storage, violations], [[], [], []]);
    assert.deepEqual(on.faults, []);
  });

  for (const variant of ["A", "A-children", "A-prime", "C1", "C2", "C6", "C8", "C9"]) {
    test(`I-31: ${variant}: read as ever, the right card, nothing that does not add up but the second ways`, async (t) => {
      const on = await play(t);
      const wa = await turn(on, await on.connected(), variant);
      await wa.open(people.exact);
      await wa.card(EXACT);
      await wa.open(people.groupByPhone);
      await wa.screen("group");
      const { trusted, found } = await codes(on);
      assert.deepEqual([trusted, found.filter((code) => code !== "H11")], [true, []]);
    });
  }

  test("C5 F33: a database that comes late is read once it is there, and was not made by us", async (t) => {
    const world = demoWorld();
    world.whatsapp.options = { ...world.whatsapp.options, databaseDelay: 2_000 };
    const on = await play(t, world);
    const wa = await turn(on, await on.connected(), "C5");
    await wa.open(people.exact);
    await wa.card(EXACT);
    const { databaseAtStart, storage } = await wa.drive("observed");
    assert.deepEqual([databaseAtStart, storage], [null, []]);
  });

  test("F34 TH-2: whoever is known by a LID that looks like a contact's number gets nobody's card by it", async (t) => {
    const olivia = person({ name: "Olivia Example", digits: "12125550133", lid: "15550109999", talk: "them: Hello\nme: Hello" });
    const trap = hubspotContact({ id: "950001", firstname: "Somebody", lastname: "Else", phone: "+1 555 010 9999" });
    const on = await play(t, world([olivia, trap]));
    const wa = await on.connected();
    await wa.open(olivia);
    await wa.see('[data-state="not-linked"]');
    await until(async () => (await wa.text()).includes(olivia.name), "the person's own name");
    const text = await wa.text();
    assert.deepEqual([text.includes(olivia.lid), text.includes("Somebody Else"), await wa.count("[data-card]")], [false, false, 0]);
  });
});
