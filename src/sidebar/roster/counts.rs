//! How many of a group are in which state. Each count is a switch that shows only those.

use leptos::prelude::*;

use super::count;
use super::row::state_icon;
use crate::browser::format;
use crate::browser::locale::{counted, text};
use crate::protocol::view::{RosterView, RowState};
use crate::sidebar::common::icon::Glyph;
use crate::sidebar::common::sentence::t;
use crate::sidebar::desk::desk;

/// In the order in which they matter.
const STATES: [RowState; 5] =
    [RowState::Linked, RowState::Candidates, RowState::NotLinked, RowState::Remembered, RowState::NumberHidden];

/// The counts that are not 0.
#[component]
pub fn Counts(roster: Memo<RosterView>) -> impl IntoView {
    let only = desk().roster.only;
    let one = |state: RowState| {
        let counted = Memo::new(move |_| {
            roster.with(|roster| count(roster.rows.iter().filter(|row| row.state == state).count()))
        });
        let toggle = move |_| only.update(|only| *only = if *only == Some(state) { None } else { Some(state) });
        move || {
            (counted.get() > 0 || only.get() == Some(state)).then(|| {
                view! {
                    <button
                        type="button"
                        class="filter-chip"
                        aria-pressed=move || if only.get() == Some(state) { "true" } else { "false" }
                        on:click=toggle
                    >
                        <Glyph icon=state_icon(state) />
                        <span>{move || words(state, counted.get())}</span>
                    </button>
                }
            })
        }
    };
    view! {
        <div class="counts" role="group" aria-label=t("roster_show_only")>
            {STATES.map(one).into_iter().collect_view()}
        </div>
    }
}

fn words(state: RowState, count: u32) -> String {
    match state {
        RowState::Linked => counted("count_linked", count),
        RowState::Candidates => text("count_candidates", &[&format::number(count)]),
        RowState::NotLinked => counted("count_not_linked", count),
        RowState::Remembered => counted("count_remembered", count),
        RowState::NumberHidden => counted("count_number_hidden", count),
    }
}
