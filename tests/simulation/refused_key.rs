//! HubSpot refuses the key in the middle of something, at each call of it: F1, I-05.

use hubspot_sandbox::{Applied, Effect, Fault, Logged};
use linked_contacts::protocol::intent::TakeOver;
use linked_contacts::protocol::options::Connection;
use linked_contacts::protocol::view::{Notice, PassView, Problem};

use crate::book::Wa;
use crate::scene::{PORTAL, Scene, Setup, TAB};
use crate::sim::TICK;

/// Calls of connecting: account details, one read per object type, owners.
const CONNECT: u64 = 6;
/// Milliseconds until HubSpot's answer is there.
const ANSWER: u64 = 100;
const WRITTEN: &str = "+442079460123";

/// From a call on, HubSpot refuses the key so often; `None` = from then on.
fn refused(from: u64, times: Option<u64>) -> Fault {
    Fault { skip: from, times, ..Fault::at_every_call(Effect::status(401)) }
}

fn log(scene: &Scene, since: usize) -> Vec<Logged> {
    scene.outside.hubspot.log().split_off(since)
}

/// Calls that left after the answer to the first refusal had come; `None` where nothing was refused.
fn asked_after_refusal(scene: &Scene, since: usize) -> Option<usize> {
    let log = log(scene, since);
    let first = log.iter().find(|logged| logged.status == Some(401))?.at;
    Some(log.iter().filter(|logged| logged.at >= first + ANSWER).count())
}

/// F1: the refusal is confirmed once, then nothing is asked any more, by the next worker neither; and the rep is told.
fn stands_still(scene: &mut Scene, since: usize, killed: bool, at: u64) {
    let after = asked_after_refusal(scene, since).expect("a refusal");
    assert!((1..=2).contains(&after), "{after} calls after the refusal of call {at}");
    assert_eq!(scene.view(TAB).notice, Some(Notice::KeyRefused), "call {at}");
    assert!(matches!(scene.connection(), Connection::KeyRefused { .. }), "call {at}: {:?}", scene.connection());
    if killed {
        scene.kill();
    }
    let asked = scene.outside.hubspot.requests();
    scene.wait(2 * TICK);
    assert_eq!(scene.outside.hubspot.requests(), asked, "call {at}");
    assert_eq!(scene.view(TAB).notice, Some(Notice::KeyRefused), "call {at}");
}

/// The key is good again, or another one of the same account is pasted.
fn connect_again(scene: &mut Scene) {
    scene.outside.hubspot.heal();
    scene.connect(PORTAL);
    scene.wait(TICK);
    assert_eq!(scene.view(TAB).notice, None);
    scene.outside.watch.borrow().nothing_is_open();
}

/// Maria's chat is open and not linked.
fn three() -> Scene {
    let mut scene = Scene::of_three();
    scene.open(TAB, Wa(0));
    scene
}

fn others_are_as_they_were(scene: &Scene, at: u64) {
    let (ben, ana) = (scene.stored(Wa(1)), scene.stored(Wa(2)));
    assert_eq!((ben.as_deref(), ana, scene.remembered(Wa(2))), (Some("102"), None, true), "call {at}");
}

fn link(scene: &mut Scene) -> Result<(), Problem> {
    let shown = scene.preview(TAB, "101")?.change;
    scene.link_as_shown(TAB, "101", shown, TakeOver::default())
}

/// What was written in HubSpot is linked here, or will be.
fn both_or_neither(scene: &Scene, at: u64) {
    let written = scene.text("101", "phone") == WRITTEN;
    let begun = scene.outside.watch.borrow().truth.intents().count() > 0;
    assert_eq!(scene.stored(Wa(0)).is_some() || begun, written, "call {at}");
}

fn is_linked_by_one_write(scene: &mut Scene, at: u64) {
    if scene.stored(Wa(0)).is_none() {
        scene.open(TAB, Wa(0));
        link(scene).unwrap_or_else(|problem| panic!("call {at}: {problem:?}"));
    }
    scene.outside.watch.borrow().nothing_is_open();
    assert_eq!((scene.stored(Wa(0)).as_deref(), scene.text("101", "phone").as_str()), (Some("101"), WRITTEN));
    let carried_out = |logged: &&Logged| logged.is_write() && logged.applied == Applied::Yes;
    assert_eq!(scene.outside.hubspot.log().iter().filter(carried_out).count(), 1, "call {at}");
}

/// Whether the refusal was met: the call is one of the flow.
fn refused_while_linking(at: u64, killed: bool) -> bool {
    let mut scene = three();
    let since = scene.outside.hubspot.requests();
    scene.outside.hubspot.inject(refused(at, None));
    let linked = link(&mut scene);
    if asked_after_refusal(&scene, since).is_none() {
        assert_eq!(linked, Ok(()));
        return false;
    }
    both_or_neither(&scene, at);
    stands_still(&mut scene, since, killed, at);
    both_or_neither(&scene, at);
    others_are_as_they_were(&scene, at);
    connect_again(&mut scene);
    is_linked_by_one_write(&mut scene, at);
    others_are_as_they_were(&scene, at);
    true
}

