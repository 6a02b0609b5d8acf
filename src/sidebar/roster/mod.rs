//! A group: how many of its people are linked, and a row for each (I-24 to I-26).
//!
//! A group may have 1,024 members. Each row has a signal of its own, so that a new view redraws the rows that changed; rows out of sight are
//! laid out by the browser when they come into it.

mod counts;
mod draft;
mod row;

use std::collections::HashMap;

use leptos::prelude::*;

use super::common::icon::{Glyph, Icon};
use super::common::logging::logging_line;
use super::common::sentence::{isolated, t};
use super::desk::desk;
use super::person::WHO;
use crate::browser::focus;
use crate::browser::format;
use crate::browser::locale::{counted, text};
use crate::protocol::intent::Intent;
use crate::protocol::view::{ChatRef, RosterRow, RosterView, View};
use counts::Counts;
pub use draft::RosterDraft;
use row::Row;

/// Rows that are drawn at first, and at each further step: more than any screen holds.
const STEP: usize = 100;

/// The screen of a group.
#[component]
pub fn Roster(first: RosterView) -> impl IntoView {
    let desk = desk();
    let draft = desk.roster;
    let generation = first.generation;
    draft.enter(generation);
    let roster =
        desk.part(first, move |view| View::roster(view).filter(|roster| roster.generation == generation).cloned());
    let title = Memo::new(move |_| roster.with(|roster| roster.title.clone()));
    let incomplete = Memo::new(move |_| roster.with(|roster| roster.incomplete));
    let logging = Memo::new(move |_| roster.with(|roster| roster.logging.clone()));
    let rows = Rows::follow(roster);
    let matching = Memo::new(move |_| roster.with(|roster| draft.matching(&roster.rows)));
    let limit = RwSignal::new(draft.first_limit(STEP));
    let drawn = Memo::new(move |_| matching.with(|all| all.iter().take(limit.get()).cloned().collect::<Vec<_>>()));
    let left = Memo::new(move |_| matching.with(Vec::len).saturating_sub(limit.get()).min(STEP));
    let open = Callback::new(move |person: String| {
        draft.opened.set_value(Some(person.clone()));
        desk.send(&Intent::OpenPerson { chat: ChatRef { generation, person } });
    });
    // Back from one of its people: the row that was opened.
    let back = draft.opened.with_value(|opened| opened.as_deref().map(row::element_id));
    request_animation_frame(move || focus::focus_if_lost(back.as_deref().unwrap_or(WHO)));
    view! {
        <header class="identity group">
            <span class="avatar" aria-hidden="true"><Glyph icon=Icon::Group /></span>
            <div class="identity-words">
                <h2 id=WHO tabindex="-1" dir="auto">{move || isolated(&title.get())}</h2>
                <p class="quiet">{move || counted("people", count(roster.with(|roster| roster.rows.len())))}</p>
            </div>
        </header>
        <section class="section roster">
            {move || incomplete.get().then(|| view! { <p class="quiet">{t("roster_incomplete")}</p> })}
            <Counts roster />
            {move || logging.with(logging_line)}
            <div class="search-field">
                <Glyph icon=Icon::Search />
                <input
                    class="input"
                    type="search"
                    aria-label=t("roster_filter")
                    placeholder=t("roster_filter")
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || draft.text.get()
                    on:input=move |event| draft.text.set(event_target_value(&event))
                />
            </div>
            <ul class="rows">
                <For each=move || drawn.get() key=String::clone let:person>
                    {rows.of(&person).map(|row| view! { <Row row open /> })}
                </For>
            </ul>
            {move || matching.with(Vec::is_empty).then(|| view! { <p class="quiet" role="status">{t("roster_nobody")}</p> })}
            {move || (left.get() > 0).then(|| view! {
                <button type="button" class="button" data-kind="quiet" on:click=move |_| limit.update(|limit| *limit += STEP)>
                    {move || text("roster_more", &[&format::number(count(left.get()))])}
                </button>
            })}
        </section>
    }
}

/// A signal for each row that was drawn.
#[derive(Clone, Copy)]
struct Rows {
    roster: Memo<RosterView>,
    drawn: StoredValue<HashMap<String, ArcRwSignal<RosterRow>>>,
}

impl Rows {
    fn follow(roster: Memo<RosterView>) -> Rows {
        let rows = Rows { roster, drawn: StoredValue::new(HashMap::new()) };
        Effect::new(move |_| roster.with(|roster| roster.rows.iter().for_each(|row| rows.take(row))));
        rows
    }

    fn take(self, row: &RosterRow) {
        let held = self.drawn.with_value(|drawn| drawn.get(&row.person).cloned());
        if let Some(held) = held.filter(|held| held.with_untracked(|held| held != row)) {
            held.set(row.clone());
        }
    }

    fn of(self, person: &str) -> Option<ArcRwSignal<RosterRow>> {
        if let Some(held) = self.drawn.with_value(|drawn| drawn.get(person).cloned()) {
            return Some(held);
        }
        let row = self.roster.with_untracked(|roster| roster.rows.iter().find(|row| row.person == person).cloned())?;
        let new = ArcRwSignal::new(row);
        self.drawn.update_value(|drawn| {
            drawn.insert(person.to_owned(), new.clone());
        });
        Some(new)
    }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
