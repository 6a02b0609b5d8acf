//! `POST /crm/objects/{version}/contacts/batch/read`: up to 100 contacts by id. Answers 200 or 207; each item is judged alone, and an id
//! in neither list is unknown.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::hubspot::contact::{CARD_PROPERTIES, Contact, RawObject};
use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::hubspot::request::{Budget, Call, Method, ReadCall, Request, VERSION, with_body};

/// Ids a request.
pub const BATCH: usize = 100;

/// Asks for contacts by id.
#[derive(Debug)]
pub struct ReadContacts<'a> {
    /// At most [`BATCH`] ids.
    pub ids: &'a [ContactId],
}

#[derive(Deserialize)]
struct Raw {
    results: Vec<RawObject>,
}

impl Call for ReadContacts<'_> {
    /// The contacts that are there, in no order.
    type Answer = Vec<Contact>;

    fn request(&self) -> Request {
        let inputs: Vec<Value> = self.ids.iter().map(|id| json!({"id": id})).collect();
        let body = json!({"properties": CARD_PROPERTIES, "propertiesWithHistory": [], "inputs": inputs});
        with_body(Method::Post, format!("/crm/objects/{VERSION}/contacts/batch/read"), Budget::General, &body)
    }

    fn decode(&self, body: &str) -> Result<Vec<Contact>, Error> {
        let raw: Raw = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        Ok(raw.results.into_iter().filter_map(Contact::from_raw).collect())
    }
}

impl ReadCall for ReadContacts<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_batch_gives_what_is_there() {
        let ids: Vec<ContactId> = ["1", "2"].into_iter().filter_map(|id| id.parse().ok()).collect();
        let call = ReadContacts { ids: &ids };
        assert!(call.request().body.is_some_and(|body| body.contains(r#""inputs":[{"id":"1"},{"id":"2"}]"#)));
        let body = r#"{"status":"COMPLETE","results":[{"id":"2","properties":{}}],"numErrors":1,"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["1"]}}]}"#;
        assert_eq!(call.decode(body).map(|contacts| contacts.len()), Ok(1));
        assert_eq!(call.decode(r#"{"status":"error"}"#), Err(Error::Unreadable));
    }
}
