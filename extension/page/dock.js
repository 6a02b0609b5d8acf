"use strict";
/**
 * The sidebar's place beside WhatsApp: one host element on `body` (random name, closed shadow root), one style element, one class on
 * `<html>`; nothing else of the page is touched. The frame is of the extension's origin, so the page sees neither its content nor its
 * clicks. Nothing of ours may lie on the frame, not even its edge: the browser would call every control in it covered, and the sidebar
 * would arm none (TH-5). Texts are fetched at the start, because after an update of the extension they are out of reach.
 */
const dock = (() => {
  const [NARROWEST, WIDEST, STEP, HELLO_MS, SHAPE_MS] = [320, 600, 16, 3000, 1000]; // The first three are CSS pixels.
  const [resizeText, blocked, updated, reload] = ["resize", "frame_blocked", "updated", "reload_whatsapp"].map((key) =>
    chrome.i18n.getMessage(key));

  const mark = () => String.fromCharCode(97 + Math.random() * 26) + Math.random().toString(36).slice(2, 9);
  const html = document.documentElement;
  const className = mark();
  const hadClass = html.hasAttribute("class");
  const host = document.createElement(`${mark()}-${mark()}`);
  const root = host.attachShadow({ mode: "closed" });
  const [pageStyle, ownStyle] = [document.createElement("style"), document.createElement("style")];
  const [box, edge] = [document.createElement("div"), document.createElement("div")];
  const frame = document.createElement("iframe");
  const note = document.createElement("p");
  const [side, inner, outwards] = html.dir === "rtl" ? ["left", "right", "ArrowRight"] : ["right", "left", "ArrowLeft"];
  let shape = { open: true, width: 360, railWidth: 44 };
  let [shown, known] = [false, false];

  ownStyle.textContent = `
    :host { all: initial !important; position: fixed !important; top: 0 !important; ${side}: 0 !important; height: 100% !important;
      z-index: 100 !important }
    div { height: 100%; position: relative } iframe { border: 0; width: 100%; height: 100%; display: block }
    [role=separator] { position: absolute; top: 0; ${inner}: -6px; width: 6px; cursor: col-resize; touch-action: none }
    [role=separator]:is(:hover, :focus-visible) { background: #0a7c6688; outline: none }
    p { position: absolute; bottom: 0; ${side}: 0; width: 240px; margin: 16px; padding: 16px; border-radius: 8px;
      font: 13px/1.4 system-ui, sans-serif; color: #111; background: #fff; box-shadow: 0 1px 6px #0006 }
    [hidden] { display: none } button { font: inherit; display: block; margin-top: 12px; min-height: 32px; cursor: pointer }`;
  const range = { ariaValueMin: String(NARROWEST), ariaValueMax: String(WIDEST) };
  Object.assign(edge, { role: "separator", ariaOrientation: "vertical", ariaLabel: resizeText, tabIndex: 0, ...range });
  Object.assign(note, { role: "status", hidden: true });
  Object.assign(frame, { title: chrome.runtime.getManifest().name, allow: "clipboard-write" });
  box.append(frame, edge);
  root.append(ownStyle, box, note);

  function draw() {
    const width = shape.open ? shape.width : shape.railWidth;
    box.style.width = `${width}px`;
    edge.hidden = !shape.open;
    edge.ariaValueNow = String(width);
    pageStyle.textContent = `html.${className} #app{width:calc(100% - ${width}px)!important;inset-inline:0 auto!important}`;
  }

  /** @param {(string | Node)[]} words */
  function tell(...words) {
    note.replaceChildren(...words);
    note.hidden = false;
  }

  /** Puts back what the page took away; the first time once the engine has said how the sidebar stood last, or has not for a second. */
  function keep() {
    if (!shown && !page.waiting("dock")) page.after("dock", known ? 0 : SHAPE_MS, show);
    if (!shown) return;
    if (!pageStyle.isConnected) document.head.append(pageStyle);
    if (!html.classList.contains(className)) html.classList.add(className);
    if (host.isConnected) return;
    document.body.append(host);
    page.after("hello", HELLO_MS, () => {
      tell(blocked ?? "");
      page.say({ v: 1, kind: "frame_blocked" });
    });
  }

  function show() {
    shown = true;
    frame.src = `${chrome.runtime.getURL("sidebar.html")}#${document.body.classList.contains("dark") ? "dark" : "light"}`;
    page.cancel("dock");
    draw();
    keep();
  }

  /** Gives the page its width back. */
  function yieldPlace() {
    shown = false;
    alive();
    pageStyle.remove();
    html.classList.remove(className);
    if (!hadClass && html.classList.length === 0) html.removeAttribute("class");
  }

  /** The frame has reported to the engine. */
  function alive() {
    page.cancel("hello");
    note.hidden = true;
  }

  /** @param {number} width */
  function resize(width) {
    shape.width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
    draw();
  }
  const resized = () => page.say({ v: 1, kind: "width", px: shape.width });

  // The pointer is the edge's while it is held down, so the frame cannot take it.
  edge.onpointerdown = (event) => edge.setPointerCapture(event.pointerId);
  edge.onpointermove = ({ pointerId, clientX }) =>
    edge.hasPointerCapture(pointerId) && resize(side === "left" ? clientX : innerWidth - clientX);
  edge.onlostpointercapture = resized;
  root.addEventListener("keydown", (event) => {
    event.stopPropagation(); // WhatsApp's global shortcuts are not meant for keys pressed here.
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (event.target !== edge || !["ArrowLeft", "ArrowRight"].includes(key)) return;
    event.preventDefault();
    resize(shape.width + (key === outwards ? STEP : -STEP));
    resized();
  });

  return {
    keep, alive,
    /** The shape that the engine wants. @param {Message} message */
    set({ open, width, railWidth }) {
      if (typeof open !== "boolean" || !(width > 0 && railWidth > 0)) return;
      shape = { open, width, railWidth };
      known = true;
      if (shown) draw();
      else if (page.waiting("dock")) show();
    },
    /** Signed out: nothing of ours stays in the page. */
    hide() {
      yieldPlace();
      host.remove();
    },
    /** The extension is gone: the frame goes, a calm note stays. */
    retire() {
      if (!shown) return;
      yieldPlace();
      box.remove();
      const button = document.createElement("button");
      Object.assign(button, { textContent: reload, onclick: () => location.reload() });
      tell(updated ?? "", button);
    },
  };
})();
