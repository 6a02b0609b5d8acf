//! Searches: every rule of section 4 of the facts, and the index that trails (checklist 4, 5).

mod common;

use common::{NOW, Row, ask, ask_at, check, ids, sandbox, with};
use hubspot_sandbox::Kind;
use hubspot_sandbox::settings::{QueryMatches, Span};
use serde_json::{Value, json};

fn filter(name: &str, operator: &str, value: Value) -> Value {
    let mut filter = json!({"propertyName": name, "operator": operator});
    match value {
        Value::Null => {}
        Value::Array(values) => filter["values"] = values.into(),
        value => filter["value"] = value,
    }
    filter
}

fn one(name: &str, operator: &str, value: Value) -> Value {
    json!({"filterGroups": [{"filters": [filter(name, operator, value)]}]})
}

fn found(object: &str, body: Value) -> Vec<String> {
    let (status, answer) = ask(&mut sandbox(), "POST", &format!("{object}/search"), body.clone());
    assert_eq!(status, 200, "{body}: {answer}");
    assert_eq!(answer["total"].as_u64(), Some(ids(&answer).len() as u64));
    ids(&answer)
}

#[test]
fn operators_select() {
    let between = json!({"filterGroups": [{"filters": [{"propertyName": "amount", "operator": "BETWEEN", "value": "9000", "highValue": "9500"}]}]});
    let cases = [
        ("contacts", one("firstname", "EQ", json!("maria")), vec!["101", "103"]),
        ("contacts", one("firstname", "NEQ", json!("maria")), vec!["102"]),
        ("contacts", one("firstname", "IN", json!(["maria", "joão"])), vec!["101", "102", "103"]),
        ("contacts", one("firstname", "IN", json!(["Maria"])), vec![]),
        ("contacts", one("firstname", "NOT_IN", json!(["maria"])), vec!["102"]),
        ("contacts", one("phone", "HAS_PROPERTY", json!(null)), vec!["101"]),
        ("contacts", one("phone", "NOT_HAS_PROPERTY", json!(null)), vec!["102", "103"]),
        ("contacts", one("email", "CONTAINS_TOKEN", json!("*@x.example")), vec!["101"]),
        ("contacts", one("email", "CONTAINS_TOKEN", json!("silva")), vec!["101"]),
        ("contacts", one("email", "CONTAINS_TOKEN", json!("silv")), vec![]),
        ("contacts", one("email", "CONTAINS_TOKEN", json!("*ilv*")), vec!["101"]),
        ("contacts", one("email", "NOT_CONTAINS_TOKEN", json!("silva")), vec!["102", "103"]),
        ("contacts", one("hs_lead_status", "EQ", json!("OPEN")), vec!["102"]),
        ("contacts", one("hs_lead_status", "EQ", json!("open")), vec![]),
        ("contacts", one("hs_object_id", "GT", json!("101")), vec!["102", "103"]),
        ("contacts", one("hs_object_id", "GTE", json!("103")), vec!["103"]),
        ("contacts", one("hs_object_id", "IN", json!(["101", "103"])), vec!["101", "103"]),
        ("contacts", one("createdate", "LT", json!("1704153600000")), vec!["101"]),
        ("contacts", one("createdate", "LTE", json!("1704153600000")), vec!["101", "102"]),
        ("contacts", one("lastmodifieddate", "GTE", json!("1705521304281")), vec!["101"]),
        ("contacts", one("lastmodifieddate", "GT", json!("1705521304281")), vec![]),
        ("contacts", one("lastmodifieddate", "EQ", json!("1705521304281")), vec!["101"]),
        ("contacts", json!({"filters": [filter("firstname", "EQ", json!("maria"))]}), vec!["101", "103"]),
        ("contacts", one("hs_searchable_calculated_phone_number", "IN", json!(["2125550101"])), vec!["101"]),
        ("contacts", one("hs_searchable_calculated_mobile_number", "EQ", json!("11999990000")), vec!["102"]),
        ("contacts", one("hs_searchable_calculated_phone_number", "CONTAINS_TOKEN", json!("*5550101")), vec!["101"]),
        ("contacts", one("hs_searchable_calculated_international_phone_number", "EQ", json!("12125550101")), vec![]),
        ("contacts", one("hs_calculated_phone_number", "EQ", json!("+12125550101")), vec!["101"]),
        ("contacts", one("hs_whatsapp_phone_number", "IN", json!(["+33655555555"])), vec!["103"]),
        ("deals", one("amount", "GT", json!("9500")), vec!["302"]),
        ("deals", between, vec!["301"]),
        ("deals", one("hs_is_closed", "EQ", json!("false")), vec!["301"]),
        ("deals", one("associations.contact", "EQ", json!("101")), vec!["301", "302"]),
        ("tickets", one("associations.contact", "EQ", json!("102")), vec![]),
        ("tickets", one("associations.contact", "IN", json!(["101", "102"])), vec!["401"]),
        ("contacts", one("associations.company", "EQ", json!("501")), vec!["101"]),
    ];
    for (object, body, expected) in cases {
        assert_eq!(found(object, body.clone()), expected, "{body}");
    }
}

