//! What the passes and the chats ask of HubSpot, counted by the sandbox: never more than the request plan of the facts about HubSpot
//! (section 12). `cargo test --release --test simulation budgets -- --nocapture` prints the table of docs/benchmarks.md.

use hubspot_sandbox::{Logged, Sort};
use linked_contacts::protocol::view::PassView;
use serde_json::{Value, json};

use crate::book::{Entry, Target, Wa};
use crate::hubspot::{SCOPES, contact};
use crate::scene::{OWN, PORTAL, Setup, TAB};
use crate::sim::{Sim, TICK};

/// WhatsApp numbers of the plan.
const PEOPLE: u64 = 5_000;
/// Contacts on a page of a search.
const PAGE: u64 = 200;
/// Account details, one read per object type, owners.
const CONNECT: usize = 6;

fn phone(at: u64) -> String {
    format!("+1 650 {:03} {:04}", 200 + at / 10_000, at % 10_000)
}

fn digits(at: u64) -> String {
    phone(at).replace(['+', ' '], "")
}

/// Somebody touched each of them once, one after the other.
fn contacts(count: u64) -> Vec<Value> {
    let one = |at: u64| {
        let mut contact = contact(100_000 + at, &[("firstname", "Somebody"), ("phone", &phone(at))]);
        let (month, day, hour, minute) = (1 + at / 40_320, 1 + at / 1_440 % 28, at / 60 % 24, at % 60);
        contact["updatedAt"] = json!(format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"));
        contact
    };
    (0..count).map(one).collect()
}

/// A rep with all numbers of the plan, and HubSpot with so many contacts; not connected.
fn rep_and(count: u64) -> Sim {
    let mut sim = Sim::new(count);
    let settings = json!({"indexLag": {"creates": 0, "updates": 0}, "latency": 100});
    sim.outside.hubspot.add_account(PORTAL, &SCOPES, &contacts(count), settings);
    let book = sim.account(OWN);
    for at in 0..PEOPLE {
        let entry = Entry { number: Some(digits(at)), lid: Some(format!("8{at:012}")), chat: true, ..Entry::default() };
        book.borrow_mut().put(Entry { name: Some("Somebody".into()), ..entry });
    }
    sim.load_page(TAB, &book);
    sim.open_sidebar(TAB);
    sim.settle();
    sim
}

fn searches(log: &[Logged]) -> usize {
    log.iter().filter(|logged| logged.sort == Sort::Search).count()
}

/// The first pass over a HubSpot of so many contacts: no more requests than pages, one probe and two looks at the change feed, and no more
/// than a tenth over the time that three searches a second take.
fn first_pass(count: u64) {
    let mut sim = rep_and(count);
    let began = sim.now();
    sim.start_connecting(PORTAL);
    let mut patience = 0;
    while !matches!(sim.view(TAB).strip.pass, PassView::FirstDone { .. }) {
        sim.wait(100);
        patience += 1;
        assert!(patience < 10_000, "the first pass never ends");
    }
    let log = sim.outside.hubspot.log();
    let ended = log.iter().map(|logged| logged.at).max().unwrap();
    let pages = usize::try_from(count.div_ceil(PAGE)).unwrap();
    let (asked, all) = (searches(&log), log.len());
    let (seconds, bound) = ((ended - began) as f64 / 1000.0, pages as f64 / 3.0);
    println!(
        "| first pass, 5,000 numbers, H = {count} | {pages} pages | {asked} searches, {all} in all | {seconds:.1} s, bound {bound:.1} s |"
    );
    assert_eq!(sim.view(TAB).strip.linked, u32::try_from(PEOPLE.min(count)).unwrap());
    assert!(asked <= pages + 3 && all <= asked + CONNECT, "{asked} searches, {all} requests");
    // Two seconds beside the rate: the key's check, and answers that take 100 ms each.
    assert!(seconds <= 1.1 * bound + 2.0, "{seconds} s where the rate takes {bound} s");
    assert_eq!(sim.outside.hubspot.writes(), 0);
}

#[test]
fn s_31_s_32_first_pass_with_1000_contacts() {
    first_pass(1_000);
}

#[test]
fn s_31_s_32_first_pass_with_10000_contacts() {
    first_pass(10_000);
}

#[test]
fn s_31_s_32_first_pass_with_24000_contacts() {
    first_pass(24_000);
}

#[test]
fn s_31_s_32_first_pass_with_100000_contacts() {
    first_pass(100_000);
}

#[test]
fn s_35_s_36_a_tick_asks_once_and_once_more_for_each_further_page_of_changes() {
    for (changed, most) in [(0, 1), (1, 1), (199, 1), (450, 3)] {
        let mut sim = rep_and(1_000);
        sim.connect(PORTAL);
        sim.wait(2 * TICK);
        let portal = PORTAL.to_string();
        for at in 0..changed {
            let id = (100_000 + at).to_string();
            // Colleagues, one after the other.
            sim.outside.hubspot.edit(&portal, sim.now() + at, &id, &[("jobtitle", "Buyer")]);
        }
        let before = sim.outside.hubspot.requests();
        sim.wait(TICK);
        let asked = sim.outside.hubspot.requests() - before;
        println!("| tick, {changed} changed | {most} | {asked} |");
        assert!((1..=most).contains(&asked), "{changed} changed: {asked} requests");
    }
}

/// So many members, each in HubSpot by the exact number where `linked`, else not at all.
fn opened(members: u64, linked: bool) -> usize {
    let mut setup = Setup::new();
    if linked {
        for at in 0..members {
            setup = setup.named(100_000 + at, "Member", &phone(at));
        }
    }
    for at in 0..members {
        setup = setup.person(&digits(at), "Member");
    }
    let mut scene = setup.connected();
    let people: Vec<Wa> = (0..usize::try_from(members).unwrap()).map(Wa).collect();
    let target = match people.as_slice() {
        [one] => Target::Person(*one),
        many => Target::Group(scene.book.borrow_mut().add_group("Members", many)),
    };
    // Long enough after the pass that a look at the change feed is due.
    scene.wait(20_000);
    let before = scene.outside.hubspot.log().len();
    for _ in 0..3 {
        scene.open_chat(TAB, target);
        scene.settle_loosely();
        scene.close_chat(TAB);
    }
    searches(&scene.outside.hubspot.log()[before..])
}

#[test]
fn s_43_opening_a_chat_asks_nothing_where_all_are_linked_and_once_in_15_seconds_where_not() {
    for members in [1, 40, 250] {
        let (linked, unlinked) = (opened(members, true), opened(members, false));
        println!("| chat of {members}, opened three times | 0 linked, 1 not | {linked}, {unlinked} |");
        assert_eq!(linked, 0, "{members} linked members");
        assert!(unlinked <= 1, "{members} members: {unlinked} searches");
    }
}
