//! `POST /crm/objects/{version}/{object}`: a new record, associated with its contact in the same request.
//!
//! HubSpot has no idempotency key here. A lost answer may hide a record that was made, so this is never sent twice without looking for
//! the first one (F43).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::hubspot::contact::RawObject;
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PropertyName};
use crate::hubspot::object::{ObjectKind, Record};
use crate::hubspot::request::{Budget, Call, Method, Request, VERSION, WriteCall, with_body};

/// Creates a record.
#[derive(Debug)]
pub struct CreateRecord<'a> {
    /// Its kind.
    pub of: ObjectKind,
    /// Texts by property.
    pub values: &'a BTreeMap<PropertyName, String>,
    /// The contact that it belongs to; `None` for a contact itself.
    pub contact: Option<&'a ContactId>,
}

impl Call for CreateRecord<'_> {
    type Answer = Record;

    fn request(&self) -> Request {
        let association = self.contact.zip(self.of.association_to_contact()).map(|(contact, type_id)| {
            json!({"to": {"id": contact}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]})
        });
        let associations: Vec<Value> = association.into_iter().collect();
        let body = json!({"properties": self.values, "associations": associations});
        with_body(Method::Post, format!("/crm/objects/{VERSION}/{}", self.of.path()), Budget::General, &body)
    }

    fn decode(&self, body: &str) -> Result<Record, Error> {
        let raw: RawObject = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        Record::from_raw(raw).ok_or(Error::Unreadable)
    }
}

impl WriteCall for CreateRecord<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_11_s_12_the_contact_is_associated_in_the_same_request() {
        let contact: ContactId = "301".parse().expect("an id");
        let values = BTreeMap::from([("dealname".parse().expect("a name"), "Renewal".to_owned())]);
        for (of, number) in
            [(ObjectKind::Deal, 3), (ObjectKind::Ticket, 16), (ObjectKind::Note, 202), (ObjectKind::Task, 204)]
        {
            let request = CreateRecord { of, values: &values, contact: Some(&contact) }.request();
            let body = request.body.unwrap_or_default();
            assert!(
                body.contains(&format!(r#""associationTypeId":{number}"#)) && body.contains(r#""to":{"id":"301"}"#),
                "{body}"
            );
        }
        let call = CreateRecord { of: ObjectKind::Contact, values: &values, contact: None };
        assert!(call.request().body.is_some_and(|body| body.contains(r#""associations":[]"#)));
        assert_eq!(call.decode("{}"), Err(Error::Unreadable));
    }
}
