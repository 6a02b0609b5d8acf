//! A person who is not linked: who it is in WhatsApp, what is known, the candidates, the search, and what a choice would change.

use leptos::prelude::*;

use super::WHO;
use super::new_contact::NewContactForm;
use super::status::Status;
use crate::protocol::intent::Intent;
use crate::protocol::view::{Candidate, PersonState, PersonView};
use crate::sidebar::act::Act;
use crate::sidebar::common::avatar::Avatar;
use crate::sidebar::common::button::{Kind, Press};
use crate::sidebar::common::identity::Who;
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::desk::desk;
use crate::sidebar::draft::Panel;
use crate::sidebar::search::choices::Choices;
use crate::sidebar::search::preview::PreviewBar;
use crate::sidebar::search::{Search, open_search};
use crate::sidebar::sheets::Form;

/// Everything below the header of a person who is not linked.
#[component]
pub fn Unlinked(person: Memo<PersonView>) -> impl IntoView {
    let desk = desk();
    let draft = desk.draft;
    let chat = person.with_untracked(|person| person.chat.clone());
    let bar_chat = chat.clone();
    let sheet = desk.sheets.of(&chat.person, Form::Contact);
    let making = Memo::new(move |_| sheet.is_open());
    let name = Signal::derive(move || person.with(|person| person.name.clone()));
    let offered = Memo::new(move |_| person.with(|person| matches!(person.state, PersonState::Candidates { .. })));
    let searching = Memo::new(move |_| draft.panel.get() == Panel::Open);
    let chosen = Memo::new(move |_| draft.chosen.with(Option::is_some));
    view! {
        <header class="identity">
            <Avatar name />
            <div class="identity-words">
                <h2 id=WHO tabindex="-1" dir="auto">
                    {move || person.with(|person| Who::from(person).name())}
                </h2>
                <p class="quiet">{move || person.with(|person| Who::from(person).number())}</p>
            </div>
        </header>
        <Status person sheet />
        {move || making.get().then(|| view! { <NewContactForm person sheet /> })}
        {move || offered.get().then(|| view! { <Offered person /> })}
        {move || {
            let chat = chat.clone();
            searching.get().then(|| view! { <section class="section"><Search chat person /></section> })
        }}
        {move || {
            let chat = bar_chat.clone();
            chosen.get().then(|| view! { <PreviewBar chat person /> })
        }}
    }
}

/// I-14: contacts with this person's number, and the two ways past them.
#[component]
fn Offered(person: Memo<PersonView>) -> impl IntoView {
    let desk = desk();
    let act = Act::new();
    let chat = StoredValue::new(person.with_untracked(|person| person.chat.clone()));
    let number = Signal::derive(move || person.with(|person| person.number.clone()));
    let candidates = Memo::new(move |_| person.with(|person| candidates_of(&person.state).to_vec()));
    let choose = Callback::new(move |candidate| desk.draft.choose(desk, &chat.get_value(), candidate));
    let none = move || {
        // Whoever says that it is none of them has not chosen one.
        desk.draft.put_back();
        act.run(desk, "none_of_these", move |op| Intent::NoneOfThese { op, chat: chat.get_value() }, || {});
    };
    view! {
        <section class="section">
            <Choices list="offered" candidates number choose />
            {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done" /> })}
            <div class="actions">
                <Press label="none_of_these" kind=Kind::Secondary act on_press=none />
                {move || (desk.draft.panel.get() == Panel::Closed).then(|| view! {
                    <Press label="search_others" kind=Kind::Quiet on_press=move || open_search(desk) />
                })}
            </div>
        </section>
    }
}

fn candidates_of(state: &PersonState) -> &[Candidate] {
    match state {
        PersonState::Candidates { candidates } => candidates,
        PersonState::NumberHidden
        | PersonState::NotLinked { .. }
        | PersonState::Remembered { .. }
        | PersonState::JustUnlinked { .. }
        | PersonState::Linked(_) => &[],
    }
}
