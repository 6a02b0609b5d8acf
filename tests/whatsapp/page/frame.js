/** The frame around everything: sign-in screen, navigation bar, the three columns, the intro panel. */
import { avatar, h } from "./dom.js";
import { icon } from "./icons.js";
import { state } from "./model.js";
import { variant } from "./variant.js";

let root = document.getElementById("app");

/** The element that the server rendered, or the one that replaced it. */
export const app = () => root;

/** Puts a fresh, empty `#app` in the place of the old one. */
export function replaceApp() {
  const next = root.cloneNode(false);
  root.replaceWith(next);
  root = next;
}

/** Gives what the server rendered the attributes that the variant has. */
export function dress() {
  const [name, value] = variant.attribute("id", "app", "") ?? [];
  if (name === "id" && value === "app") return;
  root.removeAttribute("id");
  root.style.cssText = "position: absolute; width: 100%; height: 100%; overflow: hidden";
  if (name) root.setAttribute(name, value);
}

/** What is shown while nobody is signed in: a code to scan (here a meaningless pattern) and a few lines. */
export function signIn() {
  const canvas = h("canvas", { css: "code", width: "264", height: "264", role: "img", "aria-label": "Scan this QR code to link a device!" });
  const paint = canvas.getContext("2d");
  paint.fillStyle = "#fff";
  paint.fillRect(0, 0, 264, 264);
  paint.fillStyle = "#122";
  for (let x = 0; x < 31; x += 1) for (let y = 0; y < 31; y += 1) if (Math.imul(x * 31 + y + 7, 0x9e3779b1) >>> 31) paint.fillRect(8 + x * 8, 8 + y * 8, 8, 8);
  return h("div", { css: "signin" }, h("div", { css: "signin-card" },
    h("div", {}, h("h2", {}, "Scan to sign in"), h("ol", {}, ["Open the app on your phone", "Go to Linked devices", "Point your phone at this screen"].map((line) => h("li", {}, line)))),
    h("div", { "data-ref": "2@replica", "data-testid": "qrcode" }, canvas)));
}

function navigation(onTheme) {
  const item = (name, label, on) => h("button", { css: on ? "nav-item on" : "nav-item", type: "button", "aria-label": label }, icon(name, 24));
  return h("header", { css: "nav", "data-testid": "navbar" },
    h("div", { css: "nav-group", "data-testid": "navbar-primary-section" }, item("chats", "Chats", true), item("status", "Status"), item("channels", "Channels"), item("communities", "Communities")),
    h("div", { css: "nav-group" }, h("button", { css: "nav-item", type: "button", "aria-label": "Settings", onclick: onTheme }, icon("settings", 24)), h("button", { css: "nav-item", type: "button", "aria-label": "Profile" }, avatar(state.world.self.name, state.world.self.digits, 30))));
}

/** The panel of a signed-in app with no chat open. */
export const intro = () => h("div", { css: "intro", "data-testid": "intro-panel" }, h("div", { css: "intro-art" }, icon("chats", 84)), h("h2", {}, "Pick a conversation"), h("p", {}, "Messages from your phone show up here. Choose a chat on the left to read and reply."));

/** The signed-in screen; returns the parts that change. */
export function mainScreen({ side, onTheme }) {
  const column = h("div", { css: "column" });
  const right = h("div", { css: "right", "data-testid": "drawer-right" });
  const screen = h("div", { css: "screen =two", "data-testid": "wa-web-main-screen" },
    ...variant.order("columns", [navigation(onTheme), h("div", { css: "left" }, h("div", { "data-testid": "drawer-left" }), side), column, right]));
  return { screen, column, right };
}

/** Light or dark: the class on `body`, the colours of the window frame, the stored choice. */
export function applyTheme(theme) {
  state.theme = theme;
  document.body.classList.add(...variant.bodyClass.split(" ").filter(Boolean));
  document.body.classList.toggle("dark", theme === "dark");
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.content = theme === "dark" ? "#1d1f1f" : "#f7f5f3";
  localStorage.setItem("theme", JSON.stringify(theme));
  localStorage.setItem("system-theme-mode", "false");
}

/** A dialog that covers the app for a while. */
export const dialog = (onClose) => h("div", { css: "backdrop", "data-animate-modal-backdrop": "true" }, h("div", { css: "dialog", role: "dialog", "aria-modal": "true", "data-testid": "popup-contents" }, h("h2", {}, "What's new"), h("p", {}, "A few things have moved. You will find them."), h("button", { css: "primary", type: "button", onclick: onClose }, "Continue")));

