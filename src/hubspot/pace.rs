//! This browser's own pace: who may send how much within HubSpot's windows, counted from what was sent.
//!
//! HubSpot allows 5 searches a second for the whole account, shared with every colleague and integration, and about 100 other calls in
//! 10 seconds for one key on the smallest plan. This stays below both. What is sooner or later than the numbers allow is no business of
//! this file: what HubSpot itself says of its limits is heeded by [`super::limits`].

use std::collections::VecDeque;

use super::request::Budget;
use crate::protocol::Millis;

/// Who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// A person's click has begun to write: the write, and the reading back that settles it. Only one of them runs at a time, and what it
    /// rests on must not grow old in a queue (INV-6), so that a few calls of every window are kept for it.
    Write,
    /// A person waits for the answer.
    Person,
    /// The first and the daily pass: at most 3 searches a second.
    Bulk,
    /// A steady pass: at most 1 search a second.
    Steady,
}

impl Lane {
    /// Whether a person waits, for whom passes stand back.
    pub fn is_of_person(self) -> bool {
        match self {
            Lane::Write | Lane::Person => true,
            Lane::Bulk | Lane::Steady => false,
        }
    }
}

/// A second, in milliseconds: the window of searches.
pub(super) const SECOND: u64 = 1000;
/// The window of all other calls.
pub(super) const TEN_SECONDS: u64 = 10_000;

/// Calls of a person in ten seconds.
const PERSON: usize = 90;

/// The calls that were sent lately.
#[derive(Debug, Default, Clone)]
pub(super) struct OwnCalls {
    /// Times of searches in the last second.
    searches: VecDeque<Millis>,
    /// Times of other calls in the last ten seconds.
    general: VecDeque<Millis>,
}

impl OwnCalls {
    /// How many milliseconds a lane has to wait for its next call; 0 = it may go.
    pub fn wait(&mut self, now: Millis, budget: Budget, lane: Lane) -> u64 {
        // A clock that was set back must not hold anybody for longer than the window.
        drop_outside(&mut self.searches, now, SECOND);
        drop_outside(&mut self.general, now, TEN_SECONDS);
        let (times, window, most, gap) = match budget {
            Budget::Search => {
                let gap = match lane {
                    Lane::Write | Lane::Person => 100,
                    Lane::Bulk => pace(Budget::Search),
                    Lane::Steady => SECOND,
                };
                (&self.searches, SECOND, 4, gap)
            }
            Budget::General => {
                let (most, gap) = match lane {
                    Lane::Write => (95, 0),
                    Lane::Person => (PERSON, spread(&self.general, now)),
                    // The list way of a mirror: 8 pages a second.
                    Lane::Bulk => (80, pace(Budget::General)),
                    Lane::Steady => (20, 0),
                };
                (&self.general, TEN_SECONDS, most, gap)
            }
        };
        let spaced = times.back().map_or(0, |last| (last + gap).saturating_sub(now));
        spaced.max(window_wait(times, now, window, most))
    }

    /// A call goes out.
    pub fn count(&mut self, now: Millis, budget: Budget) {
        match budget {
            Budget::Search => self.searches.push_back(now),
            Budget::General => self.general.push_back(now),
        }
    }
}

/// Milliseconds between two requests of a first or daily pass: 3 searches a second, 8 other calls.
pub fn pace(budget: Budget) -> u64 {
    match budget {
        Budget::Search => 334,
        Budget::General => 125,
    }
}

/// The gap that makes what is left of a person's ten seconds last until the first of them is over. The first half is free. Whoever runs
/// through a hundred chats would else use up the rest on those they passed, and wait for the one where they stop.
fn spread(times: &VecDeque<Millis>, now: Millis) -> u64 {
    let Some(first) = times.front().filter(|_| times.len() >= PERSON / 2) else { return 0 };
    let shares = PERSON.saturating_sub(times.len()).saturating_add(1);
    (first + TEN_SECONDS).saturating_sub(now) / u64::try_from(shares).unwrap_or(u64::MAX)
}

/// Forgets calls that lie before a window that ends now.
pub(super) fn drop_outside(times: &mut VecDeque<Millis>, now: Millis, window: u64) {
    times.retain(|&time| time <= now && now - time < window);
}

/// How long until fewer than `most` calls lie in the window.
fn window_wait(times: &VecDeque<Millis>, now: Millis, window: u64, most: usize) -> u64 {
    let Some(over) = (times.len() + 1).checked_sub(most).filter(|over| *over > 0) else { return 0 };
    times.get(over - 1).map_or(0, |time| (time + window).saturating_sub(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Times at which `count` calls go out, by lanes in turn, when each asks again after the wait it was given.
    fn times(lanes: &[Lane], budget: Budget, count: usize) -> Vec<Millis> {
        let (mut calls, mut now, mut out) = (OwnCalls::default(), 1_000_000, Vec::new());
        while out.len() < count {
            match calls.wait(now, budget, lanes[out.len() % lanes.len()]) {
                0 => {
                    calls.count(now, budget);
                    out.push(now);
                }
                wait => now += wait,
            }
        }
        out
    }

    fn most_in(times: &[Millis], window: u64) -> usize {
        times
            .iter()
            .map(|start| times.iter().filter(|time| **time >= *start && **time < start + window).count())
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn inv_16_no_lane_asks_faster_than_it_may() {
        assert!(most_in(&times(&[Lane::Person], Budget::Search, 40), SECOND) <= 4);
        assert!(most_in(&times(&[Lane::Bulk], Budget::Search, 40), SECOND) <= 3);
        assert!(most_in(&times(&[Lane::Steady], Budget::Search, 10), SECOND) <= 1);
        assert!(most_in(&times(&[Lane::Steady], Budget::General, 100), TEN_SECONDS) <= 20);
        assert!(most_in(&times(&[Lane::Bulk], Budget::General, 200), TEN_SECONDS) <= 80);
        assert!(most_in(&times(&[Lane::Bulk], Budget::General, 200), SECOND) <= 8);
        assert!(most_in(&times(&[Lane::Person], Budget::General, 400), TEN_SECONDS) <= 90);
        assert!(most_in(&times(&[Lane::Write], Budget::General, 400), TEN_SECONDS) <= 95);
    }

    #[test]
    fn inv_16_what_is_left_of_a_window_lasts_and_none_of_it_is_wasted() {
        let sent = times(&[Lane::Person], Budget::General, 900);
        let waits: Vec<u64> = sent.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert_eq!(waits[..PERSON / 2 - 1], [0; PERSON / 2 - 1], "the first half is free");
        assert!(waits.iter().all(|wait| *wait <= 250), "{waits:?}");
        // Nine calls a second are what the limit allows.
        let seconds = (sent[899] - sent[0]).div_ceil(SECOND);
        assert!(seconds <= 100, "{seconds} s for ten windows");
    }

    #[test]
    fn inv_6_inv_16_a_write_that_was_begun_waits_for_no_window() {
        // What a click reads first, the write, and the reading back: as fast as they may, for ten windows.
        let sent = times(&[Lane::Person, Lane::Write, Lane::Write], Budget::General, 900);
        assert!(most_in(&sent, TEN_SECONDS) <= 95);
        for click in sent.chunks(3) {
            assert!(click[2] == click[0], "{click:?}");
        }
    }
}
