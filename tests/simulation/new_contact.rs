//! A contact made of the person of a chat: I-13, B-07, F43, and the worker's death at every point of it.

use hubspot_sandbox::{Applied, Effect, Fault, Logged};
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::options::Settings;
use linked_contacts::protocol::record::{Again, NewContact};
use linked_contacts::protocol::view::{Answer, Common, Origin, PersonState, PhoneProperty};
use serde_json::json;

use crate::book::Wa;
use crate::kills::at_every_point;
use crate::scene::{PORTAL_ID, Scene, Setup, TAB};

/// Ana's chat is open, and HubSpot does not have her.
fn ana(setup: Setup) -> Scene {
    let mut scene = setup.person("442079460123", "Ana Costa").connected();
    scene.open(TAB, Wa(0));
    assert!(matches!(scene.state(TAB), PersonState::NotLinked { .. }));
    scene
}

fn typed(email: &str) -> NewContact {
    NewContact { first_name: " Ana ".into(), last_name: "Costa".into(), email: email.into() }
}

/// Contacts of Ana's number in HubSpot.
fn made(scene: &Scene) -> Vec<String> {
    let ids = scene.outside.hubspot.ids(PORTAL_ID);
    ids.into_iter().filter(|id| scene.text(id, "phone") == "+442079460123").collect()
}

fn posts(scene: &Scene) -> Vec<String> {
    let is_post = |logged: &&Logged| logged.is_write() && logged.method == "POST";
    scene.outside.hubspot.log().iter().filter(is_post).map(|logged| logged.body.clone()).collect()
}

fn cut(applied: Applied) -> Fault {
    let path = Some("*/contacts".to_owned());
    Fault { method: Some("POST".into()), path, times: Some(1), applied, ..Fault::at_every_call(Effect::Cut) }
}

fn nothing_is_open(scene: &Scene) {
    assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0);
}

#[test]
fn i_13_b_07_a_contact_is_made_with_the_number_as_link_writes_it_and_linked_by_hand() {
    let mut scene = ana(Setup::new());
    assert_eq!(scene.make_contact(TAB, typed("ana@x.example"), Again::First), Answer::Done);
    let [id] = made(&scene).try_into().unwrap();
    let [body] = posts(&scene).try_into().unwrap();
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let wanted = json!({"email": "ana@x.example", "firstname": "Ana", "lastname": "Costa", "phone": "+442079460123"});
    assert_eq!((&body["properties"], &body["associations"]), (&wanted, &json!([])));
    let card = scene.card(TAB);
    assert_eq!((card.contact.to_string(), card.name.as_str(), card.reason.origin), (id, "Ana Costa", Origin::Manual));
    nothing_is_open(&scene);
    // Twice is once: the person is linked now, and the chat that is opened again shows it.
    assert!(matches!(scene.start_again(), Answer::Refused(problem) if problem.sentence == "problem_chat_changed"
        || problem.sentence == "problem_already_linked"));
    scene.close_chat(TAB);
    scene.open(TAB, Wa(0));
    assert!(scene.linked_to(TAB).is_some());
    assert_eq!(made(&scene).len(), 1);
}

impl Scene {
    fn start_again(&mut self) -> Answer {
        self.make_contact(TAB, typed("ana@x.example"), Again::Agreed)
    }
}

#[test]
fn s_28_the_number_goes_into_the_property_that_the_setting_names() {
    let mut scene = ana(Setup::new());
    scene.set(|settings: &mut Settings| settings.replaced_property = PhoneProperty::WhatsApp);
    assert_eq!(scene.make_contact(TAB, typed(""), Again::First), Answer::Done);
    let id = scene.linked_to(TAB).unwrap();
    assert_eq!(
        (scene.text(&id, "phone").as_str(), scene.text(&id, "hs_whatsapp_phone_number").as_str()),
        ("", "+442079460123")
    );
}

#[test]
fn b_07_a_contact_without_a_word_is_not_made() {
    let mut scene = ana(Setup::new());
    let nothing = NewContact { first_name: "  ".into(), ..NewContact::default() };
    let Answer::Refused(problem) = scene.make_contact(TAB, nothing, Again::First) else { panic!("made") };
    assert_eq!((problem.sentence.as_str(), scene.outside.hubspot.writes()), ("problem_name_needed", 0));
}

#[test]
fn b_07_an_email_that_exists_is_told_with_the_contact_that_has_it() {
    let mut scene = ana(Setup::new().contact(101, &[("firstname", "Anna"), ("email", "ana@x.example")]));
    let Answer::Exists { by, candidates } = scene.make_contact(TAB, typed("ana@x.example"), Again::First) else {
        panic!("made")
    };
    assert_eq!((by, candidates[0].contact.as_str(), candidates[0].name.as_str()), (Common::Email, "101", "Anna"));
    nothing_is_open(&scene);
    assert!(made(&scene).is_empty());
    // The one that exists is linked instead.
    scene.link(TAB, "101").unwrap();
    assert_eq!(scene.text("101", "phone"), "+442079460123");
}

