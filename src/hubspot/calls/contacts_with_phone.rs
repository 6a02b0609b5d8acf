//! The mirror: every contact with a phone in one of the three properties, in order of record id, 200 a page.
//!
//! The first page also tells how many there are. Later pages are asked from the last id on, since HubSpot ends an offset at 10,000.

use serde_json::{Value, json};

use super::{Page, decode_whole_page, filter, filter_value, search};
use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::hubspot::request::{Call, ReadCall, Request};
use crate::protocol::view::PhoneProperty;

/// Contacts a page.
pub const PAGE: u32 = 200;

/// Asks for contacts with a phone.
#[derive(Debug)]
pub struct ContactsWithPhone {
    /// The last id that was read.
    pub after: Option<ContactId>,
}

impl Call for ContactsWithPhone {
    type Answer = Page;

    fn request(&self) -> Request {
        let group = |property: PhoneProperty| {
            let mut filters = vec![filter(property.hubspot_name(), "HAS_PROPERTY")];
            filters.extend(self.after.iter().map(|id| filter_value("hs_object_id", "GT", id.as_str())));
            json!({"filters": filters})
        };
        let groups: Vec<Value> = PhoneProperty::ALL.into_iter().map(group).collect();
        search(&json!(groups), "hs_object_id", "ASCENDING", PAGE)
    }

    fn decode(&self, body: &str) -> Result<Page, Error> {
        decode_whole_page(body)
    }
}

impl ReadCall for ContactsWithPhone {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_groups_and_six_filters_at_most() {
        let body = ContactsWithPhone { after: "101".parse().ok() }.request().body.unwrap_or_default();
        assert_eq!((body.matches("HAS_PROPERTY").count(), body.matches(r#""operator":"GT""#).count()), (3, 3));
        assert!(body.len() < 3000);
    }

    #[test]
    fn a_page_with_a_hole_is_refused() {
        let call = ContactsWithPhone { after: None };
        let page = call
            .decode(
                r#"{"total":300,"results":[{"id":"1","properties":{"phone":"x"}}],"paging":{"next":{"after":"1"}}}"#,
            )
            .expect("a page");
        assert_eq!((page.total, page.more, page.contacts.len()), (300, true, 1));
        let silent = call.decode(r#"{"total":300,"results":[{"id":"1","properties":{"phone":"x"}}]}"#).expect("a page");
        assert!(silent.more, "F17: 299 are missing");
        let last = call.decode(r#"{"total":1,"results":[{"id":"1","properties":{"phone":"x"}}]}"#).expect("a page");
        assert!(!last.more);
        assert!(!call.decode(r#"{"total":1,"results":[]}"#).expect("a page").more, "nothing to go on from");
        assert_eq!(call.decode(r#"{"total":1,"results":[{"id":"?"}]}"#), Err(Error::Unreadable));
        assert_eq!(call.decode("<html>"), Err(Error::Unreadable));
    }
}
