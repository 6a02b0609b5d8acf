//! The metadata is loaded for nobody who waits for arithmetic.
//!
//! Loading takes a third of a second in a browser. Opening a chat keys texts, looks numbers up and ranks what it finds; all of that, doubtful
//! numbers aside, has to end with the metadata still untouched. One test, alone in its process: whatever else ran here would load it.

use linked_contacts::phone::{Rank, Region, WhatsAppNumber, best_rank, exact_keys, numbers_in};
use once_cell::sync::Lazy;
use phonenumber::metadata::DATABASE;

const VECTORS: &str = include_str!("fixtures/phone/vectors.tsv");

fn is_loaded() -> bool {
    Lazy::get(&DATABASE).is_some()
}

#[test]
fn s_40_a_chat_is_answered_without_loading_the_metadata() {
    let mut ranks = [0, 0, 0];
    for line in VECTORS.lines().skip(1) {
        let cells: Vec<_> = line.split('\t').collect();
        let number = WhatsAppNumber::from_digits(cells[1]).expect("digits");
        let text: String = serde_json::from_str(cells[4]).expect("a JSON string");
        let asked: Option<Region> = cells[2].parse().ok();
        let other_code = |code| code != number.canonical().calling_code();
        // With the portal in the number's country, or nowhere, a number is doubtful only behind another country's code. And what agrees with
        // no candidate is no question for the metadata, wherever the portal is.
        let portals = [number.region(), None].into_iter().chain((cells[3] == "none").then_some(asked));
        for portal in portals {
            let found = numbers_in(&text, portal);
            found.iter().for_each(|found| _ = exact_keys(found));
            if cells[3] != "none" && found.iter().any(|found| found.written_code().is_some_and(other_code)) {
                continue;
            }
            let place = match best_rank(&number, &text, portal) {
                Some(Rank::Exact) => 0,
                Some(_) => 1,
                None => 2,
            };
            ranks[place] += 1;
        }
        assert!(!is_loaded(), "{line}");
    }
    assert!(ranks.iter().all(|count| *count > 1000), "{ranks:?}");
    let doubtful = WhatsAppNumber::from_digits("4915112345678").expect("digits");
    assert_eq!(best_rank(&doubtful, "+1 151 12345678", None), Some(Rank::CcWrong));
    assert!(is_loaded());
}
