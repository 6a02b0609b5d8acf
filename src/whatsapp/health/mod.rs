//! Whether WhatsApp Web can still be read safely (TH-18): facts that stop adding up, by the codes of `facts/whatsapp-web.md`, 9.3.
//!
//! The page changes several times a week. What cannot be trusted any more turns automatic linking off until the facts agree again; nothing
//! that was linked is undone because of it, and searching and linking by hand go on. What a stranger can choose (a name) may cost one chat
//! its match and never more than that (TH-2). Nothing here is about content: codes, places and times only.

mod book;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::book::BookHealth;
use super::chat::{OpenChat, ROWS, Unresolved, title_number};
use super::jid::Jid;
use super::own::Own;
use crate::protocol::Millis;
use crate::protocol::page::{ChatEvidence, PageState};

/// What is tested.
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
    /// Places of the page are found at the first try.
    H11,
    /// No sudden loss of contacts.
    H12,
}

/// How a test came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it should.
    Good,
    /// One chat cannot be told, or something is worth knowing; the rest is as it was.
    Odd,
    /// What is read cannot be trusted.
    Doubtful,
}

/// Something that does not add up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The test.
    pub code: HealthCode,
    /// Since when.
    pub since: Millis,
    /// Which store, or which places; never content.
    pub about: Option<String>,
}

/// What does not add up in one tab.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    held: BTreeMap<HealthCode, Held>,
    /// The last chat whose title was another number, and how many such chats there were with none between them that agreed.
    odd_title: Option<(u64, u8)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    outcome: Outcome,
    since: Millis,
    about: Option<String>,
}

/// Stores without which nobody can be told.
const NEEDED: [&str; 3] = ["contact", "chat", "message"];
/// So many chats in a row have a number as title that is not theirs before the store is doubted: one person can choose such a name.
const ODD_TITLES: u8 = 2;

impl Health {
    /// Whether automatic linking may go by what this tab reads.
    pub fn is_trusted(&self) -> bool {
        self.held.values().all(|held| held.outcome != Outcome::Doubtful)
    }

    /// What does not add up, by code.
    pub fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        self.held.iter().map(|(&code, held)| Finding { code, since: held.since, about: held.about.clone() })
    }

    /// A test came out.
    pub fn note(&mut self, now: Millis, code: HealthCode, outcome: Outcome, about: Option<&str>) {
        if outcome == Outcome::Good {
            self.held.remove(&code);
            return;
        }
        let about = about.map(code_like);
        let held = self.held.entry(code).or_insert(Held { outcome, since: now, about: None });
        held.outcome = outcome;
        held.about = about;
    }

    /// Takes the state of the page.
    pub fn note_page(&mut self, now: Millis, state: PageState, own: &Own) {
        let (odd, about) = match state {
            PageState::NotUnderstood => (true, None),
            // Whose WhatsApp it is, is not known: nothing can be looked up.
            PageState::Ready => (own.account().is_none(), Some("account")),
            PageState::Loading | PageState::LoggedOut => (false, None),
        };
        self.note(now, HealthCode::H01, odd_if(odd), about);
    }

    /// Takes what was read about an open chat, and what was concluded from it.
    pub fn note_chat(&mut self, now: Millis, evidence: &ChatEvidence, concluded: &OpenChat) {
        self.note_places(now, evidence);
        self.note_database(now, evidence);
        self.note_title(now, evidence, concluded);
    }

    fn note_places(&mut self, now: Millis, evidence: &ChatEvidence) {
        let lost = evidence.problems.iter().any(|problem| problem == "no_conversation");
        self.note(now, HealthCode::H02, odd_if(lost), None);
        let untitled = evidence.title.is_none() || evidence.title == evidence.subtitle;
        self.note(now, HealthCode::H03, odd_if(untitled && !lost && evidence.rows > 0), None);
        let shaped = evidence.shaped.unwrap_or(evidence.rows);
        let nameless = evidence.rows == 0 && evidence.listed.is_some_and(|listed| listed >= ROWS);
        let strange = u64::from(shaped) * 10 < u64::from(evidence.rows) * 8;
        self.note(now, HealthCode::H04, odd_if(nameless || strange), None);
        let places = evidence.fallbacks.join(", ");
        self.note(now, HealthCode::H11, odd_if(!places.is_empty()), Some(&places));
    }

    fn note_database(&mut self, now: Millis, evidence: &ChatEvidence) {
        let closed =
            evidence.problems.iter().any(|problem| ["no_database", "database_failed"].contains(&problem.as_str()));
        let records = &evidence.records;
        let answered = !evidence.keys.is_empty() || !evidence.sample.is_empty() || !records.contacts.is_empty();
        if closed && evidence.exhausted {
            self.note(now, HealthCode::H05, Outcome::Doubtful, None);
        } else if answered {
            self.note(now, HealthCode::H05, Outcome::Good, None);
        }
        let missing = evidence.problems.iter().filter_map(|problem| problem.strip_prefix("no_store:"));
        match missing.max_by_key(|store| NEEDED.contains(store)) {
            Some(store) if NEEDED.contains(&store) => self.note(now, HealthCode::H06, Outcome::Doubtful, Some(store)),
            Some(store) => self.note(now, HealthCode::H06, Outcome::Odd, Some(store)),
            None if answered => self.note(now, HealthCode::H06, Outcome::Good, None),
            None => {}
        }
        let keys: Vec<&String> = evidence.keys.iter().flat_map(|stanza| &stanza.keys).chain(&evidence.sample).collect();
        let shaped = keys.iter().filter(|key| Jid::of_message_key(key, None).is_some()).count();
        if !keys.is_empty() {
            self.note(now, HealthCode::H08, odd_if(shaped * 10 < keys.len() * 8), None);
        }
    }

    fn note_title(&mut self, now: Millis, evidence: &ChatEvidence, concluded: &OpenChat) {
        match concluded {
            OpenChat::Unresolved(Unresolved::OtherNumber) => {
                let before = self.odd_title.filter(|(generation, _)| *generation != evidence.generation);
                let again = self.odd_title.filter(|(generation, _)| *generation == evidence.generation);
                let count =
                    again.map_or_else(|| before.map_or(0, |(_, count)| count).saturating_add(1), |(_, count)| count);
                self.odd_title = Some((evidence.generation, count));
                let outcome = if count >= ODD_TITLES { Outcome::Doubtful } else { Outcome::Odd };
                self.note(now, HealthCode::H09, outcome, None);
            }
            OpenChat::Person(person) if person.number.is_some() && title_number(evidence).is_some() => {
                self.odd_title = None;
                self.note(now, HealthCode::H09, Outcome::Good, None);
            }
            OpenChat::Person(_) | OpenChat::Group(_) | OpenChat::NotAPerson | OpenChat::Unresolved(_) => {
                if self.odd_title.is_some_and(|(_, count)| count < ODD_TITLES) {
                    self.note(now, HealthCode::H09, Outcome::Good, None);
                }
            }
        }
    }
}

