//! When nothing moves: records agree as a whole, views show what is stored, and, with HubSpot within reach, nothing is left half done
//! (INV-3, 7, 8, 12, 13, 18) and nobody was forgotten (liveness).

use std::collections::{BTreeMap, BTreeSet};

use linked_contacts::linking::directory::match_contact;
use linked_contacts::phone::{Rank, WhatsAppNumber};
use linked_contacts::protocol::view::{PersonState, RowState, Screen, View};

use super::Watch;
use super::commits::{account_of, aliases_of, own_region, with_book};
use crate::book::{Book, Target, Wa};
use crate::truth::{Truth, number_alias, who};
use crate::world::Outside;

impl Watch {
    /// After any step in which everything has come to rest.
    pub fn at_rest(&self, outside: &Outside) {
        self.records_agree();
        for text in outside.disk.texts.borrow().values() {
            assert!(!text.contains("pat-na1"), "INV-18: the service key is stored among the records");
        }
    }

    /// INV-3 over everything.
    fn records_agree(&self) {
        let truth = &self.truth;
        for scope in truth.scopes() {
            let links: Vec<_> = truth.links().filter(|(at, _)| *at == scope).map(|(_, link)| link).collect();
            assert_eq!(
                truth.tally(&scope).links,
                u32::try_from(links.len()).unwrap(),
                "the number of links in {scope}"
            );
            let mut contacts = BTreeSet::new();
            let mut aliases = BTreeSet::new();
            for link in links {
                assert!(contacts.insert(link.contact.clone()), "INV-3: two links on contact {}", link.contact);
                for alias in aliases_of(link) {
                    assert_eq!(
                        truth.pointer(&scope, &alias).link,
                        Some(link.id),
                        "INV-3: {alias} does not lead to its link"
                    );
                    assert!(aliases.insert(alias.clone()), "INV-3: two links for {alias}");
                }
            }
        }
    }

    /// Every view shows what is stored, for the chat that is open.
    pub fn views_agree(&self, outside: &Outside) {
        let pages = outside.pages.borrow();
        for (tab, sidebar) in outside.sidebars.borrow().iter().filter(|(_, sidebar)| sidebar.connected) {
            let (Some(page), Some(view)) = (pages.get(tab).filter(|page| page.attached && !page.frozen), &sidebar.view)
            else {
                continue;
            };
            let Some((portal, _)) = &self.connected else { continue };
            let scope = format!("{portal}/{}", account_of(&page.book.borrow()));
            if page.state == "not_understood" && page.open.is_none() {
                assert!(
                    matches!(view.screen, Screen::NotUnderstood(_) | Screen::NotConnected),
                    "I-31: {:?}",
                    view.screen
                );
                continue;
            }
            self.view_agrees(page.generation, page.open, &page.book.borrow(), &scope, view);
        }
    }

    fn view_agrees(&self, generation: u64, open: Option<Target>, book: &Book, scope: &str, view: &View) {
        match (&view.screen, open) {
            (Screen::NotConnected | Screen::WhatsAppNotReady, _) => {}
            (Screen::NoChat, None) | (Screen::NotAPerson, Some(Target::Channel | Target::Notes)) => {}
            (Screen::NotAPerson, Some(Target::Person(wa))) if book.of(wa).locked => {}
            (Screen::Person(person), Some(Target::Person(wa))) => {
                assert_eq!(
                    (person.chat.generation, who(book, &person.chat.person)),
                    (generation, Some(wa)),
                    "INV-13: another chat"
                );
                self.state_agrees(scope, book, wa, &person.state);
            }
            (Screen::Person(person), Some(Target::Group(group))) => {
                let wa = who(book, &person.chat.person).unwrap();
                assert!(
                    book.groups[group.0].members.contains(&wa) && person.in_group,
                    "INV-13: {wa:?} is not in the group"
                );
                self.state_agrees(scope, book, wa, &person.state);
            }
            (Screen::Group(roster), Some(Target::Group(group))) => {
                let members = &book.groups[group.0].members;
                assert_eq!(
                    (roster.generation, roster.rows.len()),
                    (generation, members.len()),
                    "INV-13, S-43: another group"
                );
                for row in &roster.rows {
                    let wa = who(book, &row.person).unwrap();
                    let expected = match (self.truth.link_of(scope, book, wa), self.truth.memory_of(scope, book, wa)) {
                        (Some(_), _) => row.state == RowState::Linked,
                        (None, Some(_)) => row.state == RowState::Remembered,
                        (None, None) => !matches!(row.state, RowState::Linked | RowState::Remembered),
                    };
                    assert!(expected, "INV-12: the roster shows {:?} for {wa:?}", row.state);
                }
            }
            (screen, open) => panic!("INV-13: {screen:?} while {open:?} is open"),
        }
    }

