//! The strip at the foot, and problems as sentences.

use serde::{Deserialize, Serialize};

use crate::protocol::Millis;

/// The strip at the foot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Strip {
    /// The pass that runs, or the last one.
    pub pass: PassView,
    /// Number of links in this account.
    pub linked: u32,
}

/// What the passes are doing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PassView {
    /// Nothing to tell: not connected, or no pass has ended yet.
    Idle,
    /// The last pass ended at `at`.
    Checked {
        /// When.
        at: Millis,
    },
    /// I-08: the first pass runs.
    First {
        /// How far it is.
        progress: Progress,
    },
    /// Everything is read again, as once a day.
    Again {
        /// How far it is.
        progress: Progress,
    },
    /// The rep has paused the passes.
    Paused {
        /// How far the one was that ran.
        progress: Progress,
    },
    /// The rep has given up the first pass.
    Cancelled,
    /// The first pass has just ended.
    FirstDone {
        /// Links made.
        linked: u32,
        /// People with more than one contact to choose from.
        to_choose: u32,
    },
    /// The last pass could not end; it goes on by itself.
    Failed {
        /// Why.
        problem: Problem,
    },
}

/// How far a pass is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// HubSpot contacts read so far.
    pub read: u32,
    /// HubSpot contacts to be read; 0 while unknown.
    pub total: u32,
    /// WhatsApp contacts that are being matched.
    pub whatsapp: u32,
    /// Links made.
    pub linked: u32,
    /// People with more than one contact to choose from.
    pub to_choose: u32,
    /// Requests that failed; each is made again.
    pub failed: u32,
    /// About how many seconds are left; `None` while unknown.
    pub seconds_left: Option<u32>,
}

/// Something that went wrong, as a sentence and a next action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The locale key of the sentence.
    pub sentence: String,
    /// Texts that the sentence's placeholders take, in order.
    pub values: Vec<String>,
    /// What the rep can do.
    pub retry: Retry,
}

/// What can be done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Retry {
    /// Try again at once.
    Now,
    /// Try again after a while.
    After {
        /// Seconds.
        seconds: u32,
    },
    /// Connect HubSpot again.
    Reconnect,
    /// Nothing: trying again would not help.
    Never,
}
