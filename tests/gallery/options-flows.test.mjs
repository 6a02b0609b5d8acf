/** What a person does on the options page, and what the engine hears of it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connected, optionsView, passOf, traffic } from "./options-scenes.mjs";
import { optionsStage } from "./options-stage.mjs";

const KEY = "pat-eu1-00000000-0000-4000-8000-000000000000";
const checking = optionsView({ connection: { kind: "checking" } });
const refused = optionsView({ connection: { kind: "refused", problem: { sentence: "problem_key_unknown", values: [], retry: { kind: "now" } } } });

let theatre;
before(async () => (theatre = await optionsStage()));
after(() => theatre.close());

/** Opens the page for one test and closes it whatever happens. */
const flow = (title, run, settings) => test(title, async () => {
  const options = await theatre.open(settings);
  try {
    await run(options);
    assert.deepEqual(options.faults, []);
  } finally {
    await options.close();
  }
});

flow("I-03, TH-20: the key is a password until it is shown, and goes to the engine once, when Connect is pressed", async (options) => {
  await options.show(optionsView());
  assert.equal(await options.key.getAttribute("type"), "password");
  assert.equal(await options.key.getAttribute("autocomplete"), "off");
  assert.equal(await options.key.getAttribute("name"), null);
  await options.key.fill(KEY);
  await options.button("Show the key").click();
  assert.equal(await options.key.getAttribute("type"), "text");
  assert.equal(await options.button("Show the key").getAttribute("aria-pressed"), "true");
  assert.deepEqual(await options.intents("connect"), []);
  await options.button("Connect HubSpot").click();
  assert.deepEqual(await options.sent("connect"), { intent: "connect", key: KEY, keep: "on_device" });
  assert.equal(await options.key.getAttribute("type"), "password");
});

flow("TH-11: the key is kept on the device unless asked for at each start is chosen", async (options) => {
  await options.show(optionsView());
  await options.page.getByRole("radio", { name: "On this device" }).waitFor();
  assert.ok(await options.page.getByRole("radio", { name: "On this device" }).isChecked());
  await options.page.getByText("Stored as plain text in this browser profile").waitFor();
  await options.page.getByRole("radio", { name: "Ask each time the browser starts" }).check();
  await options.key.fill(KEY);
  await options.key.press("Enter");
  assert.equal((await options.sent("connect")).keep, "until_browser_closes");
});

flow("an empty field is not sent; it says so and has the focus", async (options) => {
  await options.show(optionsView());
  await options.key.fill("   ");
  await options.button("Connect HubSpot").click();
  await options.page.getByText("Paste the service key first.").waitFor();
  assert.equal(await options.key.getAttribute("aria-invalid"), "true");
  assert.equal(await options.key.evaluate((one) => one === document.activeElement), true);
  assert.deepEqual(await options.intents("connect"), []);
});

flow("I-04: while a key is checked nothing is sent twice; a refused key stays to be mended", async (options) => {
  await options.show(optionsView());
  await options.key.fill(KEY);
  await options.button("Connect HubSpot").click();
  await options.sent("connect");
  await options.show(checking);
  await options.button("Checking the key…").click({ force: true });
  await options.key.press("Enter");
  await options.show(refused);
  assert.equal(await options.key.inputValue(), KEY);
  assert.equal(await options.key.evaluate((one) => one === document.activeElement), true);
  const described = await options.key.evaluate((one) => one.getAttribute("aria-describedby").split(" ")
    .map((id) => document.getElementById(id).textContent).join(" "));
  assert.match(described, /HubSpot does not accept this key/);
  assert.equal((await options.intents("connect")).length, 1);
  await options.key.press("Enter");
  await options.sent("connect", 2);
});

flow("TH-12: once connected the key is nowhere in the page; reading goes on at the heading", async (options) => {
  await options.show(optionsView());
  await options.key.fill(KEY);
  await options.key.press("Enter");
  await options.show(checking);
  await options.show(connected());
  await options.page.getByText("146512345", { exact: true }).waitFor();
  await options.page.getByText("app-eu1.hubspot.com").waitFor();
  assert.equal(await options.focused(), "HubSpot");
  await options.page.locator("[role=status]", { hasText: "Connected to HubSpot account 146512345." }).waitFor({ state: "attached" });
  await options.button("Use another key").click();
  assert.equal(await options.key.inputValue(), "");
  assert.ok(!(await options.page.content()).includes(KEY));
});

flow("I-06: what the key may not do is named with what will not work", async (options) => {
  await options.show(connected({ missing: ["tickets", "<b>crm</b>"] }));
  const rows = await options.page.locator(".missing li").evaluateAll((all) => all.map((one) => [...one.children].map((part) => part.textContent)));
  assert.deepEqual(rows, [
    ["tickets", "Tickets aren't shown and can't be created."], ["<b>crm</b>", "What needs it does not work."],
  ]);
});

