/**
 * `npm run bench:phone`: the phone module as WebAssembly against libphonenumber-js (max) and google-libphonenumber, in Node and Chromium,
 * on three books of 10,000 texts. Installs, builds, runs, prints a Markdown table. Each measurement has its own process or page.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { browser } from "../../scripts/browser.mjs";
import { ROOT, run } from "../../scripts/setup.mjs";

const HERE = join(ROOT, "benches/phone");
const SIZE = 10_000;
const MEASURE = readFileSync(join(HERE, "measure.js"), "utf8");

/** Vectors of one kind: digits of the WhatsApp id and how the number is written. */
const VECTORS = readFileSync(join(ROOT, "tests/fixtures/phone/vectors.tsv"), "utf8");
const rows = VECTORS.trim().split("\n").slice(1).map((line) => line.split("\t"));
const kind = (name) => rows.filter((row) => row[0] === name).map(([, digits, , , text]) => ({ digits, text: JSON.parse(text) }));

/** The same number with other last digits, in id and text alike; where the last four are not plain digits, the row is left as it is. */
function varied({ digits, text }, at) {
  const tail = String((at * 7919) % 10_000).padStart(4, "0");
  let left = 4;
  const changed = [...text].reverse().map((letter) => (left > 0 && /\d/.test(letter) ? tail[--left] : letter)).reverse().join("");
  return left === 0 ? { digits: digits.slice(0, -4) + tail, text: changed } : { digits, text };
}
const book = (portal, source) => {
  const pairs = Array.from({ length: SIZE }, (_, at) => varied(source[at % source.length], at));
  return { portal, texts: pairs.map(({ text }) => text), numbers: pairs.map(({ digits }) => digits) };
};
const explicit = [...kind("e164"), ...kind("international")];
const national = kind("national");
const CODES = ("20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 " +
  "54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 90 91 92 94 98").split(" ");
const forty = (list) => list.filter(({ digits }) => CODES.some((code) => digits.startsWith(code)));
const BOOKS = {
  "explicit": book("BR", explicit),
  "one country (BR), national": book("BR", national.filter(({ digits }) => digits.startsWith("55"))),
  "forty countries, half national": book("BR", [...forty(kind("international")), ...forty(national)]),
};

/** One measurement, in a process of its own: `node run.mjs measure` with the job on standard input. */
if (process.argv[2] === "measure") {
  const job = JSON.parse(readFileSync(0, "utf8"));
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const result = await (0, eval)(MEASURE)(job);
  globalThis.gc();
  console.log(JSON.stringify({ ...result, memory: result.memory + process.memoryUsage().heapUsed - before }));
  process.exit(0);
}

run("npm", ["ci", "--no-audit", "--no-fund", "--prefix", HERE]);
const wasm = (level) => {
  const out = join(ROOT, "target/bench-phone", level);
  const build = ["build", "--locked", "--release", "--target", "wasm32-unknown-unknown", "--target-dir", out];
  const env = { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: level };
  run("cargo", [...build, "--manifest-path", join(HERE, "Cargo.toml")], { env });
  return readFileSync(join(out, "wasm32-unknown-unknown/release/phone_bench.wasm"));
};
const module = (path) => readFileSync(join(HERE, "node_modules", path));
const LIBRARIES = [
  ["ours, `z`", "ours", wasm("z")],
  ["ours, `3`", "ours", wasm("3")],
  ["libphonenumber-js", "js", module("libphonenumber-js/bundle/libphonenumber-max.js")],
  ["google-libphonenumber", "google", module("google-libphonenumber/dist/libphonenumber.js")],
];

const inNode = (job) => JSON.parse(execFileSync(process.execPath, ["--expose-gc", join(HERE, "run.mjs"), "measure"],
  { input: JSON.stringify(job), encoding: "utf8", maxBuffer: 1 << 26 }));

const window = await chromium.launch({ executablePath: browser(), args: ["--no-sandbox"] });
async function inChromium(job) {
  const context = await window.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const used = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    return (await devtools.send("Runtime.getHeapUsage")).usedSize;
  };
  const before = await used();
  const result = await page.evaluate(`(${MEASURE.replace(/^\/\*\*.*?\*\/\s*/s, "").trim()})(${JSON.stringify(job)})`);
  const memory = result.memory + (await used()) - before;
  await context.close();
  return { ...result, memory };
}

const perSecond = (milliseconds) => Math.round((SIZE / milliseconds) * 1000).toLocaleString("en");
const kilobytes = (bytes) => Math.round(bytes / 1000).toLocaleString("en");
console.log("| In | Book | Library | Keyed a second | Keyed and matched a second | Found " +
  "| First call, ms | Memory, kB | File, kB (gzip) |");
console.log("|---|---|---|---|---|---|---|---|---|");
for (const [place, measure] of [["Node", inNode], ["Chromium", inChromium]]) {
  for (const [name, content] of Object.entries(BOOKS)) {
    for (const [title, library, file] of LIBRARIES) {
      const source = library === "ours" ? { wasm: file.toString("base64") } : { code: file.toString("utf8") };
      const got = await measure({ library, ...source, ...content });
      const size = `${kilobytes(file.length)} (${kilobytes(gzipSync(file).length)})`;
      const speeds = [perSecond(got.key), perSecond(got.both), got.found, got.first.toFixed(1)];
      const cells = [place, name, title, ...speeds, kilobytes(got.memory), size];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
}
await window.close();
