//! What is committed, decoded: the simulation's own reading of the stored records, kept beside the disk.

use std::collections::BTreeMap;

use linked_contacts::linking::intent::WriteIntent;
use linked_contacts::linking::journal::Entry;
use linked_contacts::linking::link::{Link, Memory, Sequence};
use linked_contacts::linking::record_intent::RecordIntent;
use linked_contacts::phone::WhatsAppNumber;
use linked_contacts::stored::record;
use linked_contacts::stored::shapes::{ContactPointer, PersonPointer, Tally};
use linked_contacts::whatsapp::person::Alias;

use crate::book::{Book, Wa};

/// One record of a scope.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// `link/…`
    Link(Option<Box<Link>>),
    /// `memory/…`
    Memory(Option<Box<Memory>>),
    /// `person/…`
    Person(PersonPointer),
    /// `contact/…`
    Contact(ContactPointer),
    /// `intents`
    Intents(Vec<WriteIntent>),
    /// `record-intents`
    CardIntents(Vec<RecordIntent>),
    /// `journal/…`
    Journal(Box<Entry>),
    /// `tally`
    Tally(Tally),
    /// Something else.
    Other,
}

/// Everything committed, by key.
#[derive(Debug, Default, Clone)]
pub struct Truth {
    records: BTreeMap<String, Record>,
}

/// The scope of a key, `{portal}/{account}`, and what follows; `None` for what belongs to no scope.
pub fn scope_of(key: &str) -> Option<(&str, &str)> {
    let first = key.find('/')?;
    let second = first + 1 + key[first + 1..].find('/')?;
    // A portal's cached cards lie beside its accounts and belong to none of them.
    if &key[first + 1..second] == "card" {
        return None;
    }
    Some((&key[..second], &key[second + 1..]))
}

impl Record {
    fn read(rest: &str, text: &str) -> Record {
        let kind = rest.split('/').next().unwrap_or_default();
        let bad = |what| panic!("stored under {rest}: {what:?}: {text}");
        match kind {
            "link" => record::decode(text).map_or_else(bad, Record::Link),
            "memory" => record::decode(text).map_or_else(bad, Record::Memory),
            "person" => record::decode(text).map_or_else(bad, Record::Person),
            "contact" => record::decode(text).map_or_else(bad, Record::Contact),
            "intents" => record::decode(text).map_or_else(bad, Record::Intents),
            "record-intents" => record::decode(text).map_or_else(bad, Record::CardIntents),
            "journal" => record::decode(text).map_or_else(bad, Record::Journal),
            "tally" => record::decode(text).map_or_else(bad, Record::Tally),
            _ => Record::Other,
        }
    }
}

impl Truth {
    /// Takes a stored text; what stood there before, and what stands now.
    pub fn take(&mut self, key: &str, text: &str) -> Option<(Option<Record>, Record)> {
        let (_, rest) = scope_of(key)?;
        let now = Record::read(rest, text);
        Some((self.records.insert(key.to_owned(), now.clone()), now))
    }

    /// Links that stand, with their scopes.
    pub fn links(&self) -> impl Iterator<Item = (&str, &Link)> {
        self.records.iter().filter_map(|(key, record)| match record {
            Record::Link(Some(link)) => Some((scope_of(key)?.0, link.as_ref())),
            _ => None,
        })
    }

    /// Memories that stand, with their scopes.
    pub fn memories(&self) -> impl Iterator<Item = (&str, &Memory)> {
        self.records.iter().filter_map(|(key, record)| match record {
            Record::Memory(Some(memory)) => Some((scope_of(key)?.0, memory.as_ref())),
            _ => None,
        })
    }

    /// Journal entries, with their scopes.
    pub fn journal(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.records.iter().filter_map(|(key, record)| match record {
            Record::Journal(entry) => Some((scope_of(key)?.0, entry.as_ref())),
            _ => None,
        })
    }

