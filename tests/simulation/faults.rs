//! What goes wrong with HubSpot, storage and the order of things: F7, F8, F12, F16 to F19, F23, F24, F28, F29, INV-14.

use hubspot_sandbox::{Effect, Fault, Mangle, Policy, Sort};
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::view::{Answer, Notice, PassView, PersonState, Screen};
use serde_json::json;

use crate::book::{Target, Wa};
use crate::rep::id;
use crate::scene::{PORTAL, Scene, Setup, TAB, TAB2};
use crate::sim::TICK;

fn status(status: u16, retry_after: Option<u32>, policy: Option<Policy>) -> Effect {
    Effect::Status { status, policy, scope: None, retry_after, message: None }
}

fn maria() -> Setup {
    Setup::new().named(101, "Maria", "(650) 123-4567").person("442079460123", "Maria")
}

/// Times of requests since a moment.
fn times_since(scene: &Scene, from: u64) -> Vec<u64> {
    scene.outside.hubspot.log().iter().filter(|logged| logged.at >= from).map(|logged| logged.at).collect()
}

#[test]
fn f_7_after_a_lock_nothing_is_asked_for_two_seconds() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    scene.outside.hubspot.inject(Fault {
        method: Some("PATCH".into()),
        times: Some(1),
        ..Fault::at_every_call(status(423, None, None))
    });
    scene.link_as_shown(TAB, "101", shown.clone(), TakeOver::default()).unwrap_err();
    let locked = scene.outside.hubspot.log().iter().find(|logged| logged.status == Some(423)).unwrap().at;
    // Pressing again at once waits.
    let op = scene.start(TAB, |op, chat| Intent::Link {
        op,
        chat,
        contact: id("101"),
        shown,
        take_over: TakeOver::default(),
    });
    scene.settle();
    let next = times_since(&scene, locked + 1)[0];
    assert!(next >= locked + 2_000, "{} ms after the lock", next - locked);
    assert_eq!(scene.answer(TAB, op), Answer::Done);
}

#[test]
fn f_8_retry_after_is_obeyed_also_by_the_next_worker() {
    let mut scene = maria().connected();
    let busy = Fault { times: Some(1), ..Fault::at_every_call(status(429, Some(600), Some(Policy::TenSecondly))) };
    scene.outside.hubspot.inject(busy);
    scene.wait(TICK);
    let refused = scene.outside.hubspot.log().last().unwrap().at;
    scene.kill();
    for _ in 0..3 {
        scene.open(TAB, Wa(0));
        scene.wait(150_000);
    }
    assert_eq!(times_since(&scene, refused + 1), [0_u64; 0], "asked before ten minutes were over");
    assert!(matches!(scene.view(TAB).notice, Some(Notice::Waiting { .. })));
    scene.wait(TICK + 30_000);
    assert!(!times_since(&scene, refused + 600_000).is_empty());
}

#[test]
fn f_8_a_search_that_is_refused_for_a_second_is_asked_again_by_the_pass_itself() {
    let mut scene = maria().named(102, "Late", "+44 20 7946 0123").start();
    let busy =
        Fault { sort: Some(Sort::Search), every: 2, ..Fault::at_every_call(status(429, None, Some(Policy::Secondly))) };
    scene.outside.hubspot.inject(busy);
    scene.start_connecting(PORTAL);
    scene.wait(25_000);
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("102"));
}

#[test]
fn f_8_when_the_day_is_used_up_passes_ask_once_an_hour_and_the_rep_is_told() {
    let mut scene = maria().connected();
    scene.outside.hubspot.inject(Fault::at_every_call(status(429, None, Some(Policy::Daily))));
    let from = scene.now();
    scene.wait(6 * 60 * 60 * 1000);
    let asked = times_since(&scene, from).len();
    assert!(asked <= 14, "{asked} requests in six hours");
    scene.open(TAB, Wa(0));
    let problem = scene.search(TAB, "maria").unwrap_err();
    assert_eq!(problem.sentence, "problem_daily_limit");
}

