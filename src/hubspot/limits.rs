//! How fast HubSpot may be asked. One governor for all callers: people go before passes, and a wait that HubSpot asks for holds everyone.
//!
//! HubSpot allows 5 searches a second for the whole account, shared with every colleague and integration, and about 100 other calls in
//! 10 seconds for one key on the smallest plan. This stays well below both. Where HubSpot tells what is left, passes leave the rest to
//! people; where its answers break again and again, passes stop for half an hour (F12).

use std::collections::VecDeque;

use super::request::{Budget, Left};
use crate::protocol::Millis;

/// Who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// A person waits for the answer.
    Person,
    /// The first and the daily pass: at most 3 searches a second.
    Bulk,
    /// A steady pass: at most 1 search a second.
    Steady,
}

/// The shared governor.
#[derive(Debug, Default)]
pub struct Governor {
    /// Times of searches in the last second.
    searches: VecDeque<Millis>,
    /// Times of other calls in the last ten seconds.
    general: VecDeque<Millis>,
    /// HubSpot asked to wait until then.
    held_until: Millis,
    /// People wait until then for their turn: passes stand back.
    person_until: Millis,
    /// Passes stand back until then: little is left of a limit, or the circuit breaker is open.
    passes_until: Millis,
    /// Times of broken answers in the last ten minutes.
    breakages: VecDeque<Millis>,
}

/// What the governor knows, for the diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GovernorState {
    /// Seconds for which everybody waits.
    pub held_for: u32,
    /// Seconds for which passes wait.
    pub passes_held_for: u32,
    /// Broken answers in the last ten minutes.
    pub breakages: usize,
}

const SECOND: u64 = 1000;
const TEN_SECONDS: u64 = 10_000;
/// Calls of a burst, and of a day, that passes leave to people.
const LEFT_TO_PEOPLE: (u32, u32) = (20, 2_000);
/// So many broken answers in so many milliseconds open the circuit breaker for so long.
const BREAKER: (usize, u64, u64) = (5, 10 * 60 * SECOND, 30 * 60 * SECOND);

impl Governor {
    /// Takes a turn at once (`Ok`), or tells how many milliseconds to wait before asking again (`Err`).
    pub fn take(&mut self, now: Millis, budget: Budget, lane: Lane) -> Result<(), u64> {
        // A clock that was set back must not hold anybody for longer than the window.
        drop_outside(&mut self.searches, now, SECOND);
        drop_outside(&mut self.general, now, TEN_SECONDS);
        let wait = self.held_until.saturating_sub(now).max(self.wait_for_window(now, budget, lane)).max(match lane {
            Lane::Person => 0,
            Lane::Bulk | Lane::Steady => self.person_until.max(self.passes_until).saturating_sub(now),
        });
        if wait > 0 {
            if lane == Lane::Person {
                self.person_until = now + wait.min(SECOND);
            }
            return Err(wait);
        }
        match budget {
            Budget::Search => self.searches.push_back(now),
            Budget::General => self.general.push_back(now),
        }
        Ok(())
    }

    /// HubSpot asked everyone to wait.
    pub fn hold(&mut self, now: Millis, seconds: u32) {
        self.held_until = self.held_until.max(now + u64::from(seconds) * SECOND);
    }

    /// HubSpot's limit for today is reached: passes wait until the account's midnight, people may try.
    pub fn hold_passes(&mut self, until: Millis) {
        self.passes_until = self.passes_until.max(until);
    }

    /// Takes note of what HubSpot says is left.
    pub fn note_left(&mut self, now: Millis, left: Left) {
        let (burst, daily) = LEFT_TO_PEOPLE;
        if left.burst.is_some_and(|calls| calls < burst) {
            self.hold_passes(now + TEN_SECONDS);
        }
        if left.daily.is_some_and(|calls| calls < daily) {
            self.hold_passes(now + 60 * 60 * SECOND);
        }
    }

    /// Takes note of an answer that could not be used.
    pub fn note_breakage(&mut self, now: Millis) {
        let (most, window, pause) = BREAKER;
        drop_outside(&mut self.breakages, now, window);
        self.breakages.push_back(now);
        if self.breakages.len() >= most {
            self.breakages.clear();
            self.hold_passes(now + pause);
        }
    }

    /// What it knows.
    pub fn state(&self, now: Millis) -> GovernorState {
        let seconds = |until: Millis| u32::try_from(until.saturating_sub(now).div_ceil(SECOND)).unwrap_or(u32::MAX);
        GovernorState {
            held_for: self.held_for(now),
            passes_held_for: seconds(self.passes_until),
            breakages: self.breakages.len(),
        }
    }

