//! Connecting, when it goes wrong, and while something else is under way: I-04, I-07.

use hubspot_sandbox::{Effect, Fault, Mangle, Policy, Sort};
use linked_contacts::protocol::options::{Connection, Keep, OptionsIntent, PassesRest, PastedKey};
use linked_contacts::protocol::view::{PassView, Retry, Screen};

use crate::book::{Target, Wa};
use crate::scene::{PORTAL, PORTAL_B, Scene, Setup, TAB};
use crate::sim::TICK;
use crate::truth::number_alias;

/// Calls of connecting: account details, one read per object type, owners.
const CONNECT: u64 = 6;
/// The key of the first account, as [`crate::hubspot::HubSpot::add_account`] makes it.
const OLD_KEY: &str = "pat-na1-146000001";
/// Another key of the first account.
const NEW_KEY: &str = "pat-na1-another";
const KEY_OF_B: &str = "pat-na1-146000002";

/// What can happen to a call, and what the options page says of it.
fn troubles() -> [(Effect, &'static str); 8] {
    [
        (Effect::Cut, "problem_offline"),
        (Effect::CutWithin, "problem_offline"),
        (Effect::Hang, "problem_timeout"),
        (Effect::Mangle(Mangle::Truncated), "problem_unreadable"),
        (Effect::Mangle(Mangle::Html), "problem_unreadable"),
        (Effect::status(401), "problem_key_unknown"),
        (Effect::status(429), "problem_waiting"),
        (Effect::status(500), "problem_server"),
    ]
}

fn maria() -> Setup {
    Setup::new().named(101, "Maria", "+1 650 123 4567").person("16501234567", "Maria")
}

fn paste(scene: &mut Scene, key: &str) {
    scene.options_says(&OptionsIntent::Connect { key: PastedKey(key.into()), keep: Keep::OnDevice });
}

fn kept(scene: &Scene) -> Option<String> {
    scene.outside.keys.kept.borrow().as_ref().map(|(token, _)| token.clone())
}

/// The rep is told why, and that it can be tried again.
fn is_told(scene: &Scene, sentence: &str, at: u64) {
    let Connection::Refused { problem } = scene.connection() else { panic!("call {at}: {:?}", scene.connection()) };
    assert_eq!(problem.sentence, sentence, "call {at}");
    assert_ne!(problem.retry, Retry::Never, "{sentence}");
}

#[test]
fn i_04_whatever_happens_to_any_call_of_connecting_is_told_nothing_is_half_made_and_the_next_try_works() {
    for (does, sentence) in troubles() {
        for at in 0..CONNECT {
            let mut scene = maria().start();
            scene.outside.hubspot.inject(Fault { skip: at, ..Fault::at_every_call(does.clone()) });
            paste(&mut scene, OLD_KEY);
            scene.wait(1);
            assert_eq!(scene.connection(), Connection::Checking);
            scene.settle();
            is_told(&scene, sentence, at);
            let asked = scene.outside.hubspot.requests();
            scene.kill();
            scene.wait(2 * TICK);
            assert_eq!((kept(&scene), scene.outside.hubspot.requests()), (None, asked), "{sentence}, call {at}");
            assert_eq!(scene.view(TAB).screen, Screen::NotConnected, "{sentence}, call {at}");
            assert_eq!(scene.connection(), Connection::NotConnected, "{sentence}, call {at}");
            scene.outside.hubspot.heal();
            scene.connect(PORTAL);
            assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"), "{sentence}, call {at}");
        }
    }
}

#[test]
fn i_04_i_07_a_key_of_another_account_that_cannot_be_checked_changes_nothing_of_what_is_connected() {
    for (does, sentence) in troubles() {
        for at in 0..CONNECT {
            let mut scene = maria().connected();
            scene.add_portal_b();
            scene.open(TAB, Wa(0));
            let trouble = Fault { skip: at, portal: Some(PORTAL_B), ..Fault::at_every_call(does.clone()) };
            scene.outside.hubspot.inject(trouble);
            paste(&mut scene, KEY_OF_B);
            scene.settle();
            is_told(&scene, sentence, at);
            assert_eq!(kept(&scene).as_deref(), Some(OLD_KEY));
            assert_eq!((scene.linked_to(TAB).as_deref(), scene.view(TAB).notice), (Some("101"), None), "{sentence}");
            let late = scene.add("442079460456", "Late");
            let made = scene.create(&[("phone", "+44 20 7946 0456")]);
            scene.wait(TICK + 10_000);
            assert_eq!(scene.stored(late), Some(made), "{sentence}, call {at}: passes go on");
        }
    }
}

/// A first account with three pages, which take a second and a half to read, and the other one.
fn many() -> Scene {
    let setup = (0..450).fold(maria(), |setup, at| setup.named(1_000 + at, "Somebody", &format!("+1 650 124 {at:04}")));
    let scene = setup.start();
    scene.add_portal_b();
    scene.outside.hubspot.add_key(PORTAL, NEW_KEY);
    scene
}

/// The contact that a person is linked with in an account.
fn linked_in(scene: &Scene, portal: u64, wa: Wa) -> Option<String> {
    let (watch, book) = (scene.outside.watch.borrow(), scene.book.borrow());
    let scope = format!("{portal}/{}", number_alias(&book.own));
    Some(watch.truth.link_of(&scope, &book, wa)?.contact.to_string())
}

fn no_failure(scene: &Scene, when: &str) {
    let pass = scene.view(TAB).strip.pass;
    assert!(!matches!(pass, PassView::Failed { .. }), "{when}: {pass:?}");
}

/// The key is pasted: from the moment at which it counts no pass has failed, and Maria is linked within ten seconds.
fn goes_on_with(scene: &mut Scene, (key, portal, contact): (&str, u64, &str), when: &str) {
    paste(scene, key);
    let pasted = scene.now();
    while kept(scene).as_deref() != Some(key) || linked_in(scene, portal, Wa(0)).as_deref() != Some(contact) {
        scene.wait(10);
        if kept(scene).as_deref() == Some(key) {
            no_failure(scene, when);
        }
        assert!(scene.now() - pasted <= 10_000, "{when}: not linked after ten seconds");
    }
    for _ in 0..400 {
        scene.wait(10);
        no_failure(scene, when);
    }
    scene.settle();
    scene.wait(TICK);
    no_failure(scene, when);
    assert_eq!(scene.view(TAB).notice, None, "{when}");
}

const SAME: (&str, u64, &str) = (NEW_KEY, PORTAL, "101");
const OTHER: (&str, u64, &str) = (KEY_OF_B, PORTAL_B, "5000001");

#[test]
fn i_07_another_key_that_is_pasted_while_a_pass_runs_goes_on_at_once_and_the_old_one_is_no_failure() {
    for next in [SAME, OTHER] {
        for revoked in [false, true] {
            for at in (0..3_000).step_by(150) {
                let mut scene = many();
                paste(&mut scene, OLD_KEY);
                scene.wait(650 + at);
                if revoked {
                    scene.outside.hubspot.revoke(OLD_KEY);
                }
                goes_on_with(&mut scene, next, &format!("{} after {at} ms, revoked: {revoked}", next.0));
            }
        }
    }
}

#[test]
fn i_07_what_was_asked_with_the_old_key_and_comes_back_later_is_no_failure_of_the_new_one() {
    for next in [SAME, OTHER] {
        for seen in [false, true] {
            let mut scene = many();
            scene.connect(PORTAL);
            let late = scene.add("442079460456", "Late");
            scene.wait(20_000);
            // A glance at what changed, for a chat that is opened or for somebody who was seen to write, takes three seconds.
            let slow =
                Fault { times: Some(1), sort: Some(Sort::Search), delay: 3_000, ..Fault::at_every_call(Effect::Slow) };
            scene.outside.hubspot.inject(slow);
            if seen {
                let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[late]);
                scene.page_says(TAB, message);
            } else {
                scene.open_chat(TAB, Target::Person(late));
            }
            scene.wait(200);
            goes_on_with(&mut scene, next, &format!("{}, seen: {seen}", next.0));
        }
    }
}

#[test]
fn i_07_f_8_an_account_whose_calls_of_the_day_are_used_up_does_not_hold_another() {
    let mut scene = many();
    scene.connect(PORTAL);
    let used_up =
        Effect::Status { status: 429, policy: Some(Policy::Daily), scope: None, retry_after: None, message: None };
    scene.outside.hubspot.inject(Fault { portal: Some(PORTAL), ..Fault::at_every_call(used_up) });
    scene.wait(TICK);
    let rests = |scene: &Scene| scene.outside.options.borrow().as_ref().unwrap().traffic.passes_rest;
    assert_eq!(rests(&scene), Some(PassesRest::DayUsedUp));
    goes_on_with(&mut scene, OTHER, "another account");
    assert_eq!(rests(&scene), None);
    scene.kill();
    let late = scene.add("442079460456", "Late");
    let made = scene.outside.hubspot.create(&PORTAL_B.to_string(), scene.now(), &[("phone", "+44 20 7946 0456")]);
    scene.wait(TICK + 10_000);
    assert_eq!(linked_in(&scene, PORTAL_B, late), Some(made), "nor does the next worker");
}
