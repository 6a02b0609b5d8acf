//! How fast HubSpot may be asked. One governor for all callers: people go before passes, and a wait that HubSpot asks for holds everyone.
//! What this browser sends by its own count is [`super::pace`]'s business.

use std::collections::VecDeque;

use super::ids::PortalId;
use super::pace::{Lane, OwnCalls, SECOND, TEN_SECONDS, drop_outside};
use super::pause::Pause;
use super::request::{Budget, LimitHeaders};
use crate::protocol::Millis;
use crate::protocol::options::{PassesRest, Traffic};

/// The shared governor.
#[derive(Debug, Default, Clone)]
pub struct Governor {
    /// Whose limits these are: the account that was connected last.
    account: Option<PortalId>,
    /// What was sent lately.
    own: OwnCalls,
    /// HubSpot asked to wait until then.
    held_until: Millis,
    /// HubSpot refused a search: the account's searches of that second were used up. Nobody searches until then; other calls have a limit of
    /// their own.
    searches_held_until: Millis,
    /// HubSpot has refused again and again: passes stand back until then, longer each time.
    backed_off_until: Millis,
    /// People wait until then for their turn: passes stand back.
    person_until: Millis,
    /// Passes stand back until then: the day's limit is used up, or HubSpot's answers make no sense.
    passes_until: Millis,
    /// Why.
    passes_rest: Option<PassesRest>,
    /// HubSpot says that the ten seconds are nearly used up by whoever shares this key: passes ask nothing but searches until then.
    spare_until: Millis,
    /// HubSpot says that they are used up: nobody does.
    empty_until: Millis,
    /// What HubSpot said last of its limits.
    told: LimitHeaders,
    /// Requests of passes that failed in this worker's life.
    failed: u32,
    /// Refusals to answer in a row.
    refusals: u32,
    /// Times of answers that could not be understood in the last ten minutes.
    unreadable: VecDeque<Millis>,
    /// What this machine's clock showed last.
    clock: Millis,
    /// Milliseconds by which HubSpot's clock is ahead of this machine's, by its last answer.
    ahead: Option<i64>,
}

/// What a refusal holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Every call: HubSpot said how long, or the limit is one of them all.
    Everything,
    /// Searches alone.
    Searches,
}

const MINUTE: u64 = 60_000;
/// The longest that is ever waited without asking again, in milliseconds: HubSpot's own longest wait.
const DAY: u64 = 24 * 60 * MINUTE;
/// The longest that passes stand back, in milliseconds.
const HOUR: u64 = 60 * MINUTE;
/// The longest wait of a pass that is not HubSpot's own word, in seconds.
const LONGEST_BACK_OFF: u32 = 300;
/// Passes leave this part of what ten seconds allow to people: one in ten.
const SPARE: u32 = 10;
/// The same for the day: one in twenty.
const SPARE_OF_DAY: u32 = 20;
/// Answers that cannot be understood after which passes stand back (F12).
const TOO_MANY_UNREADABLE: usize = 5;
/// How long such an answer counts, in milliseconds.
const UNREADABLE_COUNTS: u64 = 10 * MINUTE;

impl Governor {
    /// An account is connected. What another one has asked for does not hold it; what this browser has sent stays counted.
    pub fn serve(&mut self, portal: &PortalId) {
        if self.account.as_ref().is_some_and(|held| held != portal) {
            *self = Governor { own: std::mem::take(&mut self.own), clock: self.clock, ..Governor::default() };
        }
        self.account = Some(portal.clone());
    }

    /// Takes a turn at once (`Ok`), or tells how many milliseconds to wait before asking again (`Err`).
    pub fn take(&mut self, now: Millis, budget: Budget, lane: Lane) -> Result<(), u64> {
        self.heed_clock(now);
        let wait = [
            self.held_until.saturating_sub(now),
            self.own.wait(now, budget, lane),
            self.wait_for_others(now, budget, lane),
            match budget {
                Budget::Search => self.searches_held_until.saturating_sub(now),
                Budget::General => 0,
            },
            if lane.is_of_person() {
                0
            } else {
                self.person_until.max(self.passes_until).max(self.backed_off_until).saturating_sub(now)
            },
        ];
        let wait = wait.into_iter().max().unwrap_or(0);
        if wait > 0 {
            if lane.is_of_person() {
                self.person_until = now + wait.min(SECOND);
            }
            return Err(wait);
        }
        self.own.count(now, budget);
        Ok(())
    }

