/**
 * Runs the real page reader (the content scripts of the shipped manifest, in its order) on the replica, in a real browser, without the
 * rest of the extension: as an unpacked extension made for the occasion, whose background keeps what the reader says. What it says is
 * judged by the shipped rules (`examples/conclude.rs`), so a test asks for identities and not for fields.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { throwAwayCertificate } from "./certificate.mjs";
import { judge } from "./judge.mjs";
import { startReplica } from "./server.mjs";
import { addressOf, CHROMIUM, PATIENCE } from "./testing.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const STUBS = fileURLToPath(new URL("./reader/", import.meta.url));
const ORIGIN = "https://web.whatsapp.com";

/** Texts that the page reader asks for. */
export const TEXTS = {
  name: "Page reader under test", resize: "Resize", frame_blocked: "The sidebar is blocked here.", updated: "The extension was updated.",
  reload_whatsapp: "Reload WhatsApp",
};

/** Writes the extension into `folder`. `probe` notes what the reader asks of the browser; `coepKeys: false` leaves out what survives COEP. */
function writeExtension(folder, { probe = false, coepKeys = true } = {}) {
  const shipped = JSON.parse(readFileSync(join(ROOT, "manifest.json"), "utf8"));
  const scripts = shipped.content_scripts.map((one) => ({ ...one, js: [...(probe ? ["probe.js"] : []), ...one.js] }));
  for (const path of shipped.content_scripts.flatMap((one) => one.js)) cpSync(join(ROOT, "extension", path), join(folder, path));
  for (const name of ["background.js", "frame.js", "probe.js", "sidebar.html"]) cpSync(join(STUBS, name), join(folder, name));
  const { cross_origin_embedder_policy, cross_origin_opener_policy, content_security_policy, web_accessible_resources } = shipped;
  const messages = Object.fromEntries(Object.entries(TEXTS).map(([key, message]) => [key, { message }]));
  mkdirSync(join(folder, "_locales", "en"), { recursive: true });
  writeFileSync(join(folder, "_locales", "en", "messages.json"), JSON.stringify(messages));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({
    manifest_version: 3,
    name: "__MSG_name__",
    version: "1",
    default_locale: "en",
    background: { service_worker: "background.js" },
    content_scripts: scripts,
    web_accessible_resources,
    content_security_policy,
    ...(coepKeys ? { cross_origin_embedder_policy, cross_origin_opener_policy } : {}),
  }));
}

/** Whether a conclusion says who is there. */
export const isResolved = (conclusion) => Boolean(conclusion) && conclusion.is !== "unresolved";

/**
 * @param {object} world what the replica serves
 * @param {object} [settings] `probe` and `coepKeys` as above; the rest is passed on to startReplica
 */
