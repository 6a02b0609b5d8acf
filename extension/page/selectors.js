"use strict";
/**
 * Every name the page reader takes from WhatsApp Web: selectors, store names, field names.
 * A break in WhatsApp is mended here and nowhere else. Never a style class (they change every few weeks) and never a
 * localized label. Candidates stand in order of trust; the first that yields an expected number of visible nodes wins, so a
 * renamed or doubled node makes the reader say "not understood" instead of guessing.
 * @typedef {{candidates: string[], most: number}} Place `most`: how many visible matches still make sense.
 */
const selectors = (() => {
  const places = {
    app: { candidates: ["#app"], most: 1 },
    splash: { candidates: ["#wa_web_initial_startup"], most: 1 },
    qr: { candidates: ['#app [data-testid="qrcode"]', "#app [data-ref]", "#app canvas"], most: 9 },
    signedIn: { candidates: ["#pane-side", '[data-testid="chat-list"]', '#side [role="grid"]'], most: 1 },
    conversation: {
      candidates: ["#main", '[data-testid="conversation-panel-wrapper"]', 'div:has(> header):has(> footer [data-tab="10"])'],
      most: 1,
    },
    activeRow: { candidates: ['#pane-side [aria-selected="true"]'], most: 1 },
    title: {
      candidates: [
        '[data-testid="conversation-info-header-chat-title"]',
        'header [data-tab="6"] span[dir="auto"]',
        'header span[dir="auto"]',
      ],
      most: Infinity,
    },
    subtitle: { candidates: ['[data-testid="chat-subtitle"] [title]', "header span[title]:not([dir])"], most: Infinity },
  };

  /**
   * @param {keyof typeof places} name
   * @param {ParentNode} [root]
   * @returns {Element|null}
   */
  function find(name, root = document) {
    const { candidates, most } = places[name];
    for (const candidate of candidates) {
      const seen = [...root.querySelectorAll(candidate)].filter((node) => node.checkVisibility());
      if (seen.length > most) return null;
      if (seen[0]) return seen[0];
    }
    return null;
  }

  return {
    find,
    /** The list stays the list while another tab of WhatsApp covers it, so it need not be visible. */
    list: () => document.querySelector(places.signedIn.candidates.join(",")),
    row: "[data-id]",
    /** Row ids: the full message key until early 2026, the bare stanza id since. Albums and sticker groups match neither. */
    fullKey: /^(?:true|false)_([^_]+@[a-z.]+)_/,
    stanza: /^[0-9A-F]{10,40}$/i,
    bidi: /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    phoneTitle: /^\+[\d\s().-]{7,20}$/,
    build: "script[data-btmanifest],style[data-btmanifest]",
    buildAttribute: "data-btmanifest",
    ownWid: ["last-wid-md", "last-wid"],
    ownLid: ["WALid"],
    database: "model-storage",
    messages: "message",
    chats: "chat",
    contacts: "contact",
    groups: "group-metadata",
    participants: "participant",
    /** Indexes, as `store` → name. */
    byNumber: "phoneNumber",
    byLid: "accountLid",
    /** What leaves the page, per store: nothing that is not named here. @type {Record<string, string[]>} */
    fields: {
      contact: ["id", "phoneNumber", "phoneNumberCreatedAt", "name", "shortName", "pushname", "verifiedName", "isBusiness",
        "isAddressBookContact", "type", "username", "isUsernameContact", "displayNameLID"],
      chat: ["id", "t", "name", "accountLid", "isLocked", "archive", "changeNumberOldJid", "changeNumberNewJid"],
      "group-metadata": ["id", "subject", "size", "isParentGroup", "defaultSubgroup", "hasIncompleteParticipantInformation"],
      participant: ["groupId", "participants", "admins", "superAdmins"],
    },
  };
})();
