/**
 * Stands in for `chrome.*` inside the framed page: a port that records what the view says and delivers what a test wants the engine to
 * say, and the locale's texts as Chrome resolves them. Runs in the page, before anything else; `given` comes from stage.mjs.
 * @param {{ messages: Record<string, { message: string, placeholders?: Record<string, { content: string }> }>, language: string }} given
 */
export function chromeStub(given) {
  const event = () => {
    const listeners = new Set();
    const tell = (...words) => [...listeners].forEach((listener) => listener(...words));
    return { addListener: (listener) => listeners.add(listener), tell };
  };
  const gallery = { sent: [], ports: [], alive: true, calls: event(), violations: [], dialogs: 0 };

  function connect(info) {
    bound();
    const port = { name: info.name, onMessage: event(), onDisconnect: event(), postMessage: (message) => {
      if (port.closed) throw new Error("Attempting to use a disconnected port object");
      gallery.sent.push(message);
    } };
    gallery.ports.push(port);
    return port;
  }

  /** Each call into an extension that was updated is refused. */
  const bound = () => {
    if (!gallery.alive) throw new Error("Extension context invalidated.");
  };

  /** As Chrome does it: `$NAME$` stands for a placeholder, whose content is `$1` to `$9`. */
  function getMessage(key, values = []) {
    bound();
    const entry = given.messages[key];
    if (!entry) return "";
    return entry.message.replace(/\$([a-z_]+)\$/gi, (_, name) => {
      const place = entry.placeholders?.[name.toLowerCase()]?.content ?? "";
      return place.replace(/\$(\d)/g, (__, digit) => String([].concat(values)[digit - 1] ?? ""));
    }).replaceAll("$$", "$");
  }

  const runtime = { connect, onMessage: gallery.calls, getURL: (path) => `/${path}` };
  Object.defineProperty(runtime, "id", { get: () => (gallery.alive ? "a".repeat(32) : undefined) });
  Object.assign(gallery, {
    /** The engine says something. */
    say: (message) => gallery.ports.at(-1).onMessage.tell(structuredClone(message)),
    /** The worker is stopped: the port closes. */
    cut() {
      const port = gallery.ports.at(-1);
      port.closed = true;
      port.onDisconnect.tell(port);
    },
    /** The extension is updated. */
    update() {
      gallery.alive = false;
      gallery.cut();
    },
  });
  addEventListener("securitypolicyviolation", (fault) => gallery.violations.push(`${fault.violatedDirective} ${fault.blockedURI}`));
  for (const name of ["alert", "confirm", "prompt"]) window[name] = () => gallery.dialogs++;
  Object.defineProperty(window, "chrome", { value: { runtime, i18n: { getMessage, getUILanguage: () => given.language } } });
  Object.defineProperty(window, "gallery", { value: gallery });
}
