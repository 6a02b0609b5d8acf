//! Which chat is open, concluded from evidence: the messages on screen and the keys under which the database holds them.
//!
//! Two messages must name the same chat where there are two; a title that is a phone number may select an existing contact and must
//! never contradict the messages; a title that is a name decides nothing (TH-2, TH-3).

use super::jid::Jid;
use super::own::Own;
use super::person::{People, Person};
use crate::phone::{WhatsAppNumber, digits_of};
use crate::protocol::page::{ChatEvidence, GroupRow};

/// Rows in a conversation, at least, before one without any message that has an id is odd.
pub const ROWS: u32 = 3;

/// The open chat, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub enum OpenChat {
    /// A 1-1 chat.
    Person(Person),
    /// A group.
    Group(Roster),
    /// A channel, status, a broadcast list, a locked chat, a community's announcements, the rep's own notes.
    NotAPerson,
    /// Not known yet, or not known at all.
    Unresolved(Unresolved),
}

/// Why a chat is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unresolved {
    /// More evidence is to be expected.
    NotYet,
    /// No message on screen was found in the database.
    NoEvidence,
    /// There is no message, and the title is no number that somebody has.
    NoMessages,
    /// The evidence names more than one chat.
    Contradiction,
    /// The title is a number, and not that of the person whose messages are on screen.
    OtherNumber,
}

/// A group and its people, the rep excluded.
#[derive(Debug, Clone, PartialEq)]
pub struct Roster {
    /// The group's JID.
    pub group: String,
    /// Its subject.
    pub subject: String,
    /// The members.
    pub members: Vec<Person>,
    /// WhatsApp has not all members.
    pub incomplete: bool,
}

/// Concludes which chat is open.
pub fn conclude(evidence: &ChatEvidence, own: &Own) -> OpenChat {
    let people = People::unite(&evidence.records.contacts, &evidence.records.chats);
    match chat_of(evidence) {
        Ok(Some(jid)) => open(&jid, evidence, &people, own),
        // TH-2: whoever writes may choose the title. Messages that are on screen and not stored yet are waited for.
        Ok(None) if evidence.rows > 0 && !evidence.exhausted => OpenChat::Unresolved(Unresolved::NotYet),
        Ok(None) => by_title(evidence, &people, own),
        Err(why) => OpenChat::Unresolved(why),
    }
}

/// The chat that the messages on screen belong to; `None` where they say nothing.
fn chat_of(evidence: &ChatEvidence) -> Result<Option<Jid>, Unresolved> {
    let people = People::unite(&evidence.records.contacts, &evidence.records.chats);
    let mut votes: Vec<Vec<Jid>> =
        evidence.embedded.iter().filter_map(|key| Jid::of_message_key(key, None)).map(|jid| vec![jid]).collect();
    for stanza in &evidence.keys {
        let mut remotes: Vec<Jid> = stanza
            .keys
            .iter()
            .filter_map(|key| Jid::of_message_key(key, Some(&stanza.stanza)))
            .map(|jid| canonical(jid, &people))
            .collect();
        remotes.sort();
        remotes.dedup();
        if !remotes.is_empty() {
            votes.push(remotes);
        }
    }
    let Some(first) = votes.first() else {
        return if evidence.settled { Ok(None) } else { Err(Unresolved::NotYet) };
    };
    let mut agreed = first.iter().filter(|jid| votes.iter().all(|vote| vote.contains(jid)));
    match (agreed.next(), agreed.next()) {
        (Some(_), None) if votes.len() < 2 && !evidence.settled => Err(Unresolved::NotYet),
        (Some(jid), None) => Ok(Some(jid.clone())),
        (Some(_), Some(_)) | (None, _) => Err(Unresolved::Contradiction),
    }
}

/// One person may be named by number in one key and by LID in another.
fn canonical(jid: Jid, people: &People) -> Jid {
    match people.find(&jid).and_then(|person| person.number) {
        Some(number) => Jid::Number(number),
        None => jid,
    }
}

