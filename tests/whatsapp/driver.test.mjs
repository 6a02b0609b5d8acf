/** The driver's handles do to the page what their names say. */
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage } from "./testing.mjs";

let theatre;
let page;
let drive;
before(async () => {
  theatre = await stage(demoWorld());
});
beforeEach(async () => {
  await page?.context().close();
  ({ page, drive } = await theatre.visit());
});
after(() => theatre.close());

const TITLE = '[data-testid="conversation-info-header-chat-title"]';
const mains = () => page.$$eval("#main", (nodes) => nodes.map((node) => ({ visible: node.checkVisibility(), style: node.getAttribute("style") ?? "", title: node.querySelector('[data-testid="conversation-info-header-chat-title"]').textContent })));

test("#main is another element for each chat; closing brings the intro back", async () => {
  await drive("open", people.exact.chatId);
  const first = await page.$("#main");
  await drive("open", people.national.chatId);
  assert.equal(await first.evaluate((node) => node.isConnected), false);
  await drive("close");
  assert.equal(await page.locator("#main").count(), 0);
  assert.equal(await page.locator('[data-testid="intro-panel"]').count(), 1);
});

test("clicks and keys open chats", async () => {
  await page.click(`#pane-side [title="${people.exact.name}"]`);
  assert.equal(await page.textContent(TITLE), people.exact.name);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await page.textContent(TITLE), people.group12.name);
});

test("a page-load address opens the chat of a number", async () => {
  const sent = await theatre.visit(`/send?phone=${people.exact.digits}`);
  assert.equal(await sent.page.textContent(TITLE), people.exact.name);
});

test("a hidden second #main beside none, and made visible by style alone", async () => {
  await drive("preload", people.exact.chatId);
  assert.deepEqual(await mains(), [{ visible: false, style: "display: none !important;", title: people.exact.name }]);
  const hidden = await page.$("#main");
  await drive("open", people.exact.chatId);
  assert.deepEqual((await mains()).map((one) => one.visible), [true]);
  assert.equal(await hidden.evaluate((node) => node.isConnected && node.checkVisibility()), true);
  await drive("preload", people.national.chatId);
  assert.deepEqual((await mains()).map((one) => [one.visible, one.title]), [[false, people.national.name], [true, people.exact.name]]);
});

test("the header's text comes in steps: empty, number, name", async () => {
  await drive("set", { headerSteps: true });
  await page.evaluate(async (chatId) => {
    window.seen = [];
    const watch = new MutationObserver(() => {
      const text = document.querySelector('[data-testid="conversation-info-header-chat-title"]')?.textContent ?? null;
      if (text !== null && window.seen.at(-1) !== text) window.seen.push(text);
    });
    watch.observe(document.getElementById("app"), { childList: true, subtree: true, characterData: true });
    await window.replica.open(chatId);
    await new Promise(requestAnimationFrame);
    watch.disconnect();
  }, people.exact.chatId);
  const [empty, number, name] = await page.evaluate(() => window.seen);
  assert.deepEqual([empty, number.replace(/\D/g, ""), name], ["", people.exact.digits, people.exact.name]);
});

test("a message arrives in an open chat, and one from somebody new", async () => {
  await drive("open", people.exact.chatId);
  const { stanza } = await drive("receive", people.exact.chatId, "One more question");
  assert.equal(await page.locator(`#main [data-id="${stanza}"]`).count(), 1);
  await drive("addContact", { id: "299900000000001@lid", phoneNumber: "12125550155@c.us", phoneNumberCreatedAt: 1_780_000_000, pushname: "Nadia" });
  await drive("receive", "299900000000001@lid", "Hello, I am new here");
  const [, top] = (await drive("current")).chats;
  assert.match(top.title.replace(/\D/g, ""), /^12125550155$/);
  assert.ok((await drive("dump", "chat")).some((row) => row.id === "299900000000001@lid" && row.unreadCount === 1));
});

test("renaming changes header, list and records", async () => {
  await drive("open", people.exact.chatId);
  await drive("rename", people.exact.jid, "Ana at home");
  assert.equal(await page.textContent(TITLE), "Ana at home");
  assert.equal(await page.locator('#pane-side [title="Ana at home"]').count(), 1);
  assert.ok((await drive("dump", "contact")).some((row) => row.id === people.exact.jid && row.name === "Ana at home"));
  await drive("rename", people.exact.jid, null);
  assert.match(await page.textContent(TITLE), /\+55/);
});

