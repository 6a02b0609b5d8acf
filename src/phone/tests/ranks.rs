//! Ranks where two countries are in play, trunk prefixes, and what must not match.

use super::super::{Rank, WhatsAppNumber, exact_keys, numbers_in, rank};
use super::{rank_at_home, rank_in, region, whatsapp};

#[test]
fn ranks_are_ordered_best_first() {
    assert!(
        Rank::Exact < Rank::National
            && Rank::National < Rank::CcWrong
            && Rank::CcWrong < Rank::CcConflict
    );
    let json =
        serde_json::to_string(&[Rank::Exact, Rank::National, Rank::CcWrong, Rank::CcConflict])
            .expect("names");
    assert_eq!(json, r#"["exact","national","cc_wrong","cc_conflict"]"#);
}

#[test]
fn s_40_trunk_prefixes_of_many_plans() {
    for (number, text) in [
        ("4915112345678", "0151 12345678"),
        ("4915112345678", "151 12345678"),
        ("4915112345678", "0151/12345678"),
        ("33612345678", "06 12 34 56 78"),
        ("12125550123", "212-555-0123"),
        ("79161234567", "8 (916) 123-45-67"),
        ("36201234567", "06 20 123 4567"),
        ("37061234567", "8 612 34567"),
        ("37061234567", "0 612 34567"),
        ("375291234567", "8 029 123-45-67"),
        ("375291234567", "80 29 123-45-67"),
        ("375291234567", "029 123-45-67"),
        ("525512345678", "01 55 1234 5678"),
        ("525512345678", "044 55 1234 5678"),
        ("5213312345678", "045 33 1234 5678"),
        ("5511988887777", "0 15 11 98888-7777"),
        ("5511988887777", "0 11 98888-7777"),
        ("5511988887777", "11 8888-7777"),
        ("551132223333", "0 21 11 3222-3333"),
        ("59899123456", "099 123 456"),
        ("34612345678", "612 34 56 78"),
        ("3545551234", "555 1234"),
        ("22995123456", "95 12 34 56"),
        ("919812345678", "098123 45678"),
        ("8613812345678", "138 1234 5678"),
        ("821012345678", "010-1234-5678"),
        ("9647701234567", "0770 123 4567"),
        ("573001234567", "300 123 4567"),
        // Colombia's carrier prefix is in no table here: the metadata knows it.
        ("573001234567", "05 300 123 4567"),
    ] {
        assert_eq!(
            rank_at_home(number, text),
            Some(Rank::National),
            "{number} {text}"
        );
    }
}

#[test]
fn s_29_trunk_prefix_behind_the_calling_code() {
    for (number, text) in [
        ("59899123456", "+598 099 123 456"),
        ("79161234567", "+7 8 916 123 45 67"),
        ("442079460123", "+44 020 7946 0123"),
        ("36201234567", "+36 06 20 123 4567"),
        ("525512345678", "+52 044 55 1234 5678"),
        ("5511988887777", "+55 011 8888-7777"),
        ("5511988887777", "+55 0 15 11 98888-7777"),
        ("16501234567", "+1 1 (650) 123-4567"),
        ("3545551234", "+354 555 1234"),
    ] {
        assert_eq!(
            rank_at_home(number, text),
            Some(Rank::Exact),
            "{number} {text}"
        );
    }
}

#[test]
fn full_digits_of_one_country_may_be_a_number_of_the_portals() {
    // +47 92 26 32 80 in Norway, (479) 226-3280 in Arkansas.
    let norway = "4792263280";
    assert_eq!(rank_in("NO", norway, norway), Some(Rank::Exact));
    assert_eq!(rank_in("", norway, norway), Some(Rank::Exact));
    assert_eq!(rank_in("US", norway, norway), Some(Rank::CcConflict));
    assert_eq!(rank_in("US", "14792263280", norway), Some(Rank::National));
    assert_eq!(rank_in("US", norway, "+4792263280"), Some(Rank::Exact));
    // The same code decides for itself, and a portal that cannot read the digits does not object.
    assert_eq!(
        rank_in("DE", "4915123456851", "4915123456851"),
        Some(Rank::Exact)
    );
    assert_eq!(
        rank_in("US", "4915112345678", "49 151 12345678"),
        Some(Rank::Exact)
    );
    assert_eq!(
        rank_in("CA", "16501234567", "1 650 123 4567"),
        Some(Rank::Exact)
    );
}

#[test]
fn exact_keys_are_confirmed_by_rank() {
    let (number, text) = (whatsapp("4792263280"), "4792263280");
    let found = numbers_in(text, Some(region("US")));
    let first = found.first().expect("one number");
    assert_eq!(exact_keys(first), [number.canonical().clone()]);
    assert_eq!(
        rank(&number, first, Some(region("US"))),
        Some(Rank::CcConflict)
    );
    assert!(exact_keys(&numbers_in("(065) 123-4567", None)[0]).is_empty());
}

#[test]
fn national_text_that_is_a_number_of_the_portals_other_country() {
    assert_eq!(
        rank_in("US", "916502234567", "65022 34567"),
        Some(Rank::CcConflict)
    );
    assert_eq!(
        rank_in("US", "33612345678", "06 12 34 56 78"),
        Some(Rank::National)
    );
    assert_eq!(
        rank_in("", "33612345678", "06 12 34 56 78"),
        Some(Rank::National)
    );
    assert_eq!(
        rank_in("SG", "6591234567", "9123 4567"),
        Some(Rank::National)
    );
}

#[test]
fn s_47_another_explicit_code() {
    assert_eq!(
        rank_at_home("16501234567", "+91 65012 34567"),
        Some(Rank::CcConflict)
    );
    assert_eq!(
        rank_at_home("4915112345678", "+1 151 12345678"),
        Some(Rank::CcWrong)
    );
    assert_eq!(
        rank_at_home("4915112345678", "+1 0151 12345678"),
        Some(Rank::CcWrong)
    );
    assert_eq!(
        rank_at_home("5541988887777", "+1 41988887777"),
        Some(Rank::CcWrong)
    );
    assert_eq!(rank_at_home("4915112345678", "+1 151 1234567"), None);
    // A valid number of another country with other digits is that other number, whatever it looks like from here.
    assert_eq!(rank_at_home("554188887777", "+1 418 888 7777"), None);
}

#[test]
fn s_45_every_contact_with_the_number_ranks() {
    let texts = ["(650) 123-4567", "650.123.4567 ext. 9", "Jane 650 123 4567"];
    assert!(
        texts
            .iter()
            .all(|text| rank_at_home("16501234567", text) == Some(Rank::National))
    );
}

#[test]
fn s_46_short_numbers() {
    assert_eq!(rank_in("US", "3545551234", "555-1234"), None);
    assert_eq!(rank_in("", "3545551234", "555-1234"), None);
    assert_eq!(
        rank_in("IS", "3545551234", "555-1234"),
        Some(Rank::National)
    );
    assert_eq!(rank_in("IS", "3545551234", "+1 555 1234"), None);
    assert_eq!(rank_in("SH", "29022345", "22345"), None);
    assert_eq!(rank_in("SH", "29022345", "+290 22345"), Some(Rank::Exact));
    assert_eq!(rank_in("SH", "29022345", "+44 22345"), None);
}

#[test]
fn fuzzy_must_not() {
    for (number, text) in [
        ("5541988887777", "98888-7777"),
        ("16501234567", "555-1234"),
        ("16501234567", "(415) 123-4567"),
        ("16501234567", "+28909"),
        ("16501234567", "+1 650 123 4567 8"),
        ("16501234567", "9 650 123 4567"),
        ("16501234567", "99916501234567"),
        ("16501234567", "+1 212 555 0123 ext. 6501234567"),
        ("16501234567", "+1 650 123 456"),
        ("16501234567", "650123FLOWER"),
        ("4915112345678", "+49 151 123456780"),
        ("34612345678", "0612 34 56 78"),
    ] {
        assert_eq!(rank_at_home(number, text), None, "{number} {text}");
    }
}

#[test]
fn the_best_rank_of_a_field_counts() {
    let text = "+91 65012 34567, (650) 123-4567, +1 650 123 4567";
    assert_eq!(rank_at_home("16501234567", text), Some(Rank::Exact));
    assert_eq!(
        rank_at_home("16501234567", "+91 65012 34567, (650) 123-4567"),
        Some(Rank::National)
    );
}

#[test]
fn an_invalid_live_id_is_no_obstacle() {
    // libphonenumber calls +55 82 9944-8232 invalid although it is an id in use.
    assert_eq!(
        rank_at_home("558299448232", "+55 82 99944-8232"),
        Some(Rank::Exact)
    );
    assert_eq!(
        rank_at_home("558299448232", "(82) 9944-8232"),
        Some(Rank::National)
    );
    let number = WhatsAppNumber::from_digits("22012345678").expect("a code and digits are enough");
    assert_eq!(
        rank(&number, &numbers_in("+22012345678", None)[0], None),
        Some(Rank::Exact)
    );
}
