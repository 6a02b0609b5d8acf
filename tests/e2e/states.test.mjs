/** What becomes of a link: the contact deleted, merged or changed by others, a key that may not read all, a person without a number. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { hubspotContact, person, world } from "../world/build.mjs";
import { demoWorld, people } from "../world/demo.mjs";
import { stage, until } from "./stage.mjs";

const [EXACT] = people.exact.hubspotIds;
const [OTHER] = people.manual.hubspotIds;

/** Connected, with the first pass done. */
async function connected(t, change = (demo) => demo) {
  const on = await stage({ world: change(demoWorld()) });
  t.after(() => on.close());
  return { on, wa: await on.connected() };
}

const notice = (wa, name) => wa.see(`[data-link-notice="${name}"]`);

async function linkByHand(wa, name, contact) {
  await wa.press("Link");
  await wa.search(name);
  await wa.choose(contact);
  await (await wa.linkButton()).click();
  await wa.fresh(contact);
}

describe("what becomes of a link", () => {
  test("I-20: a contact that was deleted in HubSpot is told, can be unlinked, and another is linked in its place", async (t) => {
    const { on, wa } = await connected(t);
    await on.hubspot.remove(EXACT);
    await wa.open(people.exact);
    assert.match(await (await notice(wa, "deleted")).innerText(), /This contact was deleted in HubSpot/);
    assert.match(await wa.text("[data-card]"), new RegExp(people.exact.name));
    await (await notice(wa, "deleted")).getByRole("button", { name: "Unlink" }).click();
    await wa.confirmUnlink();
    await wa.state("just-unlinked");
    assert.deepEqual(await on.hubspot.writes(), []);
    await linkByHand(wa, people.manual.name, OTHER);
    const [write, ...more] = await on.hubspot.writes();
    assert.deepEqual([write.method, write.path.split("/").at(-1), more], ["PATCH", OTHER, []]);
    assert.equal((await on.hubspot.contact(OTHER)).properties.phone, `+${people.exact.digits}`);
  });

  test("I-21: a contact that was merged is followed to the one that is left", async (t) => {
    const { on, wa } = await connected(t);
    await on.hubspot.merge(OTHER, EXACT);
    await wa.open(people.exact);
    const card = await wa.see('[data-card][data-freshness="fresh"]');
    const survivor = await card.getAttribute("data-card");
    assert.notEqual(survivor, EXACT);
    assert.equal((await on.hubspot.contact(survivor)).id, survivor);
    assert.deepEqual(await on.hubspot.writes(), []);
  });

  test("F4 I-20 I-21: a contact that goes while the rep edits is told at once, nothing is written, what was typed stays", async (t) => {
    const { on, wa } = await connected(t);
    for (const [happens, told] of [["merge", /was merged into another/], ["remove", /does not have this contact any more/]]) {
      await wa.open(people.exact);
      await wa.see('[data-card][data-freshness="fresh"]');
      await wa.press("Edit");
      await (await wa.field("jobtitle")).fill(`typed before ${happens}`);
      const mark = await on.hubspot.mark();
      const shown = await (await wa.see("[data-card]")).getAttribute("data-card");
      if (happens === "merge") await on.hubspot.merge(OTHER, shown);
      else await on.hubspot.remove(shown);
      await wa.press("Save");
      await until(async () => told.test(await wa.text("[data-card]")), `${happens} to be told`);
      assert.deepEqual(await on.hubspot.writes(mark), []);
      assert.equal(await (await wa.field("jobtitle")).inputValue(), `typed before ${happens}`);
      if (process.env.PICTURES) await wa.screenshot(join(process.env.PICTURES, `${happens}-while-editing.png`));
      if (happens === "remove") await notice(wa, "deleted");
      else await wa.press("Cancel");
    }
  });

  test("I-22 S-28b: a phone that was changed since is told; the link holds, and one click puts the number back", async (t) => {
    const { on, wa } = await connected(t);
    await wa.open(people.exact);
    await wa.fresh(EXACT);
    await wa.open(people.national);
    await wa.card(people.national.hubspotIds[0]);
    await on.hubspot.edit(EXACT, { phone: "+1 212 555 0188" });
    await wa.open(people.exact);
    const told = await (await notice(wa, "phone-differs")).innerText();
    assert.match(told, /has changed since this was linked/);
    for (const text of ["+1 212 555 0188", `+${people.exact.digits}`]) assert.ok(told.includes(text), text);
    assert.deepEqual(await on.hubspot.writes(), []);
    await wa.press("Replace phone in HubSpot");
    await until(async () => (await on.hubspot.contact(EXACT)).properties.phone === `+${people.exact.digits}`, "the number in HubSpot");
    const sent = (await on.hubspot.writes()).map((one) => [one.method, JSON.parse(one.body).properties]);
    assert.deepEqual(sent, [["PATCH", { phone: `+${people.exact.digits}` }]]);
    await wa.gone('[data-link-notice="phone-differs"]');
    const journal = (await on.stored("/journal/")).map((one) => one.event).filter((one) => one.event === "phone_replaced");
    const replaced = { property: "phone", before: "+1 212 555 0188", after: `+${people.exact.digits}` };
    assert.deepEqual(journal, [{ event: "phone_replaced", contact: EXACT, replaced }]);
  });

  test("S-28: the setting has Link replace the WhatsApp number and leave the phone alone", async (t) => {
    const { on, wa } = await connected(t);
    const options = await on.options();
    await options.page.getByRole("radio", { name: "WhatsApp phone number" }).check();
    await options.close();
    await wa.page.bringToFront();
    await wa.open(people.manual);
    await wa.state("not-linked");
    await linkByHand(wa, people.manual.name, OTHER);
    const sent = (await on.hubspot.writes()).map((one) => JSON.parse(one.body).properties);
    assert.deepEqual(sent, [{ hs_whatsapp_phone_number: `+${people.manual.digits}` }]);
  });

  test("I-06 F3: a key that may not read tickets shows the card, and says which scope is missing", async (t) => {
    const without = (demo) => {
      const [key] = demo.hubspot.keys;
      key.scopes = key.scopes.filter((scope) => scope !== "tickets");
      return demo;
    };
    const { on, wa } = await connected(t, without);
    await wa.open(people.exact);
    await wa.fresh(EXACT);
    await wa.see('[data-shelf="deals"] [data-record]');
    const tickets = await wa.see('[data-shelf="tickets"]');
    await until(async () => /scope: tickets/.test(await tickets.innerText()), "the missing scope");
    // Other chats, and this one again: what was refused is not asked time after time.
    const refused = async () => (await on.hubspot.log()).filter((one) => one.status === 403).length;
    const once = await refused();
    for (const { chatId, hubspotIds } of [people.national, people.all.exact[1], people.exact]) {
      await wa.open({ chatId });
      await wa.fresh(hubspotIds[0]);
      await wa.see('[data-shelf="deals"]');
    }
    assert.ok(await refused() <= once + 3, `${await refused()} refusals after ${once}`);
  });

  test("B-03 I-11 S-14: a person without a number is linked by hand, makes groups eligible, and nothing is written", async (t) => {
    const { on, wa } = await connected(t);
    await wa.open(people.groupStrangers);
    await wa.screen("group");
    await wa.see('[data-logging="not-eligible"]');
    await wa.open(people.lidOnly);
    await wa.state("number-hidden");
    await linkByHand(wa, people.manual.name, OTHER);
    await wa.open(people.groupStrangers);
    assert.match(await (await wa.see('[data-logging="eligible"]')).innerText(), new RegExp(people.manual.name));
    await wa.open(people.exact);
    await wa.card(EXACT);
    await wa.open(people.lidOnly);
    await wa.card(OTHER);
    assert.deepEqual(await on.hubspot.writes(), []);
    const [link] = (await on.stored("/link/")).filter((one) => one.contact === OTHER);
    assert.deepEqual([link.number_at_link, link.origin], [null, "manual"]);
    // Known by a user name alone: the same, and no number is made up for either.
    await wa.open(people.usernameOnly);
    await wa.state("number-hidden");
    assert.doesNotMatch(await wa.text(), new RegExp(people.usernameOnly.lid));
    const [, second] = people.all.manual;
    await linkByHand(wa, second.name, second.hubspotIds[0]);
    const [other] = (await on.stored("/link/")).filter((one) => one.contact === second.hubspotIds[0]);
    assert.deepEqual([other.number_at_link, other.subject.number, other.subject.lids], [null, null, [people.usernameOnly.lid]]);
    // The last link of a group ends: it is not eligible any more.
    await wa.open(people.lidOnly);
    await wa.card(OTHER);
    await wa.press("Not the right contact");
    await wa.confirmUnlink();
    await wa.state("just-unlinked");
    await wa.open(people.groupStrangers);
    await wa.see('[data-logging="not-eligible"]');
    assert.deepEqual(await on.hubspot.writes(), []);
  });

  test("B-03: a number that appears later is the linked person's, and another one after it too; no link is lost or made", async (t) => {
    const { on, wa } = await connected(t);
    await wa.open(people.lidOnly);
    await linkByHand(wa, people.manual.name, OTHER);
    const links = async () => (await on.stored("/link/")).map(({ contact, subject }) => [contact, subject.lids]).sort();
    const before = await links();
    for (const [digits, shown] of [["12125550177", /212.?555.?0177/], ["12125550178", /212.?555.?0178/]]) {
      const now = Math.floor(Date.now() / 1000);
      const known = { id: `${people.lidOnly.lid}@lid`, name: people.lidOnly.name, isAddressBookContact: 1 };
      await wa.drive("addContact", { ...known, phoneNumber: `${digits}@c.us`, phoneNumberCreatedAt: now });
      await wa.open(people.exact);
      await wa.card(EXACT);
      await wa.open(people.lidOnly);
      await wa.card(OTHER);
      await until(async () => shown.test(await wa.text("[data-state]")), `${shown} to be shown`);
    }
    assert.deepEqual(await links(), before);
    assert.deepEqual(await on.hubspot.writes(), []);
  });

  test("B-06 S-47 S-28b: why it is linked names both numbers; Right contact settles the amber notice", async (t) => {
    const { on, wa } = await connected(t);
    const [conflict] = people.conflict.hubspotIds;
    await wa.open(people.conflict);
    await wa.fresh(conflict);
    await wa.press("Why?");
    const { phone } = (await on.hubspot.contact(conflict)).properties;
    await until(async () => (await wa.text()).replace(/\s/g, "").includes(phone.replace(/\s/g, "")), "HubSpot's number");
    assert.match(await wa.text(), /may belong to different countries/);
    assert.match(await wa.text(), /Found when this chat was opened\.[\s\S]*Linked on /);
    // What is shown is what was stored, with the digits marked that agree.
    const [stored] = (await on.stored("/link/")).filter((one) => one.contact === conflict);
    assert.deepEqual([stored.origin, stored.evidence.text, stored.number_at_link], ["fuzzy-open", phone, people.conflict.digits]);
    const digits = (text) => text.replace(/\D/g, "");
    const marked = (all) => all.map((one) => [...one.querySelectorAll("mark")].map((mark) => mark.innerText).join(""));
    const marks = await (await wa.sidebar()).locator("#why .number").evaluateAll(marked);
    assert.deepEqual(marks.map(digits), [people.conflict.digits.slice(-10), people.conflict.digits.slice(-10)]);
    await wa.press("Right contact");
    await wa.gone('[data-link-notice="other-country-code"]');
    await (await notice(wa, "written-differently")).getByRole("button", { name: "Replace phone in HubSpot" }).waitFor();
    const [link] = (await on.stored("/link/")).filter((one) => one.contact === conflict);
    assert.notEqual(link.standing, "automatic");
    assert.deepEqual(await on.hubspot.writes(), []);
  });

  test("S-45 B-04 I-14: None of these is remembered", async (t) => {
    const { wa } = await connected(t);
    await wa.open(people.tie);
    await wa.state("candidates");
    await wa.press("None of these");
    assert.match(await (await wa.state("remembered")).innerText(), /You chose none of the suggested contacts/);
  });
});

