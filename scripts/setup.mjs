/** Set-up on a fresh machine: the wasm target and npm's packages. Does only what is missing, so it costs nothing the second time. */
import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TARGET = "wasm32-unknown-unknown";

/** Runs a command in the project's root and shows what it prints; throws where it fails. */
export function run(command, words, settings = {}) {
  execFileSync(command, words, { cwd: ROOT, stdio: "inherit", shell: process.platform === "win32", ...settings });
}

const read = (command, words) => execFileSync(command, words, { cwd: ROOT, encoding: "utf8", shell: process.platform === "win32" });

function rust() {
  let installed;
  try {
    installed = read("rustup", ["target", "list", "--installed"]);
  } catch {
    throw new Error("rustup was not found. Install Rust as https://rustup.rs says, then run this again.");
  }
  if (!installed.includes(TARGET)) run("rustup", ["target", "add", TARGET]);
}

function packages() {
  const [lock, done] = [`${ROOT}package-lock.json`, `${ROOT}node_modules/.package-lock.json`];
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(lock).mtimeMs) return;
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** Rust and npm; the browser is looked for by whoever needs it. */
export function setUp() {
  const [major] = process.versions.node.split(".");
  if (Number(major) < 20) throw new Error(`Node 20 or newer is needed; this is ${process.version}.`);
  rust();
  packages();
}