fn open(jid: &Jid, evidence: &ChatEvidence, people: &People, own: &Own) -> OpenChat {
    if own.is(jid) || is_locked(jid, evidence, people) {
        return OpenChat::NotAPerson;
    }
    match jid {
        Jid::NotAPerson => OpenChat::NotAPerson,
        Jid::Group(group) => roster(group, evidence, people, own),
        Jid::Number(_) | Jid::Lid(_) => match people.find(jid) {
            Some(person) if own.is_person(&person) => OpenChat::NotAPerson,
            Some(person) if contradicts(evidence, &person) => OpenChat::Unresolved(Unresolved::OtherNumber),
            Some(person) => OpenChat::Person(person),
            None => OpenChat::Unresolved(Unresolved::NoEvidence),
        },
    }
}

fn is_locked(jid: &Jid, evidence: &ChatEvidence, people: &People) -> bool {
    let locked = evidence.records.chats.iter().filter(|row| row.is_locked).filter_map(|row| Jid::parse(&row.id));
    locked.into_iter().any(|chat| canonical(chat, people) == *jid)
}

/// H09: a title that is a phone number must be this person's.
fn contradicts(evidence: &ChatEvidence, person: &Person) -> bool {
    match (title_number(evidence), &person.number) {
        (Some(title), Some(number)) => title.canonical() != number.canonical(),
        (Some(_), None) | (None, _) => false,
    }
}

/// The title, where it is a phone number in international form.
pub fn title_number(evidence: &ChatEvidence) -> Option<WhatsAppNumber> {
    let title: String = evidence
        .title
        .as_deref()?
        .chars()
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    let title = title.trim();
    let shaped = title.starts_with('+')
        && title.chars().skip(1).all(|c| c.is_ascii_digit() || c.is_whitespace() || "().-".contains(c));
    if shaped { WhatsAppNumber::from_digits(&digits_of(title)).ok() } else { None }
}

/// No message told: an empty chat. A title that is a number selects the contact that has it.
fn by_title(evidence: &ChatEvidence, people: &People, own: &Own) -> OpenChat {
    let jid = title_number(evidence).map(|number| canonical(Jid::Number(number), people));
    let known = jid.filter(|jid| people.all().any(|person| person.number.map(Jid::Number).as_ref() == Some(jid)));
    match known {
        Some(jid) => open(&jid, evidence, people, own),
        None if is_empty(evidence) => OpenChat::Unresolved(Unresolved::NoMessages),
        None => OpenChat::Unresolved(Unresolved::NoEvidence),
    }
}

/// Whether the conversation was read and has no messages: nothing but a date or a notice stands in it.
fn is_empty(evidence: &ChatEvidence) -> bool {
    let few = evidence.listed.is_some_and(|listed| listed < ROWS);
    few && evidence.rows == 0 && evidence.problems.iter().all(|problem| problem == "no_rows")
}

