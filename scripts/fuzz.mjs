/**
 * `npm run fuzz -- TARGET [SECONDS]`: looks for inputs that break a target of `fuzz/targets` with libFuzzer, on the stable toolchain of
 * this project. `npm run fuzz -- TARGET keep` puts finds that reach new code into `fuzz/corpus`, where `npm test` runs them. Needs a C++
 * compiler.
 */
import { mkdirSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, run } from "./setup.mjs";

/** What cargo-fuzz passes without a sanitizer: edges and comparisons are counted. Both are stable options of rustc. */
const COVERAGE = [
  "-Cpasses=sancov-module",
  ...["level=4", "inline-8bit-counters", "pc-table", "trace-compares"].map((option) => `-Cllvm-args=-sanitizer-coverage-${option}`),
  "--cfg=fuzzing",
].join(" ");

const [target, amount = "60"] = process.argv.slice(2);
const seeds = join(ROOT, "fuzz/corpus");
const targets = readdirSync(seeds);
if (!targets.includes(target) || !/^(keep|\d+)$/.test(amount)) {
  console.error(`Usage: npm run fuzz -- TARGET [SECONDS | keep]; targets are ${targets.join(", ")}.`);
  process.exit(1);
}

const host = execFileSync("rustc", ["-vV"], { cwd: ROOT, encoding: "utf8" }).match(/^host: (.*)$/m)?.[1] ?? "";
const out = join(ROOT, "target/fuzz");
const [found, slow, broken] = ["found", "slow", "broken"].map((name) => join(out, name, target));
for (const folder of [found, slow, broken]) mkdirSync(folder, { recursive: true });
// With a target named, build scripts and macros are compiled without the counters.
const build = ["build", "--locked", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", host, "--target-dir", out];
run("cargo", build, { env: { ...process.env, RUSTFLAGS: COVERAGE } });

const seedsOf = join(seeds, target);
const asked = amount === "keep"
  ? ["-merge=1", "-max_len=300", seedsOf, found]
  : [`-max_total_time=${amount}`, "-max_len=300", "-timeout=20", `-artifact_prefix=${broken}/`, "-print_final_stats=1", found, seedsOf];
run(join(out, host, "release/fuzz"), asked, { env: { ...process.env, FUZZ_TARGET: target, FUZZ_SLOW: slow } });
console.log(`${readdirSync(slow).length} inputs over 10 ms, in ${slow}`);
