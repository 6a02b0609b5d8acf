//! The connection to HubSpot: how it stands, and beside it what helps next.

use leptos::html::H2;
use leptos::prelude::*;

use super::connected::Connected;
use super::desk::{Kind, desk};
use super::how_to::HowTo;
use super::key_form::KeyForm;
use super::matching::Matching;
use super::parts::{Drawing, Icon, Note, Tone, sentence};
use crate::browser::locale::text;
use crate::protocol::options;

/// Two cards: the connection, and what helps next. The form stays the same element while a key is checked and refused, so that nothing that
/// was typed is lost and the focus stays where it is.
#[component]
pub fn Connection() -> impl IntoView {
    let desk = desk();
    let connection = Memo::new(move |_| desk.view().map(|view| view.connection));
    let kind = Memo::new(move |_| desk.kind());
    let form = Memo::new(move |_| desk.changing.get() || kind.get() != Some(Kind::Connected));
    let heading: NodeRef<H2> = NodeRef::new();
    // Whoever pressed a button that is gone now goes on reading here.
    Effect::new(move |before: Option<bool>| {
        let shown = form.get();
        if before.is_some_and(|before| before != shown)
            && let Some(heading) = heading.get_untracked()
        {
            let _ = heading.focus();
        }
        shown
    });
    Effect::new(move |before: Option<()>| {
        let told = connection.get().map(|connection| spoken(&connection));
        if before.is_some() {
            desk.say(told.unwrap_or_default());
        }
    });
    view! {
        <div class="columns">
            <section class="card" aria-labelledby="connection">
                <div class="card-head">
                    <h2 id="connection" tabindex="-1" node_ref=heading>
                        {move || title(kind.get(), form.get())}
                    </h2>
                    <Show when=move || !form.get()>
                        <span class="chip" data-tone="accent">
                            <Drawing icon=Icon::Check />
                            {text("options_connected", &[])}
                        </span>
                    </Show>
                </div>
                {move || connection.get().map(standing)}
                <Show when=move || form.get() fallback=Connected>
                    <KeyForm />
                </Show>
            </section>
            <Show when=move || form.get() fallback=Matching>
                <HowTo />
            </Show>
        </div>
    }
}

fn title(kind: Option<Kind>, form: bool) -> String {
    match kind {
        Some(Kind::Connected) if form => text("options_change_key", &[]),
        Some(Kind::Connected) => text("options_hubspot", &[]),
        Some(Kind::KeyRefused | Kind::KeyNeeded) => text("options_reconnect_title", &[]),
        Some(Kind::NotConnected | Kind::Checking | Kind::Refused) | None => text("connect_hubspot", &[]),
    }
}

/// What is to be said about a connection above the form. What is wrong with a key is said at its field.
fn standing(connection: options::Connection) -> Option<AnyView> {
    let note = |tone, sentence: String| Some(view! { <Note tone=tone><p>{sentence}</p></Note> }.into_any());
    match connection {
        options::Connection::NotConnected => Some(view! { <p class="lead">{text("options_lead", &[])}</p> }.into_any()),
        options::Connection::KeyRefused { portal } => {
            note(Tone::Danger, text("options_key_refused", &[&portal.to_string()]))
        }
        options::Connection::KeyNeeded { portal } => {
            note(Tone::Notice, text("options_key_needed", &[&portal.to_string()]))
        }
        options::Connection::Checking | options::Connection::Refused { .. } | options::Connection::Connected { .. } => {
            None
        }
    }
}

/// What a screen reader says when the connection changes.
fn spoken(connection: &options::Connection) -> String {
    match connection {
        options::Connection::NotConnected => text("options_said_disconnected", &[]),
        options::Connection::Checking => text("options_checking", &[]),
        options::Connection::Refused { problem } => sentence(problem),
        options::Connection::Connected { portal, .. } => text("options_said_connected", &[&portal.to_string()]),
        options::Connection::KeyRefused { portal } => text("options_key_refused", &[&portal.to_string()]),
        options::Connection::KeyNeeded { portal } => text("options_key_needed", &[&portal.to_string()]),
    }
}
