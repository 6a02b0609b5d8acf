//! Whether a pass is due, and which: the first, the daily one, or that of the timer, which a page that comes up makes up for (S-37).

use std::collections::BTreeMap;

use super::Engine;
use super::state::PassKind;
use crate::ports::{TabId, World};
use crate::stored::keys::{MISSED, Scope};
use crate::stored::record;

/// A pass that a page asks for sooner than this after the last one, in milliseconds, has nothing to do: the timer's period. Each chat that wakes
/// a stopped worker asks for one.
const FRESH: u64 = 180_000;
/// The same for the timer, which is not to be put off by a pass of the middle of its period.
const JUST_NOW: u64 = 10_000;
/// A day, in milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;

/// Why a pass is to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedBy {
    /// The timer, or a resumed pass.
    Timer,
    /// HubSpot was connected.
    Connected,
    /// A page came up or became visible: only where the timer missed its time.
    PageSeen,
}

impl<W: World> Engine<W> {
    /// Which pass is due for these accounts.
    pub(super) fn kind_of_pass(&self, tabs: &BTreeMap<Scope, Vec<TabId>>) -> PassKind {
        let state = self.state();
        let mut passes = tabs.keys().filter_map(|scope| state.scopes.get(scope)).map(|held| held.passes);
        if passes.any(|passes| !passes.first_done) {
            PassKind::First
        } else if tabs.keys().any(|scope| self.is_daily_due(scope)) {
            PassKind::Daily
        } else {
            PassKind::Steady
        }
    }

    pub(super) fn is_daily_due(&self, scope: &Scope) -> bool {
        let (state, now) = (self.state(), self.now());
        let daily_at = state.scopes.get(scope).and_then(|held| held.passes.daily_at);
        daily_at.is_none_or(|at| at > now || now - at >= DAY)
    }

    /// Whether the last pass ended so lately that another has nothing to do.
    pub(super) fn is_fresh(&self, tabs: &BTreeMap<Scope, Vec<TabId>>, asked_by: AskedBy) -> bool {
        let (state, now) = (self.state(), self.now());
        let within = match asked_by {
            AskedBy::Connected => return false,
            AskedBy::Timer => JUST_NOW,
            AskedBy::PageSeen if state.pass_problem.is_some() || !state.directory.is_whole() || state.missed => {
                return false;
            }
            AskedBy::PageSeen => FRESH,
        };
        tabs.keys().all(|scope| {
            let checked = state.scopes.get(scope).and_then(|held| held.passes.checked_at);
            checked.is_some_and(|at| at <= now && now - at < within)
        })
    }

    /// S-37: whether the timer rang in vain, for a page that was not there or slept. The page that comes makes up for it.
    pub(super) async fn note_missed(&self, missed: bool) {
        if std::mem::replace(&mut self.state_mut().missed, missed) != missed {
            self.set_or_flag(vec![(MISSED.to_owned(), record::encode(&missed))]).await;
        }
    }
}
