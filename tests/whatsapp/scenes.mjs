/** What the page reader's cost is measured at: an idle page, switches, a snapshot, and the largest things that one account may hold. */
import { group, person, world } from "../world/build.mjs";
import { demoWorld, people } from "../world/demo.mjs";
import { measureCost } from "./cost.mjs";
import { readerStage } from "./reader.mjs";

const FILLER = { contacts: 7_500, messages: 20_000 };
/** A busy account: a message each ten seconds, in three chats. */
const MESSAGE_EVERY = 10_000;

function busy() {
  const { whatsapp } = demoWorld();
  return { ...whatsapp, filler: FILLER, options: { lateNewest: false } };
}

/** A group of 1,024, and somebody whose chat row is not there yet. */
function extremes() {
  const crowd = Array.from({ length: 1_024 }, (_, index) => person({ name: `Member ${index}`, digits: `55119${80_000_000 + index}`, mirror: false, chat: null }));
  const talk = "them: Hello\nme: Hello\nthem: Are you there?\nme: Yes";
  const [crowded, absent] = [group({ subject: "Everybody", members: crowd }), person({ name: "Not In The Chat Store", digits: "12125550150", talk })];
  const { whatsapp } = world([crowded, absent], { options: { lateNewest: false } });
  const drift = [{ row: absent.chatId, of: "chat", becomes: null }];
  return { crowded, absent, world: { ...whatsapp, filler: FILLER, variant: "drift", drift } };
}

/**
 * @param {{ minutes?: number, messages?: number, every?: number }} [given] how long the idle page is watched; or how many messages arrive,
 *   and how often
 * @yields {{ what: string, total: number, longest: number, tasks: number, each: string }} totals are for one of `each`
 */
export async function* scenes({ minutes = 5, messages = Math.round((minutes * 60_000) / MESSAGE_EVERY), every = MESSAGE_EVERY } = {}) {
  const theatre = await readerStage(busy());
  try {
    const seat = await theatre.visit();
    await seat.ready();
    await seat.until((all) => all.find((one) => one.kind === "frame"));
    const chats = people.all.exact.filter((one) => one.chatId).slice(0, 20);
    const visit = async () => {
      for (const one of chats) await seat.meet(one.chatId);
    };
    const per = (count, { total, longest, tasks }) => ({ total: total / count, longest, tasks: tasks / count });
    yield { what: "Chat opened for the first time", ...per(chats.length, await measureCost(theatre, visit)), each: "a chat" };
    yield { what: "Chat opened again", ...per(chats.length, await measureCost(theatre, visit)), each: "a chat" };
    yield { what: "Group of 40", ...per(1, await measureCost(theatre, () => seat.meet(people.group40.chatId))), each: "" };
    const book = await measureCost(theatre, () => seat.snapshot(1, ["contact", "chat"]));
    yield { what: "All contacts, 7,500 rows", ...per(1, book), each: "" };
    const { version } = book.result.slices[0];
    yield { what: "All contacts again, as they were", ...per(1, await measureCost(theatre, () => seat.snapshot(2, ["contact", "chat"], version))), each: "" };

    await seat.meet(people.exact.chatId);
    const arriving = Array.from({ length: messages }, (_, index) => [people.exact, people.national, people.group12][index % 3].chatId);
    const idle = await measureCost(theatre, () => seat.drive("receiveEach", arriving, every));
    const told = messages / (60_000 / MESSAGE_EVERY);
    yield { what: `Idle with a chat open, ${60_000 / MESSAGE_EVERY} messages a minute arriving`, ...per(told, idle), each: "a minute" };

    await seat.drive("logout");
    await seat.until((all) => all.findLast((one) => one.state)?.state === "logged_out");
    const out = await measureCost(theatre, () => seat.page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), Math.min(60_000, messages * every)));
    yield { what: "Signed out", ...per(1, out), each: "" };

    const { crowded, absent, world: extreme } = extremes();
    const other = await theatre.visit({ world: extreme });
    await other.ready();
    yield { what: "Group of 1,024", ...per(1, await measureCost(theatre, () => other.meet(crowded.chatId))), each: "" };
    yield { what: "Chat that the chat store does not have, 20,000 messages", ...per(1, await measureCost(theatre, () => other.meet(absent.chatId))), each: "" };
  } finally {
    await theatre.close();
  }
}
