//! The change feed: contacts whose `lastmodifieddate` is at or after an instant, oldest first, 200 a page.
//!
//! Paged by asking again from the last instant seen, because records move while one pages.

use serde_json::json;

use super::{Page, decode_whole_page, filter_value, search};
use crate::hubspot::error::Error;
use crate::hubspot::request::{Call, ReadCall, Request};

/// Contacts a page.
pub const PAGE: u32 = 200;

/// Asks for contacts changed since an instant.
#[derive(Debug)]
pub struct ChangedContacts {
    /// Epoch milliseconds, HubSpot's clock.
    pub since: u64,
    /// Skip records at exactly `since` up to this id: a whole page can share one instant.
    pub after_id: Option<crate::hubspot::ids::ContactId>,
}

impl Call for ChangedContacts {
    type Answer = Page;

    fn request(&self) -> Request {
        let since = self.since.to_string();
        match &self.after_id {
            None => search(
                &json!([{"filters": [filter_value("lastmodifieddate", "GTE", &since)]}]),
                "lastmodifieddate",
                "ASCENDING",
                PAGE,
            ),
            Some(id) => search(
                &json!([{"filters": [filter_value("lastmodifieddate", "EQ", &since), filter_value("hs_object_id", "GT", id.as_str())]}]),
                "hs_object_id",
                "ASCENDING",
                PAGE,
            ),
        }
    }

    fn decode(&self, body: &str) -> Result<Page, Error> {
        decode_whole_page(body)
    }
}

impl ReadCall for ChangedContacts {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_from_an_instant_in_order() {
        let request = ChangedContacts { since: 1_705_521_304_281, after_id: None }.request();
        let body = request.body.unwrap_or_default();
        assert!(
            body.contains(r#""operator":"GTE""#)
                && body.contains(r#""value":"1705521304281""#)
                && body.contains("ASCENDING"),
            "{body}"
        );
        assert!(body.len() < 3000);
    }
}
