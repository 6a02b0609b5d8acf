//! The exact rule and its passes: S-27, S-30 to S-39, F31, F41.

use hubspot_sandbox::{Effect, Fault, Logged, Sort};
use linked_contacts::protocol::options::OptionsIntent;
use linked_contacts::protocol::view::{Origin, PassView};
use serde_json::json;

use crate::book::{Entry, Wa};
use crate::scene::{OWN, PORTAL, Scene, Setup, TAB, TAB2};
use crate::sim::TICK;

/// Requests since the last look, and forgets them.
fn requests(scene: &Scene) -> Vec<Logged> {
    let log = scene.outside.hubspot.log();
    scene.outside.hubspot.with(hubspot_sandbox::Sandbox::clear_log);
    log
}

fn origin(scene: &Scene, wa: Wa) -> Option<Origin> {
    let watch = scene.outside.watch.borrow();
    watch.truth.link_of(&scene.scope(), &scene.book.borrow(), wa).map(|link| link.origin)
}

/// Ten people, each with one contact that has the whole number.
fn ten() -> Setup {
    (0..10).fold(Setup::new(), |setup, at| {
        setup
            .named(101 + at, "Somebody", &format!("+1 650 123 40{at:02}"))
            .person(&format!("165012340{at:02}"), "Somebody")
    })
}

#[test]
fn s_31_the_first_connection_links_everyone_once() {
    let mut scene = ten().connected();
    assert!((0..10).all(|at| origin(&scene, Wa(at)) == Some(Origin::ExactFirst)));
    assert_eq!(scene.view(TAB).strip.linked, 10);
    assert_eq!(scene.view(TAB).strip.pass, PassView::FirstDone { linked: 10, to_choose: 0 });
    // Connecting the same portal again is no first connection.
    scene.add("442079460123", "Late");
    scene.create(&[("phone", "+44 20 7946 0123")]);
    scene.connect(PORTAL);
    assert_eq!(origin(&scene, Wa(10)), Some(Origin::ExactTimer));
}

#[test]
fn s_27_no_automatic_link_of_any_kind_writes() {
    let mut setup = Setup::new();
    for at in 0..500_u64 {
        let digits = format!("1650{:07}", 2_000_000 + at * 13);
        let text = if at % 2 == 0 { format!("+{digits}") } else { format!("({}) {}", &digits[1..4], &digits[4..]) };
        setup = setup.named(1001 + at, "Somebody", &text).person(&digits, "Somebody");
    }
    let mut scene = setup.connected();
    for at in (0..500).step_by(50) {
        scene.open(TAB, Wa(at + 1));
        assert!(scene.linked_to(TAB).is_some());
    }
    let late = scene.create(&[("phone", "+44 20 7946 0123")]);
    let wa = scene.add("442079460123", "Late");
    scene.wait(TICK);
    assert_eq!(scene.stored(wa), Some(late));
    let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[wa]);
    scene.page_says(TAB, message);
    scene.sleep_computer(25 * 60 * 60 * 1000);
    scene.wait(TICK);
    let automatic = scene.outside.watch.borrow().automatic;
    assert_eq!((automatic, scene.outside.hubspot.writes()), (250 + 10 + 1, 0));
}

#[test]
fn s_30_s_41_no_pass_links_a_number_without_country_code() {
    let mut scene = Setup::new().named(101, "Maria", "(650) 123-4567").person("16501234567", "Maria").connected();
    scene.wait(25 * 60 * 60 * 1000);
    let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[Wa(0)]);
    scene.page_says(TAB, message);
    scene.settle();
    assert_eq!((scene.stored(Wa(0)), scene.engine().fuzzy_runs()), (None, 0));
}

#[test]
fn s_33_one_pass_each_180_s_however_many_tabs() {
    let mut scene = ten().connected();
    let book = std::rc::Rc::clone(&scene.book);
    scene.open_tab(TAB2, &book);
    requests(&scene);
    for period in 1..=5 {
        scene.wait(TICK);
        let searches = requests(&scene).iter().filter(|logged| logged.sort == Sort::Search).count();
        assert_eq!(searches, 1, "period {period}");
    }
}

