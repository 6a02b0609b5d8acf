//! At each commit: who may link, unlink, remember and forget, and that the records agree with each other (INV-1, 3, 4, 5, 15).

use linked_contacts::linking::decide::best_rank_only;
use linked_contacts::linking::journal::{Event, WhyEnded};
use linked_contacts::linking::link::{Link, Memory, Origin, Sequence, Standing};
use linked_contacts::phone::{Rank, Region, WhatsAppNumber};
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::options::Settings;
use linked_contacts::stored::keys::SETTINGS;
use linked_contacts::stored::record;
use linked_contacts::stored::shapes::DirectoryRecord;

use super::{Gesture, Watch};
use crate::book::{Book, Target, Wa};
use crate::truth::{Record, number_alias, scope_of, who};
use crate::world::Outside;

/// One record that changed.
struct Change {
    key: String,
    before: Option<Record>,
    after: Record,
}

impl Watch {
    /// Records were stored together.
    pub fn committed(&mut self, outside: &Outside, records: &[(String, String)]) {
        self.note_connection(outside, records);
        let before = self.truth_before(records);
        let mut changes: Vec<Change> = Vec::new();
        for (key, text) in records {
            let Some((was, after)) = self.truth.take(key, text) else { continue };
            // Later records of one key win; what stood before the commit is what counts.
            match changes.iter_mut().find(|change| change.key == *key) {
                Some(change) => change.after = after,
                None => changes.push(Change { key: key.clone(), before: was, after }),
            }
        }
        changes.retain(|change| change.before.as_ref() != Some(&change.after));
        let events: Vec<Event> = changes.iter().filter_map(event_of).collect();
        for change in &changes {
            let (scope, _) = scope_of(&change.key).unwrap();
            match (&change.before, &change.after) {
                (None | Some(Record::Link(None)), Record::Link(Some(link))) => {
                    self.made(outside, scope, link, &events, &before)
                }
                (Some(Record::Link(Some(old))), Record::Link(None)) => self.ended(outside, scope, old, &events),
                (Some(Record::Link(Some(old))), Record::Link(Some(new))) => {
                    self.changed(outside, scope, old, new, &events)
                }
                (None | Some(Record::Memory(None)), Record::Memory(Some(memory))) => {
                    self.remembered(outside, scope, memory)
                }
                (Some(Record::Memory(Some(old))), Record::Memory(None)) => self.forgotten(outside, scope, old),
                (Some(Record::Journal(_)), _) => panic!("INV-15: a journal entry was written over: {}", change.key),
                _ => {}
            }
        }
        for change in &changes {
            self.agree(change);
        }
    }

    /// Memories that stood before a commit, for the aliases that it touches: INV-4 is judged on them.
    fn truth_before(&self, records: &[(String, String)]) -> Vec<(String, String)> {
        let touched = records.iter().filter_map(|(key, _)| {
            let (scope, rest) = scope_of(key)?;
            let alias = rest.strip_prefix("person/")?;
            self.truth.pointer(scope, alias).memory?;
            Some((scope.to_owned(), alias.to_owned()))
        });
        touched.collect()
    }

    fn made(&mut self, outside: &Outside, scope: &str, link: &Link, events: &[Event], before: &[(String, String)]) {
        let told = events.iter().any(|event| matches!(event, Event::Linked { link: told } if told.id == link.id));
        assert!(told, "a link without its journal entry: {link:?}");
        if link.standing == Standing::Automatic && link.origin != Origin::Manual && !self.revived(outside, scope, link)
        {
            self.automatic += 1;
            return self.made_by_itself(outside, scope, link, before);
        }
        let wanted = |gesture: &Gesture| match &gesture.intent {
            Intent::Link { contact, .. } => same_contact(outside, scope, contact.as_str(), link.contact.as_str()),
            Intent::UndoUnlink { .. } | Intent::CreateContact { .. } => true,
            _ => false,
        };
        self.expect_gesture(
            outside,
            scope,
            &link.subject.aliases().iter().map(ToString::to_string).collect::<Vec<_>>(),
            wanted,
            "INV-5: nobody asked for this link",
        );
    }

