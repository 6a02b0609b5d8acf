/** The right drawer: contact or group info. Member lists show the first ten, as the client does. */
import { avatar, h } from "./dom.js";
import { icon } from "./icons.js";
import { isSelf, personName, phoneOf, pushName, server, state, title } from "./model.js";
import { international } from "./phone.js";

const FIRST = 10;

function member(groupId, jid) {
  const { name, known } = personName(jid);
  const admins = state.participants.get(groupId)?.admins ?? [];
  const push = pushName(jid);
  return h("div", { css: "member", role: "listitem" },
    avatar(isSelf(jid) ? state.world.self.name : name, jid, 40),
    h("div", { css: "member-text" }, h("div", { dir: "auto" }, isSelf(jid) ? "You" : name), !known && push && !isSelf(jid) ? h("div", { css: "faint" }, `~${push}`) : null),
    admins.includes(jid) ? h("span", { css: "admin" }, "Group admin") : null);
}

function group(chatId) {
  const members = state.participants.get(chatId)?.participants ?? [];
  const size = state.groups.get(chatId)?.size ?? members.length;
  return [
    h("section", { css: "info-head", "data-testid": "group-info-header" }, avatar(title(chatId), chatId, 160), h("h2", {}, title(chatId)), h("div", { css: "faint" }, `Group · ${size} members`)),
    h("section", { css: "info-part", "data-testid": "section-participants" }, h("div", { css: "faint" }, `${size} members`), members.slice(0, FIRST).map((jid) => member(chatId, jid)), members.length > FIRST ? h("div", { css: "view-all", role: "button" }, `View all (${members.length - FIRST} more)`) : null),
  ];
}

function person(chatId) {
  const phone = phoneOf(chatId);
  return [
    h("section", { css: "info-head", "data-testid": "contact-info-header" }, avatar(title(chatId), chatId, 160), h("h2", { dir: "auto" }, title(chatId)), phone ? h("div", { css: "faint" }, international(phone)) : null),
    h("section", { css: "info-part" }, h("div", { css: "faint" }, "About"), h("div", {}, "Available")),
  ];
}

/** The drawer's content for a chat. */
export const info = (chatId, onClose) =>
  h("div", { css: "info", "data-testid": "chat-info-drawer" },
    h("header", { css: "head" }, h("button", { css: "nav-item", type: "button", "aria-label": "Close", onclick: onClose }, icon("close", 22)), h("span", {}, server(chatId) === "g.us" ? "Group info" : "Contact info")),
    h("div", { css: "info-body", "data-testid": server(chatId) === "g.us" ? "group-info-drawer-body" : "contact-info-drawer-body" }, server(chatId) === "g.us" ? group(chatId) : person(chatId)));
