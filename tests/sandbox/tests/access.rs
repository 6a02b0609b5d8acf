//! Who may ask what: keys, scopes, paths, headers (facts 2, 6.3, 6.4, 8; checklist 1, 2, 12, 13).

mod common;

use common::{BARE, KEY, NOW, ask, check, sandbox, send, with};
use hubspot_sandbox::{Request, Sort};
use serde_json::{Value, json};

#[test]
fn without_a_known_key_it_is_401_with_the_recorded_body() {
    for authorization in [None, Some("Bearer pat-na1-nobody"), Some(KEY), Some("Basic eDp5")] {
        let headers = authorization.map(|value| ("authorization".to_owned(), value.to_owned())).into_iter().collect();
        let request = Request {
            method: "GET".into(),
            path: "/crm/objects/2026-09/contacts".into(),
            headers,
            body: String::new(),
        };
        let hubspot_sandbox::Outcome::Answer { response, .. } = sandbox().answer(&request, NOW) else {
            panic!("no answer")
        };
        let body: Value = serde_json::from_str(&response.body).expect("JSON");
        assert_eq!((response.status, &body["category"]), (401, &json!("INVALID_AUTHENTICATION")), "{authorization:?}");
        assert!(body["message"].as_str().is_some_and(|text| text.starts_with("Authentication credentials not found.")));
        assert_eq!(body["correlationId"].as_str(), response.header("x-hubspot-correlation-id"));
    }
}

#[test]
fn each_call_names_the_scope_that_it_lacks() {
    let rows = [
        ("GET", "contacts/101", "", "crm.objects.contacts.read"),
        ("POST", "contacts/search", "{}", "crm.objects.contacts.read"),
        ("PATCH", "contacts/101", "{}", "crm.objects.contacts.write"),
        ("POST", "contacts/batch/read", "{}", "crm.objects.contacts.read"),
        ("POST", "contacts/merge", "{}", "crm.objects.contacts.write"),
        ("GET", "deals", "", "crm.objects.deals.read"),
        ("POST", "deals", "{}", "crm.objects.deals.write"),
        ("GET", "tickets", "", "tickets"),
        ("POST", "tickets", "{}", "tickets"),
        ("GET", "companies/501", "", "crm.objects.companies.read"),
        ("POST", "communications", "{}", "crm.objects.contacts.write"),
        ("POST", "notes", "{}", "crm.objects.contacts.write"),
        ("GET", "tasks", "", "crm.objects.contacts.read"),
        ("GET", "/crm/owners/2026-09", "", "crm.objects.owners.read"),
    ];
    for (method, path, body, scope) in rows {
        let response = send(&mut sandbox(), NOW, BARE, method, path, body);
        let answer: Value = serde_json::from_str(&response.body).expect("JSON");
        assert_eq!((response.status, &answer["category"]), (403, &json!("MISSING_SCOPES")), "{method} {path}");
        assert_eq!(answer["errors"][0]["context"]["requiredGranularScopes"], json!([scope]), "{method} {path}");
    }
}

#[test]
fn some_calls_need_one_of_many_scopes_or_none() {
    for path in
        ["/crm/pipelines/2026-09/deals", "/crm/properties/2026-09/contacts", "/crm/property-validations/2026-09/0-1"]
    {
        assert_eq!(send(&mut sandbox(), NOW, BARE, "GET", path, "").status, 403, "{path}");
        assert_eq!(send(&mut sandbox(), NOW, KEY, "GET", path, "").status, 200, "{path}");
    }
    assert_eq!(send(&mut sandbox(), NOW, BARE, "GET", "/account-info/2026-09/details", "").status, 200);
}

#[test]
fn other_paths_and_methods_are_refused() {
    check(
        &mut sandbox(),
        [
            (
                "GET",
                "/crm/objects/2026-09/cats",
                json!(null),
                404,
                json!({"status": "error", "message": "resource not found"}),
            ),
            ("GET", "/", json!(null), 404, json!({})),
            ("GET", "/crm/objects/2025-03/contacts", json!(null), 404, json!({})),
            ("PUT", "contacts/101", json!({}), 405, json!({})),
        ],
    );
}

#[test]
fn account_details_as_documented() {
    let expected = json!({"portalId": 123456, "accountType": "STANDARD", "timeZone": "US/Eastern", "companyCurrency": "USD",
        "additionalCurrencies": [], "utcOffset": "-05:00", "utcOffsetMilliseconds": -18_000_000,
        "uiDomain": "app.hubspot.com", "dataHostingLocation": "na1"});
    check(
        &mut sandbox(),
        [
            ("GET", "/account-info/2026-09/details", json!(null), 200, expected.clone()),
            ("GET", "/account-info/v3/details", json!(null), 200, expected),
        ],
    );
    let mut european = sandbox();
    let settings = european
        .colleague(NOW)
        .settings()
        .with(&json!({"uiDomain": "app-eu1.hubspot.com", "dataHostingLocation": "eu1"}));
    *european.colleague(NOW).settings() = settings.expect("settings");
    let row = (
        "GET",
        "/account-info/2026-09/details",
        json!(null),
        200,
        json!({"uiDomain": "app-eu1.hubspot.com", "dataHostingLocation": "eu1"}),
    );
    check(&mut european, [row]);
}

