//! One participant: name and number in WhatsApp, the state, and the contact in HubSpot. A press opens the person.

use leptos::prelude::*;

use crate::protocol::view::{RosterRow, RowState};
use crate::sidebar::common::avatar::Avatar;
use crate::sidebar::common::icon::{Glyph, Icon};
use crate::sidebar::common::identity::Who;
use crate::sidebar::common::sentence::{isolated, t};

/// A row.
#[component]
pub fn Row(row: ArcRwSignal<RosterRow>, open: Callback<String>) -> impl IntoView {
    let row = RwSignal::from(row);
    let person = row.with_untracked(|row| row.person.clone());
    let id = element_id(&person);
    let name = Signal::derive(move || row.with(|row| row.name.clone()));
    view! {
        <li>
            <button
                type="button"
                class="row"
                id=id
                data-row=move || row.with(|row| state_name(row.state))
                on:click=move |_| open.run(person.clone())
            >
                <Avatar name />
                <span class="row-words">
                    <span class="row-name" dir="auto">{move || row.with(|row| Who::from(row).name())}</span>
                    {move || row.with(second_line)}
                </span>
                {move || row.with(|row| chip(row.state))}
            </button>
        </li>
    }
}

/// The contact where there is one, else the number.
fn second_line(row: &RosterRow) -> Option<AnyView> {
    match &row.contact_name {
        Some(contact) => Some(
            view! { <span class="row-contact" dir="auto"><Glyph icon=Icon::Link />{isolated(contact)}</span> }
                .into_any(),
        ),
        None if row.state == RowState::NumberHidden => None,
        None => Who::from(row)
            .number()
            .map(|number| view! { <span class="row-contact" dir="auto">{number}</span> }.into_any()),
    }
}

fn chip(state: RowState) -> AnyView {
    let (tone, words) = match state {
        RowState::Linked => ("accent", "row_linked"),
        RowState::Candidates => ("notice", "row_candidates"),
        RowState::NotLinked => ("neutral", "row_not_linked"),
        RowState::Remembered => ("neutral", "row_remembered"),
        RowState::NumberHidden => ("neutral", "row_number_hidden"),
    };
    view! { <span class="chip" data-tone=tone><Glyph icon=state_icon(state) /><span>{t(words)}</span></span> }
        .into_any()
}

/// The sign of a state.
pub fn state_icon(state: RowState) -> Icon {
    match state {
        RowState::Linked => Icon::Check,
        RowState::Candidates => Icon::Question,
        RowState::NotLinked => Icon::Person,
        RowState::Remembered => Icon::Unlink,
        RowState::NumberHidden => Icon::Hidden,
    }
}

/// The id of a person's row.
pub fn element_id(person: &str) -> String {
    format!("row-{person}")
}

fn state_name(state: RowState) -> &'static str {
    match state {
        RowState::Linked => "linked",
        RowState::Candidates => "candidates",
        RowState::NotLinked => "not-linked",
        RowState::Remembered => "remembered",
        RowState::NumberHidden => "number-hidden",
    }
}
