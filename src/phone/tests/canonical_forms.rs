//! Two spellings, one subscriber: both directions, exact, and in one bucket. And what must stay apart.

use super::super::{Canonical, Rank, best_rank, exact_keys, numbers_in};
use super::{rank_at_home, whatsapp};

/// Either spelling as the WhatsApp id, the other in the text: exact, with the same canonical form, bucket and exact key.
fn check_same(one: &str, other: &str, canonical: &str) {
    for (id, text) in [(one, other), (other, one), (one, one), (other, other)] {
        let number = whatsapp(id);
        assert_eq!(number.canonical().to_string(), canonical, "{id}");
        assert_eq!(best_rank(&number, text, None), Some(Rank::Exact), "{id} {text}");
        let unmarked = text.trim_start_matches('+');
        for text in [text, unmarked] {
            let keyed = numbers_in(text, None)
                .iter()
                .any(|found| found.bucket() == number.bucket() && exact_keys(found).contains(number.canonical()));
            assert!(keyed, "{id} {text}");
        }
    }
}

#[test]
fn s_29_two_spellings_are_one_number() {
    for (one, other, canonical) in [
        ("+5541988887777", "+554188887777", "55-41988887777"),
        ("+5511961234567", "+551161234567", "55-11961234567"),
        ("+5215512345678", "+525512345678", "52-5512345678"),
        ("+5491123456789", "+541123456789", "54-1123456789"),
        ("+5492966123456", "+542966123456", "54-2966123456"),
        ("+22995123456", "+2290195123456", "229-0195123456"),
        ("+22521234567", "+2252721234567", "225-2721234567"),
        ("+22520344373", "+2252720344373", "225-2720344373"),
        ("+22520044373", "+2252520044373", "225-2520044373"),
        ("+22520844373", "+2252120844373", "225-2120844373"),
        ("+22501123456", "+2250101123456", "225-0101123456"),
        ("+22505123456", "+2250505123456", "225-0505123456"),
        ("+22547123456", "+2250747123456", "225-0747123456"),
        ("+2203012345", "+220833012345", "220-833012345"),
        ("+2205212345", "+220835212345", "220-835212345"),
        ("+2206123456", "+220866123456", "220-866123456"),
        ("+2208512345", "+220868512345", "220-868512345"),
        ("+2207123456", "+220877123456", "220-877123456"),
        ("+2204512345", "+220874512345", "220-874512345"),
        ("+378886377", "+3780549886377", "378-0549886377"),
    ] {
        check_same(one, other, canonical);
    }
}

#[test]
fn s_29_ids_that_no_rule_may_touch() {
    for (id, canonical) in [
        ("554132223333", "55-4132223333"),
        ("554152223333", "55-4152223333"),
        ("5541932223333", "55-41932223333"),
        ("558001234567", "55-8001234567"),
        ("541158749895", "54-1158749895"),
        ("22912345678", "229-12345678"),
        ("22511234567", "225-11234567"),
        ("2205612345", "220-5612345"),
        ("2209912345", "220-9912345"),
        ("390331309190", "39-0331309190"),
        ("4915112345678", "49-15112345678"),
        ("5521512345678", "55-21512345678"),
    ] {
        assert_eq!(whatsapp(id).canonical().to_string(), canonical);
    }
}

#[test]
fn brazilian_landlines_never_gain_a_digit() {
    for first in 2..=5 {
        let (landline, with_nine) = (format!("5541{first}2223333"), format!("+55419{first}2223333"));
        assert_eq!(rank_at_home(&landline, &with_nine), None, "{first}");
    }
}

#[test]
fn italy_the_zero_tells_a_fixed_line_from_a_mobile() {
    assert_eq!(rank_at_home("390331309190", "+39 331 309190"), None);
    assert_eq!(rank_at_home("39331309190", "+39 0331 309190"), None);
    assert_eq!(rank_at_home("39331309190", "0331 309190"), None);
    assert_eq!(rank_at_home("390331309190", "0331 309190"), Some(Rank::National));
    assert_eq!(rank_at_home("390612345678", "+39 (0)6 1234 5678"), Some(Rank::Exact));
}

#[test]
fn cote_d_ivoire_last_eight_digits_are_two_people() {
    assert_eq!(rank_at_home("22547123456", "+225 01 47 12 34 56"), None);
    assert_eq!(rank_at_home("22547123456", "+225 07 47 12 34 56"), Some(Rank::Exact));
    assert_eq!(rank_at_home("22547123456", "07 47 12 34 56"), Some(Rank::National));
    assert_eq!(rank_at_home("2250747123456", "47 12 34 56"), Some(Rank::National));
}

#[test]
fn argentina_every_way_to_write_one_mobile() {
    for (text, rank) in [
        ("+54 9 2966 12-3456", Rank::Exact),
        ("+54 2966 12-3456", Rank::Exact),
        ("+54 (0) 2966 15 12-3456", Rank::Exact),
        ("+54 9 2966 15 12-3456", Rank::Exact),
        ("54 2966 15 12-3456", Rank::Exact),
        ("+54 9 (02966) 15 12-3456", Rank::Exact),
        ("+54 9 02966 12-3456", Rank::Exact),
        ("09 2966 12-3456", Rank::National),
        ("0054 02966 12-3456", Rank::Exact),
        ("02966 15 12-3456", Rank::National),
        ("2966 15 12-3456", Rank::National),
        ("2966 12-3456", Rank::National),
    ] {
        assert_eq!(rank_at_home("5492966123456", text), Some(rank), "{text}");
    }
    for text in ["+54 9 223 512-3456", "0223 15 512-3456", "223 15-5123456"] {
        assert!(rank_at_home("5492235123456", text).is_some(), "{text}");
    }
    assert_eq!(rank_at_home("5492966123456", "15 12-3456"), None, "without its area code");
    // The home form is Argentina's alone: elsewhere its digits are what they are.
    assert_eq!(rank_at_home("12966123456", "2966 15 123456"), None);
}

#[test]
fn canonical_text_comes_back() {
    for text in ["55-41988887777", "39-0612345678", "1-6501234567", "870-773111111"] {
        let canonical: Canonical = text.parse().expect(text);
        assert_eq!(canonical.to_string(), text);
        let json = serde_json::to_string(&canonical).expect("a string");
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Canonical>(&json).expect("the same"), canonical);
    }
    let old: Canonical = "55-4188887777".parse().expect("an older form");
    assert_eq!((old.calling_code(), old.national()), (55, "41988887777"));
}

#[test]
fn what_is_no_canonical_text() {
    for text in [
        "",
        "-",
        "55",
        "55-",
        "-41",
        "0-12345",
        "055-123",
        "999-1234567",
        "+1-650",
        "1-650 123",
        "1-٣",
        "55-41988887777000",
    ] {
        assert!(text.parse::<Canonical>().is_err(), "{text}");
    }
}
