//! Properties of what stands on a timeline: logged messages, notes, tasks (section 11 of the facts).

use super::{Definition, Shape, property};

const GROUP: &str = "engagement";

/// Properties of all of them.
pub(super) const COMMON: [Definition; 5] = [
    property("hs_timestamp", "Activity date", GROUP, Shape::DateTime),
    property("hubspot_owner_id", "Activity assigned to", GROUP, Shape::Owner),
    property("hs_createdate", "Create date", GROUP, Shape::DateTime).read_only(),
    property("hs_lastmodifieddate", "Last modified date", GROUP, Shape::DateTime).read_only(),
    property("hs_attachment_ids", "Attached file IDs", GROUP, Shape::Text),
];

/// Logged messages.
pub(super) const COMMUNICATIONS: [Definition; 4] = [
    property("hs_communication_channel_type", "Channel type", GROUP, Shape::Select).options(&[
        ("WHATS_APP", "WhatsApp"),
        ("LINKEDIN_MESSAGE", "LinkedIn message"),
        ("SMS", "SMS"),
    ]),
    property("hs_communication_logged_from", "Logged from", GROUP, Shape::Select).options(&[("CRM", "CRM")]),
    property("hs_communication_body", "Body", GROUP, Shape::Html),
    property("hs_body_preview", "Body preview", GROUP, Shape::Text).read_only(),
];

/// Notes.
pub(super) const NOTES: [Definition; 2] = [
    property("hs_note_body", "Note body", GROUP, Shape::Html),
    property("hs_body_preview", "Body preview", GROUP, Shape::Text).read_only(),
];

/// Tasks.
pub(super) const TASKS: [Definition; 7] = [
    property("hs_task_subject", "Task title", GROUP, Shape::Text),
    property("hs_task_body", "Task notes", GROUP, Shape::Html),
    property("hs_task_status", "Task status", GROUP, Shape::Select).options(&[
        ("NOT_STARTED", "Not started"),
        ("IN_PROGRESS", "In progress"),
        ("WAITING", "Waiting"),
        ("DEFERRED", "Deferred"),
        ("COMPLETED", "Completed"),
    ]),
    property("hs_task_priority", "Priority", GROUP, Shape::Select).options(&[
        ("NONE", "None"),
        ("LOW", "Low"),
        ("MEDIUM", "Medium"),
        ("HIGH", "High"),
    ]),
    property("hs_task_type", "Task type", GROUP, Shape::Select).options(&[
        ("TODO", "To-do"),
        ("CALL", "Call"),
        ("EMAIL", "Email"),
    ]),
    property("hs_task_completion_date", "Completed at", GROUP, Shape::DateTime).read_only(),
    property("hs_task_is_past_due_date", "Is past due", GROUP, Shape::Bool).calculated(),
];
