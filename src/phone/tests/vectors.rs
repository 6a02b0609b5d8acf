//! The matching vectors V-01 to V-22, one test each: exact (S-29, S-30), and fuzzy when a chat is opened (S-40).

use super::super::Rank;
use super::rank_at_home;

/// The rows as in the requirements, with the rank that gives their two answers.
macro_rules! vectors {
    ($($name:ident: $number:literal, $text:literal => $exact:ident $fuzzy:ident $rank:expr;)*) => {$(
        #[test]
        fn $name() {
            let rank = rank_at_home($number, $text);
            assert_eq!(rank == Some(Rank::Exact), stringify!($exact) == "yes", "exact: {rank:?}");
            assert_eq!(rank.is_some(), stringify!($fuzzy) == "yes", "fuzzy: {rank:?}");
            assert_eq!(rank, $rank);
        }
    )*};
}

vectors! {
    v_01_formatting_only: "+16501234567", "+1 (650) 123-4567" => yes yes Some(Rank::Exact);
    v_02_double_zero_means_plus: "+16501234567", "001 650 123 4567" => yes yes Some(Rank::Exact);
    v_03_country_code_missing_s_30: "+16501234567", "(650) 123-4567" => no yes Some(Rank::National);
    v_04_trunk_zero: "+442012341234", "020 1234 1234" => no yes Some(Rank::National);
    v_05_full_digits_without_plus: "+16501234567", "1 650 123 4567" => yes yes Some(Rank::Exact);
    v_06_extension_dropped: "+16501234567", "+16501234567 ext. 12" => yes yes Some(Rank::Exact);
    v_07_words_in_the_field: "+16501234567", "Jane +1 650 123 4567" => yes yes Some(Rank::Exact);
    v_08_two_numbers_in_one_field: "+16501234567", "+16501234567; +16507654321" => yes yes Some(Rank::Exact);
    v_09_brazil_ninth_digit_s_29: "+5541988887777", "+55 41 8888-7777" => yes yes Some(Rank::Exact);
    v_10_brazil_old_account: "+554188887777", "+55 41 98888-7777" => yes yes Some(Rank::Exact);
    v_11_brazil_landline_gains_no_nine: "+554132223333", "+55 41 93222-3333" => no no None;
    v_12_mexico_521: "+5215512345678", "+52 55 1234 5678" => yes yes Some(Rank::Exact);
    v_13_argentina_mobile_nine: "+5491123456789", "+54 11 2345-6789" => yes yes Some(Rank::Exact);
    v_14_argentina_fifteen_at_home: "+5491123456789", "011 15 2345-6789" => no yes Some(Rank::National);
    v_15_same_national_number_in_india_s_47: "+16501234567", "+91 65012 34567" => no yes Some(Rank::CcConflict);
    v_16_italy_keeps_the_zero: "+390612345678", "06 1234 5678" => no yes Some(Rank::National);
    v_17_trunk_eight: "+77011234567", "8 701 123 45 67" => no yes Some(Rank::National);
    v_18_emirates: "+971501234567", "050 123 4567" => no yes Some(Rank::National);
    v_19_eight_digits_are_enough: "+6591234567", "9123 4567" => no yes Some(Rank::National);
    v_20_seven_digits_are_no_suffix: "+16501234567", "123-4567" => no no None;
    v_21_any_phone_property: "+16501234567", "+16501234567" => yes yes Some(Rank::Exact);
    v_22_digits_of_another_script: "+٩٦٦٥٠١٢٣٤٥٦٧", "+966501234567" => yes yes Some(Rank::Exact);
}

#[test]
fn v_08_second_number_of_the_field() {
    assert_eq!(
        rank_at_home("+16507654321", "+16501234567; +16507654321"),
        Some(Rank::Exact)
    );
}

#[test]
fn v_22_in_the_text_too() {
    assert_eq!(
        rank_at_home("+966501234567", "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧"),
        Some(Rank::Exact)
    );
}
