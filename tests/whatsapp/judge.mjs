/** The shipped rules as a judge: page facts go to `examples/conclude.rs`, conclusions come back, one for each. */
import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Builds the program where that is needed and starts it. */
export async function judge() {
  const words = ["build", "--quiet", "--locked", "--example", "conclude", "--message-format=json"];
  // Not in this thread: cargo waits for whoever else builds, and a browser whose test does not answer gives up.
  const { stdout: built } = await promisify(execFile)("cargo", words, { cwd: ROOT, maxBuffer: 1 << 26 });
  const { executable } = built.split("\n").filter(Boolean).map((line) => JSON.parse(line)).findLast((one) => one.executable && one.target.name === "conclude");
  const child = spawn(executable, [], { stdio: ["pipe", "pipe", "inherit"] });
  const asked = [];
  createInterface(child.stdout).on("line", (line) => asked.shift()(JSON.parse(line)));
  return {
    /** @param {string} reader @param {object} fact @returns {Promise<{ kind: string, conclusion?: object }>} */
    ask: (reader, fact) => new Promise((done) => {
      asked.push(done);
      child.stdin.write(`${JSON.stringify({ reader, fact })}\n`);
    }),
    close: () => child.stdin.end(),
  };
}
