//! How much a port may say: bytes of one message, messages in a second. What goes beyond is dropped and counted (TH-6).
//!
//! The page tier has the most, because whole address books come that way; it is also the one that must be expected to be hostile.

use super::{Millis, Tier};

/// Length of the window in milliseconds.
const WINDOW: Millis = 1000;

/// What a port has said in the current window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    tier: Tier,
    since: Millis,
    taken: u32,
}

/// Why a message is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// One message is too large.
    Size,
    /// Too many messages in a second.
    Rate,
}

impl Allowance {
    /// A fresh one.
    pub fn new(tier: Tier) -> Self {
        Allowance { tier, since: 0, taken: 0 }
    }

    /// Takes one message, `length` UTF-16 units as JSON. Those that are dropped count too.
    pub fn take(&mut self, now: Millis, length: u32) -> Result<(), Excess> {
        // A clock that was set back begins a new window, so that it silences nobody.
        if now < self.since || now - self.since >= WINDOW {
            (self.since, self.taken) = (now, 0);
        }
        self.taken = self.taken.saturating_add(1);
        let (most, longest) = limits(self.tier);
        if self.taken > most {
            Err(Excess::Rate)
        } else if length > longest {
            Err(Excess::Size)
        } else {
            Ok(())
        }
    }
}

/// Messages in a second, and length of one.
fn limits(tier: Tier) -> (u32, u32) {
    match tier {
        Tier::Page => (200, 4 << 20),
        Tier::Sidebar | Tier::Options => (50, 64 << 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn th_6_the_message_after_the_last_allowed_one_is_dropped() {
        for (tier, most) in [(Tier::Page, 200), (Tier::Sidebar, 50), (Tier::Options, 50)] {
            let mut allowance = Allowance::new(tier);
            let taken = (0..1000).filter(|_| allowance.take(5_000, 10).is_ok()).count();
            assert_eq!(taken, most, "{tier:?}");
            assert_eq!(allowance.take(5_999, 10), Err(Excess::Rate), "{tier:?}");
            assert_eq!(allowance.take(6_000, 10), Ok(()), "{tier:?}");
        }
    }

    #[test]
    fn th_6_a_message_that_is_too_long_is_dropped_and_the_next_is_heard() {
        for (tier, longest) in [(Tier::Page, 4 << 20), (Tier::Sidebar, 64 << 10), (Tier::Options, 64 << 10)] {
            let mut allowance = Allowance::new(tier);
            assert_eq!(allowance.take(0, longest + 1), Err(Excess::Size), "{tier:?}");
            assert_eq!(allowance.take(0, longest), Ok(()), "{tier:?}");
        }
    }

    #[test]
    fn f_15_a_clock_set_back_silences_nobody() {
        let mut allowance = Allowance::new(Tier::Sidebar);
        while allowance.take(9_000_000, 1).is_ok() {}
        assert_eq!(allowance.take(5, 1), Ok(()));
    }
}
