/**
 * What others did to the page. Everything the app renders runs inside `render`, everything it asks of its storage inside
 * `own`; any mutation, call or listener outside of them was somebody else's. An isolated world has prototypes of its own, so
 * what is called there cannot be seen from here; what can be seen is kept (what a person types into the composer too, marked
 * `inComposer`): nodes, attributes, texts, untrusted events, messages, policy violations, long tasks, and how long an upgrade
 * waited. Against isolated worlds compare `digest()` before and after.
 */

const LISTS = ["foreign", "untrusted", "messages", "violations", "upgrades", "deletions", "storage", "listeners", "longTasks"];
const state = { ...Object.fromEntries(LISTS.map((name) => [name, []])), databaseAtStart: null, versionAtStart: null, lag: null };
let depth = 0;
let owning = 0;

const describe = (node) => {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeName;
  const names = [...node.attributes].filter((one) => one.name !== "class" && one.name !== "id").map((one) => one.name);
  return `${node.localName}${node.id ? `#${node.id}` : ""}${names.length ? `[${names.join("][")}]` : ""}`;
};

/** What the one tolerated guest has: an element on `body`, a style element in `head` with its text, a class on `html`. */
const guest = { host: null, style: null, class: null };

/** Which of the guest's three places a change is in, or null. The first comer takes the place. */
function placeOf(record) {
  const { target, type, addedNodes, removedNodes, attributeName } = record;
  const nodes = [...addedNodes, ...removedNodes];
  const only = (parent, name, fits) => {
    if (target !== parent || nodes.length !== 1 || !fits(nodes[0])) return null;
    guest[name] ??= nodes[0];
    return guest[name] === nodes[0] ? name : null;
  };
  if (type === "childList") {
    const inside = guest.style?.contains(target) ? "style" : null;
    return inside ?? only(document.body, "host", (node) => node.nodeType === 1 && node.childNodes.length === 0) ?? only(document.head, "style", (node) => node.localName === "style");
  }
  if (type === "characterData") return guest.style?.contains(target) ? "style" : null;
  if (target !== document.documentElement || attributeName !== "class") return null;
  const words = (text) => (text ?? "").split(" ").filter(Boolean);
  const now = words(target.getAttribute("class"));
  const changed = [...now.filter((one) => !words(record.oldValue).includes(one)), ...words(record.oldValue).filter((one) => !now.includes(one))];
  guest.class ??= changed[0];
  return changed.every((one) => one === guest.class) ? "class" : null;
}

const observer = new MutationObserver((records) => keep(records));

function keep(records) {
  for (const record of records) {
    const { target, type } = record;
    const near = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
    const inApp = Boolean(near?.closest("#app"));
    const inComposer = Boolean(near?.closest("[contenteditable]"));
    const parent = describe(target);
    const common = { inApp, inComposer, place: placeOf(record) };
    if (type === "attributes") {
      const value = target.getAttribute(record.attributeName);
      state.foreign.push({ kind: "attribute", target: parent, name: record.attributeName, before: record.oldValue, value, ...common });
      continue;
    }
    if (type === "characterData") state.foreign.push({ kind: "text", target: parent, ...common });
    for (const node of record.addedNodes) state.foreign.push({ kind: "added", node: describe(node), parent, ...common });
    for (const node of record.removedNodes) state.foreign.push({ kind: "removed", node: describe(node), parent, ...common });
  }
}

/** Replaces a method by one that notes calls which are not the page's own. */
function note(prototype, method, entry) {
  const inner = prototype[method];
  prototype[method] = function noted(...given) {
    if (owning === 0) entry(this, given);
    return inner.apply(this, given);
  };
}

function watchStorage() {
  const say = (call, database, mode = null, stores = null) => state.storage.push({ call, database, mode, stores });
  note(IDBFactory.prototype, "open", (_, [name, version]) => say("open", name, version ?? null));
  note(IDBFactory.prototype, "deleteDatabase", (_, [name]) => say("deleteDatabase", name));
  note(IDBDatabase.prototype, "transaction", (db, [stores, mode]) => say("transaction", db.name, mode ?? "readonly", [stores].flat()));
  for (const method of ["createObjectStore", "deleteObjectStore"]) note(IDBDatabase.prototype, method, (db, [name]) => say(method, db.name, null, [name]));
}

/** Listeners that code of the page's own world puts on what belongs to the whole page. */
function watchListeners() {
  const names = new Map([[window, "window"], [document, "document"], [document.documentElement, "html"], [document.body, "body"], [document.getElementById("app"), "app"]]);
  note(EventTarget.prototype, "addEventListener", (target, [type]) => names.has(target ?? window) && state.listeners.push({ on: names.get(target ?? window), type }));
}

/** Starts watching; called once, before the app renders anything. */
export function watch() {
  observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true, attributeOldValue: true });
  for (const name of ["click", "pointerdown", "keydown", "input", "paste"]) {
    addEventListener(name, (event) => event.isTrusted || state.untrusted.push({ name, target: describe(event.target) }), true);
  }
  addEventListener("message", (event) => state.messages.push({ origin: event.origin, data: event.data }));
  addEventListener("securitypolicyviolation", (event) => {
    state.violations.push({ directive: event.violatedDirective, blocked: event.blockedURI, source: event.sourceFile, line: event.lineNumber });
  });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) state.longTasks.push({ at: Math.round(startTime), ms: Math.round(duration) });
  }).observe({ type: "longtask" });
  watchStorage();
  watchListeners();
}

/** Runs a change of the app's own; nothing inside it is recorded as foreign. */
export function render(change) {
  if (depth === 0) keep(observer.takeRecords());
  depth += 1;
  try {
    return change();
  } finally {
    depth -= 1;
    if (depth === 0) observer.takeRecords();
  }
}

/** Runs a call to storage of the app's own. */
export function own(call) {
  owning += 1;
  try {
    return call();
  } finally {
    owning -= 1;
  }
}

/**
 * Watches how late the event loop answers, from `watchLag(true)` to `watchLag(false)`. The watching costs time itself, so it is
 * off otherwise, and never on while the share of a single script is measured (cost.mjs).
 */
export async function watchLag(on) {
  clearInterval(state.lag?.timer);
  if (!on) return state.lag;
  const lag = { samples: 0, worst: 0, late: 0, timer: 0 };
  let expected = performance.now() + 10;
  lag.timer = setInterval(() => {
    const late = Math.max(0, performance.now() - expected);
    Object.assign(lag, { samples: lag.samples + 1, worst: Math.max(lag.worst, late), late: lag.late + late });
    expected = performance.now() + 10;
  }, 10);
  state.lag = lag;
  return lag;
}

/** The database module reports here. */
export const noteUpgrade = (entry) => state.upgrades.push(entry);
export const noteDeletion = (entry) => state.deletions.push(entry);
export const noteStart = (found, version) => Object.assign(state, { databaseAtStart: found, versionAtStart: version });

/** A copy of everything seen so far, with the databases as they are now. `outside` is what was done beyond the guest's three places. */
export async function observed() {
  keep(observer.takeRecords());
  const databases = Object.fromEntries((await indexedDB.databases()).map((one) => [one.name, one.version]));
  return structuredClone({
    ...state,
    outside: state.foreign.filter((one) => !one.place && !one.inComposer),
    databases,
    htmlClass: document.documentElement.className,
    headStyles: document.head.querySelectorAll("style:not([data-btmanifest])").length,
    bodyChildren: [...document.body.children].map(describe),
  });
}

/** Forgets everything seen so far, so that a test can watch one step. */
export function forget() {
  observer.takeRecords();
  for (const list of LISTS) state[list].length = 0;
}
