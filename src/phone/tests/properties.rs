//! Laws that hold for every text and every number.

use proptest::prelude::*;

use super::super::{
    Canonical, FoundNumber, Rank, Region, WhatsAppNumber, best_rank, digits_of, exact_keys, numbers_in, rank,
};

/// Ids with the shape of live ones: a calling code that has a trunk prefix, two spellings, leading zeros, or none of that.
fn ids() -> impl Strategy<Value = WhatsAppNumber> {
    let code = prop::sample::select(vec![
        "1", "7", "39", "44", "49", "52", "54", "55", "65", "220", "225", "229", "378", "598", "971",
    ]);
    (code, "[1-9][0-9]{6,10}").prop_map(|(code, national)| {
        WhatsAppNumber::from_digits(&format!("{code}{national}")).expect("7 to 15 digits under an assigned code")
    })
}

fn portals() -> impl Strategy<Value = Option<Region>> {
    let all: Vec<_> = Region::all().map(Some).chain([None]).collect();
    prop::sample::select(all)
}

/// Signs that people put between digits without meaning anything.
fn gaps() -> impl Strategy<Value = Vec<&'static str>> {
    let gap = prop::sample::select(vec!["", " ", "-", ".", "\u{A0}", "\u{2011}", "\u{200E}", " - ", "\t", "~"]);
    prop::collection::vec(gap, 15)
}

/// Texts made of what phone fields are made of, so that odd meetings of signs are frequent.
fn odd_texts() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "+",
        "00",
        "011",
        "0",
        "1",
        "15",
        "54",
        "55",
        "9",
        "44",
        "1234567",
        "650",
        "٣",
        "(0)",
        "(",
        ")",
        "/",
        ";",
        ",,",
        "#",
        "x",
        "ext",
        "tel:",
        ";phone-context=",
        "=",
        "@",
        "wa.me/",
        "https://",
        "www.",
        ".",
        " ",
        "\n",
        "|",
        "доб",
        "é",
        "\u{202E}",
        "İ",
        "🇧🇷",
        "~",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn spread(digits: &str, gaps: &[&str]) -> String {
    digits.chars().zip(gaps).map(|(digit, gap)| format!("{digit}{gap}")).collect()
}

proptest! {
    #[test]
    fn formatting_never_changes_a_decision(number in ids(), gaps in gaps(), portal in portals()) {
        let digits = number.digits();
        let plain = best_rank(&number, &format!("+{digits}"), portal);
        prop_assert_eq!(plain, Some(Rank::Exact));
        prop_assert_eq!(best_rank(&number, &format!("Jane: + {}", spread(digits, &gaps)), portal), plain);
        prop_assert_eq!(
            best_rank(&number, &spread(digits, &gaps), number.region()),
            best_rank(&number, digits, number.region())
        );
    }

    #[test]
    fn a_changed_digit_never_links(number in ids(), place in 0_usize..15, by in 1_u32..10, portal in portals()) {
        let digits = number.digits();
        let place = place % digits.len();
        let changed: String = digits.chars().enumerate().map(|(index, digit)| {
            let value = digit.to_digit(10).expect("digits") + if index == place { by } else { 0 };
            char::from_digit(value % 10, 10).expect("one digit")
        }).collect();
        let code = number.canonical().calling_code();
        // The same national number under another code is S-47's, and a rule may bring two spellings together.
        let is_other_number = WhatsAppNumber::from_digits(&changed)
            .is_ok_and(|other| other.canonical() != number.canonical() && other.canonical().calling_code() == code);
        // S-29: Argentina's 9 and Mexico's 1, changed to 0, become a trunk prefix before the same number.
        let behind_trunk = changed.strip_prefix(&format!("{code}0")).map(|national| format!("{code}{national}"));
        let is_trunk_prefix = behind_trunk
            .and_then(|digits| WhatsAppNumber::from_digits(&digits).ok())
            .is_some_and(|other| other.canonical() == number.canonical());
        if is_other_number && !is_trunk_prefix {
            prop_assert_eq!(best_rank(&number, &format!("+{changed}"), portal), None);
            prop_assert_eq!(best_rank(&number, &changed, number.region()), None);
        }
    }

    #[test]
    fn the_canonical_spelling_and_the_ids_own_match_each_other_exactly(number in ids(), portal in portals()) {
        let canonical = number.canonical();
        let text = format!("+{}{}", canonical.calling_code(), canonical.national());
        if let Ok(other) = WhatsAppNumber::from_digits(text.trim_start_matches('+')) {
            prop_assert_eq!(best_rank(&number, &text, portal), Some(Rank::Exact));
            prop_assert_eq!(best_rank(&other, &number.written(), portal), Some(Rank::Exact));
            prop_assert_eq!(best_rank(&other, &number.display(), portal), Some(Rank::Exact));
        }
    }

    #[test]
    fn canonical_is_idempotent(number in ids()) {
        let canonical = number.canonical();
        let again: Canonical = canonical.to_string().parse().expect("its own text");
        prop_assert_eq!(&again, canonical);
        let id = format!("{}{}", canonical.calling_code(), canonical.national());
        if let Ok(number) = WhatsAppNumber::from_digits(&id) {
            prop_assert_eq!(number.canonical(), canonical);
            prop_assert_eq!(number.bucket(), again.bucket());
        }
    }

    #[test]
    fn every_match_lies_in_the_bucket_and_every_exact_one_under_its_key(text in odd_texts(), number in ids(), portal in portals()) {
        for text in [text.clone(), format!("{text}+{}", number.digits()), format!("{text} {}", number.digits())] {
            for found in numbers_in(&text, portal) {
                let rank = rank(&number, &found, portal);
                prop_assert!(rank.is_none() || found.bucket() == number.bucket());
                if rank == Some(Rank::Exact) {
                    prop_assert!(exact_keys(&found).contains(number.canonical()));
                }
            }
        }
    }

    #[test]
    fn stored_and_read_again(text in odd_texts(), portal in portals()) {
        for found in numbers_in(&text, portal) {
            let again = FoundNumber::try_from(String::from(found.clone()));
            prop_assert_eq!(again, Ok(found));
        }
    }

    #[test]
    fn never_a_panic_on_any_text(text in any::<String>(), odd in odd_texts(), number in ids(), portal in portals()) {
        for text in [text.as_str(), odd.as_str()] {
            best_rank(&number, text, portal);
            let digits = digits_of(text);
            prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
            let stored = [FoundNumber::try_from(text.to_owned()).is_ok(), text.parse::<Canonical>().is_ok(), text.parse::<Region>().is_ok()];
            prop_assert!(!stored.iter().all(|is_ok| *is_ok));
            if let Ok(number) = WhatsAppNumber::from_digits(&digits) {
                prop_assert!(number.display().starts_with('+') && number.written().starts_with('+'));
            }
        }
    }

    #[test]
    fn ten_thousand_characters_are_refused(sign in prop::sample::select(vec!["+", "1", "00", "(0)", "tel:", "٣", "/"])) {
        prop_assert!(numbers_in(&sign.repeat(10_000), None).is_empty());
    }
}

#[test]
fn digits_of_an_id_that_begin_like_a_trunk_prefix_are_still_that_id() {
    for id in ["789161234567", "370812345678", "3758291234567", "590034969", "49012345"] {
        let number = WhatsAppNumber::from_digits(id).expect(id);
        assert_eq!(best_rank(&number, &number.written(), None), Some(Rank::Exact), "{id}");
    }
}
