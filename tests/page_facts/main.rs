//! Laws of what is concluded from a page (I-31, TH-2, TH-3, TH-18): whatever it says, nothing panics, and nobody gets a number or a privacy
//! id that no row of the page gives them.
//!
//! [`draw`] makes facts out of bytes and [`law`] judges the conclusions by the raw facts alone. The bytes come from a seeded generator here,
//! and from wherever a fuzzer takes them.

mod draw;
mod law;
mod names;

use draw::{Draw, chats_changed, evidence, snapshot, states};
use serde_json::json;

/// Cases of each law.
const CASES: u64 = 20_000;

/// SplitMix64 (Steele, Lea, Flood 2014).
fn bytes(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x2545_F491_4F6C_DD1D);
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB)
    };
    (0..100).flat_map(|_| (next() ^ (next() >> 31)).to_le_bytes()).collect()
}

#[test]
fn th_3_th_18_an_open_chat_is_who_its_messages_and_rows_say_or_nobody() {
    let mut told = [0_u64; 4];
    for seed in 0..CASES {
        let bytes = bytes(seed);
        told[law::of_chat(&evidence(&mut Draw::new(&bytes))) as usize] += 1;
    }
    // The cases are no use if they all end in the same way.
    assert!(told.iter().all(|count| *count > CASES / 100), "{told:?}");
}

#[test]
fn th_18_everybody_in_a_snapshot_has_the_number_that_a_row_gives_them() {
    let found: usize = (0..CASES).map(|seed| law::of_snapshot(&snapshot(&mut Draw::new(&bytes(seed))))).sum();
    assert!(found as u64 > CASES, "{found} people in {CASES} books");
}

#[test]
fn differences_add_up_to_the_rows_that_the_page_has_and_nothing_that_went_stays() {
    let spared: usize = (0..CASES / 4).map(|seed| law::of_differences(&states(&mut Draw::new(&bytes(seed))))).sum();
    // Most answers are differences, or there would be nothing to judge.
    assert!(spared as u64 > CASES / 4, "{spared} rows were not sent again");
}

#[test]
fn th_2_whatever_people_call_themselves_nobody_becomes_somebody_else() {
    let names = ["+12125550102", "\u{202e}20105552121+", "5511987650101@c.us", "205550000000001@lid", "Ana", ""];
    let mut known = 0_u64;
    for (seed, name) in (0..CASES).zip(names.iter().cycle()) {
        let bytes = bytes(seed);
        let mut draw = Draw::new(&bytes);
        known += u64::from(names::of_names(&evidence(&mut draw), &snapshot(&mut draw), name));
    }
    assert!(known > CASES / 50, "{known} were known at all");
}

#[test]
fn th_3_any_fact_is_decoded_or_refused() {
    for seed in 0..CASES {
        let bytes = bytes(seed);
        let mut draw = Draw::new(&bytes);
        for fact in [evidence(&mut draw), chats_changed(&mut draw), draw.junk(3)] {
            law::of_any(&fact);
        }
    }
}

/// What a fuzzer or a person has found once.
#[test]
fn what_was_wrong_once_stays_right() {
    for fact in [
        json!({"kind": "chat", "generation": u64::MAX, "settled": true, "title": "+", "keys": [{"stanza": "", "keys": ["true__", "false_@lid_"]}]}),
        json!({"kind": "chat", "generation": 0, "settled": true, "title": "+12125550199",
            "records": {"contacts": [{"id": "12125550199@lid"}, {"id": "@c.us"}, {"id": "\u{202e}@lid", "phoneNumber": "@"}]}}),
        json!({"kind": "chat", "generation": 0, "settled": true, "embedded": ["false_12125550199@lid_A", "true_12125550199@lid_B"]}),
    ] {
        law::of_chat(&fact);
    }
}
