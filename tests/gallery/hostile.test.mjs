/** TH-1 TH-2: texts that try to be more than text stay text, wherever they come from. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CORPUS } from "./corpus.mjs";
import { FOUND, hostile, preview } from "./scenes.mjs";
import { stage, view } from "./stage.mjs";

let theatre;
let sidebar;
before(async () => {
  theatre = await stage();
  sidebar = await theatre.open();
});
after(() => theatre.close());

/** The elements and attribute names of the document, apart from the marks of digits that agree: what markup in a text would change. */
const skeleton = () => sidebar.frame.evaluate(() => [...document.querySelectorAll(":not(mark)")]
  .map((one) => `${one.localName}[${[...one.getAttributeNames()].sort()}]`).join("\n"));

/** Texts that are nothing but text: with a letter first, with a figure first, without either, without anything to see. */
const PLAIN = ["plain", "7 plain", "7", "-", ""];

/** Characters that turn or hide what stands around them. */
const TURNING = /[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\u0000]/;

/** Keys whose values are of a closed list or an id: nobody's text. */
const OURS = ["kind", "state", "person", "rank", "property", "origin", "contact", "sentence"];
const fill = (given, text) =>
  JSON.parse(JSON.stringify(given), (key, value) => (typeof value === "string" && !OURS.includes(key) ? text : value));

/** A view with one text everywhere, and the selector of what tells that it is drawn. */
const PLACES = {
  card: [(text) => hostile(text), "[data-card]"],
  candidates: [(text) => fill(view("candidates"), text), '[data-state="candidates"]'],
  group: [(text) => fill(view("group"), text), '[data-screen="group"]'],
  remembered: [(text) => fill(view("remembered"), text), '[data-state="remembered"]'],
};

for (const [place, [make, drawn]] of Object.entries(PLACES)) {
  test(`TH-1 TH-2: ${CORPUS.length} payloads in every text of the ${place}`, async () => {
    const draw = async (text) => {
      await sidebar.show("no-chat");
      await sidebar.frame.locator('[data-screen="no-chat"]').waitFor();
      await sidebar.show(make(text));
      await sidebar.frame.locator(drawn).waitFor();
      return skeleton();
    };
    const golden = [];
    for (const text of PLAIN) golden.push(await draw(text));
    for (const text of CORPUS) {
      const now = await draw(text);
      assert.ok(golden.includes(now), `${JSON.stringify(text.slice(0, 80))} changed the document:\n${difference(golden[0], now)}`);
      const shown = await sidebar.frame.evaluate(() => document.body.innerText);
      assert.ok(!TURNING.test(shown), JSON.stringify(text.slice(0, 80)));
    }
    await assertQuiet();
  });
}

test("TH-1: payloads in search results and in a preview", async () => {
  for (const [at, text] of CORPUS.filter((_, at) => at % 10 === 0).entries()) {
    // A chat of its own for each: what is typed and chosen in one stays there.
    const given = view("not-linked");
    given.screen.chat.generation = 100 + at;
    await sidebar.show("no-chat");
    await sidebar.show(given);
    await sidebar.button("Link").click();
    const found = FOUND.map((one) => ({ ...one, name: text, email: text, company: text, phone: text, owner: text, linked_with: text }));
    await sidebar.search("maria", { kind: "found", candidates: found });
    const before = (await sidebar.intents("preview")).length;
    await sidebar.frame.getByRole("radio").first().click();
    const { op } = await sidebar.sent("preview", before + 1);
    await sidebar.answer(op, preview({ change: { before: text, after: "+1" }, taken_by: { name: text, number: text, links: [] } }));
    await sidebar.frame.locator("[data-preview] .change, [data-preview] .quiet").first().waitFor();
    assert.equal(await sidebar.frame.locator("main img, main script, main iframe, main object, main style, main link").count(), 0);
  }
  await assertQuiet();
});

test("TH-1: a card's address becomes a link only if it is a record page of HubSpot", async () => {
  const record = view("linked").screen.state.record_url;
  const foreign = "https://app.hubspot.com.example.com/contacts/1/record/0-1/2";
  for (const [address, count] of [[record, 1], ["javascript:alert(1)", 0], [foreign, 0]]) {
    const given = view("linked");
    given.screen.state.record_url = address;
    await sidebar.show("no-chat");
    await sidebar.show(given);
    await sidebar.frame.locator("[data-card]").waitFor();
    const links = sidebar.frame.getByRole("link");
    assert.equal(await links.count(), count, address);
    if (count === 0) continue;
    const built = await links.evaluate((link) => [link.href, link.rel, link.target]);
    assert.deepEqual(built, [address, "noopener noreferrer", "_blank"]);
  }
});

function difference(before, now) {
  const [a, b] = [before.split("\n"), now.split("\n")];
  const gone = a.filter((line) => !b.includes(line)).map((line) => `- ${line}`);
  return [...b.filter((line) => !a.includes(line)), ...gone].join("\n");
}

async function assertQuiet() {
  assert.deepEqual(sidebar.faults, []);
  assert.deepEqual(await sidebar.frame.evaluate(() => [window.gallery.violations, window.gallery.dialogs]), [[], 0]);
  const { host } = new URL(sidebar.frame.url());
  const own = (url) => new URL(url).host === host || url.startsWith("data:") || url.includes("/host?");
  assert.deepEqual(sidebar.requests.filter((url) => !own(url)), []);
}
