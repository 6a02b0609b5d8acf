//! A chat was opened: who is in it, what stands for them, and the fuzzy rule over all its numbers, once per opening.
//!
//! Everything is bound to (tab, generation): an answer that comes after the next switch is dropped (INV-13). Links and memory are shown
//! first, from storage alone; matching comes second, from the directory alone; HubSpot is asked last.

use std::collections::BTreeSet;

use super::Engine;
use super::card_data::CardData;
use super::state::{CardRead, ChatState, Linked, Member, Status};
use crate::hubspot::ids::ContactId;
use crate::linking::decide::PersonStanding;
use crate::linking::directory::DirectoryEntry;
use crate::linking::unite::{Stored, United};
use crate::ports::{Directory, StoreFault, TabId, Tabs, World};
use crate::protocol::page::{ChatEvidence, ToPage};
use crate::protocol::view::ChatRef;
use crate::stored::keys::Scope;
use crate::whatsapp::chat::{OpenChat, Roster, Unresolved, conclude};
use crate::whatsapp::person::Person;

impl<W: World> Engine<W> {
    /// Another chat became the open one, or none.
    pub(super) fn chat_switched(&self, tab: TabId, next: ChatState) {
        let mut state = self.state_mut();
        let held = state.tab(tab);
        if held.chat.generation() < next.generation() {
            held.chat = next;
            drop(state);
            self.show(tab);
        }
    }

    /// What was read about the open chat.
    pub(super) async fn chat_evidence(&self, tab: TabId, evidence: ChatEvidence) {
        let generation = evidence.generation;
        let concluded = {
            let state = self.state();
            let Some(held) = state.tabs.get(&tab) else { return };
            if held.chat.generation() > Some(generation) {
                return;
            }
            conclude(&evidence, &held.own)
        };
        self.note_chat(tab, &evidence, &concluded);
        if self.is_another_chat(tab, generation, &concluded) {
            return;
        }
        let resolved = match concluded {
            OpenChat::Person(person) => self.take_person(tab, generation, person),
            OpenChat::Group(roster) => self.take_roster(tab, generation, roster),
            OpenChat::NotAPerson => self.replace_chat(tab, ChatState::NotAPerson { generation }),
            OpenChat::Unresolved(why) => return self.take_unresolved(tab, generation, why, evidence.exhausted),
        };
        self.end_waits(tab);
        self.world.tabs().to_page(tab, &ToPage::Resolved { generation });
        if resolved == Taken::New {
            self.show(tab);
            self.look_up(tab, generation).await;
        }
    }

    /// TH-3: one generation is one chat. Whoever was made out under it stays; somebody else without a number or privacy id in common is a
    /// page that flaps or lies.
    fn is_another_chat(&self, tab: TabId, generation: u64, concluded: &OpenChat) -> bool {
        let state = self.state();
        let Some(held) = state.tabs.get(&tab).filter(|held| held.chat.generation() == Some(generation)) else {
            return false;
        };
        match (&held.chat, concluded) {
            (ChatState::Person { member, .. }, OpenChat::Person(person)) => {
                let known = member.person.aliases();
                !person.aliases().iter().any(|alias| known.contains(alias))
            }
            (ChatState::Person { .. }, OpenChat::Group(_)) | (ChatState::Group { .. }, OpenChat::Person(_)) => true,
            (
                ChatState::Unknown
                | ChatState::Closed { .. }
                | ChatState::Resolving { .. }
                | ChatState::NotAPerson { .. }
                | ChatState::NotUnderstood { .. }
                | ChatState::NoMessages { .. }
                | ChatState::Person { .. }
                | ChatState::Group { .. },
                _,
            ) => false,
        }
    }

    fn take_unresolved(&self, tab: TabId, generation: u64, why: Unresolved, exhausted: bool) {
        let known = {
            let state = self.state();
            state.tabs.get(&tab).is_some_and(|held| {
                held.chat.generation() == Some(generation) && !matches!(held.chat, ChatState::Resolving { .. })
            })
        };
        // A chat that was understood stays understood until it is switched, whatever flickers meanwhile.
        if known {
            return;
        }
        let next = match why {
            Unresolved::Contradiction | Unresolved::OtherNumber => ChatState::NotUnderstood { generation },
            Unresolved::NotYet | Unresolved::NoEvidence if exhausted => ChatState::NotUnderstood { generation },
            Unresolved::NoMessages if exhausted => ChatState::NoMessages { generation },
            Unresolved::NotYet | Unresolved::NoEvidence | Unresolved::NoMessages => ChatState::Resolving { generation },
        };
        self.replace_chat(tab, next);
        self.end_waits(tab);
        self.show(tab);
    }

