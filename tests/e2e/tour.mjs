/**
 * The tour: the main job from a fresh install to a remembered unlinking, played on the demo world as a rep would do it. Every step is
 * checked, and each leaves a numbered picture. `npm start` plays it where there is no display.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { people } from "../world/demo.mjs";
import { until } from "./stage.mjs";

/**
 * @param {Awaited<ReturnType<import("./stage.mjs").stage>>} on a stage with the demo world
 * @param {{ folder: string, say?: (line: string) => void }} settings where the pictures go; made anew
 * @returns {Promise<number>} steps that held; throws at the first that did not
 */
export async function tour(on, { folder, say = console.log }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let steps = 0;
  let wa = await on.whatsapp();

  /** One step: what is done, what must be true then, and a picture of it. */
  async function step(name, play, page = () => wa.page) {
    const number = String(steps + 1).padStart(2, "0");
    try {
      await play();
    } catch (error) {
      await page().screenshot({ path: join(folder, `${number}-failed.png`) }).catch(() => {});
      throw new Error(`${number} ${name}: ${error.message}`);
    }
    // Buttons that write are armed half a second after they are in sight; a picture shows them as a rep meets them.
    await page().evaluate(() => new Promise((done) => setTimeout(done, 700)));
    await page().screenshot({ path: join(folder, `${number}-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/-$/, "")}.png`) });
    steps += 1;
    say(`  ok  ${number}  ${name}`);
  }
  const shows = async (what, pattern) => until(async () => pattern.test(await what()), `${pattern} to be shown`);
  const phoneOf = async (id) => (await on.hubspot.contact(id)).properties.phone ?? "";
  const [manual] = people.manual.hubspotIds;
  const oldPhone = await phoneOf(manual);

  await step("A fresh install asks for HubSpot and nothing else", async () => {
    await wa.screen("not-connected");
  });
  const options = await on.options();
  const inOptions = () => options.page;
  await step("The options page says how to get a service key", () => options.is("not-connected"), inOptions);
  await step("A key that HubSpot does not know is refused in words", async () => {
    await options.paste("pat-na1-00000000-0000-4000-8000-000000000000");
    await options.is("refused");
  }, inOptions);
  await step("The right key connects and shows the account", async () => {
    await options.connect();
    await shows(() => options.main.innerText(), /146512345/);
  }, inOptions);
  await options.close();
  await wa.page.bringToFront();
  await step("The first pass has linked what is exact", async () => {
    await shows(async () => (await wa.pass("first-done")).innerText(), /2\d contacts linked/);
  });
  await step("A linked chat opens with its card", async () => {
    await wa.open(people.exact);
    await wa.fresh(people.exact.hubspotIds[0]);
  });
  await step("Why is this linked", async () => {
    await wa.press("Why?");
    await shows(() => wa.text(), /country code included/);
  });
  const inShelf = async (name, button) => wa.pressWhenReady((await wa.shelf(name)).getByRole("button", { name: button, exact: true }));
  await step("What HubSpot does not take is told at the field, in its words", async () => {
    await wa.press("Edit");
    await (await wa.field("email")).fill("no address");
    await (await wa.field("jobtitle")).fill("Director of Operations");
    await wa.press("Save");
    await shows(async () => (await wa.see('[data-property="email"] .field-error')).innerText(), /no address/);
  });
  await step("What was edited is on the card", async () => {
    await (await wa.field("email")).fill("ana.rocha@cafeprimavera.example");
    await wa.press("Save");
    await wa.gone("[data-property]");
    await shows(() => wa.text("[data-card]"), /Director of Operations/);
  });
  await step("A new deal", async () => {
    await inShelf("deals", "New deal");
    await (await wa.answer("name")).fill("Renewal 2027");
    await (await wa.answer("stage")).selectOption({ index: 1 });
    await (await wa.answer("amount")).fill("12400");
    await (await wa.answer("day")).fill("2026-12-12");
  });
  await step("It is on the card, and in HubSpot", async () => {
    await inShelf("deals", "Create deal");
    await shows(async () => (await wa.shelf("deals")).innerText(), /Renewal 2027/);
    await wa.gone('[data-question="name"]');
  });
  await step("A new ticket is there too", async () => {
    await inShelf("tickets", "New ticket");
    await (await wa.answer("name")).fill("Grinder is loud");
    await inShelf("tickets", "Create ticket");
    await wa.gone('[data-question="name"]');
    await (await wa.see('[data-shelf="tickets"] [data-record]:has-text("Grinder is loud")')).scrollIntoViewIfNeeded();
  });
  await step("A number without country code links when its chat is opened", async () => {
    await wa.open(people.national);
    await wa.fresh(people.national.hubspotIds[0]);
  });
  await step("Another country code links with an amber notice", async () => {
    await wa.open(people.conflict);
    await shows(async () => (await wa.see('[data-link-notice="other-country-code"]')).innerText(), /WhatsApp \+1, HubSpot \+55/);
  });
  await step("Two contacts with one number are a choice", async () => {
    await wa.open(people.tie);
    await wa.state("candidates");
  });
  await step("A new contact, with the name from WhatsApp", async () => {
    await wa.open(people.unmatched);
    await wa.state("not-linked");
    await wa.press("Create contact");
    await wa.see("[data-new-contact]");
  });
  await step("It is made and linked by one click", async () => {
    await wa.press("Create contact");
    await wa.see('[data-card][data-freshness="fresh"]');
  });
  await step("A person whose number HubSpot does not have", async () => {
    await wa.open(people.manual);
    await wa.state("not-linked");
  });
  await step("Search finds them by a part of the name", async () => {
    await wa.press("Link");
    await wa.search(people.manual.name.slice(0, 5).toLowerCase());
    await wa.see(`[data-contact="${manual}"]`);
  });
  await step("What Link would change is shown before it is done", async () => {
    await wa.choose(manual);
    await shows(async () => (await wa.see("[data-preview]")).innerText(), new RegExp(`\\+${people.manual.digits}`));
  });
  await step("Link replaces the phone in HubSpot", async () => {
    await (await wa.linkButton()).click();
    await wa.fresh(manual);
    await until(async () => (await phoneOf(manual)) === `+${people.manual.digits}`, "the WhatsApp number in HubSpot");
  });
  await step("Not the right contact asks first", async () => {
    await wa.press("Not the right contact");
    await (await wa.sidebar()).getByRole("dialog").waitFor();
  });
  await step("Unlinked, with a way back", async () => {
    await wa.confirmUnlink();
    await wa.state("just-unlinked");
  });
  await step("The old phone is put back", async () => {
    await wa.press("Put the old phone back");
    await until(async () => (await phoneOf(manual)) === oldPhone, "the old phone in HubSpot");
  });
  await step("A group shows who is who", async () => {
    await wa.open(people.group12);
    await until(async () => (await wa.count('[data-row="linked"]')) >= 8, "eight linked rows");
  });
  await step("A participant's card", async () => {
    await (await wa.see('[data-row="linked"]')).click();
    await wa.see('[data-card][data-freshness="fresh"]');
  });
  await step("A person who hides the number", async () => {
    await wa.open(people.lidOnly);
    await wa.state("number-hidden");
  });
  await step("In the dark", async () => {
    await wa.drive("toggleTheme");
    await wa.open(people.exact);
    await wa.fresh(people.exact.hubspotIds[0]);
    await until(async () => (await (await wa.sidebar()).locator("html").getAttribute("data-theme")) === "dark", "the dark theme");
  });
  await step("Folded to a rail", async () => {
    await wa.press("Collapse the sidebar");
    await wa.see("[data-rail]");
  });
  await wa.press("Open the sidebar");
  await wa.drive("toggleTheme");
  await on.killWorker();
  await on.restart();
  wa = await on.whatsapp();
  await step("After a restart of the browser the link is there", async () => {
    await wa.open(people.exact);
    await wa.fresh(people.exact.hubspotIds[0]);
  });
  await step("And the unlinking is remembered", async () => {
    await wa.open(people.manual);
    await shows(async () => (await wa.state("remembered")).innerText(), /leaves this chat alone/);
  });
  await step("A key that is revoked is said at once, and links are kept", async () => {
    await on.hubspot.fault({ does: { status: { status: 401 } } });
    await wa.open(people.national);
    await wa.see('[data-notice="key-refused"]');
    await wa.see("[data-card]");
  });
  await on.hubspot.clearFaults();
  const asked = await on.hubspot.writes();
  const writes = asked.map((one) => `${one.method} ${one.path.split("/")[4]} ${Object.keys(JSON.parse(one.body).properties)}`);
  const isMade = (kind) => (one) => one.method === "POST" && one.path.endsWith(`/${kind}`);
  const made = ["contacts", "deals", "tickets"].map((kind) => asked.filter(isMade(kind)).length);
  const phones = asked.map((one) => JSON.parse(one.body).properties.phone).filter((phone) => phone !== undefined);
  // One edit that was refused and one that was taken, a deal, a ticket, a contact, the phone that Link replaced, the phone put back.
  const wanted = [`+${people.unmatched.digits}`, `+${people.manual.digits}`, oldPhone];
  if (writes.length !== 7 || made.join() !== "1,1,1" || phones.join() !== wanted.join()) {
    throw new Error(`HubSpot was written otherwise: ${writes.join("; ")}`);
  }
  const hosts = await on.hostsAsked();
  if (hosts.join() !== "api.hubapi.com") throw new Error(`other hosts were asked: ${hosts.join(", ")}`);
  say("  ok      HubSpot was written seven times, each time by a click; no host but api.hubapi.com was asked");
  return steps;
}