#[test]
fn s_33_chats_that_wake_the_worker_between_two_passes_start_none() {
    let mut scene = ten().connected();
    requests(&scene);
    let mut passes = 0;
    for woken in 0..6 {
        scene.wait(40_000);
        scene.kill();
        scene.open(TAB, Wa(woken));
        scene.wait(20_000);
        passes += requests(&scene).iter().filter(|logged| logged.sort == Sort::Search).count();
    }
    assert_eq!(passes, 2, "six minutes");
}

#[test]
fn s_34_a_new_whatsapp_contact_is_linked_by_the_next_pass() {
    let mut scene = ten().named(201, "Late", "+44 20 7946 0123").connected();
    let wa = scene.add("442079460123", "Late");
    scene.wait(TICK);
    assert_eq!((scene.stored(wa).as_deref(), origin(&scene, wa)), (Some("201"), Some(Origin::ExactTimer)));
}

#[test]
fn s_35_a_new_or_changed_hubspot_contact_is_linked_by_the_next_pass() {
    let mut scene =
        ten().named(201, "No number", "n/a").person("442079460123", "A").person("442079460456", "B").connected();
    let made = scene.create(&[("phone", "+44 20 7946 0123")]);
    scene.edit("201", &[("mobilephone", "+44 20 7946 0456")]);
    scene.wait(TICK);
    assert_eq!((scene.stored(Wa(10)), scene.stored(Wa(11)).as_deref()), (Some(made), Some("201")));
}

#[test]
fn s_35_f_16_a_change_that_the_index_shows_late_is_linked_by_a_later_pass() {
    let late = json!({"indexLag": {"creates": 10_000, "updates": 110_000}, "latency": 100});
    let mut scene = ten().settings(late).named(201, "No number", "n/a").person("442079460456", "B").connected();
    scene.wait(TICK - 1_000);
    scene.edit("201", &[("phone", "+44 20 7946 0456")]);
    // Something newer is seen first, so the watermark runs ahead of the late one.
    scene.wait(60_000);
    scene.create(&[("phone", "+44 20 7946 9999")]);
    scene.wait(2 * TICK);
    assert_eq!(scene.stored(Wa(10)).as_deref(), Some("201"));
}

#[test]
fn s_36_an_idle_tick_costs_one_request() {
    let mut scene = ten().connected();
    scene.open(TAB, Wa(0));
    requests(&scene);
    scene.wait(10 * TICK);
    assert_eq!(requests(&scene).len(), 10);
}

#[test]
fn s_37_after_eight_hours_of_sleep_one_pass_runs() {
    let mut scene = ten().connected();
    for killed in [false, true] {
        requests(&scene);
        scene.page_changes(TAB, |page| page.visible = false);
        scene.settle();
        if killed {
            scene.kill();
        }
        scene.sleep_computer(8 * 60 * 60 * 1000);
        scene.page_changes(TAB, |page| page.visible = true);
        scene.wait(60_000);
        assert_eq!(requests(&scene).len(), 1, "killed: {killed}");
    }
}

/// Somebody new writes, and five seconds pass.
fn somebody_new_writes(scene: &mut Scene) -> Wa {
    let wa = scene.add("442079460123", "Late");
    let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[wa]);
    scene.page_says(TAB, message);
    scene.wait(5_000);
    wa
}

#[test]
fn s_38_a_message_that_wakes_the_worker_links_within_five_seconds() {
    let mut scene = ten().named(201, "Late", "+44 20 7946 0123").connected();
    scene.wait(20_000);
    scene.kill();
    let wa = somebody_new_writes(&mut scene);
    assert_eq!((scene.stored(wa).as_deref(), origin(&scene, wa)), (Some("201"), Some(Origin::ExactChange)));
}

