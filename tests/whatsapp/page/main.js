/** Entry: watch first, then choose the variant, then bring the app up and hand the driver out. */
import { start } from "./app.js";
import { install } from "./driver.js";
import { watch } from "./record.js";
import { choose } from "./variant.js";

watch();
const world = fetch(`/replica/world.json${location.search}`).then((answer) => answer.json());
const wanted = new URLSearchParams(location.search).get("variant");
install(world.then(async (given) => {
  await choose(wanted ?? given.variant ?? "B");
  return start(given);
}), world);
