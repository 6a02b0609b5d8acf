//! The browser's clock.

use linked_contacts::browser::clock::{BrowserClock, now};
use linked_contacts::browser::message::{from_json, json_of, to_js};
use linked_contacts::ports::Clock;
use linked_contacts::protocol::view::PassView;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_time_is_the_browsers_and_arrives_in_a_view_as_it_was() {
    let before = now();
    BrowserClock.sleep(20).await;
    let after = BrowserClock.now();
    assert!((20..5_000).contains(&(after - before)), "{} ms", after - before);
    // Whole milliseconds since 1970: later than this test was written, before the year 3000.
    assert!((1_700_000_000_000..32_503_680_000_000).contains(&before), "{before}");
    let view = PassView::Checked { at: before };
    let text = json_of(&to_js(&view).expect("a value")).expect("a text");
    assert_eq!(from_json(&text), Some(view));
}
