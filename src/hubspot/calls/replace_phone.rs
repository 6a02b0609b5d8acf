//! `PATCH /crm/objects/{version}/contacts/{id}` with one phone property: what a click on Link writes, and nothing else.

use serde_json::json;

use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::hubspot::request::{Budget, Call, Method, Request, VERSION, WriteCall, with_body};
use crate::protocol::view::PhoneProperty;

/// Replaces the text of one phone property.
#[derive(Debug)]
pub struct ReplacePhone<'a> {
    /// The contact.
    pub id: &'a ContactId,
    /// The property.
    pub property: PhoneProperty,
    /// The new text; empty to clear it.
    pub text: &'a str,
}

impl Call for ReplacePhone<'_> {
    /// What HubSpot answers is not relied on: the caller reads the contact back.
    type Answer = ();

    fn request(&self) -> Request {
        let body = json!({"properties": {self.property.hubspot_name(): self.text}});
        with_body(Method::Patch, format!("/crm/objects/{VERSION}/contacts/{}", self.id), Budget::General, &body)
    }

    fn decode(&self, _body: &str) -> Result<(), Error> {
        Ok(())
    }
}

impl WriteCall for ReplacePhone<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_28_one_property_and_no_other() {
        let id: ContactId = "101".parse().expect("an id");
        let request = ReplacePhone { id: &id, property: PhoneProperty::Phone, text: "+16501234567" }.request();
        assert_eq!(request.body.as_deref(), Some(r#"{"properties":{"phone":"+16501234567"}}"#));
        assert_eq!((request.method, request.path.as_str()), (Method::Patch, "/crm/objects/2026-09/contacts/101"));
    }
}
