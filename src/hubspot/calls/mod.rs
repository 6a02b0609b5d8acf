//! The closed list of calls, one file each: type, encode, decode, fixture test.

pub mod account_details;
pub mod associated_ids;
pub mod changed_contacts;
pub mod contact_by_email;
pub mod contacts_with_phone;
pub mod create_record;
pub mod get_card;
pub mod get_contact;
pub mod list_contacts;
pub mod list_owners;
pub mod list_pipelines;
pub mod list_properties;
pub mod newest_change;
pub mod probe_object;
pub mod read_contacts;
pub mod read_records;
pub mod replace_phone;
pub mod search_contacts;
pub mod update_record;

use serde::Deserialize;
use serde_json::{Value, json};

use super::contact::{CARD_PROPERTIES, Contact, RawObject};
use super::error::Error;
use super::request::{Budget, Method, Request, SEARCH_BODY_LIMIT, VERSION, with_body};

/// A page of contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The contacts, in the order asked for.
    pub contacts: Vec<Contact>,
    /// How many match in all.
    pub total: u32,
    /// More follow.
    pub more: bool,
}

#[derive(Deserialize)]
struct RawPage {
    #[serde(default)]
    total: u32,
    results: Vec<RawObject>,
    #[serde(default)]
    paging: Option<Value>,
}

impl RawPage {
    fn next(&self) -> Option<&Value> {
        self.paging.as_ref()?.get("next").filter(|next| !next.is_null())
    }

    /// Where the next page begins, in HubSpot's words. `None` on the last page; a next page that begins nowhere is an error.
    fn next_after(&self) -> Result<Option<String>, Error> {
        match self.next().map(|next| next.get("after")) {
            None => Ok(None),
            Some(Some(Value::String(after))) => Ok(Some(after.clone())),
            Some(Some(Value::Number(after))) => Ok(Some(after.to_string())),
            Some(_) => Err(Error::Unreadable),
        }
    }
}

/// F17: a page that holds fewer than there are and says nothing of a next one is not the last. Only for calls that are asked on from the
/// last record: such a page costs one more request.
fn decode_whole_page(body: &str) -> Result<Page, Error> {
    let page = decode_page(body)?;
    let held = u32::try_from(page.contacts.len()).unwrap_or(u32::MAX);
    Ok(Page { more: page.more || (held > 0 && held < page.total), ..page })
}

/// Reads a page. An answer with a record that is none is refused whole: a book with a hole could make a number look unique.
fn decode_page(body: &str) -> Result<Page, Error> {
    let raw: RawPage = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
    let (total, more) = (raw.total, raw.next().is_some());
    Ok(Page { contacts: contacts_of(raw)?, total, more })
}

fn contacts_of(raw: RawPage) -> Result<Vec<Contact>, Error> {
    let contacts: Option<Vec<Contact>> = raw.results.into_iter().map(Contact::from_raw).collect();
    contacts.ok_or(Error::Unreadable)
}

/// A search request over contacts. All fields but `after` are always sent: HubSpot's schema asks for them.
fn search(filter_groups: &Value, sort: &str, direction: &str, limit: u32) -> Request {
    let body = json!({
        "filterGroups": filter_groups,
        "sorts": [{"propertyName": sort, "direction": direction}],
        "properties": CARD_PROPERTIES,
        "limit": limit,
    });
    let request = with_body(Method::Post, format!("/crm/objects/{VERSION}/contacts/search"), Budget::Search, &body);
    debug_assert!(request.body.as_ref().is_some_and(|body| body.len() < SEARCH_BODY_LIMIT));
    request
}

fn filter(property: &str, operator: &str) -> Value {
    json!({"propertyName": property, "operator": operator})
}

fn filter_value(property: &str, operator: &str, value: &str) -> Value {
    json!({"propertyName": property, "operator": operator, "value": value})
}
