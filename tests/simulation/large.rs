//! Books of 25,000: S-32, S-36, F8, F35, F42. Both ways of reading them.

use std::collections::BTreeSet;

use hubspot_sandbox::{Effect, Fault, Sort};
use serde_json::json;

use crate::book::{Entry, Wa};
use crate::hubspot::{SCOPES, contact};
use crate::scene::{OWN, PORTAL, PORTAL_ID, TAB};
use crate::sim::{Sim, TICK};
use crate::truth::number_alias;

const CONTACTS: u64 = 25_000;
const PEOPLE: u64 = 5_000;

/// Every true pair linked, none twice, none wrong, and cheap from then on: with so many contacts beside them that have no phone.
fn large_book(without_phone: u64, way: Sort) {
    let mut sim = Sim::new(7);
    // Every fifth contact is a WhatsApp contact's; a tenth of those have a twin, and so are left to choose.
    let phone = |at: u64| format!("+1 650 {:03} {:04}", 200 + at / 10_000, at % 10_000);
    let mut contacts: Vec<serde_json::Value> =
        (0..CONTACTS).map(|at| contact(100_000 + at, &[("firstname", "Somebody"), ("phone", &phone(at))])).collect();
    contacts.extend((0..PEOPLE / 10).map(|at| contact(900_000 + at, &[("phone", &phone(at * 50))])));
    contacts.extend((0..without_phone).map(|at| contact(1_000_000 + at, &[("firstname", "Nobody")])));
    // Somebody touched each of them once, one after the other, months ago.
    for (at, contact) in contacts.iter_mut().enumerate() {
        let (month, day, hour, minute) = (1 + at / 40_320, 1 + at / 1_440 % 28, at / 60 % 24, at % 60);
        contact["updatedAt"] = json!(format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"));
    }
    let settings = json!({"indexLag": {"creates": 0, "updates": 0}, "latency": 100});
    sim.outside.hubspot.add_account(PORTAL, &SCOPES, &contacts, settings);
    let book = sim.account(OWN);
    for at in 0..PEOPLE {
        let digits = phone(at * 5).replace(['+', ' '], "");
        let lid = Some(format!("8{at:012}"));
        book.borrow_mut().put(Entry {
            number: Some(digits),
            lid,
            name: Some("S".into()),
            chat: true,
            ..Entry::default()
        });
    }
    sim.load_page(TAB, &book);
    sim.open_sidebar(TAB);
    let busy = Effect::status(429);
    sim.outside.hubspot.inject(Fault { every: 40, ..Fault::at_every_call(busy) });
    sim.start_connecting(PORTAL);
    sim.wait(25_000);
    assert!(sim.outside.shelves.count(&PORTAL_ID.parse().unwrap()) > 5_000);
    assert_eq!(sim.outside.watch.borrow().truth.links().count(), 0, "F42: half a book proves nothing");
    sim.kill();
    sim.wait(2 * TICK);
    let scope = format!("{PORTAL_ID}/{}", number_alias(OWN));
    {
        let watch = sim.outside.watch.borrow();
        let mut used = BTreeSet::new();
        for at in 0..PEOPLE {
            let link = watch.truth.link_of(&scope, &book.borrow(), Wa(usize::try_from(at).unwrap()));
            let expected = (at % 10 != 0).then(|| (100_000 + at * 5).to_string());
            assert_eq!(link.map(|link| link.contact.to_string()), expected, "person {at}");
            assert!(link.is_none_or(|link| used.insert(link.contact.clone())), "linked twice");
        }
    }
    assert_eq!(sim.view(TAB).strip.linked, 4_500);
    // 128 pages of searches or 256 of the list, and what was asked again after a refusal: within a tenth of the bound.
    let asked = |sort| sim.outside.hubspot.log().iter().filter(|logged| logged.sort == sort).count();
    let (searches, reads) = (asked(Sort::Search), asked(Sort::Read));
    match way {
        Sort::Search => assert!(searches <= 145 && reads < 10, "{searches} searches, {reads} reads"),
        _ => assert!(searches <= 10 && reads <= 285, "{searches} searches, {reads} reads"),
    }
    sim.outside.hubspot.heal();
    sim.wait(TICK);
    let before = sim.outside.hubspot.requests();
    sim.wait(10 * TICK);
    assert_eq!(sim.outside.hubspot.requests() - before, 10);
}

#[test]
fn s_32_s_36_f_35_f_42_a_large_book_read_by_the_list_is_linked_whole_through_refusals_and_a_kill() {
    large_book(0, Sort::Read);
}

#[test]
fn s_32_s_36_f_35_f_42_a_large_book_read_by_searches_is_linked_whole_through_refusals_and_a_kill() {
    large_book(10_000, Sort::Search);
}
