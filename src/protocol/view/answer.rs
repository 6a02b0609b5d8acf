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
    /// B-07: HubSpot has contacts that may be this person already; nothing was made.
    Exists {
        /// What they have in common with the one that was wanted.
        by: Common,
        /// Best first.
        candidates: Vec<Candidate>,
    },
    /// F43: no answer came, and no such record was found. Trying again may make a second one.
    MaybeCreated {
        /// Why there was no answer.
        problem: Problem,
    },
}

/// What a contact has in common with one that was to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Common {
    /// The number, with or without the country code. One more may be made.
    Number,
    /// The e-mail. HubSpot takes it once only.
    Email,
}