    /// An unlinking that the rep took back.
    fn revived(&self, outside: &Outside, scope: &str, link: &Link) -> bool {
        let undo = |gesture: &Gesture| matches!(gesture.intent, Intent::UndoUnlink { .. });
        self.truth.journal().any(|(at, entry)| {
            at == scope && matches!(&entry.event, Event::Unlinked { memory } if memory.ended.as_ref().is_some_and(|ended| ended.id == link.id))
        }) && self.gesture(outside, scope, &aliases_of(link), undo).is_some()
    }

    /// INV-1, INV-4: what a link that nobody asked for must rest on.
    fn made_by_itself(&self, outside: &Outside, scope: &str, link: &Link, before: &[(String, String)]) {
        with_book(outside, scope, |book| {
            let number = link.number_at_link.as_ref().expect("INV-1: an automatic link without a number");
            let wa = book.who(number.digits()).unwrap_or_else(|| panic!("INV-1: nobody has the number {number:?}"));
            assert_ne!(number.digits(), book.own, "INV-1: the rep's own number");
            for lid in &link.subject.lids {
                assert_eq!(book.who(lid.as_str()), Some(wa), "INV-1: a LID of somebody else");
            }
            for had in &book.of(wa).had {
                for alias in [format!("l{had}"), number_alias_of(had)] {
                    assert!(
                        !before.contains(&(scope.to_owned(), alias.clone())),
                        "INV-4: {alias} was unlinked by the rep"
                    );
                    assert!(
                        self.truth.pointer(scope, &alias).memory.is_none(),
                        "INV-4: {alias} is remembered as unlinked"
                    );
                }
            }
            assert!(directory_of(outside, scope).complete, "INV-1, F42: linked from a directory that is not complete");
            self.only_one_at_the_best_rank(outside, scope, link, number);
            if link.origin == Origin::FuzzyOpen {
                self.chat_is_open(outside, scope, wa);
            }
        });
    }

    fn only_one_at_the_best_rank(&self, outside: &Outside, scope: &str, link: &Link, number: &WhatsAppNumber) {
        let settings = settings_of(outside);
        let region = settings.portal_region.or_else(|| own_region(outside, scope));
        let portal = scope.split('/').next().unwrap().parse().unwrap();
        let entries = self.looked_up.get(&(portal, number.bucket())).cloned().unwrap_or_default();
        let best = best_rank_only(entries.iter().filter_map(|entry| entry.matching(number, region)).collect());
        let ids: Vec<&str> = best.iter().map(|found| found.contact.id.as_str()).collect();
        assert_eq!(ids, [link.contact.as_str()], "INV-1, B-04: the best match must be one, and this one");
        let rank = link.evidence.as_ref().expect("INV-1: an automatic link without evidence").rank;
        assert_eq!(rank, best[0].rank, "B-06: the evidence tells another rank");
        match link.origin {
            Origin::ExactFirst | Origin::ExactTimer | Origin::ExactChange | Origin::ExactDaily => {
                assert_eq!(rank, Rank::Exact, "S-30, S-41: only the exact rule runs here");
            }
            Origin::FuzzyOpen => {
                let across = matches!(rank, Rank::CcWrong | Rank::CcConflict);
                assert!(
                    !(across && settings.ask_across_country_codes),
                    "S-47: linked although the rep wants to be asked"
                );
            }
            Origin::Manual => panic!("an automatic link that says it was made by hand"),
        }
    }

    fn chat_is_open(&self, outside: &Outside, scope: &str, wa: Wa) {
        let pages = outside.pages.borrow();
        let open = pages.values().filter(|page| scope.ends_with(&account_of(&page.book.borrow()))).any(|page| {
            match page.open {
                Some(Target::Person(open)) => open == wa,
                // Who left is a member until the reader has looked again.
                Some(Target::Group(group)) => {
                    let entry = &page.book.borrow().groups[group.0];
                    entry.members.iter().chain(&entry.left).any(|member| *member == wa)
                }
                Some(Target::Channel | Target::Notes) | None => false,
            }
        });
        assert!(open, "INV-1, S-41: the fuzzy rule ran for somebody whose chat is not open");
    }

