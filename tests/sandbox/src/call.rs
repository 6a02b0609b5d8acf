//! One call on its way to a handler: when, in which version, with which query, body and scopes.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::errors::{Failure, bad_json, invalid};
use crate::http::Query;
use crate::kind::{Kind, RecordId};
use crate::record::Field;
use crate::routes::Version;
use crate::schema::Schema;

/// A call.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Epoch milliseconds.
    pub now: u64,
    /// The version of its path.
    pub version: Version,
    /// Path without query, for links to the next page.
    pub path: &'a str,
    /// The query.
    pub query: &'a Query,
    /// The body.
    pub body: &'a str,
    /// The scopes of the key.
    pub scopes: &'a [String],
}

/// An id in a batch.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdInput {
    /// A record id, or the value of the property that stands for it.
    pub id: String,
}

impl Call<'_> {
    /// The body as JSON of a certain shape.
    ///
    /// # Errors
    /// 400 as HubSpot answers to JSON that is none, or not that of the call.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        parse(self.body)
    }

    /// `limit`, up to `most`.
    ///
    /// # Errors
    /// 400 outside of 1 to `most`.
    pub fn limit(&self, default: usize, most: usize) -> Result<usize, Failure> {
        let Some(text) = self.query.get("limit") else { return Ok(default) };
        let limit = text.parse().ok().filter(|limit| (1..=most).contains(limit));
        limit.ok_or_else(|| invalid(format!("limit must be between 1 and {most}, was {text}")))
    }

    /// `after` as the id of the next record.
    ///
    /// # Errors
    /// 400 where it is no id.
    pub fn after(&self) -> Result<RecordId, Failure> {
        match self.query.get("after") {
            None | Some("") => Ok(RecordId(0)),
            Some(text) => text.parse().map_err(|_| invalid(format!("invalid paging cursor {text}"))),
        }
    }
}

/// Reads JSON of a certain shape.
///
/// # Errors
/// 400 as HubSpot answers to JSON that is none, or not that of the call.
pub fn parse<T: DeserializeOwned>(body: &str) -> Result<T, Failure> {
    serde_json::from_str(body).map_err(|error| bad_json(error.line(), error.column(), &error.to_string()))
}

/// The properties that an answer shows: those asked for that are defined, and those that always come.
#[derive(Debug, Clone)]
pub struct Wanted(Vec<(String, Field)>);

impl Wanted {
    /// From a list of names; the default properties where it is empty.
    pub fn new(kind: Kind, schema: &Schema, names: &[String]) -> Wanted {
        let always = [kind.created_property(), kind.modified_property(), "hs_object_id"];
        let defaults = if names.is_empty() { default_properties(kind) } else { &[] };
        let asked = names.iter().map(String::as_str).filter(|name| schema.get(name).is_some());
        let mut all: Vec<&str> = asked.chain(defaults.iter().copied()).chain(always).collect();
        all.sort_unstable();
        all.dedup();
        Wanted(all.into_iter().map(|name| (name.to_owned(), Field::of(kind, name))).collect())
    }

    /// Names and fields.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Field)> {
        self.0.iter().map(|(name, field)| (name.as_str(), field))
    }
}

fn default_properties(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Contacts => &["email", "firstname", "lastname"],
        Kind::Companies => &["name", "domain"],
        Kind::Deals => &["dealname", "amount", "closedate", "pipeline", "dealstage"],
        Kind::Tickets => {
            &["content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_priority", "subject"]
        }
        Kind::Communications | Kind::Tasks | Kind::Notes => &[],
    }
}
