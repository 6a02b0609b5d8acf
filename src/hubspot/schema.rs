//! What an account says of its own fields: properties with label, type and options, and pipelines with their stages.

use serde::{Deserialize, Serialize};

use super::ids::PropertyName;
use crate::protocol::view::Choice;

/// A property as the account defines it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Internal name.
    pub name: PropertyName,
    /// What people call it.
    pub label: String,
    /// What kind of value it holds.
    pub kind: PropertyKind,
    /// Whether values can be written. Calculated and read-only ones cannot.
    pub access: Access,
    /// The group it stands in, HubSpot's internal name.
    pub group: String,
}

/// What kind of value a property holds, and so how it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PropertyKind {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A number, written with a point.
    Number,
    /// A day: `2026-11-25`, or epoch milliseconds of its midnight in UTC.
    Date,
    /// An instant in ISO 8601.
    DateTime,
    /// One of the options.
    Choice {
        /// In the account's order, hidden ones left out.
        options: Vec<Choice>,
    },
    /// Any of the options, values joined by `;`.
    MultipleChoice {
        /// As above.
        options: Vec<Choice>,
    },
    /// `true` or `false`.
    Switch,
    /// A phone number as text.
    Phone,
    /// The id of an owner.
    Owner,
    /// Anything else (files, scores, coordinates, JSON): shown, not edited.
    Other,
}

/// Whether a property can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// It can.
    Writable,
    /// It cannot.
    ReadOnly,
}

/// A pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pipeline {
    /// Internal id.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// In the account's order.
    pub stages: Vec<Stage>,
}

/// A stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Internal id, unique in the account.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Whether a record in this stage is done with.
    pub closed: Closed,
}

/// Whether a stage ends a deal or a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// Still open.
    Open,
    /// Done with.
    Closed,
}
