//! Associations and the other calls around records: pipelines, properties (facts 7; checklist 10).

mod common;

use common::{NOW, ask, check, sandbox, with};
use hubspot_sandbox::Kind;
use hubspot_sandbox::settings::WithoutScope;
use serde_json::{Value, json};

fn to(id: &str, type_id: u32) -> Value {
    json!({"to": {"id": id}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]})
}

fn deal(associations: Value) -> Value {
    json!({"properties": {"dealname": "New deal", "pipeline": "default", "dealstage": "contractsent", "amount": "1500.00",
        "closedate": "2026-12-07T16:50:06.678Z", "hubspot_owner_id": "41"}, "associations": associations})
}

#[test]
fn s_12_a_deal_is_created_with_its_contact_in_one_request() {
    let mut sandbox = sandbox();
    let (status, made) = ask(&mut sandbox, "POST", "deals", deal(json!([to("102", 3)])));
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().expect("an id").to_owned();
    let expected = json!({"associations": {"deals": {"results": [{"id": id, "type": "contact_to_deal"}]}}});
    check(&mut sandbox, [("GET", "contacts/102?associations=deals,tickets", json!(null), 200, expected)]);
    assert_eq!(sandbox.colleague(NOW).associated(Kind::Deals, &id, Kind::Contacts), ["102"]);
    assert_eq!(sandbox.colleague(NOW).text(Kind::Contacts, "102", "num_associated_deals").as_deref(), Some("1"));
}

#[test]
fn s_11_a_ticket_is_created_with_its_contact_in_one_request() {
    let mut sandbox = sandbox();
    let body = json!({"properties": {"subject": "Help", "hs_pipeline": "0", "hs_pipeline_stage": "1"}, "associations": [to("102", 16)]});
    let (status, made) = ask(&mut sandbox, "POST", "tickets", body);
    assert_eq!(status, 201, "{made}");
    assert_eq!(
        sandbox.colleague(NOW).associated(Kind::Contacts, "102", Kind::Tickets),
        [made["id"].as_str().expect("an id")]
    );
}

#[test]
fn type_and_direction_are_checked_and_nothing_is_created_otherwise() {
    let mut sandbox = sandbox();
    let refused = |associations: Value, expected: Value| ("POST", "deals", deal(associations), 400, expected);
    check(
        &mut sandbox,
        [
            refused(
                json!([to("102", 4)]),
                json!({"message": "invalid from object type 0-3 for associations to be created. expected: 0-1"}),
            ),
            refused(
                json!([to("102", 16)]),
                json!({"message": "invalid from object type 0-3 for associations to be created. expected: 0-5"}),
            ),
            refused(json!([to("102", 9_999)]), json!({"category": "VALIDATION_ERROR"})),
            refused(
                json!([to("999", 3)]),
                json!({"message": "One or more associations are invalid", "context": {"INVALID_OBJECT_IDS": ["999"]}}),
            ),
            refused(json!([to("104", 3)]), json!({"context": {"INVALID_OBJECT_IDS": ["104"]}})),
            refused(json!([{"to": {"id": "102"}, "types": []}]), json!({})),
            refused(json!([{"to": {"id": 102}, "types": []}]), json!({})),
            refused(
                json!([{"to": {"id": "102"}, "types": [{"associationCategory": "USER_DEFINED", "associationTypeId": 3}]}]),
                json!({}),
            ),
        ],
    );
    assert_eq!(sandbox.colleague(NOW).ids(Kind::Deals), ["301", "302"]);
}

