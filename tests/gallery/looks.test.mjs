/** Every state, looked at by a machine: no violation of accessibility rules, nothing wider than the frame, the theme right at once. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { SCENES } from "./scenes.mjs";
import { stage, view } from "./stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let theatre;
before(async () => (theatre = await stage()));
after(() => theatre.close());

/** What axe runs: every rule on the first theme, those about colours on the second, which differs in nothing else. */
const RULES = { light: {}, dark: { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } } };

/** The frame is a document of its own; a page around it is not ours. */
async function violations(sidebar, theme) {
  if (theme === "light") await sidebar.frame.evaluate(AXE);
  const rules = { resultTypes: ["violations"], ...RULES[theme] };
  const found = await sidebar.frame.evaluate(async (rules) => (await window.axe.run(document, rules)).violations, rules);
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
}

const tooWide = (sidebar) => sidebar.frame.evaluate(() => {
  const wide = [document.querySelector(".screen"), document.querySelector("dialog"), document.body].filter(Boolean);
  return wide.filter((one) => one.scrollWidth > one.clientWidth).map((one) => `${one.className} ${one.scrollWidth} > ${one.clientWidth}`);
});

/** Targets of 24 px at least, apart from links inside sentences. */
const tooSmall = (sidebar) => sidebar.frame.evaluate(() => [...document.querySelectorAll("button, a, input, [role=radio]")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
  .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([one, box]) => `${one.textContent || one.id} ${Math.round(box.width)}x${Math.round(box.height)}`));

for (const [name, scene] of Object.entries(SCENES)) {
  test(`B-14: ${name}, light and dark`, async () => {
    const sidebar = await theatre.open({ width: name.startsWith("rail-") ? 44 : 320 });
    await scene(sidebar);
    for (const theme of ["light", "dark"]) {
      // A view that differs in the theme alone changes nothing else: dialogs, drafts and disclosures stay.
      if (theme === "dark" && sidebar.shown) {
        await sidebar.show({ ...sidebar.shown, appearance: { ...sidebar.shown.appearance, dark: true } });
      }
      assert.deepEqual(await violations(sidebar, theme), [], theme);
      assert.deepEqual(await tooWide(sidebar), []);
      assert.deepEqual(await tooSmall(sidebar), []);
      assert.equal(await sidebar.frame.locator("main").count(), 1);
    }
    assert.deepEqual(await sidebar.frame.evaluate(() => window.gallery.violations), []);
    assert.deepEqual(sidebar.faults, []);
    await sidebar.close();
  });
}

test("the first frame has the theme that the address names, before any script; then WhatsApp's decides", async () => {
  for (const [theme, other] of [["dark", "light"], ["light", "dark"]]) {
    const colour = (sidebar) => sidebar.frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const bare = await theatre.open({ theme, scheme: other, script: false });
    const dark = "rgb(22, 23, 23)";
    assert.equal(await colour(bare), theme === "dark" ? dark : "rgb(255, 255, 255)");
    await bare.close();
    const sidebar = await theatre.open({ theme, scheme: theme });
    const switched = view("linked");
    switched.appearance.dark = other === "dark";
    await sidebar.show(switched);
    await sidebar.frame.locator("[data-card]").waitFor();
    assert.equal(await colour(sidebar), other === "dark" ? dark : "rgb(255, 255, 255)");
    await sidebar.close();
  }
});

test("a page from right to left mirrors the sidebar, and sentences keep their order", async () => {
  const sidebar = await theatre.open();
  const mirrored = view("linked");
  mirrored.appearance.rtl = true;
  await sidebar.show(mirrored);
  await sidebar.frame.locator("html[dir=rtl]").waitFor();
  const left = (selector) => sidebar.frame.locator(selector).evaluate((element) => element.getBoundingClientRect().left);
  const [avatar, name] = [await left(".avatar"), await left("#who")];
  assert.ok(avatar > name);
  assert.deepEqual(await tooWide(sidebar), []);
  await sidebar.close();
});

test("every scene has all its texts in Portuguese, and dates and numbers as Brazil writes them", async () => {
  const sidebar = await theatre.open({ locale: "pt_BR" });
  await sidebar.show("pass-first");
  await sidebar.frame.getByText("Comparando 5.012 contatos do WhatsApp…").waitFor();
  assert.equal(await sidebar.frame.evaluate(() => document.documentElement.lang), "pt-BR");
  await sidebar.show("remembered");
  await sidebar.frame.getByText(/Você desvinculou Maria Silva em 12 de nov/).waitFor();
  await sidebar.close();
});
