//! The closed list of calls, one file each: type, encode, decode, fixture test.

pub mod account_details;
pub mod associated_ids;
pub mod changed_contacts;
pub mod contact_by_email;
pub mod contacts_with_phone;
pub mod create_record;
pub mod get_card;
pub mod get_contact;
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

/// Reads a page. An answer with a record that is none is refused whole: a book with a hole could make a number look unique.
fn decode_page(body: &str) -> Result<Page, Error> {
    let raw: RawPage = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
    let contacts: Option<Vec<Contact>> = raw.results.into_iter().map(Contact::from_raw).collect();
    let more = raw.paging.as_ref().and_then(|paging| paging.get("next")).is_some_and(|next| !next.is_null());
    Ok(Page { contacts: contacts.ok_or(Error::Unreadable)?, total: raw.total, more })
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
