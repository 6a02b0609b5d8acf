//! The fuzzy rule over all numbers of an opened chat (S-40 to S-47), from the directory alone.

use std::collections::{BTreeMap, BTreeSet};

use super::Engine;
use super::link_book::names_of;
use super::state::{ChatState, Choice, Decided, Status};
use crate::hubspot::contact::Contact;
use crate::linking::decide::{AcrossCodes, Holders, Rule, Verdict};
use crate::linking::directory::Match;
use crate::linking::link::Origin;
use crate::ports::{StoreFault, TabId, World};
use crate::stored::keys::Scope;
use crate::whatsapp::person::Person;

impl<W: World> Engine<W> {
    /// The fuzzy rule, once per opening, and for those who come later.
    pub(super) async fn match_unlinked(&self, scope: &Scope, tab: TabId, generation: u64) {
        if !self.may_match(tab) || self.scope_of(tab).as_ref() != Some(scope) {
            return;
        }
        let due = self.take_due(tab, generation);
        if due.is_empty() {
            return;
        }
        let across_codes =
            if self.state().settings.ask_across_country_codes { AcrossCodes::Ask } else { AcrossCodes::Link };
        let rule = Rule::Fuzzy { across_codes };
        if self.match_people(scope, tab, generation, &due, rule).await.is_err() {
            self.state_mut().store_unsafe = true;
        }
        self.show(tab);
    }

    /// Everybody over whom the rule has not run counts as decided from now on; those for whom nothing stands are to be matched.
    fn take_due(&self, tab: TabId, generation: u64) -> Vec<Person> {
        let mut state = self.state_mut();
        let held = state.tab(tab);
        if held.chat.generation() != Some(generation) {
            return Vec::new();
        }
        let decided = held.decided.take().filter(|decided| decided.generation == generation);
        let mut decided = decided.unwrap_or(Decided { generation, people: BTreeSet::new() });
        let new = held.chat.members().iter().filter(|member| decided.people.insert(member.reference()));
        let due: Vec<Person> = new.filter(|member| member.is_open()).map(|member| member.person.clone()).collect();
        held.decided = Some(decided);
        if !due.is_empty() {
            state.fuzzy_runs += 1;
        }
        due
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
        let holders = self.holders(scope, &contacts_to_choose(&verdicts)).await?;
        let current = || {
            let open = self.state().tabs.get(&tab).and_then(|held| held.chat.generation());
            open == Some(generation) && self.scope_of(tab).as_ref() == Some(scope) && self.may_match(tab)
        };
        if !current() {
            return Ok(());
        }
        let decided = verdicts.iter().filter_map(|(at, verdict)| Some((people.get(*at)?, verdict)));
        self.set_statuses(tab, generation, decided, |before, verdict| match (verdict, before) {
            (Verdict::Choose(matches), Status::Unlinked | Status::Candidates(_)) => {
                Status::Candidates(matches.iter().map(|matched| choice(matched, &holders)).collect())
            }
            // Whoever was a candidate before has the number no more.
            (Verdict::Leave, Status::Candidates(_)) => Status::Unlinked,
            (Verdict::Choose(_) | Verdict::Leave | Verdict::Link { .. }, before) => before,
        });
        if linking.is_empty() {
            return Ok(());
        }
        if self.commit_links(scope, tab, rule, &linking, Origin::FuzzyOpen, current).await? > 0 {
            self.show_standings(scope, tab, generation).await?;
        }
        Ok(())
    }

    /// Whether the directory can tell that nobody else has a number, and anything automatic may link by what this tab reads.
    fn may_match(&self, tab: TabId) -> bool {
        self.may_link_by_itself() && self.may_trust(tab) && self.state().directory.is_whole()
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
        let may_match = self.may_match(tab);
        let state = self.state();
        let Some(held) = state.tabs.get(&tab) else { return false };
        let ChatState::Person { generation: open, member } = &held.chat else { return false };
        let decided = held
            .decided
            .as_ref()
            .is_some_and(|decided| decided.generation == generation && decided.people.contains(&member.reference()));
        may_match && !decided && *open == generation && member.is_open() && matches!(member.status, Status::Unlinked)
    }
}

fn contacts_to_choose(verdicts: &BTreeMap<usize, Verdict>) -> Vec<&Contact> {
    let choices = verdicts.values().flat_map(|verdict| match verdict {
        Verdict::Choose(matches) => matches.as_slice(),
        Verdict::Leave | Verdict::Link { .. } => &[],
    });
    choices.map(|matched| &matched.contact).collect()
}

fn choice(matched: &Match, holders: &Holders) -> Choice {
    let linked_with = holders.get(&matched.contact.id).and_then(names_of);
    Choice { matched: matched.clone(), linked_with }
}
