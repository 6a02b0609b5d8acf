/**
 * How phone numbers are written out, by calling code. The page uses it for header titles of unsaved people,
 * the demo world for HubSpot texts. It knows only the countries of the test worlds and never validates.
 */

/** Calling code -> lengths of the digit groups of a national number (by its length, or one list for all), and the trunk prefix. */
const PLANS = {
  "1": { groups: [3, 3, 4], trunk: "" },
  "27": { groups: [2, 3, 4], trunk: "0" },
  "31": { groups: [1, 8], trunk: "0" },
  "33": { groups: [1, 2, 2, 2, 2], trunk: "0" },
  "34": { groups: [3, 3, 3], trunk: "" },
  "39": { groups: [3, 3, 4], trunk: "" },
  "44": { groups: [2, 4, 4], trunk: "0" },
  "48": { groups: [3, 3, 3], trunk: "" },
  "49": { groups: [3, 8], trunk: "0" },
  "52": { groups: { 10: [2, 4, 4], 11: [1, 2, 4, 4] }, trunk: "" },
  "54": { groups: { 10: [2, 4, 4], 11: [1, 2, 4, 4] }, trunk: "0" },
  "55": { groups: { 10: [2, 4, 4], 11: [2, 5, 4] }, trunk: "0" },
  "57": { groups: [3, 3, 4], trunk: "" },
  "61": { groups: [3, 3, 3], trunk: "0" },
  "65": { groups: [4, 4], trunk: "" },
  "81": { groups: [2, 4, 4], trunk: "0" },
  "91": { groups: [5, 5], trunk: "0" },
  "351": { groups: [3, 3, 3], trunk: "" },
  "971": { groups: [2, 3, 4], trunk: "0" },
};

/**
 * Splits a WhatsApp number into its calling code and groups.
 * @param {string} digits international digits without plus
 * @returns {{ code: string, national: string, groups: string[], trunk: string }}
 */
export function split(digits) {
  const code = [1, 2, 3].map((length) => digits.slice(0, length)).find((start) => start in PLANS) ?? "";
  const national = digits.slice(code.length);
  const plan = PLANS[code] ?? { groups: [], trunk: "" };
  const lengths = Array.isArray(plan.groups) ? plan.groups : plan.groups[national.length] ?? [];
  const groups = [];
  let rest = national;
  for (const length of code === "44" && national.startsWith("7") ? [4, 6] : lengths) {
    groups.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  groups.push(rest);
  return { code, national, groups: groups.filter(Boolean), trunk: plan.trunk };
}

/** `5511987654321` -> `+55 11 98765-4321`, the way the page writes it. */
export function international(digits) {
  const { code, groups } = split(digits);
  if (!code) return `+${digits}`;
  const last = groups.length > 2 ? `${groups.slice(0, -1).join(" ")}-${groups.at(-1)}` : groups.join(" ");
  return `+${code} ${last}`;
}

/** The same inside the invisible direction marks that the page puts around numbers (U+202A ... U+202C). */
export function isolated(digits) {
  return `\u202A${international(digits).replaceAll(" ", "\u00A0")}\u202C`;
}