flow("disconnecting asks first, has the focus on what changes nothing, and says that links are kept", async (options) => {
  await options.show(connected());
  const dialog = options.page.getByRole("dialog", { name: "Disconnect HubSpot?" });
  const ask = () => options.button("Disconnect").first().click();
  await ask();
  await dialog.getByText(/Links, and what you unlinked, are kept/).waitFor();
  assert.equal(await options.focused(), "Stay connected");
  await options.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await ask();
  // A pass that goes on meanwhile leaves the dialog open.
  await options.show({ ...connected(), strip: { pass: { kind: "idle" }, linked: 7 } });
  await options.page.getByText("Not checked yet").waitFor();
  await dialog.getByRole("button", { name: "Stay connected" }).click();
  await dialog.waitFor({ state: "hidden" });
  assert.deepEqual(await options.intents("disconnect"), []);
  await ask();
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await options.sent("disconnect");
  await options.show(optionsView());
  await options.page.locator("[role=status]", { hasText: "Disconnected. Links are kept." }).waitFor({ state: "attached" });
  assert.equal(await options.focused(), "Connect HubSpot");
});

flow("I-07: another key can be tried and given up; a refused one does not hide what stands", async (options) => {
  await options.show(connected());
  await options.button("Use another key").click();
  await options.page.getByText(/Those of this account stay on this device/).waitFor();
  await options.button("Cancel").click();
  await options.button("Use another key").click();
  await options.key.fill(KEY);
  await options.key.press("Enter");
  await options.show(checking);
  await options.show(refused);
  const before = (await options.intents("hello")).length;
  await options.button("Cancel").click();
  await options.sent("hello", before + 1);
  await options.show(connected());
  await options.button("Disconnect").first().waitFor();
  assert.ok(!(await options.page.content()).includes(KEY));
});

flow("I-05: a key that is no longer accepted, or is asked for anew, says for which account, and that links are kept", async (options) => {
  await options.show(optionsView({ connection: { kind: "key_refused", portal: "146512345" } }));
  await options.page.getByText("HubSpot no longer accepts the service key of account 146512345. Links are kept.").first().waitFor();
  await options.key.fill(KEY);
  await options.button("Reconnect").click();
  await options.sent("connect");
  await options.show(optionsView({ connection: { kind: "key_needed", portal: "146512345" } }));
  await options.page.getByText("The service key of account 146512345 is asked for each time the browser starts. Links are kept.").first().waitFor();
  await options.button("Connect HubSpot").waitFor();
});

flow("S-28, S-47: each setting is sent as it is changed, with the others as they were", async (options) => {
  const view = connected();
  await options.show(view);
  await options.page.getByRole("checkbox", { name: "Ask before linking across country codes" }).check();
  const asked = { ...view.settings, ask_across_country_codes: true };
  assert.deepEqual((await options.sent("set_settings")).settings, asked);
  // Before the engine has answered: a view from before, then the next change.
  await options.show({ ...view, strip: { pass: { kind: "idle" }, linked: 1 } });
  assert.ok(await options.page.getByRole("checkbox", { name: "Ask before linking across country codes" }).isChecked());
  await options.page.getByRole("radio", { name: "WhatsApp phone number" }).check();
  const both = { ...asked, replaced_property: (await options.sent("set_settings", 2)).settings.replaced_property };
  assert.notEqual(both.replaced_property, "phone");
  assert.deepEqual((await options.intents("set_settings")).at(-1).settings, both);
  await options.page.getByRole("checkbox", { name: "Also match people known from groups only" }).check();
  assert.deepEqual((await options.sent("set_settings", 3)).settings, { ...both, include_group_members: true });
  await options.show({ ...view, settings: { ...both, include_group_members: true } });
  // What the engine says counts from then on.
  await options.show(view);
  assert.ok(!(await options.page.getByRole("checkbox", { name: "Ask before linking across country codes" }).isChecked()));
  assert.ok(await options.page.getByRole("radio", { name: "Phone number", exact: true }).isChecked());
});

flow("regions stand by their names, and the first is that of one's own number", async (options) => {
  await options.show(connected());
  const field = options.page.getByLabel("Region of numbers without a country code");
  const names = await field.locator("option").allTextContents();
  assert.equal(names[0], "That of your own WhatsApp number (Brazil)");
  assert.ok(names.length > 240 && names.includes("Brazil (+55)") && names.includes("Åland Islands (+358)"));
  assert.deepEqual(names.slice(1), names.slice(1).toSorted(new Intl.Collator("en").compare));
  await field.selectOption("DE");
  assert.equal((await options.sent("set_settings")).settings.portal_region, "DE");
  await field.selectOption("");
  assert.equal((await options.sent("set_settings", 2)).settings.portal_region, null);
});

