/**
 * The conversation panel `#main`: made anew for each chat and replaced as a whole. A second, hidden `#main` may stand
 * beside it (pre-rendering of a hovered chat); opening that chat only changes its style.
 */
import { avatar, h, put } from "./dom.js";
import { icon } from "./icons.js";
import { messagesOf, phoneOf, server, state, subtitle, title } from "./model.js";
import { isolated } from "./phone.js";
import { render } from "./record.js";
import { content, divider, row, startsRun } from "./rows.js";
import { day } from "./text.js";
import { variant } from "./variant.js";

const MARGIN = 1000;
const wait = (ms) => new Promise((done) => setTimeout(() => done(), ms));

function header(chatId, onInfo) {
  const name = title(chatId);
  const heading = h("span", { css: "title", dir: "auto", "data-testid": "conversation-info-header-chat-title" });
  const line = h("div", { css: "subtitle", "data-testid": "chat-subtitle" });
  const face = h("div", { css: "head-face", role: "button", title: "Profile details" }, avatar(name, chatId, 40));
  const text = h("div", { css: "head-text", role: "button", "data-testid": "conversation-info-header", "data-tab": "6", onclick: onInfo },
    ...variant.order("title", [h("div", { css: "head-title" }, heading), line]));
  const parts = variant.order("head", [face, text, h("span", { css: "tools" }, icon("video", 22), icon("call", 20), icon("search", 22), icon("menu", 22))]);
  const node = h("header", { css: variant.flatHead ? "head head-row" : "head", "data-testid": "conversation-header" },
    variant.flatHead ? parts : h("div", { css: "head-row" }, parts));
  return { node, heading, line, face };
}

/** Unmounts the content of far rows, mounts that of near ones. */
function virtualise(panel) {
  if (!variant.virtualised) return;
  const { top, bottom } = panel.scroller.getBoundingClientRect();
  if (bottom === top) return;
  render(() => {
    for (const entry of panel.rows) {
      const box = entry.inner.getBoundingClientRect();
      const near = box.bottom > top - MARGIN && box.top < bottom + MARGIN;
      if (near === entry.mounted) continue;
      put(entry.inner, "data-virtualized", String(!near));
      entry.inner.style.height = near ? "" : `${box.height}px`;
      entry.inner.replaceChildren(...(near ? [content(panel.chatId, entry.message, entry.first)] : [h("div")]));
      entry.mounted = near;
    }
  });
}

/** Adds a message at the end, with a day divider where one is due. */
export function append(panel, message) {
  render(() => {
    const previous = panel.rows.at(-1)?.message;
    if (!previous || day(previous.t) !== day(message.t)) panel.list.append(divider(message.t));
    const entry = row(panel.chatId, message, startsRun(previous, message));
    panel.rows.push(entry);
    panel.list.append(entry.node);
    panel.scroller.scrollTop = panel.scroller.scrollHeight;
  });
  virtualise(panel);
}

/** Draws one message again, after an edit or a deletion. */
export function redraw(panel, stanza) {
  const entry = panel.rows.find((one) => one.message.stanza === stanza);
  if (entry?.mounted) render(() => entry.inner.replaceChildren(content(panel.chatId, entry.message, entry.first)));
}

/** Writes name and second line as they are now. */
export function relabel(panel, name = title(panel.chatId)) {
  render(() => {
    const text = state.typing === panel.chatId ? "typing…" : subtitle(panel.chatId);
    panel.header.heading.textContent = name;
    if (variant.titled) put(panel.header.heading, "title", name);
    panel.header.line.replaceChildren(h("span", { dir: variant.titled ? null : "auto", title: text, "data-testid": "selectable-text", css: "=selectable-text =copyable-text" }, text));
    panel.header.face.replaceChildren(avatar(title(panel.chatId), panel.chatId, 40));
  });
}

function composer() {
  const box = h("div", { css: "compose-input", contenteditable: "true", role: "textbox", "data-tab": "10", "data-testid": "conversation-compose-box-input", "aria-label": "Type a message", "aria-placeholder": "Type a message" });
  return h("footer", { css: "compose", "data-testid": "compose-box" }, h("div", { css: "compose-row" }, icon("attach", 24), icon("smile", 24), h("div", { css: "compose-field" }, box), icon("mic", 24)));
}

/** Builds a panel, detached. `hidden` is the pre-rendered form. */
export function build(chatId, { hidden, onInfo }) {
  const head = header(chatId, onInfo);
  const list = h("div", { css: "rows", "data-tab": "8", role: variant.listRole });
  const scroller = h("div", { css: "messages", tabindex: "0", "data-testid": "conversation-panel-messages", "data-scrolltracepolicy": "wa.web.conversation.messages" }, h("div", { css: "spring" }), list);
  const body = h("div", { css: "panel", "data-testid": "conversation-panel-body" },
    h("div", { css: "wallpaper", "data-asset-chat-background": true }), h("div", { css: "=copyable-area area" }, scroller));
  const foot = server(chatId) === "newsletter" ? h("footer", { css: "compose channel", "data-testid": "compose-box" }, "Only the channel's owner can post here") : composer();
  const node = h("div", { id: "main", css: "main", "data-testid": "conversation-panel-wrapper" }, ...variant.order("main", [head.node, body, foot]));
  if (hidden) node.style.setProperty("display", "none", "important");
  const panel = { chatId, node, header: head, list, scroller, rows: [], hidden };
  let queued = false;
  scroller.addEventListener("scroll", () => {
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => {
      queued = false;
      virtualise(panel);
    });
  });
  return panel;
}

/** Puts the rows in; the panel must be in the document. */
export function fill(panel) {
  render(() => {
    let previous = null;
    const nodes = [];
    const encrypted = h("div", { css: "note plain" }, h("span", {}, icon("lock", 12), " Messages and calls are end-to-end encrypted."));
    nodes.push(h("div", { role: "row" }, encrypted));
    for (const message of messagesOf(panel.chatId)) {
      if (!previous || day(previous.t) !== day(message.t)) nodes.push(divider(message.t));
      const entry = row(panel.chatId, message, startsRun(previous, message));
      panel.rows.push(entry);
      nodes.push(entry.node);
      previous = message;
    }
    panel.list.append(...variant.order("rows", nodes));
  });
  settle(panel);
}

/** Scrolls to the newest message and virtualises; nothing happens while the panel is hidden. */
export function settle(panel) {
  render(() => (panel.scroller.scrollTop = panel.scroller.scrollHeight));
  virtualise(panel);
}

/** The header's text on opening: at once, or empty, number, name in steps of 200 ms. */
export async function announce(panel, stillOpen) {
  if (!state.options.headerSteps) return relabel(panel);
  const phone = phoneOf(panel.chatId);
  for (const step of phone ? [isolated(phone), null] : [null]) {
    await wait(200);
    if (!stillOpen()) return undefined;
    relabel(panel, step ?? undefined);
  }
  return undefined;
}
