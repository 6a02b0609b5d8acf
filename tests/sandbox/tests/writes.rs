//! Writes: values, codes, conflicts, what a create needs, the rules of 2026-09 (facts 3, 6.3, 7.1, 11; checklist 7, 11).

mod common;

use common::{NOW, Row, ask, ask_at, check, sandbox, with};
use hubspot_sandbox::settings::Lifecycle;
use hubspot_sandbox::{Kind, Sandbox};
use serde_json::{Value, json};

fn change(properties: Value) -> Value {
    json!({"properties": properties})
}

fn refused(name: &str, code: &str) -> Value {
    json!({"status": "error", "category": "VALIDATION_ERROR", "errors": [{"code": code, "context": {"propertyName": [name]}}]})
}

#[test]
fn i_23_a_patch_answers_with_the_server_s_values() {
    let mut sandbox = sandbox();
    let (status, answer) =
        ask(&mut sandbox, "PATCH", "contacts/101", change(json!({"jobtitle": "Owner", "email": "NEW@x.example"})));
    let expected = json!({"id": "101", "archived": false, "createdAt": "2024-01-01T00:00:00Z", "updatedAt": "2026-11-25T09:00:00Z",
        "properties": {"jobtitle": "Owner", "email": "new@x.example", "hs_object_id": "101", "createdate": "2024-01-01T00:00:00Z",
            "lastmodifieddate": "2026-11-25T09:00:00Z"}});
    assert_eq!((status, answer), (200, expected));
}

#[test]
fn values_that_are_not_valid_are_refused_with_their_code() {
    let row = |name: &str, value: Value, code: &str| -> Row {
        ("PATCH", "contacts/101", change(json!({name: value})), 400, refused(name, code))
    };
    check(
        &mut sandbox(),
        [
            row("no_such_thing", json!("x"), "PROPERTY_DOESNT_EXIST"),
            row("createdate_x", json!("x"), "PROPERTY_DOESNT_EXIST"),
            row("hs_object_id", json!("7"), "READ_ONLY_VALUE"),
            row("hs_calculated_phone_number", json!("+1"), "READ_ONLY_VALUE"),
            row("lastmodifieddate", json!("0"), "READ_ONLY_VALUE"),
            row("email", json!("nobody"), "INVALID_EMAIL"),
            row("lifecyclestage", json!("Lead"), "INVALID_OPTION"),
            row("hs_lead_status", json!("open"), "INVALID_OPTION"),
            row("hs_buying_role", json!("CHAMPION;NOBODY"), "INVALID_OPTION"),
            row("hubspot_owner_id", json!("9"), "INVALID_OPTION"),
            row("hubspot_owner_id", json!("43"), "INVALID_OPTION"),
            row("hs_email_optout", json!("yes"), "INVALID_OPTION"),
            row("closedate", json!("soon"), "INVALID_DATE"),
            row("associatedcompanyid", json!("Harbour"), "INVALID_LONG"),
            row("jobtitle", json!("x".repeat(65_537)), "INVALID_LENGTH"),
            ("PATCH", "deals/301", change(json!({"amount": "a lot"})), 400, refused("amount", "INVALID_INTEGER")),
            ("PATCH", "contacts/101", change(json!({"jobtitle": null})), 400, json!({})),
            ("PATCH", "contacts/101", change(json!({"jobtitle": ["x"]})), 400, json!({})),
            ("PATCH", "contacts/101", json!({"jobtitle": "x"}), 400, json!({})),
            ("PATCH", "contacts/999", change(json!({"jobtitle": "x"})), 404, json!({})),
            ("PATCH", "contacts/104", change(json!({"jobtitle": "x"})), 404, json!({})),
            ("PATCH", "contacts/x", change(json!({})), 404, json!({"category": "OBJECT_NOT_FOUND"})),
        ],
    );
}

