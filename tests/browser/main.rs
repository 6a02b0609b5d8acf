//! What only a browser can show about `src/browser`: IndexedDB, JavaScript values, ports. Runs in headless Chromium without the extension,
//! so `chrome` is missing here; what needs it is proven end to end.

#![cfg(target_arch = "wasm32")]

mod directory;
mod lines;
mod messages;
mod second_copy;
mod service_key;
mod time;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