    fn state_agrees(&self, scope: &str, book: &Book, wa: Wa, state: &PersonState) {
        let link = self.truth.link_of(scope, book, wa);
        let memory = self.truth.memory_of(scope, book, wa);
        let agrees = match state {
            PersonState::Linked(card) => link.is_some_and(|link| link.contact == card.contact),
            PersonState::Remembered { .. } | PersonState::JustUnlinked { .. } => memory.is_some() && link.is_none(),
            PersonState::NumberHidden | PersonState::NotLinked { .. } | PersonState::Candidates { .. } => {
                link.is_none() && memory.is_none()
            }
        };
        assert!(agrees, "INV-12: shown {state:?}, stored {link:?} {memory:?}");
    }

    /// INV-7: with HubSpot within reach every intent has ended.
    pub fn nothing_is_open(&self) {
        let open: Vec<_> = self
            .truth
            .intents()
            .filter(|(scope, _)| Some(portal(scope)) == self.connected.as_ref().map(|(at, _)| at.as_str()))
            .collect();
        assert!(open.is_empty(), "INV-7: intents are open: {open:?}");
    }

    /// Liveness: everyone who matches exactly one contact exactly, and whom nobody unlinked, is linked; and no automatic link is wrong.
    pub fn nobody_is_forgotten(&self, outside: &Outside) {
        let Some((portal, _)) = &self.connected else { return };
        for page in outside.pages.borrow().values().filter(|page| page.attached && !page.frozen) {
            let scope = format!("{portal}/{}", account_of(&page.book.borrow()));
            let region = own_region(outside, &scope);
            with_book(outside, &scope, |book| everyone(outside, &self.truth, portal, &scope, book, region));
        }
    }
}

fn everyone(
    outside: &Outside,
    truth: &Truth,
    portal: &str,
    scope: &str,
    book: &Book,
    region: Option<linked_contacts::phone::Region>,
) {
    let contacts = outside.hubspot.contacts(portal);
    let mut claims: BTreeMap<Vec<String>, Vec<Wa>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for wa in (0..book.people.len()).map(Wa) {
        let entry = book.of(wa);
        let Some(digits) = entry.number.as_ref().filter(|_| !entry.locked && (entry.name.is_some() || entry.chat))
        else {
            continue;
        };
        let number = WhatsAppNumber::from_digits(digits).unwrap();
        if !seen.insert(number_alias(digits)) || number_alias(digits) == number_alias(&book.own) {
            continue;
        }
        let exact: Vec<_> = contacts
            .iter()
            .filter(|contact| match_contact(contact, &number, region).is_some_and(|found| found.rank == Rank::Exact))
            .collect();
        if let [only] = exact.as_slice() {
            // A link with a contact that was merged into this one holds it too.
            let ids: Vec<String> = only.ids().iter().map(ToString::to_string).collect();
            claims.entry(ids).or_default().push(wa);
        }
    }
    for (ids, people) in claims {
        let [wa] = people.as_slice() else { continue };
        let held = ids.iter().any(|id| truth.contact(scope, id).is_some());
        let settled = held || truth.link_of(scope, book, *wa).is_some() || truth.memory_of(scope, book, *wa).is_some();
        assert!(settled, "liveness: {wa:?} {:?} and contact {ids:?} have one number and are not linked", book.of(*wa));
    }
}

fn portal(scope: &str) -> &str {
    scope.split('/').next().unwrap()
}
