//! Unlink and its memory: one commit, at once, and never undone by anything automatic (S-48 to S-57).

use super::Engine;
use super::auto_link::subject_of;
use super::manual_link::{memory_of, replaced_by};
use super::state::Status;
use super::{problem, store_problem};
use crate::hubspot::contact::Contact;
use crate::hubspot::ids::ContactId;
use crate::linking::decide::PersonStanding;
use crate::linking::intent::{Purpose, WriteIntent};
use crate::linking::journal::Event;
use crate::linking::link::{Memory, Sequence, Subject};
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
            self.tie_up_in_turn(&scope, &[&person]).await.map_err(store_problem)?;
            let standing = self.standing_of(&scope, &person).await?;
            let link = standing
                .link
                .filter(|link| link.contact == *contact)
                .ok_or_else(|| problem("problem_chat_changed", &[]))?;
            let mut commit = self.begin(&scope).await.map_err(store_problem)?;
            // All that the link was found by, and not the numbers that the person gave up: they may be somebody else's by now.
            let subject = Subject { name: person.shown_name(), former: Vec::new(), ..link.subject.clone() };
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
        let _writing = self.writing.lock().await;
        let (scope, person) = self.pressed(tab, chat)?;
        {
            let _turn = self.commit.lock().await;
            self.tie_up_in_turn(&scope, &[&person]).await.map_err(store_problem)?;
            let standing = self.standing_of(&scope, &person).await?;
            if let Some(link) = standing.link {
                return Err(problem("problem_already_linked", &[&link.contact_name]));
            }
            if standing.memory.is_none() {
                let mut commit = self.begin(&scope).await.map_err(store_problem)?;
                let memory = memory_of(commit.next(), subject_of(&person), None, commit.at());
                commit.remember(&memory);
                self.write(commit).await.map_err(store_problem)?;
            }
        }
        self.refresh_chats().await;
        Ok(())
    }

    /// I-28: the link stands again as it was, and nothing is remembered. The contact may have been linked elsewhere since.
    pub(super) async fn undo_unlink(&self, tab: TabId, chat: &ChatRef) -> Result<(), Problem> {
        let _writing = self.writing.lock().await;
        let (scope, person) = self.pressed(tab, chat)?;
        let merged = self.ended_contact(&scope, &person).await;
        self.pressed(tab, chat)?;
        {
            let _turn = self.commit.lock().await;
            self.tie_up_in_turn(&scope, &[&person]).await.map_err(store_problem)?;
            let memory = self.memory_for(&scope, &person).await?;
            // Under a number that somebody else gave up there is nothing of this person's to take back.
            let memory = Some(memory).filter(|memory| memory.is_about(&person.aliases()));
            let memory = memory.ok_or_else(|| problem("problem_chat_changed", &[]))?;
            let link = memory.ended.as_deref().cloned().ok_or_else(|| problem("problem_chat_changed", &[]))?;
            let mut ids = merged.as_ref().map(Contact::ids).unwrap_or_default();
            ids.insert(link.contact.clone());
            self.refuse_taken(&scope, &ids, &person.aliases(), &TakeOver::default()).await?;
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
        let _writing = self.writing.lock().await;
        let (scope, person) = self.pressed(tab, chat)?;
        {
            let _turn = self.commit.lock().await;
            self.tie_up_in_turn(&scope, &[&person]).await.map_err(store_problem)?;
            let memory = self.memory_for(&scope, &person).await?;
            let mut commit = self.begin(&scope).await.map_err(store_problem)?;
            if memory.is_about(&person.aliases()) {
                commit.forget(&memory);
            } else {
                commit.let_go(&memory, &person.aliases());
            }
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
        let fresh = self.fresh(&scope, &link.contact).await?;
        if fresh.contact.id != link.contact || fresh.contact.phone(replaced.property) != replaced.after {
            return Err(problem("problem_changed_meanwhile", &[fresh.contact.phone(replaced.property)]));
        }
        let purpose = Purpose::Restore { memory: memory.id };
        let written = self
            .write_phone(&scope, (purpose, &TakeOver::default()), &fresh, replaced.property, &replaced.before)
            .await?;
        self.commit_restored(&scope, memory.id, written.intent).await.map_err(|_| super::unconfirmed())?;
        let _ = self.refile(&scope, written.contact).await;
        let kept = self.memory(&scope, memory.id).await.map_err(store_problem)?;
        if let Some(kept) = kept {
            self.set_status_of(tab, chat, Status::JustUnlinked(kept));
        }
        self.refresh_chats().await;
        Ok(())
    }

    /// The old phone is back: journalled, and not offered again. The intent is closed whatever became of the memory.
    pub(super) async fn commit_restored(
        &self,
        scope: &Scope,
        memory: Sequence,
        intent: WriteIntent,
    ) -> Result<(), StoreFault> {
        let _turn = self.commit.lock().await;
        let open = self.intents_without(scope, intent.id).await?;
        let kept = self.memory(scope, memory).await?;
        let mut commit = self.begin(scope).await?;
        let mut contact = intent.contact;
        if let Some(mut kept) = kept {
            if let Some(link) = kept.ended.as_mut() {
                contact.clone_from(&link.contact);
                link.replaced = None;
            }
            commit.store_memory(&kept);
        }
        commit.journal(Event::PhoneReplaced { contact, replaced: intent.change });
        commit.intents(&open);
        self.write(commit).await
    }

    /// The contact of the link that was ended, as HubSpot has it now: it may have been merged into somebody else's meanwhile. `None` where
    /// HubSpot cannot be asked: to undo must not wait for that, and the card's next read tells it.
    async fn ended_contact(&self, scope: &Scope, person: &Person) -> Option<Contact> {
        let link = self.memory_for(scope, person).await.ok()?.ended.filter(|_| self.may_ask())?;
        self.fresh(scope, &link.contact).await.ok().map(|fresh| fresh.contact)
    }

    async fn standing_of(&self, scope: &Scope, person: &Person) -> Result<PersonStanding, Problem> {
        self.standing(scope, person).await.map_err(store_problem)
    }

    async fn memory_for(&self, scope: &Scope, person: &Person) -> Result<Memory, Problem> {
        self.standing_of(scope, person).await?.memory.ok_or_else(|| problem("problem_chat_changed", &[]))
    }

    fn set_status_of(&self, tab: TabId, chat: &ChatRef, status: Status) {
        if let Some(member) = self.state_mut().member_mut(tab, chat) {
            member.status = status;
        }
    }
}
