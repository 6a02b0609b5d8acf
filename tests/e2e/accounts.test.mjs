/** Links belong to one HubSpot portal and one WhatsApp account: another one sees nothing of them, and coming back finds them whole. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { hubspotContact, person, world } from "../world/build.mjs";
import { stage } from "./stage.mjs";

const TALK = "them: Good morning!\nme: Good morning, how can I help?\nthem: I will call you.\nme: Gladly.";
const ANNA = person({ name: "Anna Example", digits: "12125550101", talk: TALK });
const BEN = person({ name: "Ben Example", digits: "12125550102", talk: TALK });

/** Both in HubSpot by exact number; the contacts' ids begin with `first`. */
const book = (first, settings) => world([
  ANNA, BEN, hubspotContact({ id: `${first}1`, firstname: "Anna", phone: "+1 212 555 0101" }),
  hubspotContact({ id: `${first}2`, firstname: "Ben", phone: "+1 212 555 0102" }),
], settings);

async function connected(t, mine) {
  const on = await stage({ world: mine });
  t.after(() => on.close());
  return { on, wa: await on.connected() };
}

async function unlink(wa) {
  await wa.press("Not the right contact");
  await wa.confirmUnlink();
  await wa.state("just-unlinked");
}

test("I-07 S-52: another portal shows none of the links, and coming back finds links and memory", async (t) => {
  const { on, wa } = await connected(t, book("91000"));
  await wa.open(ANNA);
  await wa.card("910001");
  await unlink(wa);
  const other = book("92000", { portal: { id: 244567890 }, seed: "other" });
  await on.hubspot.addAccount(other.hubspot);
  const change = async (key, portal) => {
    const options = await on.options();
    await options.page.getByRole("button", { name: "Use another key" }).click();
    await options.paste(key);
    await options.page.getByText(portal).first().waitFor();
    await options.is("connected");
    await options.close();
    await wa.page.bringToFront();
  };
  await change(other.key, "244567890");
  await wa.open(BEN);
  await wa.card("920002");
  await wa.open(ANNA);
  // What was unlinked there says nothing here: the portal has a book of its own.
  await wa.card("920001");
  await change(on.world.key, "146512345");
  await wa.open(BEN);
  await wa.card("910002");
  await wa.open(ANNA);
  await wa.state("remembered");
  assert.equal(await wa.count("[data-card]"), 0);
  assert.deepEqual(await on.hubspot.writes(), []);
});

test("I-32: another WhatsApp account has links and memory of its own", async (t) => {
  const { on, wa } = await connected(t, book("91000"));
  await wa.open(ANNA);
  await wa.card("910001");
  await unlink(wa);
  const self = { digits: "12125559999", lid: "205550000000777", name: "Second Phone" };
  await wa.drive("logout");
  await wa.drive("login", book("91000", { self }));
  await wa.open(BEN);
  await wa.card("910002");
  await wa.open(ANNA);
  await wa.card("910001");
  await wa.drive("logout");
  await wa.drive("login", on.world);
  await wa.open(ANNA);
  await wa.state("remembered");
  assert.deepEqual(await on.hubspot.writes(), []);
});
