//! The vectors V-01 to V-22 through the whole engine, one test each: the exact column by the first pass (S-29), the fuzzy column by opening
//! the chat (S-40). The portal's region is the WhatsApp number's own, so the rep's number is of that country.

use linked_contacts::phone::digits_of;
use linked_contacts::protocol::view::Origin;

use crate::book::Wa;
use crate::scene::{Setup, TAB};

/// A row: the WhatsApp number, the property and its text, the rep's own number, and the two answers.
macro_rules! vectors {
    ($($name:ident: $number:literal, $property:ident $text:literal, $own:literal => $exact:ident $fuzzy:ident;)*) => {$(
        #[test]
        fn $name() {
            check($number, (stringify!($property), $text), $own, stringify!($exact) == "yes", stringify!($fuzzy) == "yes");
        }
    )*};
}

vectors! {
    v_01_formatting_only: "+16501234567", phone "+1 (650) 123-4567", "12125550199" => yes yes;
    v_02_double_zero_means_plus: "+16501234567", phone "001 650 123 4567", "12125550199" => yes yes;
    v_03_country_code_missing: "+16501234567", phone "(650) 123-4567", "12125550199" => no yes;
    v_04_trunk_zero: "+442012341234", phone "020 1234 1234", "447911123456" => no yes;
    v_05_full_digits_without_plus: "+16501234567", phone "1 650 123 4567", "12125550199" => yes yes;
    v_06_extension_dropped: "+16501234567", phone "+16501234567 ext. 12", "12125550199" => yes yes;
    v_07_words_in_the_field: "+16501234567", phone "Jane +1 650 123 4567", "12125550199" => yes yes;
    v_08_two_numbers_in_one_field: "+16501234567", phone "+16501234567; +16507654321", "12125550199" => yes yes;
    v_09_brazil_ninth_digit: "+5541988887777", phone "+55 41 8888-7777", "5511987650000" => yes yes;
    v_10_brazil_old_account: "+554188887777", phone "+55 41 98888-7777", "5511987650000" => yes yes;
    v_11_brazil_landline_gains_no_nine: "+554132223333", phone "+55 41 93222-3333", "5511987650000" => no no;
    v_12_mexico_521: "+5215512345678", phone "+52 55 1234 5678", "5215587654321" => yes yes;
    v_13_argentina_mobile_nine: "+5491123456789", phone "+54 11 2345-6789", "5491187654321" => yes yes;
    v_14_argentina_fifteen_at_home: "+5491123456789", phone "011 15 2345-6789", "5491187654321" => no yes;
    v_15_same_national_number_in_india: "+16501234567", phone "+91 65012 34567", "12125550199" => no yes;
    v_16_italy_keeps_the_zero: "+390612345678", phone "06 1234 5678", "393331234567" => no yes;
    v_17_trunk_eight: "+77011234567", phone "8 701 123 45 67", "77017654321" => no yes;
    v_18_emirates: "+971501234567", phone "050 123 4567", "971507654321" => no yes;
    v_19_eight_digits_are_enough: "+6591234567", phone "9123 4567", "6598765432" => no yes;
    v_20_seven_digits_are_no_suffix: "+16501234567", phone "123-4567", "12125550199" => no no;
    v_21_any_phone_property: "+16501234567", mobilephone "+16501234567", "12125550199" => yes yes;
    v_22_digits_of_another_script: "+٩٦٦٥٠١٢٣٤٥٦٧", phone "+966501234567", "966507654321" => yes yes;
}

fn check(whatsapp: &str, phone: (&str, &str), own: &'static str, exact: bool, fuzzy: bool) {
    let setup = Setup::new().own(own).contact(101, &[("firstname", "Somebody"), phone]);
    let mut scene = setup.person(&digits_of(whatsapp), "Somebody").connected();
    assert_eq!(scene.stored(Wa(0)).is_some(), exact, "exact");
    scene.open(TAB, Wa(0));
    assert_eq!(scene.linked_to(TAB).is_some(), fuzzy, "fuzzy");
    if fuzzy {
        let origin = if exact { Origin::ExactFirst } else { Origin::FuzzyOpen };
        assert_eq!(scene.card(TAB).reason.origin, origin);
    }
    assert_eq!(scene.outside.hubspot.writes(), 0);
}

#[test]
fn v_06_two_contacts_on_one_switchboard_are_a_tie() {
    let setup = Setup::new().named(101, "A", "+16501234567 ext. 12").named(102, "B", "+16501234567 ext. 13");
    let mut scene = setup.person("16501234567", "Switchboard").connected();
    scene.open(TAB, Wa(0));
    assert_eq!((scene.stored(Wa(0)), scene.choices(TAB).len()), (None, 2));
}
