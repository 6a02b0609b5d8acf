/** The options page, as a person uses it. */
import { PATIENCE } from "./stage.mjs";

/** @param {Awaited<ReturnType<import("./stage.mjs").stage>>} on */
export async function optionsPage(on) {
  const page = await on.context.newPage();
  await page.goto(`${on.origin()}/options.html`);
  const main = page.locator("main[data-connection]");
  await main.waitFor({ timeout: PATIENCE });

  return {
    page,
    main,
    /** Waits for a state of the connection. @param {string} state */
    is: (state) => page.locator(`main[data-connection="${state}"]`).waitFor({ timeout: PATIENCE }),
    /** Pastes a key and presses Connect. @param {string} key @param {"device" | "browser"} [keep] */
    async paste(key, keep = "device") {
      await page.getByLabel("Service key", { exact: true }).fill(key);
      if (keep === "browser") await page.getByRole("radio", { name: /ask each time/i }).check();
      await page.getByRole("button", { name: /^(Connect HubSpot|Reconnect|Connect)$/ }).click();
    },
    /** Connects and waits until that is done. @param {string} [key] @param {"device" | "browser"} [keep] */
    async connect(key = on.world.key, keep = "device") {
      await this.paste(key, keep);
      await this.is("connected");
    },
    close: () => page.close(),
  };
}
