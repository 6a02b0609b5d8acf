//! What HubSpot does not find under its id: F4, F20, I-20, I-21. The card says at once what became of the contact, nothing is written, and where
//! HubSpot does not answer for an id that was merged away, the survivor is found all the same.

use hubspot_sandbox::{Applied, Effect, Fault, Kind};
use linked_contacts::hubspot::object::ObjectKind;
use linked_contacts::linking::journal::{Entry, Event};
use linked_contacts::protocol::record::{Again, NewRecord, StageChange, StagedRecord};
use linked_contacts::protocol::view::{Answer, LinkNotice, Shelf};
use serde_json::{Value, json};

use crate::book::Wa;
use crate::scene::{PORTAL, PORTAL_ID, Scene, Setup, TAB, TAB2};
use crate::sim::TICK;

fn maria() -> Setup {
    Setup::new()
        .named(101, "Maria", "650 123 4567")
        .named(102, "Maria S.", "n/a")
        .named(103, "Mara", "n/a")
        .person("16501234567", "Maria")
}

fn opened(setup: Setup) -> Scene {
    let mut scene = setup.connected();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    scene
}

fn deal() -> NewRecord {
    NewRecord::Deal {
        name: "Renewal".into(),
        pipeline: "default".into(),
        stage: "qualifiedtobuy".into(),
        amount: String::new(),
        close_date: String::new(),
        owner: None,
    }
}

/// Everything on a card that writes to its contact, by name; the sentence of the refusal.
fn refused(scene: &mut Scene, what: &str) -> String {
    let answer = match what {
        "save" => scene.save(TAB, &[("jobtitle", "CEO")]),
        "create" => scene.make(TAB, deal(), Again::First),
        _ => {
            let Some(LinkNotice::WrittenDifferently { change }) = scene.card(TAB).notice else { panic!("no offer") };
            return scene.replace(TAB, change).unwrap_err().sentence;
        }
    };
    let Answer::Refused(problem) = answer else { panic!("{what}: {answer:?}") };
    problem.sentence
}

#[test]
fn f_4_i_20_a_click_that_meets_a_deleted_contact_turns_the_card_at_once() {
    for what in ["save", "create", "replace"] {
        let mut scene = opened(maria());
        scene.delete("101");
        assert_eq!(refused(&mut scene, what), "problem_not_found", "{what}");
        assert_eq!(scene.card(TAB).notice, Some(LinkNotice::Deleted), "{what}");
        assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"), "{what}: the link stays");
        // Only of a creation HubSpot itself says whether the contact is there.
        assert_eq!(scene.outside.hubspot.writes(), usize::from(what == "create"), "{what}");
    }
}

/// Each way in which HubSpot may treat the ids of merged contacts. Search sees changes at once.
fn ways() -> Vec<Value> {
    let mut ways = Vec::new();
    for get in ["resolved", "missing"] {
        for leaves in ["newId", "primaryId"] {
            let lag = json!({"creates": 0, "updates": 0});
            ways.push(json!({"mergedIdsInGet": get, "mergeLeaves": leaves, "indexLag": lag}));
        }
    }
    ways
}

#[test]
fn f_20_i_21_a_click_that_meets_a_merge_brings_up_the_survivor_and_works_the_second_time() {
    for way in ways() {
        for what in ["save", "create", "replace"] {
            let mut scene = opened(maria().settings(way.clone()));
            scene.wait(20_000);
            let survivor = scene.merge("102", "101");
            assert_eq!(refused(&mut scene, what), "problem_merged_meanwhile", "{what} {way}");
            assert_eq!(scene.outside.hubspot.writes(), usize::from(what == "create"), "{what} {way}");
            assert_eq!(scene.linked_to(TAB), Some(survivor.clone()), "{what} {way}");
            let done = match what {
                "save" => scene.save(TAB, &[("jobtitle", "CEO")]),
                "create" => scene.make(TAB, deal(), Again::First),
                _ => Answer::Done,
            };
            assert_eq!(done, Answer::Done, "{what} {way}");
            let deals = scene.outside.hubspot.belonging(PORTAL_ID, &survivor, Kind::Deals).len();
            assert_eq!((scene.stored(Wa(0)), deals), (Some(survivor), usize::from(what == "create")), "{way}");
        }
    }
}

