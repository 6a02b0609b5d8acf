/**
 * The drift drill (issue 5, item 4): every attribute, element, order, store, index, field, key and entry that the page reader uses is
 * renamed, removed or turned round, one at a time. Each time the reader gives the right identity or an honest "unknown".
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { runInNewContext } from "node:vm";
import { group, person, world } from "../world/build.mjs";
import { isResolved, readerStage } from "./reader.mjs";

/** What the reader itself says it uses; structures of another realm are copied, so that they compare as what they are. */
const selectors = structuredClone(runInNewContext(`${readFileSync(new URL("../../extension/page/selectors.js", import.meta.url), "utf8")}
  ({ rowId: selectors.rowId, stores: selectors.stores, byNumber: selectors.byNumber, byLid: selectors.byLid, byAge: selectors.byAge,
     fields: selectors.fields, ownWid: selectors.ownWid, ownLid: selectors.ownLid })`));

const talk = "them: Hello\nme: Hello\nthem: Are you there?\nme: Yes\nthem: Good";
const cast = {
  saved: person({ name: "Anna Example", digits: "12125550101", talk }),
  namesake: person({ name: "Anna Example", digits: "12125550102", chat: "phone", talk }),
  unsaved: person({ digits: "12125550103", pushname: "Ben", saved: false, talk }),
  lidLikePhone: person({ name: "Carl Example", digits: "12125550104", lid: "12125550199", talk }),
  hidden: person({ pushname: "Dora", digits: null, saved: false, talk }),
  locked: person({ name: "Emil Example", digits: "12125550105", locked: true, talk }),
};
const crew = group({ subject: "Crew", members: [cast.saved, cast.unsaved, cast.hidden], talk: "Anna: Hello\nme: Hello\nBen: Here\nme: Good" });
const base = world([...Object.values(cast), crew], { options: { lateNewest: false, splash: 0 } }).whatsapp;

/** Values of hooks that the reader knows by name, as [attribute, value]. */
const hooks = [
  ["id", "app"], ["id", "pane-side"], ["id", "side"], ["id", "main"],
  ...["chat-list", "conversation-panel-wrapper", "conversation-info-header-chat-title", "chat-subtitle", "conversation-header"].map((value) => ["data-testid", value]),
  ["role", "grid"], ["data-tab", "6"], ["data-tab", "10"],
];
const attributes = [selectors.rowId, "aria-selected", "data-testid", "data-tab", "dir", "title", "role", "id"];
/** Fields whose type may change under the reader: what is told by them is who somebody is. */
const telling = ["phoneNumber", "accountLid", "participants", "isLocked", "phoneNumberCreatedAt"];

const drills = [
  ...attributes.map((attribute) => ({ attribute, becomes: `${attribute}-x` })),
  ...attributes.map((attribute) => ({ attribute, becomes: null })),
  ...hooks.map(([attribute, value]) => ({ attribute, value, becomes: attribute, value_becomes: `${value}-x` })),
  ...["header", "footer"].map((tag) => ({ tag, becomes: "section" })),
  ...["main", "head", "title", "columns", "rows"].map((order) => ({ order })),
  ...Object.values(selectors.stores).flatMap((store) => [{ store, becomes: null }, { store, becomes: `${store}-2` }, { empty: store }]),
  { index: selectors.byNumber, of: "contact" },
  { index: selectors.byLid, of: "chat" },
  { index: selectors.byAge, of: "message" },
  ...Object.entries(selectors.fields).flatMap(([of, fields]) => [...fields].map((field) => ({ field, of, becomes: `${field}2` }))),
  ...Object.entries(selectors.fields).flatMap(([of, fields]) =>
    [...fields].filter((field) => telling.includes(field)).flatMap((field) => ["number", "list"].map((becomes) => ({ field, of, becomes })))),
  ...["chat stanza fromMe end", "fromMe stanza chat end", "stanza"].map((keys) => ({ keys })),
  ...[...selectors.ownWid, ...selectors.ownLid].map((kept) => ({ kept, becomes: `${kept}2` })),
];

const ORDER = ["saved", "namesake", "unsaved", "crew", "lidLikePhone", "hidden", "locked"];