    /// HubSpot asked to wait for so many seconds at least. Passes wait twice as long after each refusal in a row. People do not: it is the
    /// passes that make room, and the limit that colleagues use up begins anew each second. The milliseconds of the clock are added, so
    /// that colleagues who were refused together do not come back together.
    pub fn hold(&mut self, now: Millis, seconds: u32, held: Held) {
        self.heed_clock(now);
        let doubled = 1_u32.checked_shl(self.refusals).unwrap_or(LONGEST_BACK_OFF).min(LONGEST_BACK_OFF);
        self.refusals = self.refusals.saturating_add(1);
        let until = |least: u32| now + u64::from(seconds.max(least)) * SECOND + now % SECOND;
        let everybody = match held {
            Held::Everything => &mut self.held_until,
            Held::Searches => &mut self.searches_held_until,
        };
        *everybody = (*everybody).max(until(0));
        self.backed_off_until = self.backed_off_until.max(until(doubled));
    }

    /// HubSpot answered.
    pub fn answered(&mut self) {
        self.refusals = 0;
    }

    /// The day's limit is used up. When HubSpot's day ends is not known here, so one pass an hour asks.
    pub fn day_is_used_up(&mut self, now: Millis) {
        self.heed_clock(now);
        self.passes_rest = Some(PassesRest::DayUsedUp);
        self.passes_until = now + HOUR;
    }

    /// Obeys what HubSpot says of its limits: they are shared with everybody who uses the same key or account, so that what this browser has
    /// asked itself tells only a part. What is left last is for people.
    pub fn heed_headers(&mut self, now: Millis, told: &LimitHeaders) {
        self.heed_clock(now);
        let old = self.told;
        self.told = LimitHeaders {
            most: told.most.or(old.most),
            left: told.left.or(old.left),
            daily: told.daily.or(old.daily),
            daily_left: told.daily_left.or(old.daily_left),
        };
        if let (Some(most), Some(left)) = (told.most, told.left) {
            if left < most / SPARE {
                self.spare_until = now + TEN_SECONDS;
            }
            if left == 0 {
                self.empty_until = now + SECOND;
            }
        }
        if let (Some(daily), Some(left)) = (told.daily, told.daily_left)
            && left < daily / SPARE_OF_DAY
            && self.passes_until <= now
        {
            self.day_is_used_up(now);
        }
    }

    /// Takes note of HubSpot's clock, which its answers tell in whole seconds.
    pub fn heed_date(&mut self, now: Millis, date: Option<Millis>) {
        let clocks = date.and_then(|date| Some((i64::try_from(date).ok()?, i64::try_from(now).ok()?)));
        self.ahead = clocks.map(|(theirs, ours)| theirs - ours).or(self.ahead);
    }

    /// F15: the time by HubSpot's clock, or up to a second and an answer's way earlier. What HubSpot dates is compared with nothing else:
    /// this machine's clock may be wrong by hours. `None` before the first answer of this worker's life.
    pub fn hubspot_time(&self, now: Millis) -> Option<Millis> {
        Some(now.saturating_add_signed(self.ahead?))
    }

    /// A request of a pass failed.
    pub fn count_failure(&mut self) {
        self.failed = self.failed.saturating_add(1);
    }

    /// Requests of passes that failed in this worker's life.
    pub fn failed(&self) -> u32 {
        self.failed
    }

    /// Its state, for the diagnostics of the options page.
    pub fn traffic(&mut self, now: Millis) -> Traffic {
        self.heed_clock(now);
        let rests = self.passes_rest.filter(|_| self.passes_until > now).map(|why| (why, self.passes_until));
        let backs_off = self.backed_off_until > now.max(self.held_until);
        let rests = rests.or(backs_off.then_some((PassesRest::Refused, self.backed_off_until)));
        Traffic {
            held_for: self.held_for(now),
            passes_rest: rests.map(|(why, _)| why),
            passes_until: rests.map(|(_, until)| until),
            failed: self.failed,
            daily: self.told.daily,
            daily_left: self.told.daily_left,
        }
    }

