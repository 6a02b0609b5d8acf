//! Scripted faults: what goes wrong, at which calls, and whether the call was carried out all the same.
//!
//! A fault sees every request before any rule does, in the order in which faults were injected; the first that strikes decides.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::log::{Applied, Sort};

/// A fault. As JSON, `does` is the only field that is needed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Only this method, upper-case.
    #[serde(default)]
    pub method: Option<String>,
    /// Only paths (without query) that match: `*` stands for any text.
    #[serde(default)]
    pub path: Option<String>,
    /// Only calls of this sort.
    #[serde(default)]
    pub sort: Option<Sort>,
    /// Only requests whose body contains this text.
    #[serde(default)]
    pub body: Option<String>,
    /// Only calls of this account.
    #[serde(default)]
    pub portal: Option<u64>,
    /// So many matching calls pass first.
    #[serde(default)]
    pub skip: u64,
    /// Then every n-th matching call is struck; 1 = each.
    #[serde(default = "one")]
    pub every: u64,
    /// So many are struck in all; `None` = without end.
    #[serde(default)]
    pub times: Option<u64>,
    /// Whether the call is carried out although its answer is lost or replaced.
    #[serde(default = "not_applied")]
    pub applied: Applied,
    /// Milliseconds before it happens, on top of the latency.
    #[serde(default)]
    pub delay: u64,
    /// What happens.
    pub does: Effect,
}

impl Fault {
    /// A fault at every call, which is not carried out.
    pub fn at_every_call(does: Effect) -> Fault {
        Fault {
            method: None,
            path: None,
            sort: None,
            body: None,
            portal: None,
            skip: 0,
            every: 1,
            times: None,
            applied: Applied::No,
            delay: 0,
            does,
        }
    }
}

impl Effect {
    /// An answer with a status, and nothing unusual about it.
    pub fn status(status: u16) -> Effect {
        Effect::Status { status, policy: None, scope: None, retry_after: None, message: None }
    }
}

/// What a fault does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Effect {
    /// An answer with this status and HubSpot's body for it.
    Status {
        /// 400, 401, 403, 404, 409, 414, 423, 429, 477, 500, 502, 503, 504, 521, 523, 524 …
        status: u16,
        /// Which limit a 429 names.
        #[serde(default)]
        policy: Option<Policy>,
        /// The scope that a 403 names.
        #[serde(default)]
        scope: Option<String>,
        /// Seconds in `Retry-After`.
        #[serde(default)]
        retry_after: Option<u32>,
        /// HubSpot's words, where not the usual ones.
        #[serde(default)]
        message: Option<String>,
    },
    /// The right answer, late (by `delay`).
    Slow,
    /// The connection is cut before the first byte of an answer.
    Cut,
    /// The connection is cut in the middle of the answer.
    CutWithin,
    /// No answer ever.
    Hang,
    /// The right answer with a wrong body.
    Mangle(Mangle),
    /// A redirect.
    Redirect {
        /// 301, 302, 307, 308
        status: u16,
        /// Where to.
        location: String,
    },
    /// A batch of which some inputs fail; they are not carried out.
    Partial {
        /// Every n-th input, beginning with the first, fails.
        every: usize,
        /// What the answer says about them.
        told: Told,
    },
}

/// Which limit a 429 names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// Searches.
    Secondly,
    /// Other calls.
    TenSecondly,
    /// The day's.
    Daily,
}

/// What is wrong with a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Mangle {
    /// Half of the JSON; the length is right.
    Truncated,
    /// A page in HTML, as of a captive portal.
    Html,
    /// Valid JSON in which every list is a text, every text a number, every number a list.
    WrongTypes,
    /// Status 200 with an error as body.
    ErrorBody,
    /// Nothing.
    Empty,
    /// `null`
    Null,
}

/// What a partial batch says about what failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Told {
    /// It lists them as errors.
    AsErrors,
    /// Nothing: they are in neither list.
    Nothing,
}

/// The faults that were injected.
#[derive(Debug, Clone, Default)]
pub struct Faults(Vec<Armed>);

#[derive(Debug, Clone)]
struct Armed {
    fault: Fault,
    seen: u64,
    struck: u64,
}

/// What a fault looks at.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Upper-case.
    pub method: &'a str,
    /// Without query.
    pub path: &'a str,
    /// The body.
    pub body: &'a str,
    /// `None` for a path that is no call.
    pub sort: Option<Sort>,
    /// `None` for an unknown key.
    pub portal: Option<u64>,
}

impl Faults {
    /// Adds a fault.
    pub fn add(&mut self, fault: Fault) {
        self.0.push(Armed { fault, seen: 0, struck: 0 });
    }

    /// Removes all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault that strikes a request, if any. Every matching fault counts the request.
    pub fn strike(&mut self, target: Target<'_>) -> Option<Fault> {
        let mut striking = None;
        for armed in self.0.iter_mut().filter(|armed| matches(&armed.fault, target)) {
            armed.seen += 1;
            let fault = &armed.fault;
            let left = fault.times.is_none_or(|times| armed.struck < times);
            let turn =
                armed.seen.checked_sub(fault.skip).is_some_and(|n| n > 0 && n.is_multiple_of(fault.every.max(1)));
            if left && turn && striking.is_none() {
                armed.struck += 1;
                striking = Some(fault.clone());
            }
        }
        striking
    }
}

