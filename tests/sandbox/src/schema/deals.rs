//! Properties of deals. The options of pipeline and stage come from the pipelines API and not from here.

use super::{Definition, Shape, property};

const INFORMATION: &str = "dealinformation";

pub(super) const PROPERTIES: [Definition; 20] = [
    property("dealname", "Deal Name", INFORMATION, Shape::Text),
    property("amount", "Amount", INFORMATION, Shape::Number),
    property("deal_currency_code", "Currency", INFORMATION, Shape::Select).options(&[
        ("BRL", "Brazilian Real"),
        ("EUR", "Euro"),
        ("GBP", "British Pound"),
        ("INR", "Indian Rupee"),
        ("USD", "US Dollar"),
    ]),
    property("amount_in_home_currency", "Amount in company currency", INFORMATION, Shape::Number).calculated(),
    property("pipeline", "Pipeline", INFORMATION, Shape::Pipeline),
    property("dealstage", "Deal Stage", INFORMATION, Shape::Stage),
    property("closedate", "Close Date", INFORMATION, Shape::DateTime),
    property("dealtype", "Deal Type", INFORMATION, Shape::Radio)
        .options(&[("newbusiness", "New Business"), ("existingbusiness", "Existing Business")]),
    property("hs_priority", "Priority", INFORMATION, Shape::Select).options(&[
        ("low", "Low"),
        ("medium", "Medium"),
        ("high", "High"),
    ]),
    property("description", "Deal Description", INFORMATION, Shape::TextArea),
    property("hubspot_owner_id", "Deal owner", INFORMATION, Shape::Owner),
    property("hs_is_closed", "Is Deal Closed?", INFORMATION, Shape::Bool).calculated(),
    property("hs_is_closed_won", "Is Closed Won", INFORMATION, Shape::Bool).calculated(),
    property("hs_is_closed_lost", "Is Closed Lost", INFORMATION, Shape::Bool).calculated(),
    property("hs_deal_stage_probability", "Deal probability", INFORMATION, Shape::Number).calculated(),
    property("closed_lost_reason", "Closed Lost Reason", INFORMATION, Shape::TextArea),
    property("num_associated_contacts", "Number of Associated Contacts", INFORMATION, Shape::Integer).calculated(),
    property("createdate", "Create Date", INFORMATION, Shape::DateTime).read_only(),
    property("hs_lastmodifieddate", "Last Modified Date", INFORMATION, Shape::DateTime).read_only(),
    property("notes_last_updated", "Last Activity Date", "deal_activity", Shape::DateTime).read_only(),
];
