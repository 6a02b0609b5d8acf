/** The main job, by hand and by itself, as a person sees it: once with third-party storage blocked, once allowed. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage, until } from "./stage.mjs";

const [EXACT] = people.exact.hubspotIds;
const [MANUAL] = people.manual.hubspotIds;
const [OTHER] = people.manualSecond.hubspotIds;

for (const thirdPartyStorage of ["blocked", "allowed"]) {
  describe(`third-party storage ${thirdPartyStorage}`, () => {
    let on;
    let wa;
    let twin;
    before(async () => {
      on = await stage({ world: demoWorld(), thirdPartyStorage });
      wa = await on.whatsapp();
    });
    after(() => on.close());

    test("I-03: not connected, nothing is asked of HubSpot", async () => {
      await wa.screen("not-connected");
      assert.match(await wa.text(), /Connect HubSpot to see who you are talking to/);
      assert.deepEqual(await on.hubspot.log(), []);
    });

    test("I-05: a key that HubSpot refuses is not taken, and why is said", async () => {
      const options = await on.options();
      await options.paste("pat-na1-00000000-0000-4000-8000-000000000000");
      await options.is("refused");
      await options.connect();
      assert.match(await options.main.innerText(), /146512345/);
      await options.close();
    });

    test("S-31 S-29 S-27: the first pass links what is exact, once, and writes nothing", async () => {
      await wa.pass("first-done");
      assert.match(await (await wa.pass("first-done")).innerText(), /2\d contacts linked/);
      assert.deepEqual(await on.hubspot.writes(), []);
    });

    test("I-09 S-05 S-06: the card belongs to the chat on screen", async () => {
      await wa.screen("no-chat");
      await wa.open(people.exact);
      const card = await wa.fresh(EXACT);
      assert.match(await card.innerText(), new RegExp(people.exact.name));
      const link = (await wa.sidebar()).getByRole("link", { name: /Open/ });
      assert.match(await link.getAttribute("href"), new RegExp(`^https://app.hubspot.com/contacts/146512345/record/0-1/${EXACT}$`));
      await wa.open(people.manual);
      await wa.state("not-linked");
      assert.equal(await wa.count("[data-card]"), 0);
      assert.ok(!(await wa.text()).includes(people.exact.name));
      // Left before HubSpot has answered: its answer comes while the other chat is on screen, and changes nothing there.
      const mark = await on.hubspot.mark();
      await on.hubspot.fault({ path: `*/contacts/${EXACT}`, times: 1, delay: 1_000, applied: "yes", does: "slow" });
      await wa.open(people.exact);
      await wa.card(EXACT);
      await wa.open(people.manual);
      await wa.state("not-linked");
      await (await wa.sidebar()).evaluate(() => {
        window.cardsSeen = [];
        const look = () => document.querySelectorAll("[data-card]").forEach((card) => window.cardsSeen.push(card.dataset.card));
        new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
      });
      const answered = async () => (await on.hubspot.log(mark)).some((one) => one.path.endsWith(`/contacts/${EXACT}`));
      await until(answered, "HubSpot to be asked about the chat that was left");
      const late = Date.now() + 1_300;
      await wa.press("Link");
      await wa.search(people.manual.name);
      await wa.see(`[data-contact="${MANUAL}"]`);
      await until(() => Date.now() > late, "HubSpot's answer");
      assert.deepEqual(await (await wa.sidebar()).evaluate(() => window.cardsSeen), []);
      await wa.search("");
    });

    test("S-30 S-40 S-42: a number without country code links when the chat is opened, and not before", async () => {
      await wa.open(people.national);
      const card = await wa.fresh(people.national.hubspotIds[0]);
      assert.match(await card.innerText(), /Linked by number/);
      assert.deepEqual(await on.hubspot.writes(), []);
    });

    test("S-47: other country codes link with the amber notice that names both", async () => {
      await wa.open(people.conflict);
      const notice = await wa.see('[data-link-notice="other-country-code"]');
      assert.match(await notice.innerText(), /WhatsApp \+1, HubSpot \+55/);
    });

    test("I-14 S-45 B-04: two contacts at the best rank are a choice, never a link", async () => {
      await wa.open(people.tie);
      await wa.state("candidates");
      assert.equal(await wa.count("[data-contact]"), 2);
      assert.match(await wa.text(), /2 HubSpot contacts have this number/);
      // Each says why it is here; and nobody was chosen for the rep.
      const reasons = await (await wa.sidebar()).locator("[data-contact]").allInnerTexts();
      assert.ok(reasons.every((reason) => /Same number/.test(reason)), reasons.join("; "));
      await wa.button("None of these").then((button) => button.waitFor());
      const linked = (await on.stored("/link/")).map((one) => one.contact);
      assert.deepEqual(people.tie.hubspotIds.filter((id) => linked.includes(id)), []);
    });

    test("S-17 S-18 S-19 S-20 S-21 S-24 I-17: search by name, e-mail, number; choosing shows what would change", async () => {
      await wa.open(people.manual);
      await wa.state("not-linked");
      await wa.press("Link");
      const contact = await on.hubspot.contact(MANUAL);
      const { firstname, email, phone } = contact.properties;
      for (const text of [firstname.slice(0, 4).toLowerCase(), email.slice(0, email.indexOf("@") + 1), phone, phone.replace(/\D/g, "")]) {
        await wa.search(text);
        await wa.see(`[data-contact="${MANUAL}"]`);
      }
      await wa.choose(MANUAL);
      const preview = await wa.see("[data-preview]");
      await until(async () => (await preview.innerText()).includes(`+${people.manual.digits}`), "the number after");
      assert.ok((await preview.innerText()).includes(phone));
      assert.deepEqual(await on.hubspot.writes(), []);
    });

    test("S-22 S-23 I-18: the second click links; one PATCH of one property replaces the phone", async () => {
      const mark = await on.hubspot.mark();
      await (await wa.linkButton()).dblclick();
      await wa.fresh(MANUAL);
      const writes = await on.hubspot.writes(mark);
      const sent = writes.map(({ method, body }) => `${method} ${body}`);
      assert.deepEqual(sent, [`PATCH {"properties":{"phone":"+${people.manual.digits}"}}`]);
      assert.equal((await on.hubspot.contact(MANUAL)).properties.phone, `+${people.manual.digits}`);
    });

    test("S-04 S-02 I-17: a contact that is linked elsewhere moves only through the dialog that names both", async () => {
      await wa.open(people.manualSecond);
      await wa.state("not-linked");
      await wa.press("Link");
      await wa.search(people.manual.name);
      await wa.choose(MANUAL);
      const taken = `Linked with ${people.manual.name} now`;
      await until(async () => (await wa.text("[data-preview]")).includes(taken), "who has the contact now");
      const mark = await on.hubspot.mark();
      await (await wa.linkButton()).click();
      const dialog = (await wa.sidebar()).getByRole("dialog");
      await dialog.waitFor();
      assert.match(await dialog.innerText(), new RegExp(people.manual.name));
      await dialog.getByRole("button", { name: "Cancel" }).click();
      assert.deepEqual(await on.hubspot.writes(mark), []);
      await wa.open(people.manual);
      await wa.card(MANUAL);
    });

    test("S-01 S-03: the link is kept, with the number that made it", async () => {
      const links = (await on.stored("/link/")).filter((one) => one.contact === MANUAL);
      assert.deepEqual(links.map((one) => [one.number_at_link, one.origin]), [[people.manual.digits, "manual"]]);
    });

    test("S-48 S-49 I-27: the confirmation names both, its focus is on Keep, Esc and a chat switch change nothing", async () => {
      await wa.press("Not the right contact");
      const dialog = (await wa.sidebar()).getByRole("dialog");
      await dialog.waitFor();
      assert.match(await dialog.innerText(), new RegExp(`${people.manual.name}[\\s\\S]*will no longer be linked`));
      const focused = (node) => node === node.ownerDocument.activeElement;
      await until(() => dialog.getByRole("button", { name: "Keep" }).evaluate(focused), "focus on Keep");
      await dialog.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await wa.press("Not the right contact");
      await dialog.waitFor();
      await wa.open(people.exact);
      await wa.card(EXACT);
      await dialog.waitFor({ state: "hidden" });
      await wa.open(people.manual);
      await wa.card(MANUAL);
    });

    test("S-50 S-51 I-28: Unlink at once, HubSpot untouched; Undo brings it back", async () => {
      const mark = await on.hubspot.mark();
      await wa.press("Not the right contact");
      await wa.confirmUnlink();
      await wa.state("just-unlinked");
      assert.deepEqual(await on.hubspot.writes(mark), []);
      await wa.press("Undo");
      await wa.card(MANUAL);
    });

    test("S-51: the old phone is put back on request", async () => {
      const before = on.world.hubspot.contacts.find((one) => one.id === MANUAL).properties.phone;
      await wa.press("Not the right contact");
      await wa.confirmUnlink();
      await wa.state("just-unlinked");
      await wa.press("Put the old phone back");
      await until(async () => (await on.hubspot.contact(MANUAL)).properties.phone === before, "the old phone in HubSpot");
    });

    test("S-52 S-53 S-54 I-15: the unlinking is remembered, against any contact with that number", async () => {
      ({ id: twin } = await on.hubspot.create({ firstname: "Twin", phone: `+${people.manual.digits}` }));
      await wa.open(people.exact);
      await wa.card(EXACT);
      await wa.open(people.manual);
      const remembered = await wa.state("remembered");
      assert.match(await remembered.innerText(), /Automatic linking leaves this chat alone/);
    });

    test("S-55 S-56: by hand it links again, and that clears the memory", async () => {
      await wa.press("Link");
      await wa.search(people.manual.name);
      await wa.choose(MANUAL);
      await (await wa.linkButton()).click();
      await wa.fresh(MANUAL);
    });

    test("S-26 S-24: a refused write links nothing, says why, and can be tried again", async () => {
      await wa.open(people.manualSecond);
      await wa.state("not-linked");
      await wa.press("Link");
      await wa.search(people.manualSecond.name);
      await wa.choose(OTHER);
      const before = (await on.hubspot.contact(OTHER)).properties.phone;
      await on.hubspot.fault({ method: "PATCH", times: 1, does: { status: { status: 500 } } });
      const link = await wa.linkButton();
      await link.click();
      await until(async () => /Not linked\./.test(await wa.text()), "the sentence that it was not linked");
      await on.hubspot.clearFaults();
      const halfMade = async () => {
        assert.equal(await wa.count("[data-card]"), 0);
        assert.equal((await on.hubspot.contact(OTHER)).properties.phone, before);
        return (await on.stored("/link/")).filter((one) => one.contact === OTHER);
      };
      assert.deepEqual(await halfMade(), []);
      // The other refusals: a key without the right, and a portal that is asked too much.
      const refusals = [
        [{ status: 403, scope: "crm.objects.contacts.write" }, /scope: crm\.objects\.contacts\.write/],
        [{ status: 429 }, /HubSpot asks us to wait/],
      ];
      for (const [status, why] of refusals) {
        await on.hubspot.fault({ method: "PATCH", times: 1, does: { status } });
        await wa.pressWhenReady(link);
        await until(async () => why.test(await wa.text("[data-preview]")), `why it was refused with ${status.status}`);
        assert.match(await wa.text("[data-preview]"), /Not linked\./);
        await on.hubspot.clearFaults();
        assert.deepEqual(await halfMade(), []);
      }
      // HubSpot asked for a rest: until it is over, a press says so again.
      await until(async () => {
        const linked = (await wa.count(`[data-card="${OTHER}"]`)) > 0;
        // The button goes when the link is there, which may be between any two looks.
        const ready = await link.getAttribute("aria-disabled", { timeout: 1_000 }).then((disabled) => !disabled, () => false);
        if (!linked && ready) await link.click({ timeout: 1_000 }).catch(() => {});
        return linked;
      }, "the link, once HubSpot may be asked");
      await wa.fresh(OTHER);
      const after = `+${people.manualSecond.digits}`;
      const journal = (await on.stored("/journal/")).map((one) => one.event);
      const made = journal.filter((one) => one.event === "linked" && one.link.contact === OTHER);
      assert.deepEqual(made.map((one) => one.link.replaced), [{ property: "phone", before, after }]);
    });

    test("S-25: a phone that is the WhatsApp number byte by byte is not written", async () => {
      await wa.press("Not the right contact");
      await wa.confirmUnlink();
      await wa.state("just-unlinked");
      await wa.press("Link");
      await wa.search(people.manualSecond.name);
      await wa.choose(OTHER);
      const mark = await on.hubspot.mark();
      await wa.pressWhenReady(await wa.linkButton());
      await wa.fresh(OTHER);
      assert.deepEqual(await on.hubspot.writes(mark), []);
    });

    test("I-13: a person whom HubSpot does not have is not linked, and can be", async () => {
      await wa.open(people.all.unmatched[0]);
      const state = await wa.state("not-linked");
      assert.match(await state.innerText(), /Not linked to HubSpot/);
      await (await wa.button("Link")).waitFor();
      await (await wa.button("Create contact")).waitFor();
    });

    test("S-04: confirmed, the contact moves, and has one link", async () => {
      const [to] = people.all.unmatched;
      await wa.press("Link");
      await wa.search(people.manual.name);
      await wa.choose(MANUAL);
      const mark = await on.hubspot.mark();
      await wa.pressWhenReady(await wa.linkButton());
      await wa.pressWhenReady((await wa.sidebar()).getByRole("dialog").getByRole("button", { name: "Move", exact: true }));
      await wa.fresh(MANUAL);
      const links = (await on.stored("/link/")).filter((one) => one.contact === MANUAL);
      assert.deepEqual(links.map((one) => one.number_at_link), [to.digits]);
      assert.deepEqual((await on.hubspot.writes(mark)).map((one) => one.body), [`{"properties":{"phone":"+${to.digits}"}}`]);
      // Whoever lost it is not linked, or with the other contact that has their number by now, if that was found already.
      await wa.open(people.manual);
      await wa.see(`[data-state="not-linked"], [data-state="candidates"], [data-card="${twin}"]`);
      assert.equal(await wa.count(`[data-card="${MANUAL}"]`), 0);
    });

    test("I-10: while WhatsApp's records are slow, a skeleton, and no card of the chat before", async () => {
      await wa.open(people.exact);
      await wa.card(EXACT);
      // A chat of one message, whose record comes late: until then nothing says who it is with.
      await wa.drive("receive", "12125550177@c.us", "Hello, is this Aurora?");
      await wa.open({ chatId: "12125550177@c.us" });
      await wa.screen("resolving");
      assert.equal(await wa.count("[data-card]"), 0);
      assert.ok(!(await wa.text()).includes(people.exact.name));
      await wa.state("not-linked");
    });

    test("I-24 S-43 S-44: a group shows a state for each participant, and opens their card", async () => {
      await wa.open(people.group12);
      await wa.screen("group");
      await until(async () => (await wa.count('[data-row="linked"]')) >= 8, "eight linked rows");
      assert.equal(await wa.count("[data-row]"), 11);
      assert.equal(await wa.count('[data-row="number-hidden"]'), 1);
      await (await wa.see('[data-row="linked"]')).click();
      await wa.see("[data-card]");
      await wa.press("Back to the group");
      await wa.screen("group");
    });

    test("I-11 I-12: a hidden number and a channel", async () => {
      await wa.open(people.lidOnly);
      await wa.state("number-hidden");
      await wa.open(people.channel);
      await wa.screen("not-a-person");
    });

    test("S-16: the sidebar folds to a rail and stays so", async () => {
      await wa.press("Collapse the sidebar");
      await wa.see("[data-rail]");
      await wa.page.reload();
      await wa.page.evaluate(() => window.replica.ready);
      await wa.see("[data-rail]");
      await wa.press("Open the sidebar");
      await wa.see("main[data-screen]");
    });

    test("TH-19: the page is touched in three places, its database not at all", async () => {
      const seen = await wa.drive("observed");
      assert.deepEqual([seen.outside, seen.violations, seen.untrusted, seen.messages, seen.upgrades], [[], [], [], [], []]);
      assert.deepEqual([...new Set(seen.foreign.map((one) => one.place))].sort(), ["class", "host", "style"]);
      const places = await wa.page.evaluate(() => [...document.body.children].filter((node) => node.localName.includes("-")).length);
      assert.equal(places, 1);
    });

    test("B-11 S-27: over all of this only api.hubapi.com was asked, and no error was logged", async () => {
      const writes = await on.hubspot.writes();
      assert.ok(writes.every((one) => one.method === "PATCH" && /^\{"properties":\{"phone":"[^"]*"\}\}$/.test(one.body)));
      assert.deepEqual(on.faults, []);
      assert.deepEqual(await on.hostsAsked(), ["api.hubapi.com"]);
    });
  });
}
