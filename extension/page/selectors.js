"use strict";
/**
 * Every name the page reader takes from WhatsApp Web: selectors, attributes, stores, indexes, fields. A break in WhatsApp is mended
 * here and nowhere else. Never a style class (they change every few weeks), never a localized label. Candidates stand in order of
 * trust, each place with the most visible matches that still make sense: beyond that the reader says "not understood" and does not guess.
 */
const selectors = (() => {
  /** @satisfies {Record<string, {candidates: string[], most: number}>} */
  const places = {
    app: { candidates: ["#app"], most: 1 },
    splash: { candidates: ["#wa_web_initial_startup"], most: 1 },
    qr: { candidates: ['#app [data-testid="qrcode"]', "#app [data-ref]", "#app canvas"], most: 9 },
    list: { candidates: ["#pane-side", '[data-testid="chat-list"]', '#side [role="grid"]'], most: 1 },
    activeRow: { candidates: ['#pane-side [aria-selected="true"]', '[data-testid="chat-list"] [aria-selected="true"]'], most: 1 },
    conversation: {
      candidates: ["#main", '[data-testid="conversation-panel-wrapper"]', 'div:has(> header):has(> footer [data-tab="10"])'],
      most: 1,
    },
    title: {
      candidates: [
        '[data-testid="conversation-info-header-chat-title"]', 'header [data-tab="6"] span[dir="auto"]', 'header span[dir="auto"]',
      ],
      most: Infinity,
    },
    subtitle: { candidates: ['[data-testid="chat-subtitle"] [title]', "header span[title]:not([dir])"], most: Infinity },
  };

  /** @param {keyof typeof places} name @param {ParentNode} [root] @returns {Element | null} */
  function find(name, root = document) {
    for (const candidate of places[name].candidates) {
      const seen = [...root.querySelectorAll(candidate)].filter((node) => node.checkVisibility());
      if (seen.length > places[name].most) return null;
      if (seen[0]) return seen[0];
    }
    return null;
  }

  return {
    find,
    /** The chat list stays the sign of a signed-in page while another tab of WhatsApp covers it, so it need not be visible. */
    list: () => document.querySelector(places.list.candidates.join()),
    row: "[data-id]",
    rowId: "data-id",
    chosen: "aria-selected",
    /** Row ids were full message keys until early 2026 and are bare stanzas since; albums and sticker groups match neither. */
    fullKey: /^(?:true|false)_([^_]+@[a-z.]+)_/,
    stanza: /^[0-9A-F]{10,40}$/i,
    bidi: /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    phoneTitle: /^\+[\d\s().-]{7,20}$/,
    build: ["script[data-btmanifest],style[data-btmanifest]", "data-btmanifest"],
    ownWid: ["last-wid-md", "last-wid"],
    ownLid: ["WALid"],
    database: "model-storage",
    stores: { message: "message", chat: "chat", contact: "contact", group: "group-metadata", participant: "participant" },
    byNumber: "phoneNumber",
    byLid: "accountLid",
    /** What leaves the page, by store; what is not named here stays. @type {Record<string, string[]>} */
    fields: {
      contact: [
        "id", "phoneNumber", "phoneNumberCreatedAt", "name", "shortName", "pushname", "verifiedName", "isBusiness",
        "isAddressBookContact", "type", "username", "isUsernameContact", "displayNameLID",
      ],
      chat: ["id", "t", "name", "accountLid", "isLocked", "archive", "changeNumberOldJid", "changeNumberNewJid"],
      "group-metadata": ["id", "subject", "size", "isParentGroup", "defaultSubgroup", "hasIncompleteParticipantInformation"],
      participant: ["groupId", "participants", "admins", "superAdmins"],
    },
  };
})();
