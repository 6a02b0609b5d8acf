/** Loads the sidebar. A module of its own, because the extension's policy refuses inline script. */
import init from "./wasm/sidebar.js";

const ready = init({ module_or_path: "./wasm/sidebar_bg.wasm" });

/**
 * The worker's code, held and never run. The browser stops a worker that has rested for half a minute, and the next one would compile
 * anew, function by function, whatever a chat needs. All pages of an extension share a process, and in it what is compiled of a module
 * for as long as anybody holds it. A page that cannot hold it does without.
 */
export const held = ready.then(() => WebAssembly.compileStreaming(fetch("./wasm/background_bg.wasm"))).catch(() => {});