#[test]
fn f_20_three_merges_one_after_the_other_end_at_the_last_survivor() {
    for way in ways() {
        let mut scene = maria().named(104, "M.", "n/a").settings(way.clone()).connected();
        scene.wait(20_000);
        let mut survivor = "101".to_owned();
        for next in ["102", "103", "104"] {
            survivor = scene.merge(next, &survivor);
        }
        scene.open(TAB, Wa(0));
        assert_eq!((scene.linked_to(TAB), scene.stored(Wa(0))), (Some(survivor.clone()), Some(survivor)), "{way}");
    }
}

#[test]
fn f_20_the_directory_knows_the_survivor_of_an_account_that_was_not_open() {
    let mut scene = maria().settings(json!({"mergedIdsInGet": "missing"})).connected();
    let other = scene.open_other_account();
    scene.open(TAB2, Wa(0));
    assert_eq!(scene.linked_to(TAB2).as_deref(), Some("101"));
    scene.close_tab(TAB2);
    let survivor = scene.merge("102", "101");
    scene.wait(2 * TICK);
    let searches = |scene: &Scene| scene.outside.hubspot.log().iter().filter(|one| one.path.contains("search")).count();
    scene.open_tab(TAB2, &other);
    let before = searches(&scene);
    scene.open(TAB2, Wa(0));
    assert_eq!((scene.linked_to(TAB2), searches(&scene) - before), (Some(survivor), 0));
}

#[test]
fn f_20_a_survivor_that_search_does_not_show_yet_comes_with_the_next_pass() {
    let mut scene = opened(maria().settings(json!({"mergedIdsInGet": "missing", "indexLag": {"updates": 60_000}})));
    scene.wait(20_000);
    let survivor = scene.merge("102", "101");
    scene.close_chat(TAB);
    scene.open(TAB, Wa(0));
    assert_eq!(scene.card(TAB).notice, Some(LinkNotice::Deleted));
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"), "the link stays");
    scene.wait(2 * TICK);
    assert_eq!((scene.linked_to(TAB), scene.stored(Wa(0))), (Some(survivor.clone()), Some(survivor)));
    assert_ne!(scene.card(TAB).notice, Some(LinkNotice::Deleted));
}

#[test]
fn f_20_i_21_a_survivor_without_the_number_is_followed_and_the_card_says_that_its_phone_differs() {
    for way in ways() {
        let mut scene = opened(maria().named(104, "Other", "+49 30 901820").settings(way.clone()));
        scene.wait(20_000);
        let survivor = scene.merge("104", "101");
        scene.close_chat(TAB);
        scene.open(TAB, Wa(0));
        assert_eq!(scene.linked_to(TAB), Some(survivor), "{way}");
        assert!(matches!(scene.card(TAB).notice, Some(LinkNotice::PhoneDiffers { .. })), "{way}");
    }
}

#[test]
fn f_4_a_deleted_contact_costs_two_requests_and_is_not_looked_for_in_a_loop() {
    let mut scene = opened(maria());
    scene.wait(20_000);
    scene.delete("101");
    for _ in 0..3 {
        let before = scene.outside.hubspot.requests();
        scene.close_chat(TAB);
        scene.open(TAB, Wa(0));
        assert_eq!(scene.card(TAB).notice, Some(LinkNotice::Deleted));
        assert!(scene.outside.hubspot.requests() - before <= 2);
    }
}

