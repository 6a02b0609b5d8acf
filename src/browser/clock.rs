//! Time, from the browser.

use gloo_timers::future::TimeoutFuture;

use crate::ports::Clock;
use crate::protocol::Millis;

/// The browser's clock. Its time is for display and deadlines; order is told by sequence numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> Millis {
        now()
    }

    async fn sleep(&self, ms: u64) {
        TimeoutFuture::new(u32::try_from(ms).unwrap_or(u32::MAX)).await;
    }
}

/// Milliseconds since 1970; 0 where the browser's clock stands before that.
pub fn now() -> Millis {
    millis(js_sys::Date::now())
}

/// A time as JavaScript has it, in milliseconds since 1970; 0 for times before that and for none.
pub fn millis(time: f64) -> Millis {
    // JavaScript counts whole milliseconds and stays far below 2^53.
    format!("{:.0}", time.max(0.0)).parse().unwrap_or(0)
}
