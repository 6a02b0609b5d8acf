//! A person's word about a link that was made by itself: "Right contact", and "Replace phone in HubSpot" (S-28b).

use super::Engine;
use super::gone::merged_meanwhile;
use super::{problem, store_problem};
use crate::hubspot::ids::ContactId;
use crate::linking::intent::{Purpose, WriteIntent};
use crate::linking::journal::Event;
use crate::linking::link::{Link, Origin, Replaced, Sequence, Standing};
use crate::ports::{StoreFault, TabId, World};
use crate::protocol::intent::TakeOver;
use crate::protocol::view::{Change, ChatRef, Problem};
use crate::stored::keys::Scope;

impl<W: World> Engine<W> {
    /// The link counts as made by hand from now on.
    pub(super) async fn right_contact(&self, tab: TabId, chat: &ChatRef, contact: &ContactId) -> Result<(), Problem> {
        let _writing = self.writing.lock().await;
        let (scope, link) = self.link_pressed(tab, chat, contact).await?;
        self.change_link(&scope, link.id, None, |link| {
            link.standing = Standing::Confirmed;
            link.origin = Origin::Manual;
        })
        .await
        .map_err(store_problem)?;
        self.refresh_chats().await;
        Ok(())
    }

    /// HubSpot's phone becomes the WhatsApp number; the link stays, and knows what was there before.
    pub(super) async fn replace_phone(
        &self,
        tab: TabId,
        chat: &ChatRef,
        contact: &ContactId,
        shown: &Change,
    ) -> Result<(), Problem> {
        let _writing = self.writing.lock().await;
        let (scope, link) = self.link_pressed(tab, chat, contact).await?;
        let fresh = match self.read_fresh(&scope, &link.contact).await {
            Ok(fresh) => fresh,
            Err(error) => return Err(self.problem_on_card(tab, chat, contact, &error).await),
        };
        let property = self.state().settings.replaced_property;
        let (_, person) = self.pressed(tab, chat)?;
        // I-21: a contact that is gone is never edited, and its survivor only once the link stands for it and was shown.
        if fresh.contact.id != link.contact {
            return Err(self.look_again(tab, chat, contact).await.unwrap_or_else(merged_meanwhile));
        }
        if self.wanted_change(&person, &fresh.contact, property).as_ref() != Some(shown) {
            return Err(problem("problem_changed_meanwhile", &[fresh.contact.phone(property)]));
        }
        if shown.before == shown.after {
            return Ok(());
        }
        let purpose = Purpose::Replace { link: link.id };
        let written = self.write_phone(&scope, (purpose, &TakeOver::default()), &fresh, property, &shown.after).await?;
        self.commit_replaced(&scope, link.id, written.intent).await.map_err(|_| super::unconfirmed())?;
        if let Some(member) = self.state_mut().member_mut(tab, chat)
            && let super::state::Status::Linked(linked) = &mut member.status
        {
            linked.contact = Some(written.contact.clone());
        }
        let _ = self.refile(&scope, written.contact).await;
        self.refresh_chats().await;
        Ok(())
    }

    /// Stores that a link's phone was replaced. The text before the first replacement is the one to put back.
    pub(super) async fn commit_replaced(
        &self,
        scope: &Scope,
        link: Sequence,
        intent: WriteIntent,
    ) -> Result<(), StoreFault> {
        let replaced = intent.change.clone();
        let change_link = move |link: &mut Link| {
            let before = match link.replaced.take() {
                Some(earlier) if earlier.property == replaced.property && earlier.after == replaced.before => {
                    earlier.before
                }
                Some(_) | None => replaced.before.clone(),
            };
            link.replaced = Some(Replaced { before, ..replaced });
        };
        self.change_link(scope, link, Some(intent), change_link).await
    }

    async fn change_link(
        &self,
        scope: &Scope,
        id: Sequence,
        written: Option<WriteIntent>,
        change: impl FnOnce(&mut Link),
    ) -> Result<(), StoreFault> {
        let _turn = self.commit.lock().await;
        let held = self.links(scope, [id].into()).await?.remove(&id);
        let mut commit = self.begin(scope).await?;
        let contact = held.as_ref().map(|link| link.contact.clone());
        if let Some(mut link) = held {
            change(&mut link);
            commit.store_link(&link);
            if written.is_none() {
                commit.journal(Event::Confirmed { link });
            }
        }
        // B-01: what HubSpot had is kept whatever became of the link meanwhile.
        if let Some(intent) = written {
            let open = self.intents_without(scope, intent.id).await?;
            let contact = contact.unwrap_or(intent.contact);
            commit.journal(Event::PhoneReplaced { contact, replaced: intent.change });
            commit.intents(&open);
        }
        self.write(commit).await
    }

    /// The link that a click on a card was made for.
    pub(super) async fn link_pressed(
        &self,
        tab: TabId,
        chat: &ChatRef,
        contact: &ContactId,
    ) -> Result<(Scope, Link), Problem> {
        let (scope, person) = self.pressed(tab, chat)?;
        let standing = self.standing(&scope, &person).await.map_err(store_problem)?;
        let link = standing.link.filter(|link| link.contact == *contact);
        Ok((scope, link.ok_or_else(|| problem("problem_chat_changed", &[]))?))
    }
}
