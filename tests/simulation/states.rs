//! States that every view must handle: I-03, I-05, I-07, I-09, I-10, I-12, I-20 to I-22, I-32, and switching portals (F2).

use hubspot_sandbox::{Effect, Fault, Sort};
use linked_contacts::protocol::options::{Connection, Keep, OptionsIntent, PastedKey};
use linked_contacts::protocol::view::{LinkNotice, Notice, PassView, PersonState, Screen};
use serde_json::json;

use crate::book::{Target, Wa};
use crate::scene::{PORTAL, PORTAL_B, Setup, TAB, TAB2};
use crate::sim::TICK;

fn maria() -> Setup {
    Setup::new().named(101, "Maria", "+1 650 123 4567").person("16501234567", "Maria")
}

#[test]
fn i_03_not_connected_asks_nothing_of_hubspot() {
    let mut scene = maria().start();
    scene.open_chat(TAB, Target::Person(Wa(0)));
    scene.settle();
    scene.wait(2 * TICK);
    assert_eq!((scene.view(TAB).screen, scene.outside.hubspot.requests()), (Screen::NotConnected, 0));
}

#[test]
fn i_04_a_refused_key_is_told_and_what_was_connected_stays() {
    let mut scene = maria().connected();
    for (key, sentence) in [("pat-na1-wrong", "problem_key_unknown"), ("hello", "problem_key_shape")] {
        scene.options_says(&OptionsIntent::Connect { key: PastedKey(key.into()), keep: Keep::OnDevice });
        scene.settle();
        let Connection::Refused { problem } = scene.connection() else { panic!("{:?}", scene.connection()) };
        assert_eq!(problem.sentence, sentence);
    }
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
}

#[test]
fn i_05_f_1_a_refused_key_is_confirmed_once_then_nothing_is_asked_and_nothing_is_lost() {
    let mut scene = maria().connected();
    scene.outside.hubspot.inject(Fault::at_every_call(Effect::status(401)));
    let before = scene.outside.hubspot.requests();
    scene.open_chat(TAB, Target::Person(Wa(0)));
    scene.alarm();
    scene.settle();
    assert!(scene.outside.hubspot.requests() - before <= 3, "{}", scene.outside.hubspot.requests() - before);
    let asked = scene.outside.hubspot.requests();
    scene.wait(3 * TICK);
    scene.open(TAB, Wa(0));
    assert_eq!(scene.outside.hubspot.requests(), asked);
    assert_eq!((scene.view(TAB).notice, scene.linked_to(TAB).as_deref()), (Some(Notice::KeyRefused), Some("101")));
    // A worker later too; and a new key of the same portal goes on where it was.
    scene.kill();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.outside.hubspot.requests(), asked);
    scene.outside.hubspot.heal();
    scene.connect(PORTAL);
    assert_eq!((scene.view(TAB).notice, scene.linked_to(TAB).as_deref()), (None, Some("101")));
}

#[test]
fn f_1_a_single_refusal_is_no_lost_key() {
    let mut scene = maria().connected();
    scene.outside.hubspot.inject(Fault { times: Some(1), ..Fault::at_every_call(Effect::status(401)) });
    scene.open(TAB, Wa(0));
    assert_eq!(scene.view(TAB).notice, None);
}

#[test]
fn i_05_a_key_that_is_asked_for_at_each_start_is_asked_for() {
    let mut scene = maria().start();
    let key = PastedKey(format!("pat-na1-{PORTAL}"));
    scene.options_says(&OptionsIntent::Connect { key, keep: Keep::UntilBrowserCloses });
    scene.settle();
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"));
    scene.restart_browser();
    scene.settle();
    scene.open(TAB, Wa(0));
    assert_eq!((scene.view(TAB).notice, scene.linked_to(TAB).as_deref()), (Some(Notice::KeyNeeded), Some("101")));
}

