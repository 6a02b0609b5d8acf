//! Contacts that a colleague merges: the link follows to the survivor, or a person decides (I-21), and never is anybody's contact taken
//! without a word (S-04).

use linked_contacts::protocol::intent::TakeOver;
use linked_contacts::protocol::view::{LinkNotice, PersonState};

use crate::book::Wa;
use crate::rep::agreeing;
use crate::scene::{Scene, Setup, TAB};
use crate::sim::TICK;

fn maria() -> Setup {
    Setup::new().named(101, "Maria", "+1 650 123 4567").person("16501234567", "Maria")
}

#[test]
fn i_21_f_20_a_link_follows_merges_by_the_card_and_by_the_feed() {
    for by_card in [true, false] {
        let mut scene = maria().named(102, "Old record", "n/a").named(103, "Older", "n/a").connected();
        let merged = scene.merge("102", "101");
        let merged = scene.merge("103", &merged);
        if by_card {
            scene.open(TAB, Wa(0));
            assert_eq!(scene.linked_to(TAB), Some(merged.clone()), "shown at once");
        } else {
            scene.wait(TICK);
        }
        assert_eq!(scene.stored(Wa(0)), Some(merged.clone()), "by card: {by_card}");
        scene.open(TAB, Wa(0));
        assert_eq!(scene.linked_to(TAB), Some(merged));
    }
}

#[test]
fn i_21_where_the_survivor_is_linked_with_somebody_else_the_rep_is_told() {
    let setup = maria().named(102, "Ana", "+44 20 7946 0123").person("442079460123", "Ana");
    let mut scene = setup.connected();
    let merged = scene.merge("102", "101");
    scene.open(TAB, Wa(1));
    assert_eq!(scene.linked_to(TAB), Some(merged.clone()));
    scene.open(TAB, Wa(0));
    assert_eq!(merged_into(&scene).as_deref(), Some("Ana"));
    scene.unlink(TAB).unwrap();
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1))), (None, Some(merged)));
}

/// The name in the notice of a merge that the card shows.
fn merged_into(scene: &Scene) -> Option<String> {
    match scene.card(TAB).notice {
        Some(LinkNotice::Merged { into, .. }) => Some(into),
        _ => None,
    }
}

/// Maria and Ana, each linked, with these phones in HubSpot.
fn two_linked(maria: &str, ana: &str) -> Scene {
    let contacts = Setup::new().named(101, "Maria", maria).named(102, "Ana", ana);
    contacts.person("16501234567", "Maria").person("442079460123", "Ana").connected()
}

#[test]
fn i_21_s_04_the_survivor_goes_to_the_one_whose_number_it_has_whoever_is_read_first() {
    for first in [Some(Wa(0)), Some(Wa(1)), None] {
        for (primary, other, winner, loser, name) in
            [("101", "102", Wa(0), Wa(1), "Maria"), ("102", "101", Wa(1), Wa(0), "Ana")]
        {
            let mut scene = two_linked("+1 650 123 4567", "+44 20 7946 0123");
            let survivor = scene.merge(primary, other);
            match first {
                Some(wa) => scene.open(TAB, wa),
                None => scene.wait(TICK),
            }
            let case = format!("first {first:?}, survivor of {primary}");
            assert_eq!(scene.stored(winner), Some(survivor.clone()), "{case}");
            assert_eq!(scene.stored(loser).as_deref(), Some(other), "{case}");
            scene.open(TAB, loser);
            assert_eq!(merged_into(&scene).as_deref(), Some(name), "{case}");
            assert_ne!(scene.linked_to(TAB), Some(survivor.clone()), "{case}");
            scene.open(TAB, winner);
            assert_eq!((scene.linked_to(TAB), scene.card(TAB).notice), (Some(survivor), None), "{case}");
        }
    }
}

#[test]
fn i_21_s_04_where_the_survivor_has_neither_number_both_are_told_and_neither_moves() {
    for first in [Wa(0), Wa(1)] {
        let mut scene = two_linked("+1 650 123 4567", "+44 20 7946 0123");
        scene.wait(TICK);
        scene.edit("101", &[("phone", "+49 30 901820")]);
        let survivor = scene.merge("101", "102");
        for wa in [first, Wa(0), Wa(1)] {
            scene.open(TAB, wa);
            assert!(matches!(scene.card(TAB).notice, Some(LinkNotice::Merged { .. })), "{wa:?}, first {first:?}");
        }
        scene.wait(TICK);
        assert_eq!((scene.stored(Wa(0)).as_deref(), scene.stored(Wa(1)).as_deref()), (Some("101"), Some("102")));
        // A person's word about one of them decides, and the other follows.
        scene.open(TAB, Wa(0));
        scene.unlink(TAB).unwrap();
        scene.open(TAB, Wa(1));
        assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1))), (None, Some(survivor)));
    }
}

