//! Properties of tickets. The options of pipeline and stage come from the pipelines API and not from here.

use super::{Definition, Shape, property};

const INFORMATION: &str = "ticketinformation";

pub(super) const PROPERTIES: [Definition; 15] = [
    property("subject", "Ticket name", INFORMATION, Shape::Text),
    property("content", "Ticket description", INFORMATION, Shape::TextArea),
    property("hs_pipeline", "Pipeline", INFORMATION, Shape::Pipeline),
    property("hs_pipeline_stage", "Ticket status", INFORMATION, Shape::Stage),
    property("hs_ticket_priority", "Priority", INFORMATION, Shape::Select).options(&[
        ("LOW", "Low"),
        ("MEDIUM", "Medium"),
        ("HIGH", "High"),
        ("URGENT", "Urgent"),
    ]),
    property("hs_ticket_category", "Category", INFORMATION, Shape::Checkboxes).options(&[
        ("PRODUCT_ISSUE", "Product Issue"),
        ("BILLING_ISSUE", "Billing Issue"),
        ("FEATURE_REQUEST", "Feature Request"),
        ("GENERAL_INQUIRY", "General Inquiry"),
    ]),
    property("hs_ticket_id", "Ticket ID", INFORMATION, Shape::Integer).calculated(),
    property("source_type", "Source", INFORMATION, Shape::Select).options(&[
        ("CHAT", "Chat"),
        ("EMAIL", "Email"),
        ("FORM", "Form"),
        ("PHONE", "Phone"),
    ]),
    property("hubspot_owner_id", "Ticket owner", INFORMATION, Shape::Owner),
    property("closed_date", "Close date", INFORMATION, Shape::DateTime).read_only(),
    property("hs_is_closed", "Is closed", INFORMATION, Shape::Bool).calculated(),
    property("hs_resolution", "Resolution", INFORMATION, Shape::TextArea),
    property("createdate", "Create date", INFORMATION, Shape::DateTime).read_only(),
    property("hs_lastmodifieddate", "Last modified date", INFORMATION, Shape::DateTime).read_only(),
    property("notes_last_updated", "Last activity date", "ticketactivity", Shape::DateTime).read_only(),
];
