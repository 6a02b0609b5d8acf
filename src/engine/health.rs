//! Whether what a tab reads of WhatsApp Web is believed (I-31, TH-18). Doubt stops what is automatic and nothing else: what is linked stays
//! linked, and a person can search and link by hand.

use super::Engine;
use super::state::State;
use crate::ports::{TabId, World};
use crate::protocol::options::PageReport;
use crate::protocol::page::{ChatEvidence, PageState};
use crate::stored::keys::Scope;
use crate::stored::record;
use crate::whatsapp::book::Snapshot;
use crate::whatsapp::chat::OpenChat;
use crate::whatsapp::health::{BookHealth, HealthCode, Outcome, build_name};
use crate::whatsapp::own::Own;

impl<W: World> Engine<W> {
    /// Whether anything automatic may link by what this tab reads.
    pub(super) fn may_trust(&self, tab: TabId) -> bool {
        let scope = self.scope_of(tab);
        is_trusted(&self.state(), Some(tab), scope.as_ref())
    }

    /// Takes the state of the page.
    pub(super) fn note_page(&self, tab: TabId, state: PageState, own: &Own) {
        let now = self.now();
        self.state_mut().tab(tab).health.note_page(now, state, own);
    }

    /// The sidebar's frame came up in this tab, or did not.
    pub(super) fn note_frame(&self, tab: TabId, outcome: Outcome) {
        let now = self.now();
        self.state_mut().tab(tab).health.note(now, HealthCode::H10, outcome, None);
        self.show_options();
    }

    /// Takes what was read about the open chat. What changed is shown.
    pub(super) fn note_chat(&self, tab: TabId, evidence: &ChatEvidence, concluded: &OpenChat) {
        let now = self.now();
        let changed = {
            let mut state = self.state_mut();
            let health = &mut state.tab(tab).health;
            let before = health.clone();
            health.note_chat(now, evidence, concluded);
            *health != before
        };
        if changed {
            self.show(tab);
            self.show_options();
        }
    }

    /// Takes a whole snapshot, in which so many people were found.
    pub(super) async fn note_book(&self, tab: TabId, snapshot: &Snapshot, people: usize) {
        let (now, members) = (self.now(), self.state().settings.include_group_members);
        self.change_book(tab, |health| health.note_snapshot(now, snapshot, people, members)).await;
    }

    /// The page could not give a snapshot.
    pub(super) async fn note_no_book(&self, tab: TabId, problem: &str) {
        let now = self.now();
        self.change_book(tab, |health| health.note_failure(now, problem)).await;
    }

    async fn change_book(&self, tab: TabId, change: impl FnOnce(&mut BookHealth)) {
        let Some(scope) = self.scope_of(tab) else { return };
        let passes = {
            let mut state = self.state_mut();
            let Some(held) = state.scopes.get_mut(&scope) else { return };
            let before = held.passes.health;
            change(&mut held.passes.health);
            (held.passes.health != before).then_some(held.passes)
        };
        if let Some(passes) = passes {
            self.set_or_flag(vec![(scope.passes(), record::encode(&passes))]).await;
            self.show_all();
        }
    }
}

/// Whether what a tab reads is believed.
pub(super) fn is_trusted(state: &State, tab: Option<TabId>, scope: Option<&Scope>) -> bool {
    let book = scope.and_then(|scope| state.scopes.get(scope)).is_none_or(|held| held.passes.health.is_trusted());
    let page = tab.and_then(|tab| state.tabs.get(&tab)).is_none_or(|held| held.health.is_trusted());
    book && page
}

/// What the options page says about WhatsApp Web: of the tab that is looked at, where there is one.
pub(super) fn page_report(state: &State, tab: Option<TabId>, scope: Option<&Scope>) -> Option<PageReport> {
    let held = state.tabs.get(&tab?)?;
    held.page.as_ref()?;
    let book = scope.and_then(|scope| state.scopes.get(scope)).map(|held| held.passes.health).unwrap_or_default();
    let mut findings: Vec<_> = held.health.findings().collect();
    for finding in book.findings() {
        if findings.iter().all(|held| held.code != finding.code) {
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| finding.code);
    Some(PageReport {
        build: held.build.as_deref().and_then(build_name),
        trusted: is_trusted(state, tab, scope),
        findings,
    })
}
