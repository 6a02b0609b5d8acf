//! What is kept of links for the rep, beyond the single chat: B-01, B-05, B-09, I-34.

use std::collections::BTreeMap;

use linked_contacts::linking::journal::Event;
use linked_contacts::protocol::view::{LinkNotice, Notice, PersonState};

use crate::book::Wa;
use crate::scene::{Scene, Setup, TAB};
use crate::sim::TICK;

/// Links of the row's own test.
const MANY: usize = 200;

/// As colleagues write phones: each in one of several ways, with what no tidying may lose.
fn written(at: usize) -> String {
    let local = format!("{:07}", 2_010_000 + at);
    match at % 4 {
        0 => format!("(650) {}-{}", &local[..3], &local[3..]),
        1 => format!(" 650.{local} ext. {at}"),
        2 => format!("650\u{a0}{local} \u{2014} Zoë"),
        _ => String::new(),
    }
}

#[test]
fn b_01_two_hundred_links_are_in_the_journal_and_every_phone_can_be_put_back_byte_by_byte() {
    let mut setup = Setup::new();
    for at in 0..MANY {
        let contact = 1_000 + u64::try_from(at).unwrap();
        setup = setup.named(contact, &format!("Contact {at}"), &written(at));
        setup = setup.person(&format!("44207946{at:04}"), &format!("Person {at}"));
    }
    let mut scene = setup.connected();
    let contact = |at: usize| (1_000 + at).to_string();
    for at in 0..MANY {
        scene.open(TAB, Wa(at));
        scene.link(TAB, &contact(at)).unwrap();
        assert_eq!(scene.text(&contact(at), "phone"), format!("+44207946{at:04}"));
    }
    scene.restart_browser();
    scene.settle();
    let kept: BTreeMap<String, (String, String)> = {
        let watch = scene.outside.watch.borrow();
        let replaced = watch.truth.journal().filter_map(|(_, entry)| match &entry.event {
            Event::PhoneReplaced { contact, replaced } => {
                Some((contact.as_str().to_owned(), (replaced.before.clone(), replaced.after.clone())))
            }
            _ => None,
        });
        replaced.collect()
    };
    for at in 0..MANY {
        assert_eq!(kept[&contact(at)], (written(at), format!("+44207946{at:04}")));
    }
    // One was changed by somebody since: that is said, and theirs stays.
    let changed = 77;
    scene.edit(&contact(changed), &[("phone", "+1 650 999 8888")]);
    for at in 0..MANY {
        scene.open(TAB, Wa(at));
        scene.unlink(TAB).unwrap();
        if at == changed {
            assert_eq!(scene.restore(TAB).unwrap_err().sentence, "problem_changed_meanwhile");
            assert_eq!(scene.text(&contact(at), "phone"), "+1 650 999 8888");
        } else {
            scene.restore(TAB).unwrap();
            assert_eq!(scene.text(&contact(at), "phone"), written(at));
        }
    }
}

/// Three people, each linked by exact number.
fn three() -> Scene {
    let numbers = ["16501234567", "442079460123", "12125550142"];
    let mut setup = Setup::new();
    for (at, digits) in numbers.into_iter().enumerate() {
        setup = setup.named(101 + u64::try_from(at).unwrap(), &format!("Contact {at}"), &format!("+{digits}"));
        setup = setup.person(digits, &format!("Person {at}"));
    }
    setup.connected()
}

#[test]
fn b_05_a_memory_blocks_one_person_and_allowing_one_again_lets_no_other_go() {
    let mut scene = three();
    for at in [0, 1] {
        scene.open(TAB, Wa(at));
        scene.unlink(TAB).unwrap();
    }
    scene.close_chat(TAB);
    scene.wait(2 * TICK);
    assert_eq!([0, 1, 2].map(|at| scene.stored(Wa(at)).is_some()), [false, false, true]);
    scene.open(TAB, Wa(0));
    scene.allow(TAB).unwrap();
    scene.close_chat(TAB);
    scene.wait(2 * TICK);
    assert_eq!([0, 1, 2].map(|at| scene.stored(Wa(at)).is_some()), [true, false, true]);
    assert_eq!([0, 1, 2].map(|at| scene.remembered(Wa(at))), [false, true, false]);
}

#[test]
fn b_09_each_way_in_which_a_link_ails_is_named_and_a_clean_book_has_none() {
    let mut scene = three();
    for at in 0..3 {
        scene.open(TAB, Wa(at));
        assert_eq!(scene.card(TAB).notice, None, "clean");
    }
    scene.close_chat(TAB);
    // Drifted; merged into one that is linked elsewhere; deleted. Each is mended by what its notice offers.
    scene.edit("101", &[("phone", "+1 650 999 8888")]);
    scene.open(TAB, Wa(0));
    let Some(LinkNotice::PhoneDiffers { change }) = scene.card(TAB).notice else { panic!("the number drifted") };
    scene.replace(TAB, change).unwrap();
    assert_eq!((scene.card(TAB).notice, scene.text("101", "phone").as_str()), (None, "+16501234567"));
    let merged = scene.merge("102", "101");
    scene.open(TAB, Wa(1));
    assert_eq!((scene.linked_to(TAB), scene.card(TAB).notice), (Some(merged), None));
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.card(TAB).notice, Some(LinkNotice::Merged { .. })));
    scene.unlink(TAB).unwrap();
    scene.open(TAB, Wa(2));
    scene.delete("103");
    scene.close_chat(TAB);
    scene.open(TAB, Wa(2));
    assert_eq!(scene.card(TAB).notice, Some(LinkNotice::Deleted));
    scene.unlink(TAB).unwrap();
    assert!(matches!(scene.state(TAB), PersonState::JustUnlinked { .. }));
}

#[test]
fn i_34_records_of_a_newer_version_are_left_as_they_are_and_nothing_is_done_by_itself() {
    let mut scene = three();
    scene.open(TAB, Wa(0));
    scene.unlink(TAB).unwrap();
    scene.kill();
    let newer = |text: &str| text.replacen("\"v\":1", "\"v\":999", 1);
    let disk = &scene.outside.disk;
    let keys = [disk.keys_with("/memory/"), disk.keys_with("/link/")].concat();
    assert_eq!(keys.len(), 4, "three links, of which one is ended, and what is remembered of it");
    for key in &keys {
        for copy in [&disk.texts, &disk.second] {
            if let Some(text) = copy.borrow_mut().get_mut(key) {
                *text = newer(text);
            }
        }
    }
    let before: Vec<String> = keys.iter().map(|key| scene.outside.disk.texts.borrow()[key].clone()).collect();
    assert!(before.iter().all(|text| text.contains("\"v\":999")));
    let late = scene.add("442079460456", "Late");
    scene.create(&[("phone", "+44 20 7946 0456")]);
    scene.wait(2 * TICK);
    for at in 0..3 {
        scene.open_chat(TAB, crate::book::Target::Person(Wa(at)));
        scene.settle_loosely();
    }
    scene.wait(2 * TICK);
    assert_eq!(scene.view(TAB).notice, Some(Notice::StoreUnsafe));
    assert_eq!((scene.stored(late), scene.outside.hubspot.writes()), (None, 0));
    let after: Vec<String> = keys.iter().map(|key| scene.outside.disk.texts.borrow()[key].clone()).collect();
    assert_eq!(before, after);
}
