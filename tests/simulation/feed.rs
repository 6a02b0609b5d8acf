//! The change feed against an index that trails by up to two minutes, for each record otherwise: F16, F35, S-35, S-36. Nothing is passed over,
//! whatever interrupts a run, and nothing is read again for longer than it has to be.

use std::collections::BTreeSet;

use hubspot_sandbox::{Effect, Fault};
use linked_contacts::hubspot::ids::ContactId;
use proptest::prelude::*;
use serde_json::json;

use crate::book::{Target, Wa};
use crate::rep::id;
use crate::scene::{PORTAL_ID, Scene, Setup, TAB};
use crate::sim::TICK;
use crate::tabs::RESUME;

/// Contacts: more than two pages of the feed.
const CONTACTS: u64 = 450;
/// A contact's first id.
const FIRST: u64 = 1_000;

/// Something that happens.
#[derive(Debug, Clone)]
enum Act {
    /// Colleagues change so many contacts from one on, this many milliseconds apart.
    Edit { from: u64, count: u64, apart: u64 },
    /// The worker dies at a point.
    Kill { point: u64 },
    /// The computer sleeps for so long.
    Sleep { ms: u64 },
    /// So many calls of HubSpot's later, one is refused or lost.
    Lose { skip: u64, refused: bool },
    /// Colleagues change nearly all of them; of the run that reads this, the worker dies after so many calls and the computer sleeps; then
    /// somebody changes one more.
    Interrupt { count: u64, apart: u64, calls: usize, sleep: u64 },
    /// The rep opens a chat, which may glance at the feed.
    Open,
}

fn edit() -> impl Strategy<Value = Act> {
    // A few, about a page and its edges, and nearly all of them.
    let count = prop_oneof![4 => 1_u64..4, 2 => 199_u64..203, 2 => 380_u64..CONTACTS];
    (0..CONTACTS, count, prop_oneof![Just(0_u64), Just(1), Just(7), Just(150)])
        .prop_map(|(from, count, apart)| Act::Edit { from, count, apart })
}

/// A run that is cut between two pages, and goes on when the index has long caught up behind it.
fn interrupt() -> impl Strategy<Value = Act> {
    (380_u64..CONTACTS, prop_oneof![Just(0_u64), Just(1), Just(7)], 1_usize..4, 60_000_u64..1_200_000)
        .prop_map(|(count, apart, calls, sleep)| Act::Interrupt { count, apart, calls, sleep })
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => edit(),
        2 => (1_u64..120).prop_map(|point| Act::Kill { point }),
        1 => (1_000_u64..1_200_000).prop_map(|ms| Act::Sleep { ms }),
        2 => (0_u64..4, any::<bool>()).prop_map(|(skip, refused)| Act::Lose { skip, refused }),
        3 => interrupt(),
        1 => Just(Act::Open),
    ]
}

fn contact(at: u64) -> String {
    (FIRST + at % CONTACTS).to_string()
}

fn number(at: u64) -> String {
    format!("+1 650 {:07}", 2_000_000 + at)
}

/// Everybody is in the directory, and search trails changes by up to two minutes.
fn begin() -> Scene {
    let setup = (0..CONTACTS).fold(Setup::new().person("442079460101", "Nobody's"), |setup, at| {
        setup.named(FIRST + at, "Somebody", &number(at))
    });
    let lag = json!({"from": 0, "to": 120_000});
    let mut scene = setup.settings(json!({"indexLag": {"creates": lag, "updates": lag}, "latency": 100})).connected();
    // Their creation, at one instant, is read again until the index has surely caught up.
    scene.wait(4 * TICK);
    scene.outside.shelves.filings.borrow_mut().clear();
    scene
}

fn happen(scene: &mut Scene, act: &Act) {
    match *act {
        Act::Edit { from, count, apart } => {
            for nth in 0..count {
                scene.later(nth * apart, move |sim| {
                    let phone = number(10_000 + sim.now() % 1_000_000);
                    sim.outside.hubspot.edit(PORTAL_ID, sim.now(), &contact(from + nth), &[("phone", &phone)]);
                });
            }
        }
        Act::Kill { point } => scene.outside.kernel.kill_at(point),
        Act::Sleep { ms } => scene.sleep_computer(ms),
        Act::Lose { skip, refused } => {
            let busy = Effect::status(429);
            let does = if refused { busy } else { Effect::Cut };
            scene.outside.hubspot.inject(Fault { skip, times: Some(1), ..Fault::at_every_call(does) });
        }
        Act::Interrupt { count, apart, calls, sleep } => {
            happen(scene, &Act::Edit { from: 0, count, apart });
            let (asked, patience) = (scene.outside.hubspot.requests(), scene.now() + 2 * TICK);
            while scene.outside.hubspot.requests() < asked + calls && scene.now() < patience {
                scene.wait(20);
            }
            scene.kill();
            scene.sleep_computer(sleep);
            happen(scene, &Act::Edit { from: count, count: 1, apart: 0 });
        }
        Act::Open => scene.open_chat(TAB, Target::Person(Wa(0))),
    }
}

/// Contacts whose last state is not in the directory.
fn passed_over(scene: &Scene) -> Vec<ContactId> {
    let portal = PORTAL_ID.parse().unwrap();
    let differs = |contact: &linked_contacts::hubspot::contact::Contact| {
        let entry = scene.outside.shelves.entry(&portal, &contact.id);
        entry.is_none_or(|entry| entry.contact.modified != contact.modified)
    };
    scene.outside.hubspot.contacts(PORTAL_ID).into_iter().filter(differs).map(|contact| contact.id).collect()
}

