//! Timers that end with what holds them.

use gloo_timers::callback::{Interval, Timeout};

/// A call that is to come. Dropped, it does not come.
pub struct Timer(#[expect(dead_code, reason = "held for its drop")] Kind);

enum Kind {
    Once(#[expect(dead_code, reason = "held for its drop")] Timeout),
    Again(#[expect(dead_code, reason = "held for its drop")] Interval),
}

/// Once, after `ms` milliseconds.
pub fn after(ms: u32, run: impl FnOnce() + 'static) -> Timer {
    Timer(Kind::Once(Timeout::new(ms, run)))
}

/// Every `ms` milliseconds. The browser makes it slower where the page is hidden.
pub fn every(ms: u32, run: impl FnMut() + 'static) -> Timer {
    Timer(Kind::Again(Interval::new(ms, run)))
}
