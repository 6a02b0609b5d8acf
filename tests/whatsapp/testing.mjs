/** For tests: one replica and one Chromium, and a page that is ready. End-to-end tests may use it too. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { throwAwayCertificate } from "./certificate.mjs";
import { startReplica } from "./server.mjs";

/** Debian's browser; elsewhere say where it is with CHROMIUM. */
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** How long a test waits for what must come, in milliseconds: far more than it takes on a busy machine. */
export const PATIENCE = 60_000;

/** Waits in the page until `condition` (which may be async, and gets `value`) holds. */
export async function until(page, condition, value) {
  const end = Date.now() + PATIENCE;
  while (!(await page.evaluate(condition, value))) {
    if (Date.now() > end) throw new Error(`never came true: ${condition}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

let worlds = 0;

/** The address of a page of this variant; a world of its own is given to the replica under a new name. */
export function addressOf(replica, { path = "/", variant, world }) {
  const query = new URLSearchParams(variant ? { variant } : {});
  if (world) {
    worlds += 1;
    replica.setWorld(world, `w${worlds}`);
    query.set("world", `w${worlds}`);
  }
  return query.size > 0 ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path;
}

/**
 * @param {object} world what the replica serves
 * @param {object} [settings] passed on to startReplica
 */
export async function stage(world, settings = {}) {
  if (!existsSync(CHROMIUM)) throw new Error(`no browser at ${CHROMIUM}`);
  const replica = await startReplica({ ...throwAwayCertificate(), world, ...settings });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const address = `https://127.0.0.1:${replica.port}`;

  /**
   * A page of a fresh profile, waited for until the app stands. `faults` collects page errors. `variant` is any of VARIANTS, `world`
   * one that this page alone gets.
   */
  async function visit(path = "/", { width = 1440, height = 900, before = () => {}, variant, world: own } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, ignoreHTTPSErrors: true, timezoneId: "UTC" });
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await before(page);
    await page.goto(address + addressOf(replica, { path, variant, world: own }));
    await page.evaluate(() => window.replica.ready);
    return { page, faults, drive: (name, ...given) => page.evaluate(([method, values]) => window.replica[method](...values), [name, given]) };
  }

  return { replica, browser, address, visit, close: async () => {
    await browser.close();
    await replica.close();
  } };
}