fn roster(group: &str, evidence: &ChatEvidence, people: &People, own: &Own) -> OpenChat {
    let none = GroupRow::default();
    let facts = evidence.records.groups.iter().find(|row| row.id == group).unwrap_or(&none);
    if facts.is_parent_group || facts.default_subgroup {
        return OpenChat::NotAPerson;
    }
    let row = evidence.records.participants.iter().find(|row| row.group_id == group);
    let jids = row.map(|row| row.participants.as_slice()).unwrap_or_default();
    let mut members: Vec<Person> = Vec::with_capacity(jids.len());
    let mut seen = std::collections::BTreeSet::new();
    for person in jids.iter().filter_map(|text| Jid::parse(text)).filter_map(|jid| people.find(&jid)) {
        if !own.is_person(&person) && seen.insert(person.aliases().into_iter().next()) {
            members.push(person);
        }
    }
    let subject = facts.subject.clone().or_else(|| evidence.title.clone()).unwrap_or_default();
    OpenChat::Group(Roster {
        group: group.to_owned(),
        subject,
        members,
        incomplete: row.is_none() || facts.has_incomplete_participant_information,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::page::{ChatRow, ContactRow, ParticipantRow, Records, StanzaKeys};

    fn keys(pairs: &[(&str, &str)]) -> Vec<StanzaKeys> {
        pairs.iter().map(|(stanza, key)| StanzaKeys { stanza: (*stanza).into(), keys: vec![(*key).into()] }).collect()
    }

    fn evidence(pairs: &[(&str, &str)]) -> ChatEvidence {
        let contacts = vec![
            ContactRow {
                id: "205550000000001@lid".into(),
                phone_number: Some("12125550101@c.us".into()),
                name: Some("Ana".into()),
                ..ContactRow::default()
            },
            ContactRow { id: "12125550102@s.whatsapp.net".into(), name: Some("Ben".into()), ..ContactRow::default() },
        ];
        ChatEvidence {
            settled: true,
            keys: keys(pairs),
            records: Records { contacts, ..Records::default() },
            ..ChatEvidence::default()
        }
    }

    fn own() -> Own {
        Own::from_storage(Some("5511987650000@c.us"), Some("205550000000999@lid"))
    }

    fn number(chat: &OpenChat) -> Option<String> {
        match chat {
            OpenChat::Person(person) => person.number.as_ref().map(|n| n.digits().to_owned()),
            OpenChat::Group(_) | OpenChat::NotAPerson | OpenChat::Unresolved(_) => None,
        }
    }

    #[test]
    fn two_messages_of_one_chat_name_the_person_by_number_or_lid() {
        let chat =
            conclude(&evidence(&[("AA", "false_205550000000001@lid_AA"), ("BB", "true_12125550101@c.us_BB")]), &own());
        assert_eq!(number(&chat), Some("12125550101".into()));
    }

    #[test]
    fn messages_of_two_chats_are_a_contradiction() {
        let chat =
            conclude(&evidence(&[("AA", "false_205550000000001@lid_AA"), ("BB", "true_12125550102@c.us_BB")]), &own());
        assert_eq!(chat, OpenChat::Unresolved(Unresolved::Contradiction));
    }

    #[test]
    fn one_message_is_enough_only_when_no_more_come() {
        let mut one = evidence(&[("AA", "false_205550000000001@lid_AA")]);
        assert!(number(&conclude(&one, &own())).is_some());
        one.settled = false;
        assert_eq!(conclude(&one, &own()), OpenChat::Unresolved(Unresolved::NotYet));
    }

    #[test]
    fn a_name_in_the_title_decides_nothing_and_a_number_selects_or_contradicts() {
        let mut none = evidence(&[]);
        none.title = Some("Ana".into());
        assert_eq!(conclude(&none, &own()), OpenChat::Unresolved(Unresolved::NoEvidence));
        none.title = Some("\u{2066}+1 (212) 555-0102\u{2069}".into());
        assert_eq!(number(&conclude(&none, &own())), Some("12125550102".into()));
        let mut other = evidence(&[("AA", "false_205550000000001@lid_AA")]);
        other.title = Some("+1 212 555 0102".into());
        assert_eq!(conclude(&other, &own()), OpenChat::Unresolved(Unresolved::OtherNumber));
    }

    #[test]
    fn th_2_a_title_decides_nothing_while_messages_are_on_screen_that_may_yet_be_stored() {
        let mut late = evidence(&[]);
        (late.title, late.rows) = (Some("+1 212 555 0102".into()), 1);
        assert_eq!(conclude(&late, &own()), OpenChat::Unresolved(Unresolved::NotYet));
        late.exhausted = true;
        assert_eq!(number(&conclude(&late, &own())), Some("12125550102".into()));
    }

    #[test]
    fn i_31_an_empty_chat_is_told_from_one_that_cannot_be_read() {
        let mut none = evidence(&[]);
        (none.title, none.listed, none.problems) = (Some("Ana".into()), Some(1), vec!["no_rows".into()]);
        assert_eq!(conclude(&none, &own()), OpenChat::Unresolved(Unresolved::NoMessages));
        for change in [
            |one: &mut ChatEvidence| one.listed = Some(3),
            |one: &mut ChatEvidence| one.listed = None,
            |one: &mut ChatEvidence| one.problems.push("no_database".into()),
        ] {
            let mut unread = none.clone();
            change(&mut unread);
            assert_eq!(conclude(&unread, &own()), OpenChat::Unresolved(Unresolved::NoEvidence));
        }
    }

    #[test]
    fn i_12_own_notes_channels_and_locked_chats_are_nobody() {
        assert_eq!(conclude(&evidence(&[("AA", "true_5511987650000@c.us_AA_out")]), &own()), OpenChat::NotAPerson);
        assert_eq!(conclude(&evidence(&[("AA", "true_205550000000999@lid_AA_out")]), &own()), OpenChat::NotAPerson);
        assert_eq!(
            conclude(&evidence(&[("AA", "false_120363000000000002@newsletter_AA")]), &own()),
            OpenChat::NotAPerson
        );
        for nobody in ["status@broadcast", "1700000000@broadcast", "120363000000000003@newsletter", "13135550002@bot"] {
            let seen = evidence(&[("AA", &format!("true_{nobody}_AA")), ("BB", &format!("true_{nobody}_BB"))]);
            assert_eq!(conclude(&seen, &own()), OpenChat::NotAPerson, "{nobody}");
        }
        let mut locked = evidence(&[("AA", "false_205550000000001@lid_AA")]);
        locked.records.chats =
            vec![ChatRow { id: "205550000000001@lid".into(), is_locked: true, ..ChatRow::default() }];
        assert_eq!(conclude(&locked, &own()), OpenChat::NotAPerson);
        (locked.keys, locked.title) = (Vec::new(), Some("+1 212 555 0101".into()));
        assert_eq!(conclude(&locked, &own()), OpenChat::NotAPerson);
    }

    #[test]
    fn i_12_what_went_to_a_broadcast_list_stands_in_every_chat_and_tells_nobody_by_itself() {
        let mut sent = evidence(&[]);
        let of_list = |stanza: &str| {
            let chats = ["1700000000@broadcast", "205550000000001@lid", "12125550102@c.us"];
            StanzaKeys {
                stanza: stanza.into(),
                keys: chats.iter().map(|chat| format!("true_{chat}_{stanza}")).collect(),
            }
        };
        sent.keys = vec![of_list("AA"), of_list("BB")];
        assert_eq!(conclude(&sent, &own()), OpenChat::Unresolved(Unresolved::Contradiction));
        // In the chat of one of them, what they wrote tells whose it is.
        let theirs = "false_205550000000001@lid_CC";
        sent.keys.push(StanzaKeys { stanza: "CC".into(), keys: vec![theirs.into()] });
        assert_eq!(number(&conclude(&sent, &own())), Some("12125550101".into()));
    }

    #[test]
    fn s_43_a_group_is_its_members_without_the_rep_and_each_person_once() {
        let group = "120363000000000001@g.us";
        let mut seen = evidence(&[("AA", "false_120363000000000001@g.us_AA_12125550102@c.us")]);
        seen.records.groups =
            vec![GroupRow { id: group.into(), subject: Some("Purchasing".into()), ..GroupRow::default() }];
        let participants = [
            "205550000000001@lid",
            "12125550101@c.us",
            "12125550102@c.us",
            "205550000000999@lid",
            "205550000000044@lid",
        ];
        seen.records.participants =
            vec![ParticipantRow { group_id: group.into(), participants: participants.map(Into::into).to_vec() }];
        let OpenChat::Group(roster) = conclude(&seen, &own()) else { panic!("a group") };
        let numbers: Vec<_> = roster.members.iter().map(|m| m.number.as_ref().map(|n| n.digits().to_owned())).collect();
        assert_eq!(numbers, [Some("12125550101".into()), Some("12125550102".into()), None]);
        assert!(!roster.incomplete);
    }
}
