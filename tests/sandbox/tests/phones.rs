//! Calculated phone properties on every write, and the request that finds many numbers at once (facts 5; checklist 3, 14).

mod common;

use common::{NOW, ask, ask_at, ids, sandbox, with};
use hubspot_sandbox::Kind;
use hubspot_sandbox::settings::PhoneValidation;
use serde_json::{Value, json};

const CALCULATED: &str = "hs_calculated_phone_number,hs_searchable_calculated_phone_number,hs_calculated_phone_number_country_code,\
    hs_searchable_calculated_international_phone_number,hs_calculated_mobile_number,hs_searchable_calculated_mobile_number,\
    hs_calculated_phone_number_area_code";

fn calculated(sandbox: &mut hubspot_sandbox::Sandbox, id: &str) -> Value {
    ask(sandbox, "GET", &format!("contacts/{id}?properties={CALCULATED}"), json!(null)).1["properties"].clone()
}

#[test]
fn every_write_calculates_again_and_clearing_clears() {
    let mut sandbox = sandbox();
    let steps = [
        ("+33655555555", json!("+33655555555"), json!("655555555"), json!("FR")),
        ("513-227-1572", json!("+15132271572"), json!("5132271572"), json!("US")),
        ("08180854296", json!(null), json!("8180854296"), json!(null)),
        ("call me", json!(null), json!(null), json!(null)),
        ("+1 212 555 0101 ext. 12", json!("+12125550101"), json!("2125550101"), json!("US")),
        ("", json!(null), json!(null), json!(null)),
    ];
    for (text, international, searchable, country) in steps {
        ask(&mut sandbox, "PATCH", "contacts/101", json!({"properties": {"phone": text}}));
        let own = calculated(&mut sandbox, "101");
        assert_eq!(own["hs_calculated_phone_number"], international, "{text}");
        assert_eq!(own["hs_searchable_calculated_phone_number"], searchable, "{text}");
        assert_eq!(own["hs_calculated_phone_number_country_code"], country, "{text}");
        assert_eq!(own["hs_searchable_calculated_international_phone_number"], json!(null), "never set");
    }
    let mobile = calculated(&mut sandbox, "102");
    assert_eq!(
        (&mobile["hs_calculated_mobile_number"], &mobile["hs_searchable_calculated_mobile_number"]),
        (&json!("+5511999990000"), &json!("11999990000"))
    );
}

#[test]
fn the_text_itself_is_stored_as_it_was_typed() {
    let mut sandbox = sandbox();
    ask(&mut sandbox, "PATCH", "contacts/101", json!({"properties": {"phone": "  +1 (212) 555-0101 / office"}}));
    assert_eq!(
        sandbox.colleague(NOW).text(Kind::Contacts, "101", "phone").as_deref(),
        Some("  +1 (212) 555-0101 / office")
    );
}

#[test]
fn the_inferred_country_is_that_of_the_account_and_holds_for_later_writes() {
    let mut german = with(|seed| seed["portal"]["inferredCountry"] = json!("DE"));
    ask(&mut german, "PATCH", "contacts/101", json!({"properties": {"phone": "0151 12345678"}}));
    assert_eq!(calculated(&mut german, "101")["hs_calculated_phone_number"], json!("+4915112345678"));
    german.colleague(NOW).settings().inferred_country = Some("US".into());
    assert_eq!(calculated(&mut german, "101")["hs_calculated_phone_number"], json!("+4915112345678"));
    ask(&mut german, "PATCH", "contacts/102", json!({"properties": {"phone": "0151 12345678"}}));
    assert_eq!(calculated(&mut german, "102")["hs_searchable_calculated_phone_number"], json!("15112345678"));
}

/// The request of section 5.4: two groups of `IN`, national numbers, to be verified by the caller.
#[test]
fn one_search_finds_many_numbers_in_two_properties() {
    let mut sandbox = sandbox();
    // The same national number in two countries, and two contacts with one number.
    for phone in ["+49 212 5550101", "+1 212-555-0101", "0049 212 5550101"] {
        sandbox.colleague(NOW).create(Kind::Contacts, &[("firstname", "Twin"), ("phone", phone)]).expect("created");
    }
    let numbers = json!(["2125550101", "11999990000", "655555555"]);
    let group = |name: &str| json!({"filters": [{"propertyName": name, "operator": "IN", "values": numbers}]});
    let body = json!({"filterGroups": [group("hs_searchable_calculated_phone_number"), group("hs_searchable_calculated_mobile_number")],
        "properties": ["phone"], "limit": 200});
    let (_, answer) = ask_at(&mut sandbox, NOW + 60_000, "POST", "contacts/search", body);
    assert_eq!(
        ids(&answer),
        ["101", "102", "1001", "1002"],
        "not the WhatsApp property, and not 0049, which keeps its country code"
    );
}

#[test]
fn with_phone_validation_a_country_code_is_needed_and_the_text_is_stored_as_e164() {
    let mut sandbox = sandbox();
    sandbox.colleague(NOW).settings().phone_validation = PhoneValidation::CountryCode;
    let (status, answer) = ask(&mut sandbox, "PATCH", "contacts/101", json!({"properties": {"phone": "888-482-7768"}}));
    assert_eq!((status, &answer["category"]), (400, &json!("VALIDATION_ERROR")));
    assert_eq!(answer["errors"][0]["context"]["propertyName"], json!(["phone"]));
    let (status, answer) =
        ask(&mut sandbox, "PATCH", "contacts/101", json!({"properties": {"phone": "+1 888 482-7768"}}));
    assert_eq!((status, &answer["properties"]["phone"]), (200, &json!("+18884827768")));
    let rules = ask(&mut sandbox, "GET", "/crm/property-validations/2026-09/0-1/phone", json!(null)).1;
    assert_eq!(rules["propertyValidationRules"][0]["ruleType"], json!("PHONE_NUMBER_WITH_EXPLICIT_COUNTRY_CODE"));
    let all = ask(&mut sandbox, "GET", "/crm/property-validations/2026-09/0-1", json!(null)).1;
    assert_eq!(all["results"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_masked_number_may_keep_its_digits_for_search_until_it_is_written() {
    let masked = "+55 ** *****-4321";
    let digits = json!("11987654321");
    let mut sandbox = with(|seed| {
        seed["contacts"][1]["properties"] = json!({"phone": masked, "hs_searchable_calculated_phone_number": digits});
    });
    assert_eq!(calculated(&mut sandbox, "102")["hs_searchable_calculated_phone_number"], digits);
    let edit = [("phone", masked), ("hs_searchable_calculated_phone_number", "11987654321")];
    sandbox.colleague(NOW).edit(Kind::Contacts, "103", &edit).expect("edited");
    assert_eq!(calculated(&mut sandbox, "103")["hs_searchable_calculated_phone_number"], digits);
    ask(&mut sandbox, "PATCH", "contacts/102", json!({"properties": {"phone": "+1 212 555 0101"}}));
    assert_eq!(calculated(&mut sandbox, "102")["hs_searchable_calculated_phone_number"], json!("2125550101"));
}
