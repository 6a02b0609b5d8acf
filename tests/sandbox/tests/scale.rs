//! Large accounts: more contacts than one query gives (facts 4, 12; checklist 14).

mod common;

use common::{KEY, NOW, ask_at, ids, request, with};
use hubspot_sandbox::{Outcome, Sandbox};
use serde_json::{Value, json};

const CONTACTS: u64 = 12_000;

fn large() -> Sandbox {
    with(|seed| {
        let made = (1..=CONTACTS).map(|n| {
            json!({"id": (100_000 + n).to_string(), "createdAt": "2024-01-01T00:00:00Z", "properties": {"firstname": "Person", "lastname": n.to_string(), "phone": format!("+1212{n:07}")}})
        });
        seed["contacts"] = made.collect();
    })
}

fn page(sandbox: &mut Sandbox, at: u64, method: &str, path: &str, body: &Value) -> Value {
    let text = if body.is_null() { String::new() } else { body.to_string() };
    match sandbox.answer(&request(KEY, method, path, &text), at) {
        Outcome::Answer { response, .. } => serde_json::from_str(&response.body).expect("JSON"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_offset_ends_at_10_000_and_a_new_anchor_goes_on() {
    let mut sandbox = large();
    let has_phone = json!({"propertyName": "phone", "operator": "HAS_PROPERTY"});
    let body = |filters: Value, after: u64| json!({"filterGroups": [{"filters": filters}], "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}], "limit": 200, "after": after});
    let (mut at, mut seen) = (NOW, Vec::new());
    for n in 0..50 {
        at += 1_000;
        let answer =
            page(&mut sandbox, at, "POST", "/crm/objects/2026-09/contacts/search", &body(json!([has_phone]), n * 200));
        assert_eq!(answer["total"], json!(CONTACTS));
        seen.extend(ids(&answer));
    }
    let (status, _) = ask_at(&mut sandbox, at + 1_000, "POST", "contacts/search", body(json!([has_phone]), 10_000));
    assert_eq!((status, seen.len()), (400, 10_000));
    loop {
        at += 1_000;
        let anchor = json!({"propertyName": "hs_object_id", "operator": "GT", "value": seen.last()});
        let answer = page(
            &mut sandbox,
            at,
            "POST",
            "/crm/objects/2026-09/contacts/search",
            &body(json!([has_phone, anchor]), 0),
        );
        seen.extend(ids(&answer));
        if answer.get("paging").is_none() {
            break;
        }
    }
    let expected: Vec<String> = (1..=CONTACTS).map(|n| (100_000 + n).to_string()).collect();
    assert_eq!(seen, expected);
}

#[test]
fn the_list_goes_through_all_of_them() {
    let mut sandbox = large();
    let (mut path, mut seen, mut at) = ("/crm/objects/2026-09/contacts?limit=100&properties=phone".to_owned(), 0, NOW);
    loop {
        at += 100;
        let answer = page(&mut sandbox, at, "GET", &path, &Value::Null);
        seen += ids(&answer).len();
        let Some(next) = answer["paging"]["next"]["after"].as_str() else { break };
        path = format!("/crm/objects/2026-09/contacts?limit=100&properties=phone&after={next}");
    }
    assert_eq!((seen, sandbox.log().len()), (12_000, 120));
}