    fn ended(&mut self, outside: &Outside, scope: &str, old: &Link, events: &[Event]) {
        let why = events.iter().find_map(|event| match event {
            Event::Ended { link, why } if link.id == old.id => Some(Some(*why)),
            Event::Unlinked { memory } if memory.ended.as_ref().is_some_and(|ended| ended.id == old.id) => Some(None),
            _ => None,
        });
        let why = why.unwrap_or_else(|| panic!("INV-15: a link went without a word: {old:?}"));
        let by_hand = |intent: &Intent| match intent {
            Intent::Unlink { .. } => why.is_none(),
            Intent::Link { .. } | Intent::CreateContact { .. } => why == Some(WhyEnded::Moved),
            _ => false,
        };
        match why {
            None => {
                let wanted = |gesture: &Gesture| by_hand(&gesture.intent);
                self.expect_gesture(outside, scope, &aliases_of(old), wanted, "INV-15: nobody asked to unlink");
            }
            Some(WhyEnded::Moved) => {
                let asked = self.gestures.iter().any(|gesture| !gesture.stale && by_hand(&gesture.intent));
                assert!(asked, "S-04: a contact was taken from somebody without a word");
            }
            Some(WhyEnded::Displaced) => {
                assert!(old.may_be_displaced(), "an exact match displaced a link that it may not: {old:?}");
                let exact = events.iter().any(|event| {
                    matches!(event, Event::Linked { link } if link.evidence.as_ref().is_some_and(|evidence| evidence.rank == Rank::Exact))
                });
                assert!(exact, "displaced by nothing");
            }
            Some(WhyEnded::Contradicted) => {
                assert_eq!(old.standing, Standing::Automatic, "a link that somebody stands behind was withdrawn");
                let seen = self.seen.get(&(portal_of(scope), old.contact.to_string()));
                let contradicts = seen.is_none_or(|contact| {
                    let number = old.number_at_link.as_ref().unwrap();
                    linked_contacts::linking::directory::match_contact(contact, number, own_region(outside, scope))
                        .is_none()
                });
                assert!(contradicts, "withdrawn although HubSpot agrees: {old:?}");
            }
            Some(WhyEnded::United) => {}
        }
    }

    fn changed(&mut self, outside: &Outside, scope: &str, old: &Link, new: &Link, events: &[Event]) {
        assert_eq!((old.id, old.made_at, &old.number_at_link), (new.id, new.made_at, &new.number_at_link));
        if old.contact != new.contact {
            let told = events.iter().any(
                |event| matches!(event, Event::Followed { from, to } if *from == old.contact && *to == new.contact),
            );
            assert!(told, "a link changed its contact without a word");
            let survivor = outside.hubspot.survivor(&portal_of(scope), old.contact.as_str());
            assert!(
                survivor.as_deref() == Some(new.contact.as_str())
                    || outside.hubspot.survivor(&portal_of(scope), new.contact.as_str()) == survivor,
                "I-21: {} was not merged into {}",
                old.contact,
                new.contact
            );
        }
        if old.standing != new.standing {
            let right = |gesture: &Gesture| matches!(gesture.intent, Intent::RightContact { .. });
            self.expect_gesture(outside, scope, &aliases_of(new), right, "nobody confirmed this link");
        }
        if old.replaced != new.replaced {
            let replace = |gesture: &Gesture| matches!(gesture.intent, Intent::ReplacePhone { .. });
            self.expect_gesture(outside, scope, &aliases_of(new), replace, "nobody replaced this phone");
        }
        self.one_person(outside, scope, &aliases_of(new));
    }

