//! Link by hand: S-16 to S-28b.

use hubspot_sandbox::{Applied, Effect, Fault};
use linked_contacts::linking::journal::Event;
use linked_contacts::phone::Rank;
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::view::{Answer, Change, LinkNotice, Origin, PersonState, PhoneProperty, Retry};

use crate::book::Wa;
use crate::rep::id;
use crate::scene::{Scene, Setup, TAB};
use crate::sim::TICK;

/// One unlinked person, and a contact whose number is another's.
fn maria() -> Setup {
    Setup::new()
        .contact(
            101,
            &[
                ("firstname", "Maria"),
                ("lastname", "Silva"),
                ("email", "maria.silva@acme.example"),
                ("company", "Acme"),
                ("phone", "(650) 123-4567"),
                ("mobilephone", "+1 650 000 1111"),
                ("hubspot_owner_id", "41629779"),
            ],
        )
        .named(102, "Ana", "+1 650 765 4321")
        .person("442079460123", "Maria")
}

fn change(before: &str, after: &str) -> Change {
    Change { before: before.into(), after: after.into() }
}

fn writes(scene: &Scene) -> usize {
    scene.outside.hubspot.writes()
}

#[test]
fn s_16_open_or_collapsed_is_remembered() {
    let mut scene = maria().connected();
    assert!(scene.view(TAB).appearance.open);
    scene.sidebar_says(TAB, &Intent::SetOpen { open: false });
    scene.settle();
    assert!(!scene.view(TAB).appearance.open);
    scene.restart_browser();
    scene.settle();
    assert!(!scene.view(TAB).appearance.open);
}

#[test]
fn s_17_i_13_a_person_without_candidate_can_be_linked_by_hand() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.state(TAB), PersonState::NotLinked { still_reading: false });
}

#[test]
fn s_18_s_19_s_20_found_by_part_of_name_part_of_email_and_any_writing_of_the_number() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    let texts = [
        "mar",
        "Silva",
        "maria silva",
        "silva maria",
        "Silva, Maria",
        "Maria Silva 🌸",
        "silva@",
        "maria.silva@acme.example",
        "acme",
        "(650) 123-4567",
        "+1 650 123 4567",
        "001 650 123 4567",
        "6501234567",
        "650-123-4567",
        "1 650 123 4567",
        "16501234567",
    ];
    for text in texts {
        let found = scene.search(TAB, text).unwrap();
        let ids: Vec<&str> = found.iter().map(|one| one.contact.as_str()).collect();
        assert_eq!(ids, ["101"], "{text}");
    }
    assert!(scene.search(TAB, "nobody of that name").unwrap().is_empty());
}

#[test]
fn s_21_a_result_tells_people_apart_and_choosing_changes_nothing() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    let before = writes(&scene);
    let found = scene.search(TAB, "mar").unwrap();
    let [one] = found.as_slice() else { panic!("{found:?}") };
    let told = [Some(&one.name), one.email.as_ref(), one.company.as_ref(), one.phone.as_ref(), one.owner.as_ref()];
    let expected = ["Maria Silva", "maria.silva@acme.example", "Acme", "(650) 123-4567", "João Pereira"];
    assert_eq!(told.map(|text| text.unwrap().as_str()), expected);
    scene.preview(TAB, "101").unwrap();
    assert_eq!((writes(&scene), scene.stored(Wa(0))), (before, None));
}

#[test]
fn s_22_s_23_a_second_click_links_and_hubspot_has_the_whatsapp_number() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    scene.link(TAB, "101").unwrap();
    let card = scene.card(TAB);
    assert_eq!((card.contact.as_str(), card.reason.origin), ("101", Origin::Manual));
    assert_eq!(scene.text("101", "phone"), "+442079460123");
}

#[test]
fn s_24_the_old_value_is_shown_before_and_kept_in_the_journal() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    let preview = scene.preview(TAB, "101").unwrap();
    let expected = change("(650) 123-4567", "+442079460123");
    assert_eq!((preview.property, preview.change.clone()), (Some(PhoneProperty::Phone), Some(expected)));
    scene.link_as_shown(TAB, "101", preview.change, TakeOver::default()).unwrap();
    let watch = scene.outside.watch.borrow();
    let kept = watch.truth.journal().any(|(_, entry)| match &entry.event {
        Event::PhoneReplaced { contact, replaced } => contact.as_str() == "101" && replaced.before == "(650) 123-4567",
        _ => false,
    });
    assert!(kept, "the old value is not in the journal");
}

#[test]
fn s_24_what_changed_after_the_preview_is_not_overwritten() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    scene.edit("101", &[("phone", "+1 650 999 8888")]);
    let refused = scene.link_as_shown(TAB, "101", shown, TakeOver::default()).unwrap_err();
    assert_eq!(
        (refused.sentence.as_str(), refused.values[0].as_str()),
        ("problem_changed_meanwhile", "+1 650 999 8888")
    );
    assert_eq!((scene.stored(Wa(0)), scene.text("101", "phone").as_str()), (None, "+1 650 999 8888"));
}