#[test]
fn f_3_a_missing_scope_is_named_and_not_asked_about_again_and_again() {
    let mut scene = maria().without_scope("crm.objects.owners.read").without_scope("tickets").connected();
    let Connection::Connected { missing, .. } = scene.connection() else { panic!("{:?}", scene.connection()) };
    assert_eq!(missing, ["crm.objects.owners.read", "tickets"]);
    for _ in 0..5 {
        scene.close_chat(TAB);
        scene.open(TAB, Wa(0));
    }
    assert_eq!(scene.card(TAB).name, "Maria");
    let refused = scene.outside.hubspot.log().iter().filter(|logged| logged.status == Some(403)).count();
    assert!(refused <= 3, "{refused} refusals: two when connecting, one for the first card");
}

#[test]
fn f_3_without_contacts_nothing_is_connected() {
    let mut scene = maria().without_scope("crm.objects.contacts.read").start();
    scene.start_connecting(PORTAL);
    scene.settle();
    assert!(matches!(scene.connection(), Connection::Refused { .. }));
}

#[test]
fn i_07_f_2_each_portal_has_its_own_links() {
    let mut scene = maria().connected();
    scene.add_portal_b();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    scene.connect(PORTAL_B);
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("5000001"));
    scene.connect(PORTAL);
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    assert_eq!(scene.outside.watch.borrow().truth.links().count(), 2);
}

#[test]
fn f_2_switching_portals_in_the_middle_of_anything_mixes_nothing() {
    // INV-10 watches what is filed, read and shown; the sandbox knows whose contact is whose.
    for at in (0..1_800).step_by(30) {
        let mut setup = maria().seed(at);
        for extra in 0..450 {
            setup = setup.named(2001 + extra, "Somebody", &format!("+1 650 124 {extra:04}"));
        }
        let mut scene = setup.start();
        scene.add_portal_b();
        scene.start_connecting(PORTAL);
        scene.wait(700);
        scene.open_chat(TAB, Target::Person(Wa(0)));
        scene.later(at, |sim| sim.start_connecting(PORTAL_B));
        scene.settle();
        scene.wait(TICK);
        scene.settle();
        assert_eq!(scene.linked_to(TAB).as_deref(), Some("5000001"), "{at} ms");
    }
}

#[test]
fn f_2_the_worker_may_die_anywhere_while_another_portal_is_connected() {
    let mut point = 1;
    loop {
        let mut scene = maria().connected();
        scene.add_portal_b();
        scene.open(TAB, Wa(0));
        scene.start_connecting(PORTAL_B);
        scene.outside.kernel.kill_at(point);
        let lives = scene.lives;
        scene.settle();
        let died = !scene.is_alive() || scene.lives > lives;
        // Whatever key is kept, the connection is that key's.
        scene.wait(2 * TICK);
        scene.open(TAB, Wa(0));
        let kept = scene.outside.keys.kept.borrow().as_ref().map(|(token, _)| token.clone()).unwrap();
        let expected = if kept.ends_with("1") { "101" } else { "5000001" };
        assert_eq!(scene.linked_to(TAB).as_deref(), Some(expected), "killed at point {point}, {kept}");
        if !died {
            break;
        }
        point += 1;
    }
    assert!(point > 30, "{point} points");
}

#[test]
fn i_08_disconnecting_in_the_middle_of_a_pass_stops_it() {
    for at in (0..3_000).step_by(100) {
        let mut scene = maria().start();
        scene.start_connecting(PORTAL);
        scene.later(at, |sim| sim.options_says(&OptionsIntent::Disconnect));
        scene.settle();
        let before = scene.outside.hubspot.requests();
        let links = scene.outside.watch.borrow().truth.links().count();
        scene.wait(2 * TICK);
        if scene.outside.keys.kept.borrow().is_none() {
            assert_eq!(scene.view(TAB).screen, Screen::NotConnected, "{at} ms");
            assert_eq!(scene.outside.hubspot.requests(), before, "{at} ms");
            assert_eq!(scene.outside.watch.borrow().truth.links().count(), links, "{at} ms");
        }
    }
}

