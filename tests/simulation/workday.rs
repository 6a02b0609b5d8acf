//! A working day in virtual time with twenty colleagues on one account: F8. They share its five searches a second and the key's calls with
//! the rep. Nobody starves, and passes stay below a fifth of what is shared. The first and the daily pass are no part of the day.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use hubspot_sandbox::{Logged, Outcome, Sort};
use linked_contacts::hubspot::calls::changed_contacts::ChangedContacts;
use linked_contacts::hubspot::calls::get_contact::GetContact;
use linked_contacts::hubspot::calls::search_contacts::SearchContacts;
use linked_contacts::hubspot::request::{Call as _, Request};
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::view::{Answer, CardView, Freshness, PersonState, Screen, Shelf};
use serde_json::json;

use crate::book::{Target, Wa};
use crate::random::Random;
use crate::rep::id;
use crate::scene::{PORTAL, PORTAL_ID, Scene, Setup, TAB};
use crate::sim::{Sim, TICK};

const SECOND: u64 = 1_000;
const HOUR: u64 = 60 * 60 * SECOND;
const WORKDAY: u64 = 8 * HOUR;
const COLLEAGUES: u64 = 20;
/// Contacts in HubSpot: more than a page of the change feed, so that what touches all of them takes two.
const CONTACTS: u64 = 210;
/// Of these, the ones that the rep chats with.
const PEOPLE: usize = 12;
/// Contacts that are imported ten minutes before the end: more pages than a pass may read in ten seconds.
const IMPORTED: u64 = 2_600;
/// The longest that the rep waits for a card or for what was searched, pressing again where HubSpot was busy.
const PATIENCE: u64 = 5 * SECOND;
/// The same for 99 of 100.
const USUAL: u64 = 3 * SECOND;

/// A colleague: passes like the rep's own, and bursts of typing in a search and of opening cards.
struct Colleague {
    random: Random,
    /// When the day began.
    from: u64,
    load: Rc<RefCell<Load>>,
}

/// What the colleagues did.
#[derive(Default)]
struct Load {
    /// Their requests in the log.
    numbers: BTreeSet<u64>,
    refused: usize,
}

impl Colleague {
    fn ask(&self, sim: &Sim, request: &Request) {
        let outcome = sim.outside.hubspot.answer(&format!("pat-na1-{PORTAL}"), request, sim.now());
        let mut load = self.load.borrow_mut();
        load.numbers.insert(u64::try_from(sim.outside.hubspot.requests()).unwrap());
        load.refused += usize::from(matches!(outcome, Outcome::Answer { response, .. } if response.status == 429));
    }

    /// Milliseconds until the next burst: every 100 s, and every 18 s in the third and the seventh hour, half of it either way.
    fn rest(&mut self, now: u64) -> u64 {
        let busy = matches!((now - self.from) / HOUR, 2 | 6);
        let mean = if busy { 18 * SECOND } else { 100 * SECOND };
        mean / 2 + u64::try_from(self.random.below(usize::try_from(mean).unwrap())).unwrap()
    }

    /// Types three letters, one search each, opens what was found and sometimes changes it.
    fn work(mut self, sim: &mut Sim) {
        if sim.now() >= self.from + WORKDAY {
            return;
        }
        let (contact, edits) = (100 + self.random.below(usize::try_from(CONTACTS).unwrap()), self.random.below(6) == 0);
        let me = Rc::new(self);
        for (after, text) in [(0, "zo"), (400, "zoe"), (800, "zoe b")] {
            let me = Rc::clone(&me);
            sim.later(after, move |sim| me.ask(sim, &SearchContacts::words(text).request()));
        }
        sim.later(1_500, move |sim| {
            let contact = contact.to_string();
            me.ask(sim, &GetContact { id: &id(&contact) }.request());
            if edits {
                sim.outside.hubspot.edit(
                    PORTAL_ID,
                    sim.now(),
                    &contact,
                    &[("jobtitle", &format!("Buyer {}", sim.now()))],
                );
            }
            let mut me = Rc::into_inner(me).expect("the burst is over");
            let rest = me.rest(sim.now());
            sim.later(rest, |sim| me.work(sim));
        });
    }

