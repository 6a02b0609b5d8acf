//! The exact pass: bring the directory up to date, then link every WhatsApp contact whose number, country code included, exactly one
//! HubSpot contact has. First connect, every three minutes and daily; never two at once (F31), and none while the rep holds them (I-08).
//!
//! It is handed readers only (S-27).

use std::collections::BTreeMap;

use super::exact_link::PassResult;
use super::mirror::NotUpdated;
use super::pass_due::AskedBy;
use super::state::{PassKind, RunningPass};
use super::{Engine, count};
use crate::hubspot::ids::PortalId;
use crate::linking::link::Origin;
use crate::ports::{TabId, Tabs, World};
use crate::protocol::page::{PageFacts, PageState};
use crate::protocol::view::Retry;
use crate::stored::keys::Scope;
use crate::stored::record;
use crate::whatsapp::person::Person;

impl<W: World> Engine<W> {
    /// The pass of the timer, or the first one, or the daily one: whichever is due.
    pub(super) async fn run_due_pass(&self, asked_by: AskedBy) {
        self.ready().await;
        let mut asked_by = asked_by;
        while self.run_pass(asked_by).await == Then::OnceMore {
            asked_by = AskedBy::PageSeen;
        }
    }

    async fn run_pass(&self, asked_by: AskedBy) -> Then {
        if self.is_running(asked_by) {
            return Then::Rest;
        }
        self.prove_key().await;
        // A pass that cannot run is not resumed either: the alarm that resumes rings until it is taken back.
        if !self.may_link_by_itself() || self.state().passes_are_held() {
            self.world.tabs().resume_later(false);
            return Then::Rest;
        }
        self.world.tabs().reach_pages().await;
        let tabs = self.tabs_by_scope();
        let Some(portal) = self.state().portal() else { return Then::Rest };
        if tabs.is_empty() {
            self.world.tabs().resume_later(false);
            if asked_by == AskedBy::Timer {
                self.note_missed(true).await;
            }
            return Then::Rest;
        }
        for scope in tabs.keys() {
            if self.load_scope(scope).await.is_err() {
                self.state_mut().store_unsafe = true;
                self.show_all();
                return Then::Rest;
            }
            self.reconcile(scope).await;
        }
        let kind = self.kind_of_pass(&tabs);
        if self.is_running(asked_by) || (kind != PassKind::First && self.is_fresh(&tabs, asked_by)) {
            return Then::Rest;
        }
        if self.state().passes_are_held() {
            return Then::Rest;
        }
        let failed_before = self.governor.borrow().failed();
        self.state_mut().running = Some(RunningPass { failed_before, ..RunningPass::new(kind) });
        self.world.tabs().resume_later(true);
        self.show_all();
        let epoch = self.state().epoch;
        let result = self.pass(&portal, &tabs, kind).await;
        let is_of_another = self.state().epoch != epoch;
        let (page_seen, is_outdated) = {
            let mut state = self.state_mut();
            state.pass_problem = result.as_ref().err().filter(|_| !is_of_another).and_then(NotUpdated::problem);
            state.running.take().map(|running| (running.page_seen, running.is_outdated)).unwrap_or_default()
        };
        if result == Ok(PassEnd::PageMissing) && asked_by == AskedBy::Timer {
            self.note_missed(true).await;
        }
        // F5: what HubSpot calls wrong is as wrong half a minute later. The timer tries it again, since the next question may be another.
        let is_in_vain = |why: &NotUpdated| why.problem().is_none_or(|problem| problem.retry == Retry::Never);
        let ended = matches!(result, Ok(PassEnd::Whole | PassEnd::PageMissing));
        if ended || result.as_ref().is_err_and(is_in_vain) {
            self.world.tabs().resume_later(false);
        }
        self.refresh_chats().await;
        self.show_all();
        // F41: a tab that slept through this pass has woken meanwhile.
        // I-07: another key was connected meanwhile, and waits for its first pass.
        if is_of_another || is_outdated || (result == Ok(PassEnd::PageMissing) && page_seen) {
            Then::OnceMore
        } else {
            Then::Rest
        }
    }

    /// Whether a pass runs; one that a page asked for meanwhile is remembered with it.
    fn is_running(&self, asked_by: AskedBy) -> bool {
        let mut state = self.state_mut();
        let Some(running) = state.running.as_mut() else { return false };
        running.page_seen |= asked_by == AskedBy::PageSeen;
        running.is_outdated |= asked_by == AskedBy::Connected;
        true
    }