describe("what HubSpot and WhatsApp leave unsaid", () => {
  test("F11: an answer that never comes, or breaks off, leaves a card that says how old it is, and trying again reads it", async (t) => {
    const { on, wa } = await connected(t);
    const strike = (does) => on.hubspot.fault({ method: "GET", path: `*/contacts/${EXACT}`, times: 1, does });
    await strike("hang");
    await wa.open(people.exact);
    const late = await wa.see(`[data-card="${EXACT}"][data-freshness="stale"]`);
    assert.match(await late.innerText(), /HubSpot did not answer in time/);
    await late.getByRole("button", { name: "Retry" }).click();
    await wa.fresh(EXACT);
    await strike("cutWithin");
    await wa.open(people.national);
    await wa.fresh(people.national.hubspotIds[0]);
    await wa.open(people.exact);
    await wa.see(`[data-card="${EXACT}"][data-freshness="stale"]`);
    await wa.open(people.national);
    await wa.open(people.exact);
    await wa.fresh(EXACT);
  });

  test("I-31 S-33: an empty chat of a saved person waits for its first message; the timer rings every three minutes", async (t) => {
    const empty = person({ name: "Empty Example", digits: "12125550150", messages: [] });
    const known = hubspotContact({ id: "950002", firstname: "Empty", lastname: "Example", phone: "+1 212 555 0150" });
    const { on, wa } = await connected(t, () => world([empty, known]));
    const page = await on.context.newPage();
    await page.goto(`${on.origin()}/options.html`);
    const alarms = await page.evaluate(() => chrome.alarms.getAll());
    assert.ok(alarms.some((alarm) => alarm.periodInMinutes === 3), JSON.stringify(alarms));
    await page.close();
    await wa.page.bringToFront();
    await wa.open(empty);
    assert.match(await (await wa.screen("no-messages")).innerText(), /No messages in this chat yet/);
    await wa.drive("receive", empty.chatId, "Hello");
    await wa.card("950002");
  });
});
