//! HubSpot's error bodies (section 6.3 of the facts), as recorded or documented. The correlation id is filled in where the answer is
//! put together, so that it can stand in the header too.

use serde_json::{Value, json};

/// An answer that is no success.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The HTTP status.
    pub status: u16,
    /// The body without its correlation id.
    pub body: Value,
}

/// One value that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The property.
    pub property: String,
    /// `INVALID_OPTION` …
    pub code: &'static str,
    /// HubSpot's words.
    pub message: String,
}

/// What every handler gives back.
pub type Answered = Result<Reply, Failure>;

/// A success.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// 200, 201, 204, 207
    pub status: u16,
    /// `Null` for no body.
    pub body: Value,
}

impl Reply {
    /// 200
    pub fn ok(body: Value) -> Answered {
        Ok(Reply { status: 200, body })
    }

    /// 201
    pub fn created(body: Value) -> Answered {
        Ok(Reply { status: 201, body })
    }

    /// 204
    pub fn nothing() -> Answered {
        Ok(Reply { status: 204, body: Value::Null })
    }
}

fn failure(status: u16, body: Value) -> Failure {
    Failure { status, body }
}

/// 401: no key, or one that nobody knows.
pub fn no_credentials() -> Failure {
    failure(
        401,
        json!({"status": "error", "category": "INVALID_AUTHENTICATION",
            "message": "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview"}),
    )
}

/// 403: the key lacks a scope; any one of `scopes` would do.
pub fn missing_scopes(scopes: &[&str]) -> Failure {
    failure(
        403,
        json!({"status": "error", "category": "MISSING_SCOPES",
            "message": "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
            "errors": [{"message": "One or more of the following scopes are required.", "context": {"requiredGranularScopes": scopes}}],
            "links": {"scopes": "https://developers.hubspot.com/scopes"}}),
    )
}

/// 404: no such path, or no such record.
pub fn not_found() -> Failure {
    failure(404, json!({"status": "error", "message": "resource not found"}))
}

/// 404 to an id that is no number.
pub fn not_numeric(id: &str) -> Failure {
    failure(
        404,
        json!({"status": "error", "category": "OBJECT_NOT_FOUND", "context": {"id": [id]},
            "message": "Object not found.  objectId are usually numeric."}),
    )
}

/// 404 to an unknown property, pipeline or owner.
pub fn unknown(what: &str, name: &str) -> Failure {
    failure(
        404,
        json!({"status": "error", "category": "OBJECT_NOT_FOUND", "message": format!("Unable to find {what} {name}"),
            "context": {"name": [name]}}),
    )
}

/// 405: the path is there, the method is not.
pub fn method_not_allowed() -> Failure {
    failure(405, json!({"status": "error", "message": "HTTP 405 Method Not Allowed"}))
}

/// 414: the path with its query is too long.
pub fn too_long() -> Failure {
    failure(414, json!({"status": "error", "message": "URI Too Long"}))
}

/// 415: a body that does not say that it is JSON.
pub fn not_said_to_be_json() -> Failure {
    failure(415, json!({"status": "error", "message": "HTTP 415 Unsupported Media Type"}))
}

/// 409: a contact with this e-mail is there.
pub fn contact_exists(id: impl std::fmt::Display) -> Failure {
    failure(
        409,
        json!({"status": "error", "category": "CONFLICT", "message": format!("Contact already exists. Existing ID: {id}")}),
    )
}

/// 400: the body is no JSON, or not that of this call.
pub fn bad_json(line: usize, column: usize, why: &str) -> Failure {
    failure(
        400,
        json!({"status": "error", "message": format!("Invalid input JSON on line {line}, column {column}: {why}")}),
    )
}

/// 400 to a body that is JSON but lacks or misuses a field.
pub fn bad_body(why: &str) -> Failure {
    bad_json(1, 1, why)
}

/// 400 with the category of validation.
pub fn invalid(message: impl Into<String>) -> Failure {
    failure(400, json!({"status": "error", "category": "VALIDATION_ERROR", "message": message.into()}))
}

/// 400 with a plain message and no category: what a search says to a property that does not exist.
pub fn plain(message: impl Into<String>) -> Failure {
    failure(400, json!({"status": "error", "message": message.into()}))
}

/// 400 to property values.
pub fn invalid_values(portal: u64, refused: &[Refused]) -> Failure {
    let told: Vec<Value> = refused
        .iter()
        .map(|one| {
            json!({"isValid": false, "message": one.message, "error": one.code, "name": one.property,
                "localizedErrorMessage": one.message, "portalId": portal})
        })
        .collect();
    failure(
        400,
        json!({"status": "error", "category": "VALIDATION_ERROR",
            "message": format!("Property values were not valid: {}", Value::from(told)),
            "errors": details(refused)}),
    )
}

/// 400 of the account's own rules: required on create, or by a condition.
pub fn rules_broken(refused: &[Refused]) -> Failure {
    failure(
        400,
        json!({"status": "error", "category": "VALIDATION_ERROR", "message": "The property values provided are invalid",
            "errors": details(refused)}),
    )
}

fn details(refused: &[Refused]) -> Vec<Value> {
    let detail =
        |one: &Refused| json!({"message": one.message, "code": one.code, "context": {"propertyName": [one.property]}});
    refused.iter().map(detail).collect()
}

/// 400: an association names a record that is not there.
pub fn invalid_associations(ids: &[String]) -> Failure {
    failure(
        400,
        json!({"status": "error", "category": "VALIDATION_ERROR", "message": "One or more associations are invalid",
            "context": {"INVALID_OBJECT_IDS": ids}}),
    )
}

/// 429: more than the second allows (searches). Carries no `Retry-After`.
pub fn secondly_limit() -> Failure {
    failure(
        429,
        json!({"status": "error", "category": "RATE_LIMITS", "message": "You have reached your secondly limit."}),
    )
}

/// 429: more than ten seconds allow.
pub fn ten_secondly_limit() -> Failure {
    failure(
        429,
        json!({"status": "error", "message": "You have reached your ten_secondly_rolling limit.", "errorType": "RATE_LIMIT",
            "policyName": "TEN_SECONDLY_ROLLING"}),
    )
}

/// 429: nothing more today.
pub fn daily_limit() -> Failure {
    failure(
        429,
        json!({"status": "error", "message": "You have reached your daily limit.", "errorType": "RATE_LIMIT", "policyName": "DAILY"}),
    )
}

/// One entry of a batch's `errors`.
pub fn batch_not_found(kind: crate::kind::Kind, ids: &[String]) -> Value {
    json!({"status": "error", "category": "OBJECT_NOT_FOUND", "message": format!("Could not get some {} objects, they may be deleted or not exist. Check that ids are valid.", kind.singular().to_uppercase()),
        "context": {"ids": ids}})
}