#[test]
fn one_row_for_each_label_so_ids_repeat() {
    let company = json!({"results": [{"id": "501", "type": "contact_to_company_unlabeled"}, {"id": "501", "type": "contact_to_company"}]});
    check(
        &mut sandbox(),
        [
            (
                "GET",
                "contacts/101?associations=deals,tickets,companies",
                json!(null),
                200,
                json!({"associations": {"companies": company, "deals": {"results": [{"id": "301"}, {"id": "302", "type": "contact_to_deal"}]},
                    "tickets": {"results": [{"id": "401", "type": "contact_to_ticket"}]}}}),
            ),
            (
                "GET",
                "deals/301?associations=contacts,companies",
                json!(null),
                200,
                json!({"associations": {"contacts": {"results": [{"id": "101", "type": "deal_to_contact"}]}}}),
            ),
            (
                "GET",
                "contacts?limit=1&associations=deals",
                json!(null),
                200,
                json!({"results": [{"associations": {"deals": {}}}]}),
            ),
            ("GET", "contacts/101?associations=cats", json!(null), 400, json!({})),
        ],
    );
    let (_, none) = ask(&mut sandbox(), "GET", "contacts/103?associations=deals,tickets", json!(null));
    assert_eq!(none.get("associations"), None, "a key is missing when there is nothing");
}

#[test]
fn a_long_block_is_paged_and_goes_on_at_the_associations_endpoint() {
    let mut sandbox = with(|seed| {
        let made = (1..=120).map(|id| json!({"id": (1_000 + id).to_string(), "properties": {"dealname": "D", "pipeline": "default", "dealstage": "closedwon"}, "contacts": ["103"]}));
        seed["deals"] = made.collect();
    });
    let (_, answer) = ask(&mut sandbox, "GET", "contacts/103?associations=deals", json!(null));
    let block = &answer["associations"]["deals"];
    assert_eq!(
        (block["results"].as_array().map(Vec::len), &block["paging"]["next"]["after"]),
        (Some(100), &json!("1101"))
    );
    for path in [
        "/crm/objects/2026-03/contacts/103/associations/deals?after=1101",
        "/crm/v4/objects/contacts/103/associations/deals?after=1101",
    ] {
        let (_, rest) = ask(&mut sandbox, "GET", path, json!(null));
        assert_eq!(
            (rest["results"].as_array().map(Vec::len), &rest["results"][0]["toObjectId"]),
            (Some(20), &json!(1101))
        );
    }
    let (_, first) = ask(&mut sandbox, "GET", "/crm/v4/objects/contacts/103/associations/deals?limit=50", json!(null));
    assert_eq!(
        (first["results"].as_array().map(Vec::len), &first["paging"]["next"]["after"]),
        (Some(50), &json!("1051"))
    );
}

#[test]
fn i_06_associations_need_the_scope_of_the_other_type() {
    let mut sandbox =
        with(|seed| seed["keys"][0]["scopes"] = json!(["crm.objects.contacts.read", "crm.objects.deals.read"]));
    let (status, answer) = ask(&mut sandbox, "GET", "contacts/101?associations=deals,tickets", json!(null));
    assert_eq!((status, &answer["errors"][0]["context"]["requiredGranularScopes"]), (403, &json!(["tickets"])));
    sandbox.colleague(NOW).settings().associations_without_scope = WithoutScope::LeftOut;
    let (status, answer) = ask(&mut sandbox, "GET", "contacts/101?associations=deals,tickets", json!(null));
    assert_eq!((status, answer["associations"].get("tickets")), (200, None));
}

#[test]
fn associations_are_read_in_both_directions_in_batches() {
    let mut sandbox = sandbox();
    let (status, answer) = ask(
        &mut sandbox,
        "POST",
        "/crm/associations/2026-09/contacts/deals/batch/read",
        json!({"inputs": [{"id": "101"}, {"id": "102"}]}),
    );
    assert_eq!((status, &answer["status"]), (207, &json!("COMPLETE")));
    let expected = json!([{"from": {"id": "101"}, "to": [{"toObjectId": 301, "associationTypes": [{"category": "HUBSPOT_DEFINED", "typeId": 4, "label": null}]}, {"toObjectId": 302}]}]);
    common::contains(&answer["results"], &expected).expect("the deals");
    assert_eq!(answer["errors"][0]["context"]["fromObjectId"], json!(["102"]));
    check(
        &mut sandbox,
        [
            (
                "POST",
                "/crm/v4/associations/0-3/0-1/batch/read",
                json!({"inputs": [{"id": "301"}]}),
                200,
                json!({"results": [{"to": [{"toObjectId": 101, "associationTypes": [{"typeId": 3}]}]}]}),
            ),
            (
                "POST",
                "/crm/associations/2026-09/contacts/companies/batch/read",
                json!({"inputs": [{"id": "101"}]}),
                200,
                json!({"results": [{"to": [{"toObjectId": 501, "associationTypes": [{"typeId": 279, "label": null}, {"typeId": 1, "label": "Primary"}]}]}]}),
            ),
            (
                "GET",
                "/crm/associations/2026-09/contacts/companies/labels",
                json!(null),
                200,
                json!({"results": [{"typeId": 279}, {"typeId": 1, "label": "Primary"}]}),
            ),
            (
                "POST",
                "/crm/associations/2026-09/contacts/deals/batch/read",
                json!({"inputs": (0..1_001).map(|id| json!({"id": id.to_string()})).collect::<Vec<_>>()}),
                400,
                json!({}),
            ),
        ],
    );
}