flow("regions have the names of the browser's language", async (options) => {
  await options.show(connected());
  const names = await options.page.locator("#region option").allTextContents();
  assert.equal(names[0], "A do seu próprio número do WhatsApp (Brasil)");
  assert.ok(names.includes("Alemanha (+49)"));
}, { locale: "pt_BR" });

flow("the scopes go to the clipboard, one a line", async (options) => {
  await options.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await options.show(optionsView());
  await options.button("Copy the scopes").click();
  await options.page.locator("[role=status]", { hasText: "Copied." }).waitFor({ state: "attached" });
  const copied = await options.page.evaluate(() => navigator.clipboard.readText());
  assert.deepEqual(copied.split("\n"), await options.page.locator(".scopes code").allTextContents());
  assert.ok(copied.split("\n").includes("crm.objects.contacts.write"));
});

flow("B-14: from the first key press to settings without a pointer", async (options) => {
  await options.show(optionsView());
  const { keyboard } = options.page;
  const step = async (name) => {
    await keyboard.press("Tab");
    assert.equal(await options.focused(), name);
  };
  await step("Service key");
  await keyboard.type(KEY);
  await step("Show the key");
  await keyboard.press("Space");
  assert.equal(await options.key.getAttribute("type"), "text");
  await keyboard.press("Tab");
  assert.ok(await options.page.getByRole("radio", { name: "On this device" }).evaluate((one) => one === document.activeElement));
  await keyboard.press("ArrowDown");
  await step("Connect HubSpot");
  await keyboard.press("Enter");
  assert.deepEqual(await options.sent("connect"), { intent: "connect", key: KEY, keep: "until_browser_closes" });
  await options.show(checking);
  await options.show(connected({ keep: "until_browser_closes" }));
  await step("Use another key");
  await step("Disconnect");
  await step("Diagnostics");
  await step("Open WhatsApp Web");
  await step("Region of numbers without a country code");
  await keyboard.press("Tab");
  await keyboard.press("Space");
  assert.equal((await options.sent("set_settings")).settings.ask_across_country_codes, true);
  for (let back = 0; back < 4; back++) await keyboard.press("Shift+Tab");
  await keyboard.press("Enter");
  assert.equal(await options.focused(), "Stay connected");
  await keyboard.press("Enter");
  assert.equal(await options.focused(), "Disconnect");
  assert.deepEqual(await options.intents("disconnect"), []);
});

flow("I-08: a pass is paused, resumed and given up; its button keeps the focus while it goes on", async (options) => {
  await options.show(passOf("first"));
  await options.button("Pause").focus();
  await options.show(passOf("first", { read: 9_000, linked: 12, failed: 2 }));
  assert.equal(await options.focused(), "Pause");
  await options.page.getByText("9,000 of 24,000 HubSpot contacts read · 12 contacts linked · 2 requests repeated").waitFor();
  await options.page.keyboard.press("Enter");
  await options.sent("pause_passes");
  await options.show(passOf("paused"));
  await options.page.getByText("Matching is paused").waitFor();
  await options.button("Cancel").click();
  await options.sent("cancel_pass");
  await options.button("Resume").click();
  await options.sent("resume_passes");
  await options.show({ ...connected(), strip: { pass: { kind: "cancelled" }, linked: 0 } });
  await options.button("Start again").click();
  await options.sent("resume_passes", 2);
});

flow("diagnostics say how fast HubSpot may be asked, and why passes rest", async (options) => {
  await options.show({ ...connected(), traffic: { ...traffic, held_for: 12, passes_rest: "day_used_up", passes_until: null } });
  const box = options.page.locator(".diagnostics");
  assert.equal(await box.locator("dl").isVisible(), false);
  await options.page.getByText("Diagnostics").click();
  const words = await box.innerText();
  for (const part of ["HubSpot asks to wait", "today’s requests is for people", "249,120 of 250,000"]) assert.ok(words.includes(part), words);
  await options.show({ ...connected(), traffic: { ...traffic, passes_rest: "refused", passes_until: null } });
  await box.getByText("HubSpot is busy with other requests of your account").waitFor();
  await options.show({ ...connected(), traffic });
  await box.getByText("Running normally").first().waitFor();
  assert.ok(await box.locator("dl").isVisible(), "it stays open");
});

flow("I-33: after an update the page says so and offers to load anew", async (options) => {
  await options.show(connected());
  await options.page.evaluate(() => window.gallery.update());
  await options.page.getByText("Linked Contacts was updated.").waitFor();
  const again = options.page.waitForEvent("load");
  await options.button("Reload this page").click();
  await again;
});

flow("a worker that was stopped is called again when there is something to say", async (options) => {
  await options.show(connected());
  await options.page.evaluate(() => window.gallery.cut());
  assert.equal(await options.page.evaluate(() => window.gallery.ports.length), 1);
  await options.page.getByRole("checkbox", { name: "Also match people known from groups only" }).check();
  await options.sent("set_settings");
  assert.equal(await options.page.evaluate(() => window.gallery.ports.length), 2);
});