/** Why a conclusion about this chat would be wrong, or null. */
function wrong(role, conclusion) {
  if (!isResolved(conclusion) || conclusion.is === "unresolved") return null;
  if (role === "locked") {
    if (conclusion.is === "not_a_person") return null;
    // Where the page does not say that a chat is locked, it is like any other.
    return conclusion.is === "person" ? wrongPerson(cast.locked, conclusion) : `said to be a ${conclusion.is}`;
  }
  if (role === "crew") {
    if (conclusion.is !== "group") return `said to be a ${conclusion.is}`;
    if (conclusion.group !== crew.chatId) return `another group, ${conclusion.group}`;
    const strangers = conclusion.members.map((one) => crew.members.every((member) => wrongPerson(member, one)));
    return strangers.includes(true) ? "somebody who is not in the group" : null;
  }
  return conclusion.is === "person" ? wrongPerson(cast[role], conclusion) : `said to be a ${conclusion.is}`;
}

function wrongPerson(whom, { number, lids }) {
  if (number !== null && number !== whom.digits) return `number ${number} instead of ${whom.digits}`;
  if (lids.some((lid) => lid !== whom.lid)) return `LID ${lids} instead of ${whom.lid}`;
  return number === null && lids.length === 0 ? "a person without anything" : null;
}

/** The reader mostly waits, and so do the lanes. */
const LANES = 4;
const free = [];
before(async () => {
  // One after the other, so that one that fails leaves the others to be closed.
  while (free.length < LANES) free.push(await readerStage(base));
});
after(() => Promise.all(free.map((theatre) => theatre.close())));

/** The rep's account, as keys of records have it. */
const ACCOUNT = "n55-11981234567";
/** The word that stands about the open chat. */
const standing = (facts) => facts.findLast((one) => ["switch", "chat", "no_chat"].includes(one.kind));
/** How long the reader may take to say anything at all before it counts as silent. */
const SILENT_MS = 6_000;

/** Opens the chats one after the other and says what was wrong, and who was known. */
async function drill(theatre, changes) {
  const seat = await theatre.visit({ world: { ...base, variant: "drift", drift: changes }, sameTab: true });
  const faults = [];
  const known = [];
  const odd = new Set();
  for (const role of ORDER) {
    const from = seat.facts.length;
    await seat.drive("open", (cast[role] ?? crew).chatId);
    // A number in the title decides only once nothing else is to be expected.
    const final = ["unsaved", ORDER.at(-1)].includes(role) ? "exhausted" : "settled";
    const end = await seat.until((all) => [standing(all.slice(from))].find((one) => one?.kind === "chat" && (isResolved(one.conclusion) || one[final])), SILENT_MS).catch(() => null);
    if (end && isResolved(end.conclusion)) known.push(role);
    for (const { conclusion, judged } of seat.facts.slice(from).filter((one) => one.conclusion)) {
      for (const code of judged.odd) odd.add(code);
      const fault = wrong(role, conclusion);
      if (fault) faults.push(`${role}: ${fault}`);
    }
    // Whoever was known before must not stand as the open chat any more.
    const stands = standing(seat.facts);
    if (stands && seat.facts.indexOf(stands) < from && isResolved(stands.conclusion)) faults.push(`${role}: the chat before is still said to be open`);
  }
  const accounts = new Set(seat.facts.map((one) => one.judged?.account).filter(Boolean));
  if ([...accounts].some((one) => one !== ACCOUNT)) faults.push(`links and what was unlinked would be another account's: ${[...accounts]}`);
  return { faults: [...new Set(faults)], known, odd: [...odd] };
}

/**
 * Where ids or keys of messages change nobody is known whose number is not the title, and the health code that says so. After any other
 * change everybody must be known.
 */
const BLINDING = [
  [({ attribute, value }) => attribute === selectors.rowId && !value, "H04"],
  [({ store }) => store === selectors.stores.message, "H06"],
  [({ empty }) => empty === selectors.stores.message, null],
  [({ keys }) => Boolean(keys), "H08"],
];

describe("drift", { concurrency: LANES }, () => {
  for (const change of [null, ...drills]) {
    test(change ? `F32 F33 TH-18 ${JSON.stringify(change)}` : "without a change everybody is known", async () => {
      const theatre = free.pop();
      try {
        const { faults, known, odd } = await drill(theatre, change ? [change] : []);
        assert.deepEqual(faults, []);
        const [, code] = BLINDING.find(([blinds]) => change && blinds(change)) ?? [];
        if (code === undefined) assert.deepEqual(ORDER.filter((role) => !known.includes(role)), [], "unknown without need");
        else assert.deepEqual(known, ["unsaved"]);
        if (code) assert.ok(odd.includes(code), `${odd}`);
      } finally {
        free.push(theatre);
      }
    });
  }
});
