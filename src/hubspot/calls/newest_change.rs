//! The newest `lastmodifieddate` of all contacts: where the change feed begins, by HubSpot's clock and not by ours. The same answer tells
//! how many contacts there are.

use serde_json::json;

use super::{decode_page, filter, search};
use crate::hubspot::error::Error;
use crate::hubspot::request::{Call, ReadCall, Request};

/// Asks for the newest change.
#[derive(Debug)]
pub struct NewestChange;

/// The newest change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// Epoch milliseconds; 0 in an account without contacts.
    pub changed: u64,
    /// Contacts in the account, as its search index counts them.
    pub contacts: u32,
}

impl Call for NewestChange {
    type Answer = Newest;

    fn request(&self) -> Request {
        search(&json!([{"filters": [filter("hs_object_id", "HAS_PROPERTY")]}]), "lastmodifieddate", "DESCENDING", 1)
    }

    fn decode(&self, body: &str) -> Result<Newest, Error> {
        let page = decode_page(body)?;
        Ok(Newest { changed: page.contacts.first().map_or(0, |contact| contact.modified), contacts: page.total })
    }
}

impl ReadCall for NewestChange {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_instant_or_none() {
        let body = r#"{"total":2,"results":[{"id":"1","properties":{"lastmodifieddate":"1970-01-01T00:00:01Z"}}]}"#;
        assert_eq!(NewestChange.decode(body), Ok(Newest { changed: 1000, contacts: 2 }));
        assert_eq!(NewestChange.decode(r#"{"total":0,"results":[]}"#), Ok(Newest { changed: 0, contacts: 0 }));
    }
}
