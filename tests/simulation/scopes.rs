//! A key that may not do everything: each scope withheld by itself is named where the rep meets it, switches off its own part of the
//! card and nothing else, and is not asked about again and again (F3, I-06).

use hubspot_sandbox::Kind;
use linked_contacts::protocol::options::Connection;
use linked_contacts::protocol::record::{Again, NewContact, NewRecord, StageChange, StagedRecord};
use linked_contacts::protocol::view::{Answer, Freshness, PassView, Problem, Retry, Shelf};

use crate::book::Wa;
use crate::scene::{PORTAL, PORTAL_ID, Scene, Setup, TAB};
use crate::sim::TICK;

const CONTACTS: &str = "crm.objects.contacts.read";
const WRITE: &str = "crm.objects.contacts.write";
const COMPANIES: &str = "crm.objects.companies.read";
const DEALS: &str = "crm.objects.deals.read";
const DEALS_WRITE: &str = "crm.objects.deals.write";
const OWNERS: &str = "crm.objects.owners.read";
const TICKETS: &str = "tickets";

/// Maria is linked, with a company, a deal and a ticket; Ana has a contact of another number, Zoe has none.
fn opened(withheld: Option<&str>) -> Scene {
    let maria =
        [("firstname", "Maria"), ("jobtitle", "Buyer"), ("phone", "+16501234567"), ("hubspot_owner_id", "41629779")];
    let setup = Setup::new()
        .contact(101, &maria)
        .named(102, "Ana", "+1 650 765 4321")
        .person("16501234567", "Maria")
        .person("442079460123", "Ana")
        .person("442079460789", "Zoe");
    let mut scene = withheld.into_iter().fold(setup, Setup::without_scope).start();
    let (hubspot, now) = (&scene.outside.hubspot, scene.now());
    hubspot.give(PORTAL_ID, now, "101", Kind::Companies, &[("name", "Acme Inc.")]);
    scene.give_deal("101", "Renewal");
    let ticket = [("subject", "Grinder is loud"), ("hs_pipeline", "0"), ("hs_pipeline_stage", "1")];
    hubspot.give(PORTAL_ID, now, "101", Kind::Tickets, &ticket);
    scene.connect(PORTAL);
    scene.open(TAB, Wa(0));
    scene
}

fn refusals(scene: &Scene) -> usize {
    scene.outside.hubspot.log().iter().filter(|logged| logged.status == Some(403)).count()
}

fn names(problem: &Problem, scope: &str) {
    assert_eq!((problem.sentence.as_str(), problem.retry), ("problem_permission", Retry::Never), "{scope}");
    assert_eq!(problem.values, [scope.to_owned()]);
}

/// One row, or the scope that its absence is put down to.
fn shelf<T: Clone>(shelf: &Shelf<T>, lacks: Option<&str>) -> Option<T> {
    match (shelf, lacks) {
        (Shelf::Rows { rows, .. }, None) => Some(rows.first().expect("a row").clone()),
        (Shelf::Refused { problem }, Some(scope)) => {
            names(problem, scope);
            None
        }
        (Shelf::Loading | Shelf::Rows { .. } | Shelf::Refused { .. }, _) => panic!("lacks {lacks:?}"),
    }
}

/// What was pressed is done, or refused for the want of a scope; how many refusals that is.
fn pressed(answer: &Answer, lacks: Option<&str>) -> usize {
    match (answer, lacks) {
        (Answer::Done, None) => 0,
        (Answer::Refused(problem), Some(scope)) => {
            names(problem, scope);
            1
        }
        (other, _) => panic!("lacks {lacks:?}: {other:?}"),
    }
}

fn deal() -> NewRecord {
    NewRecord::Deal {
        name: "Second".into(),
        pipeline: "default".into(),
        stage: "qualifiedtobuy".into(),
        amount: String::new(),
        close_date: String::new(),
        owner: None,
    }
}

fn ticket() -> NewRecord {
    NewRecord::Ticket {
        subject: "Second".into(),
        content: String::new(),
        pipeline: "0".into(),
        stage: "1".into(),
        priority: String::new(),
        owner: None,
    }
}

