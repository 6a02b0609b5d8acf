//! A page that is not read as it used to be: I-31, F32, F33, TH-18. Nothing automatic, nothing undone, everything by hand.

use linked_contacts::protocol::options::PageReport;
use linked_contacts::protocol::view::{Notice, Screen};
use linked_contacts::whatsapp::health::HealthCode;
use serde_json::{Value, json};

use crate::book::{Target, Wa};
use crate::page::Shape;
use crate::scene::{Scene, Setup, TAB};
use crate::sim::TICK;

/// Thirty people, of whom the first twenty have a contact.
fn thirty() -> Setup {
    (0..30).fold(Setup::new(), |setup, at| {
        let setup = setup.person(&format!("165012340{at:02}"), "Somebody");
        if at < 20 { setup.named(101 + at, "Somebody", &format!("+1 650 123 40{at:02}")) } else { setup }
    })
}

fn report(scene: &Scene) -> PageReport {
    scene.outside.options.borrow().clone().unwrap().page.unwrap()
}

fn codes(scene: &Scene) -> Vec<HealthCode> {
    report(scene).findings.into_iter().map(|finding| finding.code).collect()
}

fn shape(scene: &mut Scene, shape: Shape) {
    scene.outside.pages.borrow_mut().get_mut(&TAB).unwrap().shape = shape;
}

/// A contact for somebody who had none, which whatever is automatic would link from now on.
fn newcomer(scene: &mut Scene) {
    scene.create(&[("firstname", "New"), ("phone", "+1 650 123 4025")]);
    scene.wait(20_000);
}

#[test]
fn th_18_f_32_f_33_a_book_that_does_not_add_up_stops_the_passes_until_it_does_and_undoes_nothing() {
    let cases = [
        (Shape::Packed, vec![HealthCode::H07, HealthCode::H12]),
        (Shape::WithoutNumbers, vec![HealthCode::H07, HealthCode::H12]),
        (Shape::WithoutStore("contact"), vec![HealthCode::H06]),
        (Shape::Shrunk(5), vec![HealthCode::H12]),
    ];
    for (broken, found) in cases {
        let mut scene = thirty().connected();
        assert_eq!((scene.view(TAB).notice, codes(&scene)), (None, vec![]));
        shape(&mut scene, broken);
        newcomer(&mut scene);
        scene.wait(TICK + 20_000);
        assert_eq!(scene.view(TAB).notice, Some(Notice::PageDoubtful), "{broken:?}");
        assert_eq!((codes(&scene), report(&scene).trusted), (found, false), "{broken:?}");
        assert_eq!((scene.stored(Wa(25)), scene.view(TAB).strip.linked), (None, 20), "{broken:?}");
        // The worker dies between two passes; what was doubted is doubted still, and a chat that is opened links nobody by itself.
        scene.kill();
        scene.open(TAB, Wa(25));
        assert_eq!((scene.linked_to(TAB), scene.view(TAB).notice), (None, Some(Notice::PageDoubtful)), "{broken:?}");
        shape(&mut scene, Shape::Usual);
        scene.wait(TICK + 20_000);
        assert_eq!((scene.view(TAB).notice, scene.stored(Wa(25)).is_some()), (None, true), "{broken:?}");
        assert_eq!(codes(&scene), []);
    }
}

#[test]
fn th_18_while_the_page_is_doubted_search_and_link_by_hand_go_on() {
    let mut scene = thirty().connected();
    shape(&mut scene, Shape::Shrunk(5));
    newcomer(&mut scene);
    scene.wait(TICK + 20_000);
    scene.open(TAB, Wa(25));
    let found = scene.search(TAB, "New").unwrap();
    assert_eq!(found.len(), 1);
    scene.link(TAB, found[0].contact.as_str()).unwrap();
    assert_eq!(scene.linked_to(TAB).as_deref(), Some(found[0].contact.as_str()));
    assert_eq!(scene.view(TAB).notice, Some(Notice::PageDoubtful));
}

#[test]
fn th_18_the_first_pass_waits_for_a_book_that_is_believed() {
    let mut scene = thirty().start();
    shape(&mut scene, Shape::Packed);
    scene.connect(crate::scene::PORTAL);
    assert_eq!(scene.view(TAB).strip.linked, 0);
    shape(&mut scene, Shape::Usual);
    scene.wait(TICK + 20_000);
    assert_eq!(scene.view(TAB).strip.linked, 20);
}