    /// Writes to HubSpot that are not settled, with their scopes.
    pub fn intents(&self) -> impl Iterator<Item = (&str, &WriteIntent)> {
        self.records.iter().flat_map(|(key, record)| {
            let open = match record {
                Record::Intents(open) => open.as_slice(),
                _ => &[],
            };
            open.iter().filter_map(|intent| Some((scope_of(key)?.0, intent)))
        })
    }

    /// Edits and creations that are not settled, with their scopes.
    pub fn record_intents(&self) -> impl Iterator<Item = (&str, &RecordIntent)> {
        self.records.iter().flat_map(|(key, record)| {
            let open = match record {
                Record::CardIntents(open) => open.as_slice(),
                _ => &[],
            };
            open.iter().filter_map(|intent| Some((scope_of(key)?.0, intent)))
        })
    }

    /// The scopes that have records.
    pub fn scopes(&self) -> Vec<String> {
        let mut scopes: Vec<String> =
            self.records.keys().filter_map(|key| scope_of(key)).map(|(scope, _)| scope.to_owned()).collect();
        scopes.dedup();
        scopes
    }

    /// A scope's counters.
    pub fn tally(&self, scope: &str) -> Tally {
        match self.records.get(&format!("{scope}/tally")) {
            Some(Record::Tally(tally)) => *tally,
            _ => Tally::default(),
        }
    }

    /// A link by id.
    pub fn link(&self, scope: &str, id: Sequence) -> Option<&Link> {
        match self.records.get(&format!("{scope}/link/{id}"))? {
            Record::Link(Some(link)) => Some(link),
            _ => None,
        }
    }

    /// A memory by id.
    pub fn memory(&self, scope: &str, id: Sequence) -> Option<&Memory> {
        match self.records.get(&format!("{scope}/memory/{id}"))? {
            Record::Memory(Some(memory)) => Some(memory),
            _ => None,
        }
    }

    /// The pointer from an alias.
    pub fn pointer(&self, scope: &str, alias: &str) -> PersonPointer {
        match self.records.get(&format!("{scope}/person/{alias}")) {
            Some(Record::Person(pointer)) => *pointer,
            _ => PersonPointer::default(),
        }
    }

    /// The pointer from a contact.
    pub fn contact(&self, scope: &str, contact: &str) -> Option<Sequence> {
        match self.records.get(&format!("{scope}/contact/{contact}")) {
            Some(Record::Contact(pointer)) => pointer.link,
            _ => None,
        }
    }

    /// The link of a person of the book.
    pub fn link_of(&self, scope: &str, book: &Book, wa: Wa) -> Option<&Link> {
        aliases_now(book, wa).iter().find_map(|alias| self.link(scope, self.pointer(scope, alias).link?))
    }

    /// The memory of a person of the book, by anything they are known by now.
    pub fn memory_of(&self, scope: &str, book: &Book, wa: Wa) -> Option<&Memory> {
        aliases_now(book, wa).iter().find_map(|alias| self.memory(scope, self.pointer(scope, alias).memory?))
    }
}

/// The aliases under which the engine must find a person, as it writes them.
pub fn aliases_now(book: &Book, wa: Wa) -> Vec<String> {
    let entry = book.of(wa);
    entry
        .number
        .iter()
        .map(|digits| number_alias(digits))
        .chain(entry.lid.iter().map(|lid| format!("l{lid}")))
        .collect()
}

/// The alias of a number.
pub fn number_alias(digits: &str) -> String {
    Alias::Number(WhatsAppNumber::from_digits(digits).unwrap().canonical().clone()).to_string()
}

/// The person of the book behind an alias text.
pub fn who(book: &Book, alias: &str) -> Option<Wa> {
    match alias.split_at(1) {
        ("l", lid) => book.who(lid),
        _ => {
            let is = |digits: &String| {
                digits.len() >= 7 && WhatsAppNumber::from_digits(digits).is_ok() && number_alias(digits) == alias
            };
            let now = (0..book.people.len()).map(Wa).find(|wa| book.of(*wa).number.as_ref().is_some_and(is));
            now.or_else(|| (0..book.people.len()).map(Wa).find(|wa| book.of(*wa).had.iter().any(is)))
        }
    }
}