#[test]
fn s_37_a_page_that_is_away_for_a_moment_while_the_timer_rings_makes_up_for_it() {
    let mut scene = ten().connected();
    for killed in [false, true] {
        // A pass in the middle of the timer's period, which a person has asked for.
        scene.wait(TICK - 30_000);
        scene.options_says(&OptionsIntent::PausePasses);
        scene.settle();
        scene.options_says(&OptionsIntent::ResumePasses);
        scene.wait(20_000);
        scene.page_changes(TAB, |page| page.state = "loading");
        scene.wait(20_000);
        if killed {
            scene.kill();
        }
        requests(&scene);
        scene.page_changes(TAB, |page| page.state = "ready");
        scene.wait(5_000);
        assert_eq!(requests(&scene).len(), 1, "killed: {killed}");
        scene.wait(TICK - 15_000);
    }
}

#[test]
fn s_37_a_page_that_comes_up_slowly_makes_up_for_the_missed_pass() {
    let mut scene = ten().connected();
    scene.wait(TICK - 10_000);
    scene.page_changes(TAB, |page| page.state = "loading");
    scene.settle();
    requests(&scene);
    scene.wait(20_000);
    assert_eq!(requests(&scene).len(), 0, "the timer rang for a page that was not there");
    scene.page_changes(TAB, |page| page.state = "ready");
    scene.wait(10_000);
    assert_eq!(requests(&scene).len(), 1);
}

#[test]
fn f_23_a_pass_that_cannot_run_is_not_resumed_for_ever() {
    let mut scene = ten().connected();
    scene.options_says(&OptionsIntent::Disconnect);
    scene.settle();
    scene.outside.resume_at.set(Some(scene.now() + 1_000));
    scene.wait(60_000);
    assert_eq!(scene.outside.resume_at.get(), None);
}

#[test]
fn s_38_a_message_from_somebody_new_links_within_five_seconds() {
    let mut scene = ten().named(201, "Late", "+44 20 7946 0123").connected();
    scene.wait(20_000);
    let wa = somebody_new_writes(&mut scene);
    assert_eq!((scene.stored(wa).as_deref(), origin(&scene, wa)), (Some("201"), Some(Origin::ExactChange)));
}

#[test]
fn s_38_the_contact_may_be_just_as_new() {
    let mut scene = ten().connected();
    scene.wait(20_000);
    let made = scene.create(&[("phone", "+44 20 7946 0123")]);
    let wa = somebody_new_writes(&mut scene);
    assert_eq!(scene.stored(wa), Some(made));
}

#[test]
fn s_39_what_no_feed_tells_is_found_within_a_day() {
    let mut scene = ten().named(201, "Old", "n/a").person("442079460456", "B").connected();
    scene.wait(9 * TICK);
    scene.create(&[("firstname", "Newer")]);
    scene.wait(TICK);
    // A colleague's change whose time of change lies in the past: the feed has been read beyond it.
    scene.outside.hubspot.edit(
        crate::scene::PORTAL_ID,
        scene.now() - 9 * TICK,
        "201",
        &[("phone", "+44 20 7946 0456")],
    );
    scene.wait(2 * TICK);
    assert_eq!(scene.stored(Wa(10)), None);
    scene.wait(24 * 60 * 60 * 1000);
    assert_eq!((scene.stored(Wa(10)).as_deref(), origin(&scene, Wa(10))), (Some("201"), Some(Origin::ExactDaily)));
}

#[test]
fn s_39_a_contact_that_was_deleted_stops_being_a_rival_within_a_day() {
    let setup = Setup::new()
        .named(101, "A", "+44 20 7946 0123")
        .named(102, "B", "+44 20 7946 0123")
        .person("442079460123", "A");
    let mut scene = setup.connected();
    assert_eq!(scene.stored(Wa(0)), None);
    scene.delete("102");
    scene.wait(25 * 60 * 60 * 1000);
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"));
}

