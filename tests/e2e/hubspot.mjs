/** The HubSpot sandbox as a process, and its control API: what tests see of HubSpot's side, and what colleagues do there. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BINARY = fileURLToPath(new URL(`../../target/debug/hubspot-sandbox${process.platform === "win32" ? ".exe" : ""}`, import.meta.url));

/**
 * @param {{ seed: object, certificate: string, key: string, port?: number }} settings paths of PEM files; port 0 takes a free one
 */
export async function startHubspot({ seed, certificate, key, port = 0 }) {
  const words = ["--seed", "-", "--certificate", certificate, "--private-key", key, "--port", String(port)];
  const child = spawn(BINARY, words, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(seed));
  const [line] = await Promise.race([
    new Promise((done) => createInterface({ input: child.stdout }).once("line", (text) => done([text]))),
    new Promise((_, fail) => child.once("error", fail).once("exit", (code) => fail(new Error(`hubspot-sandbox ended with ${code}`)))),
  ]);
  const ports = JSON.parse(line);

  async function control(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${ports.control}${path}`, { method, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : {};
  }

  /** The sandbox knows its records by their id alone where there is one account; with two, `portal` says which. */
  const at = (path, portal) => (portal ? `${path}?portal=${portal}` : path);

  return {
    port: ports.port,
    seed: (next) => control("POST", "/seed", next),
    addAccount: (next) => control("POST", "/account", next),
    /** Every request since number `since`. */
    log: async (since = 0) => (await control("GET", `/log?since=${since}`)).entries,
    /** The number of the last request: what comes later is `log(mark)`. */
    mark: async () => (await control("GET", "/log?since=0")).next,
    writes: async (since = 0) => (await control("GET", `/log?since=${since}`)).entries.filter((one) => one.sort === "write"),
    fault: (fault) => control("POST", "/fault", fault),
    clearFaults: () => control("POST", "/faults/clear"),
    settings: (changes, portal) => control("POST", at("/settings", portal), changes),
    advance: (ms) => control("POST", "/clock", { advance: ms }),
    contact: (id, portal) => control("GET", at(`/contacts/${id}`, portal)),
    edit: (id, properties, portal) => control("POST", at(`/contacts/${id}`, portal), { properties }),
    create: (properties, portal) => control("POST", at("/contacts", portal), { properties }),
    remove: (id, portal) => control("DELETE", at(`/contacts/${id}`, portal)),
    merge: (primary, other, portal) => control("POST", at("/merge", portal), { primary, other }),
    record: (object, id) => control("GET", `/${object}/${id}`),
    associated: async (from, id, to) => (await control("GET", `/associations/${from}/${id}/${to}`)).ids,
    close: () => new Promise((done) => {
      child.once("exit", done);
      child.kill();
    }),
  };
}
