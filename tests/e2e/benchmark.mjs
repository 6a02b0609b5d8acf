/**
 * What the service worker needs for an account of 100,000 contacts, as a table: `npm run bench:engine [contacts]`. The extension is the one
 * that ships; HubSpot's limits make the first pass take two minutes. A benchmark and not a test, because how long something takes is
 * the machine's affair.
 */
import { largeWorld } from "../world/build.mjs";
import { traced } from "../whatsapp/cost.mjs";
import { stage, until } from "./stage.mjs";

const CONTACTS = Number(process.argv[2] ?? 100_000);
const WHATSAPP = 7_500;
const STRANGERS = 250;
/** Chats of one kind that are opened. */
const OPENED = 20;
/** Chats that are opened while no worker runs. */
const WOKEN = 10;
const inMiB = (bytes) => (bytes / 2 ** 20).toFixed(1);
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/** The extension's service worker under the browser's own eyes. */
async function workerOf(browser, extensionId) {
  const { targetInfos } = await browser.send("Target.getTargets");
  const { targetId } = targetInfos.find(({ type, url }) => type === "service_worker" && url.includes(extensionId));
  const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: false });
  let last = 0;
  const send = (method, params = {}) => new Promise((done, fail) => {
    last += 1;
    const id = last;
    const take = ({ sessionId: from, message }) => {
      const answer = JSON.parse(message);
      if (from !== sessionId || answer.id !== id) return;
      browser.off("Target.receivedMessageFromTarget", take);
      if (answer.error) fail(new Error(`${method}: ${answer.error.message}`));
      else done(answer.result);
    };
    browser.on("Target.receivedMessageFromTarget", take);
    browser.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) }).catch(fail);
  });
  return { send, leave: () => browser.send("Target.detachFromTarget", { sessionId }) };
}

/**
 * Bytes that the worker holds: JavaScript's heap after a collection, and the whole WebAssembly memory, which never shrinks. Not to be asked
 * while the worker is at work: the browser's search for objects has ended its process. Nor before anything is timed: such a collection
 * throws away what is compiled of the WebAssembly code.
 */
async function memory(browser, extensionId) {
  const { send, leave } = await workerOf(browser, extensionId);
  await send("HeapProfiler.collectGarbage");
  const { usedSize } = await send("Runtime.getHeapUsage");
  const { result: prototype } = await send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
  const { result } = await send("Runtime.callFunctionOn", {
    objectId: objects.objectId, returnByValue: true,
    functionDeclaration: "function () { return [...this].reduce((sum, one) => sum + one.buffer.byteLength, 0); }",
  });
  await leave();
  return { heap: usedSize, wasm: result.value };
}

/** Bytes of JavaScript's heap at the moment, what is not yet collected included. */
async function heap(browser, extensionId) {
  const { send, leave } = await workerOf(browser, extensionId);
  const { usedSize } = await send("Runtime.getHeapUsage");
  await leave();
  return usedSize;
}

/**
 * Milliseconds of processor time of the worker's thread while `run` runs: all of it, and what passes before the first call from its
 * WebAssembly, while the browser starts a worker and reads the code.
 */
async function engineTime(browser, run) {
  const { events } = await traced(browser, run);
  const threads = events.filter((one) => one.name === "thread_name" && one.args.name === "ServiceWorker thread");
  const own = new Set(threads.map(({ pid, tid }) => `${pid} ${tid}`));
  const on = (wanted) => events.filter(({ name, ph, pid, tid }) => name === wanted && ph === "X" && own.has(`${pid} ${tid}`));
  const sum = (tasks) => tasks.reduce((all, { tdur, dur }) => all + (tdur ?? dur) / 1_000, 0);
  const calls = on("FunctionCall").filter(({ args }) => args?.data?.url?.endsWith("/wasm/background.js"));
  const first = Math.min(...calls.map(({ ts }) => ts));
  const tasks = on("RunTask");
  const [before, within] = [tasks.filter(({ ts, dur }) => ts + dur < first), tasks.find(({ ts, dur }) => ts < first && ts + dur >= first)];
  return { whole: sum(tasks), starting: sum(before) + (within ? (first - within.ts) / 1_000 : 0) };
}

const middle = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)].toFixed(1);

const large = largeWorld({ contacts: CONTACTS, whatsapp: WHATSAPP, chats: OPENED * 2, strangers: STRANGERS });
const on = await stage({ world: large });
try {
  const wa = await on.whatsapp();
  const browser = await on.context.browser().newBrowserCDPSession();
  const lines = [];
  const row = (...cells) => lines.push(`| ${cells.join(" | ")} |`);
  const held = async (when) => {
    const { heap: script, wasm } = await memory(browser, on.extensionId);
    row(`Memory, ${when}`, `${inMiB(script + wasm)} MiB`, `JavaScript ${inMiB(script)}, WebAssembly ${inMiB(wasm)}`);
  };
  await held("before HubSpot is connected");
  const options = await on.options();
  await options.connect();
  await options.close();
  await wa.page.bringToFront();
  let most = 0;
  await until(async () => {
    most = Math.max(most, await heap(browser, on.extensionId));
    await rest(1_000);
    return (await wa.count("[data-pass=first-done]")) > 0;
  }, "the first pass to be done", 1_800_000);
  row("JavaScript's heap, the most seen in the first pass", `${inMiB(most)} MiB`, "what is not yet collected included");
  // The metadata of phone numbers is unpacked in the first idle seconds.
  await rest(10_000);

  /** Opens one chat after the other, and says what one of them cost at most and in the middle. */
  async function opened(what, chats, seen, before = async () => {}) {
    const [whole, starting] = [[], []];
    for (const chat of chats) {
      await before();
      await rest(1_500);
      const time = await engineTime(browser, async () => {
        await wa.open(chat);
        await seen(chat);
      });
      whole.push(time.whole);
      starting.push(time.starting);
    }
    const start = Math.max(...starting) > 5 ? `; the browser starts a worker and reads its code: ${middle(starting)}` : "";
    row(what, `${middle(whole)} ms`, `at most ${Math.max(...whole).toFixed(1)}${start}`);
  }
  const names = (one) => wa.see(`[data-card]:has-text("${one.name}")`);
  const linked = large.people.slice(0, OPENED);
  await opened("A linked person's chat, until the card is there", linked, names);
  await opened("The same chats again", linked, names);
  const strangers = large.people.slice(-OPENED);
  const unknown = (one) => wa.see(`[data-state="not-linked"]:has-text("${one.name}")`);
  await opened("A chat of somebody whom HubSpot does not know", strangers, unknown);
  const crowd = () => wa.see(`main[data-screen="group"]:has-text("${STRANGERS}")`);
  await opened(`A group of ${STRANGERS} whom HubSpot does not know`, large.crowd, crowd);
  await opened("The same group again", large.crowd, crowd, () => wa.open(linked[0]));
  await opened("A linked person's chat that wakes a worker which was stopped", linked.slice(0, WOKEN), names, on.killWorker);
  await opened("A chat of somebody unknown that wakes one", strangers.slice(0, WOKEN), unknown, on.killWorker);
  // A worker that has rested, as the table's other memory.
  await wa.open(linked[0]);
  await rest(10_000);
  await held("at the end");
  const [contacts, people] = [CONTACTS, WHATSAPP].map((count) => count.toLocaleString("en"));
  console.log(`| ${contacts} contacts, ${people} people in WhatsApp | | |\n|---|---|---|\n${lines.join("\n")}`);
} finally {
  await on.close();
}
