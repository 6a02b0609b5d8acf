/** One Chromium for the gallery and its tests, and a page object for the sidebar inside its frame. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { browser as browserPath } from "../../scripts/browser.mjs";
import { chromeStub } from "./chrome-stub.js";
import { ROOT, serve } from "./server.mjs";

/** The time at which every view was taken. */
export const NOW = new Date("2026-11-25T14:00:00Z");

const VIEWS = join(ROOT, "tests/gallery/views");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** @param {string} name of a file in views/ */
export const view = (name) => read(join(VIEWS, `${name}.json`));
export const viewNames = () => readdirSync(VIEWS).map((name) => name.replace(/\.json$/, "")).sort();

/** @param {string} locale */
export const messagesOf = (locale) => read(join(ROOT, "static/_locales", locale, "messages.json"));

/** The sidebar as a person and as the engine see it. */
class Sidebar {
  constructor(page, frame, faults, requests) {
    Object.assign(this, { page, frame, faults, requests });
  }

  /** The engine says a view. @param {string | object} given a name of views/, or a view */
  async show(given) {
    this.shown = typeof given === "string" ? view(given) : given;
    await this.frame.evaluate((view) => window.gallery.say({ say: "view", ...view }), this.shown);
  }

  /** The engine answers a request. */
  async answer(op, answer) {
    await this.frame.evaluate(([op, answer]) => window.gallery.say({ say: "answer", op, answer }), [op, answer]);
  }

  /** Waits until the sidebar has sent an intent of a kind, and returns the newest of them. */
  async sent(kind, count = 1) {
    const enough = ([kind, count]) => window.gallery.sent.filter((one) => one.intent === kind).length >= count;
    await this.frame.waitForFunction(enough, [kind, count]);
    return (await this.intents(kind)).at(-1);
  }

  /** Everything of a kind that it has sent until now. */
  async intents(kind) {
    return this.frame.evaluate((kind) => window.gallery.sent.filter((one) => one.intent === kind), kind);
  }

  /** Types into the search, waits for the request, and answers it. */
  async search(text, answer) {
    const before = (await this.intents("search")).length;
    await this.field.fill(text);
    const { op } = await this.sent("search", before + 1);
    if (answer) await this.answer(op, answer);
    return op;
  }

  get field() {
    return this.frame.getByRole("searchbox", { name: "Search name, e-mail or phone" });
  }

  button(name) {
    return this.frame.getByRole("button", { name, exact: true });
  }

  /** Waits for what arms buttons that write. */
  async armed(name) {
    await this.frame.locator(`button:not([aria-disabled]):has-text("${name}")`).first().waitFor();
  }
}

/** @returns a browser that opens sidebars; close it when done */
export async function stage() {
  const server = await serve();
  const browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });

  /**
   * A sidebar in a frame of its own, as wide and high as given, that has said hello. `theme` is what its address says, `scheme` what the
   * browser prefers; with `panel` it stands by itself, as in the browser's side panel; without `script` nothing runs in it.
   * @param {{ width?: number, height?: number, theme?: "light" | "dark", scheme?: "light" | "dark", locale?: "en" | "pt_BR",
   *   panel?: boolean, script?: boolean }} [settings]
   */
  async function open({ width = 360, height = 900, theme = "light", scheme = "light", locale = "en", panel = false, script = true } = {}) {
    const language = locale.replace("_", "-");
    const context = await browser.newContext({
      viewport: { width, height }, timezoneId: "UTC", locale: language, reducedMotion: "reduce", colorScheme: scheme,
    });
    const page = await context.newPage();
    const [faults, requests] = [[], []];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await page.clock.setFixedTime(NOW);
    await page.addInitScript(chromeStub, { messages: messagesOf(locale), language });
    if (!script) await page.route("**/sidebar.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    await page.goto(panel ? server.alone(theme) : server.host(theme));
    const frame = page.frames().at(-1);
    if (script) await frame.waitForFunction(() => window.gallery?.sent.length > 0);
    return Object.assign(new Sidebar(page, frame, faults, requests), { close: () => context.close() });
  }

  return { open, close: async () => {
    await browser.close();
    await server.close();
  } };
}
