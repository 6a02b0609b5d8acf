//! Merges and deletes (facts 9; checklist 8, 9).

mod common;

use common::{NOW, ask, ask_at, check, ids, sandbox};
use hubspot_sandbox::settings::MergedIds;
use hubspot_sandbox::{Impossible, Kind};
use serde_json::{Value, json};

#[test]
fn f_20_a_merge_makes_a_new_record_and_both_old_ids_read_as_it() {
    let mut sandbox = sandbox();
    let (status, merged) =
        ask(&mut sandbox, "POST", "contacts/merge", json!({"primaryObjectId": "101", "objectIdToMerge": "102"}));
    let id = merged["id"].as_str().expect("an id").to_owned();
    assert!(status == 200 && !["101", "102"].contains(&id.as_str()), "{merged}");
    for old in ["101", "102", &id] {
        let (status, answer) = ask(
            &mut sandbox,
            "GET",
            &format!("contacts/{old}?properties=firstname,mobilephone,hs_merged_object_ids,lastmodifieddate"),
            json!(null),
        );
        assert_eq!((status, &answer["id"]), (200, &json!(id)), "{old}");
        let expected = json!({"firstname": "Maria", "mobilephone": "+55 11 99999-0000", "hs_merged_object_ids": "101;102", "lastmodifieddate": "2026-11-25T09:00:00Z"});
        common::contains(&answer["properties"], &expected).expect("values of the primary record, then of the other");
    }
    let (_, batch) = ask(&mut sandbox, "POST", "contacts/batch/read", json!({"inputs": [{"id": "101"}, {"id": id}]}));
    assert_eq!((ids(&batch), &batch["errors"][0]["context"]["ids"]), (vec![id.clone()], &json!(["101"])));
    let write = json!({"properties": {"jobtitle": "x"}});
    assert_eq!(ask(&mut sandbox, "PATCH", "contacts/101", write.clone()).0, 404, "never edit a dead id");
    let settings = |sandbox: &mut hubspot_sandbox::Sandbox| {
        let mut colleague = sandbox.colleague(NOW);
        colleague.settings().merged_ids_in_batch = MergedIds::Resolved;
        colleague.settings().merged_ids_in_writes = MergedIds::Resolved;
    };
    settings(&mut sandbox);
    let (status, batch) = ask(&mut sandbox, "POST", "contacts/batch/read", json!({"inputs": [{"id": "101"}]}));
    assert_eq!((status, ids(&batch)), (200, vec![id.clone()]));
    let (status, answer) = ask(&mut sandbox, "PATCH", "contacts/101", write);
    assert_eq!((status, &answer["id"]), (200, &json!(id)));
}

#[test]
fn f_20_a_chain_of_merges_ends_at_the_last_record() {
    let mut sandbox = sandbox();
    let first = sandbox.colleague(NOW).merge(Kind::Contacts, "101", "102").expect("merged");
    let second = sandbox.colleague(NOW + 1).merge(Kind::Contacts, "103", &first).expect("merged");
    for old in ["101", "102", "103", &first] {
        let (_, answer) =
            ask(&mut sandbox, "GET", &format!("contacts/{old}?properties=hs_merged_object_ids,firstname"), json!(null));
        assert_eq!(answer["id"], json!(second), "{old}");
        assert_eq!(answer["properties"]["firstname"], json!("MARIA"));
        assert_eq!(answer["properties"]["hs_merged_object_ids"], json!(format!("101;102;103;{first}")));
    }
}

#[test]
fn associations_move_to_the_merged_record() {
    let mut sandbox = sandbox();
    let id = sandbox.colleague(NOW).merge(Kind::Contacts, "102", "101").expect("merged");
    let expected = json!({"associations": {"deals": {"results": [{"id": "301"}, {"id": "302"}]}, "tickets": {"results": [{"id": "401"}]},
        "companies": {"results": [{"id": "501"}, {"id": "501"}]}}, "properties": {"associatedcompanyid": "501"}});
    check(
        &mut sandbox,
        [(
            "GET",
            "contacts/101?properties=associatedcompanyid&associations=deals,tickets,companies",
            json!(null),
            200,
            expected,
        )],
    );
    assert_eq!(sandbox.colleague(NOW).associated(Kind::Deals, "301", Kind::Contacts), [id]);
}

