//! At each view and each answer: the right chat, the right portal, and what was acknowledged is stored (INV-4, 8, 13, 18).

use linked_contacts::linking::journal::{Event, WhyEnded};
use linked_contacts::ports::TabId;
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::view::{Answer, PersonState, Screen, View};

use super::{Watch, op_of};
use crate::book::{Target, Wa};
use crate::page::Page;
use crate::truth::who;
use crate::world::Outside;

impl Watch {
    /// A view is drawn.
    pub fn shown(&mut self, outside: &Outside, view: TabId, shown: &View) {
        let generation = match &shown.screen {
            Screen::Person(person) => Some(person.chat.generation),
            Screen::Group(roster) => Some(roster.generation),
            Screen::NotUnderstood(chat) | Screen::NoMessages(chat) => Some(chat.generation),
            Screen::NotConnected
            | Screen::WhatsAppNotReady
            | Screen::NoChat
            | Screen::Resolving
            | Screen::NotAPerson => None,
        };
        let pages = outside.pages.borrow();
        if let Some(generation) = generation.filter(|_| view != TabId::PANEL) {
            let last = self.generations.insert(view, generation).unwrap_or(0);
            assert!(generation >= last, "INV-13: a view of a chat that was left: {generation} after {last}");
        }
        let page = pages
            .values()
            .find(|page| Some(page.generation) == generation && (view == TabId::PANEL || page.tab == view));
        if let Some(page) = page {
            of_the_open_chat(page, &shown.screen);
        }
        if let Screen::Person(person) = &shown.screen
            && let PersonState::Linked(card) = &person.state
        {
            let owner = outside.hubspot.owner_of(card.contact.as_str()).expect("INV-13: a card of no contact");
            let url = card.record_url.as_ref().expect("a link to HubSpot");
            assert!(
                url.contains(&format!("/contacts/{owner}/record/0-1/{}", card.contact)),
                "INV-10: {url} is of another portal"
            );
        }
    }

    /// An intent is answered.
    pub fn answered(&mut self, outside: &Outside, view: TabId, op: u32, answer: &Answer) {
        let gesture =
            self.gestures.iter().rev().find(|gesture| gesture.view == view && op_of(&gesture.intent) == Some(op));
        let gesture = gesture.expect("an answer to nothing");
        let (Answer::Done, Some(scope), Some(chat)) = (answer, &gesture.scope, gesture.chat()) else { return };
        assert!(!gesture.stale, "INV-13: {:?} was done for a chat that was left", gesture.intent);
        let linked = self.truth.pointer(scope, &chat.person).link.and_then(|id| self.truth.link(scope, id));
        let remembered = self.truth.pointer(scope, &chat.person).memory;
        match &gesture.intent {
            Intent::Unlink { .. } | Intent::NoneOfThese { .. } => {
                assert!(
                    remembered.is_some() && linked.is_none(),
                    "INV-4: acknowledged and not remembered: {gesture:?}"
                );
            }
            Intent::Link { contact, .. } => {
                let link = linked.unwrap_or_else(|| panic!("INV-8: acknowledged and not linked: {gesture:?}"));
                let portal = scope.split('/').next().unwrap();
                let survivor = outside.hubspot.survivor(portal, contact.as_str());
                assert_eq!(
                    outside.hubspot.survivor(portal, link.contact.as_str()),
                    survivor,
                    "INV-8: linked with another contact"
                );
            }
            Intent::CreateContact { .. } => {
                assert!(linked.is_some() && remembered.is_none(), "INV-8: acknowledged and not linked: {gesture:?}");
            }
            Intent::UndoUnlink { .. } => {
                // An automatic link that is back may be contradicted by the card's own read before the answer arrives.
                let last = self.truth.journal().filter(|(at, _)| at == scope).max_by_key(|(_, entry)| entry.sequence);
                let withdrawn = last.is_some_and(
                    |(_, entry)| matches!(&entry.event, Event::Ended { why: WhyEnded::Contradicted, link } if link.subject.aliases().iter().any(|alias| alias.to_string() == chat.person)),
                );
                assert!(
                    (linked.is_some() || withdrawn) && remembered.is_none(),
                    "acknowledged and not undone: {gesture:?}"
                )
            }
            _ => {}
        }
    }
}

/// INV-13: what is drawn for the open chat names people of that chat.
fn of_the_open_chat(page: &Page, screen: &Screen) {
    let book = page.book.borrow();
    let members: Vec<Wa> = match page.open {
        Some(Target::Person(wa)) => vec![wa],
        Some(Target::Group(group)) => {
            // Who left a moment ago may still be drawn.
            let entry = &book.groups[group.0];
            entry.members.iter().chain(&entry.left).copied().collect()
        }
        Some(Target::Channel | Target::Notes) | None => Vec::new(),
    };
    let named: Vec<&str> = match screen {
        Screen::Person(person) => vec![&person.chat.person],
        Screen::Group(roster) => roster.rows.iter().map(|row| row.person.as_str()).collect(),
        _ => Vec::new(),
    };
    for person in named {
        let wa = who(&book, person).unwrap_or_else(|| panic!("INV-13: {person} is nobody"));
        assert!(members.contains(&wa), "INV-13: {person} is not in the open chat {:?}", page.open);
    }
}
