/** What was linked and unlinked holds, whatever ends: the worker, the browser, the extension. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage } from "./stage.mjs";

const [EXACT] = people.exact.hubspotIds;
const [NATIONAL] = people.national.hubspotIds;

test("S-01 S-52 S-53 I-15: link and unlinking outlive the worker, the browser and an update of the extension", async (t) => {
  const on = await stage({ world: demoWorld() });
  t.after(() => on.close());
  let wa = await on.connected();
  await wa.open(people.national);
  await wa.card(NATIONAL);
  await wa.press("Not the right contact");
  await wa.confirmUnlink();
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
