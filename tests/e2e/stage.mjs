/**
 * The whole play: the shipped extension in a real browser, WhatsApp Web by the replica, HubSpot by the sandbox. The extension is the one
 * in dist/chrome, unchanged; the browser is told that the two hosts live on this machine, and that no other host exists.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { throwAwayCertificate } from "../whatsapp/certificate.mjs";
import { startReplica } from "../whatsapp/server.mjs";
import { startHubspot } from "./hubspot.mjs";
import { optionsPage } from "./options.mjs";
import { whatsappPage } from "./whatsapp.mjs";

const DIST = process.env.DIST ?? fileURLToPath(new URL("../../dist/chrome", import.meta.url));
const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Milliseconds that a person would wait before calling it broken. */
export const PATIENCE = 15_000;

/** Whoever loads an unpacked extension has developer mode on: without it the browser keeps such an extension disabled. */
const DEVELOPER = { extensions: { ui: { developer_mode: true } } };
/** The browser's own switch for storage of third parties, which a frame of the extension is. */
const ALLOWED = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };

/** Writes the certificate where the sandbox can read it. */
function identity(folder) {
  const { cert, key } = throwAwayCertificate(["web.whatsapp.com", "api.hubapi.com", "localhost"]);
  const paths = { certificate: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  writeFileSync(paths.certificate, cert);
  writeFileSync(paths.key, key);
  return { cert, key, paths };
}

/**
 * @param {object} settings
 * @param {object} settings.world a world of tests/world
 * @param {"blocked" | "allowed"} [settings.thirdPartyStorage]
 * @param {boolean} [settings.headless]
 * @param {number} [settings.scale] device scale factor
 * @param {{ width: number, height: number } | null} [settings.viewport]
 * @param {string} [settings.locale] the browser's language
 */
export async function stage({ world, thirdPartyStorage = "blocked", headless = true, scale = 1, locale = "en-US", ...rest }) {
  const viewport = rest.viewport === undefined ? { width: 1440, height: 900 } : rest.viewport;
  const folder = mkdtempSync(join(tmpdir(), "linked-contacts-"));
  const profile = join(folder, "profile");
  mkdirSync(join(profile, "Default"), { recursive: true });
  const preferences = { ...DEVELOPER, ...(thirdPartyStorage === "allowed" ? ALLOWED : {}) };
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  const { cert, key, paths } = identity(folder);
  const replica = await startReplica({ cert, key, world });
  const hubspot = await startHubspot({ seed: world.hubspot, certificate: paths.certificate, key: paths.key });
  const faults = [];
  let [context, browser, extensionId, starts] = [null, null, null, 0];

  const hosts = () => `MAP web.whatsapp.com 127.0.0.1:${replica.port},MAP api.hubapi.com 127.0.0.1:${hubspot.port},MAP * ~NOTFOUND`;
  const netLog = (number) => join(folder, `net-${number}.json`);

  async function launch() {
    starts += 1;
    context = await chromium.launchPersistentContext(profile, {
      executablePath: BROWSER, headless, viewport, locale, ignoreHTTPSErrors: true, timezoneId: "UTC",
      ...(viewport ? { deviceScaleFactor: scale } : {}),
      ignoreDefaultArgs: ["--disable-extensions"],
      args: [
        "--no-sandbox", "--enable-unsafe-extension-debugging", "--ignore-certificate-errors", `--lang=${locale}`,
        `--host-resolver-rules=${hosts()}`, `--log-net-log=${netLog(starts)}`,
      ],
    });
    browser = await context.browser().newBrowserCDPSession();
    extensionId = (await browser.send("Extensions.loadUnpacked", { path: DIST })).id;
    // A first installation opens the options page, in the empty tab where there is one: no test may be on its way there meanwhile.
    if (starts === 1) await until(() => context.pages().some((page) => page.url().endsWith("/options.html")), "the options page at first");
    context.on("weberror", (error) => faults.push(String(error.error())));
    context.on("console", (message) => {
      if (message.type() === "error" && message.location().url.startsWith("chrome-extension:")) faults.push(message.text());
    });
  }
  await launch();

  /** Ends the service worker as the browser does when it is idle: its ports drop, its memory is gone. */
  async function killWorker() {
    const [page] = context.pages();
    const session = await context.newCDPSession(page);
    await session.send("ServiceWorker.enable");
    await session.send("ServiceWorker.stopAllWorkers");
    await session.detach();
  }

  const origin = () => `chrome-extension://${extensionId}`;
  const self = {
    world, replica, hubspot, faults, folder,
    get context() {
      return context;
    },
    get extensionId() {
      return extensionId;
    },
    origin,
    killWorker,
    /** A tab with WhatsApp Web. */
    whatsapp: (path) => whatsappPage(self, path),
    /** The options page in a tab of its own. */
    options: () => optionsPage(self),
    /** A tab with WhatsApp Web, HubSpot connected from the options page, and the first pass done. */
    async connected() {
      const wa = await self.whatsapp();
      const options = await self.options();
      await options.connect();
      await options.close();
      await wa.page.bringToFront();
      await wa.pass("first-done");
      return wa;
    },
    /**
     * Records of the extension's storage, read as one looks into it by hand. @param {string} sort a part of their keys
     */
    async stored(sort) {
      const page = await context.newPage();
      await page.goto(`${origin()}/options.html`);
      const all = await page.evaluate(() => chrome.storage.local.get(null));
      await page.close();
      // A record is text: a version, a checksum, and the body that it is the checksum of.
      const bodies = Object.entries(all).filter(([key]) => key.includes(sort)).map(([, record]) => JSON.parse(JSON.parse(record).b));
      // What was removed has an empty one.
      return bodies.filter((body) => body !== null);
    },
    /** Closes the browser and starts it again with the same profile. */
    async restart() {
      await context.close();
      await launch();
    },
    /**
     * Closes the browser and starts it with the same profile and no debugger: workers then live and die as they do for a person. What
     * happens is seen in the sandbox's log alone. @returns {() => Promise<void>} ends it
     */
    async withoutDebugger() {
      await context.close();
      const plain = spawn(BROWSER, [
        "--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu", `--user-data-dir=${profile}`, `--load-extension=${DIST}`,
        "--ignore-certificate-errors", `--host-resolver-rules=${hosts()}`, "https://web.whatsapp.com/",
      ], { stdio: "ignore" });
      const ended = new Promise((done) => plain.once("exit", () => done()));
      return () => {
        plain.kill();
        return ended;
      };
    },
    launch,
    /** Loads the extension anew, as an update does. */
    async reloadExtension() {
      extensionId = (await browser.send("Extensions.loadUnpacked", { path: DIST })).id;
    },
    /** Hosts that the extension itself asked, over all starts so far; closes the browser, whose log is complete only then. */
    async hostsAsked() {
      await context.close();
      const hosts = new Set();
      for (let number = 1; number <= starts; number += 1) {
        // One event a line.
        for (const line of readFileSync(netLog(number), "utf8").split("\n")) {
          if (!/"initiator":"chrome-extension:/.test(line)) continue;
          const url = /"url":"(https?:[^"]*)"/.exec(line)?.[1];
          if (url) hosts.add(new URL(url).host);
        }
      }
      return [...hosts].sort();
    },
    async close() {
      await context.close().catch(() => {});
      await Promise.all([replica.close(), hubspot.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return self;
}

/**
 * Waits until `probe` gives something true, and returns it; polls, for what no event tells.
 * @template T
 * @param {() => Promise<T> | T} probe
 * @param {string} what for the message where it never does
 */
export async function until(probe, what, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`did not happen in ${patience} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