    /// F36: the aliases of a record are one person's.
    fn one_person(&self, outside: &Outside, scope: &str, aliases: &[String]) {
        with_book(outside, scope, |book| {
            let people: std::collections::BTreeSet<Wa> =
                aliases.iter().filter_map(|alias| had_by(book, alias)).collect();
            assert!(people.len() <= 1, "F36: {aliases:?} are several people: {people:?}");
        });
    }

    fn remembered(&mut self, outside: &Outside, scope: &str, memory: &Memory) {
        let wanted = |gesture: &Gesture| matches!(gesture.intent, Intent::Unlink { .. } | Intent::NoneOfThese { .. });
        let aliases: Vec<String> = memory.aliases().iter().map(ToString::to_string).collect();
        self.expect_gesture(outside, scope, &aliases, wanted, "nobody asked to forget this person");
    }

    fn forgotten(&mut self, outside: &Outside, scope: &str, memory: &Memory) {
        let wanted = |gesture: &Gesture| {
            use Intent::{AllowAutoLink, CreateContact, Link, UndoUnlink};
            matches!(gesture.intent, Link { .. } | CreateContact { .. } | UndoUnlink { .. } | AllowAutoLink { .. })
        };
        let aliases: Vec<String> = memory.aliases().iter().map(ToString::to_string).collect();
        self.expect_gesture(outside, scope, &aliases, wanted, "INV-4: an unlinking was forgotten");
    }

    /// A gesture of this scope, pressed for this person while their chat was open.
    fn gesture(
        &self,
        outside: &Outside,
        scope: &str,
        aliases: &[String],
        wanted: impl Fn(&Gesture) -> bool,
    ) -> Option<&Gesture> {
        with_book(outside, scope, |book| {
            let people: Vec<Wa> = aliases.iter().filter_map(|alias| had_by(book, alias)).collect();
            self.gestures.iter().rev().find(|gesture| {
                let person = gesture.chat().and_then(|chat| who(book, &chat.person));
                !gesture.stale
                    && [&gesture.scope, &gesture.proven_scope].contains(&&Some(scope.to_owned()))
                    && person.is_some_and(|wa| people.contains(&wa))
                    && wanted(gesture)
            })
        })
    }

    fn expect_gesture(
        &self,
        outside: &Outside,
        scope: &str,
        aliases: &[String],
        wanted: impl Fn(&Gesture) -> bool,
        broken: &str,
    ) {
        assert!(
            self.gesture(outside, scope, aliases, wanted).is_some(),
            "{broken}: {scope} {aliases:?}; pressed: {:?}",
            self.gestures
        );
    }

