//! `GET /crm/objects/{version}/contacts`: all contacts, 100 a page, strongly consistent and outside the search budget. The other way to
//! mirror an account.
//!
//! HubSpot says where the next page begins. Its word is carried on as it is, and refused where it could be more than a value in an address.

use serde::{Deserialize, Serialize};

use super::{RawPage, contacts_of};
use crate::hubspot::contact::{CARD_PROPERTIES, Contact};
use crate::hubspot::error::Error;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};

/// Contacts a page.
pub const PAGE: u32 = 100;

/// Asks for a page of all contacts, in order of record id.
#[derive(Debug)]
pub struct ListContacts {
    /// Where the page before said that this one begins.
    pub after: Option<ListCursor>,
}

/// Where a page of the list begins: HubSpot's own word for it, the id of a contact as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ListCursor(String);

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// The contacts.
    pub contacts: Vec<Contact>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<ListCursor>,
}

impl TryFrom<String> for ListCursor {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=' | b'.');
        let fits = (1..=200).contains(&text.len()) && text.bytes().all(plain);
        if fits { Ok(ListCursor(text)) } else { Err("not a cursor: 1 to 200 plain characters expected") }
    }
}

impl From<ListCursor> for String {
    fn from(cursor: ListCursor) -> String {
        cursor.0
    }
}

impl Call for ListContacts {
    type Answer = ListPage;

    fn request(&self) -> Request {
        // Of the characters of a cursor, `=` alone means something in an address.
        let value = |cursor: &ListCursor| cursor.0.replace('=', "%3D");
        let after = self.after.as_ref().map(|cursor| format!("&after={}", value(cursor))).unwrap_or_default();
        let properties = CARD_PROPERTIES.join(",");
        get(format!("/crm/objects/{VERSION}/contacts?limit={PAGE}{after}&properties={properties}&archived=false"))
    }

    /// A page with a record that is none is refused whole, and so is one that does not get any further: a book with a hole could make a
    /// number look unique.
    fn decode(&self, body: &str) -> Result<ListPage, Error> {
        let raw: RawPage = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        let next = raw.next_after()?.map(ListCursor::try_from).transpose().map_err(|_| Error::Unreadable)?;
        if next.is_some() && next == self.after {
            return Err(Error::Unreadable);
        }
        Ok(ListPage { contacts: contacts_of(raw)?, next })
    }
}

impl ReadCall for ListContacts {}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(text: &str) -> Option<ListCursor> {
        ListCursor::try_from(text.to_owned()).ok()
    }

    #[test]
    fn goes_on_where_hubspot_says() {
        let first = ListContacts { after: None }.request().path;
        assert!(first.contains("limit=100&properties=firstname,") && !first.contains("after="), "{first}");
        let body = r#"{"results":[{"id":"33452","properties":{}}],"paging":{"next":{"after":"33453","link":"x"}}}"#;
        let page = ListContacts { after: None }.decode(body).expect("a page");
        assert_eq!((page.contacts.len(), page.next.clone()), (1, cursor("33453")));
        let next = ListContacts { after: page.next };
        assert!(next.request().path.contains("&after=33453&"));
        assert_eq!(next.decode(body), Err(Error::Unreadable), "it stands still");
        assert_eq!(next.decode(r#"{"results":[]}"#), Ok(ListPage { contacts: vec![], next: None }));
    }

    #[test]
    fn what_is_no_page_is_refused() {
        for body in [
            "<html>",
            "{}",
            r#"{"results":[{"id":"?"}]}"#,
            r#"{"results":[],"paging":{"next":{"after":"1&limit=1"}}}"#,
            r#"{"results":[],"paging":{"next":{"after":""}}}"#,
            r#"{"results":[],"paging":{"next":{"after":null}}}"#,
            r#"{"results":[],"paging":{"next":{}}}"#,
        ] {
            assert_eq!(ListContacts { after: None }.decode(body), Err(Error::Unreadable), "{body}");
        }
    }

    #[test]
    fn a_cursor_that_looks_like_a_parameter_stays_a_value() {
        let path = ListContacts { after: cursor("1Aafter=2") }.request().path;
        assert!(path.contains("?limit=100&after=1Aafter%3D2&properties="), "{path}");
    }

    #[test]
    fn a_number_is_as_good_a_cursor_as_a_text() {
        let body = r#"{"results":[],"paging":{"next":{"after":33453}}}"#;
        assert_eq!(ListContacts { after: None }.decode(body).map(|page| page.next), Ok(cursor("33453")));
    }
}
