//! `POST /crm/associations/{version}/contacts/{object}/batch/read`: ids of a contact's notes, tasks, deals or tickets.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, RecordId};
use crate::hubspot::object::ObjectKind;
use crate::hubspot::request::{Budget, Call, Method, ReadCall, Request, VERSION, with_body};

/// Asks for the ids of what belongs to a contact.
#[derive(Debug)]
pub struct AssociatedIds<'a> {
    /// The contact.
    pub contact: &'a ContactId,
    /// What is wanted.
    pub of: ObjectKind,
}

#[derive(Deserialize)]
struct Raw {
    results: Vec<RawFrom>,
}

#[derive(Deserialize)]
struct RawFrom {
    from: RawId,
    #[serde(default)]
    to: Vec<RawTo>,
}

#[derive(Deserialize)]
struct RawId {
    id: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawTo {
    /// A text in the dated schema, a number in the documentation's examples.
    to_object_id: Value,
}

impl Call for AssociatedIds<'_> {
    /// Each once; empty where there is none.
    type Answer = Vec<RecordId>;

    fn request(&self) -> Request {
        let path = format!("/crm/associations/{VERSION}/contacts/{}/batch/read", self.of.path());
        with_body(Method::Post, path, Budget::General, &json!({"inputs": [{"id": self.contact}]}))
    }

    fn decode(&self, body: &str) -> Result<Vec<RecordId>, Error> {
        let raw: Raw = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        let own = |row: &RawFrom| id(&row.from.id).is_some_and(|from| from == RecordId::from(self.contact.clone()));
        let mut seen = BTreeSet::new();
        let rows = raw.results.into_iter().filter(own).flat_map(|row| row.to);
        Ok(rows.filter_map(|row| id(&row.to_object_id)).filter(|id| seen.insert(id.clone())).collect())
    }
}

impl ReadCall for AssociatedIds<'_> {}

fn id(value: &Value) -> Option<RecordId> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_as_texts_or_numbers() {
        let contact: ContactId = "33451".parse().expect("an id");
        let call = AssociatedIds { contact: &contact, of: ObjectKind::Note };
        assert_eq!(call.request().path, "/crm/associations/2026-09/contacts/notes/batch/read");
        let body = r#"{"status":"COMPLETE","results":[{"from":{"id":"33451"},"to":[
            {"toObjectId":5790939450,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":201,"label":null}]},
            {"toObjectId":"5790939450","associationTypes":[]},{"toObjectId":"6"}]},{"from":{"id":"9"},"to":[{"toObjectId":"7"}]}]}"#;
        let ids: Vec<String> = call.decode(body).expect("ids").iter().map(ToString::to_string).collect();
        assert_eq!(ids, ["5790939450", "6"]);
        assert_eq!(call.decode(r#"{"status":"error"}"#), Err(Error::Unreadable));
    }
}
