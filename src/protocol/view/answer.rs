//! What the engine says to a sidebar: whole pictures, and answers to single intents.

use serde::{Deserialize, Serialize};

use super::{Candidate, FieldConflict, FieldRefusal, Preview, Problem, View};

/// What the engine says to a sidebar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum ToSidebar {
    /// The whole picture, after each change.
    View(Box<View>),
    /// The answer to one intent that asked for one.
    Answer {
        /// The intent's `op`.
        op: u32,
        /// The answer.
        answer: Answer,
    },
}

/// The answer to an intent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// To a search: contacts, best first.
    Found {
        /// The contacts; empty where HubSpot has none.
        candidates: Vec<Candidate>,
    },
    /// To a preview: what linking would change.
    Preview(Box<Preview>),
    /// Done; the next view shows it.
    Done,
    /// Not done, and why.
    Refused(Problem),
    /// HubSpot does not take what was typed; nothing was written.
    Invalid {
        /// The whole of it.
        problem: Problem,
        /// What it says of single properties.
        fields: Vec<FieldRefusal>,
    },
    /// I-23: nothing was written, because somebody else changed these meanwhile.
    Conflict {
        /// Side by side.
        fields: Vec<FieldConflict>,
    },
    /// F43: no answer came, and no such record was found. Trying again may make a second one.
    MaybeCreated {
        /// Why there was no answer.
        problem: Problem,
    },
}
