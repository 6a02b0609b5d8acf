/** Every state of the options page, looked at by a machine: accessibility rules, widths, targets, languages. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { OPTIONS_SCENES, connected } from "./options-scenes.mjs";
import { optionsStage } from "./options-stage.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let theatre;
before(async () => (theatre = await optionsStage()));
after(() => theatre.close());

async function violations({ page }) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations);
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
}

const tooWide = ({ page }) => page.evaluate(() => [document.documentElement, ...document.querySelectorAll(".card, dialog")]
  .filter((one) => one.scrollWidth > one.clientWidth).map((one) => `${one.className || one.tagName} ${one.scrollWidth} > ${one.clientWidth}`));

/** Targets of 24 px at least; what a label makes larger counts with its label. */
const tooSmall = ({ page }) => page.evaluate(() => [...document.querySelectorAll("button, a, input, select")]
  .map((one) => one.closest("label") ?? one).filter((one) => one.checkVisibility())
  .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([one, box]) => `${one.textContent || one.id} ${Math.round(box.width)}x${Math.round(box.height)}`));

for (const scheme of ["light", "dark"]) {
  for (const width of [480, 1280]) {
    for (const [name, scene] of Object.entries(OPTIONS_SCENES)) {
      test(`B-14: options, ${name}, ${scheme}, ${width} px`, async () => {
        const options = await theatre.open({ scheme, width });
        await scene(options);
        assert.deepEqual(await violations(options), []);
        assert.deepEqual(await tooWide(options), []);
        assert.deepEqual(await tooSmall(options), []);
        assert.equal(await options.page.locator("main").count(), 1);
        assert.deepEqual(await options.page.evaluate(() => window.gallery.violations), []);
        assert.deepEqual(options.faults, []);
        assert.deepEqual(options.requests.filter((url) => !url.startsWith(theatre.origin)), []);
        await options.close();
      });
    }
  }
}

test("B-14: at 320 px, the narrowest a person may zoom to, nothing has to be scrolled sideways", async () => {
  for (const name of ["not-connected", "missing-all", "disconnect", "pass-first"]) {
    const options = await theatre.open({ width: 320, locale: "pt_BR" });
    const scene = { ...options, show: options.show.bind(options), button: (name) => options.page.getByRole("button", { name: inPortuguese[name] }) };
    await OPTIONS_SCENES[name](scene);
    assert.deepEqual(await tooWide(options), [], name);
    await options.close();
  }
});

const inPortuguese = { Disconnect: "Desconectar" };

test("every text is there in Portuguese, with numbers as Brazil writes them", async () => {
  const options = await theatre.open({ locale: "pt_BR" });
  const progress = { read: 7200, total: 24000, whatsapp: 5012, linked: 0, to_choose: 0, failed: 0, seconds_left: 28 };
  const pass = { kind: "first", progress };
  await options.show({ ...connected(), strip: { pass, linked: 1204 } });
  await options.page.getByText("Comparando 5.012 contatos do WhatsApp…").waitFor();
  assert.equal(await options.page.evaluate(() => document.documentElement.lang), "pt-BR");
  assert.equal(await options.page.getByText(/options_|problem_/).count(), 0);
  await options.close();
});
