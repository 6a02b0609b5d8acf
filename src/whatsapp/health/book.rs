//! Whether the contact book as a whole can be believed. It is kept with the passes, because a worker seldom outlives one.

use serde::{Deserialize, Serialize};

use super::{Finding, HealthCode};
use crate::protocol::Millis;
use crate::protocol::page::ContactRow;
use crate::whatsapp::book::Snapshot;
use crate::whatsapp::jid::Jid;

/// What does not add up in the contacts of one account, each with the time since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BookHealth {
    /// People in the last snapshot that was believed, and whether members of groups were among them.
    people: Option<(u32, bool)>,
    /// Snapshots in a row that were far smaller.
    small: u8,
    /// H05.
    database: Option<Millis>,
    /// H06.
    stores: Option<Millis>,
    /// H07.
    shape: Option<Millis>,
    /// H12.
    loss: Option<Millis>,
}

/// A book of fewer rows or people says nothing by what it lacks.
const FEW: usize = 20;
/// So many small snapshots in a row are believed: the account really is smaller now.
const BELIEVED: u8 = 3;

impl BookHealth {
    /// Whether automatic linking may go by this book.
    pub fn is_trusted(&self) -> bool {
        self.findings().next().is_none()
    }

    /// What does not add up.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        let held = [
            (HealthCode::H05, self.database),
            (HealthCode::H06, self.stores),
            (HealthCode::H07, self.shape),
            (HealthCode::H12, self.loss),
        ];
        held.into_iter().filter_map(|(code, since)| Some(Finding { code, since: since?, about: None }))
    }

    /// Takes a whole snapshot, in which so many people were found; `members`: those of groups too.
    pub fn note_snapshot(&mut self, now: Millis, snapshot: &Snapshot, people: usize, members: bool) {
        (self.database, self.stores) = (None, None);
        keep(&mut self.shape, now, !adds_up(snapshot));
        let people = u32::try_from(people).unwrap_or(u32::MAX);
        let before = self.people.filter(|(_, with)| *with == members).map_or(0, |(count, _)| count);
        let dropped = before >= 20 && people.saturating_mul(2) < before;
        self.small = if dropped { self.small.saturating_add(1) } else { 0 };
        let doubted = dropped && self.small < BELIEVED;
        if !doubted && self.shape.is_none() {
            self.people = Some((people, members));
            self.small = 0;
        }
        keep(&mut self.loss, now, doubted);
    }

    /// The page could not give a snapshot, for this reason. One that is only busy is asked again; a reason that is not known means rows
    /// that cannot be read any more.
    pub fn note_failure(&mut self, now: Millis, problem: &str) {
        match problem.split(':').next() {
            Some("database_busy" | "torn") => {}
            Some("no_database" | "database_failed") => keep(&mut self.database, now, true),
            Some("no_store") => keep(&mut self.stores, now, true),
            Some(_) | None => keep(&mut self.shape, now, true),
        }
    }
}

fn keep(since: &mut Option<Millis>, now: Millis, bad: bool) {
    *since = bad.then(|| since.unwrap_or(now));
}

