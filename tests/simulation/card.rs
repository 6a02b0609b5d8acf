//! What belongs to the contact of a card: S-11 to S-15, I-06, F43, and what a card costs.

use hubspot_sandbox::{Applied, Effect, Fault, Kind};
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::record::{Again, NewRecord, StageChange, StagedRecord};
use linked_contacts::protocol::view::{Answer, Logging, Shelf};

use crate::book::{Target, Wa};
use crate::scene::{PORTAL, PORTAL_B, PORTAL_ID, Scene, Setup, TAB};

fn maria() -> Setup {
    Setup::new().named(101, "Maria", "+16501234567").person("16501234567", "Maria").person("442079460123", "Ana")
}

fn opened(setup: Setup) -> Scene {
    let mut scene = setup.connected();
    scene.open(TAB, Wa(0));
    scene
}

fn deal(name: &str) -> NewRecord {
    NewRecord::Deal {
        name: name.into(),
        pipeline: "default".into(),
        stage: "qualifiedtobuy".into(),
        amount: "1500".into(),
        close_date: "2026-12-07".into(),
        owner: "41629779".parse().ok(),
    }
}

fn rows<T: Clone>(shelf: &Shelf<T>) -> Vec<T> {
    match shelf {
        Shelf::Rows { rows, .. } => rows.clone(),
        Shelf::Loading => panic!("loading"),
        Shelf::Refused { problem } => panic!("{problem:?}"),
    }
}

#[test]
fn s_12_who_the_rep_is_is_said_once_for_each_account_and_outlives_the_worker() {
    let mut scene = opened(maria());
    let elsewhere = crate::hubspot::contact(5_000_001, &[("firstname", "Elsewhere"), ("phone", "+16501234567")]);
    scene.outside.hubspot.add_account(PORTAL_B, &crate::hubspot::SCOPES, &[elsewhere], serde_json::json!({}));
    let me = |scene: &Scene| scene.card(TAB).forms.me.clone();
    assert_eq!(me(&scene), None);
    let asked = scene.outside.hubspot.requests();
    scene.sidebar_says(TAB, &Intent::ChooseMe { owner: "41629779".parse().unwrap() });
    scene.settle();
    assert_eq!((me(&scene).as_deref(), scene.outside.hubspot.requests()), (Some("41629779"), asked));
    scene.kill();
    scene.open(TAB, Wa(0));
    assert_eq!(me(&scene).as_deref(), Some("41629779"));
    scene.connect(PORTAL_B);
    scene.open(TAB, Wa(0));
    assert_eq!((scene.linked_to(TAB).as_deref(), me(&scene)), (Some("5000001"), None), "another account, another rep");
    scene.connect(PORTAL);
    scene.open(TAB, Wa(0));
    assert_eq!((scene.linked_to(TAB).as_deref(), me(&scene).as_deref()), (Some("101"), Some("41629779")));
}

#[test]
fn s_12_a_deal_is_made_belongs_to_the_contact_and_is_on_the_card() {
    let mut scene = opened(maria());
    assert_eq!(scene.make(TAB, deal("Renewal"), Again::First), Answer::Done);
    let [row] = rows(&scene.card(TAB).deals).try_into().unwrap();
    assert_eq!((row.name.as_str(), row.stage.label.as_str()), ("Renewal", "Qualified To Buy"));
    assert_eq!((row.owner.as_deref(), row.amount.unwrap().value.as_str()), (Some("João Pereira"), "1500"));
    let [id] = scene.outside.hubspot.belonging(PORTAL_ID, "101", Kind::Deals).try_into().unwrap();
    assert_eq!(id, row.id.to_string());
    let without = NewRecord::Deal {
        name: "  ".into(),
        pipeline: "default".into(),
        stage: "qualifiedtobuy".into(),
        amount: String::new(),
        close_date: String::new(),
        owner: None,
    };
    let Answer::Refused(problem) = scene.make(TAB, without, Again::First) else { panic!("made") };
    assert_eq!(problem.sentence, "problem_name_needed");
}

#[test]
fn s_11_a_ticket_a_note_and_a_task_are_made_and_on_the_card() {
    let mut scene = opened(maria());
    let ticket = NewRecord::Ticket {
        subject: "Grinder is loud".into(),
        content: String::new(),
        pipeline: "0".into(),
        stage: "1".into(),
        priority: "HIGH".into(),
        owner: None,
    };
    assert_eq!(scene.make(TAB, ticket, Again::First), Answer::Done);
    let [row] = rows(&scene.card(TAB).tickets).try_into().unwrap();
    assert_eq!(
        (row.subject.as_str(), row.stage.label.as_str(), row.priority.as_deref()),
        ("Grinder is loud", "New", Some("High"))
    );
    assert_eq!(scene.outside.hubspot.belonging(PORTAL_ID, "101", Kind::Tickets).len(), 1);

    let contact = scene.card(TAB).contact;
    assert_eq!(scene.card(TAB).activity, None);
    let chat = scene.chat(TAB);
    scene.sidebar_says(TAB, &Intent::OpenActivity { chat, contact });
    scene.settle();
    let note = NewRecord::Note { text: "Wants <two>\ngrinders".into(), owner: None };
    assert_eq!(scene.make(TAB, note, Again::First), Answer::Done);
    let task =
        NewRecord::Task { subject: "Send offer".into(), body: String::new(), due: "2026-12-01".into(), owner: None };
    assert_eq!(scene.make(TAB, task, Again::First), Answer::Done);
    let activity = scene.card(TAB).activity.unwrap();
    assert_eq!(rows(&activity.notes)[0].text, "Wants <two>\ngrinders");
    assert_eq!((rows(&activity.tasks)[0].subject.as_str(), rows(&activity.tasks)[0].done), ("Send offer", false));
}