#[test]
fn b_07_twins_of_the_number_are_offered_first_and_creating_anyway_needs_a_second_click() {
    // The chat was unlinked from one with its number: opened again, nothing is offered by itself.
    let setup = Setup::new().named(101, "Anna", "020 7946 0123").person("442079460123", "Ana Costa");
    let mut scene = setup.connected();
    scene.open(TAB, Wa(0));
    scene.unlink(TAB).unwrap();
    let Answer::Exists { by, candidates } = scene.make_contact(TAB, typed(""), Again::First) else { panic!("made") };
    assert_eq!((by, candidates.len(), candidates[0].contact.as_str()), (Common::Number, 1, "101"));
    assert_eq!(scene.outside.hubspot.writes(), 0);
    assert_eq!(scene.make_contact(TAB, typed(""), Again::Agreed), Answer::Done);
    let linked = scene.linked_to(TAB).unwrap();
    assert_ne!(linked, "101");
    assert_eq!(scene.text(&linked, "phone"), "+442079460123");
    assert!(!scene.remembered(Wa(0)));
}

#[test]
fn f_43_a_lost_answer_never_makes_a_second_contact() {
    for email in ["", "ana@x.example"] {
        // Carried out: it is found and linked at once.
        let mut scene = ana(Setup::new());
        scene.outside.hubspot.inject(cut(Applied::Yes));
        assert_eq!(scene.make_contact(TAB, typed(email), Again::First), Answer::Done, "{email}");
        assert_eq!((made(&scene).len(), posts(&scene).len()), (1, 1));
        assert!(scene.linked_to(TAB).is_some());
        nothing_is_open(&scene);

        // Not carried out: nothing is sent again before the rep agreed.
        let mut scene = ana(Setup::new());
        scene.outside.hubspot.inject(cut(Applied::No));
        for _ in 0..2 {
            let answer = scene.make_contact(TAB, typed(email), Again::First);
            assert!(matches!(answer, Answer::MaybeCreated { .. }), "{answer:?}");
        }
        assert_eq!((made(&scene).len(), posts(&scene).len()), (0, 1));
        assert_eq!(scene.make_contact(TAB, typed(email), Again::Agreed), Answer::Done);
        assert_eq!((made(&scene).len(), posts(&scene).len()), (1, 2));
        nothing_is_open(&scene);
    }
}

#[test]
fn f_43_f_16_a_contact_that_the_index_does_not_know_yet_is_linked_when_it_does() {
    let slow = json!({"indexLag": {"creates": 60_000, "updates": 60_000}, "latency": 100});
    let mut scene = ana(Setup::new().settings(slow));
    scene.outside.hubspot.inject(cut(Applied::Yes));
    assert!(matches!(scene.make_contact(TAB, typed(""), Again::First), Answer::MaybeCreated { .. }));
    scene.wait(200_000);
    scene.alarm();
    scene.settle();
    assert_eq!((made(&scene).len(), posts(&scene).len()), (1, 1));
    assert_eq!(scene.card(TAB).reason.origin, Origin::Manual);
    nothing_is_open(&scene);
}

#[test]
fn i_06_f_3_a_key_that_may_not_write_contacts_is_told_with_its_scope() {
    let mut scene = ana(Setup::new().without_scope("crm.objects.contacts.write"));
    let Answer::Refused(problem) = scene.make_contact(TAB, typed(""), Again::First) else { panic!("made") };
    assert_eq!(problem.sentence, "problem_permission");
    assert!(problem.values[0].contains("crm.objects.contacts.write"), "{problem:?}");
    nothing_is_open(&scene);
}

#[test]
fn i_23_a_value_that_hubspot_does_not_take_is_told_at_its_field() {
    let mut scene = ana(Setup::new());
    let Answer::Invalid { fields, .. } = scene.make_contact(TAB, typed("no address"), Again::First) else {
        panic!("made")
    };
    assert_eq!(fields[0].property.as_str(), "email");
    nothing_is_open(&scene);
}

#[test]
fn f_21_f_43_the_worker_dies_at_every_point_and_there_is_one_contact_linked_or_none() {
    for email in ["", "ana@x.example"] {
        let create = |scene: &mut Scene| {
            let contact = typed(email);
            scene.start(TAB, |op, chat| Intent::CreateContact { op, chat, contact, again: Again::First });
        };
        let points = at_every_point(
            || ana(Setup::new()),
            create,
            |scene, point| {
                let contacts = made(scene);
                assert!(contacts.len() <= 1 && posts(scene).len() <= 1, "point {point}: {contacts:?}");
                assert_eq!(scene.stored(Wa(0)), contacts.first().cloned(), "point {point}");
                nothing_is_open(scene);
            },
        );
        assert!(points > 15, "{points}");
    }
}
