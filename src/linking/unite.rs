//! One person, known by several names: what stands for them when the records say different things (S-57, B-03, F36).
//!
//! WhatsApp reveals a number later, gives a person another privacy id, or lets a number change hands. Evidence that two names are one person
//! may then bring together records that were made apart. A person's word goes before anything automatic, the latest word before earlier
//! ones; an unlinking is never lost to an automatic link.

use std::collections::BTreeSet;

use super::decide::PersonStanding;
use super::link::{Link, Memory, Sequence, Standing, Subject};
use crate::phone::{Canonical, Rank};
use crate::whatsapp::jid::Lid;
use crate::whatsapp::person::{Alias, Person};

/// Everything that a person's aliases lead to, each once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// Links.
    pub links: Vec<Link>,
    /// Memories.
    pub memories: Vec<Memory>,
}

/// What stands for a person, and what has to be put right in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct United {
    /// What stands, its subject brought up to date.
    pub standing: PersonStanding,
    /// Links that end.
    pub ended: Vec<Link>,
    /// Memories that a later word of a person has overtaken.
    pub forgotten: Vec<Memory>,
    /// Whether the store says all of this already.
    pub stored: Stored,
}

/// Whether the store says what stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// It does.
    AsItStands,
    /// Records are to be written.
    Otherwise,
}

/// Unites what was found for a person.
pub fn unite(mut found: Found, person: &Person) -> United {
    // Somebody has a number that an unlinked person gave up. It stays blocked, and they stay two people.
    let aliases = person.aliases();
    let (about, strangers): (Vec<Memory>, Vec<Memory>) =
        found.memories.into_iter().partition(|memory| memory.is_about(&aliases));
    found.memories = about;
    let winner = winner(&found);
    let (link, ended): (Vec<Link>, Vec<Link>) = found.links.into_iter().partition(|link| Some(link.id) == winner);
    let (memory, forgotten): (Vec<Memory>, Vec<Memory>) =
        found.memories.into_iter().partition(|memory| Some(memory.id) == winner);
    let others: Vec<&Subject> =
        ended.iter().map(|link| &link.subject).chain(forgotten.iter().map(|memory| &memory.subject)).collect();
    let mut changed = !others.is_empty();
    let link = link.into_iter().next().map(|link| {
        let subject = renewed_link(&link.subject, person, &others);
        changed |= subject != link.subject;
        Link { subject, ..link }
    });
    let memory = memory.into_iter().next().map(|memory| {
        let known = memory.aliases();
        if !changed && aliases.iter().all(|alias| known.contains(alias)) {
            return memory;
        }
        changed = true;
        Memory { subject: renewed_memory(&memory.subject, person, &others), ..memory }
    });
    let memory = memory.or_else(|| strangers.into_iter().next().filter(|_| link.is_none()));
    let stored = if changed { Stored::Otherwise } else { Stored::AsItStands };
    United { standing: PersonStanding { link, memory }, ended, forgotten, stored }
}

fn winner(found: &Found) -> Option<Sequence> {
    let confirmed = found.links.iter().filter(|link| link.standing == Standing::Confirmed).map(|link| link.id);
    let spoken = confirmed.chain(found.memories.iter().map(|memory| memory.id)).max();
    let rank = |link: &Link| link.evidence.as_ref().map_or(Rank::CcConflict, |evidence| evidence.rank);
    spoken.or_else(|| found.links.iter().min_by_key(|link| (rank(link), link.id)).map(|link| link.id))
}

/// A link stands for one person as they are known now: a number that they gave up is free for whoever has it next.
fn renewed_link(subject: &Subject, person: &Person, others: &[&Subject]) -> Subject {
    let number = current(subject, person, others);
    let moved = subject.number.is_some() && subject.number != number;
    let kept = subject.lids.iter().chain(others.iter().flat_map(|other| &other.lids)).filter(|_| !moved);
    let lids = once(kept.chain(&person.lids));
    let former = former(subject, others, number.as_ref());
    Subject { number, lids, name: subject.name.clone(), former }
}

/// A memory stands for everything that the person is or ever was known by: automatic linking must not find them under an old name.
fn renewed_memory(subject: &Subject, person: &Person, others: &[&Subject]) -> Subject {
    let number = current(subject, person, others);
    let lids = once(subject.lids.iter().chain(others.iter().flat_map(|other| &other.lids)).chain(&person.lids));
    let former = former(subject, others, number.as_ref());
    Subject { number, lids, name: subject.name.clone(), former }
}

fn current(subject: &Subject, person: &Person, others: &[&Subject]) -> Option<Canonical> {
    let seen = person.number.as_ref().map(|number| number.canonical().clone());
    seen.or_else(|| subject.number.clone()).or_else(|| others.iter().find_map(|other| other.number.clone()))
}

fn former(subject: &Subject, others: &[&Subject], number: Option<&Canonical>) -> Vec<Canonical> {
    let all = std::iter::once(subject).chain(others.iter().copied());
    let numbers = all.flat_map(|subject| subject.former.iter().chain(&subject.number));
    let mut seen = BTreeSet::new();
    numbers.filter(|one| Some(*one) != number && seen.insert((*one).clone())).cloned().collect()
}

fn once<'a>(lids: impl Iterator<Item = &'a Lid>) -> Vec<Lid> {
    let mut seen = BTreeSet::new();
    lids.filter(|lid| seen.insert((*lid).clone())).cloned().collect()
}

