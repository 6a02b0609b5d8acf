"use strict";
/**
 * Every name the page reader takes from WhatsApp Web: selectors, attributes, stores, indexes, fields. A break in WhatsApp is mended
 * here and nowhere else. Never a style class (they change every few weeks), never a localized label. Candidates stand in order of
 * trust, each place with the most visible matches that still make sense: beyond that the reader says "not understood" and does not guess.
 */
const selectors = (() => {
  /** The most visible matches that make sense, then the candidates. @type {Record<string, [number, ...string[]]>} */
  const places = {
    app: [1, "#app"],
    splash: [1, "#wa_web_initial_startup"],
    qr: [9, '#app [data-testid="qrcode"]', "#app [data-ref]", "#app canvas"],
    list: [1, "#pane-side", '[data-testid="chat-list"]', '#side [role="grid"]'],
    activeRow: [1, '#pane-side [aria-selected="true"]', '[data-testid="chat-list"] [aria-selected="true"]'],
    conversation: [1, "#main", '[data-testid="conversation-panel-wrapper"]', 'div:has(> header):has(> footer [data-tab="10"])'],
    title: [
      Infinity, '[data-testid="conversation-info-header-chat-title"]', 'header [data-tab="6"] span[dir="auto"]', 'header span[dir="auto"]',
    ],
    subtitle: [Infinity, '[data-testid="chat-subtitle"] [title]', "header span[title]:not([dir])", "header span[title]"],
  };
  /** The number of the try at which a place was found last, where it was not the first. @type {Map<string, number>} */
  const tries = new Map();

  /** @param {string} name */
  const candidatesOf = (name) => (places[name] ?? []).slice(1).map(String);

  /** @param {string} name @param {ParentNode} [root] @returns {Element | null} */
  function find(name, root = document) {
    const [most, ...candidates] = places[name] ?? [0];
    for (const [rank, candidate] of candidates.entries()) {
      const seen = [...root.querySelectorAll(candidate)].filter((node) => node.checkVisibility());
      if (seen.length > most) return null;
      if (!seen[0]) continue;
      tries.set(name, rank + 1);
      return seen[0];
    }
    return null;
  }

  return {
    find,
    /** Places of an open chat that were not found at the first try, each with the number of the try (H11). */
    fallbacks: () => ["conversation", "title"].filter((name) => (tries.get(name) ?? 1) > 1).map((name) => `${name}:${tries.get(name)}`),
    /** The chat list stays the sign of a signed-in page while another tab of WhatsApp covers it, so it need not be visible. */
    list: () => document.querySelector(candidatesOf("list").join()),
    /** All conversations, the hidden ones too, by the first candidate that there is: the last one costs a search of the whole page. */
    conversations: () => candidatesOf("conversation").map((one) => document.querySelectorAll(one)).find((all) => all.length > 0) ?? [],
    header: "header", row: "[data-id]", rowId: "data-id", listed: '[role="row"]',
    listRow: '[role="row"],[role="listitem"]', listTitle: "span[title]", chosen: "aria-selected",
    /** Row ids were full message keys until early 2026 and are bare stanzas since; albums and groups of stickers have ids of their own. */
    fullKey: /^(?:true|false)_([^_]+@[a-z.]+)_/,
    stanza: /^[0-9A-F]{10,40}$/i,
    special: /^(?:album|grouped-sticker)-/,
    bidi: /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    phoneTitle: /^\+[\d\s().-]{7,20}$/,
    build: () => document.querySelector("script[data-btmanifest],style[data-btmanifest]")?.getAttribute("data-btmanifest") ?? null,
    ownWid: ["last-wid-md", "last-wid"], ownLid: ["WALid"], database: "model-storage",
    stores: { message: "message", chat: "chat", contact: "contact", group: "group-metadata", participant: "participant" },
    byNumber: "phoneNumber", byLid: "accountLid", byAge: "rowId",
    /** What leaves the page, by store; what is not named here stays. @type {Record<string, string[]>} */
    fields: {
      contact: [
        "id", "phoneNumber", "phoneNumberCreatedAt", "name", "shortName", "pushname", "verifiedName", "isAddressBookContact", "username",
      ],
      chat: ["id", "t", "name", "accountLid", "isLocked"],
      "group-metadata": ["id", "subject", "isParentGroup", "defaultSubgroup", "hasIncompleteParticipantInformation"],
      participant: ["groupId", "participants"],
    },
  };
})();
