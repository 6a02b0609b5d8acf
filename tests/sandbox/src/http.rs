//! A request and what comes of it, as plain data. The core never sees a socket; the server never sees a rule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// Upper-case.
    pub method: String,
    /// Path and query, beginning with `/`.
    pub path: String,
    /// By lower-case name.
    pub headers: BTreeMap<String, String>,
    /// Empty where there is none.
    pub body: String,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    /// Empty where there is none.
    pub body: String,
}

impl Response {
    /// The first header of that name (lower-case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// What the caller sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An answer after `delay` milliseconds.
    Answer {
        /// The answer.
        response: Response,
        /// Milliseconds.
        delay: u64,
    },
    /// The connection is cut after `delay` milliseconds, before the answer was whole. The log tells whether the call was applied.
    Cut {
        /// Milliseconds.
        delay: u64,
    },
    /// No answer ever.
    Hang,
}

/// What happens on the wire: an [`Outcome`] that knows how much of an answer was sent before a cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exchange {
    /// A whole answer.
    Answer {
        /// The answer.
        response: Response,
        /// Milliseconds.
        delay: u64,
    },
    /// Cut before the first byte.
    CutBefore {
        /// Milliseconds.
        delay: u64,
    },
    /// Cut in the middle of the body: headers that promise all of it, and half of it.
    CutWithin {
        /// The answer of which half is sent.
        response: Response,
        /// Milliseconds.
        delay: u64,
    },
    /// Nothing, for ever.
    Hang,
}

impl From<Exchange> for Outcome {
    fn from(exchange: Exchange) -> Outcome {
        match exchange {
            Exchange::Answer { response, delay } => Outcome::Answer { response, delay },
            Exchange::CutBefore { delay } | Exchange::CutWithin { delay, .. } => Outcome::Cut { delay },
            Exchange::Hang => Outcome::Hang,
        }
    }
}

/// How a request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// By a call.
    InProcess,
    /// Over a connection.
    Connection {
        /// Its number.
        id: u64,
        /// Answers that were sent on it before.
        answered: u32,
    },
}

/// What became of a logged request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ended {
    /// With an answer.
    Answered,
    /// Cut before the first byte of an answer.
    CutBefore,
    /// Cut within the answer.
    CutWithin,
    /// Left hanging.
    Hung,
}

/// Splits a path with query into its decoded segments and its decoded query pairs.
pub fn split(path: &str) -> (Vec<String>, Query) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let segments = path.trim_start_matches('/').split('/').map(|part| decode(part, "/")).collect();
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(&name.replace('+', " "), ""), decode(&value.replace('+', " "), ""))
    });
    (segments, Query(pairs.collect()))
}

/// The pairs of a query, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// A list: repeated, separated by commas, or both.
    pub fn list(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(own, _)| own == name).flat_map(|(_, value)| value.split(','));
        values.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }
}

/// Undoes percent-encoding; a character in `keep` stays encoded, so that an encoded slash does not become a path's.
fn decode(text: &str, keep: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let code = after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(code) if !keep.as_bytes().contains(&code) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            Some(_) | None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_queries_are_decoded() {
        let (segments, query) =
            split("/crm/objects/2026-09/contacts/a%40b.example?properties=phone%2Cemail&properties=x&q=a+b%");
        assert_eq!(segments.last().map(String::as_str), Some("a@b.example"));
        assert_eq!(query.list("properties"), ["phone", "email", "x"]);
        assert_eq!(query.get("q"), Some("a b%"));
        assert_eq!(split("/a%2Fb").0, ["a%2Fb"]);
    }
}
