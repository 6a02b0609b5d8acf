//! A call to HubSpot as plain data, and the two kinds of calls: those that read and those that write.
//!
//! Who may write is a type: an automatic pass holds a [`Reader`](super::client::Reader), which takes a [`ReadCall`] alone, so a
//! write from there does not compile. The host, the token and the headers belong to the transport and to nobody else.

use serde::Serialize;

use super::error::Error;
use crate::protocol::Millis;

/// The dated version of HubSpot's API, supported until about March 2028.
pub const VERSION: &str = "2026-09";

/// The largest search body that HubSpot takes, in bytes.
pub const SEARCH_BODY_LIMIT: usize = 3000;

/// A request: what travels, without host and key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query, beginning with `/`.
    pub path: String,
    /// JSON text.
    pub body: Option<String>,
    /// The limit that it counts against.
    pub budget: Budget,
}

/// HTTP methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PATCH
    Patch,
}

/// HubSpot counts searches apart from everything else: 5 a second for the whole account, shared with all colleagues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// A search.
    Search,
    /// Anything else.
    General,
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After` in seconds.
    pub retry_after: Option<u32>,
    /// What the answer says of the limits.
    pub limits: LimitHeaders,
    /// `Date`: HubSpot's clock when it answered, in whole seconds.
    pub date: Option<Millis>,
    /// The body.
    pub body: String,
}

/// The `X-HubSpot-RateLimit-…` headers. Answers to searches carry the daily pair only, and some keys have no daily one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LimitHeaders {
    /// `-Max`: calls in ten seconds.
    pub most: Option<u32>,
    /// `-Remaining`: of these, what is left.
    pub left: Option<u32>,
    /// `-Daily`: calls a day.
    pub daily: Option<u32>,
    /// `-Daily-Remaining`: of these, what is left.
    pub daily_left: Option<u32>,
}

impl LimitHeaders {
    /// Reads them; `header` looks one up by its name in small letters. What is no number is as good as absent.
    pub fn read(header: impl Fn(&str) -> Option<String>) -> LimitHeaders {
        let number = |name: &str| header(&format!("x-hubspot-ratelimit-{name}"))?.trim().parse().ok();
        LimitHeaders {
            most: number("max"),
            left: number("remaining"),
            daily: number("daily"),
            daily_left: number("daily-remaining"),
        }
    }
}

/// Why there is no answer. For a write this means: unknown whether it was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The browser is offline or the host was not reached.
    Offline,
    /// No answer within the time limit.
    TimedOut,
    /// The answer was larger than the limit, or was a redirect.
    Refused,
    /// There is no service key to ask with.
    NoKey,
    /// Nobody waited for it any more when its turn came: it was not sent.
    Unwanted,
}

/// One call: how it is asked and how its answer is read.
pub trait Call {
    /// What a good answer holds.
    type Answer;
    /// The request.
    fn request(&self) -> Request;
    /// Reads an answer with status 200, 201 or 207.
    fn decode(&self, body: &str) -> Result<Self::Answer, Error>;
}

/// A call that changes nothing in HubSpot: GET, search and batch read.
pub trait ReadCall: Call {}

/// A call that changes something in HubSpot.
pub trait WriteCall: Call {}

/// A GET request.
pub fn get(path: String) -> Request {
    Request { method: Method::Get, path, body: None, budget: Budget::General }
}

/// A request with a JSON body. An unencodable body becomes `null`, which HubSpot refuses.
pub fn with_body(method: Method, path: String, budget: Budget, body: &impl Serialize) -> Request {
    let body = serde_json::to_string(body).unwrap_or_else(|_| "null".to_owned());
    Request { method, path, body: Some(body), budget }
}
