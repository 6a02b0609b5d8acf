//! Messages to and from JavaScript values. What does not decode is no message.
//!
//! What the engine hears and says goes by way of its JSON text: its length is known before it is copied, and one text crosses over to
//! JavaScript faster than each member of each row of a group or of an address book.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use js_sys::{JSON, JsString};

/// A message as a plain object that survives being sent between contexts.
pub fn to_js(message: &impl Serialize) -> Option<JsValue> {
    JSON::parse(&serde_json::to_string(message).ok()?).ok()
}

/// A message, if it is one.
pub fn from_js<T: DeserializeOwned>(value: JsValue) -> Option<T> {
    serde_wasm_bindgen::from_value(value).ok()
}

/// The JSON text of a message. `None` where it has none (a function, a cycle).
pub fn json_of(value: &JsValue) -> Option<JsString> {
    JSON::stringify(value).ok().filter(|text| text.is_string())
}

/// A message, if the text is one.
pub fn from_json<T: DeserializeOwned>(text: &JsString) -> Option<T> {
    serde_json::from_str(&String::from(text)).ok()
}
