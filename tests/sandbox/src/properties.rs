//! The properties API and the account's validation rules (section 7.7 of the facts). It has no flag for "required": such rules show only
//! in refused writes.

use serde_json::{Value, json};

use crate::account::Account;
use crate::dates;
use crate::errors::{Answered, Reply, unknown};
use crate::kind::Kind;
use crate::schema::{Access, Origin, Property, Shape, Uniqueness, Visibility};
use crate::settings::PhoneValidation;

/// When HubSpot made its own properties: 2020-01-01.
const MADE: u64 = 1_577_836_800_000;

/// `GET /crm/properties/{version}/{object}`
pub fn list(account: &Account, kind: Kind) -> Answered {
    let results: Vec<Value> = account.store(kind).schema.all().map(shown).collect();
    Reply::ok(json!({"results": results}))
}

/// `GET /crm/properties/{version}/{object}/{name}`
pub fn one(account: &Account, kind: Kind, name: &str) -> Answered {
    account.store(kind).schema.get(name).map_or_else(|| Err(unknown("property", name)), |one| Reply::ok(shown(one)))
}

/// `GET /crm/property-validations/{version}/{typeId}`
pub fn validations(account: &Account, kind: Kind) -> Answered {
    let all: Vec<Value> = account.store(kind).schema.all().filter_map(|one| rules(account, one)).collect();
    Reply::ok(json!({"results": all}))
}

/// `GET /crm/property-validations/{version}/{typeId}/{name}`
pub fn validation(account: &Account, kind: Kind, name: &str) -> Answered {
    let property = account.store(kind).schema.get(name).ok_or_else(|| unknown("property", name))?;
    let none = || json!({"propertyName": name, "propertyValidationRules": []});
    Reply::ok(rules(account, property).unwrap_or_else(none))
}

fn rules(account: &Account, property: &Property) -> Option<Value> {
    let validated = property.shape == Shape::Phone && account.settings.phone_validation == PhoneValidation::CountryCode;
    validated.then(|| {
        json!({"propertyName": &*property.name, "propertyValidationRules":
            [{"ruleType": "PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE", "ruleArguments": []}]})
    })
}

fn shown(property: &Property) -> Value {
    let (kind, field) = names(property.shape);
    let yes_and_no = [("true".to_owned(), "Yes".to_owned()), ("false".to_owned(), "No".to_owned())];
    let choices = if property.shape == Shape::Bool { &yes_and_no } else { property.options.as_slice() };
    let option = |(place, (value, label)): (usize, &(String, String))| json!({"label": label, "value": value, "displayOrder": place, "hidden": false, "description": ""});
    let options: Vec<Value> = choices.iter().enumerate().map(option).collect();
    let external = matches!(property.shape, Shape::Owner | Shape::Pipeline | Shape::Stage);
    let own = property.origin == Origin::Account;
    let mut shown = json!({"name": &*property.name, "label": property.label, "type": kind, "fieldType": field,
        "description": property.description, "groupName": property.group, "options": options, "displayOrder": -1,
        "calculated": property.access == Access::Calculated, "externalOptions": external,
        "hasUniqueValue": property.uniqueness == Uniqueness::Unique, "hidden": property.visibility == Visibility::Hidden,
        "hubspotDefined": !own, "formField": property.access == Access::Writable && !external, "archived": false,
        "createdAt": dates::iso(MADE), "updatedAt": dates::iso(MADE), "dataSensitivity": "non_sensitive",
        "modificationMetadata": {"archivable": own, "readOnlyDefinition": !own,
            "readOnlyValue": property.access != Access::Writable, "readOnlyOptions": !own && &*property.name != "lifecyclestage"}});
    if property.shape == Shape::Owner
        && let Some(fields) = shown.as_object_mut()
    {
        fields.insert("referencedObjectType".into(), "OWNER".into());
    }
    shown
}

/// HubSpot's `type` and `fieldType`.
fn names(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::Text | Shape::Email => ("string", "text"),
        Shape::TextArea => ("string", "textarea"),
        Shape::Html => ("string", "html"),
        Shape::Number | Shape::Integer => ("number", "number"),
        Shape::Date => ("date", "date"),
        Shape::DateTime => ("datetime", "date"),
        Shape::Select | Shape::Owner | Shape::Pipeline => ("enumeration", "select"),
        Shape::Radio | Shape::Stage => ("enumeration", "radio"),
        Shape::Checkboxes => ("enumeration", "checkbox"),
        Shape::Bool => ("bool", "booleancheckbox"),
        Shape::Phone => ("string", "phonenumber"),
        Shape::PhoneDigits => ("phone_number", "phonenumber"),
    }
}
