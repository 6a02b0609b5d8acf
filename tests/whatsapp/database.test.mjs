/** The page's storage: complete before the chat list shows, late with the newest message, upgraded without harm. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { demoWorld, people } from "../world/demo.mjs";
import { stage } from "./testing.mjs";

const { whatsapp } = demoWorld();
let theatre;
before(async () => {
  theatre = await stage(demoWorld());
});
after(() => theatre.close());

/** Reads from an own connection, as software beside the page does. */
const read = (page, store) =>
  page.evaluate((name) => new Promise((done, fail) => {
    const request = indexedDB.open("model-storage");
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const database = request.result;
      const answer = database.transaction(name).objectStore(name).getAll();
      answer.onsuccess = () => {
        database.close();
        done({ version: database.version, rows: answer.result });
      };
    };
  }), store);

test("stores, key paths and indexes", async () => {
  const { page } = await theatre.visit();
  const schema = await page.evaluate(() => new Promise((done) => {
    indexedDB.open("model-storage").onsuccess = ({ target: { result } }) => {
      const stores = [...result.objectStoreNames];
      const transaction = result.transaction(stores);
      const entries = stores.map((name) => {
        const store = transaction.objectStore(name);
        return [name, [store.keyPath, ...[...store.indexNames].map((index) => `${index}${store.index(index).unique ? " unique" : ""}${store.index(index).multiEntry ? " multi" : ""}`)]];
      });
      result.close();
      done({ version: result.version, ...Object.fromEntries(entries) });
    };
  }));
  assert.equal(schema.version, 1670);
  assert.deepEqual(schema.contact, ["id", "contactHash", "isAddressBookContact", "isContactSyncCompleted", "phoneNumber", "pnContactHash", "textStatusExpiryTs"]);
  assert.deepEqual(schema.chat, ["id", "accountLid unique", "historyChatId unique"]);
  assert.deepEqual(schema.message, ["id", "internalId unique", "rowId unique"]);
  assert.deepEqual(schema.participant, ["groupId", "participants multi"]);
  assert.deepEqual(schema["group-metadata"], ["id", "parentGroup"]);
  assert.deepEqual(schema["user-prefs"], ["key"]);
});

test("all rows are there as soon as the chat list is", async () => {
  const early = await theatre.visit("/", {
    before: (page) => page.addInitScript(() => {
      window.counted = new Promise((done) => {
        new MutationObserver(async () => {
          if (!document.getElementById("pane-side") || window.counting) return;
          window.counting = true;
          indexedDB.open("model-storage").onsuccess = ({ target: { result } }) => {
            const counts = {};
            const transaction = result.transaction(["contact", "chat", "message", "participant", "group-metadata", "lid-pn-mapping"]);
            for (const name of transaction.objectStoreNames) transaction.objectStore(name).count().onsuccess = (event) => (counts[name] = event.target.result);
            transaction.oncomplete = () => {
              result.close();
              done(counts);
            };
          };
        }).observe(document, { childList: true, subtree: true });
      });
    }),
  });
  const counts = await early.page.evaluate(() => window.counted);
  const newest = Object.keys(whatsapp.messages).length;
  const all = Object.values(whatsapp.messages).flat().reduce((sum, one) => sum + (one.stanzas?.length ?? 1), 0);
  assert.deepEqual(counts, { contact: whatsapp.contacts.length, chat: 60, "group-metadata": whatsapp.groups.length, participant: whatsapp.participants.length, message: all - newest, "lid-pn-mapping": 0 });
});

test("keys, addresses and sealed bodies of message rows", async () => {
  const { page } = await theatre.visit();
  const { rows } = await read(page, "message");
  const of = (jid) => rows.filter((row) => row.id.split("_")[1] === jid);
  for (const row of rows) assert.match(row.id, /^(true|false)_[^_]+@[a-z.]+_[0-9A-F]+/);
  assert.ok(of(people.group12.chatId).every((row) => /^(true|false)_\d+@g\.us_[0-9A-F]+_\d+@lid$/.test(row.id)));
  assert.ok(of(people.recordsByPhone.jid).every((row) => [row.from, row.to].includes(`${people.recordsByPhone.digits}@c.us`)));
  assert.ok(of(people.self.chatId).every((row) => row.id.endsWith("_out")));
  assert.equal(rows.filter((row) => typeof row.to === "object").length, 1);
  assert.ok(!JSON.stringify(rows).includes("board said yes"));
  assert.deepEqual(Object.keys(rows[0].msgRowOpaqueData).sort(), ["_data", "_keyId", "_scheme", "iv"]);
});

test("the newest message is stored two seconds after it is shown", async () => {
  const { page } = await theatre.visit();
  const { stanza } = whatsapp.messages[people.exact.chatId].at(-1);
  const seen = await page.evaluate(async ([chatId, id]) => {
    const stored = async () => (await window.replica.dump("message")).some((row) => row.id.includes(id));
    await window.replica.open(chatId);
    const started = performance.now();
    const shown = document.querySelectorAll(`[data-id="${id}"]`).length;
    const early = await stored();
    while (!(await stored())) await new Promise(requestAnimationFrame);
    return { shown, early, late: performance.now() - started >= 1_900 };
  }, [people.exact.chatId, stanza]);
  assert.deepEqual(seen, { shown: 1, early: false, late: true });
});

test("an upgrade waits for whoever holds a handle, and the record says so", async () => {
  const { page, drive } = await theatre.visit();
  assert.deepEqual(await drive("bumpDbVersion").then(({ from, to, blocked }) => ({ from, to, blocked })), { from: 1670, to: 1680, blocked: false });
  await page.evaluate(() => new Promise((done) => {
    indexedDB.open("model-storage").onsuccess = ({ target: { result } }) => {
      result.onversionchange = () => setTimeout(() => result.close(), 50);
      done();
    };
  }));
  const { blocked, ms } = await drive("bumpDbVersion");
  assert.equal(blocked, true);
  assert.ok(ms >= 45);
  assert.deepEqual((await drive("observed")).upgrades.map((one) => one.to), [1680, 1690]);
});

test("storage that comes late is absent at first, and the record tells if somebody made it", async () => {
  const late = demoWorld();
  late.whatsapp.options.databaseDelay = 1_000;
  theatre.replica.setWorld(late);
  const { page, drive } = await theatre.visit();
  assert.equal((await drive("observed")).databases["model-storage"], undefined);
  await page.evaluate(async () => {
    while ((await window.replica.observed()).versionAtStart !== 1670) await new Promise(requestAnimationFrame);
  });
  assert.equal((await drive("observed")).databaseAtStart, null);
  theatre.replica.setWorld(demoWorld());
});

test("filler rows for measuring", async () => {
  const big = demoWorld();
  big.whatsapp.filler = { contacts: 7_500, messages: 20_000 };
  theatre.replica.setWorld(big);
  const { drive, page } = await theatre.visit();
  assert.equal((await drive("dump", "contact")).length, whatsapp.contacts.length + 7_500);
  assert.ok((await page.evaluate(() => window.replica.dump("message").then((rows) => rows.length))) > 20_000);
  theatre.replica.setWorld(demoWorld());
});
