//! Unlink and its memory: S-48 to S-57, I-15, I-28, I-29, F30, F36.

use hubspot_sandbox::{Effect, Fault};
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::options::OptionsIntent;
use linked_contacts::protocol::view::{Answer, LinkNotice, Origin, PersonState};

use crate::book::{Entry, Target, Wa};
use crate::scene::{PORTAL, PORTAL_B, Scene, Setup, TAB};
use crate::sim::TICK;

/// Maria, linked by an exact match; her chat is open.
fn linked() -> Scene {
    let setup = Setup::new().named(101, "Maria", "+1 650 123 4567").person("16501234567", "Maria");
    let mut scene = setup.person("442079460123", "Other").connected();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    scene
}

/// Everything that might link by itself: timer, change, daily pass, chat, another worker, connecting again.
fn every_trigger(scene: &mut Scene) {
    scene.wait(TICK);
    let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[Wa(0)]);
    scene.page_says(TAB, message);
    scene.close_chat(TAB);
    scene.open(TAB, Wa(0));
    scene.kill();
    scene.open(TAB, Wa(0));
    scene.sleep_computer(25 * 60 * 60 * 1000);
    scene.wait(TICK);
    scene.connect(PORTAL);
    scene.open(TAB, Wa(0));
}

#[test]
fn s_49_s_50_unlinking_removes_the_link_at_once_and_nothing_in_hubspot() {
    let mut scene = linked();
    scene.unlink(TAB).unwrap();
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true));
    assert!(matches!(scene.state(TAB), PersonState::JustUnlinked { .. }));
    assert_eq!((scene.text("101", "phone").as_str(), scene.outside.hubspot.writes()), ("+1 650 123 4567", 0));
}

#[test]
fn s_49_an_unlinking_for_a_chat_that_was_left_changes_nothing() {
    let mut scene = linked();
    let (chat, contact) = (scene.chat(TAB), scene.card(TAB).contact);
    scene.open(TAB, Wa(1));
    let op = scene.next_op(TAB);
    scene.sidebar_says(TAB, &Intent::Unlink { op, chat, contact });
    scene.settle();
    assert!(matches!(scene.answer(TAB, op), Answer::Refused(_)) && scene.stored(Wa(0)).is_some());
}

#[test]
fn s_51_the_old_phone_comes_back_only_when_asked_for_and_only_if_nobody_changed_it() {
    for changed in [false, true] {
        let setup = Setup::new().named(101, "Maria", "(650) 123-4567").person("442079460123", "Maria");
        let mut scene = setup.connected();
        scene.open(TAB, Wa(0));
        scene.link(TAB, "101").unwrap();
        scene.unlink(TAB).unwrap();
        assert_eq!(scene.text("101", "phone"), "+442079460123");
        let PersonState::JustUnlinked { restore: Some(restore), .. } = scene.state(TAB) else { panic!("no offer") };
        assert_eq!((restore.before.as_str(), restore.after.as_str()), ("+442079460123", "(650) 123-4567"));
        if changed {
            scene.edit("101", &[("phone", "+1 650 999 8888")]);
            assert_eq!(scene.restore(TAB).unwrap_err().sentence, "problem_changed_meanwhile");
            assert_eq!((scene.text("101", "phone").as_str(), scene.outside.hubspot.writes()), ("+1 650 999 8888", 1));
            continue;
        }
        scene.restore(TAB).unwrap();
        assert_eq!((scene.text("101", "phone").as_str(), scene.outside.hubspot.writes()), ("(650) 123-4567", 2));
        assert!(matches!(scene.state(TAB), PersonState::JustUnlinked { restore: None, .. }));
    }
}

#[test]
fn s_51_a_phone_that_was_empty_is_empty_again() {
    let mut scene = Setup::new().contact(101, &[("firstname", "Maria")]).person("442079460123", "Maria").connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "101").unwrap();
    scene.unlink(TAB).unwrap();
    scene.restore(TAB).unwrap();
    assert_eq!(scene.text("101", "phone"), "");
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true));
}

#[test]
fn s_52_s_53_nothing_links_again_what_was_unlinked() {
    let mut scene = linked();
    scene.unlink(TAB).unwrap();
    every_trigger(&mut scene);
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true));
    scene.restart_browser();
    scene.settle();
    scene.options_says(&OptionsIntent::Disconnect);
    scene.settle();
    every_trigger(&mut scene);
    assert!(matches!(scene.state(TAB), PersonState::Remembered { .. }));
}

#[test]
fn s_54_memory_holds_against_every_contact_with_the_number() {
    let mut scene = linked();
    scene.unlink(TAB).unwrap();
    scene.edit("101", &[("phone", "")]);
    scene.create(&[("phone", "+1 650 123 4567")]);
    every_trigger(&mut scene);
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true));
}