    async fn pass(
        &self,
        portal: &PortalId,
        tabs: &BTreeMap<Scope, Vec<TabId>>,
        kind: PassKind,
    ) -> Result<PassEnd, NotUpdated> {
        let mut books = Vec::new();
        for (scope, tabs) in tabs {
            let Some(book) = self.book_of(scope, tabs).await else { continue };
            self.note_running(|running| running.whatsapp = running.whatsapp.saturating_add(count(book.people.len())));
            books.push((scope, book));
        }
        self.show_all();
        // All contacts of HubSpot once more only for an account that can be matched: one whose page is silent stays due until it wakes.
        let waits =
            |(scope, book): &(&Scope, Book)| book.is_current && self.may_trust(book.tab) && self.is_daily_due(scope);
        let whole = kind == PassKind::Daily && books.iter().any(waits);
        self.update_directory(portal, whole).await?;
        if !self.state().directory.is_whole() {
            return Ok(PassEnd::Partly);
        }
        let mut end = if books.len() == tabs.len() { PassEnd::Whole } else { PassEnd::PageMissing };
        for (scope, Book { tab, people, is_current }) in books {
            if !self.may_trust(tab) {
                end = PassEnd::PageMissing;
                continue;
            }
            let first_done = self.state().scopes.get(scope).is_some_and(|held| held.passes.first_done);
            let origin = match (first_done, kind) {
                (false, _) => Origin::ExactFirst,
                (true, PassKind::Daily) => Origin::ExactDaily,
                (true, PassKind::First | PassKind::Steady) => Origin::ExactTimer,
            };
            if kind == PassKind::Daily && is_current {
                self.sweep_cards(scope).await?;
            }
            let result = self.link_exact(scope, tab, &people, origin).await?;
            if !self.state().directory.is_whole() {
                return Ok(PassEnd::Partly);
            }
            // One that was stopped in the middle of its links has not ended.
            self.may_go_on()?;
            if is_current {
                self.note_pass(scope, result, kind).await;
            } else {
                end = PassEnd::PageMissing;
            }
        }
        Ok(end)
    }

    /// The people of an account, from the first of its tabs that answers; F41: else as one of them told them last.
    async fn book_of(&self, scope: &Scope, tabs: &[TabId]) -> Option<Book> {
        for tab in tabs {
            let people = self.people_of(*tab).await;
            // C10: another account may have signed in while the page answered.
            if let Some(people) = people.filter(|_| self.scope_of(*tab).as_ref() == Some(scope)) {
                return Some(Book { tab: *tab, people, is_current: true });
            }
        }
        let first_done = self.state().scopes.get(scope).is_some_and(|held| held.passes.first_done);
        let of_account = |tab: &&TabId| first_done && self.scope_of(**tab).as_ref() == Some(scope);
        let told = |tab: &TabId| Some(Book { tab: *tab, people: self.people_told_last(*tab)?, is_current: false });
        tabs.iter().filter(of_account).find_map(told)
    }

    async fn note_pass(&self, scope: &Scope, result: PassResult, kind: PassKind) {
        let now = self.now();
        let passes = {
            let mut state = self.state_mut();
            let held = state.scopes.entry(scope.clone()).or_default();
            let was_first = !held.passes.first_done;
            if was_first {
                held.first_just_done = true;
                held.passes.first_to_choose = result.to_choose;
            }
            held.passes.first_done = true;
            held.passes.checked_at = Some(now);
            if was_first || kind == PassKind::Daily {
                held.passes.daily_at = Some(now);
            }
            held.passes
        };
        self.set_or_flag(vec![(scope.passes(), record::encode(&passes))]).await;
        self.note_missed(false).await;
    }

    /// The tabs of each scope whose page can be read, the visible ones first: the browser may have frozen the others.
    pub(super) fn tabs_by_scope(&self) -> BTreeMap<Scope, Vec<TabId>> {
        let state = self.state();
        let ready = |page: &&PageFacts| page.state == PageState::Ready;
        let mut ids: Vec<(TabId, bool)> = state
            .tabs
            .iter()
            .filter_map(|(tab, held)| Some((*tab, held.page.as_ref().filter(ready)?.visible)))
            .collect();
        drop(state);
        ids.sort_by_key(|(tab, visible)| (!visible, *tab));
        let mut tabs: BTreeMap<Scope, Vec<TabId>> = BTreeMap::new();
        for (tab, _) in ids {
            if let Some(scope) = self.scope_of(tab) {
                tabs.entry(scope).or_default().push(tab);
            }
        }
        tabs
    }
}

/// The people of an account.
struct Book {
    /// The tab that told them.
    tab: TabId,
    people: Vec<Person>,
    /// Whether this is what the page has now.
    is_current: bool,
}

/// What comes after a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Rest,
    OnceMore,
}

/// How a pass ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PassEnd {
    /// Everything was matched.
    Whole,
    /// The page of an account did not answer, or is not believed; HubSpot's side is up to date, and what was told last is matched.
    PageMissing,
    /// HubSpot has more changes than one pass reads: nothing was matched, the next goes on.
    Partly,
}