export async function readerStage(world, { probe, coepKeys, ...settings } = {}) {
  // First of all: cargo may have to build them, and nothing that is open waits for that.
  const rules = await judge();
  const folder = mkdtempSync(join(tmpdir(), "page-reader-"));
  const [extension, profile] = ["extension", "profile"].map((name) => join(folder, name));
  mkdirSync(extension);
  writeExtension(extension, { probe, coepKeys });
  const replica = await startReplica({ ...throwAwayCertificate(), world, ...settings });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 1440, height: 900 },
    timezoneId: "UTC",
    ignoreHTTPSErrors: true,
    ignoreDefaultArgs: ["--disable-extensions"],
    args: ["--no-sandbox", "--enable-unsafe-extension-debugging", "--ignore-certificate-errors", `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${replica.port}`],
  });
  const browser = await context.browser().newBrowserCDPSession();
  const appeared = context.waitForEvent("serviceworker", { timeout: PATIENCE });
  const [{ id }, worker] = await Promise.all([browser.send("Extensions.loadUnpacked", { path: extension }), appeared]);
  const seats = new Map();

  /** Carries what the readers say to their seats, in order, until the worker ends. */
  async function carry() {
    for (let from = 0; ; ) {
      const entries = await worker.evaluate((at) => self.after(at), from).catch(() => null);
      if (!entries) return;
      from += entries.length;
      for (const entry of entries) await seats.get(entry.seat)?.take(entry);
    }
  }
  const carried = carry();

  /**
   * A page with the reader on it, waited for until the app stands. The page before it is closed: pages of one profile share one database.
   * @param {object} [given] `variant` and `world` as in `stage`; `answers: false` leaves the reader without "resolved"; `sameTab` loads
   *   the page where the one before it was
   */
  async function visit({ path = "/", variant, world: own, answers = true, sameTab = false } = {}) {
    const page = (sameTab && context.pages()[0]) || (await context.newPage());
    for (const other of context.pages()) if (other !== page) await other.close();
    const seat = await sit({ page, name: `s${seats.size + 1}`, worker, rules, extensionId: id, answers });
    seats.set(seat.name, seat);
    await seat.go(addressOf(replica, { path, variant, world: own }));
    return seat;
  }

  return {
    replica, context, browser, worker, visit, extensionId: id,
    /** The extension is updated under its open pages; nothing is heard of the readers after that. */
    reload: async () => {
      const ended = new Promise((done) => worker.once("close", done));
      await worker.evaluate(() => chrome.runtime.reload()).catch(() => {});
      await ended;
    },
    /** How much the background has heard of a seat. */
    heard: (seat) => worker.evaluate((name) => self.heard(name), seat),
    /** The browser takes the memory of a seat's tab, as it does with one that was long not looked at; the tab stays. */
    discard: async (seat) => {
      await context.newPage(); // The tab that is looked at is never discarded.
      await worker.evaluate((name) => self.discard(name), seat);
    },
    /** Somebody looks at the tab again: the browser loads it anew. */
    wake: (seat) => worker.evaluate((name) => self.wake(name), seat),
    /** What the background answers by itself: `dock` (null: nothing), `frame`. */
    set: (changes) => worker.evaluate((next) => Object.assign(self.settings, next), changes),
    close: async () => {
      await context.close();
      await carried;
      rules.close();
      await replica.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One page with its reader. */
async function sit({ page, name, worker, rules, extensionId, answers }) {
  /** What the reader said: the message, when it came, and what the rules make of it. */
  const facts = [];
  const faults = [];
  const waiting = [];
  let world = null;
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  const cdp = await page.context().newCDPSession(page);
  cdp.on("Runtime.executionContextCreated", ({ context }) => {
    if (context.origin === `chrome-extension://${extensionId}` && context.auxData.type === "isolated") world = context.id;
  });
  await cdp.send("Runtime.enable");

  async function take({ what, message, at }) {
    const { kind } = message ?? {};
    const judged = message ? await rules.ask(name, message) : null;
    facts.push({ ...message, what, kind: kind ?? what, at, judged, conclusion: judged?.conclusion ?? null });
    if (answers && kind === "chat" && isResolved(judged.conclusion)) await say({ kind: "resolved", generation: message.generation });
    for (const wake of waiting.splice(0)) wake();
  }

  const say = (message) => worker.evaluate(([seat, word]) => self.post(seat, word), [name, message]);

  /** Waits until `wanted(facts)` gives something, and returns it. */
  async function until(wanted, patience = PATIENCE) {
    const end = Date.now() + patience;
    for (;;) {
      const found = wanted(facts);
      if (found) return found;
      const rest = end - Date.now();
      if (rest <= 0) throw new Error(`never said: ${wanted}\nlast: ${facts.slice(-5).map((one) => JSON.stringify(one).slice(0, 300)).join("\n")}`);
      let timer;
      await Promise.race([new Promise((done) => waiting.push(done)), new Promise((done) => (timer = setTimeout(done, rest)))]);
      clearTimeout(timer);
    }
  }

  const drive = (method, ...given) => page.evaluate(([call, values]) => window.replica[call](...values), [method, given]);

  /** What stands about the open chat after the facts from this one on: the newest word about it, once it is a final one. */
  const outcome = (from = 0, patience = PATIENCE) => until((all) => {
    const last = all.slice(from).findLast((one) => ["switch", "chat", "no_chat"].includes(one.kind));
    if (last?.kind === "no_chat") return last;
    return last?.kind === "chat" && (isResolved(last.conclusion) || last.settled) ? last : null;
  }, patience);

  return {
    name, page, facts, faults, drive, say, until, outcome, take,
    /** Loads an address and waits for the app. */
    go: async (address) => {
      await page.goto(`${ORIGIN}${address}${address.includes("?") ? "&" : "?"}seat=${name}`);
      await page.evaluate(() => window.replica.ready);
    },
    /** Waits until the reader has said that the page is ready. */
    ready: () => until((all) => all.findLast((one) => ["hello", "page"].includes(one.kind))?.state === "ready"),
    /** Opens a chat and returns what is finally said about it. */
    open: async (chatId) => {
      const from = facts.length;
      await drive("open", chatId);
      return outcome(from);
    },
    /** Opens a chat and waits until the rules know who is there. */
    meet: async (chatId) => {
      const from = facts.length;
      await drive("open", chatId);
      return until((all) => {
        const last = all.slice(from).findLast((one) => ["switch", "chat", "no_chat"].includes(one.kind));
        return last?.kind === "chat" && isResolved(last.conclusion) ? last.conclusion : null;
      });
    },
    /** Rows of whole stores, as the reader sends them (those that are not as they were in the version `since`); rejects where it says that it cannot. */
    snapshot: async (request, stores, since) => {
      await say({ kind: "snapshot", request, stores, since });
      const end = await until((all) => all.find((one) => one.request === request && (one.last || one.kind === "snapshot_failed")));
      if (end.kind === "snapshot_failed") throw new Error(end.problem);
      const slices = facts.filter((one) => one.kind === "snapshot" && one.request === request);
      return { slices, people: end.judged.people, rows: (store) => slices.filter((one) => one.store === store).flatMap((one) => one.rows) };
    },
    /** Evaluates an expression where the reader runs. */
    inside: async (expression) => {
      const { result, exceptionDetails } = await cdp.send("Runtime.evaluate", { contextId: world, expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    /** Types of the listeners that the reader's world has on what belongs to the whole page. */
    listeners: async () => {
      const found = {};
      for (const target of ["window", "document", "document.documentElement", "document.body", "document.querySelector('#app')", "document.querySelector('#main')"]) {
        const { result } = await cdp.send("Runtime.evaluate", { contextId: world, expression: target });
        if (!result.objectId) continue;
        const { listeners } = await cdp.send("DOMDebugger.getEventListeners", { objectId: result.objectId, depth: 1 });
        if (listeners.length > 0) found[target] = listeners.map((one) => `${one.type}${one.passive ? " passive" : ""}`).sort();
      }
      return found;
    },
    /** Texts that the reader shows in its own tree, which is closed to the page. */
    notes: async () => {
      const { root } = await cdp.send("DOM.getDocument", { depth: -1, pierce: true });
      const text = (node) => (node.nodeName === "#text" ? node.nodeValue : (node.children ?? []).map(text).join(""));
      const found = [];
      const walk = (node, inside) => {
        const attributes = node.attributes ?? [];
        if (inside && node.nodeName === "P" && !attributes.includes("hidden")) found.push(text(node));
        for (const child of node.children ?? []) walk(child, inside);
        for (const shadow of node.shadowRoots ?? []) walk(shadow, shadow.shadowRootType === "closed");
      };
      walk(root, false);
      return found;
    },
    /** The engine is stopped and its port drops; or it is awake and asks. */
    drop: () => worker.evaluate((seat) => self.drop(seat), name),
    knock: () => worker.evaluate((seat) => self.knock(seat), name),
    close: () => page.close(),
  };
}
