//! Rust as a JavaScript listener.

use js_sys::Function;
use wasm_bindgen::prelude::*;

/// A listener for the rest of the page's life.
pub fn forever(run: impl Fn(JsValue) + 'static) -> Function {
    Closure::<dyn Fn(JsValue)>::new(run).into_js_value().unchecked_into()
}