#[test]
fn a_refusal_names_every_value_and_repeats_them_as_json_in_its_message() {
    let mut sandbox = sandbox();
    let body = change(json!({"x": "1", "email": "nobody", "jobtitle": "Owner"}));
    let (_, answer) = ask(&mut sandbox, "PATCH", "contacts/101", body);
    let told = answer["message"]
        .as_str()
        .and_then(|text| text.strip_prefix("Property values were not valid: "))
        .expect("the words");
    let told: Value = serde_json::from_str(told).expect("JSON in the message");
    let expected = json!([{"isValid": false, "error": "INVALID_EMAIL", "name": "email", "portalId": 123456},
        {"isValid": false, "error": "PROPERTY_DOESNT_EXIST", "name": "x", "message": "Property \"x\" does not exist", "localizedErrorMessage": "Property \"x\" does not exist"}]);
    common::contains(&told, &expected).expect("both");
    assert_eq!(sandbox.colleague(NOW).text(Kind::Contacts, "101", "jobtitle"), None, "all or nothing");
}

#[test]
fn values_are_stored_as_hubspot_writes_them() {
    let mut sandbox = sandbox();
    let rows = [
        ("contacts", "101", "closedate", json!("1705521304281"), Some("2024-01-17T19:55:04.281Z")),
        ("contacts", "101", "closedate", json!("2024-01-17T21:55:04+02:00"), Some("2024-01-17T19:55:04Z")),
        ("contacts", "101", "hs_buying_role", json!("CHAMPION;END_USER"), Some("CHAMPION;END_USER")),
        ("contacts", "101", "hs_email_optout", json!(true), Some("true")),
        ("contacts", "101", "jobtitle", json!("  spaced  "), Some("  spaced  ")),
        ("contacts", "101", "jobtitle", json!(""), None),
        ("deals", "301", "amount", json!(1500.5), Some("1500.5")),
    ];
    for (object, id, name, value, expected) in rows {
        let (status, _) = ask(&mut sandbox, "PATCH", &format!("{object}/{id}"), change(json!({name: value})));
        let kind = Kind::named(object).expect("a type");
        assert_eq!((status, sandbox.colleague(NOW).text(kind, id, name).as_deref()), (200, expected), "{name} {value}");
    }
}

#[test]
fn f_6_an_email_is_one_contact_s() {
    let conflict =
        json!({"status": "error", "category": "CONFLICT", "message": "Contact already exists. Existing ID: 101"});
    check(
        &mut sandbox(),
        [
            ("POST", "contacts", change(json!({"email": "Maria.Silva@X.example"})), 409, conflict.clone()),
            ("PATCH", "contacts/102", change(json!({"email": "maria.silva@x.example"})), 409, conflict),
            ("PATCH", "contacts/101", change(json!({"email": "maria.silva@x.example"})), 200, json!({})),
            ("PATCH", "contacts/101", change(json!({"email": ""})), 200, json!({})),
            ("POST", "contacts", change(json!({"email": "maria.silva@x.example"})), 201, json!({})),
            ("POST", "contacts", change(json!({"firstname": "Same", "phone": "+1 212 555 0101"})), 201, json!({})),
        ],
    );
}

#[test]
fn a_create_needs_what_hubspot_needs() {
    let missing = |names: &[&str]| {
        let errors: Vec<Value> = names
            .iter()
            .map(|name| json!({"code": "MISSING_REQUIRED_PROPERTY", "message": format!("A value for {name} must be provided"), "context": {"propertyName": [name]}}))
            .collect();
        json!({"message": "The property values provided are invalid", "errors": errors})
    };
    check(
        &mut sandbox(),
        [
            (
                "POST",
                "contacts",
                change(json!({"phone": "+1 212 555 0102"})),
                400,
                json!({"category": "VALIDATION_ERROR"}),
            ),
            ("POST", "contacts", json!({}), 400, json!({})),
            (
                "POST",
                "contacts",
                json!({"properties": {"lastname": "Only"}, "associations": []}),
                201,
                json!({"properties": {"lastname": "Only"}, "archived": false}),
            ),
            ("POST", "deals", change(json!({"dealname": "X"})), 400, missing(&["dealstage"])),
            (
                "POST",
                "deals",
                change(json!({"dealname": "X", "dealstage": "contractsent"})),
                201,
                json!({"properties": {"pipeline": "default"}}),
            ),
            (
                "POST",
                "deals",
                change(json!({"dealname": "X", "dealstage": "Contract Sent"})),
                400,
                refused("dealstage", "INVALID_OPTION"),
            ),
            ("POST", "tickets", change(json!({"hs_pipeline_stage": "1"})), 400, missing(&["subject"])),
            (
                "POST",
                "tickets",
                change(
                    json!({"subject": "X", "hs_pipeline": "0", "hs_pipeline_stage": "1", "hs_ticket_priority": "HIGH"}),
                ),
                201,
                json!({}),
            ),
            ("POST", "notes", change(json!({"hs_note_body": "x"})), 400, missing(&["hs_timestamp"])),
            (
                "POST",
                "tasks",
                change(
                    json!({"hs_timestamp": "2026-11-26T10:00:00Z", "hs_task_subject": "Call", "hs_task_type": "CALL", "hs_task_status": "NOT_STARTED", "hs_task_priority": "HIGH"}),
                ),
                201,
                json!({}),
            ),
            (
                "POST",
                "communications",
                change(
                    json!({"hs_communication_channel_type": "WHATS_APP", "hs_communication_logged_from": "CRM", "hs_communication_body": "Hi<br>", "hs_timestamp": "2026-11-23T10:00:00Z", "hubspot_owner_id": "41"}),
                ),
                201,
                json!({"properties": {"hs_createdate": "2026-11-25T09:01:40Z"}}),
            ),
            (
                "POST",
                "communications",
                change(json!({"hs_communication_channel_type": "WHATSAPP", "hs_communication_logged_from": "CRM"})),
                400,
                refused("hs_communication_channel_type", "INVALID_OPTION"),
            ),
            (
                "POST",
                "communications",
                change(json!({"hs_communication_channel_type": "WHATS_APP", "hs_communication_logged_from": "SYNC"})),
                400,
                refused("hs_communication_logged_from", "INVALID_OPTION"),
            ),
        ],
    );
}

