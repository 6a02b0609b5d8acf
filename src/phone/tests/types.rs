//! What the types let in, how they are stored, and what is written and shown.

use std::str::FromStr;

use super::super::{
    Bucket, FoundNumber, NotANumber, Region, WhatsAppNumber, calling_code, numbers_in, validity, warm_up,
};
use super::{region, whatsapp};

#[test]
fn b_03_no_number_out_of_anything_but_its_digits() {
    for (text, error) in [
        ("", NotANumber::Length),
        ("233410098389095@lid", NotANumber::NotDigits),
        ("16501234567@c.us", NotANumber::NotDigits),
        ("16501234567:12", NotANumber::NotDigits),
        ("+16501234567", NotANumber::NotDigits),
        ("٩٦٦٥٠١٢٣٤٥٦٧", NotANumber::NotDigits),
        ("165012", NotANumber::Length),
        ("1650123456789012", NotANumber::Length),
        ("0650123456", NotANumber::CallingCode),
        ("9991234567", NotANumber::CallingCode),
        ("2101234567", NotANumber::CallingCode),
    ] {
        assert_eq!(WhatsAppNumber::from_digits(text), Err(error), "{text}");
    }
    assert!(serde_json::from_str::<WhatsAppNumber>("\"233410098389095@lid\"").is_err());
}

#[test]
fn whatsapp_numbers_are_stored_as_their_digits() {
    let number = whatsapp("554188887777");
    let json = serde_json::to_string(&number).expect("a string");
    assert_eq!(json, "\"554188887777\"");
    assert_eq!(serde_json::from_str::<WhatsAppNumber>(&json).expect("the same"), number);
}

#[test]
fn s_23_the_text_that_is_written() {
    for (id, written) in [
        ("16501234567", "+16501234567"),
        ("554188887777", "+5541988887777"),
        ("5541988887777", "+5541988887777"),
        ("554132223333", "+554132223333"),
        ("5215512345678", "+525512345678"),
        ("5491123456789", "+5491123456789"),
        ("22995123456", "+22995123456"),
        ("390612345678", "+390612345678"),
    ] {
        assert_eq!(whatsapp(id).written(), written);
    }
}

#[test]
fn numbers_grouped_for_reading() {
    for (id, shown) in [
        ("5541988887777", "+55 41 98888-7777"),
        ("554188887777", "+55 41 98888-7777"),
        ("554132223333", "+55 41 3222-3333"),
        ("16501234567", "+1 650 123 4567"),
        ("442079460123", "+44 20 7946 0123"),
        ("447400123456", "+44 7400 123456"),
        ("4915112345678", "+49 151 12345678"),
        ("33612345678", "+33 6 12 34 56 78"),
        ("77011234567", "+7 701 123 45 67"),
        ("5215512345678", "+52 55 1234 5678"),
        ("5491123456789", "+54 9 11 2345-6789"),
        ("6591234567", "+65 9123 4567"),
        ("390612345678", "+39 061 234 5678"),
        ("29022345", "+290 22 345"),
        ("1650123", "+1 650 123"),
    ] {
        assert_eq!(whatsapp(id).display(), shown);
    }
}

#[test]
fn grouping_loses_no_digit_of_any_length() {
    for length in 7..=15 {
        for code in ["1", "7", "44", "49", "55", "351", "870"] {
            let id: String = code.chars().chain("234567898765432".chars()).take(length).collect();
            let number = whatsapp(&id);
            let shown: String = number.display().chars().filter(char::is_ascii_digit).collect();
            assert_eq!(format!("+{shown}"), number.written());
        }
    }
}

#[test]
fn regions_are_those_that_can_be_dialled() {
    assert_eq!(region("BR").calling_code(), 55);
    assert_eq!((region("US").calling_code(), region("CA").calling_code()), (1, 1));
    assert_eq!(region("XK").to_string(), "XK");
    for text in ["", "U", "us", "USA", "ZZ", "EU", "A1", "ÜS", "AQ"] {
        assert!(Region::from_str(text).is_err(), "{text}");
    }
    assert_eq!(serde_json::to_string(&region("GB")).expect("a string"), "\"GB\"");
    assert!(serde_json::from_str::<Region>("\"UK\"").is_err());
}

