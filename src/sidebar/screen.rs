//! Which screen is shown, and for whom. A screen is drawn anew only when this changes; everything else changes inside it.

use leptos::prelude::*;

use super::common::icon::Icon;
use super::common::note::Tone;
use super::desk::desk;
use super::empty::{Empty, Nobody, NotConnected, Resolving};
use super::person::PersonScreen;
use super::roster::Roster;
use crate::protocol::view::{ChatRef, PersonView, RosterView, Screen, View};

/// A screen without its content.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    NotConnected,
    NotReady,
    NoChat,
    Resolving,
    NotAPerson,
    NotUnderstood(ChatRef),
    NoMessages(ChatRef),
    Person(ChatRef),
    Group(u64),
}

impl View {
    /// Which screen this view shows.
    pub fn place(&self) -> Place {
        match &self.screen {
            Screen::NotConnected => Place::NotConnected,
            Screen::WhatsAppNotReady => Place::NotReady,
            Screen::NoChat => Place::NoChat,
            Screen::Resolving => Place::Resolving,
            Screen::NotAPerson => Place::NotAPerson,
            Screen::NotUnderstood(chat) => Place::NotUnderstood(chat.clone()),
            Screen::NoMessages(chat) => Place::NoMessages(chat.clone()),
            Screen::Person(person) => Place::Person(person.chat.clone()),
            Screen::Group(roster) => Place::Group(roster.generation),
        }
    }

    /// The person on this screen, if it is a person.
    pub fn person(&self) -> Option<&PersonView> {
        if let Screen::Person(person) = &self.screen { Some(person) } else { None }
    }

    /// The roster on this screen, if it is one.
    pub fn roster(&self) -> Option<&RosterView> {
        if let Screen::Group(roster) = &self.screen { Some(roster) } else { None }
    }
}

impl Place {
    /// Its name in the document.
    pub fn name(&self) -> &'static str {
        match self {
            Place::NotConnected => "not-connected",
            Place::NotReady => "not-ready",
            Place::NoChat => "no-chat",
            Place::Resolving => "resolving",
            Place::NotAPerson => "not-a-person",
            Place::NotUnderstood(_) => "not-understood",
            Place::NoMessages(_) => "no-messages",
            Place::Person(_) => "person",
            Place::Group(_) => "group",
        }
    }
}

/// Draws the screen of a place.
#[component]
pub fn ScreenView(place: Place) -> impl IntoView {
    let desk = desk();
    let person = || desk.view.with_untracked(|view| view.as_ref().and_then(View::person).cloned());
    let roster = || desk.view.with_untracked(|view| view.as_ref().and_then(View::roster).cloned());
    match place {
        Place::NotConnected => view! { <NotConnected /> }.into_any(),
        Place::NotReady => view! { <Empty sentence="not_ready" /> }.into_any(),
        Place::NoChat => view! { <Empty sentence="no_chat" /> }.into_any(),
        Place::Resolving => view! { <Resolving /> }.into_any(),
        Place::NotAPerson => view! { <Empty sentence="not_a_person" /> }.into_any(),
        Place::NotUnderstood(chat) => {
            view! { <Nobody chat tone=Tone::Notice icon=Icon::Alert sentence="not_understood" /> }.into_any()
        }
        Place::NoMessages(chat) => {
            view! { <Nobody chat tone=Tone::Neutral icon=Icon::Clock sentence="no_messages" /> }.into_any()
        }
        Place::Person(_) => person().map(|first| view! { <PersonScreen first /> }).into_any(),
        Place::Group(_) => roster().map(|first| view! { <Roster first /> }).into_any(),
    }
}
