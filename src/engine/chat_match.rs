//! The fuzzy rule over all numbers of an opened chat (S-40 to S-47), from the directory alone.

use super::Engine;
use super::state::{ChatState, Status};
use crate::linking::decide::{AcrossCodes, Rule, Verdict};
use crate::linking::link::Origin;
use crate::ports::{StoreFault, TabId, World};
use crate::stored::keys::Scope;
use crate::whatsapp::person::Person;

impl<W: World> Engine<W> {
    /// The fuzzy rule, once per opening and again only for what changed since.
    pub(super) async fn match_unlinked(&self, scope: &Scope, tab: TabId, generation: u64) {
        {
            let mut state = self.state_mut();
            if !state.directory.complete || state.store_unsafe {
                return;
            }
            let held = state.tab(tab);
            if held.chat.generation() != Some(generation)
                || held.decided == Some((generation, held.chat.members().len()))
            {
                return;
            }
            held.decided = Some((generation, held.chat.members().len()));
            state.fuzzy_runs += 1;
        }
        let open = |status: &Status| matches!(status, Status::Unlinked | Status::Candidates(_));
        let people: Vec<Person> =
            self.members_of(tab, generation, |member| open(&member.status) && member.person.number.is_some());
        let across_codes =
            if self.state().settings.ask_across_country_codes { AcrossCodes::Ask } else { AcrossCodes::Link };
        let rule = Rule::Fuzzy { across_codes };
        let matched = self.match_people(scope, tab, generation, &people, rule).await;
        if matched.is_err() {
            self.state_mut().store_unsafe = true;
        }
        self.show(tab);
    }

    async fn match_people(
        &self,
        scope: &Scope,
        tab: TabId,
        generation: u64,
        people: &[Person],
        rule: Rule,
    ) -> Result<(), StoreFault> {
        let verdicts = self.verdicts(scope, tab, people, rule).await?;
        let linking: Vec<(&Person, &Verdict)> = verdicts
            .iter()
            .filter(|(_, verdict)| matches!(verdict, Verdict::Link { .. }))
            .filter_map(|(at, verdict)| Some((people.get(*at)?, verdict)))
            .collect();
        for (at, verdict) in &verdicts {
            if let (Some(person), Verdict::Choose(matches)) = (people.get(*at), verdict) {
                self.set_status(tab, generation, person, |_| Status::Candidates(matches.clone()));
            }
        }
        if linking.is_empty() {
            return Ok(());
        }
        let current = || self.state().tabs.get(&tab).and_then(|held| held.chat.generation()) == Some(generation);
        if self.commit_links(scope, tab, rule, &linking, Origin::FuzzyOpen, current).await? > 0 {
            self.show_standings(scope, tab, generation).await?;
        }
        Ok(())
    }

    pub(super) fn has_unlinked(&self, tab: TabId, generation: u64) -> bool {
        !self
            .members_of(tab, generation, |member| {
                matches!(member.status, Status::Unlinked) && member.person.number.is_some()
            })
            .is_empty()
    }

    /// Whether the peer of a 1-1 chat is not linked and is still to be matched. Members of a group are shown as they are meanwhile.
    pub(super) fn is_about_to_match(&self, tab: TabId, generation: u64) -> bool {
        let state = self.state();
        let Some(held) = state.tabs.get(&tab) else { return false };
        let ChatState::Person { generation: open, member } = &held.chat else { return false };
        let due = state.directory.complete && !state.store_unsafe && held.decided != Some((generation, 1));
        due && *open == generation && matches!(member.status, Status::Unlinked) && member.person.number.is_some()
    }
}