#[test]
fn f_8_twenty_colleagues_starve_nobody_and_passes_stay_below_a_fifth() {
    let mut scene = maria().connected();
    // Others take four of the five searches a second.
    scene.outside.hubspot.set(crate::scene::PORTAL_ID, &json!({"limits": {"searchesTaken": 4}}));
    scene.open(TAB, Wa(0));
    let from = scene.now();
    scene.alarm();
    for text in ["ma", "mar", "maria"] {
        assert_eq!(scene.search(TAB, text).unwrap().len(), 1, "{text}");
        scene.wait(1_000);
    }
    scene.wait(10 * TICK);
    let automatic = times_since(&scene, from).len();
    assert!(automatic < 40, "{automatic}");
}

#[test]
fn f_12_answers_of_no_sense_change_nothing_and_end_automatic_work_for_half_an_hour() {
    for mangle in [Mangle::Html, Mangle::Truncated, Mangle::WrongTypes, Mangle::ErrorBody, Mangle::Empty, Mangle::Null]
    {
        let mut scene = maria().named(102, "Late", "+44 20 7946 0456").connected();
        scene.outside.hubspot.inject(Fault::at_every_call(Effect::Mangle(mangle)));
        let wa = scene.add("442079460456", "Late");
        let links = scene.outside.watch.borrow().truth.links().count();
        scene.wait(4 * TICK);
        let from = scene.now();
        scene.wait(3 * TICK);
        assert_eq!(times_since(&scene, from), [0_u64; 0], "{mangle:?}");
        assert_eq!(scene.outside.watch.borrow().truth.links().count(), links);
        assert!(matches!(scene.view(TAB).strip.pass, PassView::Failed { .. }));
        // The rep may still try, and is told.
        scene.open(TAB, Wa(0));
        scene.preview(TAB, "101").unwrap_err();
        scene.outside.hubspot.heal();
        scene.wait(40 * 60 * 1000);
        assert_eq!(scene.stored(wa).as_deref(), Some("102"), "{mangle:?}");
    }
}

#[test]
fn f_12_a_worker_that_dies_each_time_counts_the_answers_of_no_sense_all_the_same() {
    let mut scene = maria().connected();
    scene.outside.hubspot.inject(Fault::at_every_call(Effect::Mangle(Mangle::Html)));
    for _ in 0..6 {
        scene.wait(TICK);
        scene.kill();
    }
    let from = scene.now();
    scene.wait(3 * TICK);
    assert_eq!(times_since(&scene, from), [0_u64; 0]);
}

#[test]
fn f_16_inv_12_ones_own_write_is_not_undone_by_an_index_that_trails() {
    let late = json!({"indexLag": {"creates": 60_000, "updates": 110_000}, "latency": 100});
    let mut scene = maria().settings(late).connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "101").unwrap();
    // Reads of the index bring the old phone; what was written is what counts.
    for _ in 0..3 {
        scene.alarm();
        scene.wait(20_000);
        let entry = scene.outside.shelves.entry(&PORTAL.to_string().parse().unwrap(), &id("101")).unwrap();
        assert_eq!(entry.contact.phones.values().next().map(String::as_str), Some("+442079460123"));
    }
    // Unlinked and looked at again: the very number is found at once, no second contact is invented.
    scene.unlink(TAB).unwrap();
    scene.allow(TAB).unwrap();
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
}

#[test]
fn f_17_f_18_adding_contacts_never_turns_a_choice_into_a_link() {
    for extra in ["650 123 4567", "+91 65012 34567", "(650) 123-4567 ext. 4"] {
        let setup =
            Setup::new().named(101, "A", "650-123-4567").named(102, "B", "(650)1234567").person("16501234567", "M");
        let mut scene = setup.connected();
        scene.create(&[("phone", extra)]);
        scene.wait(2 * TICK);
        scene.open(TAB, Wa(0));
        assert_eq!(scene.stored(Wa(0)), None, "{extra}");
        assert!(scene.choices(TAB).len() >= 2);
    }
}