#[test]
fn a_stage_belongs_to_its_pipeline() {
    let two = |seed: &mut Value| {
        seed["pipelines"] = json!({"deals": [
            {"id": "default", "label": "Sales", "stages": [{"id": "contractsent", "label": "Sent", "metadata": {"probability": "0.9", "isClosed": "false"}},
                {"id": "closedwon", "label": "Won", "metadata": {"probability": "1.0", "isClosed": "true"}}]},
            {"id": "84", "label": "Renewals", "stages": [{"id": "841", "label": "Due", "metadata": {"probability": "0.5", "isClosed": "false"}}]}]});
    };
    check(
        &mut with(two),
        [
            (
                "POST",
                "deals",
                change(json!({"dealname": "X", "dealstage": "841"})),
                400,
                refused("pipeline", "MISSING_REQUIRED_PROPERTY"),
            ),
            (
                "POST",
                "deals",
                change(json!({"dealname": "X", "dealstage": "841", "pipeline": "default"})),
                400,
                refused("dealstage", "INVALID_OPTION"),
            ),
            ("PATCH", "deals/301", change(json!({"dealstage": "841"})), 400, refused("dealstage", "INVALID_OPTION")),
            ("PATCH", "deals/301", change(json!({"dealstage": "841", "pipeline": "84"})), 200, json!({})),
            ("PATCH", "deals/302", change(json!({"pipeline": "84"})), 400, refused("dealstage", "INVALID_OPTION")),
        ],
    );
}

#[test]
fn closed_follows_the_stage() {
    check(
        &mut sandbox(),
        [
            (
                "GET",
                "deals/301?properties=hs_is_closed,hs_is_closed_won",
                json!(null),
                200,
                json!({"properties": {"hs_is_closed": "false", "hs_is_closed_won": "false"}}),
            ),
            ("PATCH", "deals/301", change(json!({"dealstage": "closedwon"})), 200, json!({})),
            (
                "GET",
                "deals/301?properties=hs_is_closed,hs_is_closed_won",
                json!(null),
                200,
                json!({"properties": {"hs_is_closed": "true", "hs_is_closed_won": "true"}}),
            ),
            ("PATCH", "tickets/401", change(json!({"hs_pipeline_stage": "4"})), 200, json!({})),
            (
                "GET",
                "tickets/401?properties=closed_date",
                json!(null),
                200,
                json!({"properties": {"closed_date": "2026-11-25T09:00:30Z"}}),
            ),
            ("PATCH", "tickets/401", change(json!({"hs_pipeline_stage": "2"})), 200, json!({})),
            (
                "GET",
                "tickets/401?properties=closed_date",
                json!(null),
                200,
                json!({"properties": {"closed_date": null}}),
            ),
        ],
    );
}

