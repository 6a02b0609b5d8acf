//! What a person is told where HubSpot does not do its part: I-16, F5, F13.

use hubspot_sandbox::{Effect, Fault, Kind, Mangle, Policy, Told};
use linked_contacts::protocol::view::{PassView, Shelf};

use crate::book::Wa;
use crate::scene::{PORTAL, PORTAL_ID, Scene, Setup, TAB};
use crate::sim::TICK;

fn maria() -> Setup {
    let contact = [("firstname", "Maria"), ("lastname", "Silva"), ("phone", "+1 650 123 4567")];
    Setup::new().contact(101, &contact).person("442079460123", "Maria")
}

fn status(status: u16, policy: Option<Policy>) -> Effect {
    Effect::Status { status, policy, scope: None, retry_after: None, message: None }
}

/// The sentence of a search that fails.
fn refusal(scene: &mut Scene, text: &str) -> String {
    scene.search(TAB, text).expect_err("a refusal").sentence
}

#[test]
fn i_16_each_way_in_which_a_search_can_end_is_told_apart_and_the_next_one_is_not_held() {
    let troubles = [
        (status(500, None), "problem_server"),
        (status(429, Some(Policy::Secondly)), "problem_waiting"),
        (status(429, Some(Policy::Daily)), "problem_daily_limit"),
        (status(400, None), "problem_validation"),
        (Effect::Hang, "problem_timeout"),
        (Effect::Cut, "problem_offline"),
        (Effect::Mangle(Mangle::Html), "problem_unreadable"),
    ];
    for (trouble, sentence) in troubles {
        let mut scene = maria().connected();
        scene.open(TAB, Wa(0));
        scene.outside.hubspot.inject(Fault { path: Some("*/search".into()), ..Fault::at_every_call(trouble) });
        assert_eq!(refusal(&mut scene, "mar"), sentence);
        // "Could not ask" does not look like "nothing found", and what the directory has is an answer all the same.
        let known = scene.search(TAB, "650 123 4567").expect("what the directory has");
        assert_eq!(known.len(), 1, "{sentence}");
        scene.outside.hubspot.heal();
        assert_eq!(scene.search(TAB, "mar").expect("results").len(), 1, "{sentence}");
        assert_eq!(scene.search(TAB, "nobody of that name"), Ok(Vec::new()), "{sentence}");
    }
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    scene.outside.online.set(false);
    assert_eq!(refusal(&mut scene, "mar"), "problem_offline");
    scene.outside.online.set(true);
    assert_eq!(scene.search(TAB, "mar").expect("results").len(), 1);
}

#[test]
fn f_5_a_request_that_hubspot_calls_wrong_is_asked_once_a_tick_and_nothing_is_linked_meanwhile() {
    let mut scene = maria().connected();
    scene.wait(TICK);
    let made = scene.create(&[("phone", "+44 20 7946 0123")]);
    scene.outside.hubspot.inject(Fault { path: Some("*/search".into()), ..Fault::at_every_call(status(400, None)) });
    let before = scene.outside.hubspot.requests();
    scene.wait(3 * TICK);
    assert_eq!(scene.outside.hubspot.requests() - before, 3, "nothing is asked again before the timer");
    assert!(matches!(scene.view(TAB).strip.pass, PassView::Failed { .. }), "{:?}", scene.view(TAB).strip.pass);
    assert_eq!(scene.stored(Wa(0)), None);
    scene.outside.hubspot.heal();
    scene.wait(TICK);
    assert_eq!(scene.stored(Wa(0)), Some(made));
}

#[test]
fn f_13_of_a_batch_that_comes_back_in_part_what_came_is_shown_and_the_rest_is_not_taken_for_gone() {
    for told in [Told::AsErrors, Told::Nothing] {
        let mut scene = maria().named(102, "Linked", "+44 20 7946 0123").start();
        let now = scene.now();
        for at in 0..3 {
            let properties = [("dealname", format!("Deal {at}")), ("dealstage", "qualifiedtobuy".to_owned())];
            let properties = properties.each_ref().map(|(name, text)| (*name, text.as_str()));
            scene.outside.hubspot.give(PORTAL_ID, now, "102", Kind::Deals, &properties);
        }
        scene.connect(PORTAL);
        scene.outside.hubspot.inject(Fault {
            path: Some("*/deals/batch/read".into()),
            ..Fault::at_every_call(Effect::Partial { every: 2, told })
        });
        scene.open(TAB, Wa(0));
        let Shelf::Rows { rows, more, .. } = scene.card(TAB).deals else { panic!("no deals") };
        assert_eq!((rows.len(), more), (1, true));
        scene.outside.hubspot.heal();
        scene.close_chat(TAB);
        scene.open(TAB, Wa(0));
        let Shelf::Rows { rows, more, .. } = scene.card(TAB).deals else { panic!("no deals") };
        assert_eq!((rows.len(), more), (3, false));
    }
}