    /// Seconds until HubSpot may be asked again; 0 = now.
    pub fn held_for(&self, now: Millis) -> u32 {
        u32::try_from(self.held_until.saturating_sub(now).div_ceil(SECOND)).unwrap_or(u32::MAX)
    }

    fn wait_for_window(&self, now: Millis, budget: Budget, lane: Lane) -> u64 {
        match budget {
            Budget::Search => {
                let gap = match lane {
                    Lane::Person => 100,
                    Lane::Bulk => 334,
                    Lane::Steady => SECOND,
                };
                let spaced = self.searches.back().map_or(0, |last| (last + gap).saturating_sub(now));
                spaced.max(window_wait(&self.searches, now, SECOND, 4))
            }
            Budget::General => {
                let most = match lane {
                    // The list way of a mirror reads 8 pages a second.
                    Lane::Person => 95,
                    Lane::Bulk => 80,
                    Lane::Steady => 20,
                };
                window_wait(&self.general, now, TEN_SECONDS, most)
            }
        }
    }
}

fn drop_outside(times: &mut VecDeque<Millis>, now: Millis, window: u64) {
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

    /// Times at which `count` calls of a lane go out, when each asks again after the wait it was given.
    fn times(lane: Lane, budget: Budget, count: usize) -> Vec<Millis> {
        let (mut governor, mut now, mut out) = (Governor::default(), 1_000_000, Vec::new());
        while out.len() < count {
            match governor.take(now, budget, lane) {
                Ok(()) => out.push(now),
                Err(wait) => now += wait,
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
    fn no_lane_searches_faster_than_it_may() {
        assert!(most_in(&times(Lane::Person, Budget::Search, 40), SECOND) <= 4);
        assert!(most_in(&times(Lane::Bulk, Budget::Search, 40), SECOND) <= 3);
        assert!(most_in(&times(Lane::Steady, Budget::Search, 10), SECOND) <= 1);
        assert!(most_in(&times(Lane::Steady, Budget::General, 100), TEN_SECONDS) <= 20);
    }

    #[test]
    fn f_8_a_wait_that_hubspot_asks_for_holds_everyone() {
        let mut governor = Governor::default();
        governor.hold(0, 12);
        for lane in [Lane::Person, Lane::Bulk, Lane::Steady] {
            assert_eq!(governor.take(2_000, Budget::General, lane), Err(10_000));
        }
        assert_eq!((governor.held_for(2_000), governor.take(12_000, Budget::General, Lane::Person)), (10, Ok(())));
    }

    #[test]
    fn a_person_who_waits_goes_before_a_pass() {
        let mut governor = Governor::default();
        for at in [0, 100, 200, 300] {
            assert_eq!(governor.take(at, Budget::Search, Lane::Person), Ok(()));
        }
        let wait = governor.take(400, Budget::Search, Lane::Person).expect_err("the window is full");
        assert!(governor.take(400 + wait, Budget::Search, Lane::Person).is_ok());
        assert!(governor.take(400 + wait, Budget::Search, Lane::Bulk).is_err());
    }

    #[test]
    fn f_12_broken_answers_stop_passes_and_not_people() {
        let mut governor = Governor::default();
        for minute in 0..5 {
            governor.note_breakage(minute * 60_000);
        }
        let now = 5 * 60_000;
        assert_eq!(governor.take(now, Budget::General, Lane::Person), Ok(()));
        assert!(governor.take(now, Budget::Search, Lane::Steady).is_err());
        assert!(governor.state(now).passes_held_for > 25 * 60);
        let mut rare = Governor::default();
        for hour in 0..9 {
            rare.note_breakage(hour * 3_600_000);
        }
        assert_eq!(rare.take(9 * 3_600_000, Budget::Search, Lane::Steady), Ok(()));
    }

    #[test]
    fn f_8_passes_leave_what_is_left_to_people() {
        let mut governor = Governor::default();
        governor.note_left(0, Left { burst: Some(3), daily: Some(200_000) });
        assert_eq!(governor.take(1, Budget::General, Lane::Person), Ok(()));
        assert!(governor.take(1, Budget::General, Lane::Bulk).is_err());
        assert_eq!(governor.take(TEN_SECONDS + 1, Budget::General, Lane::Bulk), Ok(()));
        governor.note_left(TEN_SECONDS, Left { burst: None, daily: Some(12) });
        assert!(governor.take(600_000, Budget::Search, Lane::Steady).is_err());
    }

    #[test]
    fn f_15_a_clock_set_back_holds_nobody() {
        let mut governor = Governor::default();
        assert_eq!(governor.take(9_000_000, Budget::Search, Lane::Steady), Ok(()));
        assert_eq!(governor.take(5, Budget::Search, Lane::Steady), Ok(()));
    }
}
