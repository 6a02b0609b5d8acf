//! All WhatsApp contacts: saved people and people with a 1-1 chat, without locked chats, services and the rep; group members on request.
//!
//! A page sends all rows once and then what has changed ([`Shelf`]). A row that went must go here too: whoever is no contact any more must
//! not be linked. So each store's end says how many rows there are, and a shelf with another number of them is thrown away.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::jid::Jid;
use super::own::Own;
use super::person::{Alias, People, Person};
use crate::protocol::page::{ChatRow, ContactRow, ParticipantRow, SnapshotSlice, rows};

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

/// Rows of whole stores, as a page has sent them slice by slice.
#[derive(Debug, Default)]
pub struct Shelf {
    /// JSON texts by store and key.
    stores: BTreeMap<String, BTreeMap<String, String>>,
    /// Rows without a key, with their store.
    loose: Vec<(String, Value)>,
    /// What the page calls this state of its stores.
    version: Option<String>,
}

/// Slices that do not fit what they are put to: the difference to another version, or another number of rows than the page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Torn;

impl Shelf {
    /// The version that a difference may be asked for: that of a whole shelf whose rows all have a key.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref().filter(|_| self.loose.is_empty())
    }

    /// What the next slices are put to: these stores of this shelf where they are the difference to it, else nothing.
    pub fn base(mut self, since: Option<&str>, stores: &[&str]) -> Result<Shelf, Torn> {
        match since {
            None => Ok(Shelf::default()),
            Some(_) if self.version() != since => Err(Torn),
            Some(_) => {
                self.stores.retain(|store, _| stores.contains(&store.as_str()));
                self.version = None;
                Ok(self)
            }
        }
    }

    /// Puts a slice; after the last one the shelf has a version.
    pub fn put(&mut self, slice: SnapshotSlice) -> Result<(), Torn> {
        let rows = self.stores.entry(slice.store.clone()).or_default();
        for row in slice.rows {
            let key = ["id", "groupId"].iter().find_map(|field| row.get(field)?.as_str()).map(str::to_owned);
            match key {
                Some(key) => _ = rows.insert(key, row.to_string()),
                None => self.loose.push((slice.store.clone(), row)),
            }
        }
        for key in &slice.gone {
            rows.remove(key);
        }
        if self.loose.is_empty() && slice.total.is_some_and(|total| total != rows.len()) {
            return Err(Torn);
        }
        if slice.last {
            self.version = slice.version;
        }
        Ok(())
    }

    /// All rows, where the last slice has come and these are the stores.
    pub fn whole(&self, stores: &[&str]) -> Option<Snapshot> {
        let are_these =
            self.stores.len() == stores.len() && stores.iter().all(|store| self.stores.contains_key(*store));
        (self.version.is_some() && are_these).then(|| self.snapshot())
    }

    /// All rows, decoded.
    pub fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (store, rows) in &self.stores {
            snapshot.take(store, rows.values().filter_map(|text| serde_json::from_str(text).ok()).collect());
        }
        for (store, row) in &self.loose {
            snapshot.take(store, vec![row.clone()]);
        }
        snapshot
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

    fn slice(since: Option<&str>, ids: &[&str], gone: &[&str], total: usize) -> SnapshotSlice {
        SnapshotSlice {
            request: 1,
            store: "contact".into(),
            since: since.map(Into::into),
            version: Some("b".into()),
            rows: ids.iter().map(|id| serde_json::json!({ "id": id })).collect(),
            gone: gone.iter().map(|key| (*key).into()).collect(),
            total: Some(total),
            last: true,
        }
    }

    fn shelf() -> Shelf {
        let mut shelf = Shelf::default();
        let whole = SnapshotSlice { version: Some("a".into()), ..slice(None, &["1@c.us", "2@c.us", "3@c.us"], &[], 3) };
        shelf.put(whole).expect("a whole store");
        shelf
    }

    fn changed(slice: SnapshotSlice) -> Result<Vec<String>, Torn> {
        let mut next = shelf().base(slice.since.clone().as_deref(), &["contact"])?;
        next.put(slice)?;
        Ok(next.snapshot().contacts.into_iter().map(|row| row.id).collect())
    }

    #[test]
    fn a_difference_brings_what_is_new_and_takes_what_is_gone() {
        let answer = changed(slice(Some("a"), &["4@c.us"], &["2@c.us"], 3));
        assert_eq!(answer, Ok(vec!["1@c.us".to_owned(), "3@c.us".to_owned(), "4@c.us".to_owned()]));
        assert_eq!(changed(slice(None, &["4@c.us"], &[], 1)), Ok(vec!["4@c.us".to_owned()]));
    }

    #[test]
    fn a_difference_to_something_else_or_with_a_removal_missing_is_refused() {
        assert_eq!(changed(slice(Some("c"), &["4@c.us"], &[], 4)), Err(Torn));
        assert_eq!(changed(slice(Some("a"), &["4@c.us"], &[], 3)), Err(Torn));
        assert_eq!(shelf().base(Some("a"), &["chat"]).map(|next| next.snapshot().contacts.len()), Ok(0));
    }

    #[test]
    fn there_is_no_difference_to_rows_without_a_key() {
        let mut shelf = Shelf::default();
        let mut packed = slice(None, &["1@c.us"], &[], 2);
        packed.rows.push(serde_json::json!({ "id": 7, "p": [1, 2] }));
        shelf.put(packed).expect("rows all the same");
        assert_eq!((shelf.version(), shelf.snapshot().contacts.len(), shelf.snapshot().strange), (None, 1, 1));
    }

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