#[test]
fn s_25_only_an_equal_text_needs_no_write() {
    for (phone, expected) in [("+442079460123", 0), ("+44 20 7946 0123", 1)] {
        let mut scene = Setup::new().named(101, "Maria", phone).person("442079460123", "Maria").start();
        scene.connect(crate::scene::PORTAL);
        scene.open(TAB, Wa(0));
        // The first pass has linked the two by itself; by hand they are linked after an unlinking.
        scene.unlink(TAB).unwrap();
        scene.link(TAB, "101").unwrap();
        assert_eq!(writes(&scene), expected, "{phone}");
        assert_eq!(scene.text("101", "phone"), "+442079460123");
    }
}

#[test]
fn s_26_link_and_overwrite_fail_together_with_a_reason() {
    let status = |status| Effect::Status {
        status,
        policy: None,
        scope: Some("crm.objects.contacts.write".into()),
        retry_after: None,
        message: None,
    };
    let cases = [
        (status(500), "problem_server"),
        (status(429), "problem_waiting"),
        (status(403), "problem_permission"),
        (status(400), "problem_validation"),
        (status(423), "problem_waiting"),
        (Effect::Hang, "problem_timeout"),
        (Effect::Cut, "problem_offline"),
    ];
    for (does, sentence) in cases {
        let mut scene = maria().connected();
        scene.open(TAB, Wa(0));
        let shown = scene.preview(TAB, "101").unwrap().change;
        let fault = Fault { method: Some("PATCH".into()), times: Some(1), ..Fault::at_every_call(does) };
        scene.outside.hubspot.inject(fault);
        let refused = scene.link_as_shown(TAB, "101", shown.clone(), TakeOver::default()).unwrap_err();
        assert_eq!(refused.sentence, sentence);
        assert_eq!((scene.stored(Wa(0)), scene.text("101", "phone").as_str()), (None, "(650) 123-4567"), "{sentence}");
        scene.outside.watch.borrow().nothing_is_open();
        // The retry that is offered works.
        scene.wait(5_000);
        scene.link_as_shown(TAB, "101", shown, TakeOver::default()).unwrap();
        assert_eq!(scene.linked_to(TAB).as_deref(), Some("101"), "{sentence}");
    }
}

#[test]
fn f_10_f_11_a_write_whose_answer_was_lost_is_read_back_and_not_repeated() {
    for does in [Effect::Hang, Effect::Cut, Effect::status(502)] {
        let mut scene = maria().connected();
        scene.open(TAB, Wa(0));
        let fault = Fault {
            method: Some("PATCH".into()),
            times: Some(1),
            applied: Applied::Yes,
            ..Fault::at_every_call(does.clone())
        };
        scene.outside.hubspot.inject(fault);
        scene.link(TAB, "101").unwrap();
        assert_eq!((scene.linked_to(TAB).as_deref(), writes(&scene)), (Some("101"), 1), "{does:?}");
        assert_eq!(scene.text("101", "phone"), "+442079460123");
    }
}

/// Maria's chat, and a link with 101 that HubSpot has taken and of which nothing came back: neither the answer nor the read after it.
fn unconfirmed(setup: Setup) -> Scene {
    let mut scene = setup.connected();
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    let lost = Fault {
        method: Some("PATCH".into()),
        times: Some(1),
        applied: Applied::Yes,
        ..Fault::at_every_call(Effect::Cut)
    };
    // The read before the write is answered, the read back is not.
    let blind = Fault {
        path: Some("*/contacts/101".into()),
        method: Some("GET".into()),
        skip: 1,
        times: Some(1),
        ..Fault::at_every_call(Effect::Cut)
    };
    scene.outside.hubspot.inject(lost);
    scene.outside.hubspot.inject(blind);
    let refused = scene.link_as_shown(TAB, "101", shown, TakeOver::default()).unwrap_err();
    assert_eq!((refused.sentence.as_str(), refused.retry), ("problem_unconfirmed", Retry::Now));
    scene
}

/// Whether the journal has the text that was in HubSpot before.
fn old_text_is_kept(scene: &Scene) -> bool {
    let watch = scene.outside.watch.borrow();
    watch.truth.journal().any(|(_, entry)| {
        matches!(&entry.event, Event::PhoneReplaced { contact, replaced } if *contact == id("101") && replaced.before == "(650) 123-4567")
    })
}

#[test]
fn s_52_s_24_what_the_rep_unlinked_after_a_lost_answer_stays_unlinked_and_the_old_phone_is_kept() {
    let mut scene = unconfirmed(maria());
    // HubSpot has the number by now, so that the second press writes nothing.
    scene.link(TAB, "101").unwrap();
    scene.unlink(TAB).unwrap();
    scene.wait(2 * TICK);
    scene.outside.watch.borrow().nothing_is_open();
    assert_eq!((scene.stored(Wa(0)), scene.remembered(Wa(0)), old_text_is_kept(&scene)), (None, true, true));
}

