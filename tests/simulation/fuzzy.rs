//! The fuzzy rule: S-40 to S-47, I-14, I-24, I-25.

use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::view::{LinkNotice, Origin, PersonState, RowState, Screen};

use crate::book::{Entry, Group, Target, Wa};
use crate::scene::{PORTAL, Scene, Setup, TAB};
use crate::sim::TICK;

/// A person and a contact with the number as it is dialled at home.
fn maria() -> Setup {
    Setup::new().named(101, "Maria", "(650) 123-4567").person("16501234567", "Maria")
}

fn rows(scene: &Scene) -> Vec<RowState> {
    scene.roster(TAB).rows.iter().map(|row| row.state).collect()
}

#[test]
fn s_40_the_national_number_links_when_the_chat_is_opened() {
    let mut scene = maria().connected();
    assert_eq!(scene.stored(Wa(0)), None);
    scene.open(TAB, Wa(0));
    let card = scene.card(TAB);
    assert_eq!((card.contact.as_str(), card.reason.origin), ("101", Origin::FuzzyOpen));
    assert_eq!(scene.outside.hubspot.writes(), 0);
}

#[test]
fn s_41_nothing_else_runs_the_fuzzy_rule() {
    let mut scene = maria().person("442079460123", "Other").connected();
    scene.open(TAB, Wa(1));
    assert_eq!(scene.engine().fuzzy_runs(), 1);
    scene.connect(PORTAL);
    let message = scene.outside.pages.borrow()[&TAB].chats_changed(&[Wa(0)]);
    scene.page_says(TAB, message);
    scene.wait(25 * 60 * 60 * 1000);
    assert_eq!((scene.engine().fuzzy_runs(), scene.stored(Wa(0))), (1, None));
}

#[test]
fn s_42_once_for_each_opening() {
    let mut scene = Setup::new().person("16501234567", "Maria").connected();
    for opening in 1..=3 {
        scene.open(TAB, Wa(0));
        // The same evidence again, and a subtitle that changes, are no opening.
        scene.read_chat_again(TAB);
        scene.settle();
        assert_eq!(scene.engine().fuzzy_runs(), opening);
        scene.close_chat(TAB);
        scene.settle();
    }
}

/// Twelve people in a group, the rep beside them; nine show their numbers, and each of these is in HubSpot.
fn group_of_twelve() -> (Scene, Group, Vec<Wa>) {
    let mut setup = Setup::new();
    for at in 0..9 {
        setup = setup.named(101 + at, "Member", &format!("(650) 123-40{at:02}"));
    }
    let mut scene = setup.connected();
    let members: Vec<Wa> = {
        let mut book = scene.book.borrow_mut();
        let shown = (0..9).map(|at| {
            book.put(Entry {
                number: Some(format!("165012340{at:02}")),
                lid: Some(format!("4100{at}")),
                pushname: Some("Somebody".into()),
                ..Entry::default()
            })
        });
        let mut members: Vec<Wa> = shown.collect();
        members.extend((9..12).map(|at| book.put(Entry { lid: Some(format!("4100{at}")), ..Entry::default() })));
        members
    };
    let group = scene.book.borrow_mut().add_group("Purchasing", &members);
    scene.settle();
    (scene, group, members)
}

#[test]
fn s_43_i_24_all_numbers_of_a_group_without_the_rep() {
    let (mut scene, group, members) = group_of_twelve();
    let before = scene.outside.hubspot.requests();
    scene.open_chat(TAB, Target::Group(group));
    scene.settle();
    assert_eq!(rows(&scene), [vec![RowState::Linked; 9], vec![RowState::NumberHidden; 3]].concat());
    assert_eq!(scene.outside.hubspot.requests(), before, "the directory answers");
    assert!(members.iter().take(9).all(|wa| scene.stored(*wa).is_some()));
    // The card of one participant, and back.
    let roster = scene.roster(TAB);
    let chat = linked_contacts::protocol::view::ChatRef {
        generation: roster.generation,
        person: roster.rows[3].person.clone(),
    };
    scene.sidebar_says(TAB, &Intent::OpenPerson { chat });
    scene.settle();
    assert!(scene.person(TAB).in_group && scene.linked_to(TAB).as_deref() == Some("104"));
    scene.sidebar_says(TAB, &Intent::BackToRoster { generation: roster.generation });
    scene.settle();
    assert!(matches!(scene.view(TAB).screen, Screen::Group(_)));
}

