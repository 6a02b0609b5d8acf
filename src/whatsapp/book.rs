//! All WhatsApp contacts: saved people and people with a 1-1 chat, without locked chats, services and the rep; group members on request.

use std::collections::BTreeSet;

use serde_json::Value;

use super::jid::Jid;
use super::own::Own;
use super::person::{Alias, People, Person};
use crate::protocol::page::{ChatRow, ContactRow, ParticipantRow, rows};

/// Rows of one snapshot.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// Rows of `contact`.
    pub contacts: Vec<ContactRow>,
    /// Rows of `chat`.
    pub chats: Vec<ChatRow>,
    /// Rows of `participant`; empty unless group members are wanted.
    pub participants: Vec<ParticipantRow>,
    /// Rows of `contact` that did not decode.
    pub strange: usize,
}

impl Snapshot {
    /// Takes rows of a store. Rows that do not decode are left out; those of contacts are counted.
    pub fn take(&mut self, store: &str, values: Vec<Value>) {
        match store {
            "contact" => {
                let (all, before) = (values.len(), self.contacts.len());
                self.contacts.extend(rows(values));
                self.strange += all.saturating_sub(self.contacts.len() - before);
            }
            "chat" => self.chats.extend(rows(values)),
            "participant" => self.participants.extend(rows(values)),
            _ => {}
        }
    }
}

/// The people that the passes look at: each once, and only those with a number.
pub fn people_to_match(snapshot: &Snapshot, own: &Own) -> Vec<Person> {
    let people = People::unite(&snapshot.contacts, &snapshot.chats);
    let locked: BTreeSet<Alias> =
        chat_people(snapshot.chats.iter().filter(|row| row.is_locked), &people).flat_map(|p| p.aliases()).collect();
    let saved = people.all().filter(|person| person.saved);
    let chatting = chat_people(snapshot.chats.iter(), &people);
    let members = snapshot
        .participants
        .iter()
        .flat_map(|row| row.participants.iter())
        .filter_map(|id| people.find(&Jid::parse(id)?));
    let mut seen = BTreeSet::new();
    saved
        .chain(chatting)
        .chain(members)
        .filter(|person| person.number.is_some() && !own.is_person(person))
        .filter(|person| !person.aliases().iter().any(|alias| locked.contains(alias)))
        .filter(|person| seen.insert(person.number.as_ref().map(|number| number.canonical().clone())))
        .collect()
}

/// The people of 1-1 chats.
pub fn chat_people<'a>(rows: impl Iterator<Item = &'a ChatRow>, people: &People) -> impl Iterator<Item = Person> {
    rows.filter_map(|row| Jid::parse(&row.id)).filter_map(|jid| people.find(&jid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_people_and_chats_without_locked_ones_strangers_and_the_rep() {
        let contact = |id: &str, saved: f64| ContactRow {
            id: id.into(),
            is_address_book_contact: Some(saved),
            ..ContactRow::default()
        };
        let chat = |id: &str, locked: bool| ChatRow { id: id.into(), is_locked: locked, ..ChatRow::default() };
        let snapshot = Snapshot {
            contacts: vec![
                contact("12125550101@c.us", 1.0),
                contact("12125550102@c.us", 0.0),
                contact("12125550103@c.us", 1.0),
                contact("5511987650000@c.us", 1.0),
                contact("205550000000004@lid", 1.0),
            ],
            chats: vec![
                chat("12125550103@c.us", true),
                chat("12125550105@c.us", false),
                chat("120363000000000001@g.us", false),
            ],
            ..Snapshot::default()
        };
        let own = Own::from_storage(Some("5511987650000@c.us"), None);
        let mut digits: Vec<_> = people_to_match(&snapshot, &own)
            .into_iter()
            .filter_map(|p| p.number)
            .map(|n| n.digits().to_owned())
            .collect();
        digits.sort();
        assert_eq!(digits, ["12125550101", "12125550105"]);
    }
}