#[test]
fn i_09_no_chat_is_open() {
    let mut scene = maria().connected();
    assert_eq!(scene.view(TAB).screen, Screen::NoChat);
    scene.open(TAB, Wa(0));
    scene.close_chat(TAB);
    scene.settle();
    assert_eq!(scene.view(TAB).screen, Screen::NoChat);
}

#[test]
fn i_10_while_a_chat_is_made_out_nothing_of_the_last_one_is_shown() {
    let mut scene = maria().person("442079460123", "Other").connected();
    scene.open(TAB, Wa(0));
    scene.open_chat(TAB, Target::Person(Wa(1)));
    scene.wait(1);
    assert_eq!(scene.view(TAB).screen, Screen::Resolving);
    scene.settle();
    assert!(matches!(scene.state(TAB), PersonState::NotLinked { .. }));
}

#[test]
fn i_10_a_chat_that_is_told_before_it_is_known_whose_whatsapp_it_is_is_looked_up_then() {
    let mut scene = maria().connected();
    let book = std::rc::Rc::clone(&scene.book);
    scene.load_page(TAB2, &book);
    scene.open_sidebar(TAB2);
    scene.page_changes(TAB2, |page| page.knows_own = false);
    scene.open_chat(TAB2, Target::Person(Wa(0)));
    scene.settle_loosely();
    scene.page_changes(TAB2, |page| page.knows_own = true);
    scene.settle();
    assert_eq!(scene.linked_to(TAB2).as_deref(), Some("101"));
}

#[test]
fn i_12_a_channel_and_the_reps_own_notes_are_nobody() {
    let mut scene = maria().named(102, "The rep", &format!("+{}", crate::scene::OWN)).connected();
    for target in [Target::Channel, Target::Notes] {
        scene.open_chat(TAB, target);
        scene.settle();
        assert_eq!(scene.view(TAB).screen, Screen::NotAPerson);
    }
    assert_eq!(scene.outside.watch.borrow().truth.contact(&scene.scope(), "102"), None);
}

#[test]
fn i_20_f_4_a_deleted_contact_is_told_the_link_stays_and_nothing_else_is_linked() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    scene.delete("101");
    scene.create(&[("firstname", "Twin"), ("phone", "+1 650 123 4567")]);
    scene.close_chat(TAB);
    scene.open(TAB, Wa(0));
    assert_eq!((scene.card(TAB).notice, scene.linked_to(TAB).as_deref()), (Some(LinkNotice::Deleted), Some("101")));
    scene.wait(26 * 60 * 60 * 1000);
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"));
    // The way on: unlink, and link with the one that is there.
    scene.unlink(TAB).unwrap();
    scene.allow(TAB).unwrap();
    assert!(scene.linked_to(TAB).is_some_and(|contact| contact != "101"));
}

#[test]
fn i_22_s_01_a_phone_that_changed_since_is_told_and_the_link_holds() {
    let mut scene = maria().connected();
    scene.wait(TICK);
    scene.edit("101", &[("phone", "+44 20 7946 0999")]);
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.card(TAB).notice, Some(LinkNotice::PhoneDiffers { .. })));
    scene.wait(26 * 60 * 60 * 1000);
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"));
}

#[test]
fn inv_1_i_22_a_link_from_a_directory_that_was_stale_is_withdrawn_by_the_card_and_by_the_feed() {
    // F15: what the rep's clock shows does not matter.
    for (by_card, skew) in [(true, 0), (false, 0), (true, -7_200_000), (false, -7_200_000)] {
        let late = json!({"indexLag": {"creates": 0, "updates": 60_000}, "latency": 100});
        let mut scene = Setup::new().named(101, "Maria", "+1 650 123 4567").settings(late).connected();
        scene.outside.kernel.set_skew(skew);
        scene.wait(TICK - 10_000);
        // HubSpot's index still has the old phone when the pass links.
        scene.edit("101", &[("phone", "+44 20 7946 0999")]);
        let wa = scene.add("16501234567", "Maria");
        scene.wait(20_000);
        assert_eq!(scene.stored(wa).as_deref(), Some("101"));
        if by_card {
            scene.open(TAB, wa);
        } else {
            scene.wait(TICK);
        }
        assert_eq!((scene.stored(wa), scene.remembered(wa)), (None, false), "by card: {by_card}");
        scene.wait(2 * TICK);
        assert_eq!(scene.stored(wa), None);
    }
}

