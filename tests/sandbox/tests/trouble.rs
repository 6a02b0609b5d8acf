//! Limits, faults and the log: what goes wrong, and what can be counted afterwards (facts 6.3 to 6.5; checklist 6; failures F1 to F13).

mod common;

use common::{KEY, NOW, ask, ask_at, full, ids, request, sandbox, send};
use hubspot_sandbox::{
    Applied, Effect, Ended, Exchange, Fault, Kind, Mangle, Outcome, Policy, Sandbox, Sort, Told, Wire,
};
use serde_json::{Value, json};

fn outcome(sandbox: &mut Sandbox, method: &str, path: &str, body: &Value) -> Outcome {
    sandbox.answer(&request(KEY, method, &full(path), &body.to_string()), NOW)
}

#[test]
fn f_8_the_sixth_search_of_a_second_is_429_without_retry_after() {
    let mut sandbox = sandbox();
    let mut search = |at: u64| send(&mut sandbox, NOW + at, KEY, "POST", "deals/search", "{}");
    assert!((0..5).all(|n| search(n * 10).status == 200));
    let refused = search(60);
    let body: Value = serde_json::from_str(&refused.body).expect("JSON");
    assert_eq!(
        (refused.status, &body["message"], &body["category"]),
        (429, &json!("You have reached your secondly limit."), &json!("RATE_LIMITS"))
    );
    assert_eq!(refused.header("retry-after"), None);
    assert_eq!(search(1_000).status, 200, "a refused search does not count");
}

#[test]
fn other_calls_are_counted_by_ten_seconds_and_apart_from_searches() {
    let mut sandbox = sandbox();
    for n in 0..100 {
        assert_eq!(ask_at(&mut sandbox, NOW + n, "GET", "contacts/101", json!(null)).0, 200);
    }
    let (refused, body) = ask_at(&mut sandbox, NOW + 200, "GET", "contacts/101", json!(null));
    assert_eq!(
        (refused, &body["policyName"], &body["errorType"]),
        (429, &json!("TEN_SECONDLY_ROLLING"), &json!("RATE_LIMIT"))
    );
    assert_eq!(ask_at(&mut sandbox, NOW + 201, "POST", "contacts/search", json!({})).0, 200);
    assert_eq!(ask_at(&mut sandbox, NOW + 10_000, "GET", "contacts/101", json!(null)).0, 200);
}

#[test]
fn f_8_the_day_ends_at_midnight_of_the_account() {
    let mut sandbox = sandbox();
    sandbox.colleague(NOW).settings().limits.daily = 2;
    for _ in 0..2 {
        assert_eq!(ask(&mut sandbox, "GET", "contacts/101", json!(null)).0, 200);
    }
    let (refused, body) = ask(&mut sandbox, "POST", "contacts/search", json!({}));
    assert_eq!(
        (refused, &body["policyName"], &body["message"]),
        (429, &json!("DAILY"), &json!("You have reached your daily limit."))
    );
    // 09:00 in UTC is 04:00 in the account: twenty hours to go.
    assert_eq!(ask_at(&mut sandbox, NOW + 20 * 3_600_000 - 1, "GET", "contacts/101", json!(null)).0, 429);
    assert_eq!(ask_at(&mut sandbox, NOW + 20 * 3_600_000, "GET", "contacts/101", json!(null)).0, 200);
}

