/** The app: starts, opens and closes chats, signs in and out. The driver and the user's clicks both end here. */
import { append, announce, build, fill, relabel, settle } from "./conversation.js";
import { bump, drop, rewrite, saveNewest } from "./database.js";
import { info } from "./drawer.js";
import { app, applyTheme, dialog, dress, intro, mainScreen, replaceApp, signIn } from "./frame.js";
import { refresh, side, unmount } from "./list.js";
import { load, server, state } from "./model.js";
import { render } from "./record.js";
import { variant } from "./variant.js";

const wait = (ms) => new Promise((done) => setTimeout(() => done(), ms));
const parts = { column: null, right: null, screen: null, panel: null, preloaded: null, intro: null };

export const panel = () => parts.panel;

/** Clicks that open the info drawer. */
const onInfo = () => openInfo();

/** Opens a chat; resolves when header and rows are there. */
export async function openChat(chatId) {
  if (!state.chats.has(chatId)) throw new Error(`no chat ${chatId}`);
  if (state.open === chatId) return;
  state.open = chatId;
  const chat = state.chats.get(chatId);
  chat.unreadCount = 0;
  closeInfo();
  const ready = parts.preloaded?.chatId === chatId ? parts.preloaded : null;
  const next = ready ?? build(chatId, { hidden: false, onInfo });
  render(() => {
    parts.intro?.remove();
    parts.intro = null;
    if (variant.inPlace && parts.panel) return moveInto(parts.panel.node, next);
    parts.panel?.node.remove();
    return ready ? ready.node.style.removeProperty("display") : parts.column.append(next.node);
  });
  if (ready) parts.preloaded = null;
  parts.panel = next;
  refresh();
  const stillOpen = () => parts.panel === next;
  const labelled = ready ? Promise.resolve() : announce(next, stillOpen);
  if (ready) settle(next);
  else if (state.options.rowDelay) await wait(state.options.rowDelay);
  if (!ready && stillOpen()) fill(next);
  saveNewest(chatId);
  await labelled;
  variant.opened(chatId, { bump });
}

/** Older builds kept `#main` and replaced what is in it. */
function moveInto(node, panel) {
  node.replaceChildren(...panel.node.childNodes);
  panel.node = node;
}

/** Pre-renders a chat in a hidden second `#main`. */
export function preloadChat(chatId) {
  if (state.open === chatId || parts.preloaded?.chatId === chatId) return;
  const next = build(chatId, { hidden: true, onInfo });
  render(() => {
    parts.preloaded?.node.remove();
    parts.column.prepend(next.node);
  });
  parts.preloaded = next;
  relabel(next);
  fill(next);
}

export function closeChat() {
  state.open = null;
  closeInfo();
  render(() => {
    parts.panel?.node.remove();
    parts.panel = null;
    if (!parts.intro) parts.column.append((parts.intro = intro()));
  });
  refresh();
}

export function openInfo() {
  if (!state.open) return;
  render(() => {
    parts.right.replaceChildren(info(state.open, closeInfo));
    parts.screen.classList.add("three");
  });
}

export function closeInfo() {
  if (!parts.right?.firstChild) return;
  render(() => {
    parts.right.replaceChildren();
    parts.screen.classList.remove("three");
  });
}

/** Draws names again wherever they are shown. */
export function relabelAll() {
  if (parts.panel) relabel(parts.panel);
  refresh();
}

/** Shows a new message if its chat is open. */
export function show(chatId, message) {
  if (parts.panel?.chatId === chatId) append(parts.panel, message);
  if (parts.preloaded?.chatId === chatId) append(parts.preloaded, message);
  refresh();
}

export function toggleTheme() {
  render(() => applyTheme(state.theme === "dark" ? "light" : "dark"));
}

export function modal(on) {
  render(() => {
    app().querySelector("[data-animate-modal-backdrop]")?.remove();
    if (on) app().append(dialog(() => modal(false)));
  });
}

/** Builds the signed-in screen inside `#app`. */
function mount() {
  unmount();
  Object.assign(parts, { panel: null, preloaded: null });
  const made = mainScreen({ side: side({ open: openChat, preload: preloadChat }), onTheme: toggleTheme });
  parts.intro = intro();
  made.column.append(parts.intro);
  Object.assign(parts, made);
  render(() => app().replaceChildren(made.screen));
  refresh();
}

/** Replaces `#app` itself, as an app that starts over does; the open chat is opened again. */
export async function remount() {
  const open = state.open;
  state.open = null;
  render(replaceApp);
  mount();
  if (open) await openChat(open);
}

/** Writes the database; with a delay, it is absent at first and comes while the app already runs. */
async function store() {
  const late = state.options.databaseDelay;
  if (!late) return rewrite();
  await drop();
  wait(late).then(rewrite);
  return undefined;
}

/** Local storage entries that name the account. */
function selfEntries() {
  const { digits, lid } = state.world.self;
  const entries = { "last-wid-md": JSON.stringify(`${digits}:12@c.us`), WALid: JSON.stringify(`${lid}:12@lid`) };
  return Object.entries(entries).map(([name, value]) => variant.kept(name, value)).filter(Boolean);
}

function storeSelf() {
  for (const [name, value] of selfEntries()) localStorage.setItem(name, value);
}

export async function logout() {
  state.open = null;
  unmount();
  Object.assign(parts, { column: null, right: null, screen: null, panel: null, preloaded: null, intro: null });
  render(() => app().replaceChildren(signIn()));
  for (const [name] of selfEntries()) localStorage.removeItem(name);
  await drop();
}

/** Signs in: storage first, then the screen. `world` is the WhatsApp half of a world. */
export async function login(world) {
  load(world);
  storeSelf();
  await store();
  mount();
}

/** A page-load URL `/send?phone=<digits>` opens that person's chat. */
async function followAddress() {
  if (location.pathname !== "/send") return;
  const digits = new URLSearchParams(location.search).get("phone")?.replace(/\D/g, "");
  const chat = [...state.chats.values()].find((one) => one.id === `${digits}@c.us` || (server(one.id) === "lid" && state.contacts.get(one.id)?.phoneNumber === `${digits}@c.us`));
  history.replaceState(null, "", "/");
  if (chat) await openChat(chat.id);
}

/** Loads the world and brings the app up after the splash. */
export async function start(world) {
  load(world);
  render(dress);
  render(() => applyTheme(world.theme ?? JSON.parse(localStorage.getItem("theme") ?? '"light"')));
  const splash = wait(state.options.splash);
  if (world.loggedOut) {
    await splash;
    render(() => document.getElementById("wa_web_initial_startup")?.remove());
    return logout();
  }
  storeSelf();
  await Promise.all([splash, store()]);
  render(() => document.getElementById("wa_web_initial_startup")?.remove());
  mount();
  return followAddress();
}

