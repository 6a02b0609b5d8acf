/** Each variant has the page and the storage that facts/whatsapp-web.md gives it (12.2 to 12.5), and the rest is as in B. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage, until } from "./testing.mjs";

let theatre;
before(async () => {
  theatre = await stage(demoWorld());
});
after(() => theatre.close());

/** A visit whose page is closed again, with all stores at hand. */
async function on(variant, look, settings = {}) {
  const visit = await theatre.visit("/", { variant, ...settings });
  const counts = (selector) => visit.page.locator(selector).count();
  try {
    return await look({ ...visit, counts, rows: (name) => visit.drive("dump", name) });
  } finally {
    assert.deepEqual(visit.faults, []);
    await visit.page.context().close();
  }
}

const server = (jid) => jid.slice(jid.indexOf("@") + 1);
const ids = (page) => page.$$eval("#main [data-id]", (nodes) => nodes.map((node) => node.dataset.id));
const stores = (page) => page.evaluate(() => window.replica.digest().then(({ version, ...all }) => ({ version, names: Object.keys(all) })));

test("A: list, header and rows of the classic page", async () => {
  await on("A", async ({ page, drive, counts }) => {
    assert.equal(await counts("[data-testid]"), 0);
    assert.ok(await counts('#pane-side div[role="grid"][aria-label="Chat list"] > div[role="listitem"] > div > div[aria-selected][tabindex] span[dir="auto"][title]') > 5);
    assert.equal(await page.evaluate(() => document.body.className), "web");
    assert.equal(await counts('#side div[contenteditable][data-tab="3"]'), 1);
    await drive("toggleTheme");
    assert.equal(await page.evaluate(() => document.body.className), "web dark");
    await drive("open", people.exact.chatId);
    assert.equal(await counts(`#main > header > div[role="button"][title="Profile details"]`), 1);
    assert.equal(await page.getAttribute('#main > header > div[role="button"] > div > span[dir="auto"]', "title"), people.exact.name);
    assert.equal(await counts("#main header span[title]:not([dir])"), 1);
    const row = '#main div[role="application"][data-tab="8"] > div[role="row"] > div[tabindex="-1"][data-id]';
    assert.ok(await counts(`${row} > div.message-in.focusable-list-item div.copyable-text[data-pre-plain-text] > div > span.selectable-text.copyable-text[dir="ltr"] > span`) > 0);
    assert.ok(await counts(`${row} > div.message-out.focusable-list-item span[data-icon="msg-dblcheck"]`) > 0);
    assert.ok(await counts('span[data-icon="tail-in"], span[data-icon="tail-out"]') > 1);
    assert.ok((await ids(page)).every((id) => /^(true|false)_5511987654321@c\.us_[0-9A-F]+$/.test(id)));
    assert.equal(await counts('#main footer div[contenteditable="true"][data-tab="10"]'), 1);
    await drive("open", people.group12.chatId);
    const keys = (await ids(page)).filter((id) => !id.startsWith("album"));
    assert.ok(keys.some((id) => /^false_\d+@g\.us_[0-9A-F]+_\d+@c\.us$/.test(id)));
    assert.ok(keys.every((id) => /^(false_\d+@g\.us_[0-9A-F]+_\d+@c\.us|true_\d+@g\.us_[0-9A-F]+)$/.test(id)));
  });
});

test("A: storage without a single LID, half of the contacts under either spelling", async () => {
  await on("A", async ({ page, rows }) => {
    const { version, names } = await stores(page);
    assert.equal(version, 1080);
    assert.deepEqual(names.filter((name) => name.startsWith("lid-")), []);
    for (const name of names) assert.equal(JSON.stringify(await rows(name)).includes("@lid"), false, name);
    const contacts = (await rows("contact")).filter((row) => /^\d+@(c\.us|s\.whatsapp\.net)$/.test(row.id));
    const older = contacts.filter((row) => server(row.id) === "c.us");
    assert.ok(Math.abs(older.length - contacts.length / 2) < contacts.length / 10);
    const carried = contacts.filter((row) => row.phoneNumber);
    assert.ok(carried.length > 5 && carried.length < contacts.length / 2 && carried.every((row) => row.phoneNumber.endsWith("@c.us")));
    assert.ok((await rows("chat")).every((row) => ["c.us", "g.us", "broadcast", "newsletter"].includes(server(row.id)) && !row.accountLid));
    const [group] = await rows("group-metadata");
    assert.deepEqual(Object.keys(group).sort(), ["creation", "id", "owner", "size", "subject"]);
    assert.ok((await rows("participant")).every((row) => row.participants.every((jid) => server(jid) === "c.us")));
  });
});

