//! Passes that a person holds, and the two ways to read HubSpot: I-08, S-32, F42.

use hubspot_sandbox::{Logged, Sort};
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::options::OptionsIntent;
use linked_contacts::protocol::view::{PassView, Progress};

use crate::book::Wa;
use crate::scene::{PORTAL, Scene, Setup, TAB};
use crate::sim::TICK;
use crate::tabs::RESUME;

const DAY: u64 = 24 * 60 * 60 * 1000;
/// So many contacts that a first pass takes about eight seconds, by the list.
const MANY: u64 = 4_800;

/// Three people, the last contact of many being the last one's.
fn many() -> Setup {
    let filler = |setup: Setup, at: u64| setup.named(10_000 + at, "Somebody", &format!("+1 650 {:07}", 3_000_000 + at));
    (0..MANY)
        .fold(Setup::new(), filler)
        .named(101, "First", "+44 20 7946 0101")
        .named(99_999, "Last", "+44 20 7946 0102")
        .named(99_998, "Twin", "+44 20 7946 0103")
        .named(102, "Twin", "+44 20 7946 0103")
        .person("442079460101", "First")
        .person("442079460102", "Last")
        .person("442079460103", "Twin")
}

fn pass(scene: &Scene) -> PassView {
    scene.view(TAB).strip.pass
}

fn requests(scene: &Scene) -> usize {
    scene.outside.hubspot.requests()
}

/// Contacts that were read more than once, and how many pages.
fn pages(log: &[Logged]) -> Vec<&Logged> {
    log.iter().filter(|logged| logged.sort == Sort::Read && logged.query.contains("limit=100")).collect()
}

#[test]
fn i_08_the_first_pass_tells_what_is_done_what_is_left_and_how_long_it_takes() {
    let mut scene = many().start();
    scene.start_connecting(PORTAL);
    let mut told: Vec<Progress> = Vec::new();
    for _ in 0..200 {
        scene.wait(100);
        match pass(&scene) {
            PassView::First { progress } if told.last() != Some(&progress) => told.push(progress),
            _ => {}
        }
    }
    assert!(told.len() > 40, "{}", told.len());
    assert!(told.is_sorted_by_key(|progress| (progress.read, progress.linked)), "{told:?}");
    let middle = told.iter().find(|progress| progress.read >= 2_000).unwrap();
    assert_eq!((middle.total, middle.whatsapp, middle.failed), (4_804, 3, 0));
    let left = middle.seconds_left.unwrap();
    assert!((3..=4).contains(&left), "28 pages of the list at 8 a second: {left}");
    assert_eq!(pass(&scene), PassView::FirstDone { linked: 2, to_choose: 1 });
    // 4 contacts of the three, in 49 pages, and none of them twice.
    assert_eq!(pages(&scene.outside.hubspot.log()).len(), 49);
}

#[test]
fn i_08_a_paused_pass_asks_nothing_survives_the_worker_and_goes_on_where_it_was() {
    for killed in [false, true] {
        let mut scene = many().start();
        scene.start_connecting(PORTAL);
        scene.wait(4_000);
        scene.sidebar_says(TAB, &Intent::PausePasses);
        scene.wait(1_000);
        let read = match pass(&scene) {
            PassView::Paused { progress } => progress.read,
            other => panic!("{other:?}"),
        };
        assert!((500..4_000).contains(&read), "{read}");
        if killed {
            scene.kill();
        }
        let before = requests(&scene);
        scene.wait(3 * TICK);
        assert_eq!(requests(&scene), before, "killed: {killed}");
        assert!(matches!(pass(&scene), PassView::Paused { progress } if progress.read == read), "{:?}", pass(&scene));
        assert_eq!(scene.stored(Wa(0)), None);
        scene.sidebar_says(TAB, &Intent::ResumePasses);
        scene.settle();
        assert_eq!((scene.stored(Wa(0)).as_deref(), scene.stored(Wa(1)).as_deref()), (Some("101"), Some("99999")));
        assert_eq!(pages(&scene.outside.hubspot.log()).len(), 49, "no page was read twice");
        assert_eq!(pass(&scene), PassView::FirstDone { linked: 2, to_choose: 1 });
    }
}

