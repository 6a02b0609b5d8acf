//! Whether WhatsApp Web can still be read safely (TH-18). The page changes several times a week; facts that stop adding up turn automatic
//! linking off until they agree again, and nothing that was linked is ever undone because of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::book::Snapshot;
use super::jid::Jid;
use crate::protocol::Millis;
use crate::protocol::page::ChatEvidence;

/// What is tested, by the codes of the facts on WhatsApp Web (9.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HealthCode {
    /// The app's root and chat list come up.
    H01,
    /// A selected chat has exactly one visible conversation.
    H02,
    /// The conversation has a title of its own.
    H03,
    /// Message rows carry ids of a known shape.
    H04,
    /// The database is there and opens.
    H05,
    /// Its stores are there.
    H06,
    /// Contact rows have the known shape.
    H07,
    /// Message keys have the known shape.
    H08,
    /// A title that is a number is the number of the chat.
    H09,
    /// The sidebar's frame comes up.
    H10,
    /// No sudden loss of contacts.
    H12,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something to know.
    Notice,
    /// One chat is not understood; the others are.
    Chat,
    /// What is read cannot be trusted: automatic linking is off.
    Distrust,
}

/// Something that does not add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Since when.
    pub since: Millis,
}

/// What does not add up now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    findings: BTreeMap<HealthCode, Finding>,
    /// People in the last snapshot that was believed.
    baseline: Option<usize>,
    /// Snapshots in a row that were far smaller.
    small: u8,
}

/// Rows that are looked at in a snapshot.
const SAMPLE: usize = 20;
/// So many small snapshots in a row are believed: the account really is smaller now.
const BELIEVED: u8 = 3;

impl HealthCode {
    /// How much it matters.
    pub fn severity(self) -> Severity {
        match self {
            HealthCode::H03 | HealthCode::H10 | HealthCode::H01 => Severity::Notice,
            HealthCode::H02 | HealthCode::H04 | HealthCode::H08 => Severity::Chat,
            HealthCode::H05 | HealthCode::H06 | HealthCode::H07 | HealthCode::H09 | HealthCode::H12 => {
                Severity::Distrust
            }
        }
    }
}

impl Health {
    /// Whether automatic linking may go by what is read.
    pub fn is_trusted(&self) -> bool {
        self.findings.values().all(|finding| finding.severity < Severity::Distrust)
    }

    /// What does not add up, by code.
    pub fn findings(&self) -> impl Iterator<Item = (HealthCode, &Finding)> {
        self.findings.iter().map(|(code, finding)| (*code, finding))
    }

    /// A test came out.
    pub fn note(&mut self, now: Millis, code: HealthCode, outcome: Outcome) {
        match outcome {
            Outcome::Good => {
                self.findings.remove(&code);
            }
            Outcome::Bad => {
                self.findings.entry(code).or_insert(Finding { severity: code.severity(), since: now });
            }
        }
    }

    /// Takes what was read about an open chat.
    pub fn note_chat(&mut self, now: Millis, evidence: &ChatEvidence) {
        let problem = |code: &str| evidence.problems.iter().any(|held| held.split(':').next() == Some(code));
        self.note(now, HealthCode::H02, bad_if(problem("no_conversation")));
        self.note(now, HealthCode::H05, bad_if(problem("no_database") || problem("database_failed")));
        self.note(now, HealthCode::H06, bad_if(problem("no_store")));
        if evidence.rows > 0 {
            self.note(now, HealthCode::H04, bad_if(problem("no_row_ids")));
            let untitled = evidence.title.is_none() || evidence.title == evidence.subtitle;
            self.note(now, HealthCode::H03, bad_if(untitled));
        }
        let mut keys = evidence.keys.iter().flat_map(|stanza| &stanza.keys).peekable();
        if keys.peek().is_some() {
            self.note(now, HealthCode::H08, bad_if(keys.all(|key| Jid::of_message_key(key, None).is_none())));
        }
    }