#[test]
fn f_19_an_existing_link_wins_and_an_exact_match_displaces_only_what_nobody_confirmed() {
    for confirmed in [false, true] {
        let setup =
            Setup::new().named(101, "A", "650 123 4567").person("16501234567", "Maria").person("442079460123", "Other");
        let mut scene = setup.connected();
        scene.open(TAB, Wa(0));
        if confirmed {
            scene.right_contact(TAB).unwrap();
        }
        scene.edit("101", &[("mobilephone", "+44 20 7946 0123")]);
        scene.wait(TICK);
        let expected = if confirmed { (Some("101"), None) } else { (None, Some("101")) };
        assert_eq!((scene.stored(Wa(0)).as_deref(), scene.stored(Wa(1)).as_deref()), expected);
    }
}

#[test]
fn i_34_f_23_f_24_where_nothing_can_be_stored_nothing_is_written_and_room_again_makes_it_well() {
    let mut scene = maria().named(102, "Late", "+44 20 7946 0456").connected();
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    scene.outside.disk.full.set(true);
    let refused = scene.link_as_shown(TAB, "101", shown.clone(), TakeOver::default()).unwrap_err();
    assert_eq!((refused.sentence.as_str(), scene.outside.hubspot.writes()), ("problem_store", 0));
    let late = scene.add("442079460456", "Late");
    scene.wait(2 * TICK);
    assert_eq!((scene.view(TAB).notice, scene.stored(late)), (Some(Notice::StoreUnsafe), None));
    scene.outside.disk.full.set(false);
    scene.wait(2 * TICK);
    assert_eq!((scene.view(TAB).notice, scene.stored(late).as_deref()), (None, Some("102")));
    scene.link_as_shown(TAB, "101", shown, TakeOver::default()).unwrap();
}

#[test]
fn f_24_whichever_set_fails_the_two_sides_agree_in_the_end() {
    for n in 1..12 {
        let mut scene = maria().connected();
        scene.open(TAB, Wa(0));
        let shown = scene.preview(TAB, "101").unwrap().change;
        scene.outside.disk.fail_set(n);
        let linked = scene.link_as_shown(TAB, "101", shown, TakeOver::default());
        scene.wait(3 * TICK);
        scene.settle();
        scene.outside.watch.borrow().nothing_is_open();
        let written = scene.text("101", "phone") == "+442079460123";
        assert_eq!(scene.stored(Wa(0)).is_some(), written, "set {n}");
        if linked.is_ok() {
            assert!(written, "set {n}");
        }
    }
}

#[test]
fn i_34_f_25_a_memory_that_cannot_be_read_is_never_taken_for_none() {
    let setup = Setup::new()
        .named(101, "Maria", "+1 650 123 4567")
        .person("16501234567", "Maria")
        .person("442079460123", "Other");
    for second_too in [false, true] {
        let mut scene = setup.clone().connected();
        scene.open(TAB, Wa(0));
        scene.unlink(TAB).unwrap();
        scene.kill();
        for key in [scene.outside.disk.keys_with("/memory/"), scene.outside.disk.keys_with("/person/")].concat() {
            scene.outside.disk.corrupt(&key);
            if second_too {
                scene.outside.disk.second.borrow_mut().remove(&key);
            }
        }
        scene.wait(2 * TICK);
        scene.open_chat(TAB, Target::Person(Wa(0)));
        scene.settle_loosely();
        let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[Wa(0)]);
        scene.page_says(TAB, message);
        scene.wait(TICK);
        if second_too {
            assert_eq!(scene.view(TAB).notice, Some(Notice::StoreUnsafe));
            assert!(
                !matches!(scene.view(TAB).screen, Screen::Person(person) if matches!(person.state, PersonState::Linked(_)))
            );
        } else {
            assert!(matches!(scene.state(TAB), PersonState::Remembered { .. }), "restored from the second copy");
            assert_eq!(scene.view(TAB).notice, None);
        }
        assert_eq!(scene.outside.watch.borrow().truth.links().count(), 0);
    }
}

