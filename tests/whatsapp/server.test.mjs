/** The headers that the replica answers with, and that the page works under the harder ones. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage } from "./testing.mjs";

let theatre;
before(async () => {
  theatre = await stage(demoWorld());
});
after(() => theatre.close());

/** Loads the page, opens a chat, and returns the response with whatever went wrong. */
async function load() {
  const visit = await theatre.visit();
  await visit.drive("open", people.exact.chatId);
  const response = await visit.page.reload();
  await visit.page.evaluate(() => window.replica.ready);
  const { violations } = await visit.drive("observed");
  return { headers: response.headers(), wrong: [...violations, ...visit.faults] };
}

test("the strict policy has a nonce of its own at each load", async () => {
  const [first, second] = [await load(), await load()];
  const nonce = /'nonce-([^']+)'/;
  assert.match(first.headers["content-security-policy"], /^default-src 'self' data: blob:; script-src 'self' 'nonce-[^']+' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; frame-src 'self' data: blob: https:\/\/www\.youtube\.com\/embed\/; frame-ancestors 'self'; connect-src 'self'$/);
  assert.notEqual(nonce.exec(first.headers["content-security-policy"])[1], nonce.exec(second.headers["content-security-policy"])[1]);
  assert.deepEqual([...first.wrong, ...second.wrong], []);
});

test("no eval, isolated embedding, trusted types: the page runs under all three", async () => {
  theatre.replica.setHeaders({ csp: "no-eval", coep: true, trustedTypes: true, revision: "1050000001" });
  const { headers, wrong } = await load();
  assert.equal(headers["content-security-policy"].includes("unsafe-eval"), false);
  assert.match(headers["content-security-policy"], /require-trusted-types-for 'script'$/);
  assert.equal(headers["cross-origin-embedder-policy"], "require-corp");
  assert.deepEqual(wrong, []);
  theatre.replica.setHeaders({ csp: "strict", coep: false, trustedTypes: false, revision: "1048032155" });
});

test("a world that is signed out shows the code", async () => {
  const world = demoWorld();
  world.whatsapp.loggedOut = true;
  theatre.replica.setWorld(world);
  const { page } = await theatre.visit();
  assert.equal(await page.locator("#app canvas").count(), 1);
  theatre.replica.setWorld(demoWorld());
});
