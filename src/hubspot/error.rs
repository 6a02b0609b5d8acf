//! Everything that can go wrong with a call, sorted by what the caller does next; one sentence and one retry rule for each.

use serde::Deserialize;
use serde_json::Value;

use super::ids::PropertyName;
use super::request::{NoAnswer, Response};
use crate::protocol::view::{Problem, Retry};

/// Why a call did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// No answer: offline, timed out. A write may have been applied.
    NoAnswer(NoAnswer),
    /// 401: the key is not accepted.
    KeyRefused,
    /// 403: the key lacks scopes.
    Forbidden {
        /// The scopes that HubSpot names.
        scopes: Vec<String>,
    },
    /// 404: deleted, or never there.
    NotFound,
    /// 409: something with the same unique value exists.
    Conflict {
        /// HubSpot's words.
        message: String,
    },
    /// 400: HubSpot does not take the values, or the request is wrong.
    Invalid {
        /// HubSpot's words.
        message: String,
        /// What it says of single properties.
        fields: Vec<FieldProblem>,
    },
    /// 423, 429, 477: wait.
    Wait {
        /// Seconds.
        seconds: u32,
    },
    /// 429 with the daily policy: nothing more today.
    DailyLimit,
    /// 5xx and what else is not understood by status. A write may have been applied.
    Server {
        /// The status.
        status: u16,
    },
    /// The body is not what this call answers with. A write may have been applied.
    Unreadable,
}

