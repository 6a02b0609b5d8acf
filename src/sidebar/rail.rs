//! The collapsed sidebar: one button of 44 px over the whole height, with the sign of what is on screen and a count.

use leptos::prelude::*;

use super::common::icon::{Glyph, Icon};
use super::common::sentence::{sentence, t};
use super::desk::desk;
use crate::browser::format;
use crate::browser::locale::counted;
use crate::protocol::intent::Intent;
use crate::protocol::view::{PersonState, RowState, Screen, View};

/// The rail.
#[component]
pub fn Rail() -> impl IntoView {
    let desk = desk();
    let sign = Memo::new(move |_| desk.view.with(|view| view.as_ref().map(Sign::of)));
    view! {
        <main class="rail" data-rail="">
            <h1 class="visually-hidden">{t("name")}</h1>
            <button
                type="button"
                class="rail-button"
                aria-label=t("expand")
                title=t("expand")
                aria-describedby="rail-state"
                on:click=move |_| desk.send(&Intent::SetOpen { open: true })
            >
                <Glyph icon=Icon::Expand />
            </button>
            // Over the button and not in it: the count is no part of the button's name.
            <div class="rail-signs" aria-hidden="true">
                {move || sign.get().map(|sign| {
                    view! {
                        <span class="rail-sign" data-tone=sign.tone>
                            <Glyph icon=sign.icon />
                            {(sign.count > 0).then(|| view! { <span class="rail-count">{format::number(sign.count)}</span> })}
                        </span>
                        {sign.needs_care.then(|| view! { <span class="rail-care"><Glyph icon=Icon::Alert /></span> })}
                    }
                })}
            </div>
            <p class="visually-hidden" id="rail-state">{move || sign.get().map(|sign| sign.words())}</p>
        </main>
    }
}

/// What the rail shows of a view.
#[derive(Clone, PartialEq)]
struct Sign {
    icon: Icon,
    tone: &'static str,
    count: u32,
    key: &'static str,
    name: String,
    needs_care: bool,
}

impl Sign {
    fn of(view: &View) -> Sign {
        let needs_care = view.notice.is_some();
        let plain = |icon, key| Sign { icon, tone: "neutral", count: 0, key, name: String::new(), needs_care };
        match &view.screen {
            Screen::NotConnected => plain(Icon::Link, "not_connected"),
            Screen::WhatsAppNotReady => plain(Icon::Clock, "not_ready"),
            Screen::NoChat => plain(Icon::Person, "no_chat"),
            Screen::Resolving => plain(Icon::Person, "resolving"),
            Screen::NotAPerson => plain(Icon::Forbidden, "not_a_person"),
            Screen::NotUnderstood(_) => plain(Icon::Alert, "not_understood"),
            Screen::NoMessages(_) => plain(Icon::Person, "no_messages"),
            Screen::Person(person) => match &person.state {
                PersonState::NumberHidden => plain(Icon::Hidden, "row_number_hidden"),
                PersonState::NotLinked { .. } => plain(Icon::Unlink, "not_linked"),
                PersonState::Candidates { candidates } => {
                    Sign { tone: "notice", count: count(candidates.len()), ..plain(Icon::Question, "candidates") }
                }
                PersonState::Remembered { .. } => plain(Icon::Unlink, "row_remembered"),
                PersonState::JustUnlinked { .. } => plain(Icon::Unlink, "just_unlinked"),
                PersonState::Linked(card) => {
                    let linked = Sign { tone: "accent", name: card.name.clone(), ..plain(Icon::Check, "said_linked") };
                    Sign { needs_care: needs_care || card.notice.is_some(), ..linked }
                }
            },
            Screen::Group(roster) => {
                let linked = roster.rows.iter().filter(|row| row.state == RowState::Linked).count();
                let tone = if linked > 0 { "accent" } else { "neutral" };
                Sign { tone, count: count(linked), ..plain(Icon::Group, "count_linked") }
            }
        }
    }

    fn words(&self) -> AnyView {
        match self.key {
            "said_linked" => sentence(self.key, &[&self.name]),
            "candidates" | "count_linked" => counted(self.key, self.count).into_any(),
            key => t(key).into_any(),
        }
    }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
