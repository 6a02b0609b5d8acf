//! The exact pass: bring the directory up to date, then link every WhatsApp contact whose number, country code included, exactly one
//! HubSpot contact has. First connect, every three minutes, daily, and for people who were just seen.
//!
//! It is handed readers only (S-27). Links are committed in batches; before each, what stands is looked up again in the same turn of the
//! queue, so that an unlink that came in between wins (F30).

use std::collections::BTreeMap;

use super::Engine;
use super::mirror::NotUpdated;
use super::state::RunningPass;
use crate::hubspot::ids::PortalId;
use crate::linking::decide::{PersonStanding, Rule, Verdict};
use crate::linking::link::Origin;
use crate::ports::{StoreFault, TabId, Tabs, World};
use crate::stored::keys::Scope;
use crate::stored::record;
use crate::whatsapp::person::Person;

/// Links of one commit.
const BATCH: usize = 50;
/// A pass that was asked for sooner than this after the last one, in milliseconds, has nothing to do.
const FRESH: u64 = 60_000;
/// A day, in milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;

/// What a pass did for one scope.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct PassResult {
    pub linked: u32,
    pub to_choose: u32,
}

impl<W: World> Engine<W> {
    /// The pass of the timer, or the first one, or the daily one: whichever is due.
    pub(super) async fn run_due_pass(&self, asked_by: AskedBy) {
        self.ready().await;
        if self.state().running.is_some() {
            return;
        }
        // A pass that cannot run is not resumed either: the alarm that resumes rings until it is taken back.
        if !self.may_ask() || self.state().store_unsafe {
            return self.world.tabs().resume_later(false);
        }
        self.world.tabs().reach_pages().await;
        let tabs = self.tabs_by_scope();
        let Some(portal) = self.state().portal() else { return };
        if tabs.is_empty() {
            return self.world.tabs().resume_later(false);
        }
        for scope in tabs.keys() {
            if self.load_scope(scope).await.is_err() {
                self.state_mut().store_unsafe = true;
                return self.show_all();
            }
            self.reconcile(scope).await;
        }
        let now = self.now();
        let passes: Vec<_> =
            tabs.keys().filter_map(|scope| self.state().scopes.get(scope).map(|held| held.passes)).collect();
        let first = passes.iter().any(|passes| !passes.first_done);
        let fresh = passes.iter().all(|passes| passes.checked_at.is_some_and(|at| at <= now && now - at < FRESH));
        if self.state().running.is_some() || (asked_by == AskedBy::PageSeen && fresh && !first) {
            return;
        }
        let daily = !first && passes.iter().any(|passes| passes.daily_at.is_none_or(|at| at > now || now - at >= DAY));
        self.state_mut().running = Some(RunningPass { first, whatsapp: 0 });
        self.world.tabs().resume_later(true);
        self.show_all();
        let result = self.pass(&portal, &tabs, first, daily).await;
        {
            let mut state = self.state_mut();
            state.running = None;
            state.pass_problem = result.as_ref().err().map(NotUpdated::problem);
        }
        if result.is_ok() {
            self.world.tabs().resume_later(false);
        }
        self.refresh_chats().await;
        self.show_all();
    }

    async fn pass(
        &self,
        portal: &PortalId,
        tabs: &BTreeMap<Scope, TabId>,
        first: bool,
        daily: bool,
    ) -> Result<(), NotUpdated> {
        let mut books = BTreeMap::new();
        for (scope, tab) in tabs {
            if let Some(people) = self.people_of(*tab).await {
                if let Some(running) = self.state_mut().running.as_mut() {
                    running.whatsapp = running.whatsapp.saturating_add(count(people.len()));
                }
                books.insert(scope.clone(), (*tab, people));
            }
        }
        self.show_all();
        let changed = self.update_directory(portal, daily).await?;
        self.follow_merges(portal, tabs, &changed).await?;
        for (scope, (tab, people)) in books {
            let held = self.state().scopes.get(&scope).copied().unwrap_or_default();
            let origin = match (held.passes.first_done, daily) {
                (false, _) => Origin::ExactFirst,
                (true, true) => Origin::ExactDaily,
                (true, false) => Origin::ExactTimer,
            };
            let result = self.link_exact(&scope, tab, &people, origin).await?;
            self.note_pass(&scope, result, first, daily).await;
        }
        Ok(())
    }

