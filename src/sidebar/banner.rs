//! What the rep has to know whatever is on screen: one sentence, one next action.

use leptos::prelude::*;

use super::common::button::{Kind, Press};
use super::common::icon::Icon;
use super::common::note::{Note, Tone};
use super::common::sentence::{sentence, t};
use super::desk::{Desk, desk};
use crate::browser::document::{is_framed, reload, reload_whatsapp};
use crate::browser::format;
use crate::browser::timer::{Timer, every};
use crate::protocol::intent::Intent;
use crate::protocol::view::Notice;

/// The banner, where there is something to say.
#[component]
pub fn Banner() -> impl IntoView {
    let desk = desk();
    let notice = Memo::new(move |_| desk.view.with(|view| view.as_ref().and_then(|view| view.notice.clone())));
    move || {
        notice.get().map(|notice| {
            let name = name(&notice);
            view! { <section class="banner" aria-label=t("banner") data-notice=name>{body(desk, notice)}</section> }
        })
    }
}

/// I-33: the extension was updated under this document. Nothing else is shown, because nothing else is true any more.
#[component]
pub fn Updated() -> impl IntoView {
    let again = || if is_framed() { reload_whatsapp() } else { reload() };
    view! {
        <main class="updated" data-notice="updated">
            <h1>{t("updated")}</h1>
            <Press label="reload_whatsapp" kind=Kind::Primary on_press=again />
        </main>
    }
}

fn name(notice: &Notice) -> &'static str {
    match notice {
        Notice::KeyRefused => "key-refused",
        Notice::KeyNeeded => "key-needed",
        Notice::Offline { .. } => "offline",
        Notice::Waiting { .. } => "waiting",
        Notice::MissingPermission { .. } => "missing-permission",
        Notice::StoreUnsafe => "store-unsafe",
        Notice::PageDoubtful => "page-doubtful",
    }
}

fn body(desk: Desk, notice: Notice) -> AnyView {
    match notice {
        Notice::KeyRefused => {
            note(desk, Icon::Key, t("notice_key_refused").into_any(), "reconnect", Intent::OpenOptions)
        }
        Notice::KeyNeeded => {
            note(desk, Icon::Key, t("notice_key_needed").into_any(), "connect_hubspot", Intent::OpenOptions)
        }
        Notice::Offline { since: Some(at) } => {
            let words = sentence("notice_offline_since", &[&format::time(at)]);
            note(desk, Icon::Offline, words, "retry", Intent::Retry)
        }
        Notice::Offline { since: None } => {
            note(desk, Icon::Offline, t("notice_offline").into_any(), "retry", Intent::Retry)
        }
        Notice::Waiting { seconds } => view! { <Waiting seconds /> }.into_any(),
        Notice::MissingPermission { scope: Some(scope) } => {
            note(desk, Icon::Key, sentence("notice_permission", &[&scope]), "how_to_add", Intent::OpenOptions)
        }
        Notice::MissingPermission { scope: None } => {
            note(desk, Icon::Key, t("notice_permission_unnamed").into_any(), "how_to_add", Intent::OpenOptions)
        }
        Notice::StoreUnsafe => note(desk, Icon::Alert, t("notice_store").into_any(), "details", Intent::OpenOptions),
        Notice::PageDoubtful => note(desk, Icon::Alert, t("notice_page").into_any(), "details", Intent::OpenOptions),
    }
}

fn note(desk: Desk, icon: Icon, words: AnyView, button: &'static str, intent: Intent) -> AnyView {
    view! {
        <Note tone=Tone::Notice icon>
            <p role="status">{words}</p>
            <div class="actions">
                <Press label=button kind=Kind::Secondary on_press=move || desk.send(&intent) />
            </div>
        </Note>
    }
    .into_any()
}

/// HubSpot asks to wait: the seconds run down here, and Retry can be pressed when they have.
#[component]
fn Waiting(seconds: u32) -> impl IntoView {
    let desk = desk();
    let left = RwSignal::new(seconds);
    // Held for as long as the banner stands.
    let _clock: StoredValue<Timer, LocalStorage> =
        StoredValue::new_local(every(1000, move || left.update(|left| *left = left.saturating_sub(1))));
    let ready = Signal::derive(move || left.get() == 0);
    view! {
        <Note tone=Tone::Notice icon=Icon::Clock>
            // Not a live region: it would be read out every second.
            <p>{move || sentence("notice_waiting", &[&format::number(left.get())])}</p>
            <div class="actions">
                <Press label="retry" kind=Kind::Secondary ready on_press=move || desk.send(&Intent::Retry) />
            </div>
        </Note>
    }
}