    /// An answer could not be understood. Where that goes on, nothing automatic is done for half an hour.
    pub fn not_understood(&mut self, now: Millis) {
        self.heed_clock(now);
        drop_outside(&mut self.unreadable, now, UNREADABLE_COUNTS);
        self.unreadable.push_back(now);
        if self.unreadable.len() >= TOO_MANY_UNREADABLE {
            self.unreadable.clear();
            self.passes_rest = Some(PassesRest::NotUnderstood);
            self.passes_until = now + 30 * MINUTE;
        }
    }

    /// F15: where the clock is set back, every wait is set back with it: what is left of it stays what it was.
    fn heed_clock(&mut self, now: Millis) {
        let back = std::mem::replace(&mut self.clock, now).saturating_sub(now);
        let waits = [
            &mut self.held_until,
            &mut self.searches_held_until,
            &mut self.backed_off_until,
            &mut self.person_until,
            &mut self.passes_until,
            &mut self.spare_until,
            &mut self.empty_until,
        ];
        for until in waits {
            *until = until.saturating_sub(back);
        }
    }

    /// Whether everything automatic stands back.
    pub fn is_standing_back(&mut self, now: Millis) -> bool {
        self.heed_clock(now);
        self.passes_until > now
    }

    /// What has to outlive the worker: waits that are longer than its sleep, and answers that made no sense. `None` where there is none.
    pub fn pause(&self, now: Millis) -> Option<Pause> {
        let Governor { held_until, backed_off_until, passes_until, passes_rest, .. } = *self;
        let (account, unreadable) = (self.account.clone(), self.unreadable.clone());
        let matters = held_until.max(backed_off_until).max(passes_until) > now + MINUTE / 2 || !unreadable.is_empty();
        matters.then_some(Pause {
            account,
            held_until,
            backed_off_until,
            passes_until,
            passes_rest,
            at: now,
            unreadable,
        })
    }

    /// Goes on with a wait of an earlier worker. Where the clock was set back meanwhile (F15), what was left of the wait is waited at most.
    /// One that ends later than any wait can is of another clock, and holds nobody.
    pub fn go_on_with(&mut self, pause: Pause, now: Millis) {
        self.heed_clock(now);
        self.account = self.account.take().or(pause.account);
        let back = pause.at.saturating_sub(now);
        let within = |until: Millis, longest| {
            Some(until.saturating_sub(back)).filter(|until| *until <= now + longest).unwrap_or_default()
        };
        self.held_until = self.held_until.max(within(pause.held_until, DAY));
        self.backed_off_until = self.backed_off_until.max(within(pause.backed_off_until, DAY));
        self.passes_until = self.passes_until.max(within(pause.passes_until, HOUR));
        self.passes_rest = self.passes_rest.or(pause.passes_rest);
        let mut earlier = pause.unreadable.into_iter().map(|at| at.saturating_sub(back)).collect();
        drop_outside(&mut earlier, now, UNREADABLE_COUNTS);
        let earlier = earlier.into_iter().take(TOO_MANY_UNREADABLE);
        self.unreadable = earlier.chain(std::mem::take(&mut self.unreadable)).collect();
    }

    /// Seconds until HubSpot may be asked again; 0 = now.
    pub fn held_for(&mut self, now: Millis) -> u32 {
        self.heed_clock(now);
        u32::try_from(self.held_until.saturating_sub(now).div_ceil(SECOND)).unwrap_or(u32::MAX)
    }

