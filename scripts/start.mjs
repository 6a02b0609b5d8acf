/**
 * `npm start`: set-up, build, then the main job on the embedded demo. With a display it opens a browser and stays; without one it plays
 * the tour. `npm start -- --tour` plays it anywhere; `npm start -- --live` opens the real WhatsApp Web with the extension.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser } from "./browser.mjs";
import { ROOT, run, setUp } from "./setup.mjs";

const PICTURES = join(ROOT, "demo-output", "tour");
/** Links and the service key of `--live` stay here, apart from the person's own browser profile. */
const LIVE_PROFILE = join(ROOT, "demo-output", "live-profile");

const hasDisplay = () => process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function live(executablePath) {
  const { chromium } = await import("playwright-core");
  mkdirSync(LIVE_PROFILE, { recursive: true });
  const context = await chromium.launchPersistentContext(LIVE_PROFILE, {
    executablePath, headless: false, viewport: null, ignoreDefaultArgs: ["--disable-extensions", "--enable-automation"],
    args: ["--enable-unsafe-extension-debugging"],
  });
  const session = await context.browser().newBrowserCDPSession();
  await session.send("Extensions.loadUnpacked", { path: join(ROOT, "dist", "chrome") });
  const [page] = context.pages();
  await page.goto("https://web.whatsapp.com/");
  console.log("WhatsApp Web is open with Linked Contacts. Sign in, then press Connect HubSpot in the sidebar. Close the window to end.");
  await new Promise((done) => context.once("close", done));
}

async function demo(headless) {
  const [{ stage }, { tour }, { demoWorld }] = await Promise.all(
    ["../tests/e2e/stage.mjs", "../tests/e2e/tour.mjs", "../tests/world/demo.mjs"].map((path) => import(path)));
  const on = await stage({ world: demoWorld(), headless, ...(headless ? {} : { viewport: null }) });
  try {
    if (headless) {
      console.log("The tour:");
      const steps = await tour(on, { folder: PICTURES });
      console.log(`${steps} steps held. The pictures are in ${PICTURES}`);
      return;
    }
    const wa = await on.whatsapp();
    await wa.screen("not-connected");
    console.log(`Press Connect HubSpot in the sidebar and paste this key of the demo account: ${on.world.key}\nClose the window to end.`);
    await new Promise((done) => on.context.once("close", done));
  } finally {
    await on.close();
  }
}

async function main(words) {
  const unknown = words.filter((word) => !["--live", "--tour"].includes(word));
  if (unknown.length > 0) throw new Error(`npm start does not know ${unknown.join(" ")}; it takes -- --live or -- --tour.`);
  const isLive = words.includes("--live");
  if (isLive && !hasDisplay()) throw new Error("The real WhatsApp Web needs a display: a person has to sign in.");
  setUp();
  process.env.CHROMIUM = browser();
  run("cargo", ["xtask", "dist"]);
  if (isLive) return live(process.env.CHROMIUM);
  run("cargo", ["build", "--locked", "-q", "-p", "hubspot-sandbox", "--all-features"]);
  await demo(words.includes("--tour") || !hasDisplay());
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
