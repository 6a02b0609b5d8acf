/** Prints a part of the demo world as JSON: `node tests/world/print.mjs hubspot > seed.json` (or whatsapp, people, key). */
import { demoWorld } from "./demo.mjs";

const part = process.argv[2];
const world = demoWorld();
if (part && !(part in world)) throw new Error(`no part ${part}; there are ${Object.keys(world).join(", ")}`);
process.stdout.write(`${JSON.stringify(part ? world[part] : world, null, 1)}\n`);
