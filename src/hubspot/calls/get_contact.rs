//! `GET /crm/objects/{version}/contacts/{id}`: one contact, strongly consistent. The id of a merged contact answers with the survivor,
//! whose id differs from the one asked for.

use crate::hubspot::contact::{CARD_PROPERTIES, Contact, RawObject};
use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};

/// Asks for a contact.
#[derive(Debug)]
pub struct GetContact<'a> {
    /// The id.
    pub id: &'a ContactId,
}

impl Call for GetContact<'_> {
    type Answer = Contact;

    fn request(&self) -> Request {
        get(format!("/crm/objects/{VERSION}/contacts/{}?properties={}", self.id, CARD_PROPERTIES.join(",")))
    }

    fn decode(&self, body: &str) -> Result<Contact, Error> {
        let raw: RawObject = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        let contact = Contact::from_raw(raw).ok_or(Error::Unreadable)?;
        // TH-15: another record is the answer only where HubSpot says that the asked one was merged into it.
        if contact.is_or_was(self.id) { Ok(contact) } else { Err(Error::Unreadable) }
    }
}

impl ReadCall for GetContact<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asked_record_or_its_survivor_and_nothing_else() {
        let id: ContactId = "33451".parse().expect("an id");
        let call = GetContact { id: &id };
        assert!(call.request().path.starts_with("/crm/objects/2026-09/contacts/33451?properties=firstname,"));
        let same = r#"{"id":"33451","properties":{"firstname":"Lorelai","phone":null},"archived":false}"#;
        let survivor = r#"{"id":"90","properties":{"hs_merged_object_ids":"77;33451"}}"#;
        assert_eq!(call.decode(same).map(|c| c.shown_name()), Ok("Lorelai".into()));
        assert_eq!(call.decode(survivor).map(|c| c.id.to_string()), Ok("90".into()));
        assert_eq!(call.decode(r#"{"id":"91","properties":{}}"#), Err(Error::Unreadable));
    }
}