#[test]
fn i_32_two_accounts_have_their_own_links_and_one_timer() {
    let mut scene = maria().connected();
    scene.open_other_account();
    scene.open(TAB2, Wa(0));
    assert_eq!(scene.linked_to(TAB2).as_deref(), Some("101"));
    scene.unlink(TAB2).unwrap();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"), "the other account's word is not this one's");
    let before = scene.outside.hubspot.requests();
    scene.wait(3 * TICK);
    let searches = scene.outside.hubspot.log()[before..].iter().filter(|logged| logged.sort == Sort::Search).count();
    assert_eq!(searches, 3);
    assert_eq!(scene.outside.watch.borrow().truth.scopes().len(), 2);
}

#[test]
fn c_10_another_account_in_the_same_tab_sees_nothing_of_the_first() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    let other = scene.account("5511987650000");
    other.borrow_mut().add("442079460123", "Other");
    scene.page_changes(TAB, |page| {
        page.book = other;
        page.open = None;
        page.current = None;
    });
    scene.settle_loosely();
    assert_eq!(scene.view(TAB).screen, Screen::NoChat);
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.state(TAB), PersonState::NotLinked { .. }));
}

#[test]
fn i_08_the_first_pass_tells_how_far_it_is_and_the_whole_number_also_after_a_kill() {
    let mut setup = Setup::new();
    for at in 0..120 {
        setup =
            setup.named(1001 + at, "Somebody", &format!("+1 650 124 {at:04}")).person(&format!("1650124{at:04}"), "S");
    }
    let mut scene = setup.clone().start();
    scene.start_connecting(PORTAL);
    scene.wait(1_000);
    assert!(matches!(scene.view(TAB).strip.pass, PassView::First { .. }), "{:?}", scene.view(TAB).strip.pass);
    scene.settle();
    // The worker dies at one point after the other, until it has died between two batches of links.
    let between_batches = (1..).find_map(|point| {
        let mut scene = setup.clone().start();
        scene.start_connecting(PORTAL);
        scene.outside.kernel.kill_at(point);
        while scene.is_alive() {
            scene.wait(1);
        }
        let linked = scene.outside.watch.borrow().truth.links().count();
        (linked > 0).then_some((scene, linked))
    });
    let (mut scene, linked) = between_batches.unwrap();
    assert!(linked < 120, "{linked}");
    scene.wait(2 * TICK);
    assert_eq!(scene.view(TAB).strip.linked, 120);
    assert_eq!(scene.view(TAB).strip.pass, PassView::FirstDone { linked: 120, to_choose: 0 });
}

#[test]
fn th_18_i_32_a_page_that_lost_the_reps_number_is_the_same_account_with_all_that_was_unlinked() {
    let mut scene = maria().named(102, "Ben", "+44 20 7946 0123").person("442079460123", "Ben").connected();
    scene.open(TAB, Wa(0));
    scene.unlink(TAB).unwrap();
    scene.page_changes(TAB, |page| page.knows_own_number = false);
    scene.settle();
    scene.kill();
    scene.wait(2 * TICK);
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1)).as_deref()), (None, Some("102")));
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.state(TAB), PersonState::Remembered { .. }));
    assert_eq!(scene.outside.watch.borrow().truth.scopes().len(), 1);
}