#[test]
fn i_26_b_08_a_group_of_1024_is_linked_without_a_request_and_a_switch_in_the_middle_leaves_the_other_chat_alone() {
    for switched in [false, true] {
        let mut setup = maria();
        for at in 0..700 {
            setup = setup.named(10_000 + at, "Somebody", &format!("(650) 124-{at:04}"));
        }
        let mut scene = setup.connected();
        let members: Vec<Wa> = (0..1_024).map(|at| scene.add(&format!("1650124{at:04}"), "S")).collect();
        let group = scene.book.borrow_mut().add_group("Everybody", &members);
        let before = scene.outside.hubspot.requests();
        if switched {
            scene.open_chat(TAB, Target::Group(group));
            scene.later(5, |sim| sim.open_chat(TAB, Target::Person(Wa(0))));
            scene.settle();
            assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"));
        } else {
            scene.open_chat(TAB, Target::Group(group));
            scene.settle();
            let linked = rows(&scene).iter().filter(|row| **row == RowState::Linked).count();
            assert_eq!((rows(&scene).len(), linked), (1_024, 700));
            assert!(scene.outside.hubspot.requests() <= before + 1, "at most one look at what changed");
        }
        let made = members.iter().filter(|wa| scene.stored(**wa).is_some()).count();
        assert!(made == 700 || (switched && made == 0), "all of the group or nobody: {made}");
    }
}

#[test]
fn s_44_linked_and_remembered_people_are_left_alone() {
    let (mut scene, group, members) = group_of_twelve();
    scene.open(TAB, members[0]);
    scene.unlink(TAB).unwrap();
    scene.open(TAB, members[1]);
    let before = scene.outside.watch.borrow().truth.link_of(&scene.scope(), &scene.book.borrow(), members[1]).cloned();
    scene.open_chat(TAB, Target::Group(group));
    scene.settle();
    assert_eq!(rows(&scene)[..3], [RowState::Remembered, RowState::Linked, RowState::Linked]);
    let after = scene.outside.watch.borrow().truth.link_of(&scene.scope(), &scene.book.borrow(), members[1]).cloned();
    assert_eq!(before, after);
}

#[test]
fn i_25_newcomers_are_looked_up_and_nobody_else_also_where_the_number_of_members_stays() {
    let (mut scene, group, members) = group_of_twelve();
    scene.create(&[("phone", "(650) 123-4099")]);
    let newcomer = scene.book.borrow_mut().put(Entry {
        number: Some("16501234099".into()),
        lid: Some("41099".into()),
        ..Entry::default()
    });
    scene.wait(TICK);
    scene.open_chat(TAB, Target::Group(group));
    scene.settle();
    let runs = scene.engine().fuzzy_runs();
    {
        let mut book = scene.book.borrow_mut();
        let entry = &mut book.groups[group.0];
        entry.members.retain(|wa| *wa != members[0]);
        entry.left.push(members[0]);
        entry.members.push(newcomer);
    }
    scene.read_chat_again(TAB);
    scene.settle();
    assert!(scene.stored(newcomer).is_some());
    assert_eq!(scene.engine().fuzzy_runs(), runs + 1);
    // Somebody leaves: no look-up at all.
    scene.book.borrow_mut().groups[group.0].members.pop();
    scene.book.borrow_mut().groups[group.0].left.push(newcomer);
    scene.read_chat_again(TAB);
    scene.settle();
    assert_eq!((scene.engine().fuzzy_runs(), rows(&scene).len()), (runs + 1, 11));
}

#[test]
fn s_45_i_14_two_contacts_are_left_to_choose_and_none_of_these_is_remembered() {
    let mut scene = maria().named(102, "Mariana", "650.123.4567").connected();
    scene.open(TAB, Wa(0));
    assert_eq!((scene.choices(TAB), scene.stored(Wa(0))), (vec!["101".to_owned(), "102".to_owned()], None));
    scene.none_of_these(TAB).unwrap();
    assert!(matches!(scene.state(TAB), PersonState::Remembered { contact_name: None, .. }));
    scene.wait(2 * TICK);
    scene.close_chat(TAB);
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.state(TAB), PersonState::Remembered { .. }) && scene.remembered(Wa(0)));
}

#[test]
fn s_45_choosing_one_links_it() {
    let mut scene = maria().named(102, "Mariana", "650.123.4567").connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "102").unwrap();
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("102"));
}

#[test]
fn s_45_b_04_a_better_match_goes_before_two_lesser_ones() {
    let mut scene = maria().named(102, "B", "650.123.4567").named(103, "C", "+1 650 123 4567").connected();
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("103"));
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).as_deref(), Some("103"));
}

