//! Rows of WhatsApp's own database, cut down to the fields that are needed (`facts`: stores `contact`, `chat`, `group-metadata`,
//! `participant`). A row that does not decode is left out, it never stops the others.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A row of `contact`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactRow {
    /// `<lid>@lid`, `<digits>@s.whatsapp.net`, `<digits>@c.us` and others.
    pub id: String,
    /// `<digits>@c.us`, on LID rows.
    #[serde(default, deserialize_with = "text_or_none")]
    pub phone_number: Option<String>,
    /// Seconds; the row with the largest is the current one.
    #[serde(default, deserialize_with = "number_or_none")]
    pub phone_number_created_at: Option<f64>,
    /// The name that the rep saved.
    #[serde(default, deserialize_with = "text_or_none")]
    pub name: Option<String>,
    /// Its short form.
    #[serde(default, deserialize_with = "text_or_none")]
    pub short_name: Option<String>,
    /// The name that the person chose.
    #[serde(default, deserialize_with = "text_or_none")]
    pub pushname: Option<String>,
    /// The verified name of a business.
    #[serde(default, deserialize_with = "text_or_none")]
    pub verified_name: Option<String>,
    /// 1 = saved in the address book.
    #[serde(default, deserialize_with = "number_or_none")]
    pub is_address_book_contact: Option<f64>,
    /// The person's username.
    #[serde(default, deserialize_with = "text_or_none")]
    pub username: Option<String>,
}

/// A row of `chat`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatRow {
    /// The chat's JID.
    pub id: String,
    /// Seconds of the last activity.
    #[serde(default, deserialize_with = "number_or_none")]
    pub t: Option<f64>,
    /// A name, where WhatsApp stores one.
    #[serde(default, deserialize_with = "text_or_none")]
    pub name: Option<String>,
    /// The person's LID, on `@c.us` chats of migrated accounts.
    #[serde(default, deserialize_with = "text_or_none")]
    pub account_lid: Option<String>,
    /// The chat is behind a code.
    #[serde(default, deserialize_with = "truthy")]
    pub is_locked: bool,
}

/// A row of `group-metadata`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupRow {
    /// The group's JID.
    pub id: String,
    /// The group's name.
    #[serde(default, deserialize_with = "text_or_none")]
    pub subject: Option<String>,
    /// The parent of a community, which nobody writes in.
    #[serde(default, deserialize_with = "truthy")]
    pub is_parent_group: bool,
    /// A community's announcement group.
    #[serde(default, deserialize_with = "truthy")]
    pub default_subgroup: bool,
    /// WhatsApp does not have all members.
    #[serde(default, deserialize_with = "truthy")]
    pub has_incomplete_participant_information: bool,
}

/// A row of `participant`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantRow {
    /// The group's JID.
    pub group_id: String,
    /// JIDs of the members.
    #[serde(default, deserialize_with = "lenient")]
    pub participants: Vec<String>,
}

/// Rows of one kind out of a list of anything: what does not decode is left out.
pub fn rows<T: for<'de> Deserialize<'de>>(values: Vec<Value>) -> Vec<T> {
    values.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect()
}

/// What decodes of a list; nothing where it is no list.
pub(super) fn lenient<'de, D: Deserializer<'de>, T: for<'a> Deserialize<'a>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Array(values) => rows(values),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Vec::new(),
    })
}

/// A text that is not empty.
pub(super) fn text_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    })
}

/// A number, or a flag as 1 and 0.
pub(super) fn number_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Number(number) => number.as_f64(),
        Value::Bool(flag) => Some(if flag { 1.0 } else { 0.0 }),
        Value::String(_) | Value::Null | Value::Array(_) | Value::Object(_) => None,
    })
}

/// Whether it is a number other than 0, or true.
pub(super) fn truthy<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(number_or_none(from)?.is_some_and(|number| number != 0.0))
}
