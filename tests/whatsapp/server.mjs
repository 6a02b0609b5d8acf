/**
 * Serves the replica as if it were https://web.whatsapp.com/: any host name, the same security headers, class names
 * made anew at each load. Run directly to look at it by hand: `node tests/whatsapp/server.mjs [port]`.
 */
import { randomBytes, randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { fileURLToPath } from "node:url";

const PAGE = new URL("./page/", import.meta.url);
const TYPES = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8" };

/** What may be asked of the headers by name; anything else is taken as the policy's own text. */
const POLICIES = {
  strict: (nonce) => `default-src 'self' data: blob:; script-src 'self' 'nonce-${nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; frame-src 'self' data: blob: https://www.youtube.com/embed/; frame-ancestors 'self'; connect-src 'self'`,
  "no-eval": (nonce) => POLICIES.strict(nonce).replace(" 'unsafe-eval'", ""),
  off: () => "",
};

/** All shapes of the page, as `variant` of a world or `?variant=` of an address. "drift" reads its changes from the world. */
export const VARIANTS = ["A", "A-children", "A-prime", "B", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "drift"];

/** What a variant asks of the server; the rest is in page/variants/. */
const FROM_SERVER = { C8: { coep: true }, C9: { lang: "ar", dir: "rtl" } };

/** A class token as the real page has them: `x` and six or seven characters. */
const token = () => `x${Array.from({ length: randomInt(6, 8) }, () => "0123456789abcdefghijklmnopqrstuvwxyz"[randomInt(36)]).join("")}`;

/** Draws tokens for every `.k-name` of the style sheet; each logical name gets one real token and two idle ones. */
function classTable(css) {
  const names = [...new Set([...css.matchAll(/\.k-([a-z-]+)/g)].map((match) => match[1]))];
  return Object.fromEntries(names.map((name) => [name, [token(), token(), token()]]));
}

/** The page shell of one load. */
function shell({ nonce, revision, lang, dir }) {
  const css = readFileSync(new URL("style.css", PAGE), "utf8");
  const table = classTable(css);
  const renamed = css.replace(/\.k-([a-z-]+)/g, (_, name) => `.${table[name][0]}`);
  return `<!DOCTYPE html>
<html id="whatsapp-web" class="" lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<title>WhatsApp</title>
<meta name="viewport" content="width=device-width">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#f7f5f3">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#1d1f1f">
<link rel="icon" href="data:,">
<style data-btmanifest="${revision}_main">${renamed}</style>
<script type="application/json" id="class-names">${JSON.stringify(table)}</script>
<script nonce="${nonce}" data-btmanifest="${revision}_main">window.__revision = ${JSON.stringify({ client_revision: Number(revision) })};</script>
</head>
<body class="">
<div id="app"></div>
<div id="wa_web_initial_startup" class="${table.splash.join(" ")}"><div class="${table["splash-bar"].join(" ")}"></div></div>
<script nonce="${nonce}" type="module" src="/replica/page/main.js"></script>
</body>
</html>
`;
}

/**
 * @param {object} settings
 * @param {string} settings.cert PEM
 * @param {string} settings.key PEM
 * @param {number} [settings.port] 0 takes a free one
 * @param {object} settings.world a world of tests/world (its `whatsapp` half, or the whole); its `variant` may be any of VARIANTS
 * @param {string} [settings.csp] "strict", "no-eval", "off" or a policy
 * @param {boolean|string} [settings.coep] enforce Cross-Origin-Embedder-Policy (true means require-corp)
 * @param {boolean} [settings.trustedTypes] add require-trusted-types-for 'script'
 * @param {string} [settings.revision] the client revision that the page carries
 */
export async function startReplica({ cert, key, port = 0, world, csp = "strict", coep = false, trustedTypes = false, revision = "1048032155" }) {
  const headers = { csp, coep, trustedTypes, revision };
  const worlds = new Map([["", world.whatsapp ?? world]]);
  /** The world that a page asks for, and the variant, which its address may change. */
  const wanted = (query) => {
    const here = worlds.get(query.get("world") ?? "");
    return { world: here, ...FROM_SERVER[query.get("variant") ?? here?.variant] };
  };

  function respond(response, status, type, body, nonce = randomBytes(12).toString("base64"), coep = headers.coep) {
    const policy = [(POLICIES[headers.csp] ?? (() => headers.csp))(nonce), headers.trustedTypes ? "require-trusted-types-for 'script'" : ""].filter(Boolean).join("; ");
    response.writeHead(status, {
      "content-type": type,
      "cache-control": "no-store",
      "cross-origin-resource-policy": "same-origin",
      ...(policy ? { "content-security-policy": policy } : {}),
      ...(coep ? { "cross-origin-embedder-policy": coep === true ? "require-corp" : coep } : {}),
    });
    response.end(body);
  }

  const server = createServer({ cert, key }, async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "https://web.whatsapp.com");
    const here = wanted(searchParams);
    if (!here.world) return respond(response, 404, "text/plain", "no such world");
    if (pathname === "/replica/world.json") return respond(response, 200, "application/json", JSON.stringify(here.world));
    const file = /^\/replica\/page\/((?:variants\/)?[a-z0-9-]+\.(js|css))$/.exec(pathname);
    if (file) {
      const body = await readFile(new URL(file[1], PAGE)).catch(() => null);
      return body ? respond(response, 200, TYPES[file[2]], body) : respond(response, 404, "text/plain", "");
    }
    if (pathname.startsWith("/replica/")) return respond(response, 404, "text/plain", "");
    const nonce = randomBytes(12).toString("base64");
    const { lang = here.world.lang ?? "en", dir = here.world.dir ?? "ltr" } = here;
    const page = shell({ nonce, revision: headers.revision, lang, dir });
    return respond(response, 200, "text/html; charset=utf-8", page, nonce, headers.coep || here.coep);
  });
  await new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));

  return {
    port: server.address().port,
    /** Takes effect at the next load. With a name, only for pages whose address has `?world=<name>`. */
    setWorld: (next, name = "") => void worlds.set(name, next.whatsapp ?? next),
    /** Any of csp, coep, trustedTypes, revision; takes effect at the next load. */
    setHeaders: (next) => void Object.assign(headers, next),
    close: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { throwAwayCertificate } = await import("./certificate.mjs");
  const { demoWorld } = await import("../world/demo.mjs");
  const { port } = await startReplica({ ...throwAwayCertificate(), port: Number(process.argv[2] ?? 8443), world: demoWorld() });
  console.log(`https://127.0.0.1:${port}/ (the certificate is a throw-away one; Ctrl-C ends)`);
}
