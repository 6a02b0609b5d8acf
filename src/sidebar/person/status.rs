//! What is known of a person who is not linked, in a sentence, and what can be done about it.

use leptos::prelude::*;

use crate::browser::format;
use crate::browser::locale::counted;
use crate::protocol::intent::Intent;
use crate::protocol::view::{Change, PersonState, PersonView, PhoneProperty};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, Press, WritePress};
use crate::sidebar::common::change::change;
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{sentence, t};
use crate::sidebar::desk::desk;
use crate::sidebar::draft::Panel;
use crate::sidebar::search::open_search;
use crate::sidebar::sheets::Sheet;

/// The sentence and its actions; `sheet` is the form for a new contact.
#[component]
pub fn Status(person: Memo<PersonView>, sheet: Sheet) -> impl IntoView {
    let act = Act::new();
    let kind = Memo::new(move |_| person.with(|person| Kinds::of(&person.state)));
    view! {
        <section class="section">
            <div class="status">{move || person.with(|person| words(&person.state))}</div>
            {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done" /> })}
            {move || match kind.get() {
                Kinds::Plain => view! {
                    <div class="actions">{move || (!sheet.is_open()).then(|| view! { <LinkPress kind=Kind::Primary /> })}<CreatePress sheet /></div>
                }
                .into_any(),
                Kinds::Remembered => view! { <RememberedActions person act sheet /> }.into_any(),
                Kinds::JustUnlinked => view! { <JustUnlinkedActions person act /> }.into_any(),
                Kinds::Candidates | Kinds::Linked => ().into_any(),
            }}
        </section>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinds {
    Plain,
    Candidates,
    Remembered,
    JustUnlinked,
    Linked,
}

impl Kinds {
    fn of(state: &PersonState) -> Kinds {
        match state {
            PersonState::NumberHidden | PersonState::NotLinked { .. } => Kinds::Plain,
            PersonState::Candidates { .. } => Kinds::Candidates,
            PersonState::Remembered { .. } => Kinds::Remembered,
            PersonState::JustUnlinked { .. } => Kinds::JustUnlinked,
            PersonState::Linked(_) => Kinds::Linked,
        }
    }
}

fn words(state: &PersonState) -> AnyView {
    match state {
        PersonState::NumberHidden => view! { <p>{t("number_hidden")}</p> }.into_any(),
        PersonState::NotLinked { still_reading } => view! {
            <p>{t("not_linked")}</p>
            {still_reading.then(|| view! { <p class="quiet">{t("still_reading")}</p> })}
        }
        .into_any(),
        PersonState::Candidates { candidates } => {
            let count = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
            view! { <p>{counted("candidates", count)}</p> }.into_any()
        }
        PersonState::Remembered { contact_name: Some(name), at } => {
            view! { <p>{sentence("remembered", &[name, &format::day(*at)])}</p> }.into_any()
        }
        PersonState::Remembered { contact_name: None, at } => {
            view! { <p>{sentence("remembered_none", &[&format::day(*at)])}</p> }.into_any()
        }
        PersonState::JustUnlinked { contact_name, .. } => view! {
            <p class="strong">{t("just_unlinked")}</p>
            <p class="quiet">{sentence("just_unlinked_detail", &[contact_name])}</p>
        }
        .into_any(),
        PersonState::Linked(_) => ().into_any(),
    }
}

/// S-17: opens the search. It goes when the search is open, where the second click is.
#[component]
fn LinkPress(kind: Kind) -> impl IntoView {
    let desk = desk();
    move || {
        (desk.draft.panel.get() == Panel::Closed)
            .then(|| view! { <Press label="link" kind on_press=move || open_search(desk) /> })
    }
}

/// I-13: opens the form for a new contact, in the place of the search.
#[component]
fn CreatePress(sheet: Sheet) -> impl IntoView {
    let desk = desk();
    let open = move || {
        desk.draft.close();
        sheet.open();
    };
    move || (!sheet.is_open()).then(|| view! { <Press label="create_contact" kind=Kind::Quiet on_press=open /> })
}

#[component]
fn RememberedActions(person: Memo<PersonView>, act: Act, sheet: Sheet) -> impl IntoView {
    let desk = desk();
    let allow = move || {
        let chat = person.with_untracked(|person| person.chat.clone());
        act.run(desk, "allow_auto_link", move |op| Intent::AllowAutoLink { op, chat }, || {});
    };
    view! {
        <div class="actions">
            <LinkPress kind=Kind::Primary />
            <Press label="allow_auto_link" kind=Kind::Secondary act on_press=allow />
            <CreatePress sheet />
        </div>
    }
}

/// I-28, S-51: everything can be taken back, HubSpot's phone too where a link had replaced it.
#[component]
fn JustUnlinkedActions(person: Memo<PersonView>, act: Act) -> impl IntoView {
    let desk = desk();
    let chat = StoredValue::new(person.with_untracked(|person| person.chat.clone()));
    let restore = Memo::new(move |_| person.with(|person| restore_of(&person.state)));
    let undo = move || act.run(desk, "undo", move |op| Intent::UndoUnlink { op, chat: chat.get_value() }, || {});
    let put_back = move || {
        act.run(desk, "put_old_phone_back", move |op| Intent::RestorePhone { op, chat: chat.get_value() }, || {});
    };
    view! {
        <div class="actions">
            <Press label="undo" kind=Kind::Primary act on_press=undo />
            <LinkPress kind=Kind::Secondary />
        </div>
        {move || restore.get().map(|old| view! {
            <div class="box">
                {change(PhoneProperty::Phone, &old)}
                <div class="actions">
                    <WritePress label="put_old_phone_back" kind=Kind::Secondary act on_press=put_back />
                </div>
            </div>
        })}
    }
}

fn restore_of(state: &PersonState) -> Option<Change> {
    match state {
        PersonState::JustUnlinked { restore, .. } => restore.clone(),
        PersonState::NumberHidden
        | PersonState::NotLinked { .. }
        | PersonState::Candidates { .. }
        | PersonState::Remembered { .. }
        | PersonState::Linked(_) => None,
    }
}
