//! The newest `lastmodifieddate` of all contacts: where the change feed begins, by HubSpot's clock and not by ours.

use serde_json::json;

use super::{decode_page, filter, search};
use crate::hubspot::error::Error;
use crate::hubspot::request::{Call, ReadCall, Request};

/// Asks for the newest change.
#[derive(Debug)]
pub struct NewestChange;

impl Call for NewestChange {
    /// Epoch milliseconds; 0 in an account without contacts.
    type Answer = u64;

    fn request(&self) -> Request {
        search(&json!([{"filters": [filter("hs_object_id", "HAS_PROPERTY")]}]), "lastmodifieddate", "DESCENDING", 1)
    }

    fn decode(&self, body: &str) -> Result<u64, Error> {
        Ok(decode_page(body)?.contacts.first().map_or(0, |contact| contact.modified))
    }
}

impl ReadCall for NewestChange {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_instant_or_none() {
        let body = r#"{"total":2,"results":[{"id":"1","properties":{"lastmodifieddate":"1970-01-01T00:00:01Z"}}]}"#;
        assert_eq!(NewestChange.decode(body), Ok(1000));
        assert_eq!(NewestChange.decode(r#"{"total":0,"results":[]}"#), Ok(0));
    }
}
