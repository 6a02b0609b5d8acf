//! The `chrome.*` functions that the extension calls: some thirty, declared by hand, and the only externs of the project.
//!
//! Everything returns what the browser returns; nothing here decides. Nothing is touched when the module loads, so it also loads where
//! `chrome` is missing (browser tests).

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `runtime.Port`: one end of a connection between two contexts. <https://developer.chrome.com/docs/extensions/reference/api/runtime#type-Port>
    #[derive(Clone)]
    pub type Port;

    #[wasm_bindgen(method, getter)]
    pub fn name(this: &Port) -> String;

    /// `MessageSender`, missing on the side that opened the port.
    #[wasm_bindgen(method, getter)]
    pub fn sender(this: &Port) -> JsValue;

    /// Throws where the port is closed.
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    pub fn post_message(this: &Port, message: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    pub fn disconnect(this: &Port);

    #[wasm_bindgen(method, getter, js_name = onMessage)]
    pub fn on_message(this: &Port) -> ChromeEvent;

    #[wasm_bindgen(method, getter, js_name = onDisconnect)]
    pub fn on_disconnect(this: &Port) -> ChromeEvent;

    /// An event of the extension API.
    pub type ChromeEvent;

    #[wasm_bindgen(method, js_name = addListener)]
    pub fn add_listener(this: &ChromeEvent, listener: &Function);

    /// Throws in an orphan of an update.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = connect)]
    pub fn runtime_connect(info: &Object) -> Result<Port, JsValue>;

    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "runtime"], js_name = onConnect)]
    pub static RUNTIME_ON_CONNECT: ChromeEvent;

    #[wasm_bindgen(thread_local_v2, js_namespace = ["chrome", "runtime"], js_name = onMessage)]
    pub static RUNTIME_ON_MESSAGE: ChromeEvent;

    /// Reaches every page of the extension; rejects where there is none.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    pub fn runtime_send_message(message: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
    pub fn open_options_page() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "tabs"], js_name = connect)]
    pub fn tabs_connect(tab: i32, info: &Object) -> Result<Port, JsValue>;

    /// A storage area, for what all of them have.
    pub type StorageArea;

    /// Chrome knows it for every area since 140. <https://developer.chrome.com/docs/extensions/reference/api/storage#type-StorageArea>
    #[wasm_bindgen(method, catch, js_name = setAccessLevel)]
    pub fn set_access_level(this: &StorageArea, info: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = get)]
    pub fn local_get(keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = set)]
    pub fn local_set(items: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "local"], js_name = remove)]
    pub fn local_remove(keys: &Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = get)]
    pub fn session_get(keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = set)]
    pub fn session_set(items: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "session"], js_name = remove)]
    pub fn session_remove(keys: &Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = get)]
    pub fn alarm_get(name: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = create)]
    pub fn alarm_create(name: &str, info: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "alarms"], js_name = clear)]
    pub fn alarm_clear(name: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["chrome", "sidePanel"], js_name = setPanelBehavior)]
    pub fn set_panel_behavior(behavior: &Object) -> Result<Promise, JsValue>;

    /// The address of a file of the extension.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "runtime"], js_name = getURL)]
    pub fn runtime_url(path: &str) -> Result<String, JsValue>;

    /// The text of a locale key; an empty text where the key is unknown.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    pub fn locale_message(key: &str, substitutions: &Array) -> Result<String, JsValue>;

    /// The browser's language as a BCP 47 tag.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "i18n"], js_name = getUILanguage)]
    pub fn ui_language() -> Result<String, JsValue>;
}

/// Whether the extension that this context belongs to is still there: after an update the pages of the old one are orphans.
pub fn extension_is_there() -> bool {
    own_id().is_some()
}

/// The extension's id.
pub fn own_id() -> Option<String> {
    find(&["runtime", "id"]).as_string()
}

/// One of `local`, `session`, `sync` and `managed`.
pub fn storage_area(name: &str) -> Option<StorageArea> {
    let area = find(&["storage", name]);
    area.is_object().then(|| area.unchecked_into())
}

/// Takes note of why a call or a port failed. The browser writes every failure that nobody looks at into the console.
pub fn look_at_last_error() {
    find(&["runtime", "lastError"]);
}

/// What lies below `chrome`; `undefined` where it is missing.
fn find(path: &[&str]) -> JsValue {
    let step = |of: JsValue, name: &&str| Reflect::get(&of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    ["chrome"].iter().chain(path).fold(js_sys::global().into(), step)
}
