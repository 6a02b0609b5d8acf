/** Line drawings of the interface, plain geometry of this project's own. */
import { h, svg } from "./dom.js";
import { variant } from "./variant.js";

const PATHS = {
  chats: ["M4 5h16v11H9l-5 4z", "M8 9h8M8 12.5h5"],
  status: ["M12 4a8 8 0 1 1-5.7 2.4", "M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z"],
  channels: ["M5 10v4h3l6 4V6L8 10z", "M17.5 9.5a4 4 0 0 1 0 5"],
  communities: ["M8 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM16 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z", "M3.5 18c.4-3 2-4.5 4.5-4.5s4.1 1.5 4.5 4.5M14 13.8c3.5-.9 6 .7 6.5 4.2"],
  settings: ["M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", "M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"],
  compose: ["M5 5h8M5 5v14h14v-8", "M11 13l8.5-8.5"],
  menu: ["M12 5v.8M12 11.6v.8M12 18.2v.8"],
  search: ["M11 17a6 6 0 1 0 0-12 6 6 0 0 0 0 12z", "M15.5 15.5L20 20"],
  call: ["M6 4h3l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z"],
  video: ["M4 7h10v10H4z", "M14 10.5l6-3v9l-6-3"],
  attach: ["M12 5v14M5 12h14"],
  smile: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M8.5 14c1.7 2.6 5.3 2.6 7 0M9 10v.01M15 10v.01"],
  mic: ["M12 14a3 3 0 0 0 3-3V7a3 3 0 0 0-6 0v4a3 3 0 0 0 3 3z", "M6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3"],
  pin: ["M9 4h6l-1 6 3 3H7l3-3zM12 13v7"],
  file: ["M7 3h7l4 4v14H7z", "M14 3v4h4"],
  play: ["M8 5l11 7-11 7z"],
  close: ["M6 6l12 12M18 6L6 18"],
  muted: ["M5 10v4h3l5 4V6L8 10z", "M17 10l4 4M21 10l-4 4"],
  lock: ["M7 11h10v8H7z", "M9 11V8a3 3 0 0 1 6 0v3"],
  image: ["M4 5h16v14H4z", "M4 16l5-5 4 4 3-3 4 4"],
};

export const icon = (name, size = 24) => svg(PATHS[name], { size });

/** The ticks of own messages: 0 pending, 1 sent, 2 delivered, 3 read. The title is what other software looks for. */
export function tick(ack) {
  const title = ["wds-ic-status-pending", "wds-ic-sent", "wds-ic-delivered", "wds-ic-read"][ack] ?? "wds-ic-sent";
  const paths = ack === 0 ? ["M8 4a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M8 6v3l2 1"] : ack === 1 ? ["M4 6.5l3 3L13 3"] : ["M1 6.5l3 3L10 3", "M7.2 8.9l.8.7L14 3"];
  const icon = variant.tickIcons?.[ack];
  const drawing = svg(paths, { size: 16, title: icon ?? title, box: "0 0 16 12" });
  return icon ? h("span", { "data-icon": icon }, drawing) : drawing;
}

const EMOJI = {
  "🙂": '<circle cx="10" cy="10" r="9" fill="#ffcb4c"/><circle cx="7" cy="8" r="1.3" fill="#65471b"/><circle cx="13" cy="8" r="1.3" fill="#65471b"/><path d="M6 12c1.5 3 6.5 3 8 0" stroke="#65471b" stroke-width="1.3" fill="none" stroke-linecap="round"/>',
  "👍": '<path d="M2.5 9h3.5v9H2.5zM7 9.5 10.5 2c1.8 0 2.5 1.2 2.2 2.8L12 8h4.8c1.2 0 1.9 1 1.6 2.1l-1.7 6.4c-.3.9-1 1.5-2 1.5H7z" fill="#ffdc5d" stroke="#d99e1f" stroke-width=".6"/>',
  "❤️": '<path d="M10 18C3 13 1.5 9.8 1.5 7A4.3 4.3 0 0 1 10 5a4.3 4.3 0 0 1 8.5 2c0 2.8-1.5 6-8.5 11z" fill="#dd2e44"/>',
};

/** Characters drawn as images, as the client does with every emoji. */
export const EMOJI_PATTERN = new RegExp(`(${Object.keys(EMOJI).join("|")})`, "u");
export const emojiSource = (text) => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">${EMOJI[text]}</svg>`)}`;
export const isEmoji = (text) => text in EMOJI;