#[test]
fn s_55_s_56_linking_by_hand_clears_the_memory_and_unlinking_sets_it_again() {
    let mut scene = linked();
    for _ in 0..3 {
        scene.unlink(TAB).unwrap();
        assert!(scene.remembered(Wa(0)));
        scene.link(TAB, "101").unwrap();
        assert_eq!((scene.stored(Wa(0)).as_deref(), scene.remembered(Wa(0))), (Some("101"), false));
    }
}

#[test]
fn s_57_memory_survives_another_lid_and_then_another_number() {
    let mut scene = linked();
    scene.unlink(TAB).unwrap();
    scene.close_chat(TAB);
    scene.book.borrow_mut().change(Wa(0), |entry| entry.lid = Some("99990001".into()));
    // Seen once under the new name, by a pass alone.
    scene.wait(TICK);
    scene.book.borrow_mut().change(Wa(0), |entry| entry.number = Some("16507654321".into()));
    scene.create(&[("phone", "+1 650 765 4321")]);
    every_trigger(&mut scene);
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true));
    // And back: the first number was never given up by the memory.
    scene.book.borrow_mut().change(Wa(0), |entry| {
        entry.lid = Some("99990002".into());
        entry.number = Some("16501234567".into());
    });
    every_trigger(&mut scene);
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true));
}

#[test]
fn s_57_f_36_a_link_follows_its_person_and_lets_the_old_number_go() {
    let mut scene = linked();
    scene.book.borrow_mut().change(Wa(0), |entry| entry.number = Some("442079460999".into()));
    scene.open(TAB, Wa(0));
    let card = scene.card(TAB);
    assert_eq!(card.reason.whatsapp.as_deref(), Some("+1 650 123 4567"), "the number that it was made with");
    assert!(matches!(card.notice, Some(LinkNotice::PhoneDiffers { .. })));
    // Somebody else has the number now, and is not shown as Maria.
    let next = scene.add("16501234567", "Somebody");
    scene.open(TAB, next);
    assert_eq!((scene.stored(next), scene.choices(TAB)), (None, vec!["101".to_owned()]));
    scene.wait(3 * TICK);
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"));
}

#[test]
fn f_36_an_unlinked_number_that_changes_hands_stays_blocked_and_both_can_be_linked_by_hand() {
    let mut scene = linked();
    scene.unlink(TAB).unwrap();
    scene.book.borrow_mut().change(Wa(0), |entry| entry.number = Some("442079460999".into()));
    scene.open(TAB, Wa(0));
    let next = scene.add("16501234567", "Somebody");
    scene.wait(TICK);
    scene.open(TAB, next);
    assert_eq!(scene.stored(next), None, "what was unlinked is never linked by itself, whoever has it");
    scene.link(TAB, "101").unwrap();
    assert!(scene.remembered(Wa(0)), "somebody else's link is no word about Maria");
    assert_eq!((scene.stored(next).as_deref(), scene.stored(Wa(0))), (Some("101"), None));
}

#[test]
fn b_03_a_number_revealed_later_joins_link_and_memory() {
    let mut scene = Setup::new().named(101, "Maria", "n/a").named(102, "Twin", "+1 650 123 4567").connected();
    let wa = scene.book.borrow_mut().put(Entry { lid: Some("77001".into()), chat: true, ..Entry::default() });
    scene.open(TAB, wa);
    assert_eq!(scene.state(TAB), PersonState::NumberHidden);
    scene.link(TAB, "101").unwrap();
    assert_eq!((scene.text("101", "phone").as_str(), scene.outside.hubspot.writes()), ("n/a", 0), "I-11");
    // The number shows up while the chat is open: the link by hand stands, and the twin is not linked.
    scene.book.borrow_mut().change(wa, |entry| entry.number = Some("16501234567".into()));
    scene.read_chat_again(TAB);
    scene.settle();
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    scene.wait(TICK);
    scene.unlink(TAB).unwrap();
    scene.book.borrow_mut().change(wa, |entry| entry.lid = Some("77002".into()));
    every_trigger_for(&mut scene, wa);
    assert_eq!((scene.stored(wa), scene.remembered(wa)), (None, true));
}

#[test]
fn b_03_a_number_that_is_withdrawn_later_leaves_the_link_and_an_unlinking_as_they_are() {
    let mut scene = linked();
    scene.book.borrow_mut().change(Wa(0), |entry| entry.lid = Some("77001".into()));
    scene.open(TAB, Wa(0));
    scene.book.borrow_mut().change(Wa(0), |entry| entry.number = None);
    scene.read_chat_again(TAB);
    scene.settle();
    assert_eq!((scene.linked_to(TAB).as_deref(), scene.person(TAB).number), (Some("101"), None));
    every_trigger(&mut scene);
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"));
    scene.open(TAB, Wa(0));
    scene.unlink(TAB).unwrap();
    scene.book.borrow_mut().change(Wa(0), |entry| entry.number = Some("16501234567".into()));
    every_trigger(&mut scene);
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true));
    assert_eq!(scene.outside.hubspot.writes(), 0);
}

