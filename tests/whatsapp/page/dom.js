/**
 * Element builders. Class names go through a table that the server makes anew at each load, so no selector can rest on
 * them; nothing here uses innerHTML, so the page also runs under enforced Trusted Types.
 */
import { variant } from "./variant.js";

const table = JSON.parse(document.getElementById("class-names").textContent);
const SVG = "http://www.w3.org/2000/svg";

/** Logical class names (`"bubble out"`) -> this load's tokens. Names with a leading `=` stay literal. */
export function cx(names) {
  return names.split(" ").filter(Boolean).flatMap((name) => (name.startsWith("=") ? name.slice(1) : table[name] ?? [])).join(" ");
}

/** Sets an attribute as the variant has it. */
export function put(element, name, value, css = "") {
  const kept = variant.attribute(name, value, css);
  if (kept) element.setAttribute(...kept);
}

/**
 * Builds an element.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `css` takes logical class names, `on*` listeners, `style` an object; null and false leave out
 * @param {...(Node|string|null|undefined|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(variant.tag(tag));
  const { css = "" } = attributes;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "css") element.className = cx(value);
    else if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else put(element, name, value === true ? "" : String(value), css);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Builds a drawing from path data; `title` becomes the `<title>` that tick marks carry. */
export function svg(paths, { size = 24, title = null, box = "0 0 24 24", stroke = true } = {}) {
  const root = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ viewBox: box, width: size, height: size, fill: stroke ? "none" : "currentColor" })) root.setAttribute(name, value);
  if (stroke) for (const [name, value] of Object.entries({ stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round" })) root.setAttribute(name, value);
  if (title) {
    const node = document.createElementNS(SVG, "title");
    node.textContent = title;
    root.append(node);
  }
  for (const data of [paths].flat()) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", data);
    root.append(path);
  }
  return root;
}

const TONES = ["#5b8def", "#d9746a", "#4aa37c", "#b07cc6", "#d69a3c", "#4c9fb3", "#c66a97", "#7c8a4b", "#7a75d1", "#b6785a"];

/** A stable colour for a person or group, also used for author names. */
export function tone(text) {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.codePointAt(0)) >>> 0;
  return TONES[sum % TONES.length];
}

/** An avatar: initials on a colour, as an image since the real page has an image there. */
export function avatar(name, seed, size) {
  const words = name.replace(/[^\p{L}\p{N}\s]/gu, " ").trim().split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const initials = words.length ? words[0][0] + (words.length > 1 ? words.at(-1)[0] : "") : "#";
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" fill="${tone(seed)}"/><text x="24" y="30.5" font-family="system-ui,Segoe UI,Roboto,Helvetica,Arial,sans-serif" font-size="18" font-weight="500" fill="#fff" text-anchor="middle">${initials.toUpperCase()}</text></svg>`;
  return h("img", { css: "avatar", alt: "", draggable: "false", src: `data:image/svg+xml,${encodeURIComponent(text)}`, style: { width: `${size}px`, height: `${size}px` } });
}