/// Aliases that led to a record before and do not any more.
pub fn given_up(before: &[Alias], after: &[Alias]) -> Vec<Alias> {
    before.iter().filter(|alias| !after.contains(alias)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linking::link::{Evidence, Origin};
    use crate::phone::WhatsAppNumber;
    use crate::protocol::view::PhoneProperty;
    use crate::whatsapp::person::PersonName;

    fn number(digits: &str) -> WhatsAppNumber {
        WhatsAppNumber::from_digits(digits).expect("a number")
    }

    fn lid(digits: &str) -> Lid {
        Lid::try_from(digits.to_owned()).expect("a LID")
    }

    fn person(digits: Option<&str>, lids: &[&str]) -> Person {
        Person {
            number: digits.map(number),
            lids: lids.iter().map(|one| lid(one)).collect(),
            name: PersonName::Missing,
            saved: false,
        }
    }

    fn subject(digits: Option<&str>, lids: &[&str]) -> Subject {
        Subject {
            number: digits.map(|digits| number(digits).canonical().clone()),
            lids: lids.iter().map(|one| lid(one)).collect(),
            name: "Ana".into(),
            former: Vec::new(),
        }
    }

    fn link(id: u64, subject: Subject, standing: Standing, rank: Rank) -> Link {
        let evidence = Evidence { rank, property: PhoneProperty::Phone, text: String::new(), written_code: None };
        Link {
            id: Sequence(id),
            subject,
            number_at_link: None,
            contact: "101".parse().expect("an id"),
            contact_name: String::new(),
            origin: Origin::FuzzyOpen,
            evidence: Some(evidence),
            standing,
            made_at: 0,
            made_at_hubspot: None,
            replaced: None,
        }
    }

    fn memory(id: u64, subject: Subject) -> Memory {
        Memory { id: Sequence(id), subject, ended: None, at: 0 }
    }

    const A: &str = "12125550101";
    const B: &str = "12125550102";

    #[test]
    fn what_is_known_already_is_left_as_it_is() {
        let held = link(1, subject(Some(A), &["1"]), Standing::Confirmed, Rank::Exact);
        let found = Found { links: vec![held.clone()], memories: vec![] };
        let united = unite(found, &person(Some(A), &["1"]));
        assert_eq!((united.standing.link, united.stored), (Some(held), Stored::AsItStands));
    }

    #[test]
    fn b_03_a_number_that_is_revealed_and_a_new_lid_are_added() {
        let held = link(1, subject(None, &["1"]), Standing::Confirmed, Rank::Exact);
        let united = unite(Found { links: vec![held], memories: vec![] }, &person(Some(A), &["1", "2"]));
        let aliases: Vec<String> = united
            .standing
            .link
            .iter()
            .flat_map(|link| link.subject.aliases())
            .map(|alias| alias.to_string())
            .collect();
        assert_eq!((aliases.join(" ").as_str(), united.stored), ("n1-2125550101 l1 l2", Stored::Otherwise));
    }

    #[test]
    fn f_36_a_link_lets_a_number_go_and_a_memory_keeps_it() {
        let now = person(Some(B), &["1"]);
        let held = link(1, subject(Some(A), &["1", "2"]), Standing::Confirmed, Rank::Exact);
        let kept = unite(Found { links: vec![held], memories: vec![] }, &now).standing.link.expect("a link");
        let texts = |aliases: Vec<Alias>| aliases.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts(kept.subject.aliases()), ["n1-2125550102", "l1"]);
        let held = memory(1, subject(Some(A), &["1", "2"]));
        let united = unite(Found { links: vec![], memories: vec![held] }, &now);
        let kept = united.standing.memory.expect("a memory");
        assert_eq!(texts(kept.aliases()), ["n1-2125550102", "n1-2125550101", "l1", "l2"]);
        // Whoever has the old number next is blocked, and stays another person.
        let next = unite(Found { links: vec![], memories: vec![kept.clone()] }, &person(Some(A), &["3"]));
        assert_eq!((next.standing.memory, next.stored), (Some(kept), Stored::AsItStands));
    }

    #[test]
    fn s_53_an_unlinking_and_an_automatic_link_that_meet_leave_the_unlinking() {
        let found = Found {
            links: vec![link(9, subject(Some(A), &[]), Standing::Automatic, Rank::Exact)],
            memories: vec![memory(3, subject(None, &["1"]))],
        };
        let united = unite(found, &person(Some(A), &["1"]));
        assert!(united.standing.link.is_none());
        assert_eq!((united.standing.memory.map(|memory| memory.id), united.ended.len()), (Some(Sequence(3)), 1));
    }

    #[test]
    fn the_latest_word_of_a_person_goes_before_earlier_ones_and_before_anything_automatic() {
        let confirmed = |id, digits| link(id, subject(Some(digits), &[]), Standing::Confirmed, Rank::CcConflict);
        let automatic = link(8, subject(None, &["1"]), Standing::Automatic, Rank::Exact);
        let found = Found { links: vec![confirmed(2, A), confirmed(5, B), automatic], memories: vec![] };
        let united = unite(found, &person(Some(A), &["1"]));
        assert_eq!(united.standing.link.map(|link| link.id), Some(Sequence(5)));
        assert_eq!(united.ended.iter().map(|link| link.id.0).collect::<Vec<_>>(), [2, 8]);
        let found = Found { links: vec![confirmed(7, A)], memories: vec![memory(4, subject(None, &["1"]))] };
        let united = unite(found, &person(Some(A), &["1"]));
        assert_eq!((united.standing.link.map(|link| link.id), united.forgotten.len()), (Some(Sequence(7)), 1));
    }
}
