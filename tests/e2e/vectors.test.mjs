/**
 * The matching vectors of the requirements, each as a chat and a contact of its own. One book holds them all, so a vector has its own last
 * digits where another row would have the same number; what it proves (what is missing, added or written otherwise) is kept.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { hubspotContact, person, world } from "../world/build.mjs";
import { stage } from "./stage.mjs";

/** Row, the WhatsApp id's digits, HubSpot's text (or properties), and whether the exact pass and the opening of the chat link it. */
const VECTORS = [
  ["V-01", "16502530101", "+1 (650) 253-0101", { exact: true, fuzzy: true }],
  ["V-02", "16502530102", "001 650 253 0102", { exact: true, fuzzy: true }],
  ["V-03", "16502530103", "(650) 253-0103", { exact: false, fuzzy: true }],
  ["V-04", "442012341234", "020 1234 1234", { exact: false, fuzzy: true }],
  ["V-05", "16502530105", "1 650 253 0105", { exact: true, fuzzy: true }],
  ["V-06", "16502530106", "+16502530106 ext. 12", { exact: true, fuzzy: true }],
  ["V-07", "16502530107", "Jane +1 650 253 0107", { exact: true, fuzzy: true }],
  ["V-08", "16502530108", "+16502530108; +16507650108", { exact: true, fuzzy: true }],
  ["V-09", "5541988887777", "+55 41 8888-7777", { exact: true, fuzzy: true }],
  ["V-10", "554188887778", "+55 41 98888-7778", { exact: true, fuzzy: true }],
  ["V-11", "554132223333", "+55 41 93222-3333", { exact: false, fuzzy: false }],
  ["V-12", "5215512345678", "+52 55 1234 5678", { exact: true, fuzzy: true }],
  ["V-13", "5491123456789", "+54 11 2345-6789", { exact: true, fuzzy: true }],
  // The rep of this world is Brazilian: there the same text is a number of Brazil too, so the notice asks.
  ["V-14", "5491123456780", "011 15 2345-6780", { exact: false, fuzzy: true, notice: "other-country-code" }],
  ["V-15", "16501234567", "+91 65012 34567", { exact: false, fuzzy: true, notice: "other-country-code" }],
  ["V-16", "390612345678", "06 1234 5678", { exact: false, fuzzy: true }],
  ["V-17", "77011234567", "8 701 123 45 67", { exact: false, fuzzy: true }],
  ["V-18", "971501234567", "050 123 4567", { exact: false, fuzzy: true }],
  ["V-19", "6591234567", "9123 4567", { exact: false, fuzzy: true }],
  ["V-20", "16505553120", "555-3120", { exact: false, fuzzy: false }],
  ["V-20 S-46", "16502534321", "4321", { exact: false, fuzzy: false }],
  ["V-21", "16502530121", { mobilephone: "+1 650 253 0121" }, { exact: true, fuzzy: true }],
  ["V-22", "966501234567", "+٩٦٦٥٠١٢٣٤٥٦٧", { exact: true, fuzzy: true }],
];

/** Older messages, whose records are stored already when the chat is opened. */
const TALK = "them: Good morning!\nme: Good morning, how can I help?\nthem: I will call you.\nme: Gladly.";

const cast = VECTORS.map(([row, digits, text, wanted], at) => ({
  row,
  wanted,
  id: String(900_001 + at),
  person: person({ name: `Person ${row}`, digits, talk: TALK }),
  contact: hubspotContact({ id: String(900_001 + at), firstname: row, ...(typeof text === "string" ? { phone: text } : text) }),
}));

describe("matching vectors, from WhatsApp Web to HubSpot and back", () => {
  let on;
  let wa;
  before(async () => {
    on = await stage({ world: world(cast.flatMap((one) => [one.person, one.contact])) });
    wa = await on.connected();
  });
  after(() => on.close());

  test("S-29 S-30: the first pass links the exact ones and no other", async () => {
    const exact = cast.filter((one) => one.wanted.exact).length;
    assert.match(await (await wa.pass("first-done")).innerText(), new RegExp(`\\b${exact} contacts linked`));
  });

  for (const { row, wanted, id, person: who } of cast) {
    const opened = wanted.fuzzy ? "linked when its chat is opened" : "never linked";
    const what = wanted.exact ? "linked by the pass, with no chat opened" : opened;
    test(`${row}: ${what}`, async () => {
      await wa.open(who);
      if (!wanted.fuzzy) {
        await wa.state("not-linked");
        assert.equal(await wa.count("[data-card]"), 0);
        return;
      }
      const card = await wa.fresh(id);
      const why = await card.innerText();
      assert.match(why, wanted.exact ? /Linked by exact number/ : wanted.notice ? /Linked across country codes/ : /Linked by number/);
      assert.equal(await wa.count(`[data-link-notice="other-country-code"]`), wanted.notice ? 1 : 0);
    });
  }

  test("S-27: not one of them wrote to HubSpot", async () => assert.deepEqual(await on.hubspot.writes(), []));
});
