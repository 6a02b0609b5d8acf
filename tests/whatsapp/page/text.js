/** Times and texts as the page writes them: local clock, 24 hours, day before month. */
import { h } from "./dom.js";
import { EMOJI_PATTERN, emojiSource, isEmoji } from "./icons.js";
import { now } from "./model.js";

const two = (number) => String(number).padStart(2, "0");
const DAY = 86_400;

export function clock(t) {
  const date = new Date(t * 1000);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function day(t) {
  const date = new Date(t * 1000);
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}

/** How long ago a day was, as divider text: Today, Yesterday, a weekday, or the date. */
export function relativeDay(t) {
  const start = (seconds) => new Date(seconds * 1000).setHours(0, 0, 0, 0) / 1000;
  const days = Math.round((start(now()) - start(t)) / DAY);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days < 7) return new Intl.DateTimeFormat("en", { weekday: "long" }).format(new Date(t * 1000));
  return day(t);
}

/** Time of a list row: the clock for today, else the day. */
export const listTime = (t) => (relativeDay(t) === "Today" ? clock(t) : relativeDay(t));

/** Text with its emoji as images; `img[alt]` carries the character. */
export function rich(text) {
  return text.split(EMOJI_PATTERN).filter(Boolean).map((part) => (isEmoji(part) ? h("img", { css: "emoji", alt: part, "data-plain-text": part, draggable: "false", src: emojiSource(part) }) : part));
}