#[test]
fn f_4_a_deal_that_was_deleted_goes_from_the_card() {
    let mut scene = maria().start();
    let now = scene.now();
    let id = scene.give_deal("101", "Renewal");
    scene.connect(PORTAL);
    scene.open(TAB, Wa(0));
    scene.outside.hubspot.delete_record(PORTAL_ID, now, Kind::Deals, &id);
    let to_won = StageChange {
        record: StagedRecord::Deal { id: id.parse().unwrap() },
        before: "qualifiedtobuy".into(),
        after: "closedwon".into(),
    };
    let Answer::Refused(problem) = scene.move_to(TAB, to_won) else { panic!("moved") };
    assert_eq!(problem.sentence, "problem_record_gone");
    let Shelf::Rows { rows, .. } = scene.card(TAB).deals else { panic!("no deals") };
    assert_eq!(rows, []);
    assert_ne!(scene.card(TAB).notice, Some(LinkNotice::Deleted));
}

/// The answer to the creation of a deal is lost, and so is the look for it.
fn lost_deal(way: &Value) -> (Scene, String) {
    let mut scene = opened(maria().settings(way.clone()));
    scene.wait(20_000);
    let cut = Fault { method: Some("POST".into()), applied: Applied::Yes, ..Fault::at_every_call(Effect::Cut) };
    scene.outside.hubspot.inject(Fault { path: Some("*/objects/*/deals".into()), times: Some(1), ..cut.clone() });
    scene.outside.hubspot.inject(Fault { path: Some("*/contacts/deals/batch/read".into()), skip: 1, ..cut });
    assert!(matches!(scene.make(TAB, deal(), Again::First), Answer::MaybeCreated { .. }));
    scene.outside.hubspot.heal();
    let survivor = scene.merge("102", "101");
    (scene, survivor)
}

#[test]
fn f_20_f_43_what_was_made_before_a_merge_is_found_after_it_and_not_made_again() {
    for way in ways() {
        let (mut scene, survivor) = lost_deal(&way);
        scene.close_chat(TAB);
        scene.open(TAB, Wa(0));
        assert_eq!(scene.linked_to(TAB), Some(survivor.clone()), "{way}");
        assert_eq!(scene.make(TAB, deal(), Again::First), Answer::Done, "{way}");
        assert_eq!(scene.outside.hubspot.belonging(PORTAL_ID, &survivor, Kind::Deals).len(), 1, "{way}");
        assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0, "{way}");

        let (mut scene, survivor) = lost_deal(&way);
        scene.wait(TICK);
        assert_eq!(scene.outside.hubspot.belonging(PORTAL_ID, &survivor, Kind::Deals).len(), 1, "{way}");
        assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0, "{way}");
        let made = |entry: &Entry| matches!(entry.event, Event::Created { of: ObjectKind::Deal, .. });
        let told = scene.outside.watch.borrow().truth.journal().filter(|(_, entry)| made(entry)).count();
        assert_eq!(told, 1, "{way}: the next pass finds it");
    }
}

#[test]
fn f_20_inv_7_an_edit_whose_answer_was_lost_before_a_merge_is_settled_by_what_the_survivor_has() {
    for way in ways() {
        let mut scene = opened(maria().settings(way.clone()));
        scene.wait(20_000);
        let cut = |method: &str, skip| Fault {
            method: Some(method.into()),
            path: Some("*/contacts/101*".into()),
            applied: Applied::Yes,
            skip,
            ..Fault::at_every_call(Effect::Cut)
        };
        scene.outside.hubspot.inject(cut("PATCH", 0));
        scene.outside.hubspot.inject(cut("GET", 1));
        assert!(matches!(scene.save(TAB, &[("jobtitle", "CEO")]), Answer::Refused(_)));
        scene.outside.hubspot.heal();
        scene.merge("102", "101");
        scene.wait(TICK);
        let edited = |entry: &Entry| matches!(entry.event, Event::Edited { of: ObjectKind::Contact, .. });
        let watch = scene.outside.watch.borrow();
        let told = watch.truth.journal().filter(|(_, entry)| edited(entry)).count();
        assert_eq!((watch.truth.record_intents().count(), told), (0, 1), "{way}");
    }
}
