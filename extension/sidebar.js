/** Loads the sidebar. A module of its own, because the extension's policy refuses inline script. */
import init from "./wasm/sidebar.js";

void init({ module_or_path: "./wasm/sidebar_bg.wasm" });
