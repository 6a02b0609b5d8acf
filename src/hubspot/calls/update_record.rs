//! `PATCH /crm/objects/{version}/{object}/{id}`: the properties that a person changed, and no others.

use std::collections::BTreeMap;

use serde_json::json;

use crate::hubspot::error::Error;
use crate::hubspot::ids::{PropertyName, RecordId};
use crate::hubspot::object::ObjectKind;
use crate::hubspot::request::{Budget, Call, Method, Request, VERSION, WriteCall, with_body};

/// Changes properties of a record.
#[derive(Debug)]
pub struct UpdateRecord<'a> {
    /// Its kind.
    pub of: ObjectKind,
    /// The record.
    pub id: &'a RecordId,
    /// New texts by property; an empty one clears the property.
    pub values: &'a BTreeMap<PropertyName, String>,
}

impl Call for UpdateRecord<'_> {
    /// Which properties HubSpot answers with is not documented: the caller reads the record back.
    type Answer = ();

    fn request(&self) -> Request {
        let path = format!("/crm/objects/{VERSION}/{}/{}", self.of.path(), self.id);
        with_body(Method::Patch, path, Budget::General, &json!({"properties": self.values}))
    }

    fn decode(&self, _body: &str) -> Result<(), Error> {
        Ok(())
    }
}

impl WriteCall for UpdateRecord<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_07_only_what_changed_is_sent() {
        let id = "101".parse().expect("an id");
        let values = BTreeMap::from([("jobtitle".parse().expect("a name"), "Buyer".to_owned())]);
        let request = UpdateRecord { of: ObjectKind::Contact, id: &id, values: &values }.request();
        assert_eq!(request.path, "/crm/objects/2026-09/contacts/101");
        assert_eq!(request.body.as_deref(), Some(r#"{"properties":{"jobtitle":"Buyer"}}"#));
    }
}
