/**
 * What others did to the page. Everything the app renders runs inside `render`; any mutation outside it was somebody
 * else's. An isolated world has prototypes of its own, so transactions opened there cannot be seen from here; what can
 * be seen is kept (what a person types into the composer too, marked `inComposer`): nodes, attributes, untrusted events, messages, policy violations, and how long an upgrade waited.
 */

const state = { foreign: [], untrusted: [], messages: [], violations: [], upgrades: [], deletions: [], databaseAtStart: null, versionAtStart: null };
let depth = 0;

const describe = (node) => {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeName;
  const names = [...node.attributes].filter((one) => one.name !== "class" && one.name !== "id").map((one) => one.name);
  return `${node.localName}${node.id ? `#${node.id}` : ""}${names.length ? `[${names.join("][")}]` : ""}`;
};

const observer = new MutationObserver((records) => keep(records));

function keep(records) {
  for (const record of records) {
    const inApp = Boolean(record.target.closest?.("#app"));
    const inComposer = Boolean(record.target.closest?.("[contenteditable]"));
    const parent = describe(record.target);
    if (record.type === "attributes") {
      const value = record.target.getAttribute(record.attributeName);
      state.foreign.push({ kind: "attribute", target: parent, name: record.attributeName, before: record.oldValue, value, inApp, inComposer });
      continue;
    }
    for (const node of record.addedNodes) state.foreign.push({ kind: "added", node: describe(node), parent, inApp, inComposer });
    for (const node of record.removedNodes) state.foreign.push({ kind: "removed", node: describe(node), parent, inApp, inComposer });
  }
}

/** Starts watching; called once, before the app renders anything. */
export function watch() {
  observer.observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeOldValue: true });
  for (const name of ["click", "pointerdown", "keydown", "input", "paste"]) {
    addEventListener(name, (event) => event.isTrusted || state.untrusted.push({ name, target: describe(event.target) }), true);
  }
  addEventListener("message", (event) => state.messages.push({ origin: event.origin, data: event.data }));
  addEventListener("securitypolicyviolation", (event) => {
    state.violations.push({ directive: event.violatedDirective, blocked: event.blockedURI, source: event.sourceFile, line: event.lineNumber });
  });
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

/** The database module reports here. */
export const noteUpgrade = (entry) => state.upgrades.push(entry);
export const noteDeletion = (entry) => state.deletions.push(entry);
export const noteStart = (found, version) => Object.assign(state, { databaseAtStart: found, versionAtStart: version });

/** A copy of everything seen so far, with the databases as they are now. */
export async function observed() {
  keep(observer.takeRecords());
  const databases = Object.fromEntries((await indexedDB.databases()).map((one) => [one.name, one.version]));
  return structuredClone({ ...state, databases, htmlClass: document.documentElement.className, bodyChildren: [...document.body.children].map(describe) });
}

/** Forgets everything seen so far, so that a test can watch one step. */
export function forget() {
  observer.takeRecords();
  for (const list of ["foreign", "untrusted", "messages", "violations", "upgrades", "deletions"]) state[list].length = 0;
}
