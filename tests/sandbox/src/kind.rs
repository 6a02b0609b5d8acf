//! The types of records, by all the names under which HubSpot takes them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A type of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 0-1
    Contacts,
    /// 0-2
    Companies,
    /// 0-3
    Deals,
    /// 0-5
    Tickets,
    /// 0-18
    Communications,
    /// 0-27
    Tasks,
    /// 0-46
    Notes,
}

impl Kind {
    /// All.
    pub const ALL: [Kind; 7] =
        [Kind::Contacts, Kind::Companies, Kind::Deals, Kind::Tickets, Kind::Communications, Kind::Tasks, Kind::Notes];

    /// From a path: plural, singular or type id.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| [kind.plural(), kind.singular(), kind.type_id()].contains(&name))
    }

    /// The name in paths and in `associations=`.
    pub fn plural(self) -> &'static str {
        match self {
            Kind::Contacts => "contacts",
            Kind::Companies => "companies",
            Kind::Deals => "deals",
            Kind::Tickets => "tickets",
            Kind::Communications => "communications",
            Kind::Tasks => "tasks",
            Kind::Notes => "notes",
        }
    }

    /// The name in association types: `contact_to_deal`.
    pub fn singular(self) -> &'static str {
        match self {
            Kind::Contacts => "contact",
            Kind::Companies => "company",
            Kind::Deals => "deal",
            Kind::Tickets => "ticket",
            Kind::Communications => "communication",
            Kind::Tasks => "task",
            Kind::Notes => "note",
        }
    }

    /// HubSpot's type id.
    pub fn type_id(self) -> &'static str {
        match self {
            Kind::Contacts => "0-1",
            Kind::Companies => "0-2",
            Kind::Deals => "0-3",
            Kind::Tickets => "0-5",
            Kind::Communications => "0-18",
            Kind::Tasks => "0-27",
            Kind::Notes => "0-46",
        }
    }

    /// Contacts alone call their time of change `lastmodifieddate`.
    pub fn modified_property(self) -> &'static str {
        match self {
            Kind::Contacts => "lastmodifieddate",
            Kind::Companies | Kind::Deals | Kind::Tickets | Kind::Communications | Kind::Tasks | Kind::Notes => {
                "hs_lastmodifieddate"
            }
        }
    }

    /// Records of the timeline say `hs_createdate` where others say `createdate`.
    pub fn created_property(self) -> &'static str {
        match self {
            Kind::Contacts | Kind::Companies | Kind::Deals | Kind::Tickets => "createdate",
            Kind::Communications | Kind::Tasks | Kind::Notes => "hs_createdate",
        }
    }

    /// Whether these are entries of a timeline: associating one touches what it is associated with.
    pub fn is_engagement(self) -> bool {
        match self {
            Kind::Contacts | Kind::Companies | Kind::Deals | Kind::Tickets => false,
            Kind::Communications | Kind::Tasks | Kind::Notes => true,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.plural())
    }
}

/// The id of a record: digits, unique within its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RecordId(pub u64);

/// A text that is no record id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotARecordId;

impl fmt::Display for NotARecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record id is a number")
    }
}

impl std::str::FromStr for RecordId {
    type Err = NotARecordId;

    fn from_str(text: &str) -> Result<Self, NotARecordId> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(RecordId).ok_or(NotARecordId)
    }
}

impl TryFrom<String> for RecordId {
    type Error = NotARecordId;

    fn try_from(text: String) -> Result<Self, NotARecordId> {
        text.parse()
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> String {
        id.to_string()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