    /// A pass each three minutes.
    fn pass(self, sim: &mut Sim) {
        if sim.now() < self.from + WORKDAY {
            self.ask(sim, &ChangedContacts { since: sim.now() - TICK, after_id: None }.request());
            sim.later(TICK, |sim| self.pass(sim));
        }
    }
}

fn begin(scene: &mut Scene) -> Rc<RefCell<Load>> {
    let load = Rc::new(RefCell::new(Load::default()));
    let from = scene.now();
    for at in 0..COLLEAGUES {
        let one = |seed| Colleague { random: Random::new(seed), from, load: Rc::clone(&load) };
        let (worker, passes) = (one(at), one(at));
        scene.later(at * 4_321, |sim| worker.work(sim));
        scene.later(at * 8_765, |sim| passes.pass(sim));
    }
    // A workflow touches every contact each hour.
    for hour in 0..WORKDAY / HOUR {
        scene.later(hour * HOUR + HOUR / 3, |sim| {
            let touched = format!("{}", sim.now());
            for at in 0..CONTACTS {
                sim.outside.hubspot.edit(PORTAL_ID, sim.now(), &(100 + at).to_string(), &[("city", &touched)]);
            }
        });
    }
    scene.later(WORKDAY - HOUR / 6, |sim| {
        for at in 0..IMPORTED {
            sim.outside.hubspot.create(PORTAL_ID, sim.now() + at, &[("firstname", "Imported"), ("phone", "n/a")]);
        }
    });
    load
}

/// The card of the open chat, where it is read whole from HubSpot.
fn card(scene: &Scene) -> Option<CardView> {
    let Screen::Person(person) = scene.view(TAB).screen else { return None };
    let PersonState::Linked(card) = person.state else { return None };
    Some(*card)
}

fn is_whole(card: &CardView) -> bool {
    card.freshness == Freshness::Fresh
        && matches!((&card.deals, &card.tickets), (Shelf::Rows { .. }, Shelf::Rows { .. }))
}

/// Opens a chat; milliseconds until its card is whole. The rep presses Retry once a second where it is not.
fn open(scene: &mut Scene, wa: Wa) -> u64 {
    let from = scene.now();
    scene.open_chat(TAB, Target::Person(wa));
    let mut pressed = from;
    loop {
        scene.wait(50);
        let shown = card(scene);
        if shown.as_ref().is_some_and(is_whole) {
            return scene.now() - from;
        }
        assert!(scene.now() < from + PATIENCE, "F8: no card after {PATIENCE} ms: {shown:?}");
        let stuck = shown.is_some_and(|card| card.freshness != Freshness::Loading);
        if stuck && scene.now() >= pressed + SECOND {
            pressed = scene.now();
            scene.sidebar_says(TAB, &Intent::Retry);
        }
    }
}

/// Searches; milliseconds until the answer. The rep presses Retry a second after a refusal.
fn search(scene: &mut Scene) -> u64 {
    let from = scene.now();
    loop {
        let op = scene.start(TAB, |op, chat| Intent::Search { op, chat, text: "somebody".into() });
        let answer = loop {
            scene.wait(50);
            let answer = scene.outside.sidebars.borrow()[&TAB].answers.get(&op).cloned();
            assert!(scene.now() < from + PATIENCE, "F8: nothing found after {PATIENCE} ms: {answer:?}");
            if let Some(answer) = answer {
                break answer;
            }
        };
        match answer {
            Answer::Found { candidates } => {
                assert!(!candidates.is_empty());
                return scene.now() - from;
            }
            Answer::Refused(_) => scene.wait(SECOND),
            other => panic!("{other:?}"),
        }
    }
}

/// Most times in any window of this length.
fn most_within(times: &[u64], window: u64) -> usize {
    let within = |(at, from): (usize, &u64)| times[at..].iter().take_while(|time| **time < from + window).count();
    times.iter().enumerate().map(within).max().unwrap_or(0)
}