#[test]
fn th_18_an_account_that_was_never_seen_with_its_number_is_nobodys_until_it_is() {
    let mut scene = maria().connected();
    let other = scene.account("5511987650000");
    other.borrow_mut().add("16501234567", "A Maria");
    scene.page_changes(TAB, |page| {
        (page.book, page.open, page.current) = (other, None, None);
        page.knows_own_number = false;
    });
    scene.wait(2 * TICK);
    scene.open_chat(TAB, Target::Person(Wa(0)));
    scene.settle_loosely();
    assert_eq!(scene.outside.watch.borrow().truth.scopes().len(), 1);
    scene.page_changes(TAB, |page| page.knows_own_number = true);
    scene.settle();
    assert_eq!((scene.linked_to(TAB).as_deref(), scene.outside.watch.borrow().truth.scopes().len()), (Some("101"), 2));
}

#[test]
fn i_31_an_empty_chat_of_a_saved_person_says_what_it_waits_for_and_is_no_fault_of_the_page() {
    let mut scene = maria().connected();
    scene.open_chat(TAB, Target::Person(Wa(0)));
    scene.wait(1);
    let generation = scene.outside.pages.borrow()[&TAB].generation;
    for (exhausted, waits) in [(false, false), (true, true)] {
        scene.page_says(
            TAB,
            json!({
                "v": 1, "kind": "chat", "generation": generation, "title": "Maria", "rows": 0, "listed": 1,
                "records": {}, "settled": true, "exhausted": exhausted, "problems": ["no_rows"],
            }),
        );
        scene.wait(1);
        assert_eq!(matches!(scene.view(TAB).screen, Screen::NoMessages(_)), waits);
    }
    scene.settle();
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"), "the first message tells");
}

#[test]
fn f_16_another_contact_with_the_number_that_comes_to_light_later_is_told_and_the_rep_decides() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.card(TAB).notice, None);
    scene.create(&[("firstname", "Twin"), ("phone", "+1 650 123 4567")]);
    scene.wait(TICK + 20_000);
    let told = Some(LinkNotice::SharedNumber { name: "Twin".to_owned() });
    assert_eq!((scene.card(TAB).notice, scene.linked_to(TAB).as_deref()), (told.clone(), Some("101")));
    scene.kill();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.card(TAB).notice, told, "and not forgotten");
    scene.right_contact(TAB).unwrap();
    scene.wait(26 * 60 * 60 * 1000);
    scene.open(TAB, Wa(0));
    assert_eq!((scene.card(TAB).notice, scene.linked_to(TAB).as_deref()), (None, Some("101")));
}

#[test]
fn f_16_a_contact_that_is_somebody_elses_or_has_the_number_less_well_is_no_rival() {
    let mut scene = maria().named(102, "Local", "650 123 4567").person("442079460123", "Ben").connected();
    scene.open(TAB, Wa(0));
    assert_eq!((scene.card(TAB).notice, scene.linked_to(TAB).as_deref()), (None, Some("101")));
    let twin = scene.create(&[("firstname", "Twin"), ("phone", "+1 650 123 4567")]);
    scene.open(TAB, Wa(1));
    scene.link(TAB, &twin).unwrap();
    scene.edit(&twin, &[("phone", "+1 650 123 4567")]);
    scene.wait(TICK + 20_000);
    scene.open(TAB, Wa(0));
    assert_eq!(scene.card(TAB).notice, None);
}

#[test]
fn f_15_i_22_s_01_whatever_the_reps_clock_shows_a_link_outlives_a_later_change_of_the_phone() {
    const HOURS: i64 = 3_600_000;
    for skew in [2 * HOURS, -2 * HOURS, 10 * 365 * 24 * HOURS] {
        let mut scene = maria().start();
        scene.outside.kernel.set_skew(skew);
        scene.start_connecting(PORTAL);
        scene.wait(TICK);
        assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"), "{skew}");
        scene.edit("101", &[("phone", "+44 20 7946 0999")]);
        scene.wait(2 * TICK);
        scene.open(TAB, Wa(0));
        assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"), "{skew}");
        assert!(matches!(scene.card(TAB).notice, Some(LinkNotice::PhoneDiffers { .. })), "{skew}");
    }
}
