/**
 * The JavaScript that wasm-bindgen writes beside each bundle, as far as the loaders in `extension/` use it. For the type checker alone:
 * the files exist only in `dist/`.
 */
declare module "*/wasm/sidebar.js" {
  export default function init(from: { module_or_path: string }): Promise<unknown>;
}

declare module "*/wasm/options.js" {
  export default function init(from: { module_or_path: string }): Promise<unknown>;
}

/** Its exports are the worker's handlers, whose types Rust checks. */
declare module "*/wasm/background.js";
