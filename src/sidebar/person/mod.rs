//! One person: linked, or not. What is typed and chosen stands apart from both, in the draft.

mod new_contact;
mod status;
mod unlinked;

use leptos::prelude::*;

use super::card::Card;
use super::common::icon::{Glyph, Icon};
use super::common::logging::logging_line;
use super::common::sentence::t;
use super::desk::desk;
use super::sheets::Form;
use crate::browser::focus;
use crate::browser::locale::text;
use crate::display::clean;
use crate::protocol::intent::Intent;
use crate::protocol::view::{PersonState, PersonView, View};
use unlinked::Unlinked;

/// The id of the name on screen: the focus is put there when what held it has gone.
pub const WHO: &str = "who";

/// The screen of one person.
#[component]
pub fn PersonScreen(first: PersonView) -> impl IntoView {
    let desk = desk();
    let chat = first.chat.clone();
    desk.draft.enter(&chat);
    let generation = chat.generation;
    let whose = chat.person.clone();
    let in_group = first.in_group;
    let person = desk.part(first, move |view| View::person(view).filter(|person| person.chat == chat).cloned());
    let standing = Memo::new(move |_| person.with(|person| Standing::of(&person.state)));
    if in_group {
        request_animation_frame(|| focus::focus_if_lost(WHO));
    }
    Effect::new(move |before: Option<Standing>| {
        let now = standing.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            desk.said.set(now.words());
            if now.is_linked() {
                desk.draft.close();
                desk.sheets.of(&whose, Form::Contact).close();
            }
            request_animation_frame(|| focus::focus_if_lost(WHO));
        }
        now
    });
    let logging = Memo::new(move |_| person.with(|person| person.logging.clone()));
    let linked = Memo::new(move |_| standing.with(Standing::is_linked));
    view! {
        <article class="person" data-state=move || person.with(|person| name(&person.state)) aria-labelledby=WHO>
            {in_group.then(|| view! {
                <button type="button" class="link back" on:click=move |_| desk.send(&Intent::BackToRoster { generation })>
                    <Glyph icon=Icon::Back />
                    {t("back_to_group")}
                </button>
            })}
            {move || match linked.get() {
                true => view! { <Card person /> }.into_any(),
                false => view! { <Unlinked person /> }.into_any(),
            }}
            {move || logging.with(logging_line)}
        </article>
    }
}

/// What is said aloud when it changes.
#[derive(Clone, PartialEq)]
enum Standing {
    Linked(String),
    JustUnlinked,
    Unlinked,
}

impl Standing {
    fn of(state: &PersonState) -> Standing {
        match state {
            PersonState::Linked(card) => Standing::Linked(card.name.clone()),
            PersonState::JustUnlinked { .. } => Standing::JustUnlinked,
            PersonState::NumberHidden
            | PersonState::NotLinked { .. }
            | PersonState::Candidates { .. }
            | PersonState::Remembered { .. } => Standing::Unlinked,
        }
    }

    fn is_linked(&self) -> bool {
        matches!(self, Standing::Linked(_))
    }

    fn words(&self) -> String {
        match self {
            Standing::Linked(name) => text("said_linked", &[&clean(name)]),
            Standing::JustUnlinked => t("just_unlinked"),
            Standing::Unlinked => t("not_linked"),
        }
    }
}

fn name(state: &PersonState) -> &'static str {
    match state {
        PersonState::NumberHidden => "number-hidden",
        PersonState::NotLinked { .. } => "not-linked",
        PersonState::Candidates { .. } => "candidates",
        PersonState::Remembered { .. } => "remembered",
        PersonState::JustUnlinked { .. } => "just-unlinked",
        PersonState::Linked(_) => "linked",
    }
}
