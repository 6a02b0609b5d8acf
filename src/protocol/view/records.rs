//! What belongs to a contact: deals, tickets, notes, tasks, and what a form needs to make a new one.

use serde::{Deserialize, Serialize};

use super::{Choice, Problem};
use crate::hubspot::ids::RecordId;
use crate::protocol::Millis;

/// Rows of one kind, or why there are none to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shelf<T> {
    /// Being read.
    #[default]
    Loading,
    /// They could not be read; never shown as "none".
    Refused {
        /// Why.
        problem: Problem,
    },
    /// They are here.
    Rows {
        /// Open ones first.
        rows: Vec<T>,
        /// HubSpot has more than these.
        more: bool,
    },
}

/// A deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealRow {
    /// The record id.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Its amount, where it has one.
    pub amount: Option<Amount>,
    /// Its stage and pipeline.
    pub stage: StageView,
    /// Day of the expected end, ISO 8601.
    pub close_date: Option<String>,
    /// The owner's name.
    pub owner: Option<String>,
    /// The record in HubSpot.
    pub url: Option<String>,
}

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketRow {
    /// The record id.
    pub id: RecordId,
    /// Its subject.
    pub subject: String,
    /// Its stage and pipeline.
    pub stage: StageView,
    /// Its priority, as the account calls it.
    pub priority: Option<String>,
    /// The owner's name.
    pub owner: Option<String>,
    /// When it was created.
    pub created: Option<Millis>,
    /// The record in HubSpot.
    pub url: Option<String>,
}

/// Where a deal or a ticket stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageView {
    /// Internal id.
    pub id: String,
    /// What people call it; the id where the account's pipelines are not known.
    pub label: String,
    /// The pipeline's name, where the account has more than one.
    pub pipeline: Option<String>,
    /// The record is done with.
    pub closed: bool,
    /// The stages that it can be moved to, in order; empty where they are not known.
    pub stages: Vec<Choice>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Written with a point.
    pub value: String,
    /// ISO 4217 code; `None` where the account named none.
    pub currency: Option<String>,
}

/// Notes and tasks, read when the rep opens them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityView {
    /// Newest first.
    pub notes: Shelf<NoteRow>,
    /// Open ones first, by due date.
    pub tasks: Shelf<TaskRow>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteRow {
    /// The record id.
    pub id: RecordId,
    /// Its text, without markup.
    pub text: String,
    /// Its time.
    pub at: Option<Millis>,
    /// The owner's name.
    pub owner: Option<String>,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// The record id.
    pub id: RecordId,
    /// Its subject.
    pub subject: String,
    /// When it is due.
    pub due: Option<Millis>,
    /// It is done.
    pub done: bool,
    /// The owner's name.
    pub owner: Option<String>,
}

/// What a form for a new record offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forms {
    /// Pipelines of deals; empty until they have been read.
    pub deal_pipelines: Vec<PipelineChoice>,
    /// Pipelines of tickets.
    pub ticket_pipelines: Vec<PipelineChoice>,
    /// Priorities of tickets.
    pub priorities: Vec<Choice>,
    /// Owners, by name.
    pub owners: Vec<Choice>,
    /// Who the rep is among them, once chosen.
    pub me: Option<String>,
    /// ISO 4217 code of the account's currency.
    pub currency: Option<String>,
}

/// A pipeline to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineChoice {
    /// Internal id.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its stages, in order.
    pub stages: Vec<Choice>,
}