#[test]
fn s_32_all_whatsapp_contacts_are_saved_people_and_chats_without_locked_ones_and_the_rep() {
    let mut scene = Setup::new()
        .named(101, "Chat only", "+44 20 7946 0101")
        .named(102, "Locked", "+44 20 7946 0102")
        .named(103, "Stranger of a group", "+44 20 7946 0103")
        .named(104, "The rep", &format!("+{OWN}"))
        .start();
    let unsaved =
        |digits: &str, lid: &str| Entry { number: Some(digits.into()), lid: Some(lid.into()), ..Entry::default() };
    let (chat, locked, stranger) = {
        let mut book = scene.book.borrow_mut();
        let chat = book.put(Entry { chat: true, ..unsaved("442079460101", "30001") });
        let locked = book.put(Entry {
            chat: true,
            locked: true,
            name: Some("Secret".into()),
            ..unsaved("442079460102", "30002")
        });
        let stranger = book.put(unsaved("442079460103", "30003"));
        book.add_group("Purchasing", &[chat, stranger]);
        (chat, locked, stranger)
    };
    scene.connect(PORTAL);
    assert_eq!(
        (scene.stored(chat).as_deref(), scene.stored(locked), scene.stored(stranger)),
        (Some("101"), None, None)
    );
    scene.set(|settings| settings.include_group_members = true);
    scene.wait(TICK);
    assert_eq!((scene.stored(stranger).as_deref(), scene.stored(locked)), (Some("103"), None));
    assert_eq!(scene.outside.watch.borrow().truth.contact(&scene.scope(), "104"), None);
}

#[test]
fn b_04_two_people_for_one_contact_in_one_pass_are_both_left_to_choose() {
    let contact = [("firstname", "Both"), ("phone", "+44 20 7946 0101"), ("mobilephone", "+44 20 7946 0102")];
    let mut scene =
        Setup::new().contact(101, &contact).person("442079460101", "A").person("442079460102", "B").connected();
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1))), (None, None));
    assert_eq!(scene.view(TAB).strip.pass, PassView::FirstDone { linked: 0, to_choose: 2 });
    scene.wait(3 * TICK);
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1))), (None, None));
}

#[test]
fn s_02_s_04_two_displacements_of_one_link_in_one_batch_leave_every_person_linked_once() {
    // A is linked with X by the national number; then Y gets A's whole number and X gets B's.
    let setup = Setup::new().named(101, "X", "(650) 123-4567").named(102, "Y", "n/a");
    let mut scene = setup.person("16501234567", "A").person("16507654321", "B").connected();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
    scene.edit("101", &[("phone", "+1 650 765 4321")]);
    scene.edit("102", &[("phone", "+1 650 123 4567")]);
    scene.wait(TICK);
    assert_eq!((scene.stored(Wa(0)).as_deref(), scene.stored(Wa(1)).as_deref()), (Some("102"), Some("101")));
    scene.settle();
}

#[test]
fn f_31_a_pass_longer_than_three_minutes_does_not_overlap_itself() {
    let mut scene = ten().start();
    let slow = Fault { sort: Some(Sort::Search), delay: 9_000, ..Fault::at_every_call(Effect::Slow) };
    scene.outside.hubspot.inject(slow);
    // 42 slices, each almost too late: the page alone takes three minutes.
    for page in scene.outside.pages.borrow_mut().values_mut() {
        page.pace = 4_500;
    }
    for at in 0..20_000_u64 {
        let lid = format!("777{at:07}");
        scene.book.borrow_mut().put(Entry { lid: Some(lid), ..Entry::default() });
    }
    scene.start_connecting(PORTAL);
    scene.wait(300_000);
    let first: Vec<Logged> =
        requests(&scene).into_iter().filter(|logged| logged.body.contains("HAS_PROPERTY")).collect();
    assert_eq!(first.len(), 2, "the newest change, and one page: {first:?}");
    assert_eq!(scene.view(TAB).strip.linked, 10);
}

#[test]
fn f_41_a_frozen_tab_costs_nothing_and_the_wake_makes_up_for_it() {
    let mut scene = ten().named(201, "Late", "+44 20 7946 0123").connected();
    scene.page_changes(TAB, |page| page.visible = false);
    scene.settle();
    scene.outside.pages.borrow_mut().get_mut(&TAB).unwrap().frozen = true;
    let wa = scene.add("442079460123", "Late");
    scene.wait(2 * TICK);
    assert!(!matches!(scene.view(TAB).strip.pass, PassView::Failed { .. }));
    assert_eq!(scene.stored(wa), None);
    scene.outside.pages.borrow_mut().get_mut(&TAB).unwrap().frozen = false;
    scene.page_changes(TAB, |page| page.visible = true);
    scene.settle();
    assert_eq!(scene.stored(wa).as_deref(), Some("201"));
}