test("a hidden number becomes known", async () => {
  await drive("revealNumber", people.lidOnly.jid, "5551988887766");
  assert.equal((await drive("dump", "contact")).find((row) => row.id === people.lidOnly.jid).phoneNumber, "5551988887766@c.us");
});

test("members join and leave", async () => {
  const members = async () => (await drive("dump", "participant")).find((row) => row.groupId === people.group12.chatId).participants;
  await drive("joinGroup", people.group12.chatId, people.national.jid.replace(/^\d/, "3"));
  assert.equal((await members()).length, 13);
  await drive("leaveGroup", people.group12.chatId, people.exact.jid);
  assert.equal((await members()).includes(people.exact.jid), false);
});

test("drawer, dialog, typing, right to left", async () => {
  await drive("open", people.group40.chatId);
  await drive("openInfoDrawer");
  assert.equal(await page.locator('[data-testid="drawer-right"] [data-testid="chat-info-drawer"] [data-testid="group-info-header"]').count(), 1);
  assert.equal(await page.locator('[data-testid="section-participants"] [role="listitem"]').count(), 10);
  await drive("modal", true);
  assert.equal(await page.locator('#app div[role="dialog"][aria-modal="true"]').count(), 1);
  await drive("modal", false);
  assert.equal(await page.locator('div[role="dialog"]').count(), 0);
  await drive("typing", people.group40.chatId);
  assert.equal(await page.textContent('[data-testid="chat-subtitle"]'), "typing…");
  await drive("setDirection", "rtl", "ar");
  assert.deepEqual(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang]), ["rtl", "ar"]);
});

test("the app starts over: another #app, the same chat", async () => {
  await drive("open", people.exact.chatId);
  const before = await page.$("#app");
  await drive("remountApp");
  assert.equal(await before.evaluate((node) => node.isConnected), false);
  assert.equal(await page.textContent(TITLE), people.exact.name);
});

test("signing out leaves a code and no data; signing in as somebody else changes the account", async () => {
  await drive("logout");
  assert.equal(await page.locator("#app canvas[role=img]").count(), 1);
  assert.equal(await page.locator("#pane-side").count(), 0);
  assert.deepEqual(await page.evaluate(() => [localStorage.getItem("last-wid-md"), localStorage.getItem("WALid")]), [null, null]);
  assert.equal((await drive("observed")).databases["model-storage"], undefined);
  const other = demoWorld();
  other.whatsapp.self = { digits: "5521987650000", lid: "205550000000888", name: "Paulo Siqueira" };
  await drive("login", other.whatsapp);
  assert.deepEqual(await page.evaluate(() => [localStorage.getItem("last-wid-md"), localStorage.getItem("WALid")]), ['"5521987650000:12@c.us"', '"205550000000888:12@lid"']);
  assert.equal(await page.locator("#pane-side").count(), 1);
});

test("fifty fast switches end with the last chat", async () => {
  await page.evaluate(async ([first, second]) => {
    for (let turn = 0; turn < 25; turn += 1) {
      window.replica.open(first);
      window.replica.open(second);
    }
  }, [people.exact.chatId, people.national.chatId]);
  assert.deepEqual((await mains()).map((one) => one.title), [people.national.name]);
});

test("typing into the composer is told apart from what software does", async () => {
  await drive("open", people.exact.chatId);
  await page.click('[data-testid="conversation-compose-box-input"]');
  await page.keyboard.type("Hello");
  const { foreign, untrusted } = await drive("observed");
  assert.ok(foreign.length > 0 && foreign.every((one) => one.inComposer));
  assert.deepEqual(untrusted, []);
});

test("what others do to the page is recorded, what the page does is not", async () => {
  await drive("open", people.exact.chatId);
  await drive("toggleTheme");
  assert.deepEqual((await drive("observed")).foreign, []);
  await page.evaluate(() => {
    const host = document.createElement("aside");
    host.id = "foreign";
    document.body.append(host);
    document.documentElement.classList.add("foreign-class");
    document.querySelector("#main header").remove();
    document.querySelector("#pane-side [data-tab]").dispatchEvent(new Event("click", { bubbles: true }));
  });
  const { foreign, untrusted, htmlClass } = await drive("observed");
  assert.deepEqual(foreign.map((one) => [one.kind, one.inApp]), [["added", false], ["attribute", false], ["removed", true]]);
  assert.equal(foreign[0].node, "aside#foreign");
  assert.equal(foreign[1].name, "class");
  assert.equal(htmlClass, "foreign-class");
  assert.equal(untrusted.length, 1);
});
