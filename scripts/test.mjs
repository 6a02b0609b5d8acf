/**
 * `npm test`: set-up, then every check. All of them run, whatever fails; the last line counts the tests.
 * `npm test -- native e2e` runs the named steps alone.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { browser, driver } from "./browser.mjs";
import { ROOT, setUp } from "./setup.mjs";

const WASM = ["--target", "wasm32-unknown-unknown"];

/** @param {string} folder below tests/ */
const testsOf = (folder) => {
  const names = readdirSync(join(ROOT, "tests", folder)).filter((name) => name.endsWith(".test.mjs"));
  return names.sort().map((name) => `tests/${folder}/${name}`);
};

/**
 * The sandbox's program, by way of the test that runs it: with the features of the step `native`, which has compiled it. `cargo build`
 * resolves other features of serde, and compiles that and everything on top of it once more.
 */
const SANDBOX = ["cargo", "test", "--locked", "--workspace", "--all-features", "--no-run", "--test", "server"];

/** A file whose tests have all ended is over, whatever it left open. */
const nodeTest = (...files) => ["node", "--test", "--test-force-exit", "--test-reporter=spec", "--test-concurrency=1", ...files];
/** A command that takes longer hangs, in milliseconds: it is ended, and the steps after it still run. */
const TOO_LONG = 25 * 60_000;
/** Waits for minutes and hardly works meanwhile: the passes in real time. */
const WAITS = "tests/e2e/passes.test.mjs";

/** Names of the steps, and what each runs: one command after the other, those of an inner list beside each other. */
const STEPS = {
  format: [["cargo", "fmt", "--all", "--check"], ["node", "scripts/lint.mjs"]],
  lint: [
    ["cargo", "clippy", "--locked", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"],
    ["cargo", "clippy", "--locked", "-p", "linked-contacts", "--lib", "--bins", ...WASM, "--", "-D", "warnings"],
  ],
  native: [["cargo", "test", "--locked", "--workspace", "--all-features", "--no-fail-fast"]],
  build: [["cargo", "xtask", "dist"], SANDBOX],
  browser: [["cargo", "test", "--locked", "-p", "linked-contacts", "--test", "browser", ...WASM]],
  sandbox: [nodeTest(...testsOf("sandbox"))],
  page: [nodeTest(...testsOf("world"), ...testsOf("whatsapp"))],
  views: [nodeTest(...testsOf("gallery"))],
  e2e: [[nodeTest(WAITS), nodeTest(...testsOf("e2e").filter((file) => file !== WAITS))]],
};

/** One after the other. */
const FIRST = ["format", "lint", "native", "build", "browser", "sandbox"];
/** Then these rows beside each other: tests in the browser wait as much as they work. */
const THEN = [["views"], ["page", "e2e"]];

/** How the runners in use close: cargo's harness, and Node's test runner. */
const COUNTS = [/^test result: \w+\. (\d+) passed; (\d+) failed/gm, /^. pass (\d+)\n. fail (\d+)$/gm];

const WINDOWS = process.platform === "win32";
const running = new Set();
/** Ends a command, and whatever it started. */
const stop = (child) => (WINDOWS ? child.kill() : process.kill(-child.pid, "SIGKILL"));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    running.forEach(stop);
    process.exit(1);
  });
}

/** @returns {Promise<{ ok: boolean, output: string }>} */
function command([name, ...words], env) {
  return new Promise((done) => {
    const child = spawn(name, words, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"], shell: WINDOWS, detached: !WINDOWS });
    running.add(child);
    let output = "";
    const late = setTimeout(() => {
      console.error(`\nended after ${TOO_LONG / 60_000} minutes: ${name} ${words.join(" ")}`);
      stop(child);
    }, TOO_LONG);
    const keep = (sink) => (chunk) => {
      output += chunk;
      sink.write(chunk);
    };
    child.stdout.on("data", keep(process.stdout));
    child.stderr.on("data", keep(process.stderr));
    const end = (result) => {
      clearTimeout(late);
      running.delete(child);
      done(result);
    };
    child.on("error", (error) => end({ ok: false, output: String(error) }));
    child.on("close", (code) => end({ ok: code === 0, output }));
  });
}

async function main(wanted) {
  const unknown = wanted.filter((name) => !(name in STEPS));
  if (unknown.length > 0) throw new Error(`There is no step ${unknown.join(", ")}; there are ${Object.keys(STEPS).join(", ")}.`);
  setUp();
  const env = {
    ...process.env,
    CHROMIUM: browser(),
    CHROMEDRIVER: driver(),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "cargo run -q -p xtask -- test-runner",
  };
  let [passed, failed] = [0, 0];
  const lines = [];

  async function play(name) {
    const started = performance.now();
    let ok = true;
    for (const one of STEPS[name]) {
      const beside = Array.isArray(one[0]) ? one : [one];
      for (const words of beside) console.log(`\n— ${name}: ${words.slice(0, 8).join(" ")}`);
      const results = await Promise.all(beside.map((words) => command(words, env)));
      ok &&= results.every((result) => result.ok);
      for (const { output } of results) {
        for (const [, good, bad] of COUNTS.flatMap((pattern) => [...output.matchAll(pattern)])) {
          passed += Number(good);
          failed += Number(bad);
        }
      }
    }
    lines.push(`${ok ? "ok    " : "FAILED"} ${name} (${Math.round((performance.now() - started) / 1000)} s)`);
    if (!ok) process.exitCode = 1;
  }

  async function playRow(names) {
    for (const name of names.filter((name) => wanted.length === 0 || wanted.includes(name))) await play(name);
  }
  await playRow(FIRST);
  await Promise.all(THEN.map(playRow));
  // A step can fail without a failed test: then that step counts as one.
  if (process.exitCode && failed === 0) failed = lines.filter((line) => line.startsWith("FAILED")).length;
  console.log(`\n${lines.join("\n")}\n\n${passed} passed, ${failed} failed`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
