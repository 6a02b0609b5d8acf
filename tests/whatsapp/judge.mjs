/** The shipped rules as a judge: page facts go to `examples/conclude.rs`, conclusions come back, one for each. */
import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Builds the program where that is needed and starts it. */
export async function judge() {
  const built = execFileSync("cargo", ["build", "--quiet", "--locked", "--example", "conclude", "--message-format=json"], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 26 });
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