test("A: a switch replaces #main, or in the older form what is in it", async () => {
  const kept = (variant) => on(variant, async ({ page, drive }) => {
    await drive("open", people.exact.chatId);
    const first = await page.$("#main");
    const before = await ids(page);
    await drive("open", people.national.chatId);
    assert.equal(await page.locator("#main").count(), 1);
    assert.ok((await ids(page)).every((id) => !before.includes(id)));
    return first.evaluate((node) => node.isConnected);
  });
  assert.deepEqual([await kept("A"), await kept("A-children")], [false, true]);
});

test("A-prime: two chats and all groups by LID, seven of ten LID rows with a number, a stale mapping", async () => {
  await on("A-prime", async ({ page, drive, rows }) => {
    const chats = (await rows("chat")).filter((row) => ["lid", "c.us"].includes(server(row.id)));
    const contacts = await rows("contact");
    const numberOf = new Map(contacts.map((row) => [row.id, row.phoneNumber]));
    const byLid = chats.filter((row) => server(row.id) === "lid");
    assert.equal(byLid.filter((row) => numberOf.get(row.id)).length, 2);
    const byPhone = chats.filter((row) => server(row.id) === "c.us");
    assert.ok(byPhone.some((row) => row.accountLid) && byPhone.some((row) => !row.accountLid));
    const lids = contacts.filter((row) => server(row.id) === "lid");
    const share = lids.filter((row) => row.phoneNumber).length / lids.length;
    assert.ok(share > 0.55 && share < 0.85, `${share}`);
    assert.ok(lids.filter((row) => row.phoneNumber).every((row) => numberOf.has(row.phoneNumber.replace("c.us", "s.whatsapp.net"))));
    const stale = (await rows("lid-pn-mapping")).filter((row) => numberOf.get(row.id) && numberOf.get(row.id) !== row.phoneNumber);
    assert.equal(stale.length, 1);
    await drive("open", people.exact.chatId);
    assert.ok((await ids(page)).every((id) => new RegExp(`^(true|false)_${people.exact.lid}@lid_[0-9A-F]+$`).test(id)));
    await drive("open", people.long.chatId);
    assert.ok((await ids(page)).every((id) => id.includes(`_${people.long.digits}@c.us_`)));
    await drive("open", people.group12.chatId);
    assert.ok((await ids(page)).some((id) => /^false_\d+@g\.us_[0-9A-F]+_\d+@lid$/.test(id)));
  });
});

test("C1 to C3: another id for #main, no test ids, no row ids", async () => {
  const look = (variant) => on(variant, async ({ drive, counts }) => {
    await drive("open", people.exact.chatId);
    return { main: await counts("#main"), wrapper: await counts('[data-testid="conversation-panel-wrapper"]'), testids: await counts("[data-testid]") > 0, ids: await counts("[data-id]") > 0 };
  });
  assert.deepEqual(await look("C1"), { main: 0, wrapper: 1, testids: true, ids: true });
  assert.deepEqual(await look("C2"), { main: 1, wrapper: 0, testids: false, ids: true });
  assert.deepEqual(await look("C3"), { main: 1, wrapper: 1, testids: true, ids: false });
});

test("C4 and C7: contact rows are packed, or carry no number", async () => {
  await on("C4", async ({ rows }) => {
    for (const row of await rows("contact")) assert.deepEqual([Object.keys(row).sort(), typeof row.id], [["id", "p"], "number"]);
  });
  await on("C7", async ({ drive, rows }) => {
    await drive("rename", people.exact.jid, "Ana at home");
    const contacts = await rows("contact");
    assert.ok(contacts.some((row) => row.name === "Ana at home") && contacts.every((row) => !("phoneNumber" in row)));
  });
});