#[test]
fn a_key_tells_its_account_and_scopes_and_is_not_logged() {
    let mut sandbox = sandbox();
    let (status, answer) =
        ask(&mut sandbox, "POST", "/oauth/v2/private-apps/get/access-token-info", json!({"tokenKey": KEY}));
    assert_eq!((status, &answer["hubId"], &answer["userId"]), (200, &json!(123456), &json!(9)));
    assert_eq!(answer["scopes"].as_array().map(Vec::len), Some(8));
    let log = serde_json::to_string(sandbox.log()).expect("JSON");
    assert!(!log.contains("pat-na1") && log.contains("123456/0"), "{log}");
    assert_eq!(sandbox.log()[0].sort, Sort::Read);
    let (_, usage) = ask(&mut sandbox, "GET", "/account-info/2026-09/api-usage/daily/private-apps", json!(null));
    assert_eq!(usage["results"][0]["currentUsage"], json!(2));
    assert_eq!(usage["results"][0]["resetsAt"], json!("2026-11-26T05:00:00Z"));
}

#[test]
fn i_07_the_key_selects_the_account() {
    let mut sandbox = sandbox();
    let other = json!({"portal": {"id": 777}, "keys": [{"token": "pat-eu1-b", "scopes": ["crm.objects.contacts.read"]}],
        "contacts": [{"id": "101", "properties": {"firstname": "Other"}}]});
    sandbox.add_account(serde_json::from_value(other).expect("a seed"));
    for (key, portal, name) in [(KEY, 123456, "Maria"), ("pat-eu1-b", 777, "Other")] {
        let details: Value =
            serde_json::from_str(&send(&mut sandbox, NOW, key, "GET", "/account-info/2026-09/details", "").body)
                .expect("JSON");
        let contact: Value =
            serde_json::from_str(&send(&mut sandbox, NOW, key, "GET", "contacts/101", "").body).expect("JSON");
        assert_eq!((&details["portalId"], &contact["properties"]["firstname"]), (&json!(portal), &json!(name)));
    }
    let tokens: Vec<&str> = sandbox.log().iter().map(|one| one.token.as_str()).collect();
    assert_eq!(tokens, ["123456/0", "123456/0", "777/0", "777/0"]);
}

#[test]
fn no_answer_offers_cors() {
    let mut sandbox = sandbox();
    for (method, path) in
        [("OPTIONS", "contacts/101"), ("GET", "contacts/101"), ("GET", "contacts/999"), ("OPTIONS", "/nowhere")]
    {
        let response = send(&mut sandbox, NOW, KEY, method, path, "");
        let cors: Vec<_> = response.headers.iter().filter(|(name, _)| name.starts_with("access-control-")).collect();
        assert_eq!(cors, [&("access-control-allow-credentials".to_owned(), "false".to_owned())], "{method} {path}");
    }
    assert_eq!(common::writes(&sandbox), 0);
}

#[test]
fn headers_as_recorded() {
    let mut sandbox = sandbox();
    let limits = |response: &hubspot_sandbox::Response| {
        let own = response
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("x-hubspot-ratelimit-")?.to_owned(), value.clone())));
        own.map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>()
    };
    let read = send(&mut sandbox, NOW, KEY, "GET", "contacts/101", "");
    assert_eq!(
        limits(&read),
        [
            "daily 250000",
            "daily-remaining 249999",
            "interval-milliseconds 10000",
            "max 100",
            "remaining 99",
            "secondly 10",
            "secondly-remaining 9"
        ]
    );
    assert_eq!(read.header("content-type"), Some("application/json;charset=utf-8"));
    let search = send(&mut sandbox, NOW, KEY, "POST", "contacts/search", "{}");
    assert_eq!(limits(&search), ["daily 250000", "daily-remaining 249998"]);
}

#[test]
fn owners_are_paged_and_deactivated_ones_hidden() {
    check(
        &mut sandbox(),
        [
            (
                "GET",
                "/crm/owners/2026-09?limit=1",
                json!(null),
                200,
                json!({"results": [{"id": "41", "type": "PERSON", "userId": 9, "archived": false}], "paging": {"next": {"after": "1"}}}),
            ),
            (
                "GET",
                "/crm/owners/2026-09?limit=1&after=1",
                json!(null),
                200,
                json!({"results": [{"id": "42", "email": "bob@x.example"}]}),
            ),
            (
                "GET",
                "/crm/owners/v3?archived=true",
                json!(null),
                200,
                json!({"results": [{"id": "43", "userId": null, "userIdIncludingInactive": 11, "archived": true}]}),
            ),
            ("GET", "/crm/owners/2026-09/43", json!(null), 404, json!({})),
            ("GET", "/crm/owners/2026-09/43?archived=true", json!(null), 200, json!({"firstName": "Old"})),
            ("GET", "/crm/owners/2026-09/10?idProperty=userId", json!(null), 200, json!({"id": "42"})),
            ("GET", "/crm/owners/2026-09?email=bob@x.example", json!(null), 200, json!({"results": [{"id": "42"}]})),
            ("GET", "/crm/owners/2026-09?after=x", json!(null), 400, json!({})),
        ],
    );
    let page = ask(&mut with(|_| {}), "GET", "/crm/owners/2026-09", json!(null)).1;
    assert!(page.get("paging").is_none());
}

#[test]
fn bodies_say_that_they_are_json_and_paths_end() {
    let sends = |content_type: Option<&str>, path: &str| {
        let mut request = common::request(KEY, "POST", path, "{}");
        request.headers.extend(content_type.map(|value| ("content-type".to_owned(), value.to_owned())));
        match sandbox().answer(&request, NOW) {
            hubspot_sandbox::Outcome::Answer { response, .. } => response.status,
            other => panic!("{other:?}"),
        }
    };
    let search = "/crm/objects/2026-09/contacts/search";
    for (content_type, status) in [
        (Some("application/json"), 200),
        (Some("application/json; charset=utf-8"), 200),
        (Some("text/plain;charset=UTF-8"), 415),
        (None, 200),
    ] {
        assert_eq!(sends(content_type, search), status, "{content_type:?}");
    }
    assert_eq!(sends(None, &format!("{search}?x={}", "y".repeat(8_200))), 414);
}
