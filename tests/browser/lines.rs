//! The open ports, with stand-ins for the browser's.

use js_sys::{Array, Function, Object, Reflect};
use linked_contacts::browser::chrome::Port;
use linked_contacts::browser::lines::{Closed, Lines, NotOpen};
use linked_contacts::ports::TabId;
use linked_contacts::protocol::sender::Role;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const PAGE: Role = Role::Page(TabId(7));

/// A port that keeps what was posted, and what it was posted to.
fn port() -> (Port, Array) {
    let (port, posted) = (Object::new(), Array::new());
    Reflect::set(&port, &"posted".into(), &posted).expect("set");
    for (name, does) in [("postMessage", "this.posted.push(arguments[0])"), ("disconnect", "this.posted.push('cut')")] {
        Reflect::set(&port, &name.into(), &Function::new_no_args(does)).expect("set");
    }
    (port.unchecked_into(), posted)
}

fn closed_port() -> Port {
    let port = Object::new();
    Reflect::set(&port, &"postMessage".into(), &Function::new_no_args("throw new Error('closed')")).expect("set");
    port.unchecked_into()
}

#[wasm_bindgen_test]
fn a_page_reader_that_renews_its_line_is_spoken_to_once_and_is_not_gone() {
    let (lines, (old, on_old), (new, on_new)) = (Lines::default(), port(), port());
    lines.add(2, PAGE, old);
    lines.add(3, PAGE, new);
    lines.say_to_page(TabId(7), &"hi".into());
    assert_eq!((on_old.length(), on_new.length()), (0, 1));
    assert_eq!(lines.close(2), Closed::Nothing);
    assert!(lines.has_page());
    assert_eq!(lines.close(3), Closed::Last(PAGE));
    assert_eq!(lines.close(3), Closed::Nothing);
    assert!(!lines.has_page());
}

#[wasm_bindgen_test]
fn inv_13_a_view_goes_to_its_own_tab_alone() {
    let lines = Lines::default();
    let (one, two, panel) = (port(), port(), port());
    lines.add(2, Role::Sidebar(TabId(7)), closed_port());
    lines.add(4, Role::Sidebar(TabId(7)), one.0);
    lines.add(6, Role::Sidebar(TabId(8)), two.0);
    lines.add(8, Role::Sidebar(TabId::PANEL), panel.0);
    lines.say_to_all(Role::Sidebar(TabId(7)), &"view".into());
    assert_eq!([one.1.length(), two.1.length(), panel.1.length()], [1, 0, 0]);
}

#[wasm_bindgen_test]
fn th_6_a_line_that_is_not_open_is_not_heard() {
    let lines = Lines::default();
    assert_eq!(lines.hear(2, &JsValue::NULL), Err(NotOpen));
    lines.add(2, PAGE, port().0);
    assert!(matches!(lines.hear(2, &"fact".into()), Ok(Some((PAGE, _)))));
    lines.close(2);
    assert_eq!(lines.hear(2, &"fact".into()), Err(NotOpen));
}

#[wasm_bindgen_test]
fn th_6_a_line_that_says_too_much_is_not_heard() {
    let lines = Lines::default();
    lines.add(2, PAGE, port().0);
    lines.add(4, PAGE, port().0);
    let long: JsValue = "x".repeat(4 << 20).into();
    assert_eq!(lines.hear(2, &long), Ok(None));
    let heard = (0..2_000).filter(|_| matches!(lines.hear(2, &"fact".into()), Ok(Some(_)))).count();
    // One second may end while this runs.
    assert!((199..=800).contains(&heard), "{heard}");
    assert!(matches!(lines.hear(4, &"fact".into()), Ok(Some(_))), "another line has its own allowance");
}

#[wasm_bindgen_test]
fn f_39_after_a_panic_every_line_is_cut() {
    let (lines, (one, on_one), (two, on_two)) = (Lines::default(), port(), port());
    lines.add(2, PAGE, one);
    lines.add(4, Role::Options, two);
    lines.cut_all();
    assert_eq!((on_one.get(0), on_two.get(0)), ("cut".into(), "cut".into()));
    assert_eq!(lines.hear(2, &"fact".into()), Err(NotOpen));
}
