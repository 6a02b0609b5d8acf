//! Editing on the card: S-07 to S-10, I-20, I-21, I-23, F3, F6.

use hubspot_sandbox::{Applied, Effect, Fault, Kind, Logged};
use linked_contacts::protocol::record::FieldChange;
use linked_contacts::protocol::view::{Answer, Editor, Freshness, LinkNotice};

use crate::book::Wa;
use crate::scene::{PORTAL_ID, Scene, Setup, TAB};

/// Maria, linked by herself, with a company beside her own company text.
fn maria() -> Setup {
    Setup::new()
        .contact(
            101,
            &[
                ("firstname", "Maria"),
                ("lastname", "Silva"),
                ("email", "maria@acme.example"),
                ("company", "Acme"),
                ("jobtitle", "Buyer"),
                ("phone", "+16501234567"),
            ],
        )
        .person("16501234567", "Maria")
}

fn opened(setup: Setup) -> Scene {
    let mut scene = setup.connected();
    scene.open(TAB, Wa(0));
    assert_eq!(scene.card(TAB).freshness, Freshness::Fresh);
    scene
}

/// Writes since a number of requests.
fn written(scene: &Scene, since: usize) -> Vec<String> {
    let writes = |logged: &&Logged| logged.is_write();
    scene.outside.hubspot.log()[since..].iter().filter(writes).map(|logged| logged.body.clone()).collect()
}

#[test]
fn s_07_s_08_s_09_one_patch_with_only_what_changed_and_the_card_shows_what_hubspot_has() {
    let mut scene = maria().start();
    let hubspot = &scene.outside.hubspot;
    let company = hubspot.give(PORTAL_ID, scene.now(), "101", Kind::Companies, &[("name", "Acme Inc.")]);
    scene.connect(crate::scene::PORTAL);
    scene.open(TAB, Wa(0));
    assert_eq!(scene.card(TAB).company_link.unwrap().name, "Acme Inc.");
    let since = scene.outside.hubspot.requests();
    let typed = [
        ("firstname", "Mariana"),
        ("lastname", "Silva"),
        ("company", "Acme Coffee"),
        ("jobtitle", "Head of Purchasing"),
    ];
    assert_eq!(scene.save(TAB, &typed), Answer::Done);
    let [body] = written(&scene, since).try_into().unwrap();
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let wanted =
        serde_json::json!({"company": "Acme Coffee", "firstname": "Mariana", "jobtitle": "Head of Purchasing"});
    assert_eq!(body["properties"], wanted);
    let card = scene.card(TAB);
    assert_eq!((card.name.as_str(), card.company.as_deref()), ("Mariana Silva", Some("Acme Coffee")));
    assert_eq!(scene.field(TAB, "jobtitle").value, "Head of Purchasing");
    assert_eq!(scene.outside.hubspot.text_of(PORTAL_ID, Kind::Companies, &company, "name"), "Acme Inc.");
}

#[test]
fn s_10_a_property_added_in_the_options_is_on_the_card_and_can_be_edited() {
    let mut scene = opened(maria());
    scene.set(|settings| settings.card_properties = vec!["city".parse().unwrap()]);
    let field = scene.field(TAB, "city");
    assert_eq!((field.editor, field.value.as_str()), (Editor::Line, ""));
    assert!(field.label.is_some());
    let since = scene.outside.hubspot.requests();
    assert_eq!(scene.save(TAB, &[("city", "Lisboa")]), Answer::Done);
    assert_eq!(written(&scene, since).len(), 1);
    assert_eq!(scene.text("101", "city"), "Lisboa");
    assert_eq!(scene.field(TAB, "city").value, "Lisboa");
}

#[test]
fn s_10_what_is_not_on_the_card_or_cannot_be_written_is_refused_unsent() {
    let mut scene = opened(maria());
    for property in ["hs_object_id", "city"] {
        let since = scene.outside.hubspot.requests();
        let change = FieldChange { property: property.parse().unwrap(), before: String::new(), after: "1".into() };
        let Answer::Refused(problem) = scene.save_changes(TAB, vec![change]) else { panic!("{property}") };
        assert_eq!(problem.sentence, "problem_not_editable");
        assert_eq!(scene.outside.hubspot.requests(), since);
    }
}

#[test]
fn i_23_a_value_that_hubspot_does_not_take_is_told_at_its_field_in_hubspots_words() {
    let mut scene = opened(maria());
    let Answer::Invalid { fields, .. } = scene.save(TAB, &[("email", "no address"), ("jobtitle", "CEO")]) else {
        panic!("taken")
    };
    assert_eq!(fields.iter().map(|field| field.property.as_str()).collect::<Vec<_>>(), ["email"]);
    assert!(fields[0].message.contains("no address"), "{fields:?}");
    assert_eq!(
        (scene.text("101", "email").as_str(), scene.text("101", "jobtitle").as_str()),
        ("maria@acme.example", "Buyer")
    );
}

