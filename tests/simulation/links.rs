//! What a link is: S-01 to S-06.

use hubspot_sandbox::{Effect, Fault, Sort};
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::view::{Origin, PersonState, Screen};

use crate::book::{Target, Wa};
use crate::rep::{agreeing, id};
use crate::scene::{Setup, TAB};

/// Two people and two contacts, and none of the numbers is the other's.
fn two() -> Setup {
    Setup::new()
        .named(101, "Maria", "+1 650 123 4567")
        .named(102, "Ana", "+1 650 765 4321")
        .person("442079460123", "Maria")
        .person("442079460456", "Ana")
}

#[test]
fn s_01_a_link_is_a_record_and_is_there_after_a_restart_without_any_search() {
    let mut scene = two().connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "101").unwrap();
    scene.kill();
    let no_search = Fault { sort: Some(Sort::Search), ..Fault::at_every_call(Effect::Hang) };
    scene.outside.hubspot.inject(no_search);
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    assert_eq!(scene.lives, 2);
}

#[test]
fn s_02_a_person_has_one_link_and_another_is_refused_by_name() {
    let mut scene = two().connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "101").unwrap();
    let preview = scene.preview(TAB, "102").unwrap();
    let agreed = agreeing(&preview);
    let refused = scene.link_as_shown(TAB, "102", preview.change, agreed).unwrap_err();
    assert_eq!((refused.sentence.as_str(), refused.values), ("problem_already_linked", vec!["Maria".to_owned()]));
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"));
    assert_eq!(scene.text("102", "phone"), "+1 650 765 4321");
}

#[test]
fn s_03_the_link_keeps_the_number_that_established_it() {
    let mut scene = two().person("16501234567", "Marta").connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "102").unwrap();
    let watch = scene.outside.watch.borrow();
    let mut numbers: Vec<(Origin, String)> = watch
        .truth
        .links()
        .map(|(_, link)| (link.origin, link.number_at_link.as_ref().unwrap().digits().to_owned()))
        .collect();
    numbers.sort_by(|a, b| a.1.cmp(&b.1));
    let expected = [(Origin::ExactFirst, "16501234567".to_owned()), (Origin::Manual, "442079460123".to_owned())];
    assert_eq!(numbers, expected);
}

#[test]
fn s_04_a_contact_is_moved_only_after_the_rep_agreed_to_it_by_name() {
    let mut scene = two().connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "101").unwrap();
    scene.open(TAB, Wa(1));
    let preview = scene.preview(TAB, "101").unwrap();
    let agreed = agreeing(&preview);
    assert_eq!(preview.taken_by.map(|taken| taken.name).as_deref(), Some("Maria"));
    let writes = scene.outside.hubspot.writes();
    // Cancel is not pressing; pressing Link without agreeing is refused.
    let refused = scene.link_as_shown(TAB, "101", preview.change.clone(), TakeOver::default()).unwrap_err();
    assert_eq!(refused.sentence, "problem_taken");
    assert_eq!((scene.stored(Wa(0)).as_deref(), scene.outside.hubspot.writes()), (Some("101"), writes));
    scene.link_as_shown(TAB, "101", preview.change, agreed).unwrap();
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1)).as_deref()), (None, Some("101")));
    assert_eq!(scene.text("101", "phone"), "+442079460456");
}

/// The dialog named Maria; when Move is pressed it is Marta who has the contact, or Maria has it anew.
#[test]
fn s_04_i_06_whom_the_dialog_did_not_name_loses_nothing_by_it() {
    for holder in [Wa(2), Wa(0)] {
        let mut scene = two().person("442079460789", "Marta").connected();
        scene.open(TAB, Wa(0));
        scene.link(TAB, "101").unwrap();
        scene.open(TAB, Wa(1));
        let agreed = agreeing(&scene.preview(TAB, "101").unwrap());
        scene.open(TAB, Wa(0));
        scene.unlink(TAB).unwrap();
        scene.open(TAB, holder);
        scene.link(TAB, "101").unwrap();
        scene.open(TAB, Wa(1));
        let preview = scene.preview(TAB, "101").unwrap();
        let name = preview.taken_by.as_ref().map(|taken| taken.name.clone()).unwrap();
        let writes = scene.outside.hubspot.writes();
        let refused = scene.link_as_shown(TAB, "101", preview.change.clone(), agreed).unwrap_err();
        assert_eq!((refused.sentence.as_str(), &refused.values), ("problem_taken", &vec![name]));
        assert_eq!((scene.stored(holder).as_deref(), scene.outside.hubspot.writes()), (Some("101"), writes));
        let agreed = agreeing(&preview);
        scene.link_as_shown(TAB, "101", preview.change, agreed).unwrap();
        assert_eq!((scene.stored(holder), scene.stored(Wa(1)).as_deref()), (None, Some("101")));
    }
}

#[test]
fn s_05_the_card_shows_name_and_the_record_in_hubspot() {
    let mut scene = two().connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "101").unwrap();
    scene.open(TAB, Wa(1));
    let before = scene.now();
    scene.open(TAB, Wa(0));
    let card = scene.card(TAB);
    assert_eq!(card.name, "Maria");
    assert_eq!(card.record_url.as_deref(), Some("https://app.hubspot.com/contacts/146000001/record/0-1/101"));
    assert!(scene.now() - before <= 1_000, "{} ms", scene.now() - before);
}

#[test]
fn s_06_only_the_card_of_the_chat_on_screen_is_shown_after_a_switch() {
    let mut scene = two().connected();
    for (wa, contact) in [(Wa(0), "101"), (Wa(1), "102")] {
        scene.open(TAB, wa);
        scene.link(TAB, contact).unwrap();
    }
    scene.close_chat(TAB);
    scene.settle();
    // The first card takes 3 s; the second chat is opened after one. INV-13 watches every view.
    let slow = Fault { path: Some("*/contacts/101".into()), delay: 3_000, ..Fault::at_every_call(Effect::Slow) };
    scene.outside.hubspot.inject(slow);
    scene.open_chat(TAB, Target::Person(Wa(0)));
    scene.wait(1_000);
    assert!(matches!(scene.state(TAB), PersonState::Linked(_)));
    scene.open_chat(TAB, Target::Person(Wa(1)));
    scene.wait(1);
    assert_eq!(scene.view(TAB).screen, Screen::Resolving);
    scene.settle();
    assert_eq!(scene.card(TAB).name, "Ana");
}

#[test]
fn s_06_a_click_on_the_chat_that_was_left_is_refused() {
    let mut scene = two().connected();
    scene.open(TAB, Wa(0));
    let old = scene.chat(TAB);
    let shown = scene.preview(TAB, "101").unwrap().change;
    scene.open(TAB, Wa(1));
    let op = scene.next_op(TAB);
    let late = Intent::Link { op, chat: old, contact: id("101"), shown, take_over: TakeOver::default() };
    scene.sidebar_says(TAB, &late);
    scene.settle();
    assert!(format!("{:?}", scene.answer(TAB, op)).contains("problem_chat_changed"));
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1))), (None, None));
}
