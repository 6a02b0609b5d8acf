//! Reads by id, pages, batches (facts 3; checklist 9).

mod common;

use common::{NOW, ask, ask_at, check, ids, sandbox, with};
use serde_json::{Value, json};

#[test]
fn a_record_has_the_documented_shape() {
    let (status, answer) = ask(&mut sandbox(), "GET", "contacts/101", json!(null));
    let expected = json!({"id": "101", "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2024-01-17T19:55:04.281Z", "archived": false,
        "properties": {"firstname": "Maria", "lastname": "Silva", "email": "maria.silva@x.example", "hs_object_id": "101",
            "createdate": "2024-01-01T00:00:00Z", "lastmodifieddate": "2024-01-17T19:55:04.281Z"}});
    assert_eq!((status, answer), (200, expected));
}

#[test]
fn properties_that_are_not_defined_are_left_out_and_empty_ones_are_null() {
    let (_, answer) = ask(&mut sandbox(), "GET", "contacts/101?properties=phone,jobtitle,no_such_thing", json!(null));
    let expected = json!({"phone": "+1 212 555 0101", "jobtitle": null, "hs_object_id": "101",
        "createdate": "2024-01-01T00:00:00Z", "lastmodifieddate": "2024-01-17T19:55:04.281Z"});
    assert_eq!(answer["properties"], expected);
}

#[test]
fn default_properties_of_each_type() {
    let rows = [
        (
            "deals/301",
            json!([
                "amount",
                "closedate",
                "createdate",
                "dealname",
                "dealstage",
                "hs_lastmodifieddate",
                "hs_object_id",
                "pipeline"
            ]),
        ),
        (
            "tickets/401",
            json!([
                "content",
                "createdate",
                "hs_lastmodifieddate",
                "hs_object_id",
                "hs_pipeline",
                "hs_pipeline_stage",
                "hs_ticket_category",
                "hs_ticket_priority",
                "subject"
            ]),
        ),
        ("companies/501", json!(["createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"])),
    ];
    for (path, expected) in rows {
        let (_, answer) = ask(&mut sandbox(), "GET", path, json!(null));
        let names: Vec<Value> =
            answer["properties"].as_object().expect("properties").keys().map(|name| json!(name)).collect();
        assert_eq!(Value::from(names), expected, "{path}");
    }
}

#[test]
fn what_is_not_there_is_404() {
    check(
        &mut sandbox(),
        [
            ("GET", "contacts/999", json!(null), 404, json!({"status": "error", "message": "resource not found"})),
            ("GET", "contacts/104", json!(null), 404, json!({})),
            ("GET", "contacts/104?archived=true", json!(null), 200, json!({"archived": true})),
            ("GET", "contacts/101?archived=true", json!(null), 404, json!({})),
            (
                "GET",
                "contacts/abc",
                json!(null),
                404,
                json!({"message": "Object not found.  objectId are usually numeric.", "category": "OBJECT_NOT_FOUND", "context": {"id": ["abc"]}}),
            ),
            ("GET", "contacts/maria.silva%40x.example?idProperty=email", json!(null), 200, json!({"id": "101"})),
            ("GET", "contacts/MARIA.silva@x.example?idProperty=email", json!(null), 200, json!({"id": "101"})),
            ("GET", "contacts/nobody@x.example?idProperty=email", json!(null), 404, json!({})),
            ("GET", "contacts/x?idProperty=phone", json!(null), 400, json!({"category": "VALIDATION_ERROR"})),
        ],
    );
}

#[test]
fn pages_follow_the_next_id() {
    check(
        &mut sandbox(),
        [
            (
                "GET",
                "contacts?limit=2",
                json!(null),
                200,
                json!({"results": [{"id": "101"}, {"id": "102"}], "paging": {"next": {"after": "103"}}}),
            ),
            (
                "GET",
                "contacts?limit=2&after=103",
                json!(null),
                200,
                json!({"results": [{"id": "103", "url": "https://app.hubspot.com/contacts/123456/record/0-1/103"}]}),
            ),
            ("GET", "contacts?archived=true", json!(null), 200, json!({"results": [{"id": "104"}]})),
            ("GET", "contacts?limit=101", json!(null), 400, json!({"category": "VALIDATION_ERROR"})),
            ("GET", "contacts?limit=0", json!(null), 400, json!({})),
            ("GET", "contacts?after=x", json!(null), 400, json!({})),
            ("GET", "deals?limit=1&archived=false", json!(null), 200, json!({"results": [{"id": "301"}]})),
        ],
    );
    let last = ask(&mut sandbox(), "GET", "contacts?limit=100", json!(null)).1;
    assert!(last.get("paging").is_none());
    let many =
        with(|seed| seed["contacts"] = (1..=25).map(|id| json!({"id": id.to_string(), "properties": {}})).collect());
    assert_eq!(ids(&ask(&mut many.clone(), "GET", "contacts", json!(null)).1).len(), 10, "ten by default");
}

