/** Entry: watch first, then bring the app up, then hand the driver out. */
import { start } from "./app.js";
import { install } from "./driver.js";
import { watch } from "./record.js";

watch();
install(fetch("/replica/world.json").then((answer) => answer.json()).then(start));
