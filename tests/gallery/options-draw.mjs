/** Draws every state of the options page into demo-output/options: `node tests/gallery/options-draw.mjs [part of a name][@form]`. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { OPTIONS_SCENES } from "./options-scenes.mjs";
import { optionsStage } from "./options-stage.mjs";
import { ROOT } from "./server.mjs";

const OUT = join(ROOT, "demo-output/options");
const FORMS = {
  "light-1280": {}, "dark-1280": { scheme: "dark" }, "light-480": { width: 480 }, "dark-480": { width: 480, scheme: "dark" },
};

const [part = "", only] = (process.argv[2] ?? "").split("@");
await mkdir(OUT, { recursive: true });
const theatre = await optionsStage();
let drawn = 0;
for (const [form, settings] of Object.entries(FORMS).filter(([form]) => !only || form === only)) {
  for (const [name, scene] of Object.entries(OPTIONS_SCENES).filter(([name]) => name.includes(part))) {
    const options = await theatre.open(settings);
    await scene(options);
    await options.page.screenshot({ path: join(OUT, `${name}@${form}.png`), fullPage: true });
    if (options.faults.length > 0) console.log(`${name}@${form}:`, options.faults.join("; "));
    await options.close();
    drawn += 1;
  }
}
await theatre.close();
console.log(`${drawn} drawn into ${OUT}`);