#[test]
fn filters_are_anded_and_groups_ored() {
    let both = json!({"filterGroups": [{"filters": [filter("firstname", "EQ", json!("maria")), filter("lastname", "EQ", json!("souza"))]}]});
    let either = json!({"filterGroups": [{"filters": [filter("lastname", "EQ", json!("silva"))]}, {"filters": [filter("lastname", "EQ", json!("souza"))]}]});
    assert_eq!(found("contacts", both), ["103"]);
    assert_eq!(found("contacts", either), ["101", "103"]);
}

#[test]
fn query_finds_whole_words_in_the_documented_properties() {
    for (query, expected) in [
        ("maria", vec!["101", "103"]),
        ("maria silva", vec!["101"]),
        ("mar", vec![]),
        ("primavera", vec!["103"]),
        ("x.example", vec!["101"]),
        ("33655555555", vec![]),
        ("  ", vec!["101", "102", "103"]),
    ] {
        assert_eq!(found("contacts", json!({"query": query})), expected, "{query}");
    }
    assert_eq!(
        found("contacts", json!({"query": "maria", "filters": [filter("company", "HAS_PROPERTY", json!(null))]})),
        ["103"]
    );
    assert_eq!(found("deals", json!({"query": "machines"})), ["301"]);
    let mut prefixes = sandbox();
    prefixes.colleague(NOW).settings().query_matches = QueryMatches::Prefixes;
    assert_eq!(ids(&ask(&mut prefixes, "POST", "contacts/search", json!({"query": "mar"})).1), ["101", "103"]);
}

#[test]
fn one_sort_else_oldest_first() {
    for (body, expected) in [
        (json!({}), ["101", "102", "103"]),
        (json!({"sorts": [{"propertyName": "createdate", "direction": "DESCENDING"}]}), ["103", "102", "101"]),
        (json!({"sorts": [{"propertyName": "lastname", "direction": "ASCENDING"}]}), ["102", "101", "103"]),
        (json!({"sorts": ["hs_object_id"]}), ["101", "102", "103"]),
        (json!({"sorts": [{"propertyName": "lastmodifieddate", "direction": "DESCENDING"}]}), ["101", "103", "102"]),
    ] {
        assert_eq!(found("contacts", body.clone()), expected, "{body}");
    }
    assert_eq!(
        found("deals", json!({"sorts": [{"propertyName": "amount", "direction": "ASCENDING"}]})),
        ["301", "302"]
    );
}