#[test]
fn a_batch_answers_in_its_own_order_and_names_what_is_missing() {
    let mut sandbox = sandbox();
    let body = json!({"properties": ["phone"], "inputs": [{"id": "101"}, {"id": "101"}, {"id": "999"}, {"id": "102"}]});
    let (status, answer) = ask(&mut sandbox, "POST", "contacts/batch/read", body);
    assert_eq!((status, &answer["status"], &answer["numErrors"]), (207, &json!("COMPLETE"), &json!(1)));
    assert_eq!(answer["errors"][0]["category"], json!("OBJECT_NOT_FOUND"));
    assert_eq!(answer["errors"][0]["context"]["ids"], json!(["999"]));
    assert_ne!(ids(&answer), ["101", "102"], "the order of the question is not kept");
    let mut found = ids(&answer);
    found.sort();
    assert_eq!(found, ["101", "102"]);
    check(
        &mut sandbox,
        [
            (
                "POST",
                "contacts/batch/read",
                json!({"inputs": [{"id": "101"}]}),
                200,
                json!({"results": [{"id": "101"}]}),
            ),
            (
                "POST",
                "contacts/batch/read",
                json!({"idProperty": "email", "inputs": [{"id": "maria.silva@x.example"}]}),
                200,
                json!({"results": [{"id": "101"}]}),
            ),
            ("POST", "contacts/batch/read", json!({"inputs": []}), 400, json!({})),
            ("POST", "contacts/batch/read", json!({"inputs": [{"id": 101}]}), 400, json!({})),
            (
                "POST",
                "contacts/batch/read",
                json!({"inputs": (0..101).map(|id| json!({"id": id.to_string()})).collect::<Vec<_>>()}),
                400,
                json!({"category": "VALIDATION_ERROR"}),
            ),
            (
                "POST",
                "contacts/batch/read",
                json!({"propertiesWithHistory": ["phone"], "inputs": (0..51).map(|id| json!({"id": id.to_string()})).collect::<Vec<_>>()}),
                400,
                json!({}),
            ),
            (
                "POST",
                "contacts/batch/read?archived=true",
                json!({"inputs": [{"id": "104"}]}),
                200,
                json!({"results": [{"id": "104", "archived": true}]}),
            ),
        ],
    );
    sandbox.colleague(NOW).settings().incomplete_batch = hubspot_sandbox::settings::IncompleteBatch::Status200;
    assert_eq!(
        ask_at(&mut sandbox, NOW + 90_000, "POST", "contacts/batch/read", json!({"inputs": [{"id": "5"}]})).0,
        200
    );
}

#[test]
fn bodies_that_are_no_json_are_named_by_line_and_column() {
    let mut sandbox = sandbox();
    for body in ["", "{", "[]", r#"{"inputs":[{"id":"1","x":2}]}"#, r#"{"inputs":"x"}"#] {
        let response = common::send(&mut sandbox, NOW, common::KEY, "POST", "contacts/batch/read", body);
        let answer: Value = serde_json::from_str(&response.body).expect("JSON");
        assert_eq!(response.status, 400, "{body}");
        assert!(
            answer["message"].as_str().is_some_and(|text| text.starts_with("Invalid input JSON on line ")),
            "{answer}"
        );
        assert!(answer.get("category").is_none());
    }
}

#[test]
fn older_texts_are_kept() {
    let mut sandbox = sandbox();
    ask(&mut sandbox, "PATCH", "contacts/101", json!({"properties": {"phone": "+12125550199"}}));
    sandbox.colleague(NOW + 5_000).edit(hubspot_sandbox::Kind::Contacts, "101", &[("phone", "")]).expect("edited");
    let (_, answer) = ask(&mut sandbox, "GET", "contacts/101?propertiesWithHistory=phone,jobtitle", json!(null));
    let history = &answer["propertiesWithHistory"]["phone"];
    let values: Vec<&Value> = history.as_array().expect("a list").iter().map(|one| &one["value"]).collect();
    assert_eq!(values, [&json!(""), &json!("+12125550199"), &json!("+1 212 555 0101")]);
    assert_eq!((&history[0]["sourceType"], &history[1]["sourceType"]), (&json!("CRM_UI"), &json!("INTEGRATION")));
    assert_eq!(answer["propertiesWithHistory"]["jobtitle"], json!([]));
}