fn ruled() -> Sandbox {
    with(|seed| {
        seed["settings"] = json!({"requiredOnCreate": {"contacts": ["firstname", "company"]},
            "conditionalRequired": [{"object": "contacts", "property": "country", "values": ["Brazil"], "required": ["state"]}]});
    })
}

#[test]
fn from_2026_09_on_writes_obey_the_account_s_rules() {
    let required = json!({"message": "The property values provided are invalid", "errors": [
        {"code": "MISSING_REQUIRED_PROPERTY", "message": "A value for firstname must be provided"}, {"code": "MISSING_REQUIRED_PROPERTY", "context": {"propertyName": ["company"]}}]});
    let conditional = json!({"errors": [{"code": "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
        "message": "state is required because of a conditional property rule based on [country]", "context": {"propertyName": ["state"]}}]});
    check(
        &mut ruled(),
        [
            ("POST", "contacts", change(json!({"email": "a@x.example"})), 400, required),
            ("POST", "contacts", change(json!({"firstname": "A", "company": "B"})), 201, json!({})),
            ("PATCH", "contacts/101", change(json!({"country": "Brazil"})), 400, conditional.clone()),
            ("PATCH", "contacts/101", change(json!({"country": "Brazil", "state": "PR"})), 200, json!({})),
            ("PATCH", "contacts/101", change(json!({"state": ""})), 400, conditional),
            ("PATCH", "contacts/101", change(json!({"jobtitle": "Owner"})), 200, json!({})),
            ("POST", "/crm/objects/2026-03/contacts", change(json!({"email": "a@x.example"})), 201, json!({})),
            ("PATCH", "/crm/v3/objects/contacts/102", change(json!({"country": "Brazil"})), 200, json!({})),
        ],
    );
}

#[test]
fn from_2026_09_on_a_day_with_a_time_is_cut_with_a_warning() {
    let birthday = |seed: &mut Value| {
        seed["properties"] =
            json!({"contacts": [{"name": "birthday", "label": "Birthday", "type": "date", "fieldType": "date"}]});
    };
    let warning = json!({"properties": {"birthday": "1990-05-17"}, "warnings": [{"category": "PROPERTY_VALUE_NORMALIZED", "message": "birthday was normalized",
        "context": {"propertyName": "birthday", "rawValue": "1990-05-17T12:30:00Z", "normalizedValue": "1990-05-17"}}]});
    let body = || change(json!({"birthday": "1990-05-17T12:30:00Z"}));
    let mut sandbox = with(birthday);
    check(
        &mut sandbox,
        [
            ("PATCH", "contacts/101", body(), 200, warning),
            ("PATCH", "/crm/v3/objects/contacts/101", body(), 400, refused("birthday", "INVALID_DATE")),
            (
                "PATCH",
                "/crm/v3/objects/contacts/101",
                change(json!({"birthday": "642902400000"})),
                200,
                json!({"properties": {"birthday": "1990-05-17"}}),
            ),
        ],
    );
    let (_, quiet) =
        ask_at(&mut sandbox, NOW + 90_000, "PATCH", "contacts/101", change(json!({"birthday": "1990-05-18"})));
    assert_eq!(quiet.get("warnings"), None);
}

#[test]
fn a_lifecycle_stage_goes_forward_unless_cleared_first() {
    let mut sandbox = sandbox();
    let mut stage = |value: &str| {
        let (status, answer) = ask(&mut sandbox, "PATCH", "contacts/101", change(json!({"lifecyclestage": value})));
        assert_eq!(status, 200, "{answer}");
        sandbox.colleague(NOW).text(Kind::Contacts, "101", "lifecyclestage").unwrap_or_default()
    };
    assert_eq!((stage("customer").as_str(), stage("lead").as_str()), ("customer", "customer"));
    assert_eq!((stage("").as_str(), stage("lead").as_str()), ("", "lead"));
    sandbox.colleague(NOW).settings().lifecycle = Lifecycle::Free;
    ask(&mut sandbox, "PATCH", "contacts/101", change(json!({"lifecyclestage": "subscriber"})));
    assert_eq!(sandbox.colleague(NOW).text(Kind::Contacts, "101", "lifecyclestage").as_deref(), Some("subscriber"));
}

