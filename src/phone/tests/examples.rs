//! The example numbers of the metadata, one per region and kind, as people there write them.

use std::str::FromStr;

use phonenumber::{Mode, Type, country, metadata::DATABASE};

use super::super::{Rank, Region, WhatsAppNumber, best_rank};

/// Kinds of numbers that people have; service numbers are no one's WhatsApp.
const KINDS: [Type; 3] = [Type::FixedLine, Type::Mobile, Type::Voip];

/// Calls `check` with every example: its region, WhatsApp number, and international and national spelling.
fn for_each_example(mut check: impl FnMut(Region, &WhatsAppNumber, &str, &str)) -> usize {
    let mut count = 0;
    for region in Region::all() {
        let id = country::Id::from_str(&region.to_string()).expect("known to the metadata");
        let metadata = DATABASE.by_id(id.as_ref()).expect("has metadata");
        let examples = KINDS
            .iter()
            .filter_map(|kind| metadata.descriptors().get(*kind)?.example());
        for national in examples {
            let digits = format!("{}{national}", region.calling_code());
            let Ok(number) = WhatsAppNumber::from_digits(&digits) else {
                continue;
            };
            let parsed = phonenumber::parse(None, format!("+{digits}")).expect("its own example");
            if parsed.national().to_string() != national {
                // The crate takes the 8 of Lithuania's +370 80123456 for a trunk prefix and cannot spell it.
                continue;
            }
            let international = parsed.format().mode(Mode::International).to_string();
            let at_home = parsed.format().mode(Mode::National).to_string();
            check(region, &number, &international, &at_home);
            count += 1;
        }
    }
    count
}

#[test]
fn s_29_international_spellings_of_every_region_are_exact() {
    let count = for_each_example(|region, number, international, _| {
        for portal in [None, Some(region), "US".parse().ok(), "DE".parse().ok()] {
            assert_eq!(
                best_rank(number, international, portal),
                Some(Rank::Exact),
                "{region} {international}"
            );
        }
    });
    assert!(count > 400, "{count}");
}

#[test]
fn s_40_national_spellings_of_every_region_match() {
    for_each_example(|region, number, _, at_home| {
        // Plans of fewer than seven digits match with their calling code only.
        let is_long_enough = number.canonical().national().len() >= 7;
        let expected = is_long_enough.then_some(Rank::National);
        assert_eq!(
            best_rank(number, at_home, Some(region)),
            expected,
            "{region} {at_home}"
        );
    });
}
