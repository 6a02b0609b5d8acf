"use strict";
/**
 * When to look at the page: where something changed that may mean another chat, other rows, another title, or news in the list. It asks
 * for nothing itself and never looks in the middle of a change, when the page would have to be laid out for it. Two observers: nodes come
 * and go anywhere, but texts matter in two places only, and styles on the way down to a conversation.
 */
const watch = (() => {
  // A frame or two, where the open conversation has left the page.
  const [FRAMES_MS, CALM_MS, NEWS_MS] = [32, 150, 3000];
  const [places, details] = [new MutationObserver(see), new MutationObserver(see)];
  /** Titles at which the list has changed, and that were not told. @type {Set<string>} */
  const news = new Set();
  /** @type {Element | null} */
  let list = null;
  /** @type {Element[]} */
  let watched = [];

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
    for (const title of records.filter(isOfList).map(({ target }) => titleAt(target))) if (contacts.mayHaveNews(title)) news.add(title);
    if (news.size === 0 || page.waiting("list")) return;
    page.after("list", NEWS_MS, () => {
      contacts.tellNews([...news]).catch(() => {}); // The pass that comes every three minutes asks again.
      news.clear();
    });
  }

  /** @param {Element | null} node @returns {Element[]} with everything it lies in */
  const wayTo = (node) => (node ? [node, ...wayTo(node.parentElement)] : []);

  function look() {
    if (!page.look()) return;
    list = selectors.list();
    const ways = [document.body, ...selectors.conversations()].flatMap(wayTo);
    const texts = [list, chat.main()?.querySelector(selectors.header)].flatMap((place) => place ?? []);
    const now = [...texts, ...ways];
    if (now.length === watched.length && now.every((node, at) => node === watched[at])) return;
    watched = now;
    details.disconnect();
    for (const node of ways) details.observe(node, { attributes: true, attributeOldValue: true, attributeFilter: ["style", "class"] });
    for (const place of texts) details.observe(place, { childList: true, subtree: true, characterData: true });
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
