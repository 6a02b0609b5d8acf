/** The page has the structure of the client's mid-2026 build, exactly as far as facts/whatsapp-web.md states it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage } from "./testing.mjs";

let theatre;
let page;
let drive;
let faults;
before(async () => {
  theatre = await stage(demoWorld());
  ({ page, drive, faults } = await theatre.visit());
});
after(() => theatre.close());

const count = (selector) => page.locator(selector).count();

test("the shell: html, body, splash gone, version probe, theme colours", async () => {
  const shell = await page.evaluate(() => ({
    html: [...document.documentElement.attributes].map((one) => [one.name, one.value]),
    body: document.body.className,
    splash: document.getElementById("wa_web_initial_startup"),
    revision: document.querySelector("script[data-btmanifest]").dataset.btmanifest,
    colours: document.querySelectorAll('meta[name="theme-color"]').length,
    title: document.title,
  }));
  assert.deepEqual(shell.html, [["id", "whatsapp-web"], ["class", ""], ["lang", "en"], ["dir", "ltr"]]);
  assert.equal(shell.body, "");
  assert.equal(shell.splash, null);
  assert.equal(shell.revision, "1048032155_main");
  assert.equal(shell.colours, 2);
  assert.match(shell.title, /^\(\d+\) WhatsApp$/);
});

test("the list: markers of readiness, grid, rows without ids", async () => {
  for (const selector of ['#app [data-testid="wa-web-main-screen"] #side #pane-side[data-scrolltracepolicy="wa.web.chatlist"] > div[data-tab="4"] > div[data-testid="chat-list"] > div[role="grid"][aria-label="Chat list"]', '[data-testid="intro-panel"]', '[data-testid="drawer-left"]', '[data-testid="drawer-right"]', '[data-testid="navbar-primary-section"]', 'header[data-testid="chatlist-header"]', 'input[type="text"][role="textbox"]']) assert.equal(await count(selector), 1, selector);
  assert.equal(await page.getAttribute('[role="grid"]', "aria-rowcount"), "58");
  const row = '#pane-side div[role="row"][data-testid="list-item-3"]';
  assert.match(await page.getAttribute(row, "style"), /translateY\(216px\)/);
  for (const inner of ['div[aria-selected="false"][tabindex="-1"][data-tab="4"] > div[data-testid="cell-frame-container"] > div[role="gridcell"][aria-colindex="2"]', '[data-testid="cell-frame-title"] > span[dir="auto"][title]', '[data-testid="cell-frame-primary-detail"]', '[data-testid="cell-frame-secondary"] span[title]']) assert.equal(await count(`${row} ${inner}`), 1, inner);
  assert.equal(await count("#side [data-id]"), 0);
  assert.ok((await count('#pane-side [role="row"]')) < 58);
});

test("no jid and no phone number stands in any attribute", async () => {
  await drive("open", people.group12.chatId);
  const found = await page.evaluate(() => [...document.querySelectorAll("#app *")].flatMap((node) => [...node.attributes].map((one) => one.value)).filter((value) => /@(c\.us|lid|g\.us|s\.whatsapp\.net)|(true|false)_/.test(value)));
  assert.deepEqual(found, []);
});

test("the header of a saved person: title without title attribute, subtitle with one", async () => {
  await drive("open", people.exact.chatId);
  const title = '#main[data-testid="conversation-panel-wrapper"] > header[data-testid="conversation-header"] div[role="button"][data-testid="conversation-info-header"][data-tab="6"] span[dir="auto"][data-testid="conversation-info-header-chat-title"]';
  assert.equal(await page.textContent(title), people.exact.name);
  assert.equal(await page.getAttribute(title, "title"), null);
  assert.equal(await count('#main header div[role="button"][title="Profile details"] img'), 1);
  assert.equal(await page.getAttribute('#main [data-testid="chat-subtitle"] > span[data-testid="selectable-text"]', "title"), "online");
  assert.equal(await count('#main footer[data-testid="compose-box"] [data-testid="conversation-compose-box-input"][data-tab="10"]'), 1);
  assert.equal(await page.getAttribute('#pane-side [aria-selected="true"]', "tabindex"), "0");
});

test("the header of an unsaved person is the number inside direction marks", async () => {
  await drive("open", people.unsaved.chatId);
  const text = await page.textContent('[data-testid="conversation-info-header-chat-title"]');
  assert.equal(text.codePointAt(0), 0x202a);
  assert.equal(text.replace(/[^\d+]/g, ""), `+${people.unsaved.digits}`);
});

test("a group's subtitle is its member list, own entry last", async () => {
  await drive("open", people.group12.chatId);
  const members = (await page.getAttribute('[data-testid="chat-subtitle"] > [title]', "title")).split(", ");
  assert.equal(members.length, 12);
  assert.equal(members.at(-1), "You");
});

test("message rows: bare stanza ids, testids of their own, no in and out classes", async () => {
  await drive("open", people.exact.chatId);
  const rows = await page.$$eval('[data-testid="conversation-panel-messages"] div[data-tab="8"] > [role="row"] > [data-id]', (nodes) => nodes.map((node) => ({ id: node.dataset.id, testid: node.dataset.testid, tabindex: node.tabIndex, virtualized: node.firstElementChild.dataset.virtualized })));
  assert.equal(rows.length, demoWorld().whatsapp.messages[people.exact.chatId].length);
  for (const row of rows) {
    assert.match(row.id, /^[0-9A-F]{20,32}$/);
    assert.equal(row.testid, `conv-msg-${row.id}`);
    assert.equal(row.tabindex, -1);
    assert.match(row.virtualized, /^(true|false)$/);
  }
  assert.equal(await count(".message-in, .message-out, [role=application]"), 0);
  const pre = await page.getAttribute("#main div.copyable-text[data-pre-plain-text] >> nth=-1", "data-pre-plain-text");
  assert.equal(pre, `[08:59, 25/11/2026] ${people.exact.name}: `);
  assert.ok((await count('#main svg > title:text-is("wds-ic-read")')) > 0);
  assert.ok((await count('#main span[data-testid="x selectable-text"]')) > 0);
  assert.ok((await count('#main span[data-testid="selectable-text"].selectable-text.copyable-text[dir]')) > 0);
});

test("special rows: album, poll, note, sticker, reply, emoji, divider, tails, authors", async () => {
  await drive("open", people.group12.chatId);
  await drive("scroll", "up");
  const inside = (selector) => count(`#main ${selector}`);
  assert.equal(await inside('[data-id^="album-"][data-id$="-4"][data-testid^="conv-msg-album-"]'), 1);
  const repeated = await page.$$eval("#main [data-id] [data-id]", (nodes) => nodes.map((node) => node.dataset.id === node.parentElement.closest("[data-id]").dataset.id));
  assert.deepEqual(repeated, [true]);
  assert.equal(await inside('[data-testid="quoted-message"]'), 1);
  assert.equal(await inside('img[alt="🙂"][data-plain-text="🙂"]'), 1);
  const dividers = await page.$$eval('#main [role="row"]', (nodes) => nodes.filter((node) => !node.querySelector("[data-id]")).map((node) => node.textContent));
  assert.ok(dividers.includes("Today"));
  const tails = await page.$$eval('#main [data-testid="tail-in"], #main [data-testid="tail-out"]', (nodes) => nodes.every((node) => node.dataset.icon === node.dataset.testid && node.querySelector("svg > title")));
  assert.equal(tails, true);
  assert.ok((await inside('[data-testid="author"]')) > 5);
  await drive("scroll", "down");
  const sticker = await page.evaluate(() => [...document.querySelectorAll('#main [data-id] [data-testid="msg-container"]')].filter((node) => node.querySelector('img[width="140"]')).map((node) => node.querySelector("[data-pre-plain-text]")));
  assert.deepEqual(sticker, [null]);
});

test("far rows are placeholders of their height until they come near", async () => {
  await drive("open", people.long.chatId);
  const state = () => page.evaluate(() => ({ height: document.querySelector('[data-tab="8"]').offsetHeight, first: document.querySelector("#main [data-virtualized]").dataset.virtualized, empty: document.querySelectorAll('#main [data-virtualized="true"] [data-testid]').length, far: document.querySelectorAll('#main [data-virtualized="true"]').length }));
  const bottom = await state();
  assert.deepEqual([bottom.first, bottom.empty, bottom.far > 20], ["true", 0, true]);
  await drive("scroll", "up");
  const top = await state();
  assert.equal(top.first, "false");
  assert.equal(top.height, bottom.height);
  assert.equal(await count('#main [data-testid="msg-notification-container"]'), 1);
});

test("class names differ at every load", async () => {
  const other = await theatre.visit();
  const names = (where) => where.$$eval("#side, #pane-side, .copyable-area", (nodes) => nodes.flatMap((node) => [...node.classList]));
  const [here, there] = [await names(page), await names(other.page)];
  assert.ok(here.filter((name) => name.startsWith("x")).every((name) => /^x[0-9a-z]{6,7}$/.test(name) && !there.includes(name)));
});

test("light and dark by a class on body", async () => {
  await drive("toggleTheme");
  assert.equal(await page.evaluate(() => document.body.className + localStorage.getItem("theme")), 'dark"dark"');
  await drive("toggleTheme");
  assert.equal(await page.evaluate(() => document.body.className), "");
});

test("nothing of the page's own breaks its policy, and nothing foreign was seen", async () => {
  const seen = await drive("observed");
  assert.deepEqual([seen.violations, seen.foreign, seen.untrusted, faults], [[], [], [], []]);
});
