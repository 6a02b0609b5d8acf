/** Big accounts for measuring: any number of contacts on both sides, a known share of them the same people. */
import { group, hubspotContact, owner, person, world } from "./build.mjs";
import { phone, WITH_CODE, WITHOUT_CODE } from "./formats.mjs";
import { random } from "./random.mjs";

const AREAS = ["11", "21", "31", "41", "51", "61", "71", "81"];

/**
 * Brazilian mobile number `index`: distinct for every index below 80 million, and its last seven digits, by which numbers are filed, for
 * every one below 10 million: strangers seldom have them in common.
 */
const mobile = (index) => `55${AREAS[Math.floor(index / 10_000_000)]}99${String(index % 10_000_000).padStart(7, "0")}`;

/**
 * @param {object} given
 * @param {number} given.contacts HubSpot contacts
 * @param {number} given.whatsapp people on WhatsApp
 * @param {number} [given.matchRate] share of the WhatsApp people who match exactly, 0 to 1
 * @param {number} [given.chats] how many of them have a chat (the newest first)
 * @param {number} [given.strangers] how many of those who match nobody have a chat; all of them are in one group besides
 * @param {number|string} [given.seed]
 * @returns a world, plus `expected: { exact }`, the number of exact pairs, and `people` and `crowd`, those made
 */
export function largeWorld({ contacts, whatsapp, matchRate = 0.5, chats = 100, strangers = 0, seed = 1, ...settings }) {
  const source = random(`large ${seed}`);
  const exact = Math.min(contacts, Math.round(whatsapp * matchRate));
  const people = Array.from({ length: whatsapp }, (_, index) => person({ name: `Person ${index}`, digits: mobile(index), mirror: false, chat: index < chats || index >= whatsapp - strangers ? "lid" : null, ago: 600 + index * 60 }));
  const crowd = strangers > 0 ? [group({ subject: "Strangers", members: people.slice(-strangers) })] : [];
  const records = Array.from({ length: contacts }, (_, index) => {
    const digits = mobile(index < exact ? index : whatsapp + index);
    const style = source.pick(index < exact ? WITH_CODE : [...WITH_CODE, ...WITHOUT_CODE]);
    return hubspotContact({ id: String(1_000_001 + index), firstname: "Person", lastname: String(index), email: `person${index}@large.example`, phone: phone(digits, style), hubspot_owner_id: "61", createdAgo: 50_000_000 - index, updatedAgo: 40_000_000 - index });
  });
  return { ...world([owner({ id: "61", email: "owner@large.example", firstName: "One", lastName: "Owner" }), ...people, ...crowd, ...records], { seed: String(seed), ...settings }), expected: { exact }, people, crowd };
}