/// What HubSpot says of one property that it does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The property.
    pub property: PropertyName,
    /// HubSpot's words.
    pub message: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorBody {
    message: Option<Value>,
    #[serde(rename = "policyName")]
    policy: Option<String>,
    errors: Vec<ErrorItem>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorItem {
    message: Option<Value>,
    context: ErrorContext,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorContext {
    #[serde(rename = "requiredGranularScopes")]
    scopes: Vec<String>,
    #[serde(rename = "propertyName")]
    properties: Vec<String>,
}

impl Error {
    /// Sorts an answer that is no success.
    pub fn from_response(response: &Response) -> Error {
        let body: ErrorBody = serde_json::from_str(&response.body).unwrap_or_default();
        match response.status {
            401 => Error::KeyRefused,
            403 => Error::Forbidden { scopes: body.errors.into_iter().flat_map(|item| item.context.scopes).collect() },
            404 => Error::NotFound,
            409 => Error::Conflict { message: words(&body) },
            400 | 414 => Error::Invalid { message: words(&body), fields: field_problems(&body) },
            423 => Error::Wait { seconds: response.retry_after.unwrap_or(3).clamp(2, 86_400) },
            429 if body.policy.as_deref() == Some("DAILY") => Error::DailyLimit,
            429 => Error::Wait { seconds: response.retry_after.unwrap_or(1).clamp(1, 86_400) },
            477 => Error::Wait { seconds: response.retry_after.unwrap_or(60).clamp(1, 86_400) },
            status => Error::Server { status },
        }
    }

    /// Whether HubSpot, or the way to it, did not do its part: what was asked is as good as before, and asked again.
    pub fn is_trouble(&self) -> bool {
        match self {
            Error::NoAnswer(NoAnswer::NoKey | NoAnswer::Unwanted)
            | Error::KeyRefused
            | Error::Forbidden { .. }
            | Error::NotFound
            | Error::Conflict { .. }
            | Error::Invalid { .. } => false,
            Error::NoAnswer(_) | Error::Wait { .. } | Error::DailyLimit | Error::Server { .. } | Error::Unreadable => {
                true
            }
        }
    }

    /// Whether a write that ended so may have been applied all the same (F10 to F12).
    pub fn leaves_write_unknown(&self) -> bool {
        match self {
            Error::NoAnswer(NoAnswer::NoKey | NoAnswer::Unwanted) => false,
            Error::NoAnswer(_) | Error::Server { .. } | Error::Unreadable => true,
            Error::KeyRefused
            | Error::Forbidden { .. }
            | Error::NotFound
            | Error::Conflict { .. }
            | Error::Invalid { .. }
            | Error::Wait { .. }
            | Error::DailyLimit => false,
        }
    }

    /// The sentence and the next action.
    pub fn problem(&self) -> Problem {
        let (sentence, values, retry) = match self {
            Error::NoAnswer(NoAnswer::Offline) => ("problem_offline", vec![], Retry::Now),
            // Who would read the second sentence has turned to something else.
            Error::NoAnswer(NoAnswer::TimedOut | NoAnswer::Unwanted) => ("problem_timeout", vec![], Retry::Now),
            Error::NoAnswer(NoAnswer::Refused) | Error::Unreadable => ("problem_unreadable", vec![], Retry::Now),
            Error::NoAnswer(NoAnswer::NoKey) | Error::KeyRefused => ("problem_key_refused", vec![], Retry::Reconnect),
            Error::Forbidden { scopes } => ("problem_permission", vec![scopes.join(", ")], Retry::Never),
            Error::NotFound => ("problem_not_found", vec![], Retry::Never),
            Error::Conflict { message } => ("problem_conflict", vec![message.clone()], Retry::Never),
            Error::Invalid { message, .. } => ("problem_validation", vec![message.clone()], Retry::Never),
            Error::Wait { seconds } => {
                ("problem_waiting", vec![seconds.to_string()], Retry::After { seconds: *seconds })
            }
            Error::DailyLimit => ("problem_daily_limit", vec![], Retry::Never),
            Error::Server { status } => ("problem_server", vec![status.to_string()], Retry::Now),
        };
        Problem { sentence: sentence.to_owned(), values, retry }
    }
}

/// One entry per property; a property named twice keeps the first words.
fn field_problems(body: &ErrorBody) -> Vec<FieldProblem> {
    let mut problems: Vec<FieldProblem> = Vec::new();
    for item in &body.errors {
        let Some(Value::String(message)) = &item.message else { continue };
        for property in item.context.properties.iter().filter_map(|name| name.parse().ok()) {
            if problems.iter().all(|held| held.property != property) {
                problems.push(FieldProblem { property, message: message.clone() });
            }
        }
    }
    problems
}

/// HubSpot's own words: those of the first detail, else of the whole.
fn words(body: &ErrorBody) -> String {
    let detail = body.errors.iter().find_map(|item| item.message.as_ref());
    let text = detail.or(body.message.as_ref()).and_then(Value::as_str).unwrap_or_default();
    text.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> Error {
        Error::from_response(&Response { status, body: body.into(), ..Response::default() })
    }

    #[test]
    fn each_status_has_its_error() {
        let forbidden = r#"{"status":"error","errors":[{"message":"x","context":{"requiredGranularScopes":["tickets"]}}],"category":"MISSING_SCOPES"}"#;
        assert_eq!(of(401, "{}"), Error::KeyRefused);
        assert_eq!(of(403, forbidden), Error::Forbidden { scopes: vec!["tickets".into()] });
        assert_eq!(of(404, "<html>"), Error::NotFound);
        assert_eq!(of(400, r#"{"message":"bad"}"#), Error::Invalid { message: "bad".into(), fields: vec![] });
        assert_eq!(of(429, r#"{"policyName":"DAILY"}"#), Error::DailyLimit);
        assert_eq!(of(429, "{}"), Error::Wait { seconds: 1 });
        assert_eq!(of(423, "{}"), Error::Wait { seconds: 3 });
        assert_eq!(of(502, ""), Error::Server { status: 502 });
    }

    #[test]
    fn words_about_single_properties_are_kept_with_them() {
        let body = r#"{"status":"error","message":"Property values were not valid: []","category":"VALIDATION_ERROR","errors":[
            {"message":"Email address x is invalid","code":"INVALID_EMAIL","context":{"propertyName":["email"]}},
            {"message":"again","context":{"propertyName":["email","../phone"]}}]}"#;
        let email =
            FieldProblem { property: "email".parse().expect("a name"), message: "Email address x is invalid".into() };
        assert_eq!(of(400, body), Error::Invalid { message: "Email address x is invalid".into(), fields: vec![email] });
    }

    #[test]
    fn retry_after_is_obeyed_within_a_day() {
        let wait = |seconds| {
            Error::from_response(&Response { status: 429, retry_after: Some(seconds), ..Response::default() })
        };
        assert_eq!(wait(12), Error::Wait { seconds: 12 });
        assert_eq!(wait(1_000_000), Error::Wait { seconds: 86_400 });
    }
}