    async fn note_pass(&self, scope: &Scope, result: PassResult, first: bool, daily: bool) {
        let now = self.now();
        let passes = {
            let mut state = self.state_mut();
            let held = state.scopes.entry(scope.clone()).or_default();
            let was_first = !held.passes.first_done;
            if was_first {
                held.first_just_done = true;
                held.passes.first_linked = held.passes.first_linked.saturating_add(result.linked);
                held.passes.first_to_choose = result.to_choose;
            }
            held.passes.first_done = true;
            held.passes.checked_at = Some(now);
            if first || daily || was_first {
                held.passes.daily_at = Some(now);
            }
            held.passes
        };
        self.set_or_flag(vec![(scope.passes(), record::encode(&passes))]).await;
    }

    /// S-38: people who were just seen to write or to be added.
    pub(super) async fn link_seen(&self, tab: TabId, people: Vec<Person>) {
        let Some(scope) = self.scope_of(tab) else { return };
        let first_done = self.state().scopes.get(&scope).is_some_and(|held| held.passes.first_done);
        if !first_done || !self.state().directory.complete || self.state().store_unsafe {
            return;
        }
        let refs: Vec<&Person> = people.iter().collect();
        let Ok(standings) = self.standings(&scope, &refs).await else { return };
        let open = |standing: &PersonStanding| standing.link.is_none() && standing.memory.is_none();
        if !standings.iter().any(open) {
            return;
        }
        if self.may_ask() && self.feed_is_due() {
            let Some(portal) = self.state().portal() else { return };
            let updated = self.read_feed(&portal).await;
            self.note_update(&updated);
        }
        let linked = self.link_exact(&scope, tab, &people, Origin::ExactChange).await;
        if linked.is_ok_and(|result| result.linked > 0) {
            self.refresh_chats().await;
            self.show_all();
        }
    }

    /// Links by the exact rule, from the directory alone.
    async fn link_exact(
        &self,
        scope: &Scope,
        tab: TabId,
        people: &[Person],
        origin: Origin,
    ) -> Result<PassResult, StoreFault> {
        let verdicts = self.verdicts(scope, tab, people, Rule::Exact).await?;
        let to_choose = count(verdicts.values().filter(|verdict| matches!(verdict, Verdict::Choose(_))).count());
        let mut result = PassResult { linked: 0, to_choose };
        let chosen: Vec<usize> =
            verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Link { .. })).map(|(&at, _)| at).collect();
        for batch in chosen.chunks(BATCH) {
            let people: Vec<(&Person, &Verdict)> =
                batch.iter().filter_map(|at| Some((people.get(*at)?, verdicts.get(at)?))).collect();
            result.linked += self.commit_links(scope, tab, Rule::Exact, &people, origin, || true).await?;
            self.show_all();
        }
        Ok(result)
    }

    /// One tab for each scope whose page can be read.
    fn tabs_by_scope(&self) -> BTreeMap<Scope, TabId> {
        let state = self.state();
        let ready = state.tabs.iter().filter(|(_, tab)| {
            tab.page.as_ref().is_some_and(|page| page.state == crate::protocol::page::PageState::Ready)
        });
        let ids: Vec<TabId> = ready.map(|(id, _)| *id).collect();
        drop(state);
        ids.into_iter().filter_map(|tab| Some((self.scope_of(tab)?, tab))).collect()
    }

    /// Whether the change feed may be asked again for an opened chat: at most once in 15 s.
    pub(super) fn feed_is_due(&self) -> bool {
        let now = self.now();
        self.state().feed_at.is_none_or(|at| at > now || now - at >= 15_000)
    }

    pub(super) fn note_update<T>(&self, result: &Result<T, NotUpdated>) {
        self.state_mut().pass_problem = result.as_ref().err().map(NotUpdated::problem);
    }
}

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

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
