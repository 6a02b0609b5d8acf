//! The sidebar: draws a [`View`](crate::protocol::view::View) and sends intents.
//!
//! It decides nothing, stores nothing and knows no address but the one that a card brings. [`desk`] is the line to the engine and what all
//! sections share; [`frame`] is what stands around each screen; [`screen`] chooses the section; one file or folder per section; [`common`]
//! holds the small parts. State flows in by signals, one memo per section, so that a new view changes what has changed and nothing
//! else; what a person does flows out by callbacks. Texts become text nodes, never markup.

mod act;
mod banner;
mod card;
mod common;
mod desk;
mod draft;
mod empty;
mod frame;
mod header;
mod person;
mod rail;
mod roster;
mod screen;
mod search;
mod sheets;
mod strip;

use leptos::prelude::*;

use crate::browser::document::set_language;
use crate::browser::locale;

/// Draws the sidebar into this document, for as long as it lives.
pub fn start() {
    console_error_panic_hook::set_once();
    set_language(&locale::text("language", &[]));
    locale::keep(&["updated", "reload_whatsapp"]);
    mount_to_body(frame::Frame);
}
