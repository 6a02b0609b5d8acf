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
  const entry = async (selector) => (await see(selector)).locator("input, textarea, select").first();
  /**
   * Presses a button as a person does who has it before their eyes: it is brought into sight, and counts as ready when it has been so for a
   * while. One that writes is disarmed when it comes into sight, and is told so a little later.
   */
  const pressWhenReady = async (found) => {
    await found.scrollIntoViewIfNeeded({ timeout: PATIENCE });
    let ready = 0;
    await until(async () => (ready = (await found.getAttribute("aria-disabled")) ? 0 : ready + 1) > 6, "the button to be ready");
    await found.click({ timeout: PATIENCE });
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
    press: async (name) => pressWhenReady((await button(name)).first()),
    pressWhenReady,
    /** Confirms in the open dialog that this is not the right contact. */
    confirmUnlink: async () => (await sidebar()).getByRole("dialog").getByRole("button", { name: "Unlink" }).click(),
    /** What is typed into for a property of the contact, while the card is edited. @param {string} name */
    field: (name) => entry(`[data-property="${name}"]`),
    /** What is typed into for a question of the form of a new record. @param {string} name */
    answer: (name) => entry(`[data-question="${name}"]`),
    /** Deals, tickets, notes or tasks of the card. @param {string} name */
    shelf: (name) => see(`[data-shelf="${name}"]`),
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
