//! A link, and the memory of an unlinking: the two truths that this product keeps.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::hubspot::ids::ContactId;
use crate::phone::{Canonical, Rank, WhatsAppNumber};
use crate::protocol::Millis;
pub use crate::protocol::view::Origin;
use crate::protocol::view::PhoneProperty;
use crate::whatsapp::jid::Lid;
use crate::whatsapp::person::Alias;

/// The sequence number of the commit that made a record: unique in its scope and growing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sequence(pub u64);

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

/// Who a record is about: every alias known when it was made or seen later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The canonical number.
    pub number: Option<Canonical>,
    /// LIDs.
    pub lids: Vec<Lid>,
    /// The name in WhatsApp at that time, for display.
    pub name: String,
    /// Numbers that the person had before.
    #[serde(default)]
    pub former: Vec<Canonical>,
}

impl Subject {
    /// Everything that the person is known by.
    pub fn aliases(&self) -> Vec<Alias> {
        let number = self.number.iter().cloned().map(Alias::Number);
        number.chain(self.lids.iter().cloned().map(Alias::Lid)).collect()
    }
}

/// An established connection between a WhatsApp person and a HubSpot contact (S-01).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Its id.
    pub id: Sequence,
    /// The person.
    pub subject: Subject,
    /// The number that established it (S-03): the digits of the WhatsApp id; `None` for a person without a number.
    pub number_at_link: Option<WhatsAppNumber>,
    /// The contact.
    pub contact: ContactId,
    /// The contact's name at that time, for display.
    pub contact_name: String,
    /// Who or what made it.
    pub origin: Origin,
    /// What agreed; `None` for a link by hand.
    pub evidence: Option<Evidence>,
    /// Whether a person made or confirmed it.
    pub standing: Standing,
    /// When.
    pub made_at: Millis,
    /// The same by HubSpot's clock, where it was known: what HubSpot dates is compared with this (F15).
    #[serde(default)]
    pub made_at_hubspot: Option<Millis>,
    /// The text that linking replaced in HubSpot.
    pub replaced: Option<Replaced>,
}

/// What agreed when a link was made by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// How.
    pub rank: Rank,
    /// The property in HubSpot.
    pub property: PhoneProperty,
    /// Its text.
    pub text: String,
    /// The country code in that text.
    pub written_code: Option<u16>,
}

/// Whether a person stands behind a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A person made it or confirmed it.
    Confirmed,
    /// Nobody has said anything about it.
    Automatic,
}

/// A phone text that a link by hand replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The property.
    pub property: PhoneProperty,
    /// Its text before; empty where it had none.
    pub before: String,
    /// What was written.
    pub after: String,
}

impl Link {
    /// Whether it is the link of a person who is known by these.
    pub fn is_of(&self, aliases: &[Alias]) -> bool {
        self.subject.aliases().iter().any(|alias| aliases.contains(alias))
    }

    /// Whether an exact match found later may take its place without asking: an automatic link of a lesser rank that nobody confirmed.
    pub fn may_be_displaced(&self) -> bool {
        let lesser = match self.evidence.as_ref().map(|evidence| evidence.rank) {
            Some(Rank::National | Rank::CcWrong | Rank::CcConflict) => true,
            Some(Rank::Exact) | None => false,
        };
        lesser && self.standing == Standing::Automatic
    }
}

/// The memory that a person was unlinked, or that the rep chose none of the candidates. Automatic linking never touches them again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Its id.
    pub id: Sequence,
    /// The person.
    pub subject: Subject,
    /// The link that was ended; `None` after "None of these". Kept so that it can be taken back.
    pub ended: Option<Box<Link>>,
    /// When.
    pub at: Millis,
}

impl Memory {
    /// Whether it is about a person who is known so now; otherwise the person only has a number that another gave up.
    pub fn is_about(&self, aliases: &[Alias]) -> bool {
        self.subject.aliases().iter().any(|alias| aliases.contains(alias))
    }

    /// Everything that the person is or was known by: an old number stays blocked, whoever shows up under it.
    pub fn aliases(&self) -> Vec<Alias> {
        let Subject { number, former, lids, .. } = &self.subject;
        let numbers = number.iter().chain(former).cloned().map(Alias::Number);
        numbers.chain(lids.iter().cloned().map(Alias::Lid)).collect()
    }
}
