//! Messages as JavaScript values.

use js_sys::{Function, Object, Reflect};
use linked_contacts::browser::message::{from_js, from_json, json_of, to_js};
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::options::{Keep, OptionsIntent, PastedKey};
use linked_contacts::protocol::page::{FromPage, ToPage};
use linked_contacts::protocol::sender::Sender;
use linked_contacts::protocol::view::{Answer, Change, ChatRef, ToSidebar};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// The largest whole number that JavaScript keeps.
const LARGEST: u64 = (1 << 53) - 1;

fn parsed(json: &str) -> JsValue {
    js_sys::JSON::parse(json).expect("JSON")
}

#[wasm_bindgen_test]
fn an_intent_arrives_as_it_was_sent() {
    let chat = ChatRef { generation: LARGEST, person: "n1-2125550101".to_owned() };
    let contact = "501".parse().expect("an id");
    let shown = Some(Change { before: "(212) 555-0101".to_owned(), after: "+12125550101".to_owned() });
    let intents = [
        Intent::Hello { v: 1 },
        Intent::SetOpen { open: false },
        Intent::Search { op: u32::MAX, chat: chat.clone(), text: "Zoë \"Ω\" \u{1F600}\u{202E}\0".to_owned() },
        Intent::Link { op: 1, chat, contact, shown, take_over: TakeOver([12, 40].into()) },
    ];
    for intent in intents {
        let value = to_js(&intent).expect("a value");
        let text = json_of(&value).expect("a text");
        assert_eq!(from_json(&text), Some(intent));
    }
    let connect = OptionsIntent::Connect { key: PastedKey("pat-na1-x".to_owned()), keep: Keep::OnDevice };
    let text = json_of(&to_js(&connect).expect("a value")).expect("a text");
    assert_eq!(from_json(&text), Some(connect));
}

#[wasm_bindgen_test]
fn an_answer_arrives_as_it_was_sent() {
    let answer = ToSidebar::Answer { op: 7, answer: Answer::Found { candidates: vec![] } };
    assert_eq!(from_js(to_js(&answer).expect("a value")), Some(answer));
}

#[wasm_bindgen_test]
fn the_page_reader_gets_plain_numbers_and_texts() {
    let value =
        to_js(&ToPage::Snapshot { request: LARGEST, stores: vec!["contact", "chat"], since: None }).expect("a value");
    let text = String::from(json_of(&value).expect("a text"));
    assert_eq!(text, r#"{"kind":"snapshot","request":9007199254740991,"stores":["contact","chat"]}"#);
}

#[wasm_bindgen_test]
fn th_6_what_is_no_message_is_none() {
    let cycle = Object::new();
    Reflect::set(&cycle, &"kind".into(), &cycle).expect("set");
    for value in [JsValue::UNDEFINED, Function::new_no_args("").into(), JsValue::bigint_from_str("1"), cycle.into()] {
        assert_eq!(json_of(&value), None);
    }
    let long = "x".repeat(1 << 20);
    for value in [JsValue::NULL, 7.into(), "switch".into(), parsed("[]"), parsed("{}"), JsValue::from_str(&long)] {
        let text = json_of(&value).expect("a text");
        assert_eq!(from_json::<FromPage>(&text), None);
        assert_eq!(from_json::<Intent>(&text), None);
        assert_eq!(from_json::<OptionsIntent>(&text), None);
    }
    let deep = json_of(&parsed(&format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)))).expect("a text");
    assert_eq!(from_json::<FromPage>(&deep), None);
}

#[wasm_bindgen_test]
fn th_6_a_message_of_another_tier_is_none() {
    let connect = to_js(&OptionsIntent::Connect { key: PastedKey("x".repeat(40)), keep: Keep::OnDevice });
    let connect = json_of(&connect.expect("a value")).expect("a text");
    assert_eq!(from_json::<FromPage>(&connect), None);
    assert_eq!(from_json::<Intent>(&connect), None);
    let open = json_of(&to_js(&Intent::OpenOptions).expect("a value")).expect("a text");
    assert_eq!(from_json::<FromPage>(&open), None);
    assert_eq!(from_json::<OptionsIntent>(&open), None);
}

#[wasm_bindgen_test]
fn a_sender_is_read_as_the_browser_gives_it() {
    let stamped =
        parsed(r#"{"id":"a","frameId":4,"tab":{"id":7,"url":"https://web.whatsapp.com/"},"url":"u","origin":"o"}"#);
    let sender: Sender = from_js(stamped).expect("a sender");
    assert_eq!((sender.frame_id, sender.tab.map(|tab| tab.id)), (Some(4), Some(7)));
    assert_eq!(from_js::<Sender>(JsValue::UNDEFINED), None);
}
