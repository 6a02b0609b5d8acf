//! `GET /crm/objects/{version}/contacts/{e-mail}?idProperty=email`: the contact that has an e-mail, strongly consistent. HubSpot keeps
//! e-mails unique, so this finds what a search may not know yet.

use crate::hubspot::contact::{CARD_PROPERTIES, Contact, RawObject};
use crate::hubspot::error::Error;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};

/// Asks for the contact with this e-mail.
#[derive(Debug)]
pub struct ContactByEmail<'a> {
    /// The e-mail as typed.
    pub email: &'a str,
}

impl Call for ContactByEmail<'_> {
    type Answer = Contact;

    fn request(&self) -> Request {
        let (email, properties) = (escaped(self.email), CARD_PROPERTIES.join(","));
        get(format!("/crm/objects/{VERSION}/contacts/{email}?idProperty=email&properties={properties}"))
    }

    fn decode(&self, body: &str) -> Result<Contact, Error> {
        let raw: RawObject = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        Contact::from_raw(raw).ok_or(Error::Unreadable)
    }
}

impl ReadCall for ContactByEmail<'_> {}

/// A text as one segment of a path: everything but letters, digits and `-._` by its bytes, so that it can never be more than a segment.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut path, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => path.push(char::from(byte)),
            _ => path.push_str(&format!("%{byte:02X}")),
        }
        path
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_07_an_email_is_one_segment_whatever_it_holds() {
        let path = |email| ContactByEmail { email }.request().path;
        assert!(
            path("ana@x.example")
                .starts_with("/crm/objects/2026-09/contacts/ana%40x.example?idProperty=email&properties=")
        );
        assert!(path("../a?b#é").starts_with("/crm/objects/2026-09/contacts/..%2Fa%3Fb%23%C3%A9?idProperty=email"));
    }

    #[test]
    fn b_07_the_contact_that_has_it() {
        let call = ContactByEmail { email: "ana@x.example" };
        let body = r#"{"id":"33451","properties":{"firstname":"Ana","email":"ana@x.example"},"archived":false}"#;
        assert_eq!(call.decode(body).map(|contact| contact.id.to_string()), Ok("33451".into()));
        assert_eq!(call.decode("{}"), Err(Error::Unreadable));
    }
}