    /// Takes a whole snapshot; `people` is the number of people found in it.
    pub fn note_snapshot(&mut self, now: Millis, snapshot: &Snapshot, people: usize) {
        self.note(now, HealthCode::H07, bad_if(!contacts_add_up(snapshot)));
        let dropped = self.baseline.is_some_and(|before| before >= SAMPLE && people * 2 < before);
        self.small = if dropped { self.small.saturating_add(1) } else { 0 };
        let believed = !dropped || self.small >= BELIEVED;
        if believed {
            self.baseline = Some(people);
            self.small = 0;
        }
        self.note(now, HealthCode::H12, bad_if(!believed));
    }
}

/// How a test came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it should.
    Good,
    /// Not so.
    Bad,
}

fn bad_if(bad: bool) -> Outcome {
    if bad { Outcome::Bad } else { Outcome::Good }
}

/// Sampled rows have ids with a server, some row gives a number, and where privacy ids dominate a tenth of them has one.
fn contacts_add_up(snapshot: &Snapshot) -> bool {
    let rows = &snapshot.contacts;
    if rows.is_empty() {
        return true;
    }
    let step = rows.len().div_ceil(SAMPLE);
    let shaped = rows.iter().step_by(step).all(|row| row.id.contains('@'));
    let lids = rows.iter().filter(|row| row.id.ends_with("@lid"));
    let (mut all, mut numbered) = (0_usize, 0_usize);
    for row in lids {
        all += 1;
        numbered += usize::from(row.phone_number.is_some());
    }
    let plain = rows.iter().any(|row| matches!(Jid::parse(&row.id), Some(Jid::Number(_))));
    shaped && (plain || numbered > 0) && (all * 2 < rows.len() || numbered * 10 >= all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::page::ContactRow;

    fn snapshot(rows: &[(&str, Option<&str>)]) -> Snapshot {
        let row = |(id, number): &(&str, Option<&str>)| ContactRow {
            id: (*id).into(),
            phone_number: number.map(Into::into),
            ..ContactRow::default()
        };
        Snapshot { contacts: rows.iter().map(row).collect(), ..Snapshot::default() }
    }

    #[test]
    fn th_18_contacts_that_lost_their_numbers_are_not_trusted_until_they_have_them_again() {
        let mut health = Health::default();
        let good = snapshot(&[("1@lid", Some("12125550101@c.us")), ("2@lid", None)]);
        let stripped = snapshot(&[("1@lid", None), ("2@lid", None)]);
        let packed = snapshot(&[("1", Some("12125550101@c.us"))]);
        for (read, trusted) in [(&good, true), (&stripped, false), (&good, true), (&packed, false), (&good, true)] {
            health.note_snapshot(7, read, 1);
            assert_eq!(health.is_trusted(), trusted);
        }
    }

    #[test]
    fn h_12_a_sudden_loss_is_doubted_and_in_the_end_believed() {
        let mut health = Health::default();
        let read = snapshot(&[("12125550101@c.us", None)]);
        let mut trusted = Vec::new();
        for people in [400, 150, 150, 150, 150] {
            health.note_snapshot(0, &read, people);
            trusted.push(health.is_trusted());
        }
        assert_eq!(trusted, [true, false, false, true, true]);
    }

    #[test]
    fn one_chat_that_is_not_understood_does_not_stop_the_others() {
        let mut health = Health::default();
        let evidence = ChatEvidence { rows: 9, problems: vec!["no_row_ids".into()], ..ChatEvidence::default() };
        health.note_chat(3, &evidence);
        assert!(health.is_trusted());
        let codes: Vec<HealthCode> = health.findings().map(|(code, _)| code).collect();
        assert_eq!(codes, [HealthCode::H03, HealthCode::H04]);
    }

    #[test]
    fn h_06_a_missing_store_stops_automatic_linking() {
        let mut health = Health::default();
        health.note_chat(3, &ChatEvidence { problems: vec!["no_store:contact".into()], ..ChatEvidence::default() });
        assert!(!health.is_trusted());
    }
}
