//! Texts in the browser's language, from `_locales`. Every sentence that a person sees has a key there.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{chrome, format};

thread_local! {
    /// Texts that are needed when the browser gives none any more.
    static KEPT: RefCell<BTreeMap<&'static str, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// The text of a key, with its placeholders filled in order. An unknown key is shown as it is, so that it is seen and mended.
pub fn text(key: &str, values: &[&str]) -> String {
    let substitutions: Array = values.iter().map(|value| JsValue::from_str(value)).collect();
    match chrome::locale_message(key, &substitutions) {
        Ok(text) if !text.is_empty() => text,
        Ok(_) | Err(_) => KEPT.with_borrow(|kept| kept.get(key).cloned()).unwrap_or_else(|| key.to_owned()),
    }
}

/// Keeps the texts of these keys, which have no placeholders. After an update of the extension an orphan is refused every text, and
/// needs a few words all the same to say so.
pub fn keep(keys: &[&'static str]) {
    KEPT.with_borrow_mut(|kept| kept.extend(keys.iter().map(|key| (*key, text_of(key)))));
}

fn text_of(key: &str) -> String {
    chrome::locale_message(key, &Array::new()).ok().filter(|text| !text.is_empty()).unwrap_or_else(|| key.to_owned())
}

/// Whether there is a text of this key.
pub fn has(key: &str) -> bool {
    chrome::locale_message(key, &Array::new()).is_ok_and(|text| !text.is_empty())
}

/// The text of a count: of `{key}_one` where the language takes the singular, else of `{key}_other` with the count filled in.
pub fn counted(key: &str, count: u32) -> String {
    let form = if format::is_one(count) { "one" } else { "other" };
    text(&format!("{key}_{form}"), &[&format::number(count)])
}

/// The browser's language as a BCP 47 tag, for dates and numbers.
pub fn language() -> String {
    chrome::ui_language().ok().filter(|tag| !tag.is_empty()).unwrap_or_else(|| "en".to_owned())
}
