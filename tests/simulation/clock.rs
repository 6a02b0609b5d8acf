//! The rep's clock is set, by hours or by years, forwards or back, in the middle of things: F15. Nothing that anybody did is lost by
//! it, and what is done by itself goes on within a period and asks no more than before.

use hubspot_sandbox::{Applied, Effect, Fault, Policy};
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::record::{Again, NewContact};
use linked_contacts::protocol::view::{Answer, PersonState};
use serde_json::json;

use crate::book::Wa;
use crate::rep::id;
use crate::scene::{PORTAL, Scene, Setup, TAB};
use crate::sim::TICK;

const HOUR: i64 = 3_600_000;
const YEARS: i64 = 10 * 365 * 24 * HOUR;
const STEPS: [i64; 6] = [HOUR, -HOUR, 5 * HOUR, -5 * HOUR, YEARS, -YEARS];
const WRITTEN: &str = "+442079460123";
/// Requests of a pass over everything, as once a day, beside the usual one.
const WHOLE: usize = 4;

fn nothing_is_lost(scene: &Scene, when: &str) {
    let (ben, ana) = (scene.stored(Wa(1)), scene.stored(Wa(2)));
    assert_eq!((ben.as_deref(), ana, scene.remembered(Wa(2))), (Some("102"), None, true), "{when}");
}

/// Somebody new is linked by the next pass; and ten periods later no more was asked than ten periods ask.
fn passes_go_on(scene: &mut Scene, digits: &str, when: &str) {
    let late = scene.add(digits, "Late");
    let made = scene.create(&[("phone", &format!("+{digits}"))]);
    scene.wait(TICK + 10_000);
    assert_eq!(scene.stored(late), Some(made), "{when}: no pass within a period");
    let before = scene.outside.hubspot.requests();
    scene.wait(10 * TICK);
    let asked = scene.outside.hubspot.requests() - before;
    assert!((10..=10 + WHOLE).contains(&asked), "{when}: {asked} requests in ten periods");
    nothing_is_lost(scene, when);
}

#[test]
fn f_15_passes_go_on_when_the_clock_is_set_while_one_runs_or_none_and_when_it_is_set_right_again() {
    for step in STEPS {
        for at in [None, Some(0), Some(50), Some(110), Some(160)] {
            for killed in [false, true] {
                let when = format!("{} h at {at:?} ms, killed: {killed}", step / HOUR);
                let mut scene = Scene::of_three();
                scene.wait(TICK + 20_000);
                if let Some(at) = at {
                    scene.alarm();
                    scene.wait(at);
                }
                scene.outside.kernel.set_skew(step);
                if killed {
                    scene.kill();
                }
                passes_go_on(&mut scene, "442079460456", &when);
                scene.outside.kernel.set_skew(0);
                if killed {
                    scene.kill();
                }
                passes_go_on(&mut scene, "442079460789", &format!("{when}, and back"));
            }
        }
    }
}

#[test]
fn f_15_f_8_passes_that_rest_for_an_hour_rest_no_longer_where_the_clock_is_set_while_the_worker_is_dead() {
    for step in STEPS {
        let mut scene = Scene::of_three();
        let policy = Some(Policy::Daily);
        let used_up = Effect::Status { status: 429, policy, scope: None, retry_after: None, message: None };
        scene.outside.hubspot.inject(Fault { times: Some(1), ..Fault::at_every_call(used_up) });
        scene.wait(TICK);
        let late = scene.add("442079460456", "Late");
        let made = scene.create(&[("phone", "+44 20 7946 0456")]);
        scene.kill();
        scene.outside.kernel.set_skew(step);
        scene.wait(HOUR.unsigned_abs() + TICK);
        assert_eq!(scene.stored(late), Some(made), "{} h", step / HOUR);
    }
}

#[test]
fn f_15_the_first_pass_links_everyone_whenever_the_clock_is_set() {
    for step in STEPS {
        for at in (0..2_400).step_by(200) {
            let mut scene = (0..450)
                .fold(Setup::new(), |all, at| all.named(1_000 + at, "Somebody", &format!("+1 650 124 {at:04}")))
                .person("16501240000", "First")
                .person("16501240449", "Last")
                .start();
            scene.later(at, move |sim| sim.outside.kernel.set_skew(step));
            scene.start_connecting(PORTAL);
            scene.wait(15_000);
            let linked = [Wa(0), Wa(1)].map(|wa| scene.stored(wa));
            assert_eq!(linked, [Some("1000".into()), Some("1449".into())], "{} h at {at} ms", step / HOUR);
        }
    }
}

#[test]
fn f_15_a_clock_that_is_set_in_the_middle_of_a_link_by_hand_splits_it_nowhere() {
    for step in STEPS {
        for at in (0..500).step_by(25) {
            let when = format!("{} h at {at} ms", step / HOUR);
            let mut scene = Scene::of_three();
            scene.open(TAB, Wa(0));
            let shown = scene.preview(TAB, "101").unwrap().change;
            let before = scene.outside.hubspot.requests();
            scene.later(at, move |sim| sim.outside.kernel.set_skew(step));
            let link = |op, chat| Intent::Link { op, chat, contact: id("101"), shown, take_over: TakeOver::default() };
            let answer = scene.press(TAB, link);
            assert_eq!(answer == Answer::Done, scene.text("101", "phone") == WRITTEN, "{when}: {answer:?}");
            assert_eq!(scene.stored(Wa(0)).is_some(), answer == Answer::Done, "{when}");
            assert!(scene.outside.hubspot.requests() - before <= 15, "{when}");
            if answer != Answer::Done {
                scene.link(TAB, "101").unwrap();
            }
            scene.wait(TICK);
            scene.outside.watch.borrow().nothing_is_open();
            assert_eq!((scene.stored(Wa(0)).as_deref(), scene.outside.hubspot.writes()), (Some("101"), 1), "{when}");
            nothing_is_lost(&scene, &when);
        }
    }
}

