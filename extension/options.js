/** Loads the options page. A module of its own, because the extension's policy refuses inline script. */
import init from "./wasm/options.js";

void init({ module_or_path: "./wasm/options_bg.wasm" });