    fn replace_chat(&self, tab: TabId, next: ChatState) -> Taken {
        self.state_mut().tab(tab).chat = next;
        Taken::New
    }

    fn take_person(&self, tab: TabId, generation: u64, person: Person) -> Taken {
        if let ChatState::Person { generation: held, member } = &mut self.state_mut().tab(tab).chat
            && *held == generation
            && same_person(&member.person, &person)
        {
            // B-03: a number or a privacy id that shows up while the chat is open may lead to more.
            let taken = if member.person.aliases() == person.aliases() { Taken::Known } else { Taken::New };
            member.person = person;
            return taken;
        }
        let member = Box::new(Member { person, status: Status::Loading });
        self.replace_chat(tab, ChatState::Person { generation, member })
    }

    fn take_roster(&self, tab: TabId, generation: u64, roster: Roster) -> Taken {
        let mut state = self.state_mut();
        let held = &mut state.tab(tab).chat;
        let (mut before, chosen, mut taken) = if let ChatState::Group { generation: same, members, chosen, .. } =
            std::mem::take(held)
            && same == generation
        {
            let taken = if members.len() == roster.members.len() { Taken::Known } else { Taken::New };
            (members, chosen, taken)
        } else {
            (Vec::new(), None, Taken::New)
        };
        let mut members = Vec::with_capacity(roster.members.len());
        for person in roster.members {
            // I-25: who was there before keeps their state; only newcomers are looked up.
            let at = before.iter().position(|member| same_person(&member.person, &person));
            let known = at.map(|at| before.swap_remove(at));
            if known.as_ref().is_none_or(|member| member.person.aliases() != person.aliases()) {
                taken = Taken::New;
            }
            let status = known.map_or(Status::Loading, |member| member.status);
            members.push(Member { person, status });
        }
        *held = ChatState::Group { generation, title: roster.subject, incomplete: roster.incomplete, members, chosen };
        taken
    }

    /// Looks up what stands for the people of a chat, then matches those for whom nothing stands.
    pub(super) async fn look_up(&self, tab: TabId, generation: u64) {
        let Some(scope) = self.scope_of(tab) else { return self.show(tab) };
        if self.load_scope(&scope).await.is_err() || self.show_standings(&scope, tab, generation).await.is_err() {
            self.state_mut().store_unsafe = true;
            return self.show(tab);
        }
        self.match_unlinked(&scope, tab, generation).await;
        self.read_shown_card(tab).await;
        let may_glance =
            self.may_link_by_itself() && self.may_trust(tab) && self.state().directory.complete && self.feed_is_due();
        if may_glance && self.has_unlinked(tab, generation) {
            let updated = self.glance_at_feed(&scope.portal).await;
            self.note_update(&updated);
            if updated.is_ok_and(|changed| changed > 0) {
                // Another chat may be the open one meanwhile, and its rule has run.
                if let Some(held) = self.state_mut().tabs.get_mut(&tab) {
                    held.decided.take_if(|decided| decided.generation == generation);
                }
                self.match_unlinked(&scope, tab, generation).await;
                self.read_shown_card(tab).await;
            }
            self.show(tab);
        }
    }

    /// After a pass or a commit elsewhere: what stands may have changed for the chats that are open.
    pub(super) async fn refresh_chats(&self) {
        let open: Vec<(TabId, u64)> = {
            let state = self.state();
            state.tabs.iter().filter_map(|(tab, held)| Some((*tab, held.chat.generation()?))).collect()
        };
        for (tab, generation) in open {
            let Some(scope) = self.scope_of(tab) else { continue };
            if self.show_standings(&scope, tab, generation).await.is_err() {
                self.state_mut().store_unsafe = true;
                continue;
            }
            self.match_unlinked(&scope, tab, generation).await;
            self.read_shown_card(tab).await;
        }
    }

