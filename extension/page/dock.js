"use strict";
/**
 * The sidebar's place beside WhatsApp: one host element on `body` (closed shadow root, random name), one style element, one
 * class on `<html>`, and nothing else of the page is touched. The frame belongs to the extension's origin, so the page sees
 * neither its content nor its clicks. Texts are fetched at the start: after an update of the extension they are out of reach.
 */
const dock = (() => {
  const texts = {
    name: chrome.runtime.getManifest().name,
    resize: chrome.i18n.getMessage("resize"),
    blocked: chrome.i18n.getMessage("frame_blocked"),
    updated: chrome.i18n.getMessage("updated"),
    reload: chrome.i18n.getMessage("reload_whatsapp"),
  };
  const NARROWEST = 320;
  const WIDEST = 600;
  const STEP = 16;
  const HELLO_MS = 3000;

  const mark = () => String.fromCharCode(97 + Math.floor(Math.random() * 26)) + Math.random().toString(36).slice(2, 9);
  const className = mark();
  const host = document.createElement(`${mark()}-${mark()}`);
  const root = host.attachShadow({ mode: "closed" });
  const style = document.createElement("style");
  const box = document.createElement("div");
  const frame = document.createElement("iframe");
  const edge = document.createElement("div");
  const note = document.createElement("p");
  let shape = { open: true, width: 360, railWidth: 44 };
  let shown = false;
  /** @type {number | undefined} */
  let hello;
  /** @type {(message: Message) => unknown} */
  let say = () => {};

  const leftSide = () => document.documentElement.dir === "rtl";
  const side = () => (leftSide() ? "left" : "right");

  const look = document.createElement("style");
  look.textContent = `
    :host { all: initial !important; position: fixed !important; top: 0 !important; ${side()}: 0 !important; height: 100% !important;
      z-index: 100 !important; color-scheme: normal !important; }
    div { height: 100%; position: relative; }
    iframe { border: 0; width: 100%; height: 100%; display: block; color-scheme: normal; }
    [role=separator] { position: absolute; top: 0; ${leftSide() ? "right" : "left"}: 0; width: 8px; cursor: col-resize;
      touch-action: none; }
    [role=separator]:hover, [role=separator]:focus-visible { background: #0a7c6688; outline: none; }
    p { all: initial; position: absolute; bottom: 16px; ${side()}: 16px; width: 240px; padding: 16px; border-radius: 8px;
      font: 13px/1.4 system-ui, sans-serif; color: #111; background: #fff; box-shadow: 0 1px 6px #0006; }
    p[hidden] { display: none; }
    button { font: inherit; display: block; margin-top: 12px; min-height: 32px; cursor: pointer; }`;
  edge.setAttribute("role", "separator");
  edge.setAttribute("aria-orientation", "vertical");
  edge.setAttribute("aria-label", texts.resize);
  edge.setAttribute("aria-valuemin", String(NARROWEST));
  edge.setAttribute("aria-valuemax", String(WIDEST));
  edge.tabIndex = 0;
  note.setAttribute("role", "status");
  note.hidden = true;
  frame.title = texts.name;
  frame.allow = "clipboard-write";
  box.append(frame, edge);
  root.append(look, box, note);
  // WhatsApp's global shortcuts are not meant for keys pressed here.
  for (const kind of ["keydown", "keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());

  function draw() {
    const width = shape.open ? shape.width : shape.railWidth;
    box.style.width = `${width}px`;
    edge.hidden = !shape.open;
    edge.setAttribute("aria-valuenow", String(width));
    const rule = `html.${className} #app{width:calc(100% - ${width}px)!important;inset-inline:0 auto!important}`;
    if (style.textContent !== rule) style.textContent = rule;
  }

  /** Puts back what the page took away. */
  function keep() {
    if (!shown) return;
    if (!style.isConnected) (document.head ?? document.documentElement).append(style);
    document.documentElement.classList.add(className);
    if (host.isConnected) return;
    document.body.append(host);
    clearTimeout(hello);
    hello = setTimeout(() => {
      note.textContent = texts.blocked;
      note.hidden = false;
      say({ v: 1, kind: "frame_blocked" });
    }, HELLO_MS);
  }

  function show() {
    if (shown) return;
    shown = true;
    frame.src = `${chrome.runtime.getURL("sidebar.html")}#${document.body.classList.contains("dark") ? "dark" : "light"}`;
    draw();
    keep();
  }

  function free() {
    shown = false;
    clearTimeout(hello);
    note.hidden = true;
    style.remove();
    document.documentElement.classList.remove(className);
    if (document.documentElement.classList.length === 0 && !hadClass) document.documentElement.removeAttribute("class");
  }
  const hadClass = document.documentElement.hasAttribute("class");

  /** @param {number} width */
  function resize(width) {
    shape.width = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
    draw();
  }
  const done = () => say({ v: 1, kind: "width", px: shape.width });

  edge.addEventListener("pointerdown", (event) => {
    edge.setPointerCapture(event.pointerId);
    frame.style.pointerEvents = "none";
  });
  edge.addEventListener("pointermove", (event) => {
    if (edge.hasPointerCapture(event.pointerId)) resize(leftSide() ? event.clientX : innerWidth - event.clientX);
  });
  edge.addEventListener("lostpointercapture", () => {
    frame.style.pointerEvents = "";
    done();
  });
  edge.addEventListener("keydown", (event) => {
    const outwards = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (outwards === undefined) return;
    event.preventDefault();
    resize(shape.width + (leftSide() ? -outwards : outwards));
    done();
  });

  return {
    show,
    keep,
    /** @param {(message: Message) => unknown} listener */
    listen: (listener) => void (say = listener),
    /** The shape that the engine wants. @param {Message} message */
    set({ open, width, railWidth }) {
      if (typeof open !== "boolean" || !Number.isFinite(width) || !Number.isFinite(railWidth)) return;
      shape = { open, width: Number(width), railWidth: Number(railWidth) };
      if (shown) draw();
      else show();
    },
    /** The frame has reported to the engine. */
    alive() {
      clearTimeout(hello);
      note.hidden = true;
    },
    /** Signed out: nothing of ours stays in the page. */
    hide() {
      free();
      host.remove();
    },
    /** The extension is gone: the frame goes, a calm note stays. */
    retire() {
      if (!host.isConnected) return;
      free();
      box.remove();
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = texts.reload;
      button.addEventListener("click", () => location.reload());
      note.replaceChildren(texts.updated, button);
      note.hidden = false;
    },
  };
})();
