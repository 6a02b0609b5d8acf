/** The options page in a tab of its own, as a person and as the engine see it. */
import { chromium } from "playwright-core";
import { browser as browserPath } from "../../scripts/browser.mjs";
import { chromeStub } from "./chrome-stub.js";
import { serve } from "./server.mjs";
import { NOW, messagesOf } from "./stage.mjs";

/** One open page. */
export class OptionsPage {
  constructor(page, faults, requests) {
    Object.assign(this, { page, faults, requests });
  }

  /** The engine says a view, and the page has drawn it. */
  async show(view) {
    await this.page.evaluate((view) => window.gallery.say(view), view);
    await this.page.locator(`main[data-connection="${view.connection.kind.replaceAll("_", "-")}"][aria-busy="false"]`).waitFor();
  }

  /** Waits until the page has sent so many intents of a kind, and returns the newest of them. */
  async sent(kind, count = 1) {
    const enough = ([kind, count]) => window.gallery.sent.filter((one) => one.intent === kind).length >= count;
    await this.page.waitForFunction(enough, [kind, count]);
    return (await this.intents(kind)).at(-1);
  }

  /** Everything of a kind that it has sent until now. */
  intents(kind) {
    return this.page.evaluate((kind) => window.gallery.sent.filter((one) => one.intent === kind), kind);
  }

  get key() {
    return this.page.getByLabel("Service key", { exact: true });
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** The words of what has the focus. */
  focused() {
    return this.page.evaluate(() => {
      const one = document.activeElement;
      return one?.getAttribute("aria-label") || one?.labels?.[0]?.textContent || one?.textContent?.trim();
    });
  }
}

/** @returns a browser that opens options pages; close it when done */
export async function optionsStage() {
  const server = await serve();
  const browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });

  /** @param {{ width?: number, height?: number, scheme?: "light" | "dark", locale?: "en" | "pt_BR" }} [settings] */
  async function open({ width = 1280, height = 900, scheme = "light", locale = "en" } = {}) {
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
    await page.goto(server.options());
    await page.waitForFunction(() => window.gallery?.sent.length > 0);
    return Object.assign(new OptionsPage(page, faults, requests), { close: () => context.close() });
  }

  return { open, origin: new URL(server.options()).origin, close: async () => {
    await browser.close();
    await server.close();
  } };
}
