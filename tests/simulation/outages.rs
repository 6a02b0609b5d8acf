//! HubSpot is away for long, the network is gone or a captive portal, or something in HubSpot rewrites what was written: F9, F14, F40,
//! I-30.

use hubspot_sandbox::{Applied, Effect, Fault, Mangle};
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::record::FieldChange;
use linked_contacts::protocol::view::{Answer, Freshness, Notice, Retry, Shelf};

use crate::book::Wa;
use crate::rep::id;
use crate::scene::{PORTAL_ID, Scene, Setup, TAB};
use crate::sim::TICK;

const DAY: u64 = 24 * 60 * 60 * 1000;
const WRITTEN: &str = "+442079460123";

fn maria() -> Setup {
    Setup::new().named(101, "Maria", "(650) 123-4567").person("442079460123", "Maria")
}

/// Requests after a moment.
fn asked_since(scene: &Scene, from: u64) -> usize {
    scene.outside.hubspot.log().iter().filter(|logged| logged.at > from).count()
}

#[test]
fn f_9_a_migration_is_waited_out_as_long_as_hubspot_says_and_never_longer_than_a_day() {
    let hours = 60 * 60 * 1000;
    for (told, wait) in [(6 * 3_600, 6 * hours), (86_400, DAY), (7 * 86_400, DAY)] {
        let mut scene = maria().named(102, "Late", "+44 20 7946 0456").connected();
        let moving = Effect::Status { status: 477, policy: None, scope: None, retry_after: Some(told), message: None };
        scene.outside.hubspot.inject(Fault { times: Some(1), ..Fault::at_every_call(moving) });
        scene.wait(TICK);
        let refused = scene.outside.hubspot.log().last().unwrap().clone();
        assert_eq!(refused.status, Some(477));
        let late = scene.add("442079460456", "Late");
        // Neither passes, nor chats, nor a person, nor the next worker ask before that; the person is told.
        for turn in 0..5 {
            scene.wait(wait / 6);
            if turn % 2 == 0 {
                scene.kill();
            }
            scene.open(TAB, Wa(0));
            assert!(matches!(scene.view(TAB).notice, Some(Notice::Waiting { .. })), "{told} s, turn {turn}");
            scene.preview(TAB, "101").unwrap_err();
            scene.close_chat(TAB);
        }
        assert_eq!(asked_since(&scene, refused.at), 0, "{told} s");
        assert_eq!(scene.stored(late), None, "{told} s");
        let left = (refused.at + wait).saturating_sub(scene.now());
        scene.wait(left - 1_000);
        assert_eq!(asked_since(&scene, refused.at), 0, "{told} s");
        scene.wait(2 * TICK);
        assert_eq!((scene.stored(late).as_deref(), scene.view(TAB).notice), (Some("102"), None), "{told} s");
        scene.open(TAB, Wa(0));
        scene.link(TAB, "101").unwrap();
    }
}

#[test]
fn f_14_a_worker_that_starts_offline_tells_it_queues_nothing_and_decides_by_what_hubspot_has_afterwards() {
    let mut scene = maria().named(102, "Late", "+44 20 7946 0456").named(103, "Ana", "+44 20 7946 0789").connected();
    scene.kill();
    scene.outside.online.set(false);
    let late = scene.add("442079460456", "Late");
    let from = scene.now();
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.view(TAB).notice, Some(Notice::Offline { .. })));
    assert_eq!(scene.search(TAB, "Ana").unwrap_err().sentence, "problem_offline");
    assert_eq!(scene.preview(TAB, "101").unwrap_err().sentence, "problem_offline");
    // What would have been decided from old data is wrong by the time the connection is back.
    scene.edit("102", &[("phone", "+44 20 7946 0999")]);
    let right = scene.create(&[("firstname", "Late"), ("phone", "+44 20 7946 0456")]);
    scene.wait(20 * TICK);
    assert_eq!((asked_since(&scene, from), scene.outside.hubspot.writes()), (0, 0));
    scene.outside.online.set(true);
    let back = scene.now();
    scene.wait(TICK + 20_000);
    assert_eq!(scene.stored(late), Some(right), "decided anew");
    assert_eq!(scene.view(TAB).notice, None);
    assert!(asked_since(&scene, back) <= 6, "{} requests: passes were queued", asked_since(&scene, back));
    // The chat is still open where the rep was: pressing again does it.
    assert_eq!(scene.search(TAB, "Ana").unwrap().len(), 1);
    scene.link(TAB, "101").unwrap();
    assert_eq!(scene.text("101", "phone"), WRITTEN);
}

