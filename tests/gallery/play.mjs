/** One browser for the tests of a file, and for each test a sidebar in it, which must end without a fault. */
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { stage } from "./stage.mjs";

let theatre;
/** The sidebar of the test that runs. */
export let sidebar;
before(async () => (theatre = await stage()));
after(() => theatre.close());
afterEach(async () => {
  assert.deepEqual(sidebar.faults, []);
  await sidebar.close();
});

/** Opens it, with a view, or by what a function does with it. */
export const start = async (given, settings) => {
  sidebar = await theatre.open(settings);
  await (typeof given === "function" ? given(sidebar) : sidebar.show(given));
};