#[test]
fn f_41_i_32_where_one_tab_is_frozen_the_other_of_the_account_answers() {
    let mut scene = ten().named(201, "A", "+44 20 7946 0123").named(202, "B", "+44 20 7946 0456").connected();
    let book = std::rc::Rc::clone(&scene.book);
    scene.load_page(TAB2, &book);
    scene.settle();
    let late = [(TAB, TAB2, "442079460123", "201"), (TAB2, TAB, "442079460456", "202")];
    for (frozen, other, digits, contact) in late {
        let wa = scene.add(digits, "Late");
        scene.outside.pages.borrow_mut().get_mut(&frozen).unwrap().frozen = true;
        scene.outside.pages.borrow_mut().get_mut(&other).unwrap().frozen = false;
        scene.wait(TICK + 20_000);
        assert_eq!(scene.stored(wa).as_deref(), Some(contact), "{frozen:?} is frozen");
    }
}

#[test]
fn f_41_s_35_while_the_tab_is_frozen_what_is_new_in_hubspot_is_matched_with_the_people_it_told_last() {
    let mut scene = ten().person("442079460123", "Known").connected();
    scene.outside.pages.borrow_mut().get_mut(&TAB).unwrap().frozen = true;
    let made = scene.create(&[("phone", "+44 20 7946 0123")]);
    let unknown = scene.add("442079460456", "Came while it slept");
    scene.create(&[("phone", "+44 20 7946 0456")]);
    scene.wait(TICK + 20_000);
    assert_eq!((scene.stored(Wa(10)), origin(&scene, Wa(10))), (Some(made), Some(Origin::ExactTimer)));
    assert!(!matches!(scene.view(TAB).strip.pass, PassView::Failed { .. }));
    assert_eq!(scene.stored(unknown), None);
    scene.outside.pages.borrow_mut().get_mut(&TAB).unwrap().frozen = false;
    scene.page_changes(TAB, |page| page.visible = false);
    scene.page_changes(TAB, |page| page.visible = true);
    scene.settle();
    assert!(scene.stored(unknown).is_some());
}

#[test]
fn f_41_c_10_people_that_another_account_told_are_not_those_of_the_one_that_is_frozen() {
    let mut scene = Setup::new().person("442079460123", "Known").connected();
    let other = scene.account("5511987650000");
    scene.page_changes(TAB, |page| {
        page.book = other;
        page.open = None;
        page.current = None;
    });
    scene.wait(TICK);
    scene.outside.pages.borrow_mut().get_mut(&TAB).unwrap().frozen = true;
    scene.create(&[("phone", "+44 20 7946 0123")]);
    scene.wait(2 * TICK);
    assert_eq!(scene.outside.watch.borrow().automatic, 0);
}

#[test]
fn f_41_s_39_an_account_whose_tab_sleeps_does_not_have_all_contacts_read_at_each_tick() {
    let mut scene = ten().connected();
    let other = scene.account("5511987650000");
    scene.load_page(TAB2, &other);
    scene.settle();
    scene.outside.pages.borrow_mut().get_mut(&TAB2).unwrap().frozen = true;
    scene.wait(2 * TICK);
    requests(&scene);
    let before = scene.outside.hubspot.requests();
    scene.wait(50 * 60 * 60 * 1000);
    let log = scene.outside.hubspot.log();
    let pages = log[before..].iter().filter(|logged| logged.body.contains("HAS_PROPERTY")).count();
    assert!((2..=6).contains(&pages), "two daily passes: {pages}");
}

#[test]
fn s_33_s_37_without_a_tab_nothing_is_asked_and_the_next_one_makes_up_for_it_once() {
    let mut scene = ten().connected();
    scene.close_tab(TAB);
    scene.settle();
    requests(&scene);
    scene.wait(5 * TICK);
    assert_eq!(requests(&scene).len(), 0);
    let book = std::rc::Rc::clone(&scene.book);
    scene.load_page(TAB, &book);
    scene.wait(20_000);
    let searches = requests(&scene).iter().filter(|logged| logged.sort == Sort::Search).count();
    assert_eq!(searches, 1);
}