#[test]
fn each_status_comes_with_hubspot_s_body() {
    let rows = [
        (Effect::status(400), json!({"status": "error", "category": "VALIDATION_ERROR"})),
        (Effect::status(401), json!({"category": "INVALID_AUTHENTICATION"})),
        (
            Effect::Status {
                status: 403,
                policy: None,
                scope: Some("tickets".into()),
                retry_after: None,
                message: None,
            },
            json!({"errors": [{"context": {"requiredGranularScopes": ["tickets"]}}]}),
        ),
        (Effect::status(404), json!({"message": "resource not found"})),
        (Effect::status(409), json!({"category": "CONFLICT"})),
        (Effect::status(423), json!({"status": "error"})),
        (Effect::status(429), json!({"message": "You have reached your secondly limit."})),
        (
            Effect::Status {
                status: 429,
                policy: Some(Policy::TenSecondly),
                scope: None,
                retry_after: Some(7),
                message: None,
            },
            json!({"policyName": "TEN_SECONDLY_ROLLING"}),
        ),
        (
            Effect::Status { status: 429, policy: Some(Policy::Daily), scope: None, retry_after: None, message: None },
            json!({"policyName": "DAILY"}),
        ),
        (
            Effect::Status { status: 477, policy: None, scope: None, retry_after: Some(86_400), message: None },
            json!({"status": "error"}),
        ),
        (
            Effect::Status {
                status: 502,
                policy: None,
                scope: None,
                retry_after: None,
                message: Some("bad gateway".into()),
            },
            json!({"message": "bad gateway"}),
        ),
    ];
    for (does, expected) in rows {
        let mut sandbox = sandbox();
        let (Effect::Status { status, retry_after, .. }, _) = (&does, ()) else { panic!("a status") };
        let (status, seconds) = (*status, retry_after.map(|seconds| seconds.to_string()));
        sandbox.inject(Fault::at_every_call(does));
        let response = send(&mut sandbox, NOW, KEY, "PATCH", "contacts/101", r#"{"properties":{"jobtitle":"x"}}"#);
        let body: Value = serde_json::from_str(&response.body).expect("JSON");
        assert_eq!((response.status, response.header("retry-after")), (status, seconds.as_deref()));
        common::contains(&body, &expected).unwrap_or_else(|why| panic!("{status}: {why}"));
        assert!(body["correlationId"].is_string());
        sandbox.clear_faults();
        assert_eq!(sandbox.colleague(NOW).text(Kind::Contacts, "101", "jobtitle"), None, "not carried out");
        assert_eq!(ask(&mut sandbox, "GET", "contacts/101", json!(null)).0, 200);
    }
}

#[test]
fn f_10_f_11_a_write_may_be_applied_although_its_answer_is_lost() {
    let body = json!({"properties": {"jobtitle": "Written"}});
    for does in [Effect::Cut, Effect::CutWithin, Effect::Hang, Effect::status(500), Effect::status(504)] {
        for applied in [Applied::Yes, Applied::No] {
            let mut sandbox = sandbox();
            sandbox.inject(Fault {
                applied,
                method: Some("PATCH".into()),
                delay: 30,
                ..Fault::at_every_call(does.clone())
            });
            let (expected, ended) = match &does {
                Effect::Cut => (Outcome::Cut { delay: 30 }, Ended::CutBefore),
                Effect::CutWithin => (Outcome::Cut { delay: 30 }, Ended::CutWithin),
                Effect::Hang => (Outcome::Hang, Ended::Hung),
                _ => (outcome(&mut sandbox.clone(), "PATCH", "contacts/101", &body), Ended::Answered),
            };
            assert_eq!(outcome(&mut sandbox, "PATCH", "contacts/101", &body), expected);
            // An answer of which half is sent was one, so the call was carried out.
            let written = applied == Applied::Yes || does == Effect::CutWithin;
            let stored = sandbox.colleague(NOW).text(Kind::Contacts, "101", "jobtitle");
            assert_eq!(stored.is_some(), written, "{does:?} {applied:?}");
            let logged = &sandbox.log()[0];
            assert_eq!((logged.ended, logged.applied == Applied::Yes, logged.is_write()), (ended, written, true));
        }
    }
}

#[test]
fn f_12_bodies_can_be_mangled() {
    let mangled = |how: Mangle| {
        let mut sandbox = sandbox();
        sandbox.inject(Fault::at_every_call(Effect::Mangle(how)));
        send(&mut sandbox, NOW, KEY, "GET", "contacts?limit=1", "")
    };
    for (how, valid) in [
        (Mangle::Truncated, false),
        (Mangle::Html, false),
        (Mangle::WrongTypes, true),
        (Mangle::ErrorBody, true),
        (Mangle::Empty, false),
        (Mangle::Null, true),
    ] {
        let response = mangled(how);
        assert_eq!((response.status, serde_json::from_str::<Value>(&response.body).is_ok()), (200, valid), "{how:?}");
    }
    assert!(mangled(Mangle::ErrorBody).body.contains(r#""status":"error""#));
}

#[test]
fn th_10_a_redirect_names_another_host() {
    let mut sandbox = sandbox();
    sandbox
        .inject(Fault::at_every_call(Effect::Redirect { status: 302, location: "https://elsewhere.example/".into() }));
    let response = send(&mut sandbox, NOW, KEY, "GET", "contacts/101", "");
    assert_eq!((response.status, response.header("location")), (302, Some("https://elsewhere.example/")));
}

#[test]
fn f_13_a_batch_may_succeed_in_part() {
    let inputs = json!({"inputs": [{"id": "101", "properties": {"jobtitle": "x"}}, {"id": "102", "properties": {"jobtitle": "x"}}, {"id": "103", "properties": {"jobtitle": "x"}}]});
    for (told, errors) in
        [(Told::AsErrors, json!([{"context": {"ids": ["101", "103"]}}])), (Told::Nothing, json!(null))]
    {
        let mut sandbox = sandbox();
        sandbox.inject(Fault {
            path: Some("*/batch/*".into()),
            ..Fault::at_every_call(Effect::Partial { every: 2, told })
        });
        let (got, answer) = ask(&mut sandbox, "POST", "contacts/batch/update", inputs.clone());
        assert_eq!((got, ids(&answer)), (207, vec!["102".to_owned()]), "{answer}");
        common::contains(answer.get("errors").unwrap_or(&Value::Null), &errors).expect("what is told");
        let mut written = |id: &str| sandbox.colleague(NOW).text(Kind::Contacts, id, "jobtitle").is_some();
        assert_eq!((written("101"), written("102"), written("103")), (false, true, false));
    }
    let mut sandbox = sandbox();
    sandbox.inject(Fault::at_every_call(Effect::Partial { every: 1, told: Told::AsErrors }));
    let (got, answer) = ask(&mut sandbox, "POST", "contacts/batch/read", json!({"inputs": [{"id": "101"}]}));
    assert_eq!((got, ids(&answer).len(), &answer["numErrors"]), (207, 0, &json!(1)), "all of it may fail");
}

#[test]
fn s_32_every_fortieth_call_can_be_refused() {
    let mut sandbox = sandbox();
    sandbox.inject(Fault { every: 40, ..Fault::at_every_call(Effect::status(429)) });
    let refused: Vec<u64> = (1..=120)
        .filter(|n| ask_at(&mut sandbox, NOW + n * 1_000, "GET", "contacts/101", json!(null)).0 == 429)
        .collect();
    assert_eq!(refused, [40, 80, 120]);
}

#[test]
fn answers_take_as_long_as_they_are_told_to() {
    let mut sandbox = common::with(|seed| seed["settings"] = json!({"latency": 300}));
    sandbox.inject(Fault { delay: 700, path: Some("*/deals".into()), ..Fault::at_every_call(Effect::Slow) });
    let delay = |outcome| match outcome {
        Outcome::Answer { delay, response } => (response.status, delay),
        other => panic!("{other:?}"),
    };
    assert_eq!(delay(outcome(&mut sandbox, "GET", "contacts", &Value::Null)), (200, 300));
    assert_eq!(delay(outcome(&mut sandbox, "GET", "deals", &Value::Null)), (200, 1_000));
}

#[test]
fn the_log_tells_reads_searches_and_writes_apart() {
    let mut sandbox = sandbox();
    for (method, path, body) in [
        ("GET", "contacts/101?properties=phone", json!(null)),
        ("POST", "contacts/search", json!({})),
        ("POST", "contacts/batch/read", json!({"inputs": [{"id": "101"}]})),
        ("PATCH", "contacts/101", json!({"properties": {}})),
        ("POST", "contacts/merge", json!({})),
        ("POST", "/nowhere", json!({})),
        ("DELETE", "contacts/999", json!(null)),
    ] {
        ask(&mut sandbox, method, path, body);
    }
    let sorts: Vec<Sort> = sandbox.log().iter().map(|one| one.sort).collect();
    assert_eq!(sorts, [Sort::Read, Sort::Search, Sort::Read, Sort::Write, Sort::Write, Sort::Write, Sort::Write]);
    let first = &sandbox.log()[0];
    assert_eq!(
        (first.number, first.at, first.path.as_str(), first.query.as_str()),
        (1, NOW, "/crm/objects/2026-09/contacts/101", "properties=phone")
    );
    assert_eq!((first.portal, first.status, first.applied), (Some(123_456), Some(200), Applied::Yes));
    sandbox.clear_log();
    assert!(sandbox.log().is_empty());
}

#[test]
fn f_43_what_the_browser_sends_again_by_itself_is_marked() {
    let create = request(KEY, "POST", "/crm/objects/2026-09/contacts", r#"{"properties":{"firstname":"Twice"}}"#);
    let over = |id, answered| Wire::Connection { id, answered };
    let mut sandbox = sandbox();
    sandbox.inject(Fault { applied: Applied::Yes, times: Some(1), ..Fault::at_every_call(Effect::Cut) });
    assert_eq!(sandbox.exchange(&create, NOW, over(1, 3)), Exchange::CutBefore { delay: 0 });
    assert!(matches!(sandbox.exchange(&create, NOW + 20, over(2, 0)), Exchange::Answer { .. }));
    assert!(matches!(sandbox.exchange(&create, NOW + 40, over(2, 1)), Exchange::Answer { .. }));
    let marks: Vec<Option<u64>> = sandbox.log().iter().map(|one| one.resend_of).collect();
    assert_eq!(marks, [None, Some(1), None], "once for each cut");
    assert_eq!(sandbox.colleague(NOW).ids(Kind::Contacts).len(), 6, "applied three times");

    let fresh = |answered, later| {
        let mut sandbox = common::sandbox();
        sandbox.inject(Fault { times: Some(1), ..Fault::at_every_call(Effect::Cut) });
        sandbox.exchange(&create, NOW, over(1, answered));
        sandbox.exchange(&create, NOW + later, over(2, 0));
        sandbox.log()[1].resend_of
    };
    assert_eq!(fresh(0, 20), None, "a first request on a connection is not sent again by a browser");
    assert_eq!(fresh(1, 6_000), None, "a later one is the caller's own");
}

#[test]
fn the_same_requests_get_the_same_answers() {
    let run = || {
        let mut sandbox = common::with(|seed| {
            seed["settings"] =
                json!({"latency": {"from": 10, "to": 500}, "indexLag": {"updates": {"from": 0, "to": 9_000}}})
        });
        let mut answers = Vec::new();
        for n in 0..30 {
            answers.push(outcome(
                &mut sandbox,
                "PATCH",
                "contacts/101",
                &json!({"properties": {"jobtitle": n.to_string()}}),
            ));
            answers.push(outcome(&mut sandbox, "POST", "contacts/search", &json!({"properties": ["jobtitle"]})));
        }
        answers
    };
    assert_eq!(run(), run());
}
