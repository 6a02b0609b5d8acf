//! The journal: every link, unlink and HubSpot write, with what triggered it and what was there before.

use serde::{Deserialize, Serialize};

use super::link::{Link, Memory, Replaced, Sequence};
use super::record_intent::Values;
use crate::hubspot::ids::{ContactId, RecordId};
use crate::hubspot::object::ObjectKind;
use crate::protocol::Millis;

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in the order of things.
    pub sequence: Sequence,
    /// For display.
    pub at: Millis,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A link was made.
    Linked {
        /// The link.
        link: Link,
    },
    /// A person unlinked, or chose none of the candidates.
    Unlinked {
        /// What is remembered.
        memory: Memory,
    },
    /// A link gave way.
    Ended {
        /// The link.
        link: Link,
        /// Why.
        why: WhyEnded,
    },
    /// A person confirmed a link, or took an unlinking back.
    Confirmed {
        /// The link.
        link: Link,
    },
    /// Automatic linking may look at a person again.
    Allowed {
        /// What was remembered.
        memory: Memory,
    },
    /// A phone was replaced in HubSpot.
    PhoneReplaced {
        /// The contact.
        contact: ContactId,
        /// Before and after.
        replaced: Replaced,
    },
    /// Properties of a record were changed.
    Edited {
        /// The contact on whose card.
        contact: ContactId,
        /// The kind of record.
        of: ObjectKind,
        /// The record.
        record: RecordId,
        /// Values before.
        before: Values,
        /// Values after.
        after: Values,
    },
    /// A record was made.
    Created {
        /// The contact that it belongs to.
        contact: ContactId,
        /// Its kind.
        of: ObjectKind,
        /// The record.
        record: RecordId,
    },
    /// A link follows a contact that was merged into another.
    Followed {
        /// The contact that is gone.
        from: ContactId,
        /// The survivor.
        to: ContactId,
    },
}

/// Why a link gave way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyEnded {
    /// An exact match displaced it.
    Displaced,
    /// A person moved the contact to somebody else.
    Moved,
    /// The contact's own read contradicted it.
    Contradicted,
    /// Its person turned out to be one that another link, or an unlinking, stands for.
    United,
}
