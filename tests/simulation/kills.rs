//! The worker dies: at every await of every operation, then starts again and runs until nothing moves. Both or neither (F21, F22, F42,
//! S-26), every intent ends (INV-7), and no invariant breaks on the way.

use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::view::{Change, LinkNotice};

use crate::book::Wa;
use crate::rep::id;
use crate::scene::{PORTAL, Scene, Setup, TAB};
use crate::sim::TICK;

/// Runs an operation with the worker killed at its first point, its second, and so on until it survives.
pub fn at_every_point(
    prepare: impl Fn() -> Scene,
    operation: impl Fn(&mut Scene),
    check: impl Fn(&mut Scene, u64),
) -> u64 {
    let mut point = 1;
    loop {
        let mut scene = prepare();
        operation(&mut scene);
        let lives = scene.lives;
        scene.outside.kernel.kill_at(point);
        scene.settle_loosely();
        let died = !scene.is_alive() || scene.lives > lives;
        scene.outside.kernel.spare();
        // Two alarms: the first settles what was left open.
        scene.wait(2 * TICK);
        scene.settle();
        scene.outside.watch.borrow().nothing_is_open();
        check(&mut scene, point);
        if !died {
            return point;
        }
        point += 1;
    }
}

/// Maria's chat is open and not linked; contact 101 has another phone.
fn unlinked() -> Scene {
    let mut scene = Setup::new().named(101, "Maria", "(650) 123-4567").person("442079460123", "Maria").connected();
    scene.open(TAB, Wa(0));
    scene
}

fn linked_by_hand() -> Scene {
    let mut scene = unlinked();
    scene.link(TAB, "101").unwrap();
    scene
}

fn unlinked_by_hand() -> Scene {
    let mut scene = linked_by_hand();
    scene.unlink(TAB).unwrap();
    scene
}

fn press(scene: &mut Scene, intent: impl FnOnce(u32, linked_contacts::protocol::view::ChatRef) -> Intent) {
    scene.start(TAB, intent);
}

#[test]
fn f_21_link_both_or_neither() {
    let shown = Some(Change { before: "(650) 123-4567".into(), after: "+442079460123".into() });
    let link = |scene: &mut Scene| {
        let shown = shown.clone();
        press(scene, |op, chat| Intent::Link { op, chat, contact: id("101"), shown, take_over: TakeOver::default() });
    };
    let points = at_every_point(unlinked, link, |scene, point| {
        let expected = if scene.stored(Wa(0)).is_some() { "+442079460123" } else { "(650) 123-4567" };
        assert_eq!(scene.text("101", "phone"), expected, "point {point}");
        assert!(scene.outside.hubspot.writes() <= 1, "point {point}");
    });
    assert!(points > 25, "{points}");
}

#[test]
fn f_22_unlink_is_one_commit() {
    let unlink = |scene: &mut Scene| press(scene, |op, chat| Intent::Unlink { op, chat, contact: id("101") });
    let points = at_every_point(linked_by_hand, unlink, |scene, point| {
        assert_ne!(scene.stored(Wa(0)).is_some(), scene.remembered(Wa(0)), "point {point}");
    });
    assert!(points > 8, "{points}");
}

#[test]
fn f_22_undo_is_one_commit() {
    let undo = |scene: &mut Scene| press(scene, |op, chat| Intent::UndoUnlink { op, chat });
    let points = at_every_point(unlinked_by_hand, undo, |scene, point| {
        assert_ne!(scene.stored(Wa(0)).is_some(), scene.remembered(Wa(0)), "point {point}");
    });
    assert!(points > 8, "{points}");
}

#[test]
fn f_21_restore_both_or_neither() {
    let restore = |scene: &mut Scene| press(scene, |op, chat| Intent::RestorePhone { op, chat });
    let points = at_every_point(unlinked_by_hand, restore, |scene, point| {
        let offered = {
            let watch = scene.outside.watch.borrow();
            let memory = watch.truth.memory_of(&scene.scope(), &scene.book.borrow(), Wa(0)).cloned().unwrap();
            memory.ended.unwrap().replaced.is_some()
        };
        let expected = if offered { "+442079460123" } else { "(650) 123-4567" };
        assert_eq!(scene.text("101", "phone"), expected, "point {point}");
        assert!(scene.outside.hubspot.writes() <= 2, "point {point}");
    });
    assert!(points > 20, "{points}");
}

#[test]
fn f_21_replace_both_or_neither() {
    let prepare = || {
        let mut scene = Setup::new().named(101, "Maria", "(650) 123-4567").person("16501234567", "Maria").connected();
        scene.open(TAB, Wa(0));
        scene
    };
    let replace = |scene: &mut Scene| {
        let Some(LinkNotice::WrittenDifferently { change: shown }) = scene.card(TAB).notice else { panic!("no offer") };
        press(scene, |op, chat| Intent::ReplacePhone { op, chat, contact: id("101"), shown });
    };
    let points = at_every_point(prepare, replace, |scene, point| {
        let known = {
            let watch = scene.outside.watch.borrow();
            let link = watch.truth.link_of(&scene.scope(), &scene.book.borrow(), Wa(0)).cloned().unwrap();
            link.replaced.is_some()
        };
        let expected = if known { "+16501234567" } else { "(650) 123-4567" };
        assert_eq!(scene.text("101", "phone"), expected, "point {point}");
        assert!(scene.outside.hubspot.writes() <= 1, "point {point}");
    });
    assert!(points > 20, "{points}");
}

#[test]
fn f_42_connect_and_the_first_pass_link_everyone_whenever_they_are_cut_off() {
    let prepare = || {
        let mut setup = Setup::new();
        for at in 0..3 {
            setup = setup.named(101 + at, "S", &format!("+1 650 124 {at:04}")).person(&format!("1650124{at:04}"), "S");
        }
        setup.start()
    };
    let connect = |scene: &mut Scene| scene.start_connecting(PORTAL);
    let points = at_every_point(prepare, connect, |scene, point| {
        if scene.outside.keys.kept.borrow().is_none() {
            // Cut off before the key was kept: nothing is connected, and the rep connects again.
            assert_eq!(scene.outside.watch.borrow().truth.links().count(), 0, "point {point}");
            scene.connect(PORTAL);
        }
        let linked: Vec<Option<String>> = (0..3).map(|at| scene.stored(Wa(at))).collect();
        assert_eq!(linked, ["101", "102", "103"].map(|id| Some(id.to_owned())), "point {point}");
        assert_eq!(scene.view(TAB).strip.linked, 3, "point {point}");
        assert_eq!(scene.outside.hubspot.writes(), 0);
    });
    assert!(points > 60, "{points}");
}

#[test]
fn f_42_a_contact_deleted_while_a_mirror_is_cut_off_is_not_there_in_the_end() {
    // Three pages; the worker dies behind the first, a contact of that page is deleted, one with the same number stays.
    let mut setup = Setup::new().person("16501234567", "Maria").named(101, "Gone", "+1 650 123 4567");
    for at in 0..450 {
        setup = setup.named(1001 + at, "Somebody", &format!("+1 650 124 {at:04}"));
    }
    let mut scene = setup.named(9001, "Stays", "+1 650 123 4567").start();
    let portal = PORTAL.to_string().parse().unwrap();
    scene.start_connecting(PORTAL);
    while scene.outside.shelves.count(&portal) < 200 {
        scene.wait(1);
    }
    scene.kill();
    scene.delete("101");
    scene.wait(TICK);
    // Read before it went: a tie, for a day at most.
    assert_eq!(scene.stored(Wa(0)), None);
    scene.wait(25 * 60 * 60 * 1000);
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("9001"));
}
