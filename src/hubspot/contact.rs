//! A HubSpot contact as far as this product needs it, decoded tolerantly: an absent property and one that is `null` are the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ids::{ContactId, OwnerId};
use crate::protocol::view::PhoneProperty;

/// The properties that every read of a contact asks for, by their HubSpot names.
pub const CARD_PROPERTIES: [&str; 12] = [
    "firstname",
    "lastname",
    "email",
    "phone",
    "mobilephone",
    "hs_whatsapp_phone_number",
    "company",
    "jobtitle",
    "lifecyclestage",
    "hubspot_owner_id",
    "lastmodifieddate",
    "hs_merged_object_ids",
];

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The record id.
    pub id: ContactId,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Company, the contact's own text.
    pub company: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Lifecycle stage, HubSpot's internal value.
    pub stage: Option<String>,
    /// Owner.
    pub owner: Option<OwnerId>,
    /// The texts of the phone properties that have one.
    pub phones: BTreeMap<PhoneProperty, String>,
    /// `lastmodifieddate` in milliseconds; 0 where it is missing or unreadable.
    pub modified: u64,
    /// Ids of records that were merged into this one.
    pub merged: Vec<ContactId>,
}

/// A record as HubSpot answers it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct RawObject {
    pub id: String,
    #[serde(default)]
    pub properties: BTreeMap<String, Value>,
}

impl PhoneProperty {
    /// All, in the order in which they are shown.
    pub const ALL: [PhoneProperty; 3] = [PhoneProperty::Phone, PhoneProperty::MobilePhone, PhoneProperty::WhatsApp];

    /// HubSpot's name of the property.
    pub fn hubspot_name(self) -> &'static str {
        match self {
            PhoneProperty::Phone => "phone",
            PhoneProperty::MobilePhone => "mobilephone",
            PhoneProperty::WhatsApp => "hs_whatsapp_phone_number",
        }
    }
}

impl Contact {
    /// Decodes a record. `None` where its id is no contact's id.
    pub(super) fn from_raw(mut raw: RawObject) -> Option<Contact> {
        let mut text = |name: &str| match raw.properties.remove(name) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(_) | None => None,
        };
        let phones = PhoneProperty::ALL
            .into_iter()
            .filter_map(|property| Some((property, text(property.hubspot_name())?)))
            .collect();
        let merged = text("hs_merged_object_ids").unwrap_or_default();
        let id: ContactId = raw.id.parse().ok()?;
        // Where a merge keeps the id of one of the two, it may be listed among the old ones: it is not gone.
        let old = |merged: &str| merged.trim().parse().ok().filter(|old| *old != id);
        Some(Contact {
            first_name: text("firstname"),
            last_name: text("lastname"),
            email: text("email"),
            company: text("company"),
            job_title: text("jobtitle"),
            stage: text("lifecyclestage"),
            owner: text("hubspot_owner_id").and_then(|id| id.parse().ok()),
            modified: text("lastmodifieddate").and_then(|date| millis(&date)).unwrap_or(0),
            merged: merged.split(';').filter_map(old).collect(),
            phones,
            id,
        })
    }

    /// Full name, else the e-mail, else the first phone, else the id.
    pub fn shown_name(&self) -> String {
        let names: Vec<&str> =
            [&self.first_name, &self.last_name].into_iter().flatten().map(|name| name.trim()).collect();
        if !names.is_empty() {
            return names.join(" ");
        }
        let other = self.email.as_ref().or(self.phones.values().next());
        other.cloned().unwrap_or_else(|| self.id.to_string())
    }

    /// Every id that the contact has or had: its own, and those of the contacts that were merged into it.
    pub fn ids(&self) -> BTreeSet<ContactId> {
        self.merged.iter().chain([&self.id]).cloned().collect()
    }

    /// Whether this is the contact's id, or that of one that was merged into it.
    pub fn is_or_was(&self, id: &ContactId) -> bool {
        self.id == *id || self.merged.contains(id)
    }

    /// The text of a phone property; empty where it has none.
    pub fn phone(&self, property: PhoneProperty) -> &str {
        self.phones.get(&property).map(String::as_str).unwrap_or_default()
    }
}

/// Reads HubSpot's date-times: ISO 8601 in UTC with or without a fraction, or epoch milliseconds.
pub fn millis(text: &str) -> Option<u64> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut day = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, dom) = (day.next()??, day.next()??, day.next()??);
    let mut clock = time.splitn(3, ':');
    let (hour, minute) = (clock.next()?.parse::<i64>().ok()?, clock.next()?.parse::<i64>().ok()?);
    let seconds = clock.next()?;
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let milli: i64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let second = whole.parse::<i64>().ok()?;
    // Years of four digits, and 60 for a leap second: with more the sums below would not fit.
    let day_in_range = (0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&dom);
    let in_range = day_in_range && (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    if !in_range {
        return None;
    }
    // Days from civil, counted in eras of 400 years that begin in March.
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + dom - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let total = ((days * 24 + hour) * 60 + minute) * 60 + second;
    u64::try_from(total * 1000 + milli).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_both_forms() {
        let cases = [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2024-01-17T19:55:04.281Z", Some(1_705_521_304_281)),
            ("2000-02-29T12:00:00.5Z", Some(951_825_600_500)),
            ("1705521304281", Some(1_705_521_304_281)),
            ("2024-13-01T00:00:00Z", None),
            ("9223372036854775807-01-01T00:00:00Z", None),
            ("2024-01-01T00:00:9223372036854775807Z", None),
            ("yesterday", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(millis(text).filter(|_| !text.is_empty()), expected, "{text}");
        }
    }

    #[test]
    fn absent_null_and_blank_are_the_same() {
        let raw: RawObject = serde_json::from_str(
            r#"{"id":"7","properties":{"firstname":null,"lastname":" ","phone":"+1 212 555 0101"}}"#,
        )
        .expect("a record");
        let contact = Contact::from_raw(raw).expect("a contact");
        assert_eq!((contact.first_name.as_deref(), contact.shown_name().as_str()), (None, "+1 212 555 0101"));
    }

    #[test]
    fn an_id_that_is_no_id_is_no_contact() {
        let raw: RawObject = serde_json::from_str(r#"{"id":"../7","properties":{}}"#).expect("a record");
        assert_eq!(Contact::from_raw(raw), None);
    }
}