#[test]
fn association_ids_are_numbers_or_texts() {
    let mut sandbox = with(|seed| seed["settings"] = json!({"associationIds": "texts"}));
    let read = json!({"results": [{"from": {"id": "101"}, "to": [{"toObjectId": "301"}, {"toObjectId": "302"}]}]});
    check(
        &mut sandbox,
        [(
            "POST",
            "/crm/associations/2026-09/contacts/deals/batch/read",
            json!({"inputs": [{"id": "101"}]}),
            200,
            read,
        )],
    );
}

#[test]
fn associations_are_put_and_deleted() {
    let mut sandbox = with(|seed| {
        seed["keys"][0]["scopes"].as_array_mut().expect("scopes").push(json!("crm.objects.companies.write"))
    });
    let spec = json!([{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 4}]);
    check(
        &mut sandbox,
        [
            (
                "PUT",
                "contacts/102/associations/default/deals/301",
                json!(null),
                200,
                json!({"status": "COMPLETE", "results": [{"from": {"id": "102"}, "to": {"id": "301"}, "associationSpec": {"associationTypeId": 4}}, {"associationSpec": {"associationTypeId": 3}}]}),
            ),
            ("DELETE", "deals/301/associations/contacts/102", json!(null), 204, json!(null)),
            ("GET", "/crm/v4/objects/contacts/102/associations/deals", json!(null), 200, json!({"results": []})),
            (
                "PUT",
                "contacts/102/associations/deals/302",
                spec.clone(),
                201,
                json!({"fromObjectTypeId": "0-1", "fromObjectId": 102, "toObjectTypeId": "0-3", "toObjectId": 302, "labels": []}),
            ),
            (
                "PUT",
                "contacts/102/associations/tickets/401",
                spec.clone(),
                400,
                json!({"message": "invalid to object type 0-5 for associations to be created. expected: 0-3"}),
            ),
            (
                "PUT",
                "deals/302/associations/contacts/102",
                spec,
                400,
                json!({"message": "invalid from object type 0-3 for associations to be created. expected: 0-1"}),
            ),
            ("PUT", "contacts/102/associations/default/deals/999", json!(null), 404, json!({})),
            (
                "POST",
                "/crm/associations/2026-09/contacts/tickets/batch/associate/default",
                json!({"inputs": [{"from": {"id": "102"}, "to": {"id": "401"}}]}),
                200,
                json!({"results": [{}]}),
            ),
            (
                "POST",
                "/crm/associations/2026-09/contacts/tickets/batch/create",
                json!({"inputs": [{"from": {"id": "103"}, "to": {"id": "401"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 15}]}]}),
                200,
                json!({}),
            ),
            (
                "GET",
                "/crm/v4/objects/tickets/401/associations/contacts",
                json!(null),
                200,
                json!({"results": [{"toObjectId": 101}, {"toObjectId": 102}, {"toObjectId": 103}]}),
            ),
            (
                "POST",
                "/crm/associations/2026-09/contacts/tickets/batch/archive",
                json!({"inputs": [{"from": {"id": "103"}, "to": [{"id": "401"}]}]}),
                200,
                json!(null),
            ),
            (
                "POST",
                "/crm/v4/associations/contacts/tickets/batch/create",
                json!({"inputs": [{"from": {"id": "103"}, "to": {"id": "401"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 15}]}]}),
                201,
                json!({}),
            ),
            (
                "POST",
                "/crm/v4/associations/contacts/tickets/batch/archive",
                json!({"inputs": [{"from": {"id": "103"}, "to": [{"id": "401"}]}]}),
                204,
                json!(null),
            ),
            ("GET", "contacts/102/associations/deals", json!(null), 404, json!({"message": "resource not found"})),
            ("PUT", "contacts/102/associations/default/companies/502", json!(null), 200, json!({})),
            (
                "GET",
                "contacts/102?properties=associatedcompanyid",
                json!(null),
                200,
                json!({"properties": {"associatedcompanyid": "502"}}),
            ),
            (
                "PUT",
                "contacts/102/associations/companies/501",
                json!([{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]),
                201,
                json!({}),
            ),
            (
                "GET",
                "contacts/102?properties=associatedcompanyid&associations=companies",
                json!(null),
                200,
                json!({"properties": {"associatedcompanyid": "501"}, "associations": {"companies": {"results": [{"id": "501"}, {"id": "501"}, {"id": "502", "type": "contact_to_company_unlabeled"}]}}}),
            ),
            ("PATCH", "contacts/102", json!({"properties": {"associatedcompanyid": ""}}), 200, json!({})),
            (
                "GET",
                "contacts/102?associations=companies",
                json!(null),
                200,
                json!({"associations": {"companies": {"results": [{"id": "501", "type": "contact_to_company_unlabeled"}, {"id": "502"}]}}}),
            ),
            ("PATCH", "contacts/102", json!({"properties": {"associatedcompanyid": "501"}}), 200, json!({})),
            ("DELETE", "contacts/102/associations/companies/501", json!(null), 204, json!(null)),
            (
                "GET",
                "contacts/102?properties=associatedcompanyid",
                json!(null),
                200,
                json!({"properties": {"associatedcompanyid": null}}),
            ),
        ],
    );
}