#[test]
fn f_25_a_first_copy_that_was_lost_is_restored_and_a_second_that_was_lost_is_written_anew() {
    for lose_first in [true, false] {
        let setup = Setup::new().named(101, "Maria", "+1 650 123 4567").named(102, "B", "+44 20 7946 0123");
        let mut scene = setup.person("16501234567", "Maria").person("442079460123", "B").connected();
        scene.open(TAB, Wa(0));
        scene.unlink(TAB).unwrap();
        scene.kill();
        let lost = if lose_first { &scene.outside.disk.texts } else { &scene.outside.disk.second };
        lost.borrow_mut().retain(|key, _| key.split('/').count() < 3);
        scene.wait(2 * TICK);
        scene.open(TAB, Wa(0));
        assert!(matches!(scene.state(TAB), PersonState::Remembered { .. }));
        scene.open(TAB, Wa(1));
        assert_eq!(scene.linked_to(TAB).as_deref(), Some("102"));
        assert!(scene.outside.disk.second.borrow().keys().any(|key| key.contains("/memory/")));
    }
}

#[test]
fn f_42_site_data_that_was_deleted_means_reading_hubspot_anew_and_linking_nothing_before() {
    let mut scene = maria().named(102, "Late", "+44 20 7946 0456").connected();
    scene.kill();
    scene.outside.shelves.wipe();
    let late = scene.add("442079460456", "Late");
    scene.wait(TICK + 10_000);
    assert_eq!(scene.stored(late).as_deref(), Some("102"));
}

#[test]
fn f_42_site_data_that_was_deleted_under_a_living_worker_means_the_same() {
    let mut scene = maria().named(102, "Late", "+44 20 7946 0456").named(103, "Twin", "+44 20 7946 0456").connected();
    scene.edit("102", &[("firstname", "Changed")]);
    scene.wait(2 * TICK);
    let late = scene.add("442079460456", "Late");
    // The one is in the feed, the other is not; a card that is read is filed, and a chat of somebody unknown looks at the feed.
    for opened in [None, Some(Wa(0)), Some(late)] {
        scene.outside.shelves.wipe();
        scene.edit("102", &[("firstname", "Changed again")]);
        scene.wait(20_000);
        if let Some(wa) = opened {
            scene.open(TAB, wa);
        }
        scene.wait(TICK + 10_000);
        assert_eq!(scene.stored(late), None, "two contacts have the number; opened: {opened:?}");
        scene.open(TAB, late);
        assert!(matches!(scene.state(TAB), PersonState::Candidates { candidates } if candidates.len() == 2));
    }
}

