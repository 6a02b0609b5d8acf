//! The world of the random walks: a small town where numbers are scarce, so that everything collides.

use std::rc::Rc;

use hubspot_sandbox::{Applied, Effect, Fault, Mangle, Policy};
use linked_contacts::ports::TabId;
use serde_json::json;

use crate::book::{Entry, Wa};
use crate::hubspot::{SCOPES, contact};
use crate::scene::{PORTAL, PORTAL_B, Scene, TAB, TAB2};
use crate::walks::PORTALS;

/// WhatsApp numbers of the town.
const NUMBERS: [&str; 8] = [
    "16501234567",
    "16507654321",
    "442079460123",
    "441712345678",
    "5541988887777",
    "554188887777",
    "4915112345678",
    "393331234567",
];
/// What stands in HubSpot's phone fields: whole, national, of another country, several, none.
const TEXTS: [&str; 16] = [
    "+1 650 123 4567",
    "(650) 123-4567",
    "+91 65012 34567",
    "+1 650 765 4321",
    "650 765 4321; +44 20 7946 0123",
    "020 7946 0123",
    "+44 20 7946 0123",
    "0171 2345678",
    "+44 171 2345678",
    "+55 41 8888-7777",
    "41 98888-7777",
    "+49 1511 2345678",
    "0151 12345678",
    "333 1234567",
    "n/a",
    "",
];

/// Two accounts of HubSpot, one WhatsApp in one or two tabs, some people, some contacts.
pub fn begin(seed: u64) -> Scene {
    let mut scene = Scene::empty(seed);
    let draw = |scene: &Scene, end| scene.outside.kernel.draw(end);
    for (portal, first) in [(PORTAL, 1_000_u64), (PORTAL_B, 5_000_000)] {
        let contacts: Vec<serde_json::Value> = (0..6)
            .map(|at| {
                let (phone, mobile) = (TEXTS[draw(&scene, TEXTS.len())], TEXTS[draw(&scene, TEXTS.len())]);
                contact(
                    first + at,
                    &[
                        ("firstname", "Somebody"),
                        ("phone", phone),
                        ("mobilephone", if at % 3 == 0 { mobile } else { "" }),
                    ],
                )
            })
            .collect();
        let lag = [0, 20_000, 110_000][draw(&scene, 3)];
        let settings = json!({
            "indexLag": {"creates": {"from": 0, "to": lag}, "updates": {"from": 0, "to": lag}},
            "latency": {"from": 20, "to": 600},
        });
        scene.outside.hubspot.add_account(portal, &SCOPES, &contacts, settings);
    }
    for at in 0..8 {
        let number = NUMBERS[draw(&scene, NUMBERS.len())];
        let mut book = scene.book.borrow_mut();
        // A number is one person's at a time.
        let number = Some(number.to_owned()).filter(|number| book.who_by_number(number).is_none());
        let lid = (at % 4 != 3 || number.is_none()).then(|| format!("70000{at}"));
        let name = (at % 2 == 0).then(|| format!("Person {at}"));
        book.put(Entry { number, lid, name, chat: at != 5, locked: at == 7, ..Entry::default() });
    }
    let members: Vec<Wa> = [0, 1, 2, 5].map(Wa).to_vec();
    scene.book.borrow_mut().add_group("Purchasing", &members);
    let book = Rc::clone(&scene.book);
    scene.load_page(TAB, &book);
    scene.open_sidebar(TAB);
    if draw(&scene, 3) == 0 {
        scene.load_page(TAB2, &book);
        scene.open_sidebar(TAB2);
    }
    if draw(&scene, 4) == 0 {
        scene.open_sidebar(TabId::PANEL);
    }
    scene.start_connecting(PORTAL);
    if draw(&scene, 2) == 0 {
        scene.settle_loosely();
    }
    scene
}

/// A colleague works in HubSpot.
pub fn colleague(scene: &mut Scene) {
    let draw = |end| scene.outside.kernel.draw(end);
    let portal = PORTALS[draw(2)].to_string();
    let (hubspot, now) = (&scene.outside.hubspot, scene.now());
    let ids = hubspot.ids(&portal);
    let text = TEXTS[draw(TEXTS.len())];
    let property = ["phone", "mobilephone", "hs_whatsapp_phone_number"][draw(3)];
    match draw(8) {
        0 | 1 if ids.len() < 12 => _ = hubspot.create(&portal, now, &[("firstname", "New"), (property, text)]),
        2 if ids.len() > 3 => hubspot.delete(&portal, now, &ids[draw(ids.len())]),
        3 if ids.len() > 4 => {
            let (first, second) = (draw(ids.len()), draw(ids.len()));
            if first != second {
                hubspot.merge(&portal, now, &ids[first], &ids[second]);
            }
        }
        _ if !ids.is_empty() => hubspot.edit(&portal, now, &ids[draw(ids.len())], &[(property, text)]),
        _ => {}
    }
}

