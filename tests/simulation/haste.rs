//! A rep in haste: INV-16 where people, and no pass, ask for as much as HubSpot allows.

use hubspot_sandbox::{Logged, Sort};
use linked_contacts::protocol::view::Freshness;

use crate::book::{Target, Wa};
use crate::scene::{Scene, Setup, TAB};

/// People of the rep, each of whom HubSpot knows.
const MANY: usize = 200;
/// The shortest list of calls in ten seconds that HubSpot refuses, on its smallest plan.
const LIMIT: usize = 100;

fn digits(at: usize) -> String {
    format!("44207946{at:04}")
}

fn contact(at: usize) -> String {
    (1_000 + at).to_string()
}

/// HubSpot answers at once, so that nothing but the limits sets the pace. `phone` is what it has of each.
fn many(phone: impl Fn(usize) -> String) -> Scene {
    let settings = serde_json::json!({"indexLag": {"creates": 0, "updates": 0}, "latency": 5});
    let mut setup = Setup::new().settings(settings);
    for at in 0..MANY {
        setup = setup.named(1_000 + u64::try_from(at).unwrap(), &format!("Contact {at}"), &phone(at));
        setup = setup.person(&digits(at), &format!("Person {at}"));
    }
    let mut scene = setup.connected();
    scene.wait(20_000);
    scene
}

/// The calls that are no searches, which have a limit of their own.
fn others(log: &[Logged]) -> impl Iterator<Item = &Logged> {
    log.iter().filter(|one| one.sort != Sort::Search)
}

/// Most calls other than searches within any ten seconds.
fn most_in_ten_seconds(log: &[Logged]) -> usize {
    let times: Vec<u64> = others(log).map(|one| one.at).collect();
    let within = |start: u64| times.iter().filter(|at| (start..start + 10_000).contains(*at)).count();
    times.iter().map(|start| within(*start)).max().unwrap_or(0)
}

#[test]
fn inv_16_two_hundred_chats_are_opened_and_linked_without_a_pause() {
    let mut scene = many(|_| "no number".into());
    let (began, before) = (scene.now(), scene.outside.hubspot.log().len());
    for at in 0..MANY {
        scene.open(TAB, Wa(at));
        scene.link(TAB, &contact(at)).unwrap();
        assert_eq!(scene.text(&contact(at), "phone"), format!("+{}", digits(at)));
        assert_eq!(scene.card(TAB).freshness, Freshness::Fresh);
    }
    let log = scene.outside.hubspot.log().split_off(before);
    let most = most_in_ten_seconds(&log);
    assert!(most < LIMIT, "{most} calls in ten seconds");
    assert!(log.iter().all(|one| one.status != Some(429)));
    // It is HubSpot's limit that people wait for, and no more: nine calls a second, and what the last window still allows.
    let calls = u64::try_from(others(&log).count()).unwrap();
    let seconds = (scene.now() - began) / 1_000;
    assert!(calls >= 800, "{calls} calls");
    assert!(seconds <= calls / 9 + 5, "{seconds} s for {calls} calls");
}

#[test]
fn inv_16_b_08_a_chat_that_was_left_before_its_turn_came_costs_no_request() {
    const FLICKED: usize = 100;
    let mut scene = many(|at| format!("+{}", digits(at)));
    // What is free of the limit is used up by then: each card waits for its turn.
    for at in FLICKED..MANY {
        scene.open_chat(TAB, Target::Person(Wa(at)));
        scene.wait(40);
    }
    let before = scene.outside.hubspot.log().len();
    for at in 0..FLICKED {
        scene.open_chat(TAB, Target::Person(Wa(at)));
        scene.wait(40);
    }
    scene.wait(2_000);
    assert_eq!(scene.linked_to(TAB), Some(contact(FLICKED - 1)));
    assert_eq!(scene.card(TAB).freshness, Freshness::Fresh, "the last one is not held up by those before it");
    scene.wait(20_000);
    let log = scene.outside.hubspot.log().split_off(before);
    let cards = log.iter().filter(|one| one.method == "GET" && one.path.contains("/contacts/")).count();
    assert!((1..=FLICKED / 2).contains(&cards), "{cards} cards of {FLICKED} that were flicked through");
}
