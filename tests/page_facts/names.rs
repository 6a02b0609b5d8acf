//! TH-2: a name is a text of somebody else's choice, and never who somebody is.

use linked_contacts::protocol::page::FromPage;
use linked_contacts::whatsapp::book::{Snapshot, people_to_match};
use linked_contacts::whatsapp::chat::{OpenChat, conclude};
use linked_contacts::whatsapp::own::Own;
use linked_contacts::whatsapp::person::Person;
use serde_json::{Value, json};

use crate::law::{STORES, rows, with};

/// Whatever people call themselves, who they are does not change: not in an open chat, not in a snapshot. Returns whether anybody was known.
pub fn of_names(facts: &Value, book: &Value, name: &str) -> bool {
    let mut renamed = [facts["records"].clone(), book.clone()];
    for row in renamed.iter_mut().filter_map(Value::as_object_mut).flat_map(serde_json::Map::values_mut) {
        for row in row.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            for field in ["name", "shortName", "pushname", "verifiedName", "username", "subject"] {
                row.insert(field.into(), name.into());
            }
        }
    }
    let [records, book_after] = renamed;
    let after = with(facts, json!({"records": records}));
    let known = identities(facts);
    assert_eq!(known, identities(&after), "{facts}");
    assert_eq!(listed(book), listed(&book_after), "{book}");
    known.is_some_and(|known| !known.is_empty())
}

/// Numbers and privacy ids of those who are said to be in the open chat.
fn identities(facts: &Value) -> Option<Vec<String>> {
    let Ok(FromPage::Chat(evidence)) = serde_json::from_value(facts.clone()) else { return None };
    Some(match conclude(&evidence, &Own::default()) {
        OpenChat::Person(person) => vec![identity(&person)],
        OpenChat::Group(roster) => roster.members.iter().map(identity).collect(),
        OpenChat::NotAPerson | OpenChat::Unresolved(_) => Vec::new(),
    })
}

fn identity(person: &Person) -> String {
    format!("{:?} {:?}", person.number, person.lids)
}

fn listed(facts: &Value) -> Vec<String> {
    let mut book = Snapshot::default();
    for (store, of) in STORES {
        book.take(store, rows(facts, of).cloned().collect());
    }
    people_to_match(&book, &Own::default()).iter().map(identity).collect()
}
