/**
 * What is asked of JavaScript, style sheets and pages: types of the shipped scripts hold, each script says at its top what it is, no line
 * is wider than 140 columns. Rust has rustfmt, clippy and `tests/architecture` for the same. Each fault is a line; any makes it end with 1.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setup.mjs";

const COLUMNS = 140;
const PROJECTS = ["extension/page/tsconfig.json", "extension/tsconfig.json"];

/** Tables and markup of test data, one row a line: wrapping them would make them harder to read. */
const WIDE = ["tests/whatsapp/", "tests/world/", "tests/gallery/"];

/** @param {string[]} paths @returns {string[]} the files below them that are in the tree, with what is not yet committed */
const files = (...paths) =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z", ...paths], { cwd: ROOT, encoding: "utf8" })
    .split("\0").filter((path) => path && existsSync(join(ROOT, path)));

const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), "utf8");

function* wideLines() {
  for (const path of files("*.js", "*.mjs", "*.ts", "*.css", "*.html").filter((one) => !WIDE.some((folder) => one.startsWith(folder)))) {
    for (const [at, line] of read(path).split("\n").entries()) {
      if (line.length > COLUMNS) yield `${path}:${at + 1}: ${line.length} columns, ${COLUMNS} are allowed`;
    }
  }
}

function* unexplained() {
  for (const path of files("*.js", "*.mjs")) {
    if (!/^(#!.*\n)?("use strict";\n)?\/\*\*/.test(read(path))) yield `${path}:1: does not say at its top what it is`;
  }
}

/** @returns {boolean} whether the types of the shipped scripts hold; tsc prints what does not */
function typesHold() {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const checks = PROJECTS.map((project) => spawnSync(process.execPath, [tsc, "-p", project], { cwd: ROOT, stdio: "inherit" }));
  return checks.every(({ status }) => status === 0);
}

const faults = [...wideLines(), ...unexplained()];
for (const fault of faults) console.error(fault);
if (!typesHold() || faults.length > 0) process.exitCode = 1;