#[test]
fn an_answer_has_the_documented_shape() {
    let body = json!({"filterGroups": [], "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}], "properties": ["phone"], "limit": 1, "after": "1"});
    let (status, answer) = ask(&mut sandbox(), "POST", "contacts/search", body);
    let expected = json!({"total": 3, "paging": {"next": {"after": "2"}}, "results": [{"id": "102", "archived": false,
        "createdAt": "2024-01-02T00:00:00Z", "updatedAt": "2024-01-02T00:00:00Z", "properties": {"phone": null, "hs_object_id": "102",
            "createdate": "2024-01-02T00:00:00Z", "lastmodifieddate": "2024-01-02T00:00:00Z"}}]});
    assert_eq!((status, answer), (200, expected));
    let last = ask(&mut sandbox(), "POST", "contacts/search", json!({"after": 2, "limit": 1})).1;
    assert!(last.get("paging").is_none() && ids(&last) == ["103"]);
    let names: Vec<String> =
        ask(&mut sandbox(), "POST", "contacts/search", json!({"limit": 1})).1["results"][0]["properties"]
            .as_object()
            .expect("properties")
            .keys()
            .cloned()
            .collect();
    assert_eq!(names, ["createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"]);
}

#[test]
fn what_a_search_may_not_ask() {
    let has = || filter("phone", "HAS_PROPERTY", json!(null));
    let group = |filters: usize| json!({"filters": (0..filters).map(|_| has()).collect::<Vec<_>>()});
    let groups = |sizes: &[usize]| json!({"filterGroups": sizes.iter().map(|size| group(*size)).collect::<Vec<_>>()});
    let many = |count: usize| one("hs_object_id", "IN", (0..count).map(|id| json!(id.to_string())).collect());
    let refused = |body: Value| {
        ("POST", "contacts/search", body, 400, json!({"status": "error", "category": "VALIDATION_ERROR"}))
    };
    let taken = |body: Value| ("POST", "contacts/search", body, 200, json!({}));
    let rows: Vec<Row> = vec![
        taken(groups(&[4, 4, 4, 3, 3])),
        refused(groups(&[1, 1, 1, 1, 1, 1])),
        taken(groups(&[6])),
        refused(groups(&[7])),
        taken(groups(&[6, 6, 6])),
        refused(groups(&[6, 6, 6, 1])),
        refused(groups(&[0])),
        taken(many(100)),
        refused(many(101)),
        taken(json!({"limit": 200})),
        refused(json!({"limit": 201})),
        refused(json!({"limit": 0})),
        taken(json!({"limit": 100, "after": 9_900})),
        refused(json!({"limit": 100, "after": 9_901})),
        refused(json!({"after": "x"})),
        refused(json!({"after": -1})),
        refused(json!({"sorts": [{"propertyName": "createdate"}, {"propertyName": "email"}]})),
        refused(one("phone", "EQ", json!(null))),
        refused(one("phone", "IN", json!([]))),
        refused(one("amount2", "HAS_PROPERTY", json!(null))).with_plain_message(),
        refused(one("associations.cat", "EQ", json!("1"))).with_plain_message(),
        refused(json!({"sorts": [{"propertyName": "nope"}]})).with_plain_message(),
        refused(one("hs_object_id", "GT", json!("abc"))),
        refused(one("lastmodifieddate", "GTE", json!("2024-01-17T19:55:04.281Z"))),
        refused(
            json!({"filterGroups": [{"filters": [{"propertyName": "createdate", "operator": "BETWEEN", "value": "1"}]}]}),
        ),
    ];
    check(&mut sandbox(), rows);
    for body in [
        json!({"filtersGroups": []}),
        one("phone", "LIKE", json!("x")),
        one("hs_object_id", "EQ", json!(101)),
        json!({"limit": "10"}),
    ] {
        let (status, answer) = ask(&mut sandbox(), "POST", "contacts/search", body.clone());
        assert_eq!(status, 400, "{body}");
        assert!(
            answer["message"].as_str().is_some_and(|text| text.starts_with("Invalid input JSON")),
            "{body} {answer}"
        );
    }
}

/// The recorded 400 to an unknown property has no category.
trait PlainMessage {
    fn with_plain_message(self) -> Row;
}

impl PlainMessage for Row {
    fn with_plain_message(self) -> Row {
        (self.0, self.1, self.2, self.3, json!({"status": "error"}))
    }
}

#[test]
fn an_unknown_property_is_refused_without_category() {
    let (status, answer) = ask(&mut sandbox(), "POST", "contacts/search", one("nope", "EQ", json!("x")));
    assert_eq!((status, answer.get("category")), (400, None));
}

#[test]
fn f_5_a_body_over_3000_bytes_is_refused() {
    let body = |bytes: usize| {
        let empty = json!({"query": ""}).to_string().len();
        json!({"query": "x".repeat(bytes - empty)})
    };
    check(
        &mut sandbox(),
        [
            ("POST", "contacts/search", body(3_000), 200, json!({})),
            ("POST", "contacts/search", body(3_001), 400, json!({})),
        ],
    );
    let mut lenient = sandbox();
    lenient.colleague(NOW).settings().search_body_limit = None;
    assert_eq!(
        ask(&mut lenient, "POST", "contacts/search", body(3_005)).0,
        200,
        "the query itself is within its limit"
    );
    assert_eq!(ask_at(&mut lenient, NOW + 2_000, "POST", "contacts/search", body(3_100)).0, 400);
}

#[test]
fn the_in_cap_is_a_setting() {
    let mut sandbox = sandbox();
    sandbox.colleague(NOW).settings().in_cap = 2;
    let body = |count: usize| one("firstname", "IN", (0..count).map(|n| json!(n.to_string())).collect());
    check(
        &mut sandbox,
        [("POST", "contacts/search", body(2), 200, json!({})), ("POST", "contacts/search", body(3), 400, json!({}))],
    );
}

#[test]
fn f_16_search_trails_and_get_does_not() {
    let mut sandbox = sandbox();
    let jobs = |sandbox: &mut hubspot_sandbox::Sandbox, at: u64| {
        ids(&ask_at(sandbox, at, "POST", "contacts/search", one("jobtitle", "EQ", json!("owner"))).1)
    };
    let (status, made) =
        ask(&mut sandbox, "POST", "contacts", json!({"properties": {"firstname": "New", "jobtitle": "Owner"}}));
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!((status, ask(&mut sandbox, "GET", &format!("contacts/{id}"), json!(null)).0), (201, 200));
    assert_eq!(jobs(&mut sandbox, NOW + 9_999), Vec::<String>::new());
    assert_eq!(jobs(&mut sandbox, NOW + 10_000), std::slice::from_ref(&id));
    let at = NOW + 20_000;
    ask_at(&mut sandbox, at, "PATCH", &format!("contacts/{id}"), json!({"properties": {"jobtitle": "Founder"}}));
    assert_eq!(
        ask_at(&mut sandbox, at, "GET", &format!("contacts/{id}?properties=jobtitle"), json!(null)).1["properties"]["jobtitle"],
        json!("Founder")
    );
    assert_eq!(jobs(&mut sandbox, at + 29_999), std::slice::from_ref(&id), "the old text is still found");
    assert_eq!(jobs(&mut sandbox, at + 30_000), Vec::<String>::new());
    let founders = one("jobtitle", "EQ", json!("founder"));
    assert_eq!(
        ids(&ask_at(&mut sandbox, at + 31_000, "POST", "contacts/search", founders.clone()).1),
        std::slice::from_ref(&id)
    );
    let at = at + 40_000;
    ask_at(&mut sandbox, at, "DELETE", &format!("contacts/{id}"), json!(null));
    assert_eq!(ids(&ask_at(&mut sandbox, at + 1_000, "POST", "contacts/search", founders.clone()).1), [id]);
    assert_eq!(ids(&ask_at(&mut sandbox, at + 30_000, "POST", "contacts/search", founders).1), Vec::<String>::new());
}

#[test]
fn associations_are_searched_late_too() {
    let mut sandbox = sandbox();
    sandbox.colleague(NOW).associate((Kind::Contacts, "102"), (Kind::Tickets, "401")).expect("associated");
    let body = one("associations.contact", "EQ", json!("102"));
    assert_eq!(
        ids(&ask_at(&mut sandbox, NOW + 29_000, "POST", "tickets/search", body.clone()).1),
        Vec::<String>::new()
    );
    assert_eq!(ids(&ask_at(&mut sandbox, NOW + 31_000, "POST", "tickets/search", body).1), ["401"]);
}

#[test]
fn a_lag_may_differ_from_write_to_write() {
    let mut sandbox = with(|seed| seed["settings"] = json!({"indexLag": {"creates": {"from": 0, "to": 120_000}}}));
    for n in 0..40 {
        sandbox
            .colleague(NOW)
            .create(Kind::Contacts, &[("firstname", "Lag"), ("lastname", &n.to_string())])
            .expect("created");
    }
    let mut seen = |at: u64| {
        ask_at(&mut sandbox, at, "POST", "contacts/search", one("firstname", "EQ", json!("lag"))).1["total"].as_u64()
    };
    let (early, late) = (seen(NOW + 30_000), seen(NOW + 120_000));
    assert!(early.is_some_and(|early| (1..40).contains(&early)), "{early:?}");
    assert_eq!(late, Some(40));
    assert_eq!(Span::Fixed(7).pick(1), 7);
}
