//! The options page: connect HubSpot, see what the key may do, change settings. Onboarding and settings are one page, because the first
//! thing to do and the things to look up later are the same.
//!
//! The threat (TH-20): the service key is typed here and nowhere else, in a top-level page of the extension that no site can frame. The
//! page draws an [`OptionsView`](crate::protocol::options::OptionsView) and sends an
//! [`OptionsIntent`](crate::protocol::options::OptionsIntent); the key leaves for the engine when Connect is pressed, and
//! its draft is dropped once it is taken. The page asks no server and stores nothing.

mod card_properties;
mod connected;
mod connection;
mod desk;
mod how_to;
mod key_form;
mod matching;
mod page_health;
mod parts;
mod promises;
mod region_field;
mod scopes;
mod settings;
mod traffic;

use leptos::prelude::*;

use crate::browser::document::{reload, set_language};
use crate::browser::locale::{keep, text};
use desk::Desk;
use parts::{Note, Tone};

/// Draws the page into this document, for as long as it lives.
pub fn start() {
    console_error_panic_hook::set_once();
    set_language(&text("language", &[]));
    keep(&["updated", "options_reload"]);
    mount_to_body(Page);
}

#[component]
fn Page() -> impl IntoView {
    let desk = Desk::open();
    provide_context(desk);
    let known = Memo::new(move |_| desk.is_known());
    view! {
        <header class="masthead">
            <img src="icons/icon.svg" alt="" width="40" height="40" />
            <div>
                <h1>{text("name", &[])}</h1>
                <p>{text("options_tagline", &[])}</p>
            </div>
        </header>
        <main data-connection=move || desk.kind().map(|kind| kind.name()) aria-busy=move || (!known.get()).to_string()>
            <Show when=move || desk.orphaned()>
                <Note tone=Tone::Notice>
                    <p>{text("updated", &[])}</p>
                    <button type="button" class="button" data-kind="secondary" on:click=|_| reload()>
                        {text("options_reload", &[])}
                    </button>
                </Note>
            </Show>
            <Show when=move || known.get() fallback=Waiting>
                <connection::Connection />
                <settings::SettingsCard />
                <page_health::PageHealth />
                <promises::Promises />
            </Show>
        </main>
        <footer>{text("options_footer", &[env!("CARGO_PKG_VERSION")])}</footer>
        <p class="visually-hidden" role="status">{move || desk.said()}</p>
    }
}

/// What stands there until the engine has spoken.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <section class="card">
            <span class="skeleton" data-shape="title"></span>
            <span class="skeleton" data-shape="text"></span>
            <span class="skeleton" data-shape="row"></span>
        </section>
        <section class="card">
            <span class="skeleton" data-shape="title"></span>
            <span class="skeleton" data-shape="row"></span>
            <span class="skeleton" data-shape="row"></span>
        </section>
    }
}