#[test]
fn f_43_a_lost_answer_never_makes_a_second_record() {
    // Carried out: it is found at once, and the second press makes nothing.
    let cut = |applied| Fault {
        method: Some("POST".into()),
        path: Some("*/deals".into()),
        times: Some(1),
        applied,
        ..Fault::at_every_call(Effect::Cut)
    };
    let mut scene = opened(maria());
    scene.outside.hubspot.inject(cut(Applied::Yes));
    assert_eq!(scene.make(TAB, deal("Renewal"), Again::First), Answer::Done);
    assert_eq!(scene.outside.hubspot.belonging(PORTAL_ID, "101", Kind::Deals).len(), 1);

    // Not carried out: nothing is sent again before the rep agreed.
    let mut scene = opened(maria());
    scene.outside.hubspot.inject(cut(Applied::No));
    assert!(matches!(scene.make(TAB, deal("Renewal"), Again::First), Answer::MaybeCreated { .. }));
    assert!(matches!(scene.make(TAB, deal("Renewal"), Again::First), Answer::MaybeCreated { .. }));
    assert_eq!(scene.outside.hubspot.belonging(PORTAL_ID, "101", Kind::Deals).len(), 0);
    assert_eq!(scene.make(TAB, deal("Renewal"), Again::Agreed), Answer::Done);
    assert_eq!(scene.outside.hubspot.belonging(PORTAL_ID, "101", Kind::Deals).len(), 1);
    assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0);
}

#[test]
fn a_stage_is_changed_in_place_and_a_stage_moved_meanwhile_is_not_written_over() {
    let mut scene = maria().start();
    let now = scene.now();
    let id = scene.give_deal("101", "Renewal");
    scene.connect(PORTAL);
    scene.open(TAB, Wa(0));
    let to = |before: &str, after: &str| StageChange {
        record: StagedRecord::Deal { id: id.parse().unwrap() },
        before: before.into(),
        after: after.into(),
    };
    assert_eq!(scene.move_to(TAB, to("qualifiedtobuy", "contractsent")), Answer::Done);
    assert_eq!(rows(&scene.card(TAB).deals)[0].stage.label, "Contract Sent");
    scene.outside.hubspot.edit_record(PORTAL_ID, now, Kind::Deals, &id, &[("dealstage", "closedwon")]);
    let Answer::Conflict { fields } = scene.move_to(TAB, to("contractsent", "presentationscheduled")) else { panic!() };
    assert_eq!(fields[0].theirs, "closedwon");
    let row = rows(&scene.card(TAB).deals)[0].clone();
    assert!(row.stage.closed);
    assert_eq!(scene.outside.hubspot.text_of(PORTAL_ID, Kind::Deals, &id, "dealstage"), "closedwon");
}

#[test]
fn i_06_without_the_scope_of_tickets_the_card_works_and_says_which_scope() {
    let mut scene = opened(maria().without_scope("tickets"));
    let card = scene.card(TAB);
    assert_eq!(rows(&card.deals), []);
    let Shelf::Refused { problem } = card.tickets else { panic!("{:?}", card.tickets) };
    assert_eq!(
        (problem.sentence.as_str(), problem.values.as_slice()),
        ("problem_permission", ["tickets".to_owned()].as_slice())
    );
    assert_eq!(scene.make(TAB, deal("Renewal"), Again::First), Answer::Done);
}

#[test]
fn s_13_s_15_a_chat_is_eligible_while_it_is_linked_and_nothing_is_sent() {
    let mut scene = opened(maria());
    assert_eq!(scene.person(TAB).logging, Logging::Eligible { because: vec!["Maria".into()] });
    scene.unlink(TAB).unwrap();
    assert_eq!(scene.person(TAB).logging, Logging::NotEligible);
    assert_eq!(scene.outside.hubspot.writes(), 0);
}

#[test]
fn s_14_a_group_is_eligible_because_of_its_linked_participants() {
    let mut scene = maria().connected();
    let group = scene.book.borrow_mut().add_group("Buyers", &[Wa(0), Wa(1)]);
    scene.open_chat(TAB, Target::Group(group));
    scene.settle();
    assert_eq!(scene.roster(TAB).logging, Logging::Eligible { because: vec!["Maria".into()] });
}

#[test]
fn a_card_costs_nine_requests_cold_and_three_warm_at_most() {
    let mut scene = maria().start();
    let now = scene.now();
    scene.outside.hubspot.give(
        PORTAL_ID,
        now,
        "101",
        Kind::Deals,
        &[("dealname", "A"), ("pipeline", "default"), ("dealstage", "contractsent")],
    );
    scene.outside.hubspot.give(
        PORTAL_ID,
        now,
        "101",
        Kind::Tickets,
        &[("subject", "B"), ("hs_pipeline", "0"), ("hs_pipeline_stage", "1")],
    );
    scene.connect(PORTAL);
    let before = scene.outside.hubspot.requests();
    scene.open(TAB, Wa(0));
    assert_eq!((rows(&scene.card(TAB).deals).len(), rows(&scene.card(TAB).tickets).len()), (1, 1));
    let cold = scene.outside.hubspot.requests();
    scene.close_chat(TAB);
    scene.settle();
    scene.open(TAB, Wa(0));
    let warm = scene.outside.hubspot.requests();
    assert!(cold - before <= 9, "{} cold", cold - before);
    assert!(warm - cold <= 3, "{} warm", warm - cold);
}
