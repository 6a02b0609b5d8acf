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
/// How the first pass reads: contacts on a page, and pages a second.
struct Way {
    sort: Sort,
    page: u64,
    pages_a_second: f64,
}

const SEARCH: Way = Way { sort: Sort::Search, page: 200, pages_a_second: 3.0 };
const LIST: Way = Way { sort: Sort::Read, page: 100, pages_a_second: 8.0 };
/// Account details, one read per object type, owners.
const CONNECT: usize = 6;

fn phone(at: u64) -> String {
    format!("+1 650 {:03} {:04}", 200 + at / 10_000, at % 10_000)
}

fn digits(at: u64) -> String {
    phone(at).replace(['+', ' '], "")
}

/// So many with a phone, and others without. Somebody touched each of them once, one after the other.
fn contacts(count: u64, without_phone: u64) -> Vec<Value> {
    let one = |at: u64| {
        let phone = if at < count { phone(at) } else { String::new() };
        let mut contact = contact(100_000 + at, &[("firstname", "Somebody"), ("phone", &phone)]);
        let (month, day, hour, minute) = (1 + at / 40_320, 1 + at / 1_440 % 28, at / 60 % 24, at % 60);
        contact["updatedAt"] = json!(format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"));
        contact
    };
    (0..count + without_phone).map(one).collect()
}

/// A rep with all numbers of the plan, and HubSpot with so many contacts; not connected.
fn rep_and(count: u64, without_phone: u64) -> Sim {
    let mut sim = Sim::new(count);
    let settings = json!({"indexLag": {"creates": 0, "updates": 0}, "latency": 100});
    sim.outside.hubspot.add_account(PORTAL, &SCOPES, &contacts(count, without_phone), settings);
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

/// The first pass over a HubSpot of so many contacts: no more requests than pages, two probes and two looks at the change feed, and no more
/// than a tenth over the time that the rate of the way takes. It is the way that ends sooner.
fn first_pass(count: u64, without_phone: u64, way: &Way) {
    let mut sim = rep_and(count, without_phone);
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
    let read = if way.sort == Sort::Search { count } else { count + without_phone };
    let pages = usize::try_from(read.div_ceil(way.page)).unwrap();
    let (asked, all) = (log.iter().filter(|logged| logged.sort == way.sort).count(), log.len());
    let (seconds, bound) = ((ended - began) as f64 / 1000.0, pages as f64 / way.pages_a_second);
    println!(
        "| first pass, 5,000 numbers, H = {count} of {} | {:?} | {pages} pages | {asked}, {all} in all | {seconds:.1} s, bound {bound:.1} s |",
        count + without_phone,
        way.sort
    );
    let others: Vec<u64> = log.iter().filter(|one| one.sort != Sort::Search).map(|one| one.at).collect();
    let most = others.windows(81).find(|calls| calls[80] - calls[0] < 10_000);
    assert!(most.is_none(), "INV-16: more than 80 calls of a pass within ten seconds: {most:?}");
    assert_eq!(sim.view(TAB).strip.linked, u32::try_from(PEOPLE.min(count)).unwrap());
    assert!((pages..=pages + 3 + CONNECT).contains(&asked), "{asked} requests of the way for {pages} pages");
    assert!(all <= pages + 4 + CONNECT, "{all} requests for {pages} pages");
    // Two seconds beside the rate: the key's check, and answers that take 100 ms each.
    assert!(seconds <= 1.1 * bound + 2.0, "{seconds} s where the rate takes {bound} s");
    assert_eq!(sim.outside.hubspot.writes(), 0);
}

#[test]
fn s_31_s_32_first_pass_with_1000_contacts() {
    first_pass(1_000, 0, &SEARCH);
}

#[test]
fn s_31_s_32_first_pass_with_10000_contacts() {
    first_pass(10_000, 0, &LIST);
    first_pass(10_000, 4_000, &SEARCH);
}

#[test]
fn s_31_s_32_first_pass_with_24000_contacts() {
    first_pass(24_000, 0, &LIST);
    first_pass(24_000, 10_000, &SEARCH);
}

#[test]
fn s_31_s_32_first_pass_with_100000_contacts_by_the_list() {
    first_pass(100_000, 0, &LIST);
}

#[test]
fn s_31_s_32_first_pass_with_100000_contacts_by_searches() {
    first_pass(100_000, 40_000, &SEARCH);
}

#[test]
fn s_35_s_36_a_tick_asks_once_and_once_more_for_each_further_page_of_changes() {
    for (changed, most) in [(0, 1), (1, 1), (199, 1), (450, 3)] {
        let mut sim = rep_and(1_000, 0);
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