#[test]
fn f_15_s_53_an_unlinking_holds_whenever_the_clock_is_set_before_it_after_it_and_on_the_way() {
    for step in STEPS {
        for at in (0..100).step_by(20) {
            let when = format!("{} h at {at} ms", step / HOUR);
            let mut scene = Scene::of_three();
            scene.open(TAB, Wa(1));
            scene.later(at, move |sim| sim.outside.kernel.set_skew(step));
            scene.unlink(TAB).unwrap();
            for skew in [step, 0, -step] {
                scene.outside.kernel.set_skew(skew);
                scene.close_chat(TAB);
                scene.restart_browser();
                scene.wait(2 * TICK);
                for wa in [Wa(1), Wa(2)] {
                    scene.open(TAB, wa);
                    assert!(
                        matches!(scene.state(TAB), PersonState::Remembered { .. }),
                        "{when}, then {} h",
                        skew / HOUR
                    );
                    assert_eq!((scene.stored(wa), scene.remembered(wa)), (None, true), "{when}");
                }
            }
            // The rep's own word counts, whatever the time.
            scene.open(TAB, Wa(1));
            scene.link(TAB, "102").unwrap();
            assert_eq!((scene.linked_to(TAB).as_deref(), scene.remembered(Wa(1))), (Some("102"), false), "{when}");
        }
    }
}

#[test]
fn f_15_a_page_that_is_loaded_anew_after_the_clock_was_set_back_shows_the_chats_that_are_opened() {
    for step in STEPS {
        let mut scene = Scene::of_three();
        scene.open(TAB, Wa(1));
        scene.outside.kernel.set_skew(step);
        let book = scene.book.clone();
        scene.close_tab(TAB);
        scene.settle();
        scene.load_page(TAB, &book);
        scene.open_sidebar(TAB);
        scene.open(TAB, Wa(1));
        assert_eq!(scene.linked_to(TAB).as_deref(), Some("102"), "{} h", step / HOUR);
    }
}

/// Zoe's contact was made or not, and its answer is lost: that is open.
fn lost_contact(applied: Applied) -> Scene {
    let slow = json!({"indexLag": {"creates": 60_000, "updates": 60_000}, "latency": 100});
    let setup = Setup::new().named(101, "Zoe", "(650) 123-4567").person("442079460123", "Zoe").settings(slow);
    let mut scene = setup.connected();
    scene.open(TAB, Wa(0));
    let (method, path) = (Some("POST".to_owned()), Some("*/contacts".to_owned()));
    scene.outside.hubspot.inject(Fault { method, path, applied, ..Fault::at_every_call(Effect::Cut) });
    let zoe = NewContact { first_name: "Zoe".into(), ..NewContact::default() };
    assert!(matches!(scene.make_contact(TAB, zoe, Again::First), Answer::MaybeCreated { .. }));
    scene
}

#[test]
fn f_15_inv_7_a_contact_that_was_never_made_is_given_up_after_a_while_whatever_the_clock_shows() {
    for step in STEPS {
        let mut scene = lost_contact(Applied::No);
        scene.outside.kernel.set_skew(step);
        scene.wait(3 * TICK);
        assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0, "{} h", step / HOUR);
        assert_eq!((scene.stored(Wa(0)), scene.outside.hubspot.writes()), (None, 1));
    }
}

#[test]
fn f_15_f_43_what_the_rep_said_after_a_contact_was_lost_counts_as_later_whatever_the_clock_shows() {
    for step in STEPS {
        let mut scene = lost_contact(Applied::Yes);
        scene.outside.kernel.set_skew(step);
        scene.link(TAB, "101").unwrap();
        scene.unlink(TAB).unwrap();
        scene.wait(3 * TICK);
        assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0, "{} h", step / HOUR);
        assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true), "{} h", step / HOUR);
    }
}

#[test]
fn f_15_f_16_the_index_has_not_caught_up_because_the_clock_was_set() {
    for step in STEPS {
        let mut scene = Scene::of_three();
        // Ten seconds before a pass: one change that search shows two minutes later, and a newer one that it shows at once.
        let before = scene.outside.hubspot.requests();
        while scene.outside.hubspot.requests() == before {
            scene.wait(20);
        }
        scene.wait(TICK - 10_000);
        let lag = |ms: u64| json!({"indexLag": {"creates": ms, "updates": ms}});
        scene.outside.hubspot.set(crate::scene::PORTAL_ID, &lag(120_000));
        let late = scene.add("4930901820", "Late");
        let made = scene.create(&[("phone", "+49 30 901820")]);
        scene.outside.hubspot.set(crate::scene::PORTAL_ID, &lag(0));
        scene.wait(1_000);
        scene.edit("102", &[("city", "Porto")]);
        scene.wait(10_000);
        scene.outside.kernel.set_skew(step);
        scene.alarm();
        scene.wait(2 * TICK);
        assert_eq!(scene.stored(late), Some(made), "{} h", step / HOUR);
    }
}