#[test]
fn b_03_a_number_revealed_while_the_chat_is_open_is_matched() {
    let mut scene = Setup::new().named(101, "Maria", "650 123 4567").connected();
    let wa = scene.book.borrow_mut().put(Entry { lid: Some("77001".into()), chat: true, ..Entry::default() });
    scene.open(TAB, wa);
    assert_eq!(scene.state(TAB), PersonState::NumberHidden);
    scene.book.borrow_mut().change(wa, |entry| entry.number = Some("16501234567".into()));
    scene.read_chat_again(TAB);
    scene.settle();
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
}

#[test]
fn b_03_f_36_a_number_that_changes_while_the_chat_stays_open_is_the_one_that_a_link_by_hand_writes() {
    let mut scene = Setup::new().named(101, "Maria", "n/a").connected();
    let wa = scene.book.borrow_mut().put(Entry {
        number: Some("16501234567".into()),
        lid: Some("77001".into()),
        chat: true,
        ..Entry::default()
    });
    scene.open(TAB, wa);
    scene.book.borrow_mut().change(wa, |entry| entry.number = Some("442079460999".into()));
    // The old number is somebody else's now, who must not be taken for the one who is open.
    scene.add("16501234567", "Somebody");
    scene.wait(TICK + 20_000);
    assert_eq!(scene.person(TAB).number.as_deref(), Some("+44 20 7946 0999"));
    scene.link(TAB, "101").unwrap();
    assert_eq!(scene.text("101", "phone"), "+442079460999");
}

#[test]
fn s_57_b_03_two_records_that_turn_out_to_be_one_person_leave_the_word_of_the_rep() {
    // Known by number alone, linked by the pass; and known by a LID alone, linked by hand with another contact.
    let mut scene = Setup::new().named(101, "By number", "+1 650 123 4567").named(102, "By hand", "n/a").connected();
    let (by_number, by_lid) = {
        let mut book = scene.book.borrow_mut();
        let number = Entry { number: Some("16501234567".into()), chat: true, ..Entry::default() };
        (book.put(number), book.put(Entry { lid: Some("77001".into()), chat: true, ..Entry::default() }))
    };
    scene.wait(TICK);
    scene.open(TAB, by_lid);
    scene.link(TAB, "102").unwrap();
    assert_eq!((scene.stored(by_number).as_deref(), scene.stored(by_lid).as_deref()), (Some("101"), Some("102")));
    // WhatsApp tells that they are one.
    {
        let mut book = scene.book.borrow_mut();
        book.change(by_number, |entry| (entry.lid, entry.name) = (Some("77001".into()), Some("Maria".into())));
        book.people[by_lid.0] = Entry::default();
        book.people[by_number.0].had.push("77001".into());
    }
    scene.open(TAB, by_number);
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("102"));
    scene.wait(TICK);
    assert_eq!(scene.outside.watch.borrow().truth.links().count(), 1);
}

fn every_trigger_for(scene: &mut Scene, wa: Wa) {
    scene.wait(TICK);
    let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[wa]);
    scene.page_says(TAB, message);
    scene.open(TAB, wa);
    scene.wait(TICK);
}

#[test]
fn i_15_allowing_automatic_links_again_links_at_once() {
    let mut scene = linked();
    scene.unlink(TAB).unwrap();
    scene.close_chat(TAB);
    scene.open(TAB, Wa(0));
    let PersonState::Remembered { contact_name, .. } = scene.state(TAB) else { panic!("not remembered") };
    assert_eq!(contact_name.as_deref(), Some("Maria"));
    scene.allow(TAB).unwrap();
    assert_eq!((scene.linked_to(TAB).as_deref(), scene.card(TAB).reason.origin), (Some("101"), Origin::FuzzyOpen));
}

#[test]
fn i_28_undo_brings_back_the_very_link() {
    let mut scene = linked();
    let link = |scene: &Scene| {
        scene.outside.watch.borrow().truth.link_of(&scene.scope(), &scene.book.borrow(), Wa(0)).cloned()
    };
    let before = link(&scene);
    scene.unlink(TAB).unwrap();
    scene.undo(TAB).unwrap();
    assert_eq!((link(&scene), scene.remembered(Wa(0))), (before, false));
    assert_eq!(scene.view(TAB).strip.linked, 1);
}