#[test]
fn f_28_two_tabs_and_the_side_panel_show_one_truth_and_a_click_counts_once() {
    let mut scene = maria().connected();
    let book = std::rc::Rc::clone(&scene.book);
    scene.load_page(TAB2, &book);
    scene.open_sidebar(TAB2);
    scene.open_sidebar(linked_contacts::ports::TabId::PANEL);
    scene.settle();
    scene.open(TAB, Wa(0));
    scene.open(TAB2, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    let link =
        |op, chat| Intent::Link { op, chat, contact: id("101"), shown: shown.clone(), take_over: TakeOver::default() };
    let one = scene.start(TAB, link);
    let two = scene.start(TAB2, link);
    scene.settle();
    assert_eq!((scene.answer(TAB, one), scene.answer(TAB2, two)), (Answer::Done, Answer::Done));
    assert_eq!((scene.outside.hubspot.writes(), scene.outside.watch.borrow().truth.links().count()), (1, 1));
    let panel = linked_contacts::ports::TabId::PANEL;
    let shown = [TAB, TAB2, panel].map(|view| scene.linked_to(view));
    assert_eq!(shown, [Some("101".into()), Some("101".into()), Some("101".into())]);
    // The panel shows the tab that is in front, and goes to another when that is closed.
    scene.unlink(panel).unwrap();
    scene.close_tab(TAB2);
    scene.settle();
    assert!(matches!(scene.state(TAB), PersonState::Remembered { .. }));
    assert!(!matches!(scene.view(panel).screen, Screen::WhatsAppNotReady));
}

#[test]
fn f_29_a_thousand_switches_in_ten_seconds_and_only_the_last_chat_is_shown() {
    let mut setup = Setup::new();
    for at in 0..10 {
        setup =
            setup.named(101 + at, "Somebody", &format!("+1 650 124 {at:04}")).person(&format!("1650124{at:04}"), "S");
    }
    let mut scene = setup.settings(json!({"latency": {"from": 5, "to": 900}})).connected();
    for turn in 0..1_000_u64 {
        scene.later(turn * 10, move |sim| {
            let wa = Wa(sim.outside.kernel.draw(10));
            sim.open_chat(TAB, Target::Person(wa));
        });
    }
    scene.settle();
    let Some(Target::Person(wa)) = scene.outside.pages.borrow()[&TAB].open else { panic!("a chat") };
    assert_eq!(scene.linked_to(TAB), scene.stored(wa));
}

#[test]
fn inv_14_messages_that_come_twice_or_late_change_nothing() {
    let mut scene = maria().person("16505550001", "Other").connected();
    scene.open(TAB, Wa(1));
    let old = scene.outside.pages.borrow()[&TAB].evidence(2).unwrap();
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    let (op, chat) = (scene.next_op(TAB), scene.chat(TAB));
    let intent = Intent::Link { op, chat, contact: id("101"), shown, take_over: TakeOver::default() };
    scene.sidebar_says(TAB, &intent);
    for _ in 0..3 {
        scene.hand_over(TAB, &intent);
        scene.deliver(TAB, &old);
    }
    scene.settle();
    scene.hand_over(TAB, &intent);
    let hello = scene.outside.pages.borrow()[&TAB].hello();
    scene.deliver(TAB, &hello);
    scene.read_chat_again(TAB);
    scene.settle();
    assert_eq!((scene.linked_to(TAB).as_deref(), scene.outside.hubspot.writes()), (Some("101"), 1));
}

#[test]
fn i_30_offline_is_told_nothing_is_lost_and_it_goes_on_by_itself() {
    let mut scene = maria().named(102, "Late", "+44 20 7946 0456").connected();
    scene.outside.online.set(false);
    scene.open(TAB, Wa(0));
    assert_eq!(scene.preview(TAB, "101").unwrap_err().sentence, "problem_offline");
    assert!(matches!(scene.view(TAB).notice, Some(Notice::Offline { .. })));
    let late = scene.add("442079460456", "Late");
    scene.wait(TICK);
    scene.outside.online.set(true);
    scene.wait(TICK);
    assert_eq!((scene.stored(late).as_deref(), scene.view(TAB).notice), (Some("102"), None));
}

#[test]
fn s_35_f_17_more_changes_than_one_pass_reads_are_all_read_and_nothing_is_linked_in_between() {
    let mut scene = Setup::new().named(101, "Early", "650 123 4567").person("16501234567", "Maria").connected();
    scene.wait(TICK);
    // An import: 4,000 contacts, of which the last has the number too.
    for at in 0..4_000_u64 {
        scene.outside.hubspot.create(
            crate::scene::PORTAL_ID,
            scene.now() + at,
            &[("firstname", "Imported"), ("phone", "n/a")],
        );
    }
    let twin = scene.outside.hubspot.create(crate::scene::PORTAL_ID, scene.now() + 5_000, &[("phone", "650 123 4567")]);
    scene.wait(TICK - 10_000);
    scene.alarm();
    scene.wait(10_000);
    scene.open_chat(TAB, Target::Person(Wa(0)));
    scene.wait(TICK);
    scene.settle();
    assert_eq!((scene.stored(Wa(0)), scene.choices(TAB)), (None, vec!["101".to_owned(), twin]));
}

#[test]
fn s_35_s_36_an_import_of_thousands_at_one_instant_is_read_by_id() {
    let mut scene = Setup::new().person("16501234567", "Maria").connected();
    scene.wait(TICK);
    let now = scene.now();
    for _ in 0..450 {
        scene.outside.hubspot.create(crate::scene::PORTAL_ID, now, &[("firstname", "Imported"), ("phone", "n/a")]);
    }
    let made = scene.outside.hubspot.create(crate::scene::PORTAL_ID, now, &[("phone", "+1 650 123 4567")]);
    // The alarm, and a search a second.
    scene.wait(TICK + 20_000);
    assert_eq!(scene.stored(Wa(0)), Some(made));
    let before = scene.outside.hubspot.requests();
    scene.wait(3 * TICK);
    assert!(scene.outside.hubspot.requests() - before <= 12, "{}", scene.outside.hubspot.requests() - before);
}
