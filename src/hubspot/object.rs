//! CRM objects beside contacts: which there are, how they are named in paths, how they hang together, and a record of any of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::contact::RawObject;
use super::ids::{PropertyName, RecordId};

/// A kind of CRM object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A person.
    Contact,
    /// A company.
    Company,
    /// A deal.
    Deal,
    /// A ticket.
    Ticket,
    /// A note on a record's timeline.
    Note,
    /// A task.
    Task,
}

impl ObjectKind {
    /// The name in paths.
    pub fn path(self) -> &'static str {
        match self {
            ObjectKind::Contact => "contacts",
            ObjectKind::Company => "companies",
            ObjectKind::Deal => "deals",
            ObjectKind::Ticket => "tickets",
            ObjectKind::Note => "notes",
            ObjectKind::Task => "tasks",
        }
    }

    /// The type id, as it stands in links to records.
    pub fn type_id(self) -> &'static str {
        match self {
            ObjectKind::Contact => "0-1",
            ObjectKind::Company => "0-2",
            ObjectKind::Deal => "0-3",
            ObjectKind::Ticket => "0-5",
            ObjectKind::Note => "0-46",
            ObjectKind::Task => "0-27",
        }
    }

    /// The scope that reading this needs; notes and tasks are read with the contact's.
    pub fn read_scope(self) -> &'static str {
        match self {
            ObjectKind::Contact | ObjectKind::Note | ObjectKind::Task => "crm.objects.contacts.read",
            ObjectKind::Company => "crm.objects.companies.read",
            ObjectKind::Deal => "crm.objects.deals.read",
            ObjectKind::Ticket => "tickets",
        }
    }

    /// HubSpot's number for "this, of a contact": the association that a new record is created with. `None` for contacts themselves.
    /// <https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide>
    pub fn association_to_contact(self) -> Option<u32> {
        match self {
            ObjectKind::Contact => None,
            ObjectKind::Company => Some(280),
            ObjectKind::Deal => Some(3),
            ObjectKind::Ticket => Some(16),
            ObjectKind::Note => Some(202),
            ObjectKind::Task => Some(204),
        }
    }
}

/// A record of any kind: its properties as texts, those without a value left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The record id.
    pub id: RecordId,
    /// Values by property.
    pub values: BTreeMap<PropertyName, String>,
}

impl Record {
    /// The text of a property; empty where it has none.
    pub fn value(&self, property: &str) -> &str {
        self.values.iter().find(|(name, _)| name.as_str() == property).map_or("", |(_, value)| value.as_str())
    }

    /// Decodes a record. `None` where its id is none.
    pub(super) fn from_raw(raw: RawObject) -> Option<Record> {
        Some(Record { id: raw.id.parse().ok()?, values: values_of(raw.properties) })
    }
}

/// The properties that have a value. HubSpot answers texts; a number or a truth value is taken as its text.
pub(super) fn values_of(properties: BTreeMap<String, Value>) -> BTreeMap<PropertyName, String> {
    let text = |value: Value| match value {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::String(_) | Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    properties.into_iter().filter_map(|(name, value)| Some((name.parse().ok()?, text(value)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_keeps_what_has_a_value() {
        let raw: RawObject = serde_json::from_str(
            r#"{"id":"9","properties":{"dealname":"Renewal","amount":1500,"closedate":null,"bad name":"x","hs_is_closed":"false"}}"#,
        )
        .expect("a record");
        let record = Record::from_raw(raw).expect("an id");
        assert_eq!((record.value("dealname"), record.value("amount"), record.values.len()), ("Renewal", "1500", 3));
    }
}