#[test]
fn search_sees_a_merge_late_and_never_by_old_ids() {
    let mut sandbox = sandbox();
    let id = sandbox.colleague(NOW).merge(Kind::Contacts, "101", "102").expect("merged");
    let body = json!({"sorts": ["hs_object_id"]});
    assert_eq!(
        ids(&ask_at(&mut sandbox, NOW + 29_000, "POST", "contacts/search", body.clone()).1),
        ["101", "102", "103"]
    );
    assert_eq!(ids(&ask_at(&mut sandbox, NOW + 31_000, "POST", "contacts/search", body).1), ["103", &id]);
    let changed = json!({"filters": [{"propertyName": "lastmodifieddate", "operator": "GTE", "value": NOW.to_string()}], "properties": ["hs_merged_object_ids"]});
    let (_, feed) = ask_at(&mut sandbox, NOW + 32_000, "POST", "contacts/search", changed);
    assert_eq!((ids(&feed), &feed["results"][0]["properties"]["hs_merged_object_ids"]), (vec![id], &json!("101;102")));
}

#[test]
fn what_does_not_merge() {
    let row = |primary: &str, other: &str, status| {
        ("POST", "contacts/merge", json!({"primaryObjectId": primary, "objectIdToMerge": other}), status, json!({}))
    };
    let mut sandbox = sandbox();
    check(&mut sandbox, [row("101", "101", 400), row("101", "999", 404), row("101", "104", 404)]);
    assert_eq!(sandbox.colleague(NOW).merge(Kind::Deals, "301", "302"), Err(Impossible::NotAllowed));
    let ids: Vec<String> = (1..=249).map(|id| id.to_string()).collect();
    sandbox.colleague(NOW).edit(Kind::Contacts, "101", &[("hs_merged_object_ids", &ids.join(";"))]).expect("edited");
    check(&mut sandbox, [row("101", "102", 414)]);
}

#[test]
fn f_4_a_deleted_record_is_gone_everywhere_but_in_the_bin() {
    let mut sandbox = sandbox();
    check(
        &mut sandbox,
        [
            ("DELETE", "contacts/101", json!(null), 204, json!(null)),
            ("DELETE", "contacts/101", json!(null), 204, json!(null)),
            ("GET", "contacts/101", json!(null), 404, json!({"message": "resource not found"})),
            (
                "GET",
                "contacts/101?archived=true&properties=phone",
                json!(null),
                200,
                json!({"archived": true, "archivedAt": "2026-11-25T09:00:00Z", "properties": {"phone": "+1 212 555 0101"}}),
            ),
            (
                "POST",
                "contacts/batch/read",
                json!({"inputs": [{"id": "101"}]}),
                207,
                json!({"results": [], "errors": [{"category": "OBJECT_NOT_FOUND", "context": {"ids": ["101"]}}]}),
            ),
            ("PATCH", "contacts/101", json!({"properties": {"phone": ""}}), 404, json!({})),
            ("GET", "/crm/v4/objects/deals/301/associations/contacts", json!(null), 200, json!({"results": []})),
            ("POST", "contacts", json!({"properties": {"email": "maria.silva@x.example"}}), 201, json!({})),
        ],
    );
    let (_, list) = ask_at(&mut sandbox, NOW + 100_000, "GET", "contacts", json!(null));
    assert!(!ids(&list).contains(&"101".to_owned()));
    sandbox.colleague(NOW + 100_000).restore(Kind::Contacts, "101").expect("restored");
    assert_eq!(ask_at(&mut sandbox, NOW + 101_000, "GET", "contacts/101", json!(null)).1["id"], json!("101"));
}

#[test]
fn a_seed_may_hold_a_contact_that_was_merged_before() {
    let mut sandbox = common::with(|seed| seed["contacts"][0]["properties"]["hs_merged_object_ids"] = json!("90;91"));
    let (_, answer) = ask(&mut sandbox, "GET", "contacts/91?properties=hs_merged_object_ids", json!(null));
    assert_eq!((&answer["id"], &answer["properties"]["hs_merged_object_ids"]), (&json!("101"), &json!("90;91")));
    let whole = sandbox.colleague(NOW).record(Kind::Contacts, "90").expect("a record");
    assert_eq!(
        (&whole["mergedInto"], &whole["associations"]["deals"][0]),
        (&json!("101"), &json!({"id": "301", "types": [4]}))
    );
    assert_eq!(sandbox.colleague(NOW).record(Kind::Contacts, "5"), None::<Value>);
}
