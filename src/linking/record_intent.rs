//! The write-ahead intent of an edit or a creation: stored before the request leaves, closed when its outcome is known.
//!
//! An edit whose answer was lost is settled by reading the record. A creation has no idempotency key: it is settled by looking for a
//! record of the contact that was not there before and says the same (F43). Nothing is ever sent again by itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::link::{Sequence, Subject};
use crate::hubspot::contact::Contact;
use crate::hubspot::ids::{ContactId, PropertyName, RecordId};
use crate::hubspot::object::{ObjectKind, Record};
use crate::phone::WhatsAppNumber;
use crate::protocol::Millis;
use crate::protocol::view::PhoneProperty;

/// Texts by property.
pub type Values = BTreeMap<PropertyName, String>;

/// A write to a record that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordIntent {
    /// Its id.
    pub id: Sequence,
    /// The contact whose card it was pressed on; `None` where the contact itself is made.
    pub contact: Option<ContactId>,
    /// What.
    pub write: RecordWrite,
    /// The version of the extension that began it.
    pub app_version: String,
}

/// A write to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "write", rename_all = "snake_case")]
pub enum RecordWrite {
    /// Properties change.
    Edit {
        /// The kind of record.
        of: ObjectKind,
        /// The record.
        record: RecordId,
        /// Values before.
        before: Values,
        /// Values wanted.
        after: Values,
    },
    /// A record is made.
    Create {
        /// Its kind.
        of: ObjectKind,
        /// Its values.
        values: Values,
        /// Records of this kind that the contact had before.
        known: BTreeSet<RecordId>,
    },
    /// B-07: a contact is made, and linked with the person that it was made for.
    NewContact {
        /// The person.
        subject: Subject,
        /// The person's number.
        number: Option<WhatsAppNumber>,
        /// Its values.
        values: Values,
        /// Contacts like it that HubSpot had before.
        known: BTreeSet<ContactId>,
        /// When it was begun: HubSpot's index trails a write, so that "not found" counts only some time later (F16).
        at: Millis,
    },
}

/// Whether a record holds these values. An empty value is one that is missing.
pub fn holds(record: &Values, wanted: &Values) -> bool {
    wanted.iter().all(|(name, value)| record.get(name).map_or("", String::as_str) == value)
}

/// The record that a creation made, if it is among those that the contact has now.
pub fn made_by<'a>(values: &Values, known: &BTreeSet<RecordId>, now: &'a [Record]) -> Option<&'a Record> {
    // HubSpot rewrites dates and amounts; the words a person typed come back as they are.
    let words: Values = values
        .iter()
        .filter(|(name, _)| WORDS.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    now.iter().find(|record| !known.contains(&record.id) && !words.is_empty() && holds(&record.values, &words))
}

/// Whether a contact is the one that a creation with these values made: it was not known before, and has them all.
pub fn is_made(values: &Values, known: &BTreeSet<ContactId>, contact: &Contact) -> bool {
    let text = |name: &str| match name {
        "firstname" => contact.first_name.as_deref(),
        "lastname" => contact.last_name.as_deref(),
        "email" => contact.email.as_deref(),
        phone => {
            let property = PhoneProperty::ALL.into_iter().find(|property| property.hubspot_name() == phone);
            property.map(|property| contact.phone(property))
        }
    };
    // HubSpot keeps e-mails in small letters.
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let holds = values.iter().all(|(name, value)| same(text(name.as_str()).unwrap_or_default(), value));
    !values.is_empty() && !known.contains(&contact.id) && holds
}

/// Properties that hold what a person typed, by which a record is known again.
pub const WORDS: [&str; 4] = ["dealname", "subject", "hs_note_body", "hs_task_subject"];

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), (*value).to_owned())).collect()
    }

    #[test]
    fn f_43_the_record_that_was_made_is_new_and_says_the_same() {
        let record =
            |id: &str, name: &str| Record { id: id.parse().expect("an id"), values: values(&[("dealname", name)]) };
        let wanted = values(&[("dealname", "Renewal"), ("amount", "1500")]);
        let known = BTreeSet::from(["1".parse().expect("an id")]);
        let now = [record("1", "Renewal"), record("2", "Other"), record("3", "Renewal")];
        assert_eq!(made_by(&wanted, &known, &now).map(|record| record.id.as_str()), Some("3"));
        assert_eq!(made_by(&wanted, &known, &now[..2]), None);
        assert_eq!(made_by(&values(&[("amount", "1")]), &known, &now), None);
    }

    #[test]
    fn an_emptied_property_is_one_that_is_missing() {
        assert!(holds(&Values::new(), &values(&[("jobtitle", "")])));
        assert!(!holds(&values(&[("jobtitle", "Buyer")]), &values(&[("jobtitle", "")])));
    }
}
