//! HubSpot refuses to answer for a while: how often something is asked again and when, F7, F8, F10. Reads are asked three times at
//! most, writes are never sent again.

use hubspot_sandbox::{Effect, Fault, Mangle, Policy};
use linked_contacts::hubspot::calls::account_details::AccountDetails;
use linked_contacts::hubspot::request::Call as _;
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::options::PassesRest;
use linked_contacts::protocol::record::{Again, FieldChange, NewContact, NewRecord};

use crate::book::Wa;
use crate::rep::id;
use crate::scene::{PORTAL_ID, Scene, Setup, TAB};
use crate::sim::TICK;

/// Milliseconds until HubSpot's answer is there.
const ANSWER: u64 = 100;
const MINUTE: u64 = 60_000;

fn status(status: u16, retry_after: Option<u32>) -> Effect {
    Effect::Status { status, policy: Some(Policy::TenSecondly), scope: None, retry_after, message: None }
}

/// Maria's chat is open and not linked; Ben is linked.
fn opened() -> Scene {
    let mut scene = Setup::new()
        .named(101, "Maria", "(650) 123-4567")
        .contact(102, &[("firstname", "Ben"), ("phone", "+1 650 765 4321"), ("jobtitle", "Buyer")])
        .person("442079460123", "Maria")
        .person("16507654321", "Ben")
        .connected();
    scene.open(TAB, Wa(0));
    scene
}

/// When a contact was read by its id.
fn reads(scene: &Scene, contact: &str, since: usize) -> Vec<u64> {
    let log = scene.outside.hubspot.log().split_off(since);
    let of_contact = |path: &str| path.ends_with(&format!("/contacts/{contact}"));
    log.iter().filter(|one| one.method == "GET" && of_contact(&one.path)).map(|one| one.at).collect()
}

#[test]
fn f_7_f_8_what_is_read_is_asked_for_three_times_at_most_and_each_time_after_the_wait() {
    // What HubSpot answers, and the least seconds until it is asked again.
    let refusals =
        [(423, None, 2), (423, Some(0), 2), (429, None, 1), (429, Some(0), 1), (429, Some(3), 3), (477, Some(1), 1)];
    for (code, told, least) in refusals {
        let mut scene = opened();
        let since = scene.outside.hubspot.requests();
        let path = Some("*/contacts/101".to_owned());
        scene.outside.hubspot.inject(Fault { path, ..Fault::at_every_call(status(code, told)) });
        let problem = scene.preview(TAB, "101").unwrap_err();
        assert_eq!(problem.sentence, "problem_waiting", "{code}");
        let asked = reads(&scene, "101", since);
        assert_eq!(asked.len(), 3, "{code}");
        let waits: Vec<u64> = asked.windows(2).map(|pair| pair[1] - pair[0] - ANSWER).collect();
        assert!(
            waits.iter().all(|wait| (least * 1_000..(least + 3) * 1_000).contains(wait)),
            "{code}, {told:?}: {waits:?}"
        );
        // Nobody asks behind the rep's back; pressing again works.
        scene.wait(2 * TICK);
        assert_eq!(reads(&scene, "101", since).len(), 3, "{code}");
        scene.outside.hubspot.heal();
        scene.link(TAB, "101").unwrap();
    }
}

#[test]
fn f_7_what_is_no_wait_is_not_asked_for_again() {
    let troubles = [
        status(400, None),
        status(403, None),
        status(404, None),
        status(500, None),
        status(502, None),
        Effect::Hang,
        Effect::Cut,
    ];
    for does in troubles.into_iter().chain([Effect::Mangle(Mangle::Html)]) {
        let mut scene = opened();
        let since = scene.outside.hubspot.requests();
        let path = Some("*/contacts/101".to_owned());
        scene.outside.hubspot.inject(Fault { path, ..Fault::at_every_call(does.clone()) });
        scene.preview(TAB, "101").unwrap_err();
        assert_eq!(reads(&scene, "101", since).len(), 1, "{does:?}");
    }
}

/// What a rep can have written.
#[derive(Debug, Clone, Copy)]
enum Write {
    Link,
    Edit,
    Deal,
    Contact,
}

/// Presses it, whatever comes of it.
fn press(scene: &mut Scene, write: Write) {
    match write {
        Write::Link => {
            let shown = scene.preview(TAB, "101").unwrap().change;
            let take_over = TakeOver::default();
            scene.press(TAB, |op, chat| Intent::Link { op, chat, contact: id("101"), shown, take_over });
        }
        Write::Edit => {
            scene.open(TAB, Wa(1));
            let property = "jobtitle".parse().unwrap();
            scene.save_changes(TAB, vec![FieldChange { property, before: "Buyer".into(), after: "CEO".into() }]);
        }
        Write::Deal => {
            scene.open(TAB, Wa(1));
            let (pipeline, stage) = ("default".into(), "qualifiedtobuy".into());
            let (amount, close_date) = (String::new(), String::new());
            let deal = NewRecord::Deal { name: "Renewal".into(), pipeline, stage, amount, close_date, owner: None };
            scene.make(TAB, deal, Again::First);
        }
        Write::Contact => {
            let wanted = NewContact { first_name: "Maria".into(), ..NewContact::default() };
            scene.make_contact(TAB, wanted, Again::First);
        }
    }
}

