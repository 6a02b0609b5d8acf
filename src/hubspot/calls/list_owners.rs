//! `GET /crm/owners/{version}`: the people that records belong to. A contact names its owner by `id`, never by user id.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::hubspot::error::Error;
use crate::hubspot::ids::OwnerId;
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};

/// Asks for a page of owners.
#[derive(Debug)]
pub struct ListOwners<'a> {
    /// The cursor of the last page.
    pub after: Option<&'a str>,
}

/// A page of owners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnersPage {
    /// Names by id.
    pub names: BTreeMap<OwnerId, String>,
    /// The cursor of the next page.
    pub next: Option<String>,
}

#[derive(Deserialize)]
struct Raw {
    results: Vec<RawOwner>,
    #[serde(default)]
    paging: Option<Paging>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawOwner {
    id: OwnerId,
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    last_name: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

#[derive(Deserialize)]
struct Paging {
    #[serde(default)]
    next: Option<Next>,
}

#[derive(Deserialize)]
struct Next {
    after: String,
}

impl Call for ListOwners<'_> {
    type Answer = OwnersPage;

    fn request(&self) -> Request {
        // A cursor comes from outside: only digits go into the path.
        let after: String = self.after.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let cursor = if after.is_empty() { String::new() } else { format!("&after={after}") };
        get(format!("/crm/owners/{VERSION}?limit=100{cursor}"))
    }

    fn decode(&self, body: &str) -> Result<OwnersPage, Error> {
        let raw: Raw = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        let names = raw.results.into_iter().map(|owner| {
            let full: Vec<String> =
                [owner.first_name, owner.last_name].into_iter().flatten().filter(|name| !name.is_empty()).collect();
            let name = if full.is_empty() { owner.email.unwrap_or_default() } else { full.join(" ") };
            (owner.id, name)
        });
        Ok(OwnersPage {
            names: names.collect(),
            next: raw.paging.and_then(|paging| paging.next).map(|next| next.after),
        })
    }
}

impl ReadCall for ListOwners<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_id_with_the_email_where_there_is_no_name() {
        let body = r#"{"results":[{"id":"41","email":"a@example.com","firstName":"João","lastName":"Pereira","userId":9},{"id":"42","email":"b@example.com","firstName":"","lastName":""}],
            "paging":{"next":{"after":"42"}}}"#;
        let page = ListOwners { after: None }.decode(body).expect("a page");
        assert_eq!(page.names.values().collect::<Vec<_>>(), ["João Pereira", "b@example.com"]);
        assert_eq!(ListOwners { after: page.next.as_deref() }.request().path, "/crm/owners/2026-09?limit=100&after=42");
    }
}