#[test]
fn s_08_the_company_text_and_the_associated_company_are_two_things() {
    let mut sandbox = sandbox();
    ask(&mut sandbox, "PATCH", "contacts/101", json!({"properties": {"company": "Renamed"}}));
    check(
        &mut sandbox,
        [
            (
                "GET",
                "companies/501",
                json!(null),
                200,
                json!({"properties": {"name": "Harbour", "domain": "harbour.example"}}),
            ),
            (
                "GET",
                "contacts/101?properties=company,associatedcompanyid",
                json!(null),
                200,
                json!({"properties": {"company": "Renamed", "associatedcompanyid": "501"}}),
            ),
            (
                "POST",
                "companies/batch/read",
                json!({"properties": ["name"], "inputs": [{"id": "501"}]}),
                200,
                json!({"results": [{"id": "501"}]}),
            ),
        ],
    );
}

#[test]
fn a_logged_message_is_on_the_contact_s_timeline() {
    let mut sandbox = sandbox();
    let body = json!({"properties": {"hs_communication_channel_type": "WHATS_APP", "hs_communication_logged_from": "CRM", "hs_communication_body": "Ana: hi",
        "hs_timestamp": "2026-11-23T10:00:00Z"}, "associations": [to("101", 81), to("301", 85), to("401", 83)]});
    let (status, made) = ask(&mut sandbox, "POST", "communications", body);
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().expect("an id");
    assert_eq!(
        (&made["properties"]["hs_timestamp"], &made["properties"]["hs_lastmodifieddate"]),
        (&json!("2026-11-23T10:00:00Z"), &json!("2026-11-25T09:00:00Z"))
    );
    for kind in [Kind::Contacts, Kind::Deals, Kind::Tickets] {
        assert_eq!(sandbox.colleague(NOW).associated(Kind::Communications, id, kind).len(), 1, "{kind}");
    }
    check(
        &mut sandbox,
        [
            (
                "GET",
                "contacts/101?properties=notes_last_contacted,lastmodifieddate&associations=communications",
                json!(null),
                200,
                json!({"properties": {"notes_last_contacted": "2026-11-23T10:00:00Z", "lastmodifieddate": "2026-11-25T09:00:00Z"}, "associations": {"communications": {"results": [{"type": "contact_to_communication"}]}}}),
            ),
            (
                "POST",
                "/crm/associations/2026-09/contacts/communications/batch/read",
                json!({"inputs": [{"id": "101"}]}),
                200,
                json!({"results": [{"to": [{"associationTypes": [{"typeId": 82}]}]}]}),
            ),
        ],
    );
}

