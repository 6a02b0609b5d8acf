/**
 * What the page reader costs WhatsApp's main thread, as a table: `node tests/whatsapp/benchmark.mjs [minutes that the idle page is watched]`.
 * A benchmark and not a test, because how long something takes is the machine's affair.
 */
import { scenes } from "./scenes.mjs";

console.log("| What | Main thread | Longest task | Tasks |\n|---|---|---|---|");
for await (const { what, total, longest, tasks, each } of scenes({ minutes: Number(process.argv[2] ?? 5) })) {
  console.log(`| ${what} | ${total.toFixed(1)} ms ${each} | ${longest.toFixed(1)} ms | ${Math.round(tasks)} |`);
}
