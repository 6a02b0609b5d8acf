//! Screens without a person: a sentence, and the next action where there is one.

use leptos::prelude::*;

use super::common::button::{Kind, Press};
use super::common::icon::{Glyph, Icon};
use super::common::note::{Note, Tone};
use super::common::sentence::t;
use super::desk::desk;
use super::search::Search;
use crate::protocol::intent::Intent;
use crate::protocol::view::ChatRef;

/// I-03: the first thing that anybody sees.
#[component]
pub fn NotConnected() -> impl IntoView {
    let desk = desk();
    view! {
        <div class="empty">
            <span class="empty-mark"><Glyph icon=Icon::Link /></span>
            <h2>{t("not_connected")}</h2>
            <p class="quiet">{t("not_connected_detail")}</p>
            <Press label="connect_hubspot" kind=Kind::Primary on_press=move || desk.send(&Intent::OpenOptions) />
        </div>
    }
}

/// I-02, I-09, I-12: nothing to do here.
#[component]
pub fn Empty(sentence: &'static str) -> impl IntoView {
    let icon = match sentence {
        "no_chat" => Icon::Person,
        "not_ready" => Icon::Clock,
        _ => Icon::Forbidden,
    };
    view! {
        <div class="empty">
            <span class="empty-mark"><Glyph icon /></span>
            <p class="quiet">{t(sentence)}</p>
        </div>
    }
}

/// I-10: the size of what comes, and nothing of what was.
#[component]
pub fn Resolving() -> impl IntoView {
    view! {
        <div aria-hidden="true">
            <div class="identity">
                <span class="skeleton" data-shape="avatar"></span>
                <div class="identity-words">
                    <span class="skeleton" data-shape="title"></span>
                    <span class="skeleton" data-shape="text"></span>
                </div>
            </div>
            <div class="section">
                <span class="skeleton" data-shape="text"></span>
                <span class="skeleton" data-shape="text"></span>
                <span class="skeleton" data-shape="text"></span>
            </div>
        </div>
        <p class="visually-hidden" role="status">{t("resolving")}</p>
    }
}

/// I-31: nobody is guessed at; the search still works, and its results are to look at only.
#[component]
pub fn Nobody(chat: ChatRef, tone: Tone, icon: Icon, sentence: &'static str) -> impl IntoView {
    desk().draft.enter(&chat);
    view! {
        <div class="section">
            <Note tone icon>
                <p>{t(sentence)}</p>
            </Note>
            <Search chat />
        </div>
    }
}
