//! Whether what a person presses is what they see (TH-5).
//!
//! A page can lay something over the frame, make it transparent or move it under the pointer. So what writes to HubSpot is armed only
//! after it has been wholly visible, with nothing on or before it, for half a second; a resize, a return to the tab and another chat
//! start the half second anew. The browser tells by an IntersectionObserver with `trackVisibility`
//! (<https://w3c.github.io/IntersectionObserver/v2/>), which looks at the page around the frame too. It looks at the control itself and
//! not at the frame as a whole, because a dialog of our own covers the rest of the frame; and it counts a control that is drawn with
//! opacity as not seen, so unarmed controls are shown so by colour. Where the browser does not track visibility, plain visibility
//! counts. In the side panel there is no page around, and everything is armed at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::document::{document, is_framed, is_hidden, window};
use super::timer::{Timer, after};

/// How long a control must have been visible, in milliseconds.
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

/// Watches one control; ends when dropped.
pub struct Sight {
    observer: Option<IntersectionObserver>,
    events: Vec<(EventTarget, &'static str)>,
    looked: Closure<dyn Fn(JsValue)>,
    changed: Closure<dyn Fn(JsValue)>,
}

struct Control {
    tell: Box<dyn Fn(Arming)>,
    seen: Cell<bool>,
    timer: RefCell<Option<Timer>>,
}

impl Sight {
    /// Watches a control, which counts as unarmed until it is told otherwise.
    pub fn of(element: &Element, tell: impl Fn(Arming) + 'static) -> Sight {
        let control = Rc::new(Control { tell: Box::new(tell), seen: Cell::new(false), timer: RefCell::new(None) });
        let (looks, changes) = (Rc::clone(&control), Rc::clone(&control));
        let mut sight = Sight {
            observer: None,
            events: Vec::new(),
            looked: Closure::new(move |entries: JsValue| looks.look(&entries)),
            changed: Closure::new(move |_| changes.begin_anew()),
        };
        if is_framed() {
            sight.observe(element);
            sight.begin_anew_on("resize", window().map(Into::into));
            sight.begin_anew_on("visibilitychange", document().map(Into::into));
        } else {
            (control.tell)(Arming::Armed);
        }
        sight
    }

    fn observe(&mut self, element: &Element) {
        let init = IntersectionObserverInit::new();
        init.set_threshold(&Array::of3(&0.into(), &WHOLE.into(), &1.into()));
        let _ = Reflect::set(&init, &"trackVisibility".into(), &true.into());
        let _ = Reflect::set(&init, &"delay".into(), &LOOKS_EVERY.into());
        if let Ok(observer) = IntersectionObserver::new_with_options(self.looked.as_ref().unchecked_ref(), &init) {
            observer.observe(element);
            self.observer = Some(observer);
        }
    }

    fn begin_anew_on(&mut self, event: &'static str, target: Option<EventTarget>) {
        if let Some(target) = target {
            let _ = target.add_event_listener_with_callback(event, self.changed.as_ref().unchecked_ref());
            self.events.push((target, event));
        }
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
        for (target, event) in &self.events {
            let _ = target.remove_event_listener_with_callback(event, self.changed.as_ref().unchecked_ref());
        }
    }
}

impl Control {
    fn look(self: &Rc<Self>, entries: &JsValue) {
        let Some(entry) = Array::from(entries).iter().last() else { return };
        let seen = is_seen(entry.unchecked_ref());
        if self.seen.replace(seen) != seen {
            self.begin_anew();
        }
    }

    fn begin_anew(self: &Rc<Self>) {
        (self.tell)(Arming::Unarmed);
        let control = Rc::clone(self);
        let seen = self.seen.get() && !is_hidden();
        self.timer.replace(seen.then(|| after(LONG_ENOUGH, move || (control.tell)(Arming::Armed))));
    }
}

fn is_seen(entry: &IntersectionObserverEntry) -> bool {
    let whole = entry.is_intersecting() && entry.intersection_ratio() >= WHOLE;
    // A browser that does not track visibility has no `isVisible`.
    let unobscured = Reflect::get(entry, &"isVisible".into()).ok().and_then(|value| value.as_bool()).unwrap_or(true);
    whole && unobscured
}
