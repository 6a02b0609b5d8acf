/** The left column: search field, filters, and the virtualised chat list. Rows carry no ids, as in the client. */
import { avatar, cx, h, put } from "./dom.js";
import { icon, tick } from "./icons.js";
import { listed, messagesOf, server, state, title } from "./model.js";
import { render } from "./record.js";
import { preview } from "./rows.js";
import { listTime, rich } from "./text.js";
import { variant } from "./variant.js";

const ROW = 72;
const MARGIN = 600;
let grid = null;
let scroller = null;
let shown = new Map();
let actions = { open: () => {}, preload: () => {} };

function details(chat) {
  const message = messagesOf(chat.id).at(-1);
  const { text, lead } = state.typing === chat.id ? { text: "typing…", lead: null } : preview(chat.id, message);
  const kind = { image: "image", album: "image", document: "file", ptt: "mic", call: "call" }[message?.type];
  return h("div", { css: "second", "data-testid": "cell-frame-secondary" },
    h("span", { css: "preview", title: `${lead ?? ""}${text}` },
      message?.fromMe && message.type !== "system" ? h("span", { css: `tick${(message.ack ?? 3) === 3 ? " read" : ""}` }, tick(message.ack ?? 3)) : null,
      lead, kind ? h("span", { css: "kind" }, icon(kind, 16)) : null,
      h("span", { dir: "auto", css: "ellipsis" }, rich(text))),
    h("span", { css: "marks" },
      chat.muteExpiration ? icon("muted", 18) : null,
      chat.pin ? icon("pin", 18) : null,
      chat.unreadCount > 0 ? h("span", { css: "badge", "data-testid": "icon-unread-count", "aria-label": `${chat.unreadCount} unread message${chat.unreadCount > 1 ? "s" : ""}` }, String(chat.unreadCount)) : null));
}

function cell(chat) {
  const name = title(chat.id);
  return h("div", { css: "cell", "data-testid": "cell-frame-container" },
    h("div", { css: "cell-face" }, avatar(name, chat.id, 49)),
    h("div", { css: "cell-text", role: "gridcell", "aria-colindex": "2" },
      h("div", { css: "first-line" },
        h("div", { css: "name", "data-testid": "cell-frame-title" }, h("span", { dir: "auto", title: name }, name)),
        h("div", { css: `time${chat.unreadCount > 0 ? " fresh" : ""}`, "data-testid": "cell-frame-primary-detail" }, listTime(chat.t))),
      details(chat)));
}

function listRow(chat) {
  const button = h("div", { css: "pick", "aria-selected": "false", tabindex: "-1", "data-tab": "4", onclick: () => actions.open(chat.id), onpointerenter: () => state.options.preloadOnHover && actions.preload(chat.id) });
  const row = h("div", { css: "row", role: "row", style: { height: `${ROW}px` } }, h("div", {}, button));
  return { row, button, signature: null };
}

/** Brings the list up to date: order, names, previews, selection. */
export function refresh() {
  if (!grid) return;
  render(() => {
    const chats = listed();
    const from = Math.max(0, Math.floor((scroller.scrollTop - MARGIN) / ROW));
    const to = Math.min(chats.length, Math.ceil((scroller.scrollTop + (scroller.clientHeight || 900) + MARGIN) / ROW));
    put(grid, "aria-rowcount", String(chats.length), "grid");
    grid.style.height = `${chats.length * ROW}px`;
    const next = new Map();
    chats.slice(from, to).forEach((chat, offset) => {
      const index = from + offset;
      const entry = shown.get(chat.id) ?? listRow(chat);
      const message = messagesOf(chat.id).at(-1);
      const signature = JSON.stringify([title(chat.id), chat.t, listTime(chat.t), chat.unreadCount, message?.stanza, message?.text, message?.type, message?.ack, state.typing === chat.id]);
      if (entry.signature !== signature) {
        entry.button.replaceChildren(cell(chat));
        entry.signature = signature;
      }
      put(entry.row, "data-testid", `list-item-${index}`, "row");
      entry.row.style.transform = `translateY(${index * ROW}px)`;
      const selected = state.open === chat.id;
      put(entry.button, "aria-selected", String(selected), "pick");
      entry.button.className = cx(selected ? "pick chosen" : "pick");
      put(entry.button, "tabindex", selected || (!state.open && index === 0) ? "0" : "-1", "pick");
      if (!entry.row.isConnected) grid.append(entry.row);
      next.set(chat.id, entry);
    });
    for (const [id, entry] of shown) if (!next.has(id)) entry.row.remove();
    shown = next;
    const unread = [...state.chats.values()].filter((chat) => chat.unreadCount > 0 && server(chat.id) !== "broadcast").length;
    document.title = unread ? `(${unread}) WhatsApp` : "WhatsApp";
  });
}

/** Arrow keys walk through the list, Enter opens. */
function keys(event) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const ids = listed().map((chat) => chat.id);
  const focused = [...shown].find(([, entry]) => entry.button === document.activeElement)?.[0];
  if (event.key === "Enter" && focused) return actions.open(focused);
  if (!move) return undefined;
  event.preventDefault();
  const index = Math.min(ids.length - 1, Math.max(0, ids.indexOf(focused ?? state.open) + move));
  scroller.scrollTop = Math.min(index * ROW, Math.max(scroller.scrollTop, (index + 1) * ROW - scroller.clientHeight));
  refresh();
  return shown.get(ids[index])?.button.focus();
}

function searchField() {
  const text = "Search or start a new chat";
  const common = { css: "search-input", role: "textbox", "aria-label": text, "data-tab": "3" };
  const find = (query) => {
    state.query = query;
    scroller.scrollTop = 0;
    refresh();
  };
  if (variant.editableSearch) return h("div", { ...common, contenteditable: "true", oninput: (event) => find(event.target.textContent) });
  return h("input", { ...common, type: "text", placeholder: text, oninput: (event) => find(event.target.value) });
}

/** Builds the column; `open` and `preload` are what clicks and hovering do. */
export function side(handlers) {
  actions = handlers;
  shown = new Map();
  grid = h("div", { css: "grid", role: "grid", "aria-label": "Chat list", "aria-rowcount": "0" });
  scroller = h("div", { id: "pane-side", css: "pane", "data-scrolltracepolicy": "wa.web.chatlist", onscroll: refresh, onkeydown: keys },
    h("div", { "data-tab": "4" }, h("div", { "data-testid": "chat-list" }, grid)));
  return h("div", { id: "side", css: "side" },
    h("header", { css: "side-head", "data-testid": "chatlist-header" }, h("h1", {}, "Chats"), h("span", { css: "tools" }, icon("compose", 22), icon("menu", 22))),
    h("div", { css: "search" }, h("div", { css: "search-box" }, icon("search", 20), searchField())),
    h("div", { css: "filters" }, ["All", "Unread", "Favourites", "Groups"].map((label, index) => h("button", { css: index ? "filter" : "filter on", type: "button" }, label))),
    scroller);
}

/** Forgets the nodes, when the app is taken down. */
export function unmount() {
  grid = null;
  shown = new Map();
}