/// Everything that a card shows.
fn card_shows(scene: &Scene, lacks: impl Fn(&'static str) -> Option<&'static str>) -> Option<StageChange> {
    let card = scene.card(TAB);
    assert_eq!((card.name.as_str(), card.job_title.as_deref()), ("Maria", Some("Buyer")));
    assert_eq!((&card.freshness, &card.notice), (&Freshness::Fresh, &None));
    let row = shelf(&card.deals, lacks(DEALS));
    shelf(&card.tickets, lacks(TICKETS));
    assert_eq!(card.company_link.is_some(), lacks(COMPANIES).is_none());
    assert_eq!(card.owner.is_some(), lacks(OWNERS).is_none());
    let record = StagedRecord::Deal { id: row?.id };
    Some(StageChange { record, before: "qualifiedtobuy".into(), after: "contractsent".into() })
}

/// Everything that can be pressed; how many refusals came of it.
fn all_is_pressed(
    scene: &mut Scene,
    stage: Option<StageChange>,
    lacks: impl Fn(&'static str) -> Option<&'static str>,
) -> usize {
    let mut refused = stage.map_or(0, |change| pressed(&scene.move_to(TAB, change), lacks(DEALS_WRITE)));
    refused += pressed(&scene.make(TAB, deal(), Again::First), lacks(DEALS).or(lacks(DEALS_WRITE)));
    refused += pressed(&scene.make(TAB, ticket(), Again::First), lacks(TICKETS));
    refused += pressed(&scene.make(TAB, NewRecord::Note { text: "A".into(), owner: None }, Again::First), lacks(WRITE));
    refused += pressed(&scene.save(TAB, &[("jobtitle", "CEO")]), lacks(WRITE));
    scene.open(TAB, Wa(1));
    assert_eq!(scene.search(TAB, "ana").unwrap().len(), 1);
    let linked = scene.link(TAB, "102").map_or_else(Answer::Refused, |()| Answer::Done);
    refused += pressed(&linked, lacks(WRITE));
    scene.open(TAB, Wa(2));
    let zoe = NewContact { first_name: "Zoe".into(), ..NewContact::default() };
    refused + pressed(&scene.make_contact(TAB, zoe, Again::First), lacks(WRITE))
}

#[test]
fn f_3_i_06_each_scope_that_is_withheld_is_named_where_it_is_missed_and_nothing_else_is_off() {
    for withheld in [None, Some(WRITE), Some(COMPANIES), Some(DEALS), Some(DEALS_WRITE), Some(OWNERS), Some(TICKETS)] {
        let mut scene = opened(withheld);
        let lacks = |scope: &'static str| Some(scope).filter(|scope| withheld == Some(*scope));
        let Connection::Connected { missing, .. } = scene.connection() else { panic!("{:?}", scene.connection()) };
        // What may be written is found out when something is written for the first time.
        let told: Vec<&str> = withheld.into_iter().filter(|scope| ![WRITE, DEALS_WRITE].contains(scope)).collect();
        assert_eq!((missing, refusals(&scene)), (told.iter().map(|scope| (*scope).to_owned()).collect(), told.len()));
        let stage = card_shows(&scene, lacks);
        let refused = all_is_pressed(&mut scene, stage, lacks);
        assert_eq!(refusals(&scene), told.len() + refused, "{withheld:?}");
        assert_eq!(refused > 0, withheld.is_some_and(|scope| ![COMPANIES, OWNERS].contains(&scope)), "{withheld:?}");
        scene.outside.watch.borrow().nothing_is_open();
        assert_eq!(scene.outside.watch.borrow().truth.record_intents().count(), 0);
        // No loop: neither chats, nor passes, nor the next worker ask for what the key may not read.
        for _ in 0..5 {
            scene.kill();
            scene.open(TAB, Wa(0));
            scene.close_chat(TAB);
            scene.wait(TICK);
        }
        assert_eq!(refusals(&scene), told.len() + refused, "{withheld:?}");
    }
}

#[test]
fn f_3_i_06_a_scope_that_is_taken_away_later_is_found_out_once_and_named() {
    for taken in [DEALS, TICKETS] {
        let mut scene = opened(None);
        scene.outside.hubspot.take_away(taken);
        for _ in 0..5 {
            scene.close_chat(TAB);
            scene.open(TAB, Wa(0));
            card_shows(&scene, |scope| Some(scope).filter(|scope| taken == *scope));
        }
        assert_eq!(refusals(&scene), 1, "{taken}");
    }
}

#[test]
fn f_3_i_06_without_contacts_the_last_card_is_old_and_passes_ask_once_a_period() {
    let mut scene = opened(None);
    scene.outside.hubspot.take_away(CONTACTS);
    scene.close_chat(TAB);
    scene.open(TAB, Wa(0));
    let card = scene.card(TAB);
    let Freshness::Stale { problem, .. } = card.freshness else { panic!("{:?}", card.freshness) };
    names(&problem, CONTACTS);
    assert_eq!((card.name.as_str(), scene.linked_to(TAB).as_deref()), ("Maria", Some("101")));
    let before = refusals(&scene);
    assert!(before <= 2, "{before} refusals for one card");
    scene.close_chat(TAB);
    scene.wait(5 * TICK);
    let PassView::Failed { problem } = scene.view(TAB).strip.pass else { panic!("{:?}", scene.view(TAB).strip) };
    names(&problem, CONTACTS);
    assert!(refusals(&scene) - before <= 5, "{} refusals in five periods", refusals(&scene) - before);
    assert_eq!(scene.stored(Wa(0)).as_deref(), Some("101"));
    // It was the contact that could not be read: nothing of what belongs to it was the matter.
    scene.outside.hubspot.give_back(CONTACTS);
    scene.open(TAB, Wa(0));
    card_shows(&scene, |_| None);
}
