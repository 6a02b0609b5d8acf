/**
 * Draws every scene into demo-output/gallery: `node tests/gallery/draw.mjs [part of a name]`. Light and dark at 360 px; some of them also
 * narrow, wide, mirrored and in Portuguese. A sheet of all of one kind is made with them, to compare at a glance.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SCENES } from "./scenes.mjs";
import { ROOT } from "./server.mjs";
import { stage } from "./stage.mjs";

const OUT = join(ROOT, "demo-output/gallery");
const ALSO = [
  "linked", "linked-long", "linked-arabic", "linked-other-code", "candidates", "preview", "take-over", "unlink-dialog", "group",
  "just-unlinked-restore", "notice-key-refused", "not-connected", "pass-first", "menu", "why-exact",
];

/** The forms in which scenes are drawn. */
const FORMS = {
  light: { theme: "light" },
  dark: { theme: "dark" },
  "320": { width: 320, only: ALSO },
  "600": { width: 600, only: ALSO },
  rtl: { rtl: true, only: ALSO },
  "pt-BR": { locale: "pt_BR" },
};

const [wanted = ""] = process.argv.slice(2);
const [pattern, form] = wanted.split("@");
await mkdir(OUT, { recursive: true });
const theatre = await stage();
const drawn = [];
for (const [formName, { only, rtl = false, ...settings }] of Object.entries(FORMS)) {
  if (form && form !== formName) continue;
  for (const [name, scene] of Object.entries(SCENES)) {
    if (!name.includes(pattern) || (only && !only.includes(name))) continue;
    const rail = name.startsWith("rail-");
    const sidebar = await theatre.open({ ...settings, ...(rail ? { width: 44 } : {}) });
    const show = sidebar.show.bind(sidebar);
    sidebar.show = async (given) => {
      const { view } = await import("./stage.mjs");
      const whole = typeof given === "string" ? view(given) : given;
      whole.appearance = { ...whole.appearance, rtl, dark: settings.theme === "dark" };
      await show(whole);
    };
    await scene(sidebar);
    await sidebar.frame.evaluate(() => new Promise((done) => setTimeout(done, 700)));
    await sidebar.page.screenshot({ path: join(OUT, `${name}@${formName}.png`) });
    if (sidebar.faults.length > 0) console.log(`${name}@${formName}:`, sidebar.faults.join("; "));
    drawn.push(`${name}@${formName}`);
    await sidebar.close();
  }
}

const SHEET = `body { margin: 0; display: flex; background: #888; font: 14px sans-serif } figure { margin: 8px }
  figcaption { color: #fff; height: 22px } img { max-width: 384px }`;

/** Sheets of five: one look tells more than five. */
const sheets = Object.fromEntries(Object.keys(FORMS).map((name) => [name, drawn.filter((one) => one.endsWith(`@${name}`))]));
const { chromium } = await import("playwright-core");
const { browser } = await import("../../scripts/browser.mjs");
const printer = await chromium.launch({ executablePath: browser(), args: ["--no-sandbox"] });
for (const [formName, names] of Object.entries(sheets)) {
  for (let at = 0; at < names.length; at += 5) {
    const some = names.slice(at, at + 5);
    const page = await printer.newPage({ viewport: { width: 400 * some.length, height: 960 } });
    const cells = some.map((name) => `<figure><figcaption>${name}</figcaption><img src="file://${OUT}/${name}.png"></figure>`).join("");
    const file = join(OUT, `sheet-${formName}-${String(at / 5).padStart(2, "0")}.html`);
    await writeFile(file, `<style>${SHEET}</style>${cells}`);
    await page.goto(`file://${file}`);
    await page.screenshot({ path: file.replace(".html", ".png") });
    await page.close();
  }
}
await printer.close();
await theatre.close();
console.log(`${drawn.length} drawn into ${OUT}`);