    /// INV-3: the records of a scope agree: a link is found under all its aliases and under its contact, and nothing else points to it.
    fn agree(&self, change: &Change) {
        let (scope, rest) = scope_of(&change.key).unwrap();
        match &change.after {
            Record::Link(Some(link)) => {
                for alias in aliases_of(link) {
                    assert_eq!(
                        self.truth.pointer(scope, &alias).link,
                        Some(link.id),
                        "INV-3: {alias} does not lead to its link"
                    );
                }
                assert_eq!(
                    self.truth.contact(scope, link.contact.as_str()),
                    Some(link.id),
                    "INV-3: {} has another link",
                    link.contact
                );
            }
            Record::Memory(Some(memory)) => {
                for alias in memory.aliases() {
                    let pointer = self.truth.pointer(scope, &alias.to_string());
                    assert_eq!(pointer.memory, Some(memory.id), "INV-4: {alias} does not lead to its memory");
                }
            }
            Record::Person(pointer) => {
                let alias = rest.strip_prefix("person/").unwrap().to_owned();
                assert!(pointer.link.is_none() || pointer.memory.is_none(), "INV-3: {alias} is linked and remembered");
                let link =
                    pointer.link.map(|id| self.truth.link(scope, id).expect("INV-3: a pointer to a link that is gone"));
                assert!(
                    link.is_none_or(|link| aliases_of(link).contains(&alias)),
                    "INV-3: {alias} leads to somebody else's link"
                );
                let memory = pointer
                    .memory
                    .map(|id| self.truth.memory(scope, id).expect("INV-4: a pointer to a memory that is gone"));
                assert!(
                    memory.is_none_or(|memory| memory.aliases().iter().any(|own| own.to_string() == alias)),
                    "INV-4: {alias} leads to another's memory"
                );
            }
            Record::Contact(pointer) => {
                let link = pointer
                    .link
                    .map(|id| self.truth.link(scope, id).expect("INV-3: a contact points to a link that is gone"));
                assert!(
                    link.is_none_or(|link| rest.ends_with(link.contact.as_str())),
                    "INV-3: {rest} leads to another contact's link"
                );
            }
            Record::Link(None) | Record::Memory(None) => {
                let id: u64 = rest.rsplit('/').next().unwrap().parse().unwrap();
                let aliases = match &change.before {
                    Some(Record::Link(Some(link))) => aliases_of(link),
                    Some(Record::Memory(Some(memory))) => memory.aliases().iter().map(ToString::to_string).collect(),
                    _ => Vec::new(),
                };
                for alias in aliases {
                    let pointer = self.truth.pointer(scope, &alias);
                    let gone = [
                        pointer.link.filter(|_| rest.starts_with("link")),
                        pointer.memory.filter(|_| rest.starts_with("memory")),
                    ];
                    assert!(!gone.contains(&Some(Sequence(id))), "INV-3: {alias} still leads to {rest}");
                }
            }
            Record::Intents(_) | Record::CardIntents(_) | Record::Journal(_) | Record::Tally(_) | Record::Other => {}
        }
    }
}

/// The aliases of a link, as texts.
pub fn aliases_of(link: &Link) -> Vec<String> {
    link.subject.aliases().iter().map(ToString::to_string).collect()
}

fn event_of(change: &Change) -> Option<Event> {
    match &change.after {
        Record::Journal(entry) => Some(entry.event.clone()),
        _ => None,
    }
}

/// The person who has or had an alias; for an alias that several had, nobody.
fn had_by(book: &Book, alias: &str) -> Option<Wa> {
    who(book, alias)
}

fn number_alias_of(id: &str) -> String {
    if WhatsAppNumber::from_digits(id).is_ok() { number_alias(id) } else { format!("l{id}") }
}

/// The account part of a scope, as the engine writes it.
pub fn account_of(book: &Book) -> String {
    number_alias(&book.own)
}

/// The portal of a scope.
pub fn portal_of(scope: &str) -> String {
    scope.split('/').next().unwrap().to_owned()
}

/// The book of a scope's account.
pub fn with_book<T>(outside: &Outside, scope: &str, run: impl FnOnce(&Book) -> T) -> T {
    let books = outside.books.borrow();
    let book = books.iter().find(|book| scope.ends_with(&format!("/{}", account_of(&book.borrow()))));
    let book = book.unwrap_or_else(|| panic!("INV-10: no WhatsApp account belongs to {scope}"));
    run(&book.borrow())
}

/// The region of a scope's own number.
pub fn own_region(outside: &Outside, scope: &str) -> Option<Region> {
    with_book(outside, scope, |book| WhatsAppNumber::from_digits(&book.own).unwrap().region())
}

/// The settings that are stored.
pub fn settings_of(outside: &Outside) -> Settings {
    outside.disk.texts.borrow().get(SETTINGS).and_then(|text| record::decode(text).ok()).unwrap_or_default()
}

fn directory_of(outside: &Outside, scope: &str) -> DirectoryRecord {
    let key = format!("{}/directory", portal_of(scope));
    outside.disk.texts.borrow().get(&key).and_then(|text| record::decode(text).ok()).unwrap_or_default()
}

fn same_contact(outside: &Outside, scope: &str, asked: &str, linked: &str) -> bool {
    let portal = portal_of(scope);
    asked == linked || outside.hubspot.survivor(&portal, asked) == outside.hubspot.survivor(&portal, linked)
}