#[test]
fn s_45_a_contact_that_is_linked_elsewhere_still_counts_in_a_tie_and_is_named() {
    let mut scene = maria().named(102, "Mariana", "650.123.4567").person("442079460123", "Other").connected();
    scene.open(TAB, Wa(1));
    scene.link(TAB, "102").unwrap();
    // 102 has another phone by now; a colleague writes the old one into its mobile number.
    scene.edit("102", &[("mobilephone", "650.123.4567")]);
    scene.wait(TICK);
    scene.open(TAB, Wa(0));
    assert_eq!(scene.choices(TAB), ["101", "102"]);
    let PersonState::Candidates { candidates } = scene.state(TAB) else { panic!("candidates") };
    let named: Vec<Option<&str>> = candidates.iter().map(|one| one.linked_with.as_deref()).collect();
    assert_eq!(named, [None, Some("Other")]);
}

#[test]
fn s_46_an_extension_never_matches() {
    let mut scene = Setup::new()
        .named(101, "Desk", "4567")
        .named(102, "Desk", "ext. 4567")
        .person("16501234567", "Maria")
        .connected();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.state(TAB), PersonState::NotLinked { still_reading: false });
}

#[test]
fn s_47_another_country_code_links_with_the_notice_or_is_suggested() {
    for ask in [false, true] {
        let mut scene = Setup::new().named(101, "Maria", "+91 65012 34567").person("16501234567", "Maria").connected();
        scene.set(|settings| settings.ask_across_country_codes = ask);
        scene.open(TAB, Wa(0));
        if ask {
            assert_eq!((scene.choices(TAB), scene.stored(Wa(0))), (vec!["101".to_owned()], None));
            continue;
        }
        let Some(LinkNotice::OtherCountryCode { whatsapp, hubspot, .. }) = scene.card(TAB).notice else {
            panic!("no notice")
        };
        assert_eq!((whatsapp.as_str(), hubspot.as_deref()), ("+1", Some("+91")));
    }
}

#[test]
fn s_47_the_notice_never_names_a_code_that_the_text_does_not_contain() {
    // A number of Brazil's form in the portal's own country, written without a code.
    let mut scene = Setup::new()
        .own("4915123456789")
        .named(101, "Maria", "0171 2345678")
        .person("441712345678", "Maria")
        .connected();
    scene.open(TAB, Wa(0));
    let Some(LinkNotice::OtherCountryCode { whatsapp, hubspot, .. }) = scene.card(TAB).notice else {
        panic!("{:?}", scene.card(TAB).notice)
    };
    assert_eq!((whatsapp.as_str(), hubspot), ("+44", None));
}

#[test]
fn s_35_s_42_an_unlinked_chat_asks_the_feed_once_in_15_s_and_a_linked_one_asks_nothing_for_the_decision() {
    let mut scene = maria().person("442079460123", "Other").connected();
    scene.wait(20_000);
    scene.open(TAB, Wa(0));
    let searches = |scene: &Scene| {
        scene.outside.hubspot.log().iter().filter(|logged| logged.sort == hubspot_sandbox::Sort::Search).count()
    };
    let before = searches(&scene);
    let made = scene.create(&[("phone", "020 7946 0123")]);
    scene.open(TAB, Wa(1));
    assert_eq!((scene.linked_to(TAB), searches(&scene)), (Some(made), before + 1));
    scene.open(TAB, Wa(0));
    scene.open(TAB, Wa(1));
    assert_eq!(searches(&scene), before + 1);
}

#[test]
fn f_42_nothing_is_linked_before_the_whole_directory_is_read() {
    let mut setup = Setup::new().person("16501234567", "Maria");
    for at in 0..450 {
        setup = setup.named(1001 + at, "Somebody", &format!("+1 650 124 {:04}", at));
    }
    let mut scene = setup.named(101, "Early", "650 123 4567").named(9001, "Late", "650 123 4567").start();
    scene.start_connecting(PORTAL);
    scene.wait(1_300);
    assert!(scene.outside.shelves.count(&PORTAL.to_string().parse().unwrap()) > 0);
    scene.open_chat(TAB, Target::Person(Wa(0)));
    scene.wait(200);
    assert_eq!(scene.stored(Wa(0)), None);
    scene.settle();
    assert_eq!((scene.choices(TAB), scene.stored(Wa(0))), (vec!["101".to_owned(), "9001".to_owned()], None));
}
