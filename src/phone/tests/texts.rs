//! From a text to the numbers in it.

use super::super::{digits_of, numbers_in};
use super::region;

/// The numbers of a text in their stored form, in a portal of the region ("" for none).
fn found(portal: &str, text: &str) -> Vec<String> {
    let portal = (!portal.is_empty()).then(|| region(portal));
    numbers_in(text, portal)
        .into_iter()
        .map(String::from)
        .collect()
}

fn check(portal: &str, cases: &[(&str, &[&str])]) {
    for (text, numbers) in cases {
        assert_eq!(found(portal, text), *numbers, "{text:?} in {portal:?}");
    }
}

#[test]
fn s_29_formatting_is_irrelevant() {
    for text in [
        "+16501234567",
        "+1 (650) 123-4567",
        "+1.650.123.4567",
        "(+1) 650 123 4567",
        "+ 1 650 123 4567",
        "+1\u{A0}650\u{202F}123\u{2011}4567",
        "\u{202D}+1 650 123 4567\u{202C}",
        "\u{200E}+1\u{200B}650 1234567\u{FEFF}",
        "＋１（６５０）１２３ー４５６７",
        "+١ ٦٥٠ ١٢٣ ٤٥٦٧",
        "Tel.: +1 650 123 4567 (mobile)",
        "+1 650 123 4567 - office",
        "+1\t650\t123 4567",
        "001-650-123-4567",
        "tel:+1-650-123-4567",
        "TEL:650-123-4567;phone-context=+1",
        "<tel:650-123-4567;ext=5;phone-context=+1>",
        "https://wa.me/16501234567",
        "wa.me/+16501234567?text=hi",
        "(https://www.wa.me/16501234567)",
        "whatsapp:+16501234567",
        "jane@example.com +16501234567",
        "jane@example.com,+16501234567",
        "+1 650/123/4567",
        "+1 650 / 123 4567",
        "+1 650 123 4567 +1 650 123 4567",
    ] {
        assert_eq!(found("", text), ["+16501234567"], "{text}");
    }
}

#[test]
fn v_06_extensions_are_dropped() {
    for text in [
        "+16501234567 ext. 12",
        "+16501234567 ext 12345678",
        "+16501234567x12345678",
        "+16501234567 x 12345678",
        "+16501234567 #12345678",
        "+16501234567,,12345678#",
        "+16501234567;ext=12345678",
        "+16501234567 Extension: 12345678",
        "+16501234567 доб. 12345678",
        "+16501234567 anexo 12345678",
        "+16501234567 Ramal 12345678",
        "+16501234567 poste 12345678",
        "+16501234567 Durchwahl 12345678",
        "tel:+16501234567;ext=12345678",
    ] {
        assert_eq!(found("", text), ["+16501234567"], "{text}");
    }
    check(
        "",
        &[
            ("fax 030 12345678", &["=03012345678"]),
            ("ext. 12 +16501234567", &["+16501234567"]),
        ],
    );
}

#[test]
fn v_08_several_numbers_in_one_field() {
    let both: &[&str] = &["+16501234567", "+16507654321"];
    check(
        "",
        &[
            ("+16501234567; +16507654321", both),
            ("+16501234567, +16507654321", both),
            ("+16501234567|+16507654321", both),
            ("+16501234567\n+16507654321", both),
            ("+16501234567 or +16507654321", both),
            ("+16501234567+16507654321", both),
            ("+16501234567 / +16507654321", both),
            ("tel:+16501234567;+16507654321", both),
            (
                "650 123 4567 / 650 765 4321",
                &["=6501234567", "=6507654321"],
            ),
            ("030/123456", &["=030123456"]),
            ("+49 30/123456", &["+4930123456"]),
            ("+49 30 123456/57", &["+4930123456"]),
            ("+49 30 1234/56", &["+49301234"]),
            ("212/555/0123", &["=2125550123"]),
        ],
    );
}