fn matches(fault: &Fault, target: Target<'_>) -> bool {
    fault.method.as_ref().is_none_or(|method| method == target.method)
        && fault.path.as_ref().is_none_or(|pattern| like(pattern, target.path))
        && fault.sort.is_none_or(|sort| Some(sort) == target.sort)
        && fault.body.as_ref().is_none_or(|text| target.body.contains(text.as_str()))
        && fault.portal.is_none_or(|portal| Some(portal) == target.portal)
}

/// Whether a text matches a pattern in which `*` stands for any text.
pub(crate) fn like(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(head) else { return false };
    let (between, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in between.split('*') {
        let Some((_, after)) = left.split_once(part) else { return false };
        left = after;
    }
    left.ends_with(tail)
}

/// The body of a mangled answer.
pub fn mangle(body: &str, how: Mangle) -> String {
    match how {
        Mangle::Truncated => half(body).to_owned(),
        Mangle::Html => {
            "<!doctype html><html><head><title>Sign in to the network</title></head><body>Please sign in.</body></html>"
                .into()
        }
        Mangle::WrongTypes => {
            serde_json::from_str(body).map_or_else(|_| "[]".into(), |value: Value| twist(value).to_string())
        }
        Mangle::ErrorBody => {
            json!({"status": "error", "message": "internal error", "category": "INTERNAL_ERROR"}).to_string()
        }
        Mangle::Empty => String::new(),
        Mangle::Null => "null".into(),
    }
}

/// The first half of a text.
pub fn half(text: &str) -> &str {
    let mut end = text.len() / 2;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn twist(value: Value) -> Value {
    match value {
        Value::Array(_) => "list".into(),
        Value::String(text) => text.len().into(),
        Value::Number(number) => json!([number]),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, twist(value))).collect(),
        Value::Bool(_) | Value::Null => json!({}),
    }
}

fn one() -> u64 {
    1
}

fn not_applied() -> Applied {
    Applied::No
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(fault: Fault, calls: u64) -> Vec<u64> {
        let mut faults = Faults::default();
        faults.add(fault);
        let target = Target {
            method: "GET",
            path: "/crm/objects/2026-09/contacts/1",
            body: "",
            sort: Some(Sort::Read),
            portal: Some(1),
        };
        (1..=calls).filter(|_| faults.strike(target).is_some()).collect()
    }

    #[test]
    fn a_fault_counts_the_calls_that_it_matches() {
        let hang = Fault::at_every_call(Effect::Hang);
        assert_eq!(struck(Fault { every: 40, ..hang.clone() }, 120), [40, 80, 120]);
        assert_eq!(struck(Fault { skip: 2, times: Some(2), ..hang.clone() }, 9), [3, 4]);
        assert_eq!(
            struck(Fault { path: Some("/crm/objects/*/contacts/*".into()), times: Some(1), ..hang.clone() }, 3),
            [1]
        );
        assert_eq!(struck(Fault { path: Some("/crm/objects/*/deals/*".into()), ..hang.clone() }, 3), Vec::<u64>::new());
        assert_eq!(struck(Fault { sort: Some(Sort::Write), ..hang.clone() }, 3), Vec::<u64>::new());
        assert_eq!(struck(Fault { portal: Some(2), ..hang }, 3), Vec::<u64>::new());
    }

    #[test]
    fn patterns_match_whole_paths() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("/a/*", "/a/b/c", true),
            ("/a/*/c", "/a/b/c", true),
            ("/a/*/c", "/a/b/d", false),
            ("/a", "/a/b", false),
            ("*b*", "abc", true),
        ] {
            assert_eq!(like(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn faults_are_read_from_json() {
        let fault: Fault = serde_json::from_str(
            r#"{"method":"PATCH","path":"/crm/objects/*/contacts/*","times":1,"applied":"yes","does":{"status":{"status":429,"policy":"ten-secondly","retryAfter":7}}}"#,
        )
        .expect("a fault");
        assert_eq!(fault.applied, Applied::Yes);
        for text in [
            r#"{"does":"cut"}"#,
            r#"{"does":"hang"}"#,
            r#"{"does":{"mangle":"wrongTypes"}}"#,
            r#"{"does":{"partial":{"every":2,"told":"nothing"}}}"#,
            r#"{"does":"slow","delay":900}"#,
        ] {
            assert!(serde_json::from_str::<Fault>(text).is_ok(), "{text}");
        }
        assert!(serde_json::from_str::<Fault>(r#"{"dose":"cut"}"#).is_err());
    }

    #[test]
    fn a_mangled_body_is_wrong_in_its_own_way() {
        let body = r#"{"results":[{"id":"1"}],"total":1}"#;
        assert_eq!(mangle(body, Mangle::WrongTypes), r#"{"results":"list","total":[1]}"#);
        assert!(serde_json::from_str::<Value>(&mangle(body, Mangle::Truncated)).is_err());
    }
}