    pub(super) async fn show_standings(&self, scope: &Scope, tab: TabId, generation: u64) -> Result<(), StoreFault> {
        let people: Vec<Person> = self.members_of(tab, generation, |_| true);
        if people.is_empty() {
            return Ok(());
        }
        let refs: Vec<&Person> = people.iter().collect();
        let united = self.united(scope, &refs).await?;
        let filed = self.filed(scope, &united).await;
        // INV-10: meanwhile another portal may have been connected, or another account signed in.
        if self.scope_of(tab).as_ref() != Some(scope) {
            return Ok(());
        }
        let is_tied_up = united.iter().all(|united| united.stored == Stored::AsItStands);
        let changes = people.iter().zip(united);
        self.set_statuses(tab, generation, changes, |before, united| status_of(before, united.standing, &filed));
        // Who is not linked may be in a moment: "not linked" is not said before that is decided.
        if !self.is_about_to_match(tab, generation) {
            self.show(tab);
        }
        if is_tied_up { Ok(()) } else { self.tie_up(scope, &refs).await }
    }

    /// What the directory has of the contacts that these people are linked with.
    async fn filed(&self, scope: &Scope, united: &[United]) -> Vec<DirectoryEntry> {
        let links = united.iter().filter_map(|united| united.standing.link.as_ref());
        let contacts: BTreeSet<ContactId> = links.map(|link| link.contact.clone()).collect();
        if contacts.is_empty() {
            return Vec::new();
        }
        self.world.directory().by_ids(&scope.portal, contacts.into_iter().collect()).await.unwrap_or_default()
    }

    pub(super) fn members_of(&self, tab: TabId, generation: u64, wanted: impl Fn(&Member) -> bool) -> Vec<Person> {
        let state = self.state();
        let Some(held) = state.tabs.get(&tab).filter(|held| held.chat.generation() == Some(generation)) else {
            return Vec::new();
        };
        held.chat.members().iter().filter(|member| wanted(member)).map(|member| member.person.clone()).collect()
    }

    /// Changes what is known of people who are in the chat still.
    pub(super) fn set_statuses<'p, T>(
        &self,
        tab: TabId,
        generation: u64,
        changes: impl Iterator<Item = (&'p Person, T)>,
        next: impl Fn(Status, T) -> Status,
    ) {
        let mut state = self.state_mut();
        if let Some(held) = state.tabs.get_mut(&tab).filter(|held| held.chat.generation() == Some(generation)) {
            held.chat.change_statuses(changes, next);
        }
    }

    /// What stands for one person now, shown.
    pub(super) async fn show_standing_of(&self, scope: &Scope, tab: TabId, chat: &ChatRef) -> Result<(), StoreFault> {
        self.show_standings(scope, tab, chat.generation).await
    }
}

/// Whether what was taken in needs a look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    New,
    Known,
}

pub(super) fn same_person(a: &Person, b: &Person) -> bool {
    match (&a.number, &b.number) {
        (Some(a), Some(b)) => a.canonical() == b.canonical(),
        (None, None) | (Some(_), None) | (None, Some(_)) => !a.lids.is_disjoint(&b.lids),
    }
}

fn status_of(before: Status, standing: PersonStanding, filed: &[DirectoryEntry]) -> Status {
    let PersonStanding { link, memory } = standing;
    match (link, memory, before) {
        (Some(link), _, Status::Linked(held)) if held.link.id == link.id && held.link.contact == link.contact => {
            Status::Linked(Box::new(Linked { link, ..*held }))
        }
        (Some(link), _, _) => {
            let contact =
                filed.iter().find(|entry| entry.contact.id == link.contact).map(|entry| entry.contact.clone());
            let data = CardData::default();
            Status::Linked(Box::new(Linked { link, contact, read: CardRead::NotYet, data, rival: None }))
        }
        (None, Some(memory), Status::JustUnlinked(held)) if held.id == memory.id => Status::JustUnlinked(memory),
        (None, Some(memory), _) => Status::Remembered(memory),
        (None, None, Status::Candidates(choices)) => Status::Candidates(choices),
        (None, None, _) => Status::Unlinked,
    }
}
