//! What may be a service key, and that it is never shown.

use linked_contacts::browser::service_key::ServiceKey;
use linked_contacts::ports::NotAKey;
use linked_contacts::protocol::options::PastedKey;
use wasm_bindgen_test::wasm_bindgen_test;

fn read(text: &str) -> Result<ServiceKey, NotAKey> {
    ServiceKey::try_from(PastedKey(text.to_owned()))
}

#[wasm_bindgen_test]
fn a_key_is_one_word_of_plain_characters() {
    let key = "pat-na1-00000000-0000-0000-0000-000000000000";
    for text in [key, &format!("  {key}\n"), "CiRldTEtMDAwMC0wMDAwLTAwMDA_-=", &"a".repeat(200)] {
        assert!(read(text).is_ok(), "{text:?}");
    }
    for text in [
        "",
        "   ",
        "pat-na1-short",
        &"a".repeat(201),
        &format!("{key} {key}"),
        "pat-na1-0000\u{2011}0000-0000-0000",
        &format!("{key}\r\nx-other: 1"),
    ] {
        assert_eq!(read(text), Err(NotAKey), "{text:?}");
    }
}

#[wasm_bindgen_test]
fn th_12_a_key_is_never_shown() {
    let canary = "pat-na1-canary-canary-canary";
    let key = read(canary).expect("a key");
    assert!(!format!("{key:?} {key:#?} {:?}", Some(&key)).contains("canary"));
    assert!(!format!("{:?}", PastedKey(canary.to_owned())).contains("canary"));
}