#[test]
fn main_regions_come_first() {
    for (id, letters) in [("16501234567", "US"), ("77011234567", "RU"), ("442079460123", "GB"), ("390612345678", "IT")]
    {
        assert_eq!(whatsapp(id).region(), Some(region(letters)));
    }
    for (id, letters) in [("4792263280", "NO"), ("61412345678", "AU"), ("262692123456", "RE"), ("59995123456", "CW")] {
        assert_eq!(whatsapp(id).region(), Some(region(letters)));
    }
    assert_eq!(whatsapp("870773111111").region(), None);
}

#[test]
fn the_tables_agree_with_the_metadata() {
    assert_eq!(Region::all().count(), 245);
    for region in Region::all() {
        let code = region.calling_code();
        assert!(calling_code::is_exactly_one(&code.to_string()), "{region}");
        let id = phonenumber::country::Id::from_str(&region.to_string()).expect("known to the metadata");
        let metadata = phonenumber::metadata::DATABASE.by_id(id.as_ref()).expect("has metadata");
        assert_eq!(metadata.country_code(), code, "{region}");
        if Region::main_of(code) == Some(region) {
            let regions = phonenumber::metadata::DATABASE.region(&code).expect("has regions");
            assert_eq!(regions.first().copied(), Some(region.to_string().as_str()), "{code}");
        }
    }
    for code in 0..=999 {
        let known = phonenumber::metadata::DATABASE.region(&code).is_some();
        assert_eq!(calling_code::is_assigned(code), known || code == 888, "{code}");
    }
}

#[test]
fn the_metadata_answers_after_warming_up() {
    warm_up();
    assert!(validity::is_valid(91, "6501234567"));
    assert!(!validity::is_valid(1, "15112345678"));
    assert!(validity::is_valid_at_home(region("US"), "4792263280"));
    assert!(!validity::is_valid_at_home(region("US"), "4915112345678"));
    // Too long by one digit: the crate's own answer is yes, because it looks at the beginning only.
    assert!(!validity::is_valid(55, "46799878151"));
}

#[test]
fn buckets_are_seven_digits() {
    let bucket = whatsapp("16501004567").bucket();
    assert_eq!(bucket.to_string(), "1004567");
    assert_eq!(whatsapp("3540004567").bucket().to_string(), "0004567");
    assert_eq!(whatsapp("29022345").bucket().to_string(), "9022345");
    assert_eq!(serde_json::to_string(&bucket).expect("a string"), "\"1004567\"");
    assert_eq!("1004567".parse(), Ok(bucket));
    for text in ["", "123456", "12345678", "12345x7", "١٢٣٤٥٦٧"] {
        assert!(text.parse::<Bucket>().is_err(), "{text}");
    }
}

#[test]
fn found_numbers_are_stored_compactly() {
    for (text, stored) in [("+1 (650) 123-4567", "\"+16501234567\""), ("(650) 123-4567", "\"=6501234567\"")] {
        let found = numbers_in(text, None);
        assert_eq!(serde_json::to_string(&found).expect("strings"), format!("[{stored}]"));
        assert_eq!(serde_json::from_str::<Vec<FoundNumber>>(&format!("[{stored}]")).expect("the same"), found);
    }
    let twice = numbers_in("02966 15 123456", None);
    let stored = serde_json::to_string(&twice).expect("strings");
    assert_eq!(stored, r#"["=0296615123456","~0296615123456"]"#);
    assert_eq!(serde_json::from_str::<Vec<FoundNumber>>(&stored).expect("the same"), twice);
}

#[test]
fn stored_texts_that_are_no_found_number() {
    for text in [
        "",
        "+",
        "6501234567",
        "+0501234567",
        "+999123456",
        "=123",
        "=650-1234",
        "~6501234567",
        "=1234567890123456789",
        "+١٦٥٠",
    ] {
        assert!(FoundNumber::try_from(text.to_owned()).is_err(), "{text}");
    }
}
