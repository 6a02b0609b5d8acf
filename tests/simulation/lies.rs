//! A hostile page (TH-3): mismatching, flapping, replayed and out-of-order facts. It may mislead what is shown; nothing automatic ever
//! writes to HubSpot, nobody is linked by facts that do not agree, and a click for another chat does nothing.

use linked_contacts::protocol::view::Screen;
use serde_json::{Value, json};

use crate::book::{Target, Wa};
use crate::scene::{Scene, Setup, TAB};

/// Two people; both have a contact by the number alone, so that only an opened chat links them.
fn two() -> Setup {
    Setup::new()
        .named(101, "Anna", "650 123 4501")
        .named(102, "Ben", "650 123 4502")
        .person("16501234501", "Anna")
        .person("16501234502", "Ben")
}

/// What a page may truly say of these people's chats, under the generation that is open.
fn evidence(scene: &mut Scene, wa: Wa) -> Value {
    let mut pages = scene.outside.pages.borrow_mut();
    let page = pages.get_mut(&TAB).unwrap();
    let open = page.open.replace(Target::Person(wa));
    let said = page.evidence(2).unwrap();
    page.open = open;
    said
}

/// Opens a chat of which nothing has been read.
fn open_unread(scene: &mut Scene, wa: Wa) -> u64 {
    let (switch, generation) = {
        let mut pages = scene.outside.pages.borrow_mut();
        let page = pages.get_mut(&TAB).unwrap();
        (page.switch(Target::Person(wa)), page.generation)
    };
    scene.page_says(TAB, switch);
    scene.wait(1);
    generation
}

fn nothing_was_written(scene: &Scene) {
    assert_eq!(scene.outside.hubspot.writes(), 0, "S-27, TH-3");
}

#[test]
fn th_3_messages_of_two_chats_are_nobody_whatever_the_records_say() {
    let mut scene = two().connected();
    open_unread(&mut scene, Wa(0));
    let (mut mixed, other) = (evidence(&mut scene, Wa(0)), evidence(&mut scene, Wa(1)));
    mixed["keys"][1] = other["keys"][1].clone();
    scene.page_says(TAB, mixed);
    scene.wait(1_000);
    assert!(matches!(scene.view(TAB).screen, Screen::NotUnderstood(_)));
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1))), (None, None));
    nothing_was_written(&scene);
}

#[test]
fn th_3_keys_that_do_not_hold_their_stanza_are_no_evidence() {
    let mut scene = two().connected();
    open_unread(&mut scene, Wa(0));
    let mut forged = evidence(&mut scene, Wa(1));
    for key in forged["keys"].as_array_mut().unwrap() {
        key["stanza"] = json!("3EB0FFFFFFFFFFFFFFFF");
    }
    scene.page_says(TAB, forged);
    scene.wait(1_000);
    assert!(matches!(scene.view(TAB).screen, Screen::NotUnderstood(_)));
    assert_eq!(scene.stored(Wa(1)), None);
    nothing_was_written(&scene);
}

#[test]
fn th_3_inv_13_what_is_replayed_or_comes_out_of_order_changes_nothing() {
    let mut scene = two().connected();
    scene.open(TAB, Wa(0));
    let old = scene.outside.pages.borrow()[&TAB].evidence(2).unwrap();
    scene.open(TAB, Wa(1));
    let shown = scene.view(TAB);
    let generation = scene.outside.pages.borrow()[&TAB].generation;
    for said in [
        old.clone(),
        json!({"v": 1, "kind": "switch", "generation": generation - 1}),
        json!({"v": 1, "kind": "no_chat", "generation": generation - 1}),
        old,
        json!({"v": 1, "kind": "snapshot", "request": 1, "store": "contact", "rows": [{"id": "16501234501@c.us"}], "last": true}),
        json!({"v": 1, "kind": "snapshot_failed", "request": 1, "problem": "no_database"}),
    ] {
        scene.page_says(TAB, said);
        scene.wait(1_000);
        assert_eq!(scene.view(TAB), shown);
    }
    nothing_was_written(&scene);
}

#[test]
fn th_3_a_chat_that_flaps_between_two_people_stays_that_of_the_first() {
    let mut scene = two().connected();
    open_unread(&mut scene, Wa(0));
    let told = [evidence(&mut scene, Wa(0)), evidence(&mut scene, Wa(1))];
    for round in 0..20 {
        scene.page_says(TAB, told[round % 2].clone());
        scene.wait(50);
    }
    // Whoever was made out first stays, until another chat is opened.
    scene.wait(2_000);
    assert_eq!((scene.stored(Wa(0)).as_deref(), scene.stored(Wa(1))), (Some("101"), None));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    nothing_was_written(&scene);
}
