//! What all tests of the crate share: a small account, and rows of what is asked and what must come back.

#![allow(dead_code, reason = "each test file uses its own part")]

use hubspot_sandbox::{Outcome, Request, Response, Sandbox, Seed, Sort};
use serde_json::{Value, json};

/// 2026-11-25T09:00:00Z
pub const NOW: u64 = 1_795_597_200_000;
pub const KEY: &str = "pat-na1-00000000-0000-4000-8000-000000000001";
/// A key without any scope.
pub const BARE: &str = "pat-na1-00000000-0000-4000-8000-000000000002";
pub const SCOPES: [&str; 8] = [
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.deals.read",
    "crm.objects.deals.write",
    "tickets",
    "crm.objects.owners.read",
    "crm.objects.companies.read",
    "oauth",
];

/// An account with a few of everything.
pub fn seed() -> Value {
    json!({
        "portal": {"id": 123456, "timeZone": "US/Eastern", "companyCurrency": "USD"},
        "keys": [{"token": KEY, "scopes": SCOPES}, {"token": BARE, "scopes": []}],
        "owners": [
            {"id": "41", "email": "ann@x.example", "firstName": "Ann", "lastName": "One", "userId": 9},
            {"id": "42", "email": "bob@x.example", "firstName": "Bob", "lastName": "Two", "userId": 10},
            {"id": "43", "email": "old@x.example", "firstName": "Old", "lastName": "Gone", "userId": 11, "archived": true}
        ],
        "contacts": [
            {"id": "101", "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-17T19:55:04.281Z", "properties":
                {"firstname": "Maria", "lastname": "Silva", "email": "maria.silva@x.example", "phone": "+1 212 555 0101",
                 "lifecyclestage": "lead", "associatedcompanyid": "501", "hubspot_owner_id": "41"}},
            {"id": "102", "createdAt": "2024-01-02T00:00:00Z", "properties":
                {"firstname": "João", "lastname": "Pereira", "mobilephone": "+55 11 99999-0000", "hs_lead_status": "OPEN"}},
            {"id": "103", "createdAt": "2024-01-03T00:00:00Z", "properties":
                {"firstname": "MARIA", "lastname": "Souza", "hs_whatsapp_phone_number": "+33655555555", "company": "Café Primavera"}},
            {"id": "104", "archived": true, "properties": {"firstname": "Gone"}}
        ],
        "companies": [{"id": "501", "properties": {"name": "Harbour", "domain": "harbour.example"}},
            {"id": "502", "properties": {"name": "Other", "domain": "other.example"}}],
        "deals": [
            {"id": "301", "properties": {"dealname": "Two machines", "amount": "9000", "pipeline": "default", "dealstage": "contractsent"},
             "contacts": ["101"], "companies": ["501"]},
            {"id": "302", "properties": {"dealname": "Service", "amount": "10000", "pipeline": "default", "dealstage": "closedwon"}, "contacts": ["101"]}
        ],
        "tickets": [{"id": "401", "properties": {"subject": "Leak", "hs_pipeline": "0", "hs_pipeline_stage": "1"}, "contacts": ["101"]}]
    })
}

/// A sandbox with that account, or with a changed one.
pub fn sandbox() -> Sandbox {
    with(|_| {})
}

pub fn with(change: impl FnOnce(&mut Value)) -> Sandbox {
    let mut seed = seed();
    change(&mut seed);
    Sandbox::new(serde_json::from_value::<Seed>(seed).expect("a seed"))
}

pub fn request(key: &str, method: &str, path: &str, body: &str) -> Request {
    let headers = [("authorization".to_owned(), format!("Bearer {key}"))].into();
    Request { method: method.into(), path: path.into(), headers, body: body.into() }
}

/// A path without its version: `contacts/101` is that of an object, `/crm/…` stands for itself.
pub fn full(path: &str) -> String {
    if path.starts_with('/') { path.into() } else { format!("/crm/objects/2026-09/{path}") }
}

/// Asks and waits for an answer.
pub fn send(sandbox: &mut Sandbox, now: u64, key: &str, method: &str, path: &str, body: &str) -> Response {
    match sandbox.answer(&request(key, method, &full(path), body), now) {
        Outcome::Answer { response, .. } => response,
        other => panic!("{method} {path}: {other:?}"),
    }
}

/// Asks with JSON and gives status and JSON.
pub fn ask_at(sandbox: &mut Sandbox, now: u64, method: &str, path: &str, body: Value) -> (u16, Value) {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    let response = send(sandbox, now, KEY, method, path, &text);
    (response.status, serde_json::from_str(&response.body).unwrap_or(Value::Null))
}

pub fn ask(sandbox: &mut Sandbox, method: &str, path: &str, body: Value) -> (u16, Value) {
    ask_at(sandbox, NOW, method, path, body)
}

/// Rows of a table: method, path, body, status, what the answer must contain. They run in order, ten seconds apart so that no limit is met.
pub type Row = (&'static str, &'static str, Value, u16, Value);

pub fn check(sandbox: &mut Sandbox, rows: impl IntoIterator<Item = Row>) {
    for (place, (method, path, body, status, expected)) in (0u64..).zip(rows) {
        let shown = body.to_string();
        let (got, answer) = ask_at(sandbox, NOW + place * 10_000, method, path, body);
        assert_eq!(got, status, "row {place}: {method} {path} {shown}: {answer}");
        if let Err(why) = contains(&answer, &expected) {
            panic!("row {place}: {method} {path} {shown}: {why}\nin {answer:#}");
        }
    }
}

/// Whether an answer contains what is expected: all fields of objects, lists item by item, everything else equal.
pub fn contains(answer: &Value, expected: &Value) -> Result<(), String> {
    match (answer, expected) {
        (Value::Object(own), Value::Object(wanted)) => wanted.iter().try_for_each(|(name, wanted)| {
            let own = own.get(name).ok_or_else(|| format!("no {name}"))?;
            contains(own, wanted).map_err(|why| format!("{name}: {why}"))
        }),
        (Value::Array(own), Value::Array(wanted)) => {
            if own.len() != wanted.len() {
                return Err(format!("{} items, expected {}", own.len(), wanted.len()));
            }
            own.iter().zip(wanted).try_for_each(|(own, wanted)| contains(own, wanted))
        }
        (own, wanted) if own == wanted => Ok(()),
        (own, wanted) => Err(format!("{own}, expected {wanted}")),
    }
}

/// The ids of an answer's results, in their order.
pub fn ids(answer: &Value) -> Vec<String> {
    let results = answer["results"].as_array().cloned().unwrap_or_default();
    results.iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned()).collect()
}

pub fn writes(sandbox: &Sandbox) -> usize {
    sandbox.log().iter().filter(|one| one.sort == Sort::Write).count()
}
