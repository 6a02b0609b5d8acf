/** TH-5: what writes to HubSpot can be pressed only while it has been in plain sight for half a second, whatever the page around does. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { stage } from "./stage.mjs";

const PUT_BACK = "Put the old phone back";
let theatre;
let sidebar;
before(async () => (theatre = await stage()));
after(() => theatre.close());
afterEach(() => sidebar.close());

const button = () => sidebar.button(PUT_BACK);
const isArmed = async (armed) => {
  const wanted = armed ? ":not([aria-disabled])" : '[aria-disabled="true"]';
  await sidebar.frame.locator(`button${wanted}:has-text("${PUT_BACK}")`).waitFor();
};
const start = async () => {
  sidebar = await theatre.open();
  await sidebar.show("just-unlinked-restore");
};

/** How a page can deceive; each is undone by its second half. */
const ATTACKS = {
  "covered by an element that lets clicks through": [() => {
    const cover = document.createElement("div");
    cover.id = "cover";
    cover.style.cssText = "position:fixed;inset:0;background:#fff;pointer-events:none;z-index:9";
    document.body.append(cover);
  }, () => document.getElementById("cover").remove()],
  "covered in the top layer": [() => {
    const cover = document.createElement("div");
    cover.id = "cover";
    cover.popover = "manual";
    cover.style.cssText = "width:100vw;height:100vh;border:0;pointer-events:none";
    document.body.append(cover);
    cover.showPopover();
  }, () => document.getElementById("cover").remove()],
  "made transparent": styled("iframe", "opacity: 0.01"),
  "made transparent from above": styled("html", "opacity: 0.02"),
  "clipped": styled("iframe", "clip-path: inset(0 0 90% 0)"),
  "filtered": styled("iframe", "filter: opacity(1%)"),
  "turned and enlarged": styled("iframe", "transform: rotate(20deg) scale(2)"),
  "moved out of the window": styled("iframe", "margin-top: -2000px"),
};

/** A style on an element of the page, and its end. */
function styled(selector, style) {
  const set = ([selector, style]) => document.querySelector(selector).setAttribute("style", style);
  return [set, set, [selector, style], [selector, ""]];
}

const attacked = (name) => sidebar.page.evaluate(ATTACKS[name][0], ATTACKS[name][2]);
const freed = (name) => sidebar.page.evaluate(ATTACKS[name][1], ATTACKS[name][3]);

for (const name of Object.keys(ATTACKS)) {
  test(`TH-5: a frame that is ${name} writes nothing, and is armed again when that ends`, async () => {
    await start();
    await isArmed(true);
    await attacked(name);
    await isArmed(false);
    await button().evaluate((element) => element.click());
    await sidebar.frame.evaluate(() => new Promise((painted) => requestAnimationFrame(painted)));
    assert.deepEqual(await sidebar.intents("restore_phone"), []);
    await freed(name);
    await isArmed(true);
    await button().click();
    await sidebar.sent("restore_phone");
  });
}

test("TH-5: a frame that was just shown, resized or switched to another chat is unarmed for half a second", async () => {
  await start();
  const unarmedFor = async (change) => {
    await isArmed(true);
    const started = await change();
    await isArmed(false);
    await isArmed(true);
    return performance.now() - started;
  };
  const resized = await unarmedFor(async () => {
    await sidebar.page.setViewportSize({ width: 420, height: 900 });
    return performance.now();
  });
  assert.ok(resized >= 400, `armed ${resized} ms after a resize`);
  await sidebar.show("no-chat");
  const shown = await unarmedForNew();
  assert.ok(shown >= 500, `armed ${shown} ms after the chat was shown`);

  async function unarmedForNew() {
    const started = performance.now();
    await sidebar.show("just-unlinked-restore");
    await isArmed(true);
    return performance.now() - started;
  }
});

test("TH-5: unarmed is shown, and a press by keyboard is refused too", async () => {
  sidebar = await theatre.open();
  await attacked("made transparent");
  await sidebar.show("just-unlinked-restore");
  await isArmed(false);
  await button().focus();
  await sidebar.page.keyboard.press("Enter");
  await sidebar.page.keyboard.press("Space");
  assert.deepEqual(await sidebar.intents("restore_phone"), []);
  const look = () => button().evaluate((element) => getComputedStyle(element).color);
  const unarmed = await look();
  await freed("made transparent");
  await isArmed(true);
  await sidebar.frame.waitForFunction(([name, before]) => {
    const found = [...document.querySelectorAll("button")].find((one) => one.textContent === name);
    return getComputedStyle(found).color !== before;
  }, [PUT_BACK, unarmed]);
});

test("TH-5: what writes nothing needs no arming", async () => {
  sidebar = await theatre.open();
  await attacked("made transparent");
  await sidebar.show("linked");
  await sidebar.button("Not the right contact").click();
  await sidebar.frame.getByRole("dialog").waitFor();
});

test("TH-5: in the side panel there is no page around, and everything is armed at once", async () => {
  sidebar = await theatre.open({ panel: true });
  await sidebar.show("just-unlinked-restore");
  await button().waitFor();
  assert.equal(await button().getAttribute("aria-disabled"), null);
  assert.equal(await sidebar.button("Collapse the sidebar").count(), 0);
  await sidebar.show("rail-linked");
  await sidebar.frame.locator("[data-card]").waitFor();
});
