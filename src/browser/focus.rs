//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::document::document;

/// Puts the focus on the element with this id, where there is one, if it is lost. To be asked when what is new has been drawn and what
/// was focused has gone.
pub fn focus_if_lost(id: &str) {
    if is_lost() {
        focus(id);
    }
}

/// Puts the focus on the element with this id, where there is one.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether the person is in this document and what held the focus is gone: then it may be put somewhere without taking it from WhatsApp.
fn is_lost() -> bool {
    let Some(document) = document() else { return false };
    let active = document.active_element();
    let on_body = active.is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"));
    on_body && document.has_focus().unwrap_or(false)
}
