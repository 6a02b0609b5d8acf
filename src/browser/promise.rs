//! Calls of the browser that answer later.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Waits for the answer.
pub async fn settle(call: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(call?).await
}

/// Lets the call run. Its failure is nobody's loss, and must not end up in the console as an unhandled one.
pub fn let_run(call: Result<Promise, JsValue>) {
    spawn_local(async {
        let _ = settle(call).await;
    });
}
