/** A tab with WhatsApp Web and the sidebar in it, as a person sees them. */
import { PATIENCE, until } from "./stage.mjs";

/** @param {Awaited<ReturnType<import("./stage.mjs").stage>>} on @param {string} [path] */
export async function whatsappPage(on, path = "/") {
  const page = await on.context.newPage();
  await page.goto(`https://web.whatsapp.com${path}`);
  await page.evaluate(() => window.replica.ready);

  const frame = () => page.frames().find((one) => one.url().startsWith(`${on.origin()}/sidebar.html`));
  /** The sidebar's frame, waited for: it is made anew after a reload. */
  const sidebar = () => until(frame, "the sidebar's frame");
  /** @param {string} selector */
  const see = async (selector) => {
    const locator = (await sidebar()).locator(selector).first();
    await locator.waitFor({ timeout: PATIENCE }).catch(async (error) => {
      const shown = await frame()?.locator("body").innerText({ timeout: 1_000 }).catch(() => "nothing");
      throw new Error(`${error.message}\nThe sidebar shows: ${shown}`);
    });
    return locator;
  };
  const button = async (name) => (await sidebar()).getByRole("button", { name, exact: true });

  return {
    page,
    frame,
    sidebar,
    see,
    /** Waits until something is gone. @param {string} selector */
    gone: async (selector) => (await sidebar()).locator(selector).first().waitFor({ state: "detached", timeout: PATIENCE }),
    count: async (selector) => (await sidebar()).locator(selector).count(),
    text: async (selector = "main") => (await see(selector)).innerText(),
    /** Waits for a screen or a state of a person. @param {string} name */
    screen: (name) => see(`main[data-screen="${name}"]`),
    state: (name) => see(`[data-state="${name}"]`),
    /** The card of a contact. @param {string} [id] */
    card: (id) => see(id ? `[data-card="${id}"]` : "[data-card]"),
    fresh: (id) => see(`[data-card="${id}"][data-freshness="fresh"]`),
    pass: (name) => see(`[data-pass="${name}"]`),
    button,
    /** Presses a button of the sidebar. @param {string} name */
    press: async (name) => {
      const found = (await button(name)).first();
      await found.scrollIntoViewIfNeeded({ timeout: PATIENCE });
      // A button that has just come into sight is disarmed for a moment; the browser tells it so with the next frames.
      await found.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await found.click({ timeout: PATIENCE });
    },
    /** Types into the search field. @param {string} text */
    search: async (text) => (await sidebar()).getByRole("searchbox").fill(text, { timeout: PATIENCE }),
    /** Chooses a search result without linking it. @param {string} id */
    choose: async (id) => (await see(`[data-contact="${id}"]`)).click({ timeout: PATIENCE }),
    /** The button that links what was chosen. */
    linkButton: async () => (await see("[data-preview]")).getByRole("button", { name: "Link", exact: true }),
    /** The replica's own controls. @param {string} name @param {...unknown} given */
    drive: (name, ...given) => page.evaluate(([method, values]) => window.replica[method](...values), [name, given]),
    /** Opens a chat as a person does where it is in sight, else by the replica. @param {{ chatId: string }} person */
    open: (person) => page.evaluate((id) => window.replica.open(id), person.chatId),
    screenshot: (file) => page.screenshot({ path: file }),
    close: () => page.close(),
  };
}
