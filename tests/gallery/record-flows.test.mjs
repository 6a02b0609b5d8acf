/** Deals, tickets, notes and tasks of a linked contact: what stays while they change, what is asked of the engine, and of whom. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sidebar, start } from "./play.mjs";
import { SCENES } from "./scenes.mjs";
import { view } from "./stage.mjs";

const CARD = view("linked-records");
/** The same card as HubSpot has it a moment later. */
const later = (change) => {
  const next = structuredClone(CARD);
  change(next.screen.state);
  return next;
};
const focusedId = () => sidebar.frame.evaluate(() => document.activeElement?.id);
const stageOf = (id) => sidebar.frame.locator(`#deal-${id}-stage`);
const named = (name) => sidebar.frame.getByRole("button", { name, exact: true });

test("S-12 F29: a stage that is chosen and not yet moved stays, with the focus on it, while deals come, go and change", async () => {
  await start(CARD);
  await stageOf("902").selectOption("contractsent");
  await stageOf("902").focus();
  const element = await stageOf("902").elementHandle();
  await sidebar.show(later(({ deals, tickets }) => {
    const [first, second] = deals.rows;
    deals.rows = [{ ...first, id: "904", name: "New in front" }, { ...second, name: "Service contract" }];
    tickets.rows = [];
  }));
  await sidebar.frame.getByText("Service contract", { exact: true }).waitFor();
  assert.ok(await stageOf("902").evaluate((now, before) => now === before, element), "another element");
  assert.deepEqual([await focusedId(), await stageOf("902").inputValue()], ["deal-902-stage", "contractsent"]);
  assert.deepEqual(await sidebar.frame.locator("[data-shelf=deals] .record-name").allInnerTexts(), ["New in front", "Service contract"]);
  await sidebar.armed("Move");
  await named("Move").click();
  const { change } = await sidebar.sent("change_stage");
  assert.deepEqual(change, { record: { kind: "deal", id: "902" }, before: "appointmentscheduled", after: "contractsent" });
});

test("S-12: a stage that HubSpot now has needs no Move any more, and the focus goes back to the list", async () => {
  await start(CARD);
  await stageOf("902").selectOption("contractsent");
  await sidebar.armed("Move");
  await named("Move").click();
  const { op } = await sidebar.sent("change_stage");
  await sidebar.show(later(({ deals }) => Object.assign(deals.rows[1].stage, { id: "contractsent", label: "Contract sent" })));
  await sidebar.answer(op, { kind: "done" });
  await named("Move").waitFor({ state: "detached" });
  await sidebar.frame.waitForFunction(() => document.activeElement?.id === "deal-902-stage");
  assert.equal(await stageOf("902").inputValue(), "contractsent");
});

test("I-23: a stage that somebody else moved meanwhile is said and shown, and nothing is sent again by itself", async () => {
  await start(CARD);
  await stageOf("901").selectOption("closedwon");
  // A colleague moves it; what the rep saw when choosing is what is sent along.
  await sidebar.show(later(({ deals }) => Object.assign(deals.rows[0].stage, { id: "appointmentscheduled", label: "Appointment scheduled" })));
  assert.equal(await stageOf("901").inputValue(), "closedwon");
  await sidebar.armed("Move");
  await named("Move").click();
  const { op, change } = await sidebar.sent("change_stage");
  assert.deepEqual([change.before, change.after], ["contractsent", "closedwon"]);
  const fields = [{ property: "dealstage", mine: "closedwon", theirs: "appointmentscheduled" }];
  await sidebar.answer(op, { kind: "conflict", fields });
  await sidebar.frame.locator("[data-record='901']").getByText("Somebody moved this in HubSpot meanwhile").waitFor();
  assert.equal(await stageOf("901").inputValue(), "appointmentscheduled");
  await named("Move").waitFor({ state: "detached" });
  assert.equal((await sidebar.intents("change_stage")).length, 1);
});

