/**
 * Background of the page reader's test extension: keeps everything that page readers say, and answers with the engine's words when a
 * test says so. Readers are told apart by `?seat=` in the address of their page.
 */
const log = [];
const ports = new Map();
const waiting = [];

/** What is answered without being asked: where the sidebar is docked, and whether its frame reports. */
self.settings = { dock: { kind: "dock", open: true, width: 360, railWidth: 44 }, frame: true };

const seatOf = (sender) => new URL(sender.tab?.url ?? sender.url).searchParams.get("seat") ?? "";

function keep(seat, what, message = null) {
  log.push({ at: Date.now(), seat, what, message });
  for (const wake of waiting.splice(0)) wake();
}

/** Entries from this one on, as soon as there are any. */
self.after = async (from) => {
  while (log.length <= from) await new Promise((done) => waiting.push(done));
  return log.slice(from);
};

/** One of the engine's words. Whether there was a port to say it to. */
self.post = (seat, message) => {
  const port = ports.get(seat)?.port;
  port?.postMessage({ v: 1, ...message });
  return Boolean(port);
};

/** The engine is stopped: its port drops. */
self.drop = (seat) => {
  ports.get(seat)?.port?.disconnect();
  ports.get(seat).port = null;
};

/** The engine is awake again and asks the page reader to speak. */
self.knock = (seat) => welcome(chrome.tabs.connect(ports.get(seat).tab, { name: "page", frameId: 0 }), seat, ports.get(seat).tab);

self.heard = (seat) => log.filter((one) => one.seat === seat).length;

/** The browser takes the memory of a seat's tab. */
self.discard = async (seat) => {
  const tab = await chrome.tabs.discard(ports.get(seat).tab);
  ports.set(seat, { port: null, tab: tab.id });
};

/** The tab is looked at again. */
self.wake = (seat) => chrome.tabs.update(ports.get(seat).tab, { active: true });

function welcome(port, seat, tab) {
  ports.set(seat, { port, tab });
  keep(seat, "connected");
  port.onMessage.addListener((message) => {
    keep(seat, "said", message);
    if (message.kind === "hello" && self.settings.dock) port.postMessage({ v: 1, ...self.settings.dock });
  });
  port.onDisconnect.addListener(() => {
    if (ports.get(seat)?.port === port) ports.get(seat).port = null;
    keep(seat, "gone");
  });
}

chrome.runtime.onConnect.addListener((port) => {
  const seat = seatOf(port.sender);
  if (port.name === "page") return welcome(port, seat, port.sender.tab.id);
  keep(seat, "frame");
  if (self.settings.frame) self.post(seat, { kind: "frame_alive" });
});