test("C5: the database comes late, by itself", async () => {
  const world = demoWorld();
  world.whatsapp.options.databaseDelay = 700;
  await on("C5", async ({ page, drive }) => {
    assert.equal((await drive("observed")).databases["model-storage"], undefined);
    await until(page, async () => (await window.replica.observed()).versionAtStart === 1670);
    assert.equal((await drive("observed")).databaseAtStart, null);
  }, { world });
});

test("C6: the client upgrades after a chat is opened", async () => {
  await on("C6", async ({ page, drive }) => {
    await drive("open", people.exact.chatId);
    await until(page, async () => (await window.replica.observed()).upgrades.length === 1);
    assert.deepEqual((await drive("observed")).upgrades.map(({ from, to, blocked }) => [from, to, blocked]), [[1670, 1680, false]]);
  });
});

test("C8: the server forbids what does not ask to be embedded", async () => {
  await on("C8", async ({ page }) => {
    const response = await page.reload();
    assert.equal(response.headers()["cross-origin-embedder-policy"], "require-corp");
    await page.evaluate(() => window.replica.ready);
  });
});

test("C9: right to left, every label Arabic", async () => {
  await on("C9", async ({ page, drive }) => {
    await drive("open", people.exact.chatId);
    assert.deepEqual(await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang]), ["rtl", "ar"]);
    const labels = await page.$$eval("[aria-label]", (nodes) => nodes.map((node) => node.getAttribute("aria-label")));
    assert.ok(labels.length > 5 && labels.every((text) => /^[^A-Za-z]+$/.test(text)));
  });
});

test("C10: whoever signs in next is somebody else", async () => {
  await on("C10", async ({ page, drive }) => {
    const before = (await drive("current")).chats.length;
    await drive("logout");
    await drive("login");
    assert.equal(await page.evaluate(() => localStorage.getItem("last-wid-md")), '"5521987650000:12@c.us"');
    assert.ok((await drive("current")).chats.length < before);
  });
});

test("drift: attributes, stores, fields, keys and storage change as the world says, and the page still works", async () => {
  const world = demoWorld();
  world.whatsapp.drift = [
    { attribute: "id", value: "pane-side", becomes: "id", value_becomes: "pane" },
    { attribute: "data-tab", becomes: null },
    { tag: "footer", becomes: "div" },
    { order: "rows" },
    { store: "participant", becomes: "members" },
    { store: "message", becomes: null },
    { empty: "group-metadata" },
    { index: "phoneNumber", of: "contact" },
    { field: "pushname", of: "contact", becomes: "nick" },
    { field: "t", of: "chat", becomes: "object" },
    { kept: "WALid", becomes: "OwnLid" },
  ];
  await on("drift", async ({ page, drive, counts, rows }) => {
    await drive("open", people.exact.chatId);
    assert.deepEqual([await counts("#pane"), await counts("#pane-side"), await counts("[data-tab]"), await counts("footer")], [1, 0, 0, 0]);
    const newest = demoWorld().whatsapp.messages[people.exact.chatId].at(-1).stanza;
    assert.equal((await ids(page))[0], newest);
    const { names } = await stores(page);
    assert.deepEqual([names.includes("members"), names.includes("participant"), names.includes("message")], [true, false, false]);
    assert.deepEqual(await rows("group-metadata"), []);
    const contacts = await rows("contact");
    assert.ok(contacts.some((row) => row.nick) && contacts.every((row) => !("pushname" in row)));
    assert.equal(typeof (await rows("chat"))[0].t.value, "number");
    assert.deepEqual(await page.evaluate(() => [localStorage.getItem("WALid"), localStorage.getItem("OwnLid")]), [null, '"205550000000999:12@lid"']);
  }, { world });
});

test("drift: message keys in another order", async () => {
  const world = demoWorld();
  world.whatsapp.drift = [{ keys: "chat stanza fromMe end" }];
  await on("drift", async ({ rows }) => {
    for (const row of await rows("message")) assert.match(row.id, /^[^_]+@[a-z.]+_[0-9A-F]+_(true|false)/);
  }, { world });
});
