//! The vectors V-01 to V-22, from end to end: the exact column by a pass, the fuzzy column by opening the chat (S-29, S-40).

use linked_contacts::phone::digits_of;

use crate::book::Wa;
use crate::scene::{Setup, TAB};

/// Number, HubSpot's text, the rep's own number (the portal's region is the WhatsApp number's own), exact, fuzzy.
const VECTORS: [(&str, &str, &str, &str, bool, bool); 22] = [
    ("V-01", "+16501234567", "+1 (650) 123-4567", "12125550199", true, true),
    ("V-02", "+16501234567", "001 650 123 4567", "12125550199", true, true),
    ("V-03", "+16501234567", "(650) 123-4567", "12125550199", false, true),
    ("V-04", "+442012341234", "020 1234 1234", "447911123456", false, true),
    ("V-05", "+16501234567", "1 650 123 4567", "12125550199", true, true),
    ("V-06", "+16501234567", "+16501234567 ext. 12", "12125550199", true, true),
    ("V-07", "+16501234567", "Jane +1 650 123 4567", "12125550199", true, true),
    ("V-08", "+16501234567", "+16501234567; +16507654321", "12125550199", true, true),
    ("V-09", "+5541988887777", "+55 41 8888-7777", "5511987650000", true, true),
    ("V-10", "+554188887777", "+55 41 98888-7777", "5511987650000", true, true),
    ("V-11", "+554132223333", "+55 41 93222-3333", "5511987650000", false, false),
    ("V-12", "+5215512345678", "+52 55 1234 5678", "5215587654321", true, true),
    ("V-13", "+5491123456789", "+54 11 2345-6789", "5491187654321", true, true),
    ("V-14", "+5491123456789", "011 15 2345-6789", "5491187654321", false, true),
    ("V-15", "+16501234567", "+91 65012 34567", "12125550199", false, true),
    ("V-16", "+390612345678", "06 1234 5678", "393331234567", false, true),
    ("V-17", "+77011234567", "8 701 123 45 67", "77017654321", false, true),
    ("V-18", "+971501234567", "050 123 4567", "971507654321", false, true),
    ("V-19", "+6591234567", "9123 4567", "6598765432", false, true),
    ("V-20", "+16501234567", "123-4567", "12125550199", false, false),
    ("V-21", "+16501234567", "", "12125550199", true, true),
    ("V-22", "+٩٦٦٥٠١٢٣٤٥٦٧", "+966501234567", "966507654321", true, true),
];

#[test]
fn v_01_to_v_22_the_pass_links_the_exact_column_and_an_opened_chat_the_fuzzy_one() {
    for (vector, whatsapp, text, own, exact, fuzzy) in VECTORS {
        let phone = if vector == "V-21" { ("mobilephone", "+16501234567") } else { ("phone", text) };
        let setup = Setup::new().own(own).contact(101, &[("firstname", "Somebody"), phone]);
        let mut scene = setup.person(&digits_of(whatsapp), "Somebody").connected();
        assert_eq!(scene.stored(Wa(0)).is_some(), exact, "{vector}, exact: {whatsapp} and {text}");
        scene.open(TAB, Wa(0));
        assert_eq!(scene.linked_to(TAB).is_some(), fuzzy, "{vector}, fuzzy: {whatsapp} and {text}");
        assert_eq!(scene.outside.hubspot.writes(), 0);
    }
}

#[test]
fn v_06_two_contacts_on_one_switchboard_are_a_tie() {
    let setup = Setup::new().named(101, "A", "+16501234567 ext. 12").named(102, "B", "+16501234567 ext. 13");
    let mut scene = setup.person("16501234567", "Switchboard").connected();
    scene.open(TAB, Wa(0));
    assert_eq!((scene.stored(Wa(0)), scene.choices(TAB).len()), (None, 2));
}
