/** The ways people write phone numbers into a CRM. */
import { split } from "../whatsapp/page/phone.js";

const joined = (groups, tie = "-") => (groups.length > 2 ? `${groups.slice(0, -1).join(" ")}${tie}${groups.at(-1)}` : groups.join(" "));

/** Styles by name; those with a country code come first. */
const STYLES = {
  plus: ({ code, national }) => `+${code}${national}`,
  spaced: ({ code, groups }) => `+${code} ${groups.join(" ")}`,
  dashed: ({ code, groups }) => `+${code} ${joined(groups)}`,
  hyphens: ({ code, groups }) => `+${code}-${groups.join("-")}`,
  dots: ({ code, groups }) => `+${code}.${groups.join(".")}`,
  brackets: ({ code, groups: [area, ...rest] }) => `+${code} (${area}) ${rest.join("-")}`,
  zeros: ({ code, groups }) => `00${code} ${groups.join(" ")}`,
  trunkmark: ({ code, trunk, groups }) => `+${code} ${trunk ? `(${trunk})` : ""}${groups.join(" ")}`,
  bare: ({ code, national }) => `${code}${national}`,
  extension: ({ code, groups }) => `+${code} ${joined(groups)} ext. 12`,
  national: ({ groups: [area, ...rest] }) => `(${area}) ${rest.join("-")}`,
  run: ({ national }) => national,
  trunk: ({ trunk, groups }) => `${trunk}${groups.join(" ")}`,
  loose: ({ groups }) => groups.join(" "),
};

export const WITH_CODE = ["plus", "spaced", "dashed", "hyphens", "dots", "brackets", "zeros", "trunkmark", "bare", "extension"];
export const WITHOUT_CODE = ["national", "run", "trunk", "loose"];

/** Writes international digits in a style. */
export const phone = (digits, style) => STYLES[style](split(digits));
