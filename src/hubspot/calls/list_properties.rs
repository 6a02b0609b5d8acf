//! `GET /crm/properties/{version}/{object}`: all properties of an object as the account defines them. No paging; several hundred entries.

use serde::Deserialize;

use crate::hubspot::error::Error;
use crate::hubspot::object::ObjectKind;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};
use crate::hubspot::schema::{Access, Property, PropertyKind};
use crate::protocol::view::Choice;

/// Asks for the properties of an object.
#[derive(Debug)]
pub struct ListProperties {
    /// The object.
    pub of: ObjectKind,
}

#[derive(Deserialize)]
struct Raw {
    results: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawProperty {
    name: String,
    label: String,
    #[serde(rename = "type")]
    data_type: String,
    #[serde(default)]
    field_type: String,
    #[serde(default)]
    group_name: String,
    #[serde(default)]
    options: Vec<RawOption>,
    #[serde(default)]
    calculated: bool,
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    referenced_object_type: Option<String>,
    #[serde(default)]
    modification_metadata: Modification,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Modification {
    read_only_value: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawOption {
    label: String,
    value: String,
    #[serde(default)]
    display_order: i64,
    #[serde(default)]
    hidden: bool,
}

impl Call for ListProperties {
    /// Visible properties that decode; one that does not is left out, since the others are still of use.
    type Answer = Vec<Property>;

    fn request(&self) -> Request {
        get(format!("/crm/properties/{VERSION}/{}", self.of.path()))
    }

    fn decode(&self, body: &str) -> Result<Vec<Property>, Error> {
        let raw: Raw = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        let properties = raw.results.into_iter().filter_map(|value| serde_json::from_value(value).ok());
        Ok(properties.filter_map(property).collect())
    }
}

impl ReadCall for ListProperties {}

fn property(raw: RawProperty) -> Option<Property> {
    if raw.hidden || raw.archived {
        return None;
    }
    let access =
        if raw.calculated || raw.modification_metadata.read_only_value { Access::ReadOnly } else { Access::Writable };
    Some(Property {
        name: raw.name.parse().ok()?,
        label: raw.label.clone(),
        access,
        group: raw.group_name.clone(),
        kind: kind(raw),
    })
}

fn kind(raw: RawProperty) -> PropertyKind {
    let owner = raw.referenced_object_type.as_deref() == Some("OWNER") || raw.name == "hubspot_owner_id";
    match (raw.data_type.as_str(), raw.field_type.as_str()) {
        _ if owner => PropertyKind::Owner,
        ("bool", _) | (_, "booleancheckbox") => PropertyKind::Switch,
        ("enumeration", "checkbox") => PropertyKind::MultipleChoice { options: options(raw.options) },
        ("enumeration", _) => PropertyKind::Choice { options: options(raw.options) },
        ("phone_number", _) | (_, "phonenumber") => PropertyKind::Phone,
        ("string", "textarea" | "html") => PropertyKind::LongText,
        ("string", "file") => PropertyKind::Other,
        ("string", _) => PropertyKind::Text,
        ("number", _) => PropertyKind::Number,
        ("date", _) => PropertyKind::Date,
        ("datetime", _) => PropertyKind::DateTime,
        _ => PropertyKind::Other,
    }
}

fn options(mut raw: Vec<RawOption>) -> Vec<Choice> {
    raw.sort_by_key(|option| option.display_order);
    let shown = raw.into_iter().filter(|option| !option.hidden);
    shown.map(|option| Choice { value: option.value, label: option.label }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_options_and_access_are_read() {
        let body = r#"{"results":[
            {"name":"jobtitle","label":"Job Title","type":"string","fieldType":"text","groupName":"contactinformation","modificationMetadata":{"readOnlyValue":false}},
            {"name":"hs_lead_status","label":"Lead Status","type":"enumeration","fieldType":"radio","options":[
                {"label":"Open","value":"OPEN","displayOrder":1},{"label":"New","value":"NEW","displayOrder":0},{"label":"Old","value":"OLD","displayOrder":2,"hidden":true}]},
            {"name":"hubspot_owner_id","label":"Owner","type":"enumeration","fieldType":"select","externalOptions":true,"referencedObjectType":"OWNER","options":[]},
            {"name":"num_notes","label":"Notes","type":"number","fieldType":"number","calculated":true},
            {"name":"secret","label":"Hidden","type":"string","hidden":true},
            {"label":"no name"}]}"#;
        let found = ListProperties { of: ObjectKind::Contact }.decode(body).expect("properties");
        let names: Vec<&str> = found.iter().map(|property| property.name.as_str()).collect();
        assert_eq!(names, ["jobtitle", "hs_lead_status", "hubspot_owner_id", "num_notes"]);
        let PropertyKind::Choice { options } = &found[1].kind else { panic!("{:?}", found[1]) };
        assert_eq!(options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>(), ["NEW", "OPEN"]);
        assert_eq!((&found[2].kind, found[3].access), (&PropertyKind::Owner, Access::ReadOnly));
    }
}
