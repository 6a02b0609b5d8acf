/**
 * What an extension's scripts cost on the main thread of a page, told apart from what the page does itself, by the browser's own trace
 * of tasks and function calls. Time is processor time of the thread, so waiting for a busy machine does not count. A task in which only
 * the extension's scripts ran counts as a whole (reading a database is mostly native work); of a task that the page's scripts ran in too,
 * the calls of the extension's functions count. (The trace does not show scripts that a test evaluates: the replica acts in tasks of its own.)
 * No profiler: it would cost more than what is measured.
 */
const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"];
const KEPT = ["RunTask", "FunctionCall", "EvaluateScript", "thread_name"];

/** Collects trace events while `run` runs. */
export async function traced(browser, run) {
  const events = [];
  const collect = ({ value }) => events.push(...value.filter(({ name }) => KEPT.includes(name)));
  browser.on("Tracing.dataCollected", collect);
  await browser.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: CATEGORIES, excludedCategories: ["*"] } });
  let result;
  try {
    result = await run();
  } finally {
    const complete = new Promise((done) => browser.once("Tracing.tracingComplete", done));
    await browser.send("Tracing.end");
    await complete;
    browser.off("Tracing.dataCollected", collect);
  }
  return { events, result };
}

const cpu = ({ tdur, dur }) => (tdur ?? dur) / 1000;

/** Tasks of renderers' main threads, with what ran in them: milliseconds of the whole, of our calls, and whether others ran too. */
function tasksOf(events, isOurs) {
  const mains = new Set(events.filter((one) => one.name === "thread_name" && one.args.name === "CrRendererMain").map((one) => `${one.pid} ${one.tid}`));
  const onMain = events.filter((one) => one.ph === "X" && mains.has(`${one.pid} ${one.tid}`)).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const tasks = [];
  const open = new Map();
  for (const event of onMain) {
    const { name, pid, ts, dur, args } = event;
    if (name === "RunTask") {
      // A task inside a task (a nested loop) belongs to the outer one.
      if (ts < (open.get(pid)?.end ?? 0)) continue;
      const task = { end: ts + dur, whole: cpu(event), ours: 0, inside: 0, others: false };
      open.set(pid, task);
      tasks.push(task);
      continue;
    }
    const task = open.get(pid);
    const url = args?.data?.url ?? "";
    if (!task || ts > task.end || !url) continue;
    if (!isOurs(url)) task.others = true;
    else if (ts >= task.inside) {
      task.ours += cpu(event);
      task.inside = ts + dur;
    }
  }
  return tasks.filter((task) => task.inside > 0);
}

/**
 * @param {{ browser: object, extensionId: string }} theatre what readerStage gives, or the same of the whole extension
 * @param {() => Promise<unknown>} run what happens meanwhile
 * @returns {Promise<{ total: number, longest: number, tasks: number, result: unknown }>} milliseconds
 */
export async function measureCost({ browser, extensionId }, run) {
  const { events, result } = await traced(browser, run);
  const ms = tasksOf(events, (url) => url.startsWith(`chrome-extension://${extensionId}/`)).map((task) => (task.others ? task.ours : task.whole));
  return { total: ms.reduce((sum, one) => sum + one, 0), longest: Math.max(0, ...ms), tasks: ms.length, result };
}