#[test]
fn f_14_a_captive_portal_is_no_answer_of_hubspot() {
    let mut scene = maria().named(102, "Ana", "+1 650 123 4000").person("16501234000", "Ana").connected();
    scene.open(TAB, Wa(1));
    assert_eq!(scene.card(TAB).freshness, Freshness::Fresh);
    scene.close_chat(TAB);
    let links = scene.outside.watch.borrow().truth.links().count();
    scene.outside.hubspot.inject(Fault::at_every_call(Effect::Mangle(Mangle::Html)));
    scene.wait(20_000);
    scene.open(TAB, Wa(1));
    // The card stays, and says that it is old; nothing is taken for deleted.
    assert!(matches!(scene.card(TAB).freshness, Freshness::Stale { .. }), "{:?}", scene.card(TAB).freshness);
    assert_eq!((scene.linked_to(TAB).as_deref(), scene.card(TAB).notice), (Some("102"), None));
    scene.open(TAB, Wa(0));
    scene.search(TAB, "zoe").unwrap_err();
    scene.preview(TAB, "101").unwrap_err();
    let late = scene.add("442079460456", "Late");
    let made = scene.create(&[("phone", "+44 20 7946 0456")]);
    scene.wait(3 * TICK);
    assert_eq!((scene.stored(late), scene.outside.hubspot.writes()), (None, 0));
    assert_eq!(scene.outside.watch.borrow().truth.links().count(), links);
    scene.outside.hubspot.heal();
    scene.wait(40 * 60 * 1000);
    assert_eq!(scene.stored(late), Some(made));
    scene.link(TAB, "101").unwrap();
}

/// Links Maria by hand, and lets a workflow rewrite the phone between the write and the reading back; the answer.
fn rewritten(scene: &mut Scene, text: &str, killed: bool) -> Option<Answer> {
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    let link = |op, chat| Intent::Link { op, chat, contact: id("101"), shown, take_over: TakeOver::default() };
    let op = scene.start(TAB, link);
    let mut patience = 0;
    while scene.text("101", "phone") != WRITTEN {
        scene.wait(5);
        patience += 1;
        assert!(patience < 1_000, "nothing is written");
    }
    scene.edit("101", &[("phone", text)]);
    if killed {
        scene.kill();
        scene.wait(2 * TICK);
    }
    scene.settle();
    (!killed).then(|| scene.answer(TAB, op))
}

#[test]
fn f_40_a_workflow_that_writes_the_same_number_in_another_form_undoes_no_link() {
    for text in ["+44 20 7946 0123", "+44 (0)20 7946-0123", "0044 20 79460123", "tel:+44-20-7946-0123"] {
        for killed in [false, true] {
            let mut scene = maria().connected();
            let answer = rewritten(&mut scene, text, killed);
            assert!(answer.is_none_or(|answer| answer == Answer::Done), "{text}");
            assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"), "{text}, killed: {killed}");
            scene.outside.watch.borrow().nothing_is_open();
            // Nobody fights with the workflow.
            scene.wait(3 * TICK);
            let phone = scene.outside.hubspot.text(PORTAL_ID, "101", "phone");
            assert_eq!((scene.outside.hubspot.writes(), phone.as_str()), (1, text));
        }
    }
}

#[test]
fn f_40_a_workflow_that_puts_the_old_writing_of_the_number_back_undoes_no_link() {
    let mut scene = Setup::new().named(101, "Maria", "+44 20 7946 0123").person("442079460123", "Maria").connected();
    scene.open(TAB, Wa(0));
    scene.unlink(TAB).unwrap();
    assert_eq!(rewritten(&mut scene, "+44 20 7946 0123", false), Some(Answer::Done));
    assert_eq!((scene.stored(Wa(0)).as_deref(), scene.outside.hubspot.writes()), (Some("101"), 1));
    scene.outside.watch.borrow().nothing_is_open();
}

#[test]
fn f_40_a_workflow_that_writes_another_number_is_told_and_nothing_is_linked() {
    for killed in [false, true] {
        let mut scene = maria().connected();
        let answer = rewritten(&mut scene, "+44 20 7946 0124", killed);
        if let Some(answer) = answer {
            let Answer::Refused(problem) = answer else { panic!("{answer:?}") };
            assert_eq!(problem.sentence, "problem_changed_meanwhile");
            assert_eq!(problem.values, ["+44 20 7946 0124"]);
        }
        assert_eq!((scene.stored(Wa(0)), scene.outside.hubspot.writes()), (None, 1), "killed: {killed}");
        scene.outside.watch.borrow().nothing_is_open();
    }
}

/// Ben's card is open; everything of it was read.
fn card_of_ben() -> Scene {
    let ben = [("firstname", "Ben"), ("jobtitle", "Buyer"), ("phone", "+1 650 765 4321")];
    let mut scene = maria().contact(102, &ben).person("16507654321", "Ben").connected();
    scene.give_deal("102", "Renewal");
    scene.open(TAB, Wa(1));
    assert_eq!(scene.card(TAB).freshness, Freshness::Fresh);
    scene
}