fn filings(scene: &Scene) -> u32 {
    scene.outside.shelves.filings.borrow().values().sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn f_16_s_35_s_36_no_change_is_passed_over_nor_read_again_without_need(
        script in prop::collection::vec((0_u64..200_000, act()), 1..12)
    ) {
        let mut scene = begin();
        for (pause, act) in &script {
            happen(&mut scene, act);
            scene.wait(*pause);
        }
        scene.outside.kernel.spare();
        scene.outside.hubspot.heal();
        // The edits that are still to come, the index, and two passes after it.
        scene.wait(70_000 + 5 * TICK);
        prop_assert_eq!(passed_over(&scene), Vec::<ContactId>::new());
        let (asked, read) = (scene.outside.hubspot.requests(), filings(&scene));
        scene.wait(3 * TICK);
        prop_assert_eq!((scene.outside.hubspot.requests() - asked, filings(&scene) - read), (3, 0));
        let disturbed = |act: &Act| !matches!(act, Act::Edit { .. });
        if !script.iter().any(|(_, act)| disturbed(act)) {
            // One run sees a change, and those within two minutes after it see it again; of a page of one instant the first page is read thrice.
            let at_once = script.iter().any(|(_, act)| matches!(act, Act::Edit { apart: 0, .. }));
            let most = scene.outside.shelves.filings.borrow().values().max().copied().unwrap_or_default();
            prop_assert!(most <= if at_once { 9 } else { 4 }, "{}", most);
        }
    }
}

/// A run over the feed that is interrupted for ten minutes passes the place of a change that the index did not show yet.
#[test]
fn f_16_a_change_that_shows_up_behind_an_interrupted_run_is_read_by_the_next() {
    let mut scene = begin();
    let lag = |ms: u64| json!({"indexLag": {"updates": ms}});
    // Five seconds before a pass.
    let idle = scene.outside.hubspot.requests();
    while scene.outside.hubspot.requests() == idle {
        scene.wait(20);
    }
    scene.wait(TICK - 5_000);
    scene.outside.hubspot.set(PORTAL_ID, &lag(120_000));
    scene.edit(&contact(0), &[("phone", "+44 20 7946 0101")]);
    scene.outside.hubspot.set(PORTAL_ID, &lag(0));
    scene.wait(1_000);
    happen(&mut scene, &Act::Edit { from: 1, count: 300, apart: 1 });
    let asked = scene.outside.hubspot.requests();
    while scene.outside.hubspot.requests() < asked + 2 {
        scene.wait(20);
    }
    scene.kill();
    scene.sleep_computer(600_000);
    scene.edit(&contact(400), &[("phone", "+44 20 7946 0199")]);
    scene.wait(3 * TICK);
    assert!(passed_over(&scene).is_empty(), "{:?}", passed_over(&scene));
    assert_eq!(scene.stored(Wa(0)), Some(contact(0)));
    let portal = PORTAL_ID.parse().unwrap();
    assert!(scene.outside.shelves.entry(&portal, &id(&contact(400))).is_some());
}

/// More than HubSpot's 10,000 results share one instant: a workflow touched them all. A pass reads no more than it may, the next go on inside
/// of that instant, and each of its pages is read once in a run.
#[test]
fn f_35_s_35_ten_thousand_changes_of_one_instant_are_read_by_id_in_passes_of_twenty_calls() {
    const MANY: u64 = 10_200;
    let setup = (0..MANY).fold(Setup::new().person("442079460101", "Last"), |setup, at| {
        setup.named(100_000 + at, "Somebody", &number(at))
    });
    let mut scene = setup.connected();
    scene.wait(4 * TICK);
    let now = scene.now();
    for at in 0..MANY {
        scene.outside.hubspot.edit(PORTAL_ID, now, &(100_000 + at).to_string(), &[("city", "Porto")]);
    }
    let last = (100_000 + MANY - 1).to_string();
    scene.outside.hubspot.edit(PORTAL_ID, now, &last, &[("phone", "+44 20 7946 0101")]);
    let before = scene.outside.hubspot.requests();
    scene.wait(5 * TICK);
    let read = scene.outside.hubspot.requests();
    scene.wait(3 * TICK);
    let log = scene.outside.hubspot.log();
    // Between two passes is the rest of half a minute.
    let passes = log[before..read].chunk_by(|one, next| next.at - one.at < RESUME / 3).map(<[_]>::len);
    let passes: Vec<usize> = passes.collect();
    assert!(passes.iter().all(|calls| *calls <= 20), "F35: {passes:?}");
    assert_eq!(scene.stored(Wa(0)), Some(last));
    assert!(passed_over(&scene).is_empty(), "{:?}", passed_over(&scene));
    // Its pages by id; and by time the first, the one that shows the instant to be full, and the one behind it.
    let run = usize::try_from(MANY).unwrap() / 200 + 3;
    let bodies: BTreeSet<&str> = log[before..before + run].iter().map(|logged| logged.body.as_str()).collect();
    assert_eq!(bodies.len(), run, "no page is read twice in a run: {passes:?}");
    // Read again until the index has surely caught up, and then no more (S-36).
    assert!(read - before <= 3 * run + 2, "{passes:?}");
    assert_eq!(log.len() - read, 3, "{passes:?}");
}
