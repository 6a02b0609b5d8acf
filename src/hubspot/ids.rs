//! Identifiers that HubSpot gives out. Each has its own type, so that a contact's id can never stand where a portal's is meant,
//! and each is checked once, where it enters: HubSpot's record ids are strings of digits.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A text that was expected to be an identifier and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an identifier: 1 to 20 digits expected")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! digit_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The digits, as HubSpot writes them.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                let fits = (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
                if fits { Ok(Self(text)) } else { Err(NotAnId) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

digit_id! {
    /// The record id of a HubSpot contact (`hs_object_id`).
    ContactId
}
digit_id! {
    /// The id of a HubSpot account, which HubSpot calls a portal (hub id).
    PortalId
}
digit_id! {
    /// The record id of any CRM object: a deal, a ticket, a company, a note, a task.
    RecordId
}

impl From<ContactId> for RecordId {
    fn from(id: ContactId) -> RecordId {
        RecordId(id.0)
    }
}

digit_id! {
    /// The id of an owner, the value of `hubspot_owner_id`; not the owner's user id.
    OwnerId
}

/// HubSpot's internal name of a property: small letters, digits and underscores. Nothing else ever stands in a path or a body as one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PropertyName(String);

impl PropertyName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PropertyName {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        let fits = (1..=100).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if fits { Ok(Self(text)) } else { Err(NotAnId) }
    }
}

impl std::str::FromStr for PropertyName {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::try_from(text.to_owned())
    }
}

impl From<PropertyName> for String {
    fn from(name: PropertyName) -> String {
        name.0
    }
}

impl fmt::Display for PropertyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_are_ids() {
        assert!("33451".parse::<ContactId>().is_ok());
        for text in ["", "33 451", "0-1/5", "../x", "123456789012345678901", "１２"] {
            assert_eq!(text.parse::<ContactId>(), Err(NotAnId), "{text:?}");
        }
    }

    #[test]
    fn a_property_name_cannot_leave_its_place_in_a_path() {
        assert!("hs_lead_status".parse::<PropertyName>().is_ok());
        for text in ["", "a,b", "a&b", "First", "a b", "a/b"] {
            assert_eq!(text.parse::<PropertyName>(), Err(NotAnId), "{text:?}");
        }
    }

    #[test]
    fn an_id_is_checked_when_it_is_read_back() {
        assert!(serde_json::from_str::<PortalId>("\"146512345\"").is_ok());
        assert!(serde_json::from_str::<PortalId>("\"x\"").is_err());
    }
}
