/** Rows that stand for the rest of a busy account: strangers from groups, old messages of others, older messages of each chat. */

/**
 * @param {"contact"|"message"} kind
 * @param {number} count
 * @param {() => number} [nextRowId] for messages
 */
export function* filler(kind, count, nextRowId) {
  for (let index = 0; index < count; index += 1) {
    const number = String(index).padStart(8, "0");
    if (kind === "contact") {
      yield {
        id: `2999000${number}@lid`, phoneNumber: `55219${number}@c.us`, phoneNumberCreatedAt: 1_700_000_000 + index, isAddressBookContact: 0,
        pushname: `Member ${index}`, isContactSyncCompleted: 1,
      };
    } else {
      const rowId = nextRowId();
      yield {
        id: `false_120363999999999${number.slice(-3)}@g.us_3A${number}F00DF00D_2999000${number}@lid`, internalId: `0filler_${rowId.toString(16)}_m`,
        rowId, type: "chat", t: 1_700_000_000 + index, from: "120363999999999000@g.us", to: "", msgRowOpaqueData: { _keyId: 1, _scheme: 1 },
      };
    }
  }
}

/** Older messages of a chat that are stored and not on screen, so that the store holds at least `least` of each. */
export function* history(chatId, messages, least) {
  const seed = [...chatId].reduce((sum, one) => (Math.imul(sum, 31) + one.codePointAt(0)) >>> 0, 7).toString(16).toUpperCase().padStart(8, "0");
  const [oldest] = messages;
  for (let index = messages.length; index < least; index += 1) {
    const place = index.toString(16).toUpperCase().padStart(4, "0");
    yield { ...oldest, stanzas: undefined, type: "chat", stanza: `3EB0${seed}0${place}0A`, t: (oldest?.t ?? 1_700_000_000) - 60 * (index + 1) };
  }
}