test("I-21: what is typed when the contact is merged away stays, on the card of the one that took it in, and on nobody else's", async () => {
  const survivor = later((card) => Object.assign(card, { contact: "990", merged: ["12", CARD.screen.state.contact], name: "Maria Survivor" }));
  const stranger = later((card) => Object.assign(card, { contact: "991", merged: ["12"], name: "Somebody Else" }));
  const note = () => sidebar.frame.getByText("This contact was merged into another in HubSpot meanwhile", { exact: false });
  for (const [next, kept] of [[survivor, true], [stranger, false]]) {
    await start(CARD);
    await named("Edit").click();
    await sidebar.frame.locator("#field-jobtitle").fill("Head of everything");
    await named("New deal").click();
    await sidebar.frame.locator("#create_deal-name").fill("Two grinders");
    await sidebar.show(next);
    await sidebar.frame.getByRole("heading", { name: next.screen.state.name }).waitFor();
    const forms = [sidebar.frame.locator("#field-jobtitle"), sidebar.frame.locator("#create_deal-name")];
    if (!kept) {
      assert.deepEqual(await Promise.all(forms.map((form) => form.count())), [0, 0]);
      continue;
    }
    await note().first().waitFor();
    assert.deepEqual(await Promise.all(forms.map((form) => form.inputValue())), ["Head of everything", "Two grinders"]);
    assert.equal(await note().count(), 2);
    await named("Create deal").scrollIntoViewIfNeeded();
    await sidebar.armed("Create deal");
    await named("Create deal").click();
    const { contact, record } = await sidebar.sent("create");
    assert.deepEqual([contact, record.name, await note().count()], ["990", "Two grinders", 1]);
    await sidebar.close();
  }
});

test("F43: where a deal may have been made, one button makes another, and what was typed is still there", async () => {
  await start(SCENES["record-maybe"]);
  await named("Create all the same").waitFor();
  assert.equal(await named("Create deal").count(), 0);
  assert.equal(await sidebar.frame.locator("#create_deal-name").inputValue(), "Espresso machines, 12 units");
  await sidebar.frame.waitForFunction(() => document.activeElement?.id === "create_deal-name");
  await named("Create all the same").scrollIntoViewIfNeeded();
  await sidebar.armed("Create all the same");
  await named("Create all the same").click();
  const { again, record } = await sidebar.sent("create", 2);
  assert.deepEqual([again, record.kind, record.name, record.owner], ["agreed", "deal", "Espresso machines, 12 units", "11"]);
});

test("I-13 F43: where a contact has this number or may have been made, one button makes another", async () => {
  for (const scene of ["new-contact-number", "new-contact-maybe"]) {
    await start(SCENES[scene]);
    await named("Create all the same").waitFor();
    assert.equal(await named("Create contact").count(), 0, scene);
    await sidebar.frame.waitForFunction(() => document.activeElement?.id === "contact-firstname");
    if (scene !== "new-contact-maybe") await sidebar.close();
  }
});

test("S-12: who the rep is, is said once, and is the owner of what is made from then on", async () => {
  const stranger = later(({ forms }) => (forms.me = null));
  await start(stranger);
  await named("New deal").click();
  const owner = sidebar.frame.locator("#create_deal-owner");
  assert.deepEqual([await owner.inputValue(), await named("This is me").count()], ["", 0]);
  await owner.selectOption("12");
  await named("This is me").click();
  assert.equal((await sidebar.sent("choose_me")).owner, "12");
  await sidebar.show(later(({ forms }) => (forms.me = "12")));
  await named("This is me").waitFor({ state: "detached" });
  await named("New ticket").click();
  assert.equal(await sidebar.frame.locator("#create_ticket-owner").inputValue(), "12");
});

test("S-11 S-12 B-14: two forms at once: every field has its own label", async () => {
  await start(CARD);
  await named("New deal").click();
  await named("New ticket").click();
  const ids = await sidebar.frame.locator("[id]").evaluateAll((all) => all.map((one) => one.id));
  assert.deepEqual(ids.filter((id, at) => ids.indexOf(id) !== at), []);
  for (const form of ["Create deal", "Create ticket"]) {
    const inside = sidebar.frame.getByRole("group", { name: form });
    assert.equal(await inside.getByLabel("Pipeline").count(), 1, form);
  }
});
