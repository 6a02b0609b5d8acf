//! What properties are called, and how their values are read.

use crate::browser::format;
use crate::display::clean;
use crate::protocol::view::{Editor, Field};
use crate::sidebar::common::sentence::t;

/// Properties that have a place of their own on the card.
const PLACED: [&str; 10] = [
    "firstname",
    "lastname",
    "jobtitle",
    "company",
    "email",
    "phone",
    "mobilephone",
    "hs_whatsapp_phone_number",
    "hubspot_owner_id",
    "lifecyclestage",
];

/// Fields that are listed after those with a place of their own, where they have a value.
pub fn listed(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| !field.shown.is_empty() && !PLACED.contains(&field.property.as_str()))
}

/// The name of a property: the account's own, else this product's for the usual ones.
pub fn label_of(field: &Field) -> String {
    if let Some(label) = &field.label {
        return clean(label);
    }
    match field.property.as_str() {
        "firstname" => t("first_name"),
        "lastname" => t("last_name"),
        "jobtitle" => t("job_title"),
        "company" => t("company"),
        "email" => t("email"),
        "phone" => t("phone"),
        "mobilephone" => t("mobile"),
        "hs_whatsapp_phone_number" => t("whatsapp"),
        "hubspot_owner_id" => t("owner"),
        "lifecyclestage" => t("stage"),
        "hs_lead_status" => t("lead_status"),
        other => clean(other),
    }
}

/// A value for reading.
pub fn value_of(field: &Field) -> String {
    match field.editor {
        Editor::Switch if field.value == "true" => t("yes"),
        Editor::Switch => t("no"),
        Editor::Date | Editor::DateTime => format::day_of(&field.value),
        Editor::ReadOnly
        | Editor::Line
        | Editor::Lines
        | Editor::Number
        | Editor::Phone
        | Editor::Choice { .. }
        | Editor::Choices { .. } => field.shown.clone(),
    }
}