#[test]
fn s_04_whom_the_rep_chose_after_a_lost_answer_stays_linked_and_the_old_phone_is_kept() {
    let mut scene = unconfirmed(maria().named(102, "The right one", ""));
    scene.link(TAB, "102").unwrap();
    scene.wait(2 * TICK);
    scene.outside.watch.borrow().nothing_is_open();
    assert_eq!((scene.stored(Wa(0)).as_deref(), old_text_is_kept(&scene)), (Some("102"), true));
}

#[test]
fn s_26_f_10_what_cannot_be_confirmed_is_said_and_settled_later() {
    let mut scene = unconfirmed(maria());
    // INV-7: the alarm settles it, and the two sides agree.
    scene.wait(200_000);
    scene.outside.watch.borrow().nothing_is_open();
    assert_eq!((scene.linked_to(TAB).as_deref(), writes(&scene)), (Some("101"), 1));
}

#[test]
fn i_18_a_double_click_writes_once() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    let (op, chat) = (scene.next_op(TAB), scene.chat(TAB));
    let intent = Intent::Link {
        op,
        chat: chat.clone(),
        contact: id("101"),
        shown: shown.clone(),
        take_over: TakeOver::default(),
    };
    scene.sidebar_says(TAB, &intent);
    scene.hand_over(TAB, &intent);
    let again = scene.next_op(TAB);
    scene.sidebar_says(
        TAB,
        &Intent::Link { op: again, chat, contact: id("101"), shown, take_over: TakeOver::default() },
    );
    scene.settle();
    assert_eq!((scene.answer(TAB, op), scene.answer(TAB, again)), (Answer::Done, Answer::Done));
    assert_eq!((writes(&scene), scene.outside.watch.borrow().truth.links().count()), (1, 1));
}

#[test]
fn s_28_only_the_chosen_property_is_written() {
    for (property, name) in [(PhoneProperty::Phone, "phone"), (PhoneProperty::WhatsApp, "hs_whatsapp_phone_number")] {
        let mut scene = maria().connected();
        scene.set(|settings| settings.replaced_property = property);
        scene.open(TAB, Wa(0));
        scene.link(TAB, "101").unwrap();
        let patches: Vec<String> = scene
            .outside
            .hubspot
            .log()
            .into_iter()
            .filter(|logged| logged.is_write())
            .map(|logged| logged.body)
            .collect();
        assert_eq!(patches, [format!(r#"{{"properties":{{"{name}":"+442079460123"}}}}"#)]);
        assert_eq!(scene.text("101", "mobilephone"), "+1 650 000 1111");
    }
}

#[test]
fn s_28b_replace_phone_is_offered_shown_and_done_with_one_click() {
    let mut scene = Setup::new().named(101, "Maria", "(650) 123-4567").person("16501234567", "Maria").connected();
    scene.open(TAB, Wa(0));
    let card = scene.card(TAB);
    assert_eq!((card.reason.origin, writes(&scene)), (Origin::FuzzyOpen, 0));
    let Some(LinkNotice::WrittenDifferently { change: offered }) = card.notice else { panic!("{:?}", card.notice) };
    assert_eq!(offered, change("(650) 123-4567", "+16501234567"));
    scene.replace(TAB, offered).unwrap();
    assert_eq!((writes(&scene), scene.text("101", "phone").as_str()), (1, "+16501234567"));
    assert_eq!(scene.card(TAB).notice, None);
}

#[test]
fn s_28b_the_same_number_in_another_writing_is_no_notice() {
    let mut scene = Setup::new().named(101, "Maria", "+1 (650) 123-4567").person("16501234567", "Maria").connected();
    scene.open(TAB, Wa(0));
    let card = scene.card(TAB);
    assert_eq!((card.reason.rank, card.notice), (Some(Rank::Exact), None));
}

#[test]
fn s_28b_right_contact_makes_an_automatic_link_the_reps_own() {
    let mut scene = Setup::new().named(101, "Maria", "+91 65012 34567").person("16501234567", "Maria").connected();
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.card(TAB).notice, Some(LinkNotice::OtherCountryCode { .. })));
    scene.right_contact(TAB).unwrap();
    let card = scene.card(TAB);
    assert_eq!((card.reason.origin, writes(&scene)), (Origin::Manual, 0));
    let Some(LinkNotice::WrittenDifferently { change: offered }) = card.notice else { panic!("{:?}", card.notice) };
    scene.replace(TAB, offered).unwrap();
    assert_eq!(scene.text("101", "phone"), "+16501234567");
}

#[test]
fn f_23_a_click_that_wakes_the_worker_is_done() {
    let mut scene = maria().connected();
    scene.open(TAB, Wa(0));
    let shown = scene.preview(TAB, "101").unwrap().change;
    scene.kill();
    assert_eq!(scene.link_as_shown(TAB, "101", shown, TakeOver::default()), Ok(()));
    scene.kill();
    assert_eq!(scene.unlink(TAB), Ok(()));
}
