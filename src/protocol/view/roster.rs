//! A group chat and its participants.

use serde::{Deserialize, Serialize};

use super::Logging;

/// A group chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RosterView {
    /// The chat.
    pub generation: u64,
    /// The group's subject.
    pub title: String,
    /// WhatsApp does not show all members.
    pub incomplete: bool,
    /// Whether this chat may be logged, and because of whom.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub logging: Logging,
    /// One row per participant, the rep excluded.
    pub rows: Vec<RosterRow>,
}

/// One participant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RosterRow {
    /// Opaque name of the person for intents.
    pub person: String,
    /// The name in WhatsApp.
    pub name: String,
    /// The name is one the person chose.
    pub self_named: bool,
    /// The number, grouped for reading.
    pub number: Option<String>,
    /// The state.
    pub state: RowState,
    /// The linked contact's name.
    pub contact_name: Option<String>,
}

/// The state of a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Linked.
    Linked,
    /// Two or more contacts to choose from, or one to confirm.
    Candidates,
    /// No contact has the number.
    NotLinked,
    /// Unlinked earlier and left alone.
    Remembered,
    /// WhatsApp hides the number.
    NumberHidden,
}
