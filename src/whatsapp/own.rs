//! Whose WhatsApp this is. Links belong to this account, and the rep is never anybody's contact.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::jid::{Jid, Lid};
use super::person::Person;
use crate::phone::WhatsAppNumber;

/// The rep's own ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Own {
    /// The rep's number.
    pub number: Option<WhatsAppNumber>,
    /// The rep's LID.
    pub lid: Option<Lid>,
}

/// Digits of the rep's number by the rep's LID, as they were last seen together.
pub type OwnNumbers = BTreeMap<String, String>;

/// The account that links belong to: part of every storage key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountKey(String);

impl fmt::Display for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Own {
    /// Reads the raw local storage values, each a JSON text that holds a JID with a device part.
    pub fn from_storage(wid: Option<&str>, lid: Option<&str>) -> Own {
        let jid = |raw: &str| {
            let text = serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned());
            Jid::parse(text.trim_matches('"'))
        };
        let mut own = Own::default();
        for found in [wid, lid].into_iter().flatten().filter_map(jid) {
            match found {
                Jid::Number(number) => own.number = Some(number),
                Jid::Lid(lid) => own.lid = Some(lid),
                Jid::Group(_) | Jid::NotAPerson => {}
            }
        }
        own
    }

    /// These ids, the number being the one that the LID had when both were known, where the page tells the LID alone.
    pub fn completed(mut self, numbers: &OwnNumbers) -> Own {
        let known = || numbers.get(self.lid.as_ref()?.as_str());
        self.number = self.number.take().or_else(|| WhatsAppNumber::from_digits(known()?).ok());
        self
    }

    /// The account, by number alone: a LID in its place would be another account, without the links and what was unlinked (TH-18).
    pub fn account(&self) -> Option<AccountKey> {
        self.number.as_ref().map(|number| AccountKey(format!("n{}", number.canonical())))
    }

    /// Whether a JID is the rep's.
    pub fn is(&self, jid: &Jid) -> bool {
        match jid {
            Jid::Number(number) => self.number.as_ref().is_some_and(|own| own.canonical() == number.canonical()),
            Jid::Lid(lid) => self.lid.as_ref() == Some(lid),
            Jid::Group(_) | Jid::NotAPerson => false,
        }
    }

    /// Whether a person is the rep.
    pub fn is_person(&self, person: &Person) -> bool {
        person.number.as_ref().is_some_and(|number| self.is(&Jid::Number(number.clone())))
            || self.lid.as_ref().is_some_and(|own| person.lids.contains(own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_ids_are_read_from_json_in_json() {
        let own = Own::from_storage(Some("\"\\\"5511987650000:12@c.us\\\"\""), Some("\"205550000000999:12@lid\""));
        assert_eq!(own.number.as_ref().map(|n| n.digits().to_owned()), Some("5511987650000".into()));
        assert_eq!(own.lid.as_ref().map(Lid::as_str), Some("205550000000999"));
        assert_eq!(own.account().map(|a| a.to_string()), Some("n55-11987650000".into()));
    }

    #[test]
    fn th_18_a_lid_alone_is_no_account_of_its_own() {
        let lid = || Own::from_storage(None, Some("\"205550000000999:12@lid\""));
        assert_eq!(lid().account(), None);
        let numbers = OwnNumbers::from([("205550000000999".to_owned(), "5511987650000".to_owned())]);
        assert_eq!(lid().completed(&numbers).account().map(|a| a.to_string()), Some("n55-11987650000".into()));
        let other = Own::from_storage(None, Some("205550000000998@lid")).completed(&numbers);
        assert_eq!(other.account(), None);
        let both = Own::from_storage(Some("12125550101@c.us"), Some("205550000000999@lid")).completed(&numbers);
        assert_eq!(both.account().map(|a| a.to_string()), Some("n1-2125550101".into()));
    }

    #[test]
    fn rubbish_is_nobody() {
        assert_eq!(Own::from_storage(Some("{"), Some("\"x@lid\"")), Own::default());
    }
}