#[test]
fn f_8_a_working_day_with_twenty_colleagues_starves_nobody_and_passes_stay_below_a_fifth() {
    let phone = |at: u64| format!("+1 650 123 {at:04}");
    let mut setup = (0..CONTACTS).fold(Setup::new(), |setup, at| setup.named(100 + at, "Somebody", &phone(at)));
    for at in 0..PEOPLE {
        setup = setup.person(&format!("1650123{at:04}"), "Somebody");
    }
    let settings = json!({"indexLag": {"creates": 5_000, "updates": 10_000}, "latency": {"from": 80, "to": 400}});
    let mut scene = setup.settings(settings).connected();
    let (from, before) = (scene.now(), scene.outside.hubspot.requests());
    let load = begin(&mut scene);
    let (mut acts, mut waits) = (Vec::new(), Vec::new());
    let mut late = Vec::new();
    while scene.now() < from + WORKDAY {
        let wa = Wa(scene.outside.kernel.draw(PEOPLE));
        let began = scene.now();
        waits.push(open(&mut scene, wa));
        waits.push(search(&mut scene));
        scene.close_chat(TAB);
        acts.push((began, scene.now() + SECOND));
        if acts.len() % 20 == 0 {
            // Somebody new, on both sides: passes do not starve either.
            let number = 5_000 + u64::try_from(acts.len()).unwrap();
            let made = scene.create(&[("firstname", "New"), ("phone", &phone(number))]);
            late.push((scene.now(), scene.add(&format!("1650123{number:04}"), "New"), made));
        }
        let pause = 20 * SECOND + u64::try_from(scene.outside.kernel.draw(80_000)).unwrap();
        scene.wait(pause);
        for (at, wa, made) in &late {
            if scene.now() >= at + 3 * TICK {
                assert_eq!(scene.stored(*wa).as_ref(), Some(made), "F8: a pass starves");
            }
        }
    }
    scene.settle();
    let (log, load) = (scene.outside.hubspot.log(), load.borrow());
    let own: Vec<&Logged> = log[before..].iter().filter(|logged| !load.numbers.contains(&logged.number)).collect();
    let of_person = |logged: &Logged| {
        let during = acts.iter().any(|(began, ended)| (*began..=*ended).contains(&logged.at));
        during && (logged.sort != Sort::Search || logged.body.contains("CONTAINS_TOKEN"))
    };
    let automatic: Vec<&Logged> = own.iter().copied().filter(|logged| !of_person(logged)).collect();
    let times = |search: bool| -> Vec<u64> {
        automatic.iter().filter(|logged| (logged.sort == Sort::Search) == search).map(|logged| logged.at).collect()
    };
    let (searches, others) = (times(true), times(false));
    let refused = own.iter().filter(|logged| logged.status == Some(429)).count();
    let most = (most_within(&searches, 10_000), most_within(&others, 10_000));
    waits.sort_unstable();
    println!(
        "{} requests of colleagues, {} refused; {} own, {refused} refused, {} searches and {} others by themselves, {most:?} at most in ten seconds; {} acts, {} ms half of them, {} ms 99 of 100, {} ms the longest",
        load.numbers.len(),
        load.refused,
        own.len(),
        searches.len(),
        others.len(),
        waits.len(),
        waits[waits.len() / 2],
        waits[waits.len() * 99 / 100],
        waits[waits.len() - 1]
    );
    // The day was busy, or nothing was shown.
    assert!(waits.len() > 500 && late.len() > 10 && load.refused > 100 && refused > 0);
    assert!(waits[waits.len() * 99 / 100] <= USUAL, "the rep waits");
    // A fifth of 5 searches a second and of 100 calls in ten seconds, in any ten seconds.
    assert!(most.0 <= 10 && most.1 <= 20, "{most:?}");
    // And of the whole day, with twenty-one who all do the same.
    let day = usize::try_from(WORKDAY / SECOND).unwrap();
    let everybody = usize::try_from(COLLEAGUES).unwrap() + 1;
    assert!(searches.len() * everybody * 5 <= day * 5, "{} searches", searches.len());
    assert!(others.len() * everybody * 5 <= day * 10, "{} other calls", others.len());
    assert!(searches.len() >= day / 180, "passes go on");
}
