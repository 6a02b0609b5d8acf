//! Linking by the exact rule: from the directory alone, for the people of a pass or for those who were just seen.
//!
//! No request is made here but one glance at the change feed. Links are committed in batches; before each, what stands is looked up again in
//! the same turn of the queue, so that an unlink that came in between wins (F30).

use super::auto_link::LOOK_UP;
use super::mirror::NotUpdated;
use super::{Engine, count};
use crate::hubspot::error::Error;
use crate::hubspot::request::NoAnswer;
use crate::linking::decide::{PersonStanding, Rule, Verdict};
use crate::linking::link::Origin;
use crate::ports::{StoreFault, TabId, World};
use crate::stored::keys::Scope;
use crate::whatsapp::person::Person;

/// Links of one commit.
const BATCH: usize = 50;

/// What a pass did for one scope.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct PassResult {
    pub linked: u32,
    pub to_choose: u32,
}

impl<W: World> Engine<W> {
    /// S-38: people who were just seen to write or to be added.
    pub(super) async fn link_seen(&self, tab: TabId, people: Vec<Person>) {
        let Some(scope) = self.scope_of(tab) else { return };
        // The message may be what has woken the worker.
        if self.load_scope(&scope).await.is_err() {
            self.state_mut().store_unsafe = true;
            return;
        }
        let first_done = self.state().scopes.get(&scope).is_some_and(|held| held.passes.first_done);
        if !first_done || self.state().passes_are_held() || !self.may_link_by_itself() || !self.may_trust(tab) {
            return;
        }
        let refs: Vec<&Person> = people.iter().collect();
        let Ok(standings) = self.standings(&scope, &refs).await else { return };
        let open = |standing: &PersonStanding| standing.link.is_none() && standing.memory.is_none();
        if !standings.iter().any(open) {
            return;
        }
        if self.feed_is_due() {
            let updated = self.glance_at_feed(&scope.portal).await;
            self.note_update(&updated);
        }
        if !self.state().directory.is_whole() {
            return;
        }
        let linked = self.link_exact(&scope, tab, &people, Origin::ExactChange).await;
        if linked.is_ok_and(|result| result.linked > 0) {
            self.refresh_chats().await;
            self.show_all();
        }
    }

    /// Links by the exact rule, from the directory alone.
    pub(super) async fn link_exact(
        &self,
        scope: &Scope,
        tab: TabId,
        people: &[Person],
        origin: Origin,
    ) -> Result<PassResult, StoreFault> {
        for people in people.chunks(LOOK_UP) {
            self.tie_up(scope, &people.iter().collect::<Vec<_>>()).await?;
        }
        let verdicts = self.verdicts(scope, tab, people, Rule::Exact).await?;
        let to_choose = count(verdicts.values().filter(|verdict| matches!(verdict, Verdict::Choose(_))).count());
        let mut result = PassResult { linked: 0, to_choose };
        let chosen: Vec<usize> =
            verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Link { .. })).map(|(&at, _)| at).collect();
        let wanted = || {
            let goes_on = !self.state().passes_are_held() && self.may_link_by_itself() && self.may_trust(tab);
            // The readings may have been thrown away meanwhile, for those of another region.
            goes_on && self.state().directory.is_whole() && self.scope_of(tab).as_ref() == Some(scope)
        };
        self.note_running(|running| running.to_choose = running.to_choose.saturating_add(to_choose));
        for batch in chosen.chunks(BATCH) {
            let people: Vec<(&Person, &Verdict)> =
                batch.iter().filter_map(|at| Some((people.get(*at)?, verdicts.get(at)?))).collect();
            if self.state().passes_are_held() {
                return Ok(result);
            }
            let made = self.commit_links(scope, tab, Rule::Exact, &people, origin, wanted).await?;
            result.linked += made;
            self.note_running(|running| running.linked = running.linked.saturating_add(made));
            self.show_all();
        }
        Ok(result)
    }

    /// I-07: what was asked with a key that is not connected any more says nothing of the passes.
    pub(super) fn note_update<T>(&self, result: &Result<T, NotUpdated>) {
        if matches!(result, Err(NotUpdated::HubSpot(Error::NoAnswer(NoAnswer::NoKey)))) {
            return;
        }
        self.state_mut().pass_problem = result.as_ref().err().and_then(NotUpdated::problem);
    }
}
