//! `GET /crm/objects/{version}/contacts`: all contacts, 100 a page, strongly consistent and outside the search budget. The other way to
//! mirror an account: it ends sooner where nearly every contact has a phone.

use super::Page;
use crate::hubspot::contact::CARD_PROPERTIES;
use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};

/// Contacts a page.
pub const PAGE: u32 = 100;

/// Asks for a page of all contacts, in order of record id.
#[derive(Debug)]
pub struct ListContacts {
    /// The last id that was read.
    pub after: Option<ContactId>,
}

impl Call for ListContacts {
    /// `total` is 0: HubSpot does not say it here.
    type Answer = Page;

    fn request(&self) -> Request {
        // HubSpot's cursor is the id of the next contact; an id that is gone is as good as the next one.
        let after = self.after.as_ref().map(|id| format!("&after={}", next(id))).unwrap_or_default();
        let properties = CARD_PROPERTIES.join(",");
        get(format!("/crm/objects/{VERSION}/contacts?limit={PAGE}{after}&properties={properties}&archived=false"))
    }

    fn decode(&self, body: &str) -> Result<Page, Error> {
        super::decode_page(body)
    }
}

impl ReadCall for ListContacts {}

/// The number after an id. An id is 1 to 20 digits, which is more than a machine number holds.
fn next(id: &ContactId) -> String {
    id.as_str().parse::<u128>().map_or_else(|_| id.to_string(), |number| (number + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_on_behind_the_last_id() {
        let first = ListContacts { after: None }.request().path;
        assert!(first.contains("limit=100&properties=firstname,") && !first.contains("after="), "{first}");
        let next = ListContacts { after: "33451".parse().ok() }.request().path;
        assert!(next.contains("&after=33452&"), "{next}");
        let body = r#"{"results":[{"id":"33452","properties":{}}],"paging":{"next":{"after":"33453"}}}"#;
        let page = ListContacts { after: None }.decode(body).expect("a page");
        assert_eq!((page.contacts.len(), page.more), (1, true));
    }
}
