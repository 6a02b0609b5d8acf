/** What the page reader costs WhatsApp's main thread, on an account with 7,500 contacts and 20,000 messages (facts 12.6, issue 5). */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { scenes } from "./scenes.mjs";

const seen = {};
before(async () => {
  for await (const { what, ...cost } of scenes({ messages: 12, every: 500 })) seen[what] = cost;
});
after((context) => {
  for (const [what, { total, longest, each }] of Object.entries(seen)) context.diagnostic?.(`${what}: ${total.toFixed(1)} ms ${each}, longest ${longest.toFixed(1)} ms`);
});

const of = (start) => Object.entries(seen).find(([what]) => what.startsWith(start))[1];

test("no task of ours is longer than 16 ms", () => {
  assert.equal(Object.keys(seen).length, 8);
  for (const [what, { longest }] of Object.entries(seen)) assert.ok(longest < 16, `${what}: ${longest.toFixed(1)} ms`);
});

test("a switch costs less than 5 ms", () => {
  for (const what of ["Chat opened for the first time", "Chat opened again"]) assert.ok(of(what).total < 5, `${what}: ${of(what).total.toFixed(1)} ms`);
});

test("an idle page costs less than 5 ms a minute with messages arriving, a signed-out one nothing", () => {
  assert.ok(of("Idle").total < 5, `${of("Idle").total.toFixed(1)} ms`);
  assert.equal(of("Signed out").tasks, 0);
});

test("all 7,500 contacts cost less than 300 ms in all", () => {
  assert.ok(of("All contacts").total < 300, `${of("All contacts").total.toFixed(1)} ms`);
});
