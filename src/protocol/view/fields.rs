//! Properties on the card, and what can go wrong with an edit.

use serde::{Deserialize, Serialize};

use crate::hubspot::ids::PropertyName;

/// A property of the contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// HubSpot's internal name: what an edit carries back.
    pub property: PropertyName,
    /// What the account calls it; `None` until that has been read, then the view has words of its own for the usual ones.
    pub label: Option<String>,
    /// The value as HubSpot has it; empty where there is none.
    pub value: String,
    /// The value for reading: an option's label, an owner's name. Dates and switches are left to the view.
    pub shown: String,
    /// How it is edited.
    pub editor: Editor,
}

/// How a property is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Editor {
    /// Not at all.
    ReadOnly,
    /// One line of text.
    Line,
    /// Several lines.
    Lines,
    /// A number, written with a point.
    Number,
    /// A day, `2026-11-25`.
    Date,
    /// An instant, shown but not edited.
    DateTime,
    /// A phone number as text.
    Phone,
    /// `true` or `false`.
    Switch,
    /// One of the options, or none.
    Choice {
        /// In the account's order.
        options: Vec<Choice>,
    },
    /// Any of the options, values joined by `;`.
    Choices {
        /// In the account's order.
        options: Vec<Choice>,
    },
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The value that is sent.
    pub value: String,
    /// What people see.
    pub label: String,
}

/// What HubSpot says of one property that it does not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRefusal {
    /// The property.
    pub property: PropertyName,
    /// HubSpot's words.
    pub message: String,
}

/// I-23: somebody else has changed a property since it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldConflict {
    /// The property.
    pub property: PropertyName,
    /// What the rep wrote.
    pub mine: String,
    /// What HubSpot has now.
    pub theirs: String,
}