#[test]
fn i_23_f_6_what_somebody_else_changed_meanwhile_is_shown_and_never_written_over() {
    let mut scene = opened(maria());
    scene.edit("101", &[("jobtitle", "Owner")]);
    let since = scene.outside.hubspot.requests();
    let Answer::Conflict { fields } = scene.save(TAB, &[("jobtitle", "Head Buyer"), ("company", "Beta")]) else {
        panic!("no conflict")
    };
    assert_eq!(fields.len(), 1);
    assert_eq!((fields[0].mine.as_str(), fields[0].theirs.as_str()), ("Head Buyer", "Owner"));
    assert_eq!(written(&scene, since), Vec::<String>::new());
    // The card shows HubSpot's value now; saving over it is the rep's choice.
    assert_eq!(scene.field(TAB, "jobtitle").value, "Owner");
    assert_eq!(scene.save(TAB, &[("jobtitle", "Head Buyer"), ("company", "Beta")]), Answer::Done);
    assert_eq!((scene.text("101", "jobtitle").as_str(), scene.text("101", "company").as_str()), ("Head Buyer", "Beta"));
}

#[test]
fn f_3_a_key_that_may_not_write_is_told_with_its_scope() {
    let mut scene = opened(maria().without_scope("crm.objects.contacts.write"));
    let Answer::Refused(problem) = scene.save(TAB, &[("jobtitle", "CEO")]) else { panic!("taken") };
    assert_eq!(problem.sentence, "problem_permission");
    assert!(problem.values[0].contains("crm.objects.contacts.write"), "{problem:?}");
    assert_eq!(scene.text("101", "jobtitle"), "Buyer");
}

#[test]
fn f_10_an_edit_whose_answer_was_lost_is_read_back_and_never_sent_twice() {
    for (applied, expected) in [(Applied::Yes, "CEO"), (Applied::No, "Buyer")] {
        let mut scene = opened(maria());
        let since = scene.outside.hubspot.requests();
        let lost = Fault { method: Some("PATCH".into()), times: Some(1), applied, ..Fault::at_every_call(Effect::Cut) };
        scene.outside.hubspot.inject(lost);
        let answer = scene.save(TAB, &[("jobtitle", "CEO")]);
        assert_eq!(matches!(answer, Answer::Done), applied == Applied::Yes, "{answer:?}");
        assert_eq!((written(&scene, since).len(), scene.text("101", "jobtitle").as_str()), (1, expected));
        assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0);
    }
}

#[test]
fn inv_7_an_edit_that_was_cut_off_with_the_worker_is_settled_by_the_next() {
    for at in 1..40 {
        let mut scene = opened(maria());
        let contact = scene.card(TAB).contact;
        let field = scene.field(TAB, "jobtitle");
        let changes = vec![FieldChange { property: field.property, before: field.value, after: "CEO".into() }];
        scene.outside.kernel.kill_at(at);
        scene.start(TAB, |op, chat| linked_contacts::protocol::intent::Intent::SaveFields {
            op,
            chat,
            contact,
            changes,
        });
        scene.settle();
        let book = scene.book.clone();
        scene.load_page(TAB, &book);
        scene.wait(200_000);
        scene.alarm();
        scene.settle();
        assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0, "killed at {at}");
    }
}

#[test]
fn i_20_i_21_a_contact_that_is_gone_is_never_edited() {
    let mut scene = opened(maria());
    scene.delete("101");
    let since = scene.outside.hubspot.requests();
    let Answer::Refused(problem) = scene.save(TAB, &[("jobtitle", "CEO")]) else { panic!("taken") };
    assert_eq!((problem.sentence.as_str(), written(&scene, since).len()), ("problem_not_found", 0));

    let mut scene = opened(maria().named(102, "Maria S.", "+442079460123"));
    let survivor = scene.merge("102", "101");
    let since = scene.outside.hubspot.requests();
    let Answer::Refused(problem) = scene.save(TAB, &[("jobtitle", "CEO")]) else { panic!("taken") };
    assert_eq!((problem.sentence.as_str(), written(&scene, since).len()), ("problem_merged_meanwhile", 0));
    assert_eq!(scene.linked_to(TAB), Some(survivor));
    assert!(!matches!(scene.card(TAB).notice, Some(LinkNotice::Deleted)));
}
