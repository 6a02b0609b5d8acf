/** The card of a linked contact, as a rep uses it: edit in place, deals, tickets, notes and tasks, and what HubSpot is asked for it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage, until } from "./stage.mjs";

const [CONTACT] = people.exact.hubspotIds;

describe("the card", () => {
  let on;
  let wa;
  before(async () => {
    on = await stage({ world: demoWorld() });
    wa = await on.connected();
  });
  after(() => on.close());

  const property = async (name) => (await on.hubspot.contact(CONTACT)).properties[name] ?? "";
  const rows = async (name) => (await wa.shelf(name)).locator("[data-record]");
  const within = async (name, button) => (await wa.shelf(name)).getByRole("button", { name: button, exact: true }).click();
  const create = async (name, button) => wa.pressWhenReady((await wa.shelf(name)).getByRole("button", { name: button, exact: true }));
  /** A picture where they are wanted. */
  const picture = async (name) => process.env.PICTURES && wa.screenshot(join(process.env.PICTURES, `${name}.png`));

  test("S-05 I-19: deals and tickets of the contact are on its card, within the budget", async () => {
    const mark = await on.hubspot.mark();
    await wa.open(people.exact);
    await wa.fresh(CONTACT);
    await until(async () => (await (await rows("deals")).count()) > 0, "deals");
    await until(async () => (await (await rows("tickets")).count()) > 0, "tickets");
    await wa.see('[data-property], [data-logging="eligible"]');
    for (const name of ["Edit", "New deal", "New ticket", "Not the right contact"]) {
      assert.equal(await (await wa.button(name)).isEnabled(), true, name);
    }
    assert.equal(await (await wa.sidebar()).getByRole("link", { name: /Open in HubSpot/ }).count(), 1);
    assert.match(await wa.text("[data-card]"), /Linked by exact number/);
    const asked = await on.hubspot.log(mark);
    assert.ok(asked.length <= 9, `${asked.length} requests cold`);
    await picture("card");
    await wa.open(people.national);
    await wa.fresh(people.national.hubspotIds[0]);
    for (const name of ["deals", "tickets"]) {
      await until(async () => (await (await wa.shelf(name)).locator(".skeleton").count()) === 0, `${name} of another`);
    }
    const again = await on.hubspot.mark();
    await wa.open(people.exact);
    await wa.fresh(CONTACT);
    await until(async () => (await (await rows("deals")).count()) > 0, "deals again");
    const warm = (await on.hubspot.log(again)).map(({ method, path }) => `${method} ${path}`);
    assert.ok(warm.length <= 3, warm.join(", "));
  });

  test("S-07 S-08 S-09: one PATCH with only what changed, and the card shows HubSpot's value", async () => {
    const mark = await on.hubspot.mark();
    await wa.press("Edit");
    await (await wa.field("firstname")).fill("Ana Lúcia");
    await (await wa.field("lastname")).fill("Rocha Prado");
    await (await wa.field("jobtitle")).fill("Director of Operations");
    await (await wa.field("company")).fill("Café Primavera Ltda.");
    await picture("edit");
    await wa.press("Save");
    await wa.gone("[data-property]");
    const writes = await on.hubspot.writes(mark);
    const sent = writes.map(({ method, path, body }) => [method, path.split("/").slice(-2), JSON.parse(body).properties]);
    const job = "Director of Operations";
    const changed = { company: "Café Primavera Ltda.", firstname: "Ana Lúcia", jobtitle: job, lastname: "Rocha Prado" };
    // The contact alone: the company that it belongs to keeps its name.
    assert.deepEqual(sent, [["PATCH", ["contacts", CONTACT], changed]]);
    const card = await wa.text("[data-card]");
    for (const value of ["Ana Lúcia Rocha Prado", changed.company, job]) assert.ok(card.includes(value), value);
  });

  test("I-23: a value that HubSpot does not take is told at its field, and the draft stays", async () => {
    await wa.press("Edit");
    await (await wa.field("email")).fill("no address");
    await (await wa.field("jobtitle")).fill("COO");
    await wa.press("Save");
    const told = await wa.see('[data-property="email"] .field-error');
    await until(async () => /no address/.test(await told.innerText()), "HubSpot's words");
    await picture("refused");
    assert.equal(await (await wa.field("jobtitle")).inputValue(), "COO");
    assert.equal(await property("jobtitle"), "Director of Operations");
    // Another chat and back: what was typed is still there.
    await wa.open(people.national);
    await wa.fresh(people.national.hubspotIds[0]);
    assert.equal(await wa.count("[data-property]"), 0);
    await wa.open(people.exact);
    await wa.card(CONTACT);
    assert.equal(await (await wa.field("jobtitle")).inputValue(), "COO");
    await wa.press("Cancel");
    await wa.gone("[data-property]");
  });

  test("I-23 F6: what somebody else changed meanwhile stands beside it, and the rep chooses", async () => {
    await wa.press("Edit");
    await (await wa.field("jobtitle")).fill("COO");
    await on.hubspot.edit(CONTACT, { jobtitle: "Partner" });
    const mark = await on.hubspot.mark();
    await wa.press("Save");
    const told = await wa.see('[data-property="jobtitle"] .field-error');
    await until(async () => /Partner/.test(await told.innerText()), "the other value");
    assert.deepEqual(await on.hubspot.writes(mark), []);
    await picture("conflict");
    await wa.press("Keep mine");
    await wa.press("Save");
    await wa.gone("[data-property]");
    assert.equal(await property("jobtitle"), "COO");
  });

  test("S-12: a deal is made with pipeline, stage, amount and day, and is on the card without reload", async () => {
    const before = await (await rows("deals")).count();
    await within("deals", "New deal");
    await (await wa.answer("name")).fill("Renewal 2027");
    await (await wa.answer("stage")).selectOption({ index: 1 });
    await (await wa.answer("amount")).fill("12400");
    await (await wa.answer("day")).fill("2026-12-12");
    await picture("new-deal");
    const mark = await on.hubspot.mark();
    await create("deals", "Create deal");
    await until(async () => (await (await rows("deals")).count()) === before + 1, "the new deal");
    assert.match(await (await wa.shelf("deals")).innerText(), /Renewal 2027/);
    const ids = await on.hubspot.associated("contacts", CONTACT, "deals");
    assert.equal(ids.length, before + 1);
    const [write, ...more] = await on.hubspot.writes(mark);
    assert.deepEqual([write.method, write.path.split("/").at(-1), more], ["POST", "deals", []]);
    const { associations, properties } = JSON.parse(write.body);
    assert.deepEqual(associations.map((one) => one.to.id), [CONTACT]);
    const { pipeline, dealstage, ...asked } = properties;
    assert.deepEqual([asked.dealname, asked.amount], ["Renewal 2027", "12400"]);
    assert.match(asked.closedate, /^2026-12-12/);
    const found = on.world.hubspot.pipelines.deals.find((one) => one.id === pipeline);
    assert.equal(dealstage, found.stages[1].id);
  });

  test("S-11: a ticket is made and is on the card without reload", async () => {
    const before = await (await rows("tickets")).count();
    await within("tickets", "New ticket");
    await (await wa.answer("name")).fill("Grinder is loud");
    const mark = await on.hubspot.mark();
    await create("tickets", "Create ticket");
    await until(async () => (await (await rows("tickets")).count()) === before + 1, "the new ticket");
    assert.match(await (await wa.shelf("tickets")).innerText(), /Grinder is loud/);
    assert.equal((await on.hubspot.associated("contacts", CONTACT, "tickets")).length, before + 1);
    const [write, ...more] = await on.hubspot.writes(mark);
    assert.deepEqual([write.method, write.path.split("/").at(-1), more], ["POST", "tickets", []]);
    const { associations, properties } = JSON.parse(write.body);
    assert.deepEqual([associations.map((one) => one.to.id), properties.subject], [[CONTACT], "Grinder is loud"]);
  });

  for (const one of ["deal", "ticket"]) {
    test(`F43: a ${one} whose answer was lost is not made twice`, async () => {
      const shelf = `${one}s`;
      const start = async (name) => {
        await within(shelf, `New ${one}`);
        await (await wa.answer("name")).fill(name);
        await create(shelf, `Create ${one}`);
      };
      const shown = async () => (await (await rows(shelf)).allInnerTexts()).join();
      const does = { status: { status: 504 } };
      const lose = (applied) => on.hubspot.fault({ method: "POST", path: `*/${shelf}`, times: 1, applied, does });
      const before = (await on.hubspot.associated("contacts", CONTACT, shelf)).length;
      // Not a cut connection: on one that was in use before, the browser itself sends the request once more.
      await lose("no");
      await start("Spare parts");
      await until(async () => /may make a second one/.test(await (await wa.shelf(shelf)).innerText()), "the warning");
      await picture(`maybe-created-${one}`);
      await create(shelf, "Create all the same");
      await until(async () => /Spare parts/.test(await shown()), `the ${one}`);
      assert.equal((await on.hubspot.associated("contacts", CONTACT, shelf)).length, before + 1);
      // The other way of losing it: HubSpot made it. It is looked up among the contact's, and nothing is sent or asked again.
      const mark = await on.hubspot.mark();
      await lose("yes");
      await start("Water filters");
      await until(async () => /Water filters/.test(await shown()), `the ${one} that was made`);
      assert.equal((await on.hubspot.writes(mark)).length, 1);
      assert.equal((await on.hubspot.associated("contacts", CONTACT, shelf)).length, before + 2);
    });
  }

  test("a deal is moved to another stage in place", async () => {
    const deal = (await rows("deals")).filter({ hasText: "Renewal 2027" }).first();
    const mark = await on.hubspot.mark();
    const id = await deal.getAttribute("data-record");
    await deal.locator("select").selectOption({ label: "Contract sent" });
    await wa.pressWhenReady(deal.getByRole("button", { name: "Move", exact: true }));
    const isMove = ({ method, path }) => method === "PATCH" && path.endsWith(`/deals/${id}`);
    await until(async () => (await on.hubspot.writes(mark)).some(isMove), "the move");
  });

  test("S-10: a property that is chosen in the options stands on the card and is edited there", async () => {
    const options = await on.options();
    await options.page.getByRole("button", { name: "Choose properties" }).click();
    await options.page.getByRole("checkbox", { name: "City", exact: true }).check();
    await options.page.getByRole("checkbox", { name: /^Record ID\b/ }).check();
    await options.close();
    await wa.page.bringToFront();
    await wa.press("Edit");
    await (await wa.field("city")).fill("Curitiba");
    const mark = await on.hubspot.mark();
    await wa.press("Save");
    await wa.gone("[data-property]");
    const sent = (await on.hubspot.writes(mark)).map(({ body }) => JSON.parse(body).properties);
    assert.deepEqual(sent, [{ city: "Curitiba" }]);
    await until(async () => /Curitiba/.test(await wa.text("[data-card]")), "the city on the card");
    // What HubSpot alone writes is shown, and never asked for.
    assert.match(await wa.text("[data-card]"), new RegExp(`Record ID\\s*${CONTACT}`));
    await wa.press("Edit");
    await wa.field("city");
    assert.equal(await wa.count('[data-property="hs_object_id"]'), 0);
    await wa.press("Cancel");
  });

  test("notes and tasks are read when they are opened, and made", async () => {
    await wa.press("Show");
    await within("notes", "New note");
    await (await wa.answer("text")).fill("Wants <two> grinders");
    await create("notes", "Add note");
    await until(async () => /Wants <two> grinders/.test(await (await wa.shelf("notes")).innerText()), "the note");
    await within("tasks", "New task");
    await (await wa.answer("name")).fill("Send the offer");
    await create("tasks", "Create task");
    const tasks = async () => (await (await rows("tasks")).allInnerTexts()).join();
    await until(async () => /Send the offer/.test(await tasks()), "the task");
    await picture("activity");
  });

  test("S-13 S-14 S-15: eligible while linked, in a group because of whom; no text of a chat was sent", async () => {
    assert.match(await wa.text('[data-logging="eligible"]'), new RegExp(people.exact.name));
    await wa.open(people.group12);
    await wa.screen("group");
    await wa.see('[data-logging="eligible"]');
    await wa.open(people.manual);
    await wa.state("not-linked");
    await wa.see('[data-logging="not-eligible"]');
    await wa.open(people.groupStrangers);
    await wa.screen("group");
    await wa.see('[data-logging="not-eligible"]');
    await wa.open(people.exact);
    await wa.card(CONTACT);
    await wa.press("Not the right contact");
    await wa.confirmUnlink();
    await wa.state("just-unlinked");
    await wa.see('[data-logging="not-eligible"]');
    // Everything that was ever asked of HubSpot, against everything that was ever said in a chat.
    const requests = (await on.hubspot.log()).map(({ path, query, body }) => `${path} ${query} ${body} ${decodeURIComponent(query)}`);
    const said = Object.values(on.world.whatsapp.messages).flat().map((one) => one.text).filter((text) => text?.length > 12);
    assert.ok(said.length > 100, `${said.length} texts`);
    const sent = (text) => requests.some((request) => request.includes(text) || request.includes(JSON.stringify(text).slice(1, -1)));
    assert.deepEqual(said.filter(sent), []);
    assert.deepEqual(on.faults, []);
  });
});
