//! The names of records. Everything that belongs to a HubSpot account and a WhatsApp account begins with both (INV-10).

use std::fmt;

use crate::hubspot::ids::{ContactId, PortalId};
use crate::linking::link::Sequence;
use crate::whatsapp::own::AccountKey;
use crate::whatsapp::person::Alias;

/// The connection to HubSpot (never the key).
pub const CONNECTION: &str = "connection";
/// What the rep has set.
pub const SETTINGS: &str = "settings";
/// A wait that HubSpot asked for and that outlives the worker.
pub const PAUSE: &str = "pause";
/// Whether the timer of the passes rang in vain.
pub const MISSED: &str = "missed";
/// Whether the rep lets the passes run.
pub const HOLD: &str = "hold";
/// Whether the sidebar is open, and how wide.
pub const DOCK: &str = "dock";
/// The rep's own number by the rep's LID.
pub const OWN_NUMBERS: &str = "own-numbers";

/// One HubSpot account and one WhatsApp account: what links belong to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    /// HubSpot's side.
    pub portal: PortalId,
    /// WhatsApp's side.
    pub account: AccountKey,
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.portal, self.account)
    }
}

impl Scope {
    /// The pointer from an alias of a person to their link and memory.
    pub fn person(&self, alias: &Alias) -> String {
        format!("{self}/person/{alias}")
    }

    /// The pointer from a contact to its link.
    pub fn contact(&self, contact: &ContactId) -> String {
        format!("{self}/contact/{contact}")
    }

    /// A link.
    pub fn link(&self, id: Sequence) -> String {
        format!("{self}/link/{id}")
    }

    /// An unlink memory.
    pub fn memory(&self, id: Sequence) -> String {
        format!("{self}/memory/{id}")
    }

    /// A journal entry.
    pub fn journal(&self, id: Sequence) -> String {
        format!("{self}/journal/{id}")
    }

    /// The writes to HubSpot that were begun and not settled.
    pub fn intents(&self) -> String {
        format!("{self}/intents")
    }

    /// Edits and creations that were begun and not settled.
    pub fn record_intents(&self) -> String {
        format!("{self}/record-intents")
    }

    /// Counters.
    pub fn tally(&self) -> String {
        format!("{self}/tally")
    }

    /// Where the passes are.
    pub fn passes(&self) -> String {
        format!("{self}/passes")
    }
}

/// How far the directory of a portal is.
pub fn directory(portal: &PortalId) -> String {
    format!("{portal}/directory")
}

/// What a portal says of its own fields.
pub fn schema(portal: &PortalId) -> String {
    format!("{portal}/schema")
}

/// Who the rep is among a portal's owners.
pub fn me(portal: &PortalId) -> String {
    format!("{portal}/me")
}

/// A card as it was read last: a cache, for painting at once.
pub fn card(portal: &PortalId, contact: &ContactId) -> String {
    format!("{portal}/card/{contact}")
}

/// Names of a portal's owners.
pub fn owners(portal: &PortalId) -> String {
    format!("{portal}/owners")
}