#[test]
fn f_1_i_05_a_key_that_is_refused_at_any_call_of_a_link_by_hand_loses_nothing_and_a_new_one_goes_on() {
    for killed in [false, true] {
        let calls = (0..).take_while(|&at| refused_while_linking(at, killed)).count();
        assert!(calls >= 5, "{calls} calls: what is there, the write, reading back, and the card");
    }
}

#[test]
fn f_1_one_refusal_at_any_call_of_a_link_by_hand_is_no_lost_key_and_what_was_asked_is_asked_again() {
    let met = |at: u64| {
        let mut scene = three();
        let since = scene.outside.hubspot.requests();
        scene.outside.hubspot.inject(refused(at, Some(1)));
        let linked = link(&mut scene);
        assert_eq!(scene.view(TAB).notice, None, "call {at}");
        assert!(matches!(scene.connection(), Connection::Connected { .. }), "call {at}");
        let log = log(&scene, since);
        let refused = log.iter().find(|logged| logged.status == Some(401));
        // What was written is not sent again by itself.
        let writing = refused.is_some_and(Logged::is_write);
        assert_eq!(linked.is_err(), writing, "call {at}: {linked:?}");
        scene.wait(TICK);
        is_linked_by_one_write(&mut scene, at);
        others_are_as_they_were(&scene, at);
        refused.is_some()
    };
    assert!((0..).take_while(|&at| met(at)).count() >= 5);
}

/// Contacts on three pages, and two people among the first and the last of them.
fn pages() -> Scene {
    let contacts =
        (0..450).fold(Setup::new(), |setup, at| setup.named(1_000 + at, "Somebody", &format!("+1 650 124 {at:04}")));
    contacts.person("16501240000", "First").person("16501240449", "Last").start()
}

/// Pages of all contacts that HubSpot answered.
fn read(scene: &Scene) -> usize {
    let is_page = |logged: &&Logged| logged.body.contains("HAS_PROPERTY") && !logged.body.contains("DESCENDING");
    scene.outside.hubspot.log().iter().filter(is_page).filter(|logged| logged.status == Some(200)).count()
}

fn both_are_linked(scene: &Scene, at: u64) {
    let linked = [Wa(0), Wa(1)].map(|wa| scene.stored(wa));
    assert_eq!(linked, [Some("1000".to_owned()), Some("1449".to_owned())], "call {at}");
    let done = PassView::FirstDone { linked: 2, to_choose: 0 };
    assert_eq!(scene.view(TAB).strip.pass, done, "call {at}");
}

fn refused_in_the_first_pass(at: u64, killed: bool, undisturbed: usize) -> bool {
    let mut scene = pages();
    scene.outside.hubspot.inject(refused(CONNECT + at, None));
    scene.start_connecting(PORTAL);
    scene.settle();
    if asked_after_refusal(&scene, 0).is_none() {
        both_are_linked(&scene, at);
        return false;
    }
    assert_eq!(scene.outside.watch.borrow().truth.links().count(), 0, "call {at}: half a book proves nothing");
    let PassView::Failed { problem } = scene.view(TAB).strip.pass else { panic!("{:?}", scene.view(TAB).strip) };
    assert_eq!(problem.sentence, "problem_key_refused");
    stands_still(&mut scene, 0, killed, at);
    connect_again(&mut scene);
    both_are_linked(&scene, at);
    // On from the page where it was; behind the last one it looks whether there are more.
    assert!((undisturbed..=undisturbed + 1).contains(&read(&scene)), "call {at}: {} pages", read(&scene));
    true
}

#[test]
fn f_1_i_05_a_key_that_is_refused_at_any_call_of_the_first_pass_holds_it_and_a_new_one_lets_it_go_on_where_it_was() {
    let mut scene = pages();
    scene.connect(PORTAL);
    scene.wait(TICK);
    let undisturbed = read(&scene);
    assert_eq!(undisturbed, 3);
    for killed in [false, true] {
        let calls = (0..).take_while(|&at| refused_in_the_first_pass(at, killed, undisturbed)).count();
        assert!(calls >= 5, "{calls} calls: the newest change, three pages, what changed meanwhile");
    }
}

#[test]
fn f_1_one_refusal_at_any_call_of_the_first_pass_does_not_stop_it() {
    let met = |at: u64| {
        let mut scene = pages();
        scene.outside.hubspot.inject(refused(CONNECT + at, Some(1)));
        scene.start_connecting(PORTAL);
        scene.settle();
        assert_eq!(scene.view(TAB).notice, None, "call {at}");
        assert!(matches!(scene.connection(), Connection::Connected { .. }), "call {at}");
        both_are_linked(&scene, at);
        asked_after_refusal(&scene, 0).is_some()
    };
    assert!((0..).take_while(|&at| met(at)).count() >= 5);
}
