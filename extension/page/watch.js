"use strict";
/**
 * When to look at the page: where something changed that may mean another chat, other rows, another title, or news in the list. It asks
 * for nothing itself and never looks in the middle of a change, when the page would have to be laid out for it. Two observers: nodes come
 * and go anywhere, but texts matter in two places only, and styles on the way down to a conversation.
 */
const watch = (() => {
  const [CALM_MS, FRAMES_MS] = [150, 32]; // A frame or two: the open conversation has left the page.
  const [LIST_CALM_MS, LIST_EVERY_MS] = [2000, 5000];
  const [places, details] = [new MutationObserver(see), new MutationObserver(see)];
  let listAt = -Infinity;
  /** @type {Element | null} */
  let list = null;

  /** @param {MutationRecord} record */
  const isOfList = ({ type, target }) => type !== "attributes" && list !== null && list.contains(target);
  /** An attribute that is written as it was. @param {MutationRecord} record */
  const isNothing = ({ type, target, attributeName, oldValue }) =>
    type === "attributes" && target instanceof Element && oldValue === target.getAttribute(attributeName ?? "");

  /** The title of the list's row at this node. @param {Node} node */
  const titleAt = (node) => node.parentElement?.closest(selectors.listRow)?.querySelector(selectors.listTitle)?.getAttribute("title") ?? "";

  /** What is written in the list tells of news alone. @param {MutationRecord[]} records */
  function see(records) {
    const torn = chat.main()?.isConnected === false;
    const matters = torn || !records.every((record) => isOfList(record) || isNothing(record));
    if (matters && (torn || !page.waiting("calm"))) page.after("calm", torn ? FRAMES_MS : CALM_MS, look);
    if (page.waiting("list") || !records.some((record) => isOfList(record) && contacts.mayHaveNews(titleAt(record.target)))) return;
    page.after("list", Math.max(LIST_CALM_MS, listAt + LIST_EVERY_MS - performance.now()), () => {
      listAt = performance.now();
      contacts.tellNews().catch(() => {}); // The pass that comes every three minutes asks again.
    });
  }

  function look() {
    if (!page.look()) return;
    list = selectors.list();
    details.disconnect();
    for (const one of [document.body, ...selectors.conversations()]) {
      for (let node = /** @type {Element | null} */ (one); node; node = node.parentElement) {
        details.observe(node, { attributes: true, attributeOldValue: true, attributeFilter: ["style", "class"] });
      }
    }
    for (const place of [list, chat.main()?.querySelector(selectors.header)]) {
      if (place) details.observe(place, { childList: true, subtree: true, characterData: true });
    }
  }

  return {
    look,
    start() {
      const attributeFilter = [selectors.chosen, selectors.rowId];
      places.observe(document.body, { childList: true, subtree: true, attributes: true, attributeOldValue: true, attributeFilter });
      look();
    },
    stop: () => [places, details].forEach((one) => one.disconnect()),
  };
})();