#[test]
fn exit_codes_of_the_portals_country() {
    check(
        "US",
        &[
            ("011 44 20 7946 0123", &["+442079460123"]),
            ("011 44 (0)20 7946 0123", &["+442079460123"]),
            ("0044 20 7946 0123", &["+442079460123"]),
            ("011 15 2345-6789", &["=0111523456789"]),
            ("011 1 650 123 4567", &["+16501234567"]),
        ],
    );
    check(
        "AU",
        &[
            ("0011 44 20 7946 0123", &["+442079460123"]),
            ("001 650 123 4567", &["+16501234567"]),
            ("00 44 20 7946 0123", &["+442079460123"]),
        ],
    );
    check("JP", &[("010 44 20 7946 0123", &["+442079460123"])]);
    check(
        "RU",
        &[
            ("8~10 44 20 7946 0123", &["+442079460123"]),
            ("8 (916) 123-45-67", &["=89161234567"]),
        ],
    );
    check(
        "SG",
        &[
            ("001 44 20 7946 0123", &["+442079460123"]),
            ("001 650 123 4567", &["+16501234567"]),
        ],
    );
    check(
        "HK",
        &[
            ("001 44 20 7946 0123", &["+442079460123"]),
            ("001 650 123 4567", &["+16501234567"]),
        ],
    );
    check("GB", &[("011 44 20 7946 0123", &["=011442079460123"])]);
    check("", &[("011 44 20 7946 0123", &["=011442079460123"])]);
}

#[test]
fn zero_in_brackets_goes_after_a_calling_code_only() {
    check(
        "",
        &[
            ("+49 (0)151 12345678", &["+4915112345678"]),
            ("0049 [0] 151 12345678", &["+4915112345678"]),
            ("49 ( 0 ) 151 12345678", &["=4915112345678"]),
            ("(0)151 12345678", &["=015112345678"]),
            ("+39 (0)6 12345678", &["+390612345678"]),
        ],
    );
}

#[test]
fn s_46_texts_without_a_number() {
    let none: &[&str] = &[];
    check(
        "US",
        &[
            ("", none),
            ("Jane", none),
            ("1234", none),
            ("12 34 56", none),
            ("1-800-FLOWERS", none),
            ("+3367a829916", none),
            ("+", none),
            ("+0151 12345678", none),
            ("+999 123 4567", none),
            ("+1 650", none),
            ("16501234567@s.whatsapp.net", none),
            ("233410098389095@lid", none),
            ("https://example.com/16501234567", none),
            ("www.example.com?p=16501234567", none),
            ("t.me/16501234567", none),
            ("hotel:16501", none),
            ("6501234567 6507654321", none),
            ("+1650123456765076543", none),
            ("²³④⑤⑥⑦⑧⑨⑩", none),
            ("tel:16501234567@example.com", none),
        ],
    );
}

#[test]
fn a_text_of_250_characters_is_the_longest() {
    let text = |padding: usize| format!("{}+16501234567", "ü".repeat(padding));
    assert_eq!(found("", &text(238)), ["+16501234567"]);
    assert!(found("", &text(239)).is_empty());
    assert!(found("", &"+16501234567 ".repeat(800)).is_empty());
}

#[test]
fn written_code_is_named_only_where_it_is_written() {
    let code = |text| {
        numbers_in(text, None)
            .first()
            .and_then(|number| number.written_code())
    };
    assert_eq!(code("+44 20 7946 0123"), Some(44));
    assert_eq!(code("0044 20 7946 0123"), Some(44));
    assert_eq!(code("44 20 7946 0123"), None);
    assert_eq!(code("020 7946 0123"), None);
}

#[test]
fn s_20_a_loose_form_for_partial_matches() {
    assert_eq!(digits_of("+1 (650) 12"), "165012");
    assert_eq!(digits_of("Ärger ٤٢ x7"), "427");
    assert_eq!(digits_of("no"), "");
}