#[test]
fn f_7_f_10_what_is_written_is_sent_once_whatever_comes_of_it_and_no_pass_and_no_worker_sends_it_again() {
    let refused = [status(423, None), status(429, Some(0)), status(477, Some(1))];
    let unknown = [status(500, None), status(502, None), Effect::Hang, Effect::Cut, Effect::Mangle(Mangle::Html)];
    for does in refused.into_iter().chain(unknown) {
        for write in [Write::Link, Write::Edit, Write::Deal, Write::Contact] {
            let mut scene = opened();
            for (method, path) in [("PATCH", "*"), ("POST", "*/deals"), ("POST", "*/contacts")] {
                let (method, path) = (Some(method.to_owned()), Some(path.to_owned()));
                scene.outside.hubspot.inject(Fault { method, path, ..Fault::at_every_call(does.clone()) });
            }
            press(&mut scene, write);
            assert_eq!(scene.outside.hubspot.writes(), 1, "{write:?}, {does:?}");
            scene.wait(TICK);
            scene.kill();
            scene.wait(2 * TICK);
            assert_eq!(scene.outside.hubspot.writes(), 1, "{write:?}, {does:?}");
        }
    }
}

#[test]
fn f_8_a_wait_of_no_seconds_is_a_second_and_whoever_was_refused_at_another_moment_comes_back_at_another() {
    let mut waits = Vec::new();
    for late in (0..1_000).step_by(125) {
        let mut scene = opened();
        scene.wait(late);
        let since = scene.outside.hubspot.requests();
        let path = Some("*/contacts/101".to_owned());
        scene.outside.hubspot.inject(Fault { path, times: Some(1), ..Fault::at_every_call(status(429, Some(0))) });
        scene.preview(TAB, "101").unwrap();
        let [refused, again] = reads(&scene, "101", since).try_into().unwrap();
        waits.push(again - refused - ANSWER);
    }
    assert!(waits.iter().all(|wait| (1_000..2_000).contains(wait)), "{waits:?}");
    let spread = waits.iter().max().unwrap() - waits.iter().min().unwrap();
    assert!(spread >= 500, "{waits:?}: who was refused together comes back together");
}

fn rests(scene: &Scene) -> Option<PassesRest> {
    scene.outside.options.borrow().as_ref().unwrap().traffic.passes_rest
}

/// Passes of workers that die again and again ask nothing for an hour from now, and then ask.
fn an_hour_goes_by(scene: &mut Scene) {
    let asked = scene.outside.hubspot.requests();
    for _ in 0..18 {
        scene.kill();
        scene.wait(3 * MINUTE);
        assert_eq!((scene.outside.hubspot.requests(), rests(scene)), (asked, Some(PassesRest::DayUsedUp)));
    }
    scene.kill();
    scene.wait(10 * MINUTE);
    assert!(scene.outside.hubspot.requests() > asked, "nobody asks any more");
}

#[test]
fn f_8_what_hubspots_headers_say_of_the_day_is_obeyed_by_the_next_worker_too() {
    let mut scene = opened();
    scene.close_chat(TAB);
    scene.settle();
    // Others who share the key use up the day, all but nineteen calls in twenty times as many.
    let daily = 400_usize;
    scene.outside.hubspot.set(PORTAL_ID, &serde_json::json!({"limits": {"daily": daily, "burst": 1_000}}));
    let call = AccountDetails.request();
    let token = format!("pat-na1-{PORTAL_ID}");
    while scene.outside.hubspot.requests() < daily - 20 {
        scene.outside.hubspot.answer(&token, &call, scene.now());
    }
    assert_eq!(rests(&scene), None);
    scene.wait(TICK);
    assert_eq!(rests(&scene), Some(PassesRest::DayUsedUp));
    an_hour_goes_by(&mut scene);
}

#[test]
fn f_8_a_day_that_is_used_up_is_used_up_for_the_next_worker_too() {
    let mut scene = opened();
    scene.close_chat(TAB);
    scene.settle();
    let used_up =
        Effect::Status { status: 429, policy: Some(Policy::Daily), scope: None, retry_after: None, message: None };
    scene.outside.hubspot.inject(Fault::at_every_call(used_up));
    scene.wait(TICK);
    assert_eq!(rests(&scene), Some(PassesRest::DayUsedUp));
    an_hour_goes_by(&mut scene);
}