#[test]
fn i_08_whenever_it_is_paused_nothing_more_is_linked_and_resuming_links_everyone_once() {
    for at in (0..9_500).step_by(475) {
        let mut scene = many().start();
        scene.start_connecting(PORTAL);
        scene.later(at, |sim| sim.options_says(&OptionsIntent::PausePasses));
        // One request may be waiting for its turn, a third of a second, when the rep presses.
        scene.wait(at + 500);
        let (links, asked) = (scene.outside.watch.borrow().truth.links().count(), requests(&scene));
        scene.wait(2 * TICK);
        let held = matches!(pass(&scene), PassView::Paused { .. });
        if held {
            assert_eq!(scene.outside.watch.borrow().truth.links().count(), links, "{at} ms");
            assert_eq!(requests(&scene), asked, "{at} ms");
        }
        scene.options_says(&OptionsIntent::ResumePasses);
        scene.wait(TICK);
        assert_eq!((scene.stored(Wa(0)).as_deref(), scene.stored(Wa(1)).as_deref()), (Some("101"), Some("99999")));
        assert_eq!(scene.stored(Wa(2)), None, "{at} ms");
    }
}

#[test]
fn i_08_a_first_pass_that_was_given_up_rests_until_it_is_begun_anew() {
    let mut scene = many().start();
    scene.start_connecting(PORTAL);
    scene.wait(4_000);
    scene.sidebar_says(TAB, &Intent::PausePasses);
    scene.wait(1_000);
    scene.sidebar_says(TAB, &Intent::CancelPass);
    scene.wait(1_000);
    assert_eq!(pass(&scene), PassView::Cancelled);
    let before = requests(&scene);
    scene.kill();
    scene.wait(3 * TICK);
    assert_eq!((pass(&scene), requests(&scene)), (PassView::Cancelled, before));
    assert_eq!(scene.outside.watch.borrow().truth.links().count(), 0);
    scene.sidebar_says(TAB, &Intent::ResumePasses);
    scene.settle();
    assert_eq!(scene.stored(Wa(1)).as_deref(), Some("99999"));
}

#[test]
fn i_08_s_39_a_daily_reading_that_is_given_up_is_left_out_until_the_next_day_and_the_others_go_on() {
    let mut scene = many().connected();
    scene.wait(DAY - TICK / 2);
    let mut patience = 0;
    while !matches!(pass(&scene), PassView::Again { .. }) {
        scene.wait(500);
        patience += 1;
        assert!(patience < 2_000, "no daily pass");
    }
    scene.sidebar_says(TAB, &Intent::CancelPass);
    scene.wait(1_000);
    let before = pages(&scene.outside.hubspot.log()).len();
    let late = scene.add("442079460199", "Late");
    let made = scene.create(&[("phone", "+44 20 7946 0199")]);
    scene.wait(2 * TICK);
    assert_eq!(scene.stored(late), Some(made), "steady passes go on");
    scene.wait(DAY - 4 * TICK);
    assert_eq!(pages(&scene.outside.hubspot.log()).len(), before, "nothing is read anew on this day");
    scene.wait(5 * TICK);
    assert_eq!(pages(&scene.outside.hubspot.log()).len(), before + 49);
}

#[test]
fn s_32_f_42_a_mirror_by_the_list_is_cut_off_anywhere_and_every_page_counts_once() {
    for at in (1_200..8_800).step_by(950) {
        let mut scene = many().start();
        scene.start_connecting(PORTAL);
        scene.wait(at);
        assert_eq!(scene.outside.watch.borrow().truth.links().count(), 0, "{at} ms: half a book proves nothing");
        scene.kill();
        let died = scene.now();
        // The alarm of half a minute, not the one of three, and the pages that are left.
        scene.wait(60_000);
        assert_eq!((scene.stored(Wa(0)).as_deref(), scene.stored(Wa(1)).as_deref()), (Some("101"), Some("99999")));
        let log = scene.outside.hubspot.log();
        let woken = log.iter().find(|logged| logged.at > died).expect("it goes on").at - died;
        assert!(woken <= RESUME + 2_000, "{at} ms: woken after {woken} ms");
        assert!((49..=50).contains(&pages(&log).len()), "{at} ms: {} pages", pages(&log).len());
    }
}
