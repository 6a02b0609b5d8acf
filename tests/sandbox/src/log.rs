//! The record of every request: what tests count. It never holds a token.

use serde::Serialize;

use crate::http::Ended;

/// A request that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Logged {
    /// Its number, from 1.
    pub number: u64,
    /// When, in epoch milliseconds.
    pub at: u64,
    /// The account, where its key is known.
    pub portal: Option<u64>,
    /// `{portal}/{place of the key}`; `none` or `unknown` without an account.
    pub token: String,
    /// Upper-case.
    pub method: String,
    /// Without query.
    pub path: String,
    /// Without `?`.
    pub query: String,
    /// What was sent; of a call that carries a token in its body, nothing.
    pub body: String,
    /// What it is.
    pub sort: Sort,
    /// The status that was answered, or would have been had the connection held.
    pub status: Option<u16>,
    /// How it ended.
    pub ended: Ended,
    /// Whether it was carried out: also where the answer was lost or replaced.
    pub applied: Applied,
    /// The number of the request that the browser sent again by itself with this one.
    pub resend_of: Option<u64>,
    /// `Origin`, where the caller sent one.
    pub origin: Option<String>,
    /// The connection it came over.
    pub connection: Option<u64>,
}

impl Logged {
    /// POST, PATCH, PUT, DELETE, other than searches and batch reads.
    pub fn is_write(&self) -> bool {
        self.sort == Sort::Write
    }
}

/// What a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sort {
    /// Changes nothing: GET, OPTIONS, batch read, reading what a key may do.
    Read,
    /// A search.
    Search,
    /// Everything else.
    Write,
}

/// Whether a request was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Applied {
    /// It was.
    Yes,
    /// It was not.
    No,
}
