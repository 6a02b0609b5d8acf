//! Whether what a person presses is what they see (TH-5).
//!
//! A page can lay something over the frame, make it transparent or move it under the pointer. So what writes to HubSpot is armed only
//! after the frame has been wholly visible, with nothing on or before it, for half a second; showing, resizing and another chat start the
//! half second anew. The browser tells by an IntersectionObserver with `trackVisibility`
//! (<https://w3c.github.io/IntersectionObserver/v2/>), which looks at the page around the frame too. Where it does not know that, plain
//! visibility counts. In the side panel there is no page around, and everything is armed at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::document::{document, is_framed, is_hidden, root, window};
use super::listener::forever;
use super::timer::{Timer, after};

/// How long the frame must have been visible, in milliseconds.
const LONG_ENOUGH: u32 = 500;
/// How often the browser may look, in milliseconds; its lowest.
const LOOKS_EVERY: u32 = 100;
/// The share that must be inside the window: all of it, apart from rounding.
const WHOLE: f64 = 0.99;

/// Whether a press can be trusted to be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arming {
    Armed,
    Unarmed,
}

/// Watches the frame for the page's whole life.
pub struct Watch {
    tell: Box<dyn Fn(Arming)>,
    framed: bool,
    seen: Cell<bool>,
    timer: RefCell<Option<Timer>>,
}

impl Watch {
    /// Starts unarmed, and tells each change.
    pub fn start(tell: impl Fn(Arming) + 'static) -> Rc<Watch> {
        let framed = is_framed();
        let watch = Rc::new(Watch { tell: Box::new(tell), framed, seen: Cell::new(false), timer: RefCell::new(None) });
        if framed {
            watch.observe();
            watch.begin_anew_on("resize", window().map(JsValue::from));
            watch.begin_anew_on("visibilitychange", document().map(JsValue::from));
        } else {
            (watch.tell)(Arming::Armed);
        }
        watch
    }

    /// What is shown has changed: the half second begins anew.
    pub fn begin_anew(self: &Rc<Self>) {
        if !self.framed {
            return;
        }
        (self.tell)(Arming::Unarmed);
        let watch = Rc::clone(self);
        let timer = (self.seen.get() && !is_hidden()).then(|| after(LONG_ENOUGH, move || (watch.tell)(Arming::Armed)));
        self.timer.replace(timer);
    }

    fn observe(self: &Rc<Self>) {
        let watch = Rc::clone(self);
        let looked = forever(move |entries: JsValue| {
            let Some(entry) = Array::from(&entries).iter().last() else { return };
            let seen = is_seen(entry.unchecked_ref());
            if watch.seen.replace(seen) != seen {
                watch.begin_anew();
            }
        });
        let init = IntersectionObserverInit::new();
        init.set_threshold(&Array::of3(&0.into(), &WHOLE.into(), &1.into()));
        let _ = Reflect::set(&init, &"trackVisibility".into(), &true.into());
        let _ = Reflect::set(&init, &"delay".into(), &LOOKS_EVERY.into());
        if let (Ok(observer), Some(root)) = (IntersectionObserver::new_with_options(&looked, &init), root()) {
            observer.observe(&root);
        }
    }

    fn begin_anew_on(self: &Rc<Self>, event: &str, target: Option<JsValue>) {
        let watch = Rc::clone(self);
        let happened = forever(move |_| watch.begin_anew());
        if let Some(target) = target {
            let target: &web_sys::EventTarget = target.unchecked_ref();
            let _ = target.add_event_listener_with_callback(event, &happened);
        }
    }
}

fn is_seen(entry: &IntersectionObserverEntry) -> bool {
    let whole = entry.is_intersecting() && entry.intersection_ratio() >= WHOLE;
    // A browser that does not track visibility has no `isVisible`.
    let unobscured = Reflect::get(entry, &"isVisible".into()).ok().and_then(|value| value.as_bool()).unwrap_or(true);
    whole && unobscured
}