fn odd_if(odd: bool) -> Outcome {
    if odd { Outcome::Odd } else { Outcome::Good }
}

/// What the page says about its places is cut down to what a code can look like: it is shown, and the page is not believed.
fn code_like(about: &str) -> String {
    about.chars().filter(|c| c.is_ascii_alphanumeric() || " ,:._-".contains(*c)).take(80).collect()
}

/// WhatsApp's build as its makers write it, from the mark in its page: `1048032155_main` is `2.3000.1048032155`.
pub fn build_name(mark: &str) -> Option<String> {
    let revision = mark.split('_').next()?;
    let fits = (1..=16).contains(&revision.len()) && revision.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| format!("2.3000.{revision}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::page::{ContactRow, Records, StanzaKeys};
    use crate::whatsapp::chat::conclude;
    use crate::whatsapp::own::Own;

    fn codes(health: &Health) -> Vec<HealthCode> {
        health.findings().map(|finding| finding.code).collect()
    }

    /// A chat that is understood: one person whose number the title may show.
    fn evidence(generation: u64, title: &str) -> ChatEvidence {
        let key = |stanza: &str| StanzaKeys {
            stanza: stanza.into(),
            keys: vec![format!("false_205550000000001@lid_{stanza}")],
        };
        let contact = ContactRow {
            id: "205550000000001@lid".into(),
            phone_number: Some("12125550101@c.us".into()),
            ..ContactRow::default()
        };
        ChatEvidence {
            generation,
            title: Some(title.into()),
            rows: 9,
            shaped: Some(9),
            listed: Some(10),
            keys: vec![key("AA"), key("BB")],
            records: Records { contacts: vec![contact], ..Records::default() },
            settled: true,
            exhausted: true,
            ..ChatEvidence::default()
        }
    }

    fn noted(health: &mut Health, evidence: &ChatEvidence) -> Vec<HealthCode> {
        health.note_chat(7, evidence, &conclude(evidence, &Own::default()));
        codes(health)
    }

    #[test]
    fn each_test_of_a_chat_fails_by_itself_and_passes_again() {
        type Change = fn(&mut ChatEvidence);
        let cases: [(HealthCode, bool, Change); 11] = [
            (HealthCode::H02, true, |chat| chat.problems = vec!["no_conversation".into()]),
            (HealthCode::H03, true, |chat| chat.title = None),
            (HealthCode::H03, true, |chat| chat.subtitle = chat.title.clone()),
            (HealthCode::H04, true, |chat| chat.shaped = Some(7)),
            (HealthCode::H04, true, |chat| (chat.rows, chat.shaped) = (0, Some(0))),
            (HealthCode::H05, false, |chat| {
                (chat.keys, chat.records) = (vec![], Records::default());
                chat.problems = vec!["no_database".into()];
            }),
            (HealthCode::H06, false, |chat| {
                chat.problems = vec!["no_store:participant".into(), "no_store:contact".into()]
            }),
            (HealthCode::H06, true, |chat| chat.problems = vec!["no_store:participant".into()]),
            (HealthCode::H08, true, |chat| {
                chat.keys.clear();
                chat.sample = vec!["205550000000001@lid_false_AA".into(); 20];
            }),
            (HealthCode::H09, true, |chat| chat.title = Some("+1 212 555 0199".into())),
            (HealthCode::H11, true, |chat| chat.fallbacks = vec!["title:2".into()]),
        ];
        for (at, (code, trusted, change)) in cases.into_iter().enumerate() {
            let mut health = Health::default();
            assert_eq!(noted(&mut health, &evidence(1, "Ana")), [], "{at}");
            let mut broken = evidence(1, "Ana");
            change(&mut broken);
            assert_eq!((noted(&mut health, &broken), health.is_trusted()), (vec![code], trusted), "{at}");
            assert_eq!(noted(&mut health, &evidence(2, "Ana")), [], "{at}");
        }
    }

    #[test]
    fn th_2_one_name_that_is_a_number_costs_one_chat_and_a_second_chat_casts_doubt_until_a_title_agrees() {
        let mut health = Health::default();
        for again in 0..3 {
            assert_eq!(noted(&mut health, &evidence(1, "+1 212 555 0199")), [HealthCode::H09], "{again}");
            assert!(health.is_trusted());
        }
        noted(&mut health, &evidence(2, "+1 212 555 0199"));
        assert!(!health.is_trusted());
        noted(&mut health, &evidence(3, "Ana"));
        assert!(!health.is_trusted(), "a title that says nothing agrees with nothing");
        assert_eq!(noted(&mut health, &evidence(4, "+1 (212) 555-0101")), []);
    }

    #[test]
    fn h_05_a_database_that_only_comes_late_is_not_doubted() {
        let mut early = ChatEvidence { problems: vec!["no_database".into()], ..ChatEvidence::default() };
        let mut health = Health::default();
        assert_eq!(noted(&mut health, &early), []);
        early.exhausted = true;
        assert_eq!(noted(&mut health, &early), [HealthCode::H05]);
    }

    #[test]
    fn h_01_and_h_10_are_told_and_stop_nothing() {
        let mut health = Health::default();
        let own = Own::from_storage(Some("5511987650000:12@c.us"), None);
        health.note_page(3, PageState::NotUnderstood, &own);
        health.note(4, HealthCode::H10, Outcome::Odd, None);
        assert_eq!((codes(&health), health.is_trusted()), (vec![HealthCode::H01, HealthCode::H10], true));
        health.note_page(5, PageState::Ready, &own);
        assert_eq!(health.findings().map(|one| (one.code, one.since)).collect::<Vec<_>>(), [(HealthCode::H10, 4)]);
        health.note_page(6, PageState::Loading, &Own::default());
        assert_eq!(codes(&health), [HealthCode::H10]);
        health.note_page(7, PageState::Ready, &Own::default());
        let first = health.findings().next().map(|one| (one.code, one.about));
        assert_eq!(first, Some((HealthCode::H01, Some("account".to_owned()))));
    }

    #[test]
    fn what_the_page_says_about_its_places_is_a_code_and_its_build_a_number() {
        let mut health = Health::default();
        health.note(1, HealthCode::H11, Outcome::Odd, Some("title:2 <b>Ana\u{202e}"));
        assert_eq!(health.findings().next().and_then(|one| one.about), Some("title:2 bAna".into()));
        assert_eq!(build_name("1048032155_main"), Some("2.3000.1048032155".into()));
        for mark in ["", "main", "Ana_main", "12345678901234567_main"] {
            assert_eq!(build_name(mark), None, "{mark}");
        }
    }
}