/// Something happens in WhatsApp.
pub fn whatsapp(scene: &mut Scene) {
    let people = scene.book.borrow().people.len();
    let wa = Wa(scene.outside.kernel.draw(people));
    // One of a person's two names stays in a walk, so that they can be known again whatever the engine has missed: who changes both
    // behind its back is somebody new, to everyone (S-57). The number stays with every second person, the LID with the others.
    let (has_number, has_lid) = {
        let book = scene.book.borrow();
        (book.of(wa).number.is_some(), book.of(wa).lid.is_some())
    };
    match scene.outside.kernel.draw(7) {
        0 if has_number && wa.0.is_multiple_of(2) => {
            let lid = format!("81{:06}", scene.outside.kernel.draw(1_000_000));
            scene.book.borrow_mut().change(wa, |entry| entry.lid = Some(lid));
        }
        1 if has_lid && wa.0 % 2 == 1 => {
            // A number that nobody has or had; one that was somebody's before is for the tests of F36.
            let free: Vec<&str> =
                NUMBERS.into_iter().filter(|digits| scene.book.borrow().who_by_number(digits).is_none()).collect();
            if let Some(digits) = free.first() {
                scene.book.borrow_mut().change(wa, |entry| entry.number = Some((*digits).to_owned()));
            }
        }
        2 => scene.book.borrow_mut().change(wa, |entry| entry.chat = true),
        3 => {
            let mut book = scene.book.borrow_mut();
            let entry = &mut book.groups[0];
            if entry.members.contains(&wa) && entry.members.len() > 1 {
                entry.members.retain(|member| *member != wa);
                entry.left.push(wa);
            } else if !entry.members.contains(&wa) {
                entry.members.push(wa);
                entry.left.retain(|member| *member != wa);
            }
        }
        4 => {
            let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[wa]);
            scene.page_says(TAB, message);
        }
        5 => {
            let visible = scene.outside.kernel.draw(2) == 0;
            scene.page_changes(TAB, |page| page.visible = visible);
        }
        _ => {
            let frozen = scene.outside.kernel.draw(3) == 0;
            scene.outside.pages.borrow_mut().get_mut(&TAB).unwrap().frozen = frozen;
        }
    }
    // The reader sees the changed rows of the open chat a moment later.
    let tabs: Vec<TabId> = scene.outside.pages.borrow().keys().copied().collect();
    tabs.into_iter().for_each(|tab| scene.read_chat_again(tab));
}

/// Something goes wrong.
pub fn trouble(scene: &mut Scene) {
    let outside = Rc::clone(&scene.outside);
    let draw = |end| outside.kernel.draw(end);
    match draw(16) {
        0 | 1 => scene.kill(),
        2..=4 => outside.kernel.kill_at(1 + u64::try_from(draw(40)).unwrap()),
        5..=8 => outside.hubspot.inject(a_fault(&draw)),
        9 => outside.hubspot.heal(),
        10 => outside.online.set(draw(2) == 0),
        11 => outside.disk.fail_set(1 + u64::try_from(draw(6)).unwrap()),
        12 => outside.disk.full.set(draw(3) == 0),
        13 => scene.sleep_computer(u64::try_from(1 + draw(9)).unwrap() * 3_600_000),
        14 => outside.kernel.set_skew([-3_600_000, -5_000, 0, 0, 7_200_000][draw(5)]),
        _ => {
            outside.online.set(true);
            outside.disk.full.set(false);
            scene.start_connecting(PORTALS[draw(2)]);
        }
    }
}

fn a_fault(draw: &impl Fn(usize) -> usize) -> Fault {
    let status =
        |status, policy, retry_after| Effect::Status { status, policy, scope: None, retry_after, message: None };
    let does = match draw(12) {
        0 => status(500, None, None),
        1 => status(502, None, None),
        2 => status(429, Some(Policy::Secondly), None),
        3 => status(429, Some(Policy::TenSecondly), Some(20)),
        4 => status(423, None, None),
        5 => status(401, None, None),
        6 => status(403, None, None),
        7 => Effect::Hang,
        8 => Effect::Cut,
        9 => Effect::CutWithin,
        10 => Effect::Slow,
        _ => Effect::Mangle([Mangle::Html, Mangle::Truncated, Mangle::WrongTypes][draw(3)]),
    };
    let method = [None, Some("PATCH"), Some("GET"), Some("POST")][draw(4)];
    Fault {
        method: method.map(str::to_owned),
        skip: u64::try_from(draw(3)).unwrap(),
        times: Some(1 + u64::try_from(draw(4)).unwrap()),
        applied: if draw(2) == 0 { Applied::Yes } else { Applied::No },
        delay: [0, 0, 700, 3_000, 12_000][draw(5)],
        ..Fault::at_every_call(does)
    }
}