/// Rows have ids with a server, some row gives a number, and of the saved people who are known by privacy id a tenth has one: strangers of
/// large groups may all hide theirs.
fn adds_up(snapshot: &Snapshot) -> bool {
    let rows = &snapshot.contacts;
    let all = rows.len() + snapshot.strange;
    let shaped = rows.iter().filter(|row| row.id.contains('@')).count();
    if shaped * 10 < all * 9 {
        return false;
    }
    let numbered = |row: &&ContactRow| {
        let number = row.phone_number.as_deref().and_then(Jid::parse);
        matches!(number, Some(Jid::Number(_)))
    };
    let lids: Vec<&ContactRow> = rows.iter().filter(|row| row.id.ends_with("@lid")).collect();
    let saved: Vec<&ContactRow> = lids.iter().copied().filter(|row| row.is_address_book_contact == Some(1.0)).collect();
    let plain = rows.iter().any(|row| matches!(Jid::parse(&row.id), Some(Jid::Number(_))));
    let some = all < FEW || plain || lids.iter().any(numbered);
    let enough = saved.len() < FEW || saved.iter().filter(|row| numbered(row)).count() * 10 >= saved.len();
    // Where privacy ids are common, not one of them with a number is strange even among strangers.
    let common = lids.len() >= FEW && lids.len() * 3 >= all;
    some && enough && (!common || lids.iter().any(numbered))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A book of saved people.
    fn book(numbered: usize, hidden: usize, strange: usize) -> Snapshot {
        let row = |at: usize, number: Option<String>| ContactRow {
            id: format!("2055500000{at:05}@lid"),
            phone_number: number,
            is_address_book_contact: Some(1.0),
            ..ContactRow::default()
        };
        let known = (0..numbered).map(|at| row(at, Some(format!("1212555{at:04}@c.us"))));
        let contacts = known.chain((0..hidden).map(|at| row(50_000 + at, None))).collect();
        Snapshot { contacts, strange, ..Snapshot::default() }
    }

    fn codes(health: &BookHealth) -> Vec<HealthCode> {
        health.findings().map(|finding| finding.code).collect()
    }

    #[test]
    fn th_18_contacts_that_lost_their_numbers_or_their_shape_are_not_trusted_until_they_have_them_again() {
        let mut health = BookHealth::default();
        let good = book(30, 40, 0);
        for (read, trusted) in
            [(&good, true), (&book(0, 70, 0), false), (&good, true), (&book(0, 0, 70), false), (&good, true)]
        {
            health.note_snapshot(7, read, 30, false);
            assert_eq!(health.is_trusted(), trusted, "{:?}", codes(&health));
        }
    }

    #[test]
    fn h_07_a_small_account_whose_people_all_hide_their_numbers_is_not_strange() {
        for (read, fine) in
            [(book(0, 5, 0), true), (book(0, 0, 0), true), (book(0, 0, 5), false), (book(3, 16, 0), true)]
        {
            let mut health = BookHealth::default();
            health.note_snapshot(1, &read, 0, false);
            assert_eq!(health.is_trusted(), fine);
        }
    }

    #[test]
    fn h_07_strangers_of_large_groups_may_all_hide_their_numbers_and_saved_people_not() {
        let mut read = book(3, 60, 0);
        let mut health = BookHealth::default();
        health.note_snapshot(1, &read, 3, false);
        assert!(!health.is_trusted());
        read.contacts.iter_mut().skip(3).for_each(|row| row.is_address_book_contact = None);
        health.note_snapshot(2, &read, 3, false);
        assert!(health.is_trusted());
    }

    #[test]
    fn h_12_a_sudden_loss_is_doubted_and_in_the_end_believed() {
        let mut health = BookHealth::default();
        let mut trusted = Vec::new();
        for people in [400, 150, 150, 150, 150] {
            health.note_snapshot(0, &book(30, 0, 0), people, false);
            trusted.push(health.is_trusted());
        }
        assert_eq!(trusted, [true, false, false, true, true]);
    }

    #[test]
    fn h_12_members_of_groups_left_out_by_a_setting_are_no_loss() {
        let mut health = BookHealth::default();
        for (people, members) in [(400, true), (100, false), (400, true)] {
            health.note_snapshot(0, &book(30, 0, 0), people, members);
            assert!(health.is_trusted());
        }
    }

    #[test]
    fn h_05_h_06_a_book_that_cannot_be_read_is_told_apart_from_one_that_is_busy() {
        for (problem, code) in [
            ("no_database", Some(HealthCode::H05)),
            ("database_failed", Some(HealthCode::H05)),
            ("no_store:contact", Some(HealthCode::H06)),
            ("database_busy", None),
            ("torn", None),
            ("no_key:contact", Some(HealthCode::H07)),
            ("The parameter is not a valid key.", Some(HealthCode::H07)),
        ] {
            let mut health = BookHealth::default();
            health.note_failure(5, problem);
            assert_eq!(codes(&health).first().copied(), code, "{problem}");
            health.note_snapshot(6, &book(30, 0, 0), 30, false);
            assert!(health.is_trusted());
        }
    }
}