/// Writes that HubSpot carried out.
fn carried_out(scene: &Scene) -> usize {
    let writes = scene.outside.hubspot.log().into_iter().filter(|one| one.is_write() && one.applied == Applied::Yes);
    writes.count()
}

#[test]
fn i_30_an_edit_is_refused_while_offline_nothing_is_sent_later_and_pressing_again_writes_it_once() {
    let mut scene = card_of_ben();
    scene.outside.online.set(false);
    for _ in 0..2 {
        let Answer::Refused(problem) = scene.save(TAB, &[("jobtitle", "CEO")]) else { panic!("saved") };
        assert_eq!((problem.sentence.as_str(), problem.retry), ("problem_offline", Retry::Now));
        assert!(matches!(scene.view(TAB).notice, Some(Notice::Offline { since: Some(_) })));
        assert_eq!(scene.field(TAB, "jobtitle").value, "Buyer", "the card shows what HubSpot has");
    }
    scene.wait(3 * TICK);
    scene.outside.online.set(true);
    scene.wait(3 * TICK);
    assert_eq!((scene.text("102", "jobtitle").as_str(), carried_out(&scene)), ("Buyer", 0), "queued");
    assert_eq!(scene.save(TAB, &[("jobtitle", "CEO")]), Answer::Done);
    assert_eq!((scene.text("102", "jobtitle").as_str(), carried_out(&scene)), ("CEO", 1));
    assert_eq!((scene.field(TAB, "jobtitle").value.as_str(), scene.view(TAB).notice), ("CEO", None));
}

#[test]
fn i_30_f_14_the_connection_may_be_lost_at_any_moment_of_an_edit_and_the_next_try_makes_it_whole() {
    for at in (0..400).step_by(10) {
        let mut scene = card_of_ben();
        scene.later(at, |sim| sim.outside.online.set(false));
        let answer = scene.save(TAB, &[("jobtitle", "CEO")]);
        match &answer {
            Answer::Done => assert_eq!(scene.text("102", "jobtitle"), "CEO", "{at} ms"),
            Answer::Refused(problem) => {
                assert!(["problem_offline", "problem_unconfirmed"].contains(&problem.sentence.as_str()), "{problem:?}");
                assert_eq!(problem.retry, Retry::Now, "{at} ms");
            }
            other => panic!("{at} ms: {other:?}"),
        }
        scene.outside.online.set(true);
        // The draft is the rep's, with the value that was seen when it was begun.
        let property = "jobtitle".parse().unwrap();
        let draft = FieldChange { property, before: "Buyer".into(), after: "CEO".into() };
        assert_eq!(scene.save_changes(TAB, vec![draft]), Answer::Done, "{at} ms, after {answer:?}");
        assert_eq!((scene.text("102", "jobtitle").as_str(), carried_out(&scene)), ("CEO", 1), "{at} ms");
        scene.wait(TICK);
        assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0, "{at} ms");
        assert_eq!((scene.field(TAB, "jobtitle").value.as_str(), carried_out(&scene)), ("CEO", 1), "{at} ms");
    }
}

#[test]
fn i_30_a_card_that_was_read_before_is_shown_offline_as_old_as_it_is() {
    for killed in [false, true] {
        let mut scene = card_of_ben();
        let read = scene.now();
        scene.close_chat(TAB);
        // HubSpot goes on answering the passes, which say nothing of this card's deals.
        scene.wait(20 * TICK);
        if killed {
            scene.kill();
        }
        scene.outside.online.set(false);
        scene.open(TAB, Wa(1));
        assert!(matches!(scene.view(TAB).notice, Some(Notice::Offline { .. })), "killed: {killed}");
        let card = scene.card(TAB);
        let Freshness::Stale { at: Some(at), problem } = card.freshness else { panic!("{:?}", card.freshness) };
        assert_eq!(problem.sentence, "problem_offline");
        assert!(
            at <= read && read - at < 2_000,
            "killed: {killed}: it is {} s older or younger than is said",
            at.abs_diff(read) / 1_000
        );
        assert_eq!((card.name.as_str(), card.job_title.as_deref()), ("Ben", Some("Buyer")));
        let Shelf::Rows { rows, .. } = card.deals else { panic!("{:?}", card.deals) };
        assert_eq!(rows[0].name, "Renewal");
        scene.outside.online.set(true);
        scene.sidebar_says(TAB, &Intent::Retry);
        scene.settle();
        assert_eq!((scene.card(TAB).freshness, scene.view(TAB).notice), (Freshness::Fresh, None), "killed: {killed}");
    }
}
