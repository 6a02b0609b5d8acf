//! The document that a view is drawn in: its theme, direction and language, and the page around it.

use js_sys::Object;
use web_sys::{Document, Element, Window};

/// The theme of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// The direction of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

/// Paints the page in a theme from now on, whatever its address or the browser said.
pub fn set_theme(theme: Theme) {
    let name = match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    set_on_root("data-theme", name);
}

/// Mirrors the page or does not.
pub fn set_direction(direction: Direction) {
    let name = match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    };
    set_on_root("dir", name);
}

/// Says in which language the texts are, as a BCP 47 tag.
pub fn set_language(tag: &str) {
    set_on_root("lang", tag);
}

/// Whether the page stands in a frame (beside WhatsApp) or by itself (the side panel).
pub fn is_framed() -> bool {
    let window = window();
    let top = window.as_ref().and_then(|window| window.top().ok().flatten());
    !matches!((window, top), (Some(window), Some(top)) if Object::is(&window, &top))
}

/// Whether the page is on screen.
pub fn is_hidden() -> bool {
    document().is_none_or(|document| document.hidden())
}

/// Loads WhatsApp Web anew, in the tab that this frame stands in.
pub fn reload_whatsapp() {
    if let Some(window) = window() {
        // The page around the frame is of another origin: it can be sent to an address, not reloaded.
        let _ = window.open_with_url_and_target("https://web.whatsapp.com/", "_top");
    }
}

/// Loads this page anew.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Puts a text on the clipboard.
pub fn copy(text: &str) {
    if let Some(window) = window() {
        let _ = window.navigator().clipboard().write_text(text);
    }
}

fn set_on_root(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

fn root() -> Option<Element> {
    document().and_then(|document| document.document_element())
}

pub(super) fn document() -> Option<Document> {
    window().and_then(|window| window.document())
}

pub(super) fn window() -> Option<Window> {
    web_sys::window()
}
