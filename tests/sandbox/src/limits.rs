//! Rate limits (section 6.5 of the facts): searches by the second for the whole account, other calls by ten seconds for one key, all
//! calls by the day. Windows roll, which is the stricter reading. A refused call does not count.

use std::collections::{BTreeMap, VecDeque};

use crate::dates;
use crate::errors::{Failure, daily_limit, secondly_limit, ten_secondly_limit};
use crate::settings::Limits;

const SECOND: u64 = 1_000;
const TEN_SECONDS: u64 = 10_000;

/// What was used of an account's limits.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    searches: VecDeque<u64>,
    calls: BTreeMap<usize, VecDeque<u64>>,
    day: u64,
    today: u32,
}

/// What a call counts against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// A search.
    Search,
    /// Anything else.
    General,
}

impl Usage {
    /// Counts a call of a key, or refuses it. `offset` = milliseconds that the account's time zone is ahead of UTC.
    ///
    /// # Errors
    /// The 429 that HubSpot answers.
    pub fn take(&mut self, now: u64, offset: i64, key: usize, budget: Budget, limits: &Limits) -> Result<(), Failure> {
        let day = dates::midnight(now, offset);
        if day != self.day {
            (self.day, self.today) = (day, 0);
        }
        if self.today >= limits.daily {
            return Err(daily_limit());
        }
        let (window, length, most, refusal): (_, _, _, fn() -> Failure) = match budget {
            Budget::Search => {
                let most = limits.searches_per_second.saturating_sub(limits.searches_taken);
                (&mut self.searches, SECOND, most, secondly_limit)
            }
            Budget::General => (self.calls.entry(key).or_default(), TEN_SECONDS, limits.burst, ten_secondly_limit),
        };
        window.retain(|at| *at <= now && now - at < length);
        if window.len() >= usize::try_from(most).unwrap_or(usize::MAX) {
            return Err(refusal());
        }
        window.push_back(now);
        self.today += 1;
        Ok(())
    }

    /// The headers of an answer. Search answers carry the daily pair only.
    pub fn headers(&self, now: u64, key: usize, budget: Budget, limits: &Limits) -> Vec<(String, String)> {
        let daily = [("daily", limits.daily), ("daily-remaining", limits.daily.saturating_sub(self.today))];
        let mut told: Vec<(&str, u32)> = daily.into();
        if budget == Budget::General {
            let calls = self.calls.get(&key);
            let within = |length: u64| calls.into_iter().flatten().filter(|at| now - **at < length).count();
            let left = |most: u32, length: u64| most.saturating_sub(u32::try_from(within(length)).unwrap_or(u32::MAX));
            told.extend([
                ("interval-milliseconds", 10_000),
                ("max", limits.burst),
                ("remaining", left(limits.burst, TEN_SECONDS)),
                ("secondly", limits.burst / 10),
                ("secondly-remaining", left(limits.burst / 10, SECOND)),
            ]);
        }
        told.into_iter().map(|(name, value)| (format!("x-hubspot-ratelimit-{name}"), value.to_string())).collect()
    }

    /// Calls counted since midnight.
    pub fn today(&self) -> u32 {
        self.today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_8_no_second_holds_more_than_five_searches() {
        let (mut usage, limits) = (Usage::default(), Limits::default());
        let mut ask = |now, key| usage.take(now, 0, key, Budget::Search, &limits).map_err(|failure| failure.status);
        for at in [0, 100, 200, 300, 400] {
            assert_eq!(ask(at, 0), Ok(()));
        }
        // Another key of the same account shares the five.
        assert_eq!((ask(999, 1), ask(1_000, 1), ask(1_001, 0), ask(1_100, 0)), (Err(429), Ok(()), Err(429), Ok(())));
    }

    #[test]
    fn other_integrations_leave_less() {
        let (mut usage, limits) = (Usage::default(), Limits { searches_taken: 4, ..Limits::default() });
        assert!(usage.take(0, 0, 0, Budget::Search, &limits).is_ok());
        assert!(usage.take(1, 0, 0, Budget::Search, &limits).is_err());
    }

    #[test]
    fn ten_seconds_are_counted_for_each_key_and_days_for_the_account() {
        let (mut usage, limits) = (Usage::default(), Limits { burst: 2, daily: 4, ..Limits::default() });
        let day = 86_400_000;
        let mut ask = |now: u64, key| {
            let taken = usage.take(100 * day + now, -3 * 3_600_000, key, Budget::General, &limits);
            taken.map_err(|failure| failure.body["policyName"].as_str().map(str::to_owned))
        };
        let burst = Err(Some("TEN_SECONDLY_ROLLING".to_owned()));
        assert_eq!((ask(0, 0), ask(1, 0), ask(2, 0), ask(3, 1)), (Ok(()), Ok(()), burst, Ok(())));
        assert_eq!((ask(20_000, 0), ask(40_000, 0)), (Ok(()), Err(Some("DAILY".to_owned()))));
        assert_eq!(ask(3 * 3_600_000, 0), Ok(()), "midnight in the account's time zone");
    }

    #[test]
    fn search_answers_carry_the_daily_pair_only() {
        let (mut usage, limits) = (Usage::default(), Limits::default());
        usage.take(5, 0, 0, Budget::General, &limits).expect("room");
        let names = |budget| usage.headers(5, 0, budget, &limits).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(Budget::Search), ["x-hubspot-ratelimit-daily", "x-hubspot-ratelimit-daily-remaining"]);
        let general = usage.headers(5, 0, Budget::General, &limits);
        assert!(general.contains(&("x-hubspot-ratelimit-remaining".into(), "99".into())), "{general:?}");
    }
}