#[test]
fn h_12_an_account_that_really_is_smaller_is_believed_in_the_end() {
    let mut scene = thirty().connected();
    shape(&mut scene, Shape::Shrunk(5));
    let mut doubted = 0;
    while scene.view(TAB).notice.is_some() || doubted == 0 {
        scene.wait(TICK + 20_000);
        doubted += 1;
        assert!(doubted < 5, "still doubted");
    }
    assert_eq!(doubted, 3);
}

/// What a page says of an open chat that it cannot read, in this way.
fn unreadable(scene: &Scene, problem: &str) -> Value {
    let generation = scene.outside.pages.borrow()[&TAB].generation;
    json!({
        "v": 1, "kind": "chat", "generation": generation, "title": "Somebody", "subtitle": null, "rows": 9, "shaped": 9, "listed": 9,
        "keys": [], "sample": [], "embedded": [], "records": {}, "settled": true, "exhausted": true, "problems": [problem], "fallbacks": [],
    })
}

#[test]
fn i_31_f_32_a_chat_that_is_not_understood_says_so_and_its_neighbours_are_linked() {
    let mut scene = thirty().connected();
    newcomer(&mut scene);
    scene.open_chat(TAB, Target::Person(Wa(1)));
    scene.wait(1);
    let said = unreadable(&scene, "no_conversation");
    scene.page_says(TAB, said);
    scene.wait(1);
    assert!(matches!(scene.view(TAB).screen, Screen::NotUnderstood(_)));
    assert_eq!((scene.view(TAB).notice, codes(&scene)), (None, vec![HealthCode::H02]));
    scene.open(TAB, Wa(25));
    assert!(scene.linked_to(TAB).is_some());
    assert_eq!(codes(&scene), []);
}

#[test]
fn f_33_a_chat_whose_database_is_gone_stops_what_is_automatic_in_its_tab() {
    let mut scene = thirty().connected();
    newcomer(&mut scene);
    scene.open_chat(TAB, Target::Person(Wa(1)));
    scene.wait(1);
    let said = unreadable(&scene, "no_database");
    scene.page_says(TAB, said);
    scene.wait(1);
    assert_eq!((scene.view(TAB).notice, codes(&scene)), (Some(Notice::PageDoubtful), vec![HealthCode::H05]));
    let changed = scene.outside.pages.borrow()[&TAB].chats_changed(&[Wa(25)]);
    scene.page_says(TAB, changed);
    // S-38: five seconds are enough.
    scene.wait(6_000);
    assert_eq!(scene.stored(Wa(25)), None);
    scene.open(TAB, Wa(25));
    assert_eq!((scene.view(TAB).notice, scene.linked_to(TAB).is_some()), (None, true));
}

#[test]
fn h_01_a_page_without_a_chat_list_that_is_known_says_so_and_is_never_matched() {
    let mut scene = thirty().connected();
    newcomer(&mut scene);
    scene.page_changes(TAB, |page| page.state = "not_understood");
    scene.settle();
    assert!(matches!(scene.view(TAB).screen, Screen::NotUnderstood(_)));
    scene.wait(TICK + 20_000);
    assert_eq!((codes(&scene), scene.stored(Wa(25))), (vec![HealthCode::H01], None));
    assert_eq!(report(&scene).build.as_deref(), Some("2.3000.1048032155"));
    scene.page_changes(TAB, |page| page.state = "ready");
    scene.settle();
    assert_eq!((codes(&scene), scene.view(TAB).screen), (vec![], Screen::NoChat));
}

#[test]
fn h_10_a_frame_that_did_not_come_up_is_told_until_it_does() {
    let mut scene = thirty().connected();
    scene.outside.sidebars.borrow_mut().remove(&TAB);
    let engine = scene.engine();
    scene.outside.kernel.spawn(async move { engine.sidebar_gone(TAB).await });
    scene.page_says(TAB, json!({"v": 1, "kind": "frame_blocked"}));
    scene.wait(1);
    assert_eq!((codes(&scene), report(&scene).trusted), (vec![HealthCode::H10], true));
    scene.open_sidebar(TAB);
    scene.settle();
    assert_eq!(codes(&scene), []);
}
