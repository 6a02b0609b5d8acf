//! Unlink and its memory: one commit, at once, and never undone by anything automatic (S-48 to S-57).

use super::Engine;
use super::auto_link::subject_of;
use super::manual_link::{memory_of, replaced_by};
use super::state::Status;
use super::{problem, store_problem};
use crate::hubspot::ids::ContactId;
use crate::linking::intent::Purpose;
use crate::linking::journal::Event;
use crate::linking::link::{Memory, Replaced};
use crate::ports::{StoreFault, TabId, World};
use crate::protocol::intent::TakeOver;
use crate::protocol::view::{ChatRef, Problem};
use crate::stored::keys::Scope;
use crate::whatsapp::person::Person;

impl<W: World> Engine<W> {
    /// S-50: the link is removed and remembered in one commit. HubSpot is not touched.
    pub(super) async fn unlink(&self, tab: TabId, chat: &ChatRef, contact: &ContactId) -> Result<(), Problem> {
        // F30: a link by hand that is being written is finished first.
        let _writing = self.writing.lock().await;
        let (scope, person) = self.pressed(tab, chat)?;
        let memory = {
            let _turn = self.commit.lock().await;
            let standing =
                self.standings(&scope, &[&person]).await.map_err(store_problem)?.into_iter().next().unwrap_or_default();
            let link = standing
                .link
                .filter(|link| link.contact == *contact)
                .ok_or_else(|| problem("problem_chat_changed", &[]))?;
            let mut commit = self.begin(&scope).await.map_err(store_problem)?;
            let mut subject = subject_of(&person);
            subject.lids.extend(link.subject.lids.iter().filter(|lid| !person.lids.contains(lid)).cloned());
            subject.number = subject.number.or_else(|| link.subject.number.clone());
            let memory = memory_of(commit.next(), subject, Some(link), commit.at());
            commit.remember(&memory);
            self.write(commit).await.map_err(store_problem)?;
            memory
        };
        self.set_status_of(tab, chat, Status::JustUnlinked(memory));
        self.refresh_chats().await;
        Ok(())
    }

    /// I-14: none of the candidates; remembered in the same way.
    pub(super) async fn none_of_these(&self, tab: TabId, chat: &ChatRef) -> Result<(), Problem> {
        let (scope, person) = self.pressed(tab, chat)?;
        {
            let _turn = self.commit.lock().await;
            let standing =
                self.standings(&scope, &[&person]).await.map_err(store_problem)?.into_iter().next().unwrap_or_default();
            if let Some(link) = standing.link {
                return Err(problem("problem_already_linked", &[&link.contact_name]));
            }
            let mut commit = self.begin(&scope).await.map_err(store_problem)?;
            let memory = memory_of(commit.next(), subject_of(&person), None, commit.at());
            commit.remember(&memory);
            self.write(commit).await.map_err(store_problem)?;
        }
        self.refresh_chats().await;
        Ok(())
    }

    /// I-28: the link stands again as it was, and nothing is remembered.
    pub(super) async fn undo_unlink(&self, tab: TabId, chat: &ChatRef) -> Result<(), Problem> {
        let (scope, person) = self.pressed(tab, chat)?;
        let memory = self.memory_for(&scope, &person).await?;
        let link = memory.ended.as_deref().cloned().ok_or_else(|| problem("problem_chat_changed", &[]))?;
        self.refuse_taken(&scope, &link.contact, TakeOver::Refuse).await?;
        {
            let _turn = self.commit.lock().await;
            let mut commit = self.begin(&scope).await.map_err(store_problem)?;
            commit.forget(&memory);
            commit.link(&link);
            self.write(commit).await.map_err(store_problem)?;
        }
        self.refresh_chats().await;
        Ok(())
    }

    /// I-15: automatic linking may look at this person again, and does so at once.
    pub(super) async fn allow_auto_link(&self, tab: TabId, chat: &ChatRef) -> Result<(), Problem> {
        let (scope, person) = self.pressed(tab, chat)?;
        let memory = self.memory_for(&scope, &person).await?;
        {
            let _turn = self.commit.lock().await;
            let mut commit = self.begin(&scope).await.map_err(store_problem)?;
            commit.forget(&memory);
            commit.journal(Event::Allowed { memory });
            self.write(commit).await.map_err(store_problem)?;
        }
        self.state_mut().tab(tab).decided = None;
        self.refresh_chats().await;
        Ok(())
    }

    /// S-51: puts back the phone that a link by hand had replaced, if HubSpot still holds what was written then.
    pub(super) async fn restore_phone(&self, tab: TabId, chat: &ChatRef) -> Result<(), Problem> {
        let _writing = self.writing.lock().await;
        let (scope, person) = self.pressed(tab, chat)?;
        let memory = self.memory_for(&scope, &person).await?;
        let (Some(link), Some(replaced)) = (memory.ended.as_deref(), replaced_by(&memory)) else {
            return Err(problem("problem_chat_changed", &[]));
        };
        let fresh = self.fresh(&link.contact).await?;
        if fresh.phone(replaced.property) != replaced.after {
            return Err(problem("problem_changed_meanwhile", &[fresh.phone(replaced.property)]));
        }
        let written = self
            .write_phone(&scope, Purpose::Restore { memory: memory.id }, &fresh, replaced.property, &replaced.before)
            .await?;
        self.commit_restored(&scope, &memory, written.intent.id, written.intent.change).await.map_err(store_problem)?;
        let _ = self.refile(&scope, written.contact).await;
        let kept = self.memory(&scope, memory.id).await.map_err(store_problem)?;
        if let Some(kept) = kept {
            self.set_status_of(tab, chat, Status::JustUnlinked(kept));
        }
        self.refresh_chats().await;
        Ok(())
    }

    /// The old phone is back: journalled, and not offered again.
    pub(super) async fn commit_restored(
        &self,
        scope: &Scope,
        memory: &Memory,
        intent: crate::linking::link::Sequence,
        change: Replaced,
    ) -> Result<(), StoreFault> {
        let _turn = self.commit.lock().await;
        let open = self.intents_without(scope, intent).await?;
        let mut commit = self.begin(scope).await?;
        let mut kept = memory.clone();
        if let Some(link) = kept.ended.as_mut() {
            commit.journal(Event::PhoneReplaced { contact: link.contact.clone(), replaced: change });
            link.replaced = None;
        }
        commit.store_memory(&kept);
        commit.intents(&open);
        self.write(commit).await
    }

    async fn memory_for(&self, scope: &Scope, person: &Person) -> Result<Memory, Problem> {
        let standing = self.standings(scope, &[person]).await.map_err(store_problem)?.into_iter().next();
        standing.and_then(|standing| standing.memory).ok_or_else(|| problem("problem_chat_changed", &[]))
    }

    fn set_status_of(&self, tab: TabId, chat: &ChatRef, status: Status) {
        if let Some(member) = self.state_mut().member_mut(tab, chat) {
            member.status = status;
        }
    }
}