#[test]
fn s_04_i_21_after_an_undecided_merge_the_survivor_is_taken_only_by_a_choice_that_names_the_other() {
    for (chosen, wa, other, other_name) in [(Wa(0), 0, Wa(1), "Ana"), (Wa(1), 1, Wa(0), "Maria")] {
        let (mut scene, survivor) = undecided();
        scene.open(TAB, chosen);
        let before = scene.stored(other);
        let preview = scene.preview(TAB, &survivor).unwrap();
        let agreed = agreeing(&preview);
        assert_eq!(preview.taken_by.map(|taken| taken.name).as_deref(), Some(other_name), "{wa}");
        let writes = scene.outside.hubspot.writes();
        let refused = scene.link_as_shown(TAB, &survivor, preview.change.clone(), TakeOver::default()).unwrap_err();
        assert_eq!((refused.sentence.as_str(), scene.outside.hubspot.writes()), ("problem_taken", writes), "{wa}");
        assert_eq!(scene.stored(other), before, "{wa}: cancel leaves everything");
        scene.link_as_shown(TAB, &survivor, preview.change, agreed).unwrap();
        assert_eq!((scene.stored(chosen), scene.stored(other)), (Some(survivor), None), "{wa}");
    }
}

#[test]
fn s_04_i_21_whoever_finds_the_survivor_by_search_or_number_is_told_whose_it_is() {
    let (mut scene, survivor) = undecided();
    // A third person has the survivor's number: nothing is linked by itself, and the choice names both.
    scene.wait(TICK);
    assert_eq!(scene.stored(Wa(2)), None);
    scene.open(TAB, Wa(2));
    let PersonState::Candidates { candidates } = scene.person(TAB).state else { panic!("linked by itself") };
    assert_eq!(candidates.first().and_then(|one| one.linked_with.as_deref()), Some("Maria, Ana"));
    let found = scene.search(TAB, "Maria").unwrap();
    let found = found.iter().find(|one| one.contact.as_str() == survivor).expect("the survivor");
    assert_eq!(found.linked_with.as_deref(), Some("Maria, Ana"));
    assert_eq!(scene.link(TAB, &survivor).unwrap_err().sentence, "problem_taken");
    let preview = scene.preview(TAB, &survivor).unwrap();
    let agreed = agreeing(&preview);
    scene.link_as_shown(TAB, &survivor, preview.change, agreed).unwrap();
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1)), scene.stored(Wa(2))), (None, None, Some(survivor)));
}

#[test]
fn s_04_i_28_undo_does_not_take_a_survivor_from_whom_it_was_left_to() {
    let (mut scene, survivor) = undecided();
    scene.open(TAB, Wa(0));
    scene.unlink(TAB).unwrap();
    scene.wait(TICK);
    scene.edit(&survivor, &[("city", "Berlin")]);
    scene.wait(TICK);
    assert_eq!(scene.stored(Wa(1)), Some(survivor.clone()));
    assert_eq!(scene.undo(TAB).unwrap_err().sentence, "problem_taken");
    assert_eq!((scene.stored(Wa(0)), scene.stored(Wa(1))), (None, Some(survivor)));
}

/// Maria and Ana are each linked, and their contacts were merged into one that has the number of neither, but James's.
fn undecided() -> (Scene, String) {
    let contacts = Setup::new().named(101, "Maria", "+1 650 123 4567").named(102, "Ana", "+44 20 7946 0123");
    let people = contacts.person("16501234567", "Maria").person("442079460123", "Ana").person("4930901820", "James");
    let mut scene = people.connected();
    scene.wait(TICK);
    scene.edit("101", &[("phone", "+49 30 901820")]);
    let survivor = scene.merge("101", "102");
    (scene, survivor)
}

#[test]
fn i_21_a_phone_is_never_written_to_a_record_that_was_merged_away() {
    let mut scene = Setup::new()
        .named(101, "Maria", "650 123 4567")
        .named(102, "Twin", "n/a")
        .person("16501234567", "Maria")
        .connected();
    scene.open(TAB, Wa(0));
    let Some(LinkNotice::WrittenDifferently { change }) = scene.card(TAB).notice else { panic!("no offer") };
    scene.merge("101", "102");
    scene.replace(TAB, change).unwrap_err();
    assert_eq!(scene.outside.hubspot.writes(), 0);
}
