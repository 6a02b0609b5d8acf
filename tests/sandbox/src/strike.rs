//! What a fault makes of a request: the answer that replaces the right one, or no answer.

use serde_json::{Value, json};

use crate::errors::{
    self, Failure, daily_limit, invalid, missing_scopes, no_credentials, not_found, secondly_limit, ten_secondly_limit,
};
use crate::faults::{Effect, Policy, Told, half, mangle};
use crate::handle::{common_headers, inputs, with_correlation};
use crate::http::{Exchange, Response};

/// The inputs that a partial fault lets through, as a body, and the ids of the others.
pub fn split_batch(body: &str, every: usize) -> Option<(String, Vec<String>)> {
    let (mut rest, inputs) = inputs(body)?;
    let fails = |place: usize| place.is_multiple_of(every.max(1));
    let kept: Vec<Value> =
        inputs.iter().enumerate().filter(|(place, _)| !fails(*place)).map(|(_, input)| input.clone()).collect();
    let failed = inputs.iter().enumerate().filter(|(place, _)| fails(*place));
    let id = |input: &Value| input.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let failed = failed.map(|(_, input)| id(input)).collect();
    rest.as_object_mut()?.insert("inputs".into(), kept.into());
    Some((rest.to_string(), failed))
}

/// Adds the inputs that failed to the answer of those that did not.
pub fn partial(response: Response, failed: &[String], told: Told) -> Response {
    let Ok(mut body) = serde_json::from_str::<Value>(&response.body) else { return response };
    if body.get("results").is_none() {
        // All inputs failed, so that the rest of the batch was refused for being empty.
        body = json!({"status": "COMPLETE", "results": []});
    }
    if let (Some(fields), Told::AsErrors) = (body.as_object_mut(), told) {
        let error = json!({"status": "error", "category": "INTERNAL_ERROR", "message": "internal error", "context": {"ids": failed}});
        let errors = fields.entry("errors").or_insert_with(|| json!([]));
        errors.as_array_mut().into_iter().for_each(|errors| errors.push(error.clone()));
        let before = fields.get("numErrors").and_then(Value::as_u64).unwrap_or(0);
        fields.insert("numErrors".into(), (before + u64::try_from(failed.len()).unwrap_or(0)).into());
    }
    Response { status: 207, body: body.to_string(), ..response }
}

/// What the caller sees in place of `right`, the answer that it would have had (`None` where the call was not carried out).
pub fn effect(does: &Effect, right: Option<Response>, delay: u64, number: u64) -> Exchange {
    let right = right.unwrap_or_else(|| bare(200, number));
    match does {
        Effect::Slow | Effect::Partial { .. } => Exchange::Answer { response: right, delay },
        Effect::Cut => Exchange::CutBefore { delay },
        Effect::CutWithin => Exchange::CutWithin { response: right, delay },
        Effect::Hang => Exchange::Hang,
        Effect::Mangle(how) => {
            let body = mangle(&right.body, *how);
            Exchange::Answer { response: Response { status: 200, body, ..right }, delay }
        }
        Effect::Redirect { status, location } => {
            let mut response = bare(*status, number);
            response.headers.push(("location".into(), location.clone()));
            Exchange::Answer { response, delay }
        }
        Effect::Status { status, policy, scope, retry_after, message } => {
            let mut failure = of_status(*status, *policy, scope.as_deref());
            if let (Some(words), Some(fields)) = (message, failure.body.as_object_mut()) {
                fields.insert("message".into(), words.as_str().into());
            }
            let reply = with_correlation(failure, number);
            let mut response = Response { body: reply.body.to_string(), ..bare(reply.status, number) };
            response.headers.push(("content-type".into(), "application/json;charset=utf-8".into()));
            response.headers.extend(retry_after.map(|seconds| ("retry-after".to_owned(), seconds.to_string())));
            Exchange::Answer { response, delay }
        }
    }
}

/// The part of a body that is sent before a cut.
pub fn sent_before_cut(response: &Response) -> &str {
    half(&response.body)
}

fn bare(status: u16, number: u64) -> Response {
    Response { status, headers: common_headers(number), body: String::new() }
}

/// HubSpot's body for a status.
fn of_status(status: u16, policy: Option<Policy>, scope: Option<&str>) -> Failure {
    match (status, policy) {
        (429, Some(Policy::Daily)) => daily_limit(),
        (429, Some(Policy::TenSecondly)) => ten_secondly_limit(),
        (429, Some(Policy::Secondly) | None) => secondly_limit(),
        (400, _) => invalid("The request is not valid"),
        (401, _) => no_credentials(),
        (403, _) => {
            let mut failure = missing_scopes(&[]);
            if let Some(named) = failure.body.pointer_mut("/errors/0/context/requiredGranularScopes") {
                *named = json!([scope.unwrap_or("crm.objects.contacts.read")]);
            }
            failure
        }
        (404, _) => not_found(),
        (409, _) => errors::contact_exists(1),
        (414, _) => other(414, "URI Too Long"),
        (423, _) => other(423, "This resource is locked by another request. Try again in 2 seconds."),
        (477, _) => other(477, "This account is being migrated to another data centre."),
        (status, _) => other(status, "internal error"),
    }
}

fn other(status: u16, message: &str) -> Failure {
    Failure { status, body: json!({"status": "error", "message": message}) }
}