#[test]
fn i_28_undo_is_refused_by_name_where_the_contact_was_linked_elsewhere_meanwhile() {
    let mut scene = linked();
    scene.unlink(TAB).unwrap();
    // By itself, while "Undo" is on the screen: the contact gets the other person's number.
    scene.edit("101", &[("phone", "+44 20 7946 0123")]);
    scene.wait(TICK);
    assert_eq!(scene.stored(Wa(1)).as_deref(), Some("101"));
    let refused = scene.undo(TAB).unwrap_err();
    assert_eq!((refused.sentence.as_str(), refused.values), ("problem_taken", vec!["Other".to_owned()]));
    assert!(scene.remembered(Wa(0)));
}

#[test]
fn i_28_inv_14_two_presses_of_undo_and_none_of_these_count_once() {
    let mut scene = linked();
    scene.unlink(TAB).unwrap();
    let (first, second) = (
        scene.start(TAB, |op, chat| Intent::UndoUnlink { op, chat }),
        scene.start(TAB, |op, chat| Intent::UndoUnlink { op, chat }),
    );
    scene.settle();
    let answers = [scene.answer(TAB, first), scene.answer(TAB, second)];
    assert_eq!(answers.iter().filter(|answer| **answer == Answer::Done).count(), 1);
    assert_eq!(scene.view(TAB).strip.linked, 1);
    let mut scene = Setup::new()
        .named(101, "A", "650 123 4567")
        .named(102, "B", "650 123 4567")
        .person("16501234567", "M")
        .connected();
    scene.open(TAB, Wa(0));
    for _ in 0..2 {
        scene.start(TAB, |op, chat| Intent::NoneOfThese { op, chat });
    }
    scene.settle();
    assert_eq!(scene.outside.watch.borrow().truth.memories().count(), 1);
}

#[test]
fn i_29_a_link_that_fails_leaves_the_memory() {
    let setup = Setup::new().named(101, "Maria", "(650) 123-4567").person("16501234567", "Maria");
    let mut scene = setup.connected();
    scene.open(TAB, Wa(0));
    scene.unlink(TAB).unwrap();
    let status = Effect::status(500);
    scene.outside.hubspot.inject(Fault {
        method: Some("PATCH".into()),
        times: Some(1),
        ..Fault::at_every_call(status)
    });
    scene.link(TAB, "101").unwrap_err();
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true));
    scene.link(TAB, "101").unwrap();
    assert!(!scene.remembered(Wa(0)));
}

#[test]
fn f_30_an_unlinking_while_a_pass_runs_wins_at_whatever_moment() {
    for at in (0..2_000).step_by(40) {
        let mut scene = linked();
        scene.wait(20_000);
        scene.alarm();
        let contact = scene.card(TAB).contact;
        scene.later(at, move |sim| {
            let (op, chat) = (sim.next_op(TAB), sim.chat(TAB));
            sim.sidebar_says(TAB, &Intent::Unlink { op, chat, contact });
        });
        scene.settle();
        assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0))), (None, true), "{at} ms");
    }
}

#[test]
fn f_30_a_link_by_hand_that_is_being_written_is_finished_and_then_unlinked() {
    let mut scene = Setup::new().named(101, "Maria", "(650) 123-4567").person("442079460123", "Maria").connected();
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    let take_over = linked_contacts::protocol::intent::TakeOver::default();
    let link = scene.start(TAB, |op, chat| Intent::Link { op, chat, contact: crate::rep::id("101"), shown, take_over });
    scene.wait(150);
    let unlink = scene.start(TAB, |op, chat| Intent::Unlink { op, chat, contact: crate::rep::id("101") });
    scene.settle();
    assert_eq!((scene.answer(TAB, link), scene.answer(TAB, unlink)), (Answer::Done, Answer::Done));
    let PersonState::JustUnlinked { restore: Some(_), .. } = scene.state(TAB) else { panic!("{:?}", scene.state(TAB)) };
    assert!(scene.remembered(Wa(0)));
}

#[test]
fn s_52_memory_belongs_to_its_portal_and_is_there_when_it_comes_back() {
    let mut scene = linked();
    let contact = crate::hubspot::contact(5_000_001, &[("firstname", "Elsewhere"), ("phone", "+1 650 123 4567")]);
    scene.outside.hubspot.add_account(PORTAL_B, &crate::hubspot::SCOPES, &[contact], serde_json::json!({}));
    scene.unlink(TAB).unwrap();
    scene.connect(PORTAL_B);
    scene.open_chat(TAB, Target::Person(Wa(0)));
    scene.settle();
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("5000001"), "another portal, another truth");
    scene.connect(PORTAL);
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.state(TAB), PersonState::Remembered { .. }));
}
