/**
 * Serves the built extension's pages as they are, under the extension's own content security policy, and a page that frames them as
 * WhatsApp Web does. The two stand under different sites, so that the frame lives in a process of its own, as it does in the product.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BUILT = join(ROOT, "dist/chrome");
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm",
  ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png",
};

const hostPage = (frame) => `<!doctype html><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
<style>html,body{margin:0;height:100%;overflow:hidden}iframe{border:0;width:100%;height:100%;display:block}</style>
<iframe src="${frame}" allow="clipboard-write" title="Sidebar"></iframe>`;

/** @returns the addresses of a page that frames the sidebar, of the sidebar alone and of the options page; close it when done */
export async function serve() {
  const manifest = JSON.parse(await readFile(join(BUILT, "manifest.json"), "utf8"));
  let port = 0;
  const { extension_pages: shipped } = manifest.content_security_policy;
  const policy = () => shipped.replace(/frame-ancestors [^;]+/, `frame-ancestors http://localhost:${port}`);
  const server = createServer(async (request, answer) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    if (url.pathname === "/host") {
      const frame = `http://127.0.0.1:${port}/sidebar.html#${url.searchParams.get("theme")}`;
      return answer.writeHead(200, { "content-type": TYPES[".html"] }).end(hostPage(frame));
    }
    const path = normalize(join(BUILT, url.pathname));
    try {
      if (!path.startsWith(BUILT)) throw new Error("outside");
      const body = await readFile(path);
      answer.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "content-security-policy": policy() });
      answer.end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, () => listening(undefined)));
  ({ port } = server.address());
  const close = () => new Promise((closed) => {
    server.closeAllConnections();
    server.close(() => closed(undefined));
  });
  const alone = (theme) => `http://127.0.0.1:${port}/sidebar.html#${theme}`;
  const options = () => `http://127.0.0.1:${port}/options.html`;
  return { host: (theme) => `http://localhost:${port}/host?theme=${theme}`, alone, options, close };
}