    /// How long others who share the key are let go first.
    fn wait_for_others(&self, now: Millis, budget: Budget, lane: Lane) -> u64 {
        let until = match (budget, lane) {
            (Budget::Search, _) => 0,
            (Budget::General, Lane::Write | Lane::Person) => self.empty_until,
            (Budget::General, Lane::Bulk | Lane::Steady) => self.empty_until.max(self.spare_until),
        };
        until.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_8_a_wait_that_hubspot_asks_for_holds_everyone() {
        let mut governor = Governor::default();
        governor.hold(0, 12, Held::Everything);
        for lane in [Lane::Person, Lane::Bulk, Lane::Steady] {
            assert_eq!(governor.take(2_000, Budget::General, lane), Err(10_000));
        }
        assert_eq!((governor.held_for(2_000), governor.take(12_000, Budget::General, Lane::Person)), (10, Ok(())));
    }

    #[test]
    fn f_8_refusals_in_a_row_double_the_wait_of_passes_up_to_five_minutes_and_of_people_never() {
        let mut governor = Governor::default();
        let mut waits = Vec::new();
        for at in (0..12).map(|turn| turn * 1_000_000) {
            governor.hold(at, 1, Held::Everything);
            let wait = |lane| governor.clone().take(at, Budget::General, lane).expect_err("a wait") / SECOND;
            waits.push((wait(Lane::Bulk), wait(Lane::Person)));
        }
        let (passes, people): (Vec<u64>, Vec<u64>) = waits.into_iter().unzip();
        assert_eq!(passes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert_eq!(people, [1; 12]);
        governor.answered();
        governor.hold(20_000_000, 1, Held::Everything);
        assert_eq!(governor.take(20_000_000, Budget::General, Lane::Steady), Err(SECOND));
    }

    #[test]
    fn f_8_a_refused_search_holds_searches_and_the_passes_and_no_card() {
        let mut governor = Governor::default();
        governor.hold(0, 1, Held::Searches);
        governor.hold(1_000, 1, Held::Searches);
        governor.hold(3_000, 1, Held::Searches);
        assert_eq!(governor.take(3_000, Budget::Search, Lane::Person), Err(1_000));
        assert_eq!(governor.take(3_000, Budget::General, Lane::Person), Ok(()));
        assert_eq!(governor.take(3_000, Budget::General, Lane::Steady), Err(4_000));
        let traffic = governor.traffic(3_000);
        let told = (traffic.held_for, traffic.passes_rest, traffic.passes_until);
        assert_eq!(told, (0, Some(PassesRest::Refused), Some(7_000)));
        assert_eq!(governor.traffic(7_000).passes_rest, None);
    }

    #[test]
    fn f_12_five_answers_of_no_sense_send_the_passes_away_and_nobody_else() {
        let mut governor = Governor::default();
        for at in [0, 1, 2, 3, 700_000, 700_001, 700_002, 700_003] {
            governor.not_understood(at);
            assert!(!governor.is_standing_back(at), "{at}");
        }
        governor.not_understood(700_004);
        assert!(governor.is_standing_back(700_004));
        assert_eq!(governor.take(800_000, Budget::Search, Lane::Person), Ok(()));
        assert!(governor.take(800_000, Budget::General, Lane::Bulk).is_err());
        assert!(!governor.is_standing_back(700_004 + 30 * MINUTE));
    }

    #[test]
    fn f_12_the_fifth_answer_of_no_sense_counts_whichever_worker_it_came_to() {
        let mut governor = Governor::default();
        for at in [0, 30_000, 60_000, 90_000] {
            governor.not_understood(at);
            let pause = governor.pause(at).expect("something to remember");
            governor = Governor::default();
            governor.go_on_with(pause, at + 1);
            assert!(!governor.is_standing_back(at + 1));
        }
        governor.not_understood(120_000);
        assert!(governor.is_standing_back(120_000));
    }

    #[test]
    fn f_15_hubspots_time_is_told_by_its_answers_and_by_nothing_before() {
        let mut governor = Governor::default();
        assert_eq!(governor.hubspot_time(5_000), None);
        governor.heed_date(7_205_300, Some(5_000));
        assert_eq!(governor.hubspot_time(7_206_300), Some(6_000));
        governor.heed_date(7_210_000, None);
        assert_eq!(governor.hubspot_time(7_206_300), Some(6_000));
    }

    #[test]
    fn a_long_wait_outlives_the_worker_and_a_short_or_unbelievable_one_does_not() {
        let mut governor = Governor::default();
        governor.hold(0, 20, Held::Everything);
        assert_eq!(governor.pause(0), None);
        governor.hold(0, 600, Held::Everything);
        let pause = governor.pause(0).expect("a wait");
        let mut next = Governor::default();
        next.go_on_with(pause, 1000);
        assert_eq!(next.held_for(1000), 599);
        let mut elsewhere = Governor::default();
        let of_another_clock = 10 * DAY;
        let pause = Pause {
            account: None,
            held_until: of_another_clock,
            backed_off_until: of_another_clock,
            passes_until: of_another_clock,
            passes_rest: None,
            at: 0,
            unreadable: VecDeque::from([of_another_clock]),
        };
        elsewhere.go_on_with(pause, 0);
        assert_eq!((elsewhere.held_for(0), elsewhere.is_standing_back(0)), (0, false));
        assert_eq!(elsewhere.take(0, Budget::Search, Lane::Bulk), Ok(()));
    }

    #[test]
    fn f_15_a_clock_set_back_while_no_worker_ran_makes_no_wait_longer() {
        let hours = 5 * 60 * MINUTE;
        let mut governor = Governor::default();
        governor.hold(hours, 600, Held::Everything);
        for at in 0..4 {
            governor.not_understood(hours + at);
        }
        let pause = governor.pause(hours + 1_000).expect("a wait");
        let mut next = Governor::default();
        next.go_on_with(pause, 2_000);
        assert_eq!(next.held_for(2_000), 599);
        next.not_understood(2_001);
        assert!(next.is_standing_back(2_001), "the answers of before are not younger than now");
    }

    #[test]
    fn f_8_what_hubspot_says_of_its_limits_is_obeyed_and_the_last_of_it_is_for_people() {
        let general = |left| LimitHeaders { most: Some(100), left: Some(left), ..LimitHeaders::default() };
        let mut governor = Governor::default();
        governor.heed_headers(0, &general(10));
        assert_eq!(governor.take(1, Budget::General, Lane::Bulk), Ok(()));
        governor.heed_headers(1_000, &general(9));
        assert_eq!(governor.take(2_000, Budget::General, Lane::Bulk), Err(9_000));
        assert_eq!(governor.take(2_000, Budget::General, Lane::Person), Ok(()));
        assert_eq!(governor.take(2_000, Budget::Search, Lane::Bulk), Ok(()), "searches have a limit of their own");
        governor.heed_headers(12_000, &general(0));
        assert_eq!(governor.take(12_000, Budget::General, Lane::Person), Err(1_000));
        let daily = |left| LimitHeaders { daily: Some(1_000), daily_left: Some(left), ..LimitHeaders::default() };
        governor.heed_headers(40_000, &daily(50));
        assert!(!governor.is_standing_back(40_000));
        governor.heed_headers(40_000, &daily(49));
        assert!(governor.is_standing_back(40_000));
        assert_eq!(governor.take(50_000, Budget::Search, Lane::Person), Ok(()));
        let traffic = governor.traffic(50_000);
        assert_eq!((traffic.passes_rest, traffic.daily_left), (Some(PassesRest::DayUsedUp), Some(49)));
        assert_eq!(governor.traffic(40_000 + 60 * MINUTE).passes_rest, None);
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
    fn f_15_a_clock_set_back_holds_nobody() {
        let mut governor = Governor::default();
        assert_eq!(governor.take(9_000_000, Budget::Search, Lane::Steady), Ok(()));
        assert_eq!(governor.take(5, Budget::Search, Lane::Steady), Ok(()));
    }

    #[test]
    fn f_15_what_is_left_of_a_wait_stays_where_the_clock_is_set_back() {
        let mut governor = Governor::default();
        governor.hold(9_000_000, 60, Held::Everything);
        governor.day_is_used_up(9_000_000);
        assert_eq!(governor.held_for(2_000_000), 60);
        assert!(
            governor.is_standing_back(2_000_000 + 59 * MINUTE) && !governor.is_standing_back(2_000_000 + 60 * MINUTE)
        );
    }
}
