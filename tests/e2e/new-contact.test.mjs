/** A contact made of the person of a chat, what HubSpot refuses, and links that meet: as a person sees it and as HubSpot recorded it. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage, until } from "./stage.mjs";

const [EXACT] = people.exact.hubspotIds;
const [OTHER] = people.manual.hubspotIds;
const NEW = people.unmatched;

/** Connected, with the first pass done, and the form open for a person whom HubSpot does not have. */
async function forming(t, change = (demo) => demo) {
  const on = await stage({ world: change(demoWorld()) });
  t.after(() => on.close());
  const wa = await on.connected();
  await wa.open(NEW);
  await wa.state("not-linked");
  await wa.press("Create contact");
  await wa.see("[data-new-contact]");
  return { on, wa };
}

const without = (scope) => (demo) => {
  const [key] = demo.hubspot.keys;
  key.scopes = key.scopes.filter((held) => held !== scope);
  return demo;
};
const posts = async (on) => (await on.hubspot.writes()).filter((one) => one.method === "POST" && one.path.endsWith("/contacts"));
const shows = (wa, pattern) => until(async () => pattern.test(await wa.text()), String(pattern));
const lost = (applied) => ({ method: "POST", path: "*/contacts", times: 1, applied, does: { status: { status: 504 } } });

describe("a new contact", () => {
  test("I-13 B-07: the name is proposed, the number is the one that Link writes, and the card follows at once", async (t) => {
    const { on, wa } = await forming(t);
    const [first, ...rest] = NEW.name.split(" ");
    assert.equal(await (await wa.answer("firstname")).inputValue(), first);
    assert.equal(await (await wa.answer("lastname")).inputValue(), rest.join(" "));
    await (await wa.answer("email")).fill("matthew@newco.example");
    assert.deepEqual(await on.hubspot.writes(), []);
    await wa.press("Create contact");
    const card = await wa.see('[data-card][data-freshness="fresh"]');
    const id = await card.getAttribute("data-card");
    const sent = (await on.hubspot.writes()).map((one) => [one.method, JSON.parse(one.body).properties]);
    const wanted = { email: "matthew@newco.example", firstname: first, phone: `+${NEW.digits}` };
    if (rest.length > 0) wanted.lastname = rest.join(" ");
    assert.deepEqual(sent, [["POST", wanted]]);
    const [link] = (await on.stored("/link/")).filter((one) => one.contact === id);
    assert.deepEqual([link.origin, link.number_at_link], ["manual", NEW.digits]);
    // Opened again: the link stands, and no second contact is made by anything.
    await wa.open(people.exact);
    await wa.card(EXACT);
    await wa.open(NEW);
    await wa.card(id);
    assert.equal((await posts(on)).length, 1);
  });

  test("F6 B-07: an e-mail that exists is told at its field, and the contact that has it is linked instead", async (t) => {
    const { on, wa } = await forming(t);
    const { email } = (await on.hubspot.contact(OTHER)).properties;
    await (await wa.answer("email")).fill(email);
    await wa.press("Create contact");
    const told = await wa.see('[data-question="email"] .field-error');
    await until(async () => /HubSpot has a contact with this e-mail/.test(await told.innerText()), "the words at the field");
    assert.equal(await wa.count("[data-card]"), 0);
    assert.deepEqual((await on.hubspot.log()).filter((one) => one.status === 409).length, 1);
    await wa.choose(OTHER);
    await wa.pressWhenReady(await wa.linkButton());
    await wa.fresh(OTHER);
    assert.equal((await on.hubspot.contact(OTHER)).properties.phone, `+${NEW.digits}`);
  });

  test("F43 B-07: a lost answer never makes a second contact", async (t) => {
    const { on, wa } = await forming(t);
    await on.hubspot.fault(lost("no"));
    await (await wa.answer("email")).fill("matthew@newco.example");
    await wa.press("Create contact");
    await shows(wa, /may make a second one/);
    assert.equal((await posts(on)).length, 1);
    await on.hubspot.fault(lost("yes"));
    await wa.press("Create all the same");
    // It was made although HubSpot's answer says otherwise: it is found by its e-mail, and linked.
    await wa.see('[data-card][data-freshness="fresh"]');
    assert.equal((await posts(on)).length, 2);
  });

  test("F3 I-06: a key that may not write contacts says which scope is missing, and what was typed stays", async (t) => {
    const { on, wa } = await forming(t, without("crm.objects.contacts.write"));
    await (await wa.answer("email")).fill("matthew@newco.example");
    await wa.press("Create contact");
    await shows(wa, /scope: crm\.objects\.contacts\.write/);
    assert.equal(await (await wa.answer("email")).inputValue(), "matthew@newco.example");
    assert.equal((await posts(on)).length, 1);
    await wa.open(people.exact);
    await wa.fresh(EXACT);
    const { jobtitle } = (await on.hubspot.contact(EXACT)).properties;
    await wa.press("Edit");
    await (await wa.field("jobtitle")).fill("Chief of Coffee");
    await wa.press("Save");
    await shows(wa, /scope: crm\.objects\.contacts\.write/);
    assert.equal(await (await wa.field("jobtitle")).inputValue(), "Chief of Coffee");
    assert.equal((await on.hubspot.contact(EXACT)).properties.jobtitle, jobtitle);
  });

  test("I-21 S-04: a contact that was merged into one that is linked elsewhere is told, and neither is edited", async (t) => {
    const on = await stage({ world: demoWorld() });
    t.after(() => on.close());
    const wa = await on.connected();
    const [, second] = people.all.exact;
    const [held] = second.hubspotIds;
    await wa.open(second);
    await wa.fresh(held);
    await on.hubspot.merge(held, EXACT);
    // The survivor has the second's number. Whoever is opened first, it is the second's, and the other is told.
    await wa.open(people.exact);
    const notice = await wa.see('[data-link-notice="merged"]');
    assert.match(await notice.innerText(), /This contact was merged into/);
    await wa.card(EXACT);
    await wa.open(second);
    await until(async () => (await on.stored("/link/")).every((one) => one.contact !== held), "the second's link follows");
    const [holder, ...more] = (await on.stored("/link/")).filter((one) => one.number_at_link === second.digits);
    assert.deepEqual(more, []);
    await wa.fresh(holder.contact);
    assert.equal(await wa.count("[data-link-notice]"), 0);
    assert.equal((await on.stored("/link/")).filter((one) => one.contact === holder.contact).length, 1);
    assert.equal((await on.stored("/link/")).filter((one) => one.contact === EXACT).length, 1);
    assert.deepEqual(await on.hubspot.writes(), []);
  });
});
