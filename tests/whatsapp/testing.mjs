/** For tests: one replica and one Chromium, and a page that is ready. End-to-end tests may use it too. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { throwAwayCertificate } from "./certificate.mjs";
import { startReplica } from "./server.mjs";

/** Debian's browser; elsewhere say where it is with CHROMIUM. */
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/**
 * @param {object} world what the replica serves
 * @param {object} [settings] passed on to startReplica
 */
export async function stage(world, settings = {}) {
  if (!existsSync(CHROMIUM)) throw new Error(`no browser at ${CHROMIUM}`);
  const replica = await startReplica({ ...throwAwayCertificate(), world, ...settings });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const address = `https://127.0.0.1:${replica.port}`;

  /** A page of a fresh profile, waited for until the app stands. `faults` collects page errors. */
  async function visit(path = "/", { width = 1440, height = 900, before = () => {} } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, ignoreHTTPSErrors: true, timezoneId: "UTC" });
    const page = await context.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await before(page);
    await page.goto(address + path);
    await page.evaluate(() => window.replica.ready);
    return { page, faults, drive: (name, ...given) => page.evaluate(([method, values]) => window.replica[method](...values), [name, given]) };
  }

  return { replica, browser, address, visit, close: async () => {
    await browser.close();
    await replica.close();
  } };
}
