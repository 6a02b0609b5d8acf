//! What the rep wants done with records of a contact: edit, move, make new ones.

use serde::{Deserialize, Serialize};

use crate::hubspot::ids::{OwnerId, PropertyName, RecordId};

/// One edited property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The property.
    pub property: PropertyName,
    /// The value that the rep saw; the engine refuses to overwrite any other (I-23).
    pub before: String,
    /// The value wanted; empty clears it.
    pub after: String,
}

/// A deal or a ticket to be moved to another stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageChange {
    /// Which.
    pub record: StagedRecord,
    /// The stage that the rep saw.
    pub before: String,
    /// The stage wanted.
    pub after: String,
}

/// A record that has a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StagedRecord {
    /// A deal.
    Deal {
        /// Its id.
        id: RecordId,
    },
    /// A ticket.
    Ticket {
        /// Its id.
        id: RecordId,
    },
}

/// A record to be made. Texts as typed; a day is `2026-12-07`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NewRecord {
    /// S-12.
    Deal {
        /// Its name.
        name: String,
        /// Internal id.
        pipeline: String,
        /// Internal id.
        stage: String,
        /// A number, or empty.
        amount: String,
        /// A day, or empty.
        close_date: String,
        /// Owner.
        owner: Option<OwnerId>,
    },
    /// S-11.
    Ticket {
        /// Its subject.
        subject: String,
        /// Description, or empty.
        content: String,
        /// Internal id.
        pipeline: String,
        /// Internal id.
        stage: String,
        /// Internal value, or empty.
        priority: String,
        /// Owner.
        owner: Option<OwnerId>,
    },
    /// A note.
    Note {
        /// Its text.
        text: String,
        /// Owner.
        owner: Option<OwnerId>,
    },
    /// A task.
    Task {
        /// Its subject.
        subject: String,
        /// More words, or empty.
        body: String,
        /// A day, or empty for today.
        due: String,
        /// Owner.
        owner: Option<OwnerId>,
    },
}

/// B-07: a contact to be made for the person of a chat. Texts as typed, any may be empty; the phone is the engine's to add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewContact {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail.
    pub email: String,
}

/// Whether the rep has been told that an earlier try may have made the record already (F43), or that there is one like it (B-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// The first try.
    First,
    /// The rep was told, and wants it all the same.
    Agreed,
}