#[test]
fn batches_that_write_judge_each_input() {
    let traced = |name: &str, trace: &str| json!({"properties": {"firstname": name, "email": format!("{name}@y.example")}, "objectWriteTraceId": trace});
    check(
        &mut sandbox(),
        [
            (
                "POST",
                "contacts/batch/create",
                json!({"inputs": [traced("a", "1"), {"properties": {"email": "maria.silva@x.example"}, "objectWriteTraceId": "2"}]}),
                207,
                json!({"status": "COMPLETE", "results": [{"objectWriteTraceId": "1"}], "numErrors": 1, "errors": [{"category": "CONFLICT", "context": {"objectWriteTraceId": ["2"]}}]}),
            ),
            (
                "POST",
                "contacts/batch/create",
                json!({"inputs": [{"properties": {"firstname": "kept"}}, {"properties": {"email": "maria.silva@x.example"}}]}),
                409,
                json!({}),
            ),
            (
                "POST",
                "contacts/search",
                json!({"filters": [{"propertyName": "firstname", "operator": "EQ", "value": "kept"}]}),
                200,
                json!({"total": 0}),
            ),
            (
                "POST",
                "contacts/batch/create",
                json!({"inputs": [{"properties": {"firstname": "c"}}]}),
                201,
                json!({"results": [{}]}),
            ),
            (
                "POST",
                "contacts/batch/update",
                json!({"inputs": [{"id": "101", "properties": {"jobtitle": "A"}}, {"id": "999", "properties": {"jobtitle": "B"}}]}),
                207,
                json!({"results": [{"id": "101"}], "errors": [{"category": "OBJECT_NOT_FOUND", "context": {"ids": ["999"]}}]}),
            ),
            (
                "POST",
                "contacts/batch/update",
                json!({"inputs": [{"id": "101", "properties": {}}, {"id": "101", "properties": {}}]}),
                400,
                json!({}),
            ),
            (
                "POST",
                "contacts/batch/upsert",
                json!({"inputs": [{"idProperty": "email", "id": "maria.silva@x.example", "properties": {"jobtitle": "Z"}}, {"idProperty": "email", "id": "fresh@y.example", "properties": {}}]}),
                200,
                json!({"results": [{"new": true}, {"new": false, "id": "101"}]}),
            ),
            (
                "POST",
                "contacts/batch/upsert",
                json!({"inputs": [{"idProperty": "phone", "id": "+1", "properties": {}}]}),
                400,
                json!({}),
            ),
            ("POST", "contacts/batch/archive", json!({"inputs": [{"id": "102"}, {"id": "999"}]}), 204, json!(null)),
            ("GET", "contacts/102", json!(null), 404, json!({})),
        ],
    );
}

#[test]
fn any_write_moves_the_time_of_change_and_a_read_does_not() {
    let mut sandbox = sandbox();
    let modified = |sandbox: &mut Sandbox, kind: Kind, id: &str| {
        sandbox.colleague(NOW).text(kind, id, kind.modified_property()).unwrap_or_default()
    };
    ask_at(&mut sandbox, NOW + 1_000, "GET", "contacts/101", json!(null));
    assert_eq!(modified(&mut sandbox, Kind::Contacts, "101"), "2024-01-17T19:55:04.281Z");
    ask_at(&mut sandbox, NOW + 2_000, "PATCH", "contacts/101", change(json!({"firstname": "Maria"})));
    assert_eq!(modified(&mut sandbox, Kind::Contacts, "101"), "2026-11-25T09:00:02Z", "equal values too");
    ask_at(&mut sandbox, NOW + 3_500, "PATCH", "deals/301", change(json!({"amount": "1"})));
    assert_eq!(modified(&mut sandbox, Kind::Deals, "301"), "2026-11-25T09:00:03.500Z");
    sandbox.colleague(NOW + 4_000).edit(Kind::Contacts, "101", &[("company", "Harbour Ltd")]).expect("edited");
    assert_eq!(modified(&mut sandbox, Kind::Contacts, "101"), "2026-11-25T09:00:04Z");
    let note = json!({"properties": {"hs_timestamp": "2026-11-25T09:00:05Z", "hs_note_body": "<p>Hi</p>"},
        "associations": [{"to": {"id": "101"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 202}]}]});
    assert_eq!(ask_at(&mut sandbox, NOW + 5_000, "POST", "notes", note).0, 201);
    assert_eq!(modified(&mut sandbox, Kind::Contacts, "101"), "2026-11-25T09:00:05Z");
}