#[test]
fn pipelines_and_stages_with_metadata_as_texts() {
    check(
        &mut sandbox(),
        [
            (
                "GET",
                "/crm/pipelines/2026-09/deals/default",
                json!(null),
                200,
                json!({"id": "default", "label": "Sales Pipeline", "archived": false}),
            ),
            ("GET", "/crm/pipelines/2026-09/deals/nope", json!(null), 404, json!({})),
        ],
    );
    let deals = ask(&mut sandbox(), "GET", "/crm/pipelines/2026-09/deals", json!(null)).1;
    let stages = deals["results"][0]["stages"].as_array().expect("stages").clone();
    let sent = json!({"id": "contractsent", "label": "Contract Sent", "displayOrder": 4, "metadata": {"probability": "0.9", "isClosed": "false"}, "archived": false, "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT"});
    common::contains(&stages[4], &sent).expect("the documented stage");
    let tickets = ask(&mut sandbox(), "GET", "/crm/pipelines/v3/tickets", json!(null)).1;
    assert_eq!(tickets["results"][0]["stages"][3]["metadata"], json!({"ticketState": "CLOSED", "isClosed": "true"}));
}

#[test]
fn properties_say_what_they_are_and_who_writes_them() {
    let mut sandbox = with(|seed| {
        seed["properties"] = json!({"contacts": [{"name": "roast", "label": "Roast", "type": "enumeration", "fieldType": "checkbox", "options": [["light", "Light"], ["dark", "Dark"]], "groupName": "own"}]});
    });
    let one = |name: &str, expected: Value| -> (String, Value) {
        (format!("/crm/properties/2026-09/contacts/{name}"), expected)
    };
    let rows = [
        one(
            "phone",
            json!({"type": "string", "fieldType": "phonenumber", "calculated": false, "modificationMetadata": {"readOnlyValue": false}}),
        ),
        one(
            "hs_searchable_calculated_phone_number",
            json!({"type": "phone_number", "fieldType": "phonenumber", "calculated": true, "hidden": true, "modificationMetadata": {"readOnlyValue": true}}),
        ),
        one(
            "hubspot_owner_id",
            json!({"type": "enumeration", "externalOptions": true, "referencedObjectType": "OWNER", "options": []}),
        ),
        one("email", json!({"hasUniqueValue": true, "hubspotDefined": true, "archived": false})),
        one(
            "roast",
            json!({"hubspotDefined": false, "groupName": "own", "fieldType": "checkbox", "options": [{"label": "Light", "value": "light", "displayOrder": 0, "hidden": false}, {"value": "dark"}]}),
        ),
        one(
            "lastmodifieddate",
            json!({"type": "datetime", "fieldType": "date", "modificationMetadata": {"readOnlyValue": true}}),
        ),
    ];
    for (path, expected) in rows {
        let (status, answer) = ask(&mut sandbox, "GET", &path, json!(null));
        assert_eq!(status, 200, "{path}");
        common::contains(&answer, &expected).unwrap_or_else(|why| panic!("{path}: {why}"));
        assert_eq!(answer.get("required"), None, "there is no such flag");
    }
    let (status, answer) = ask(&mut sandbox, "GET", "/crm/properties/2026-09/contacts/nope", json!(null));
    assert_eq!((status, &answer["category"]), (404, &json!("OBJECT_NOT_FOUND")));
    for (object, least) in [("contacts", 60), ("deals", 25), ("tickets", 20), ("companies", 25), ("tasks", 15)] {
        let all = ask(&mut sandbox, "GET", &format!("/crm/properties/2026-09/{object}"), json!(null)).1;
        assert!(all["results"].as_array().is_some_and(|all| all.len() >= least), "{object}");
        assert!(all.get("paging").is_none());
    }
}
