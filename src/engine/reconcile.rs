//! After a start: writes to HubSpot that were begun and never settled. What HubSpot has now decides; nothing is written again (F21).

use super::Engine;
use super::auto_link::person_of;
use super::manual_link::Settles;
use super::phone_write::{Written, same_number};
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::linking::intent::{Purpose, Settled, WriteIntent};
use crate::linking::journal::Event;
use crate::linking::link::{Sequence, Subject};
use crate::phone::WhatsAppNumber;
use crate::ports::{StoreFault, World};
use crate::stored::keys::Scope;

impl<W: World> Engine<W> {
    /// Settles what an earlier life of the worker left open, or what could not be confirmed in this one. Called before each pass.
    pub(super) async fn reconcile(&self, scope: &Scope) {
        // A write of this life that is under way is nobody's leftover.
        let Some(writing) = self.writing.try_lock() else { return };
        if self.may_ask() && self.reconcile_records(scope).await.is_err() {
            self.state_mut().store_unsafe = true;
            return;
        }
        let Ok(open) = self.open_intents(scope).await else {
            self.state_mut().store_unsafe = true;
            return;
        };
        if open.is_empty() || !self.may_ask() {
            return;
        }
        for intent in open {
            let settled = match self.read_fresh(scope, &intent.contact).await.map(|fresh| fresh.contact) {
                Ok(now) => self.settle(scope, intent, now).await,
                Err(Error::NotFound) => {
                    self.close_intent(scope, intent.id).await;
                    Ok(())
                }
                Err(_) => Ok(()),
            };
            if settled.is_err() {
                self.state_mut().store_unsafe = true;
            }
        }
        drop(writing);
        self.refresh_chats().await;
    }

    async fn settle(&self, scope: &Scope, intent: WriteIntent, now: Contact) -> Result<(), StoreFault> {
        let region = self.state().portal_region(None);
        match intent.settle(&now, |a, b| same_number(a, b, region)) {
            Settled::NotDone | Settled::Foreign => {
                self.close_intent(scope, intent.id).await;
                Ok(())
            }
            Settled::Done => match intent.purpose.clone() {
                Purpose::Link { subject, number } => self.settle_link(scope, intent, subject, number, now).await,
                Purpose::Replace { link } => self.commit_replaced(scope, link, intent).await,
                Purpose::Restore { memory } => self.commit_restored(scope, memory, intent).await,
            },
        }
    }

    /// HubSpot has the number: the link is made, unless the rep or a pass has decided otherwise since the write was begun (S-52). Then only
    /// what was replaced in HubSpot is noted.
    async fn settle_link(
        &self,
        scope: &Scope,
        intent: WriteIntent,
        subject: Subject,
        number: Option<WhatsAppNumber>,
        now: Contact,
    ) -> Result<(), StoreFault> {
        let _turn = self.commit.lock().await;
        let person = person_of(&subject, number.as_ref());
        let standing = self.standing(scope, &person).await?;
        let others = self.links_of_others(scope, &now.ids(), &person.aliases()).await?;
        let is_later = |id: Sequence| id > intent.id;
        let otherwise = standing.memory.as_ref().is_some_and(|memory| is_later(memory.id))
            || standing.link.as_ref().is_some_and(|link| is_later(link.id) && !now.is_or_was(&link.contact))
            || others.iter().any(|link| is_later(link.id));
        if !otherwise {
            let written = Written { contact: now.clone(), intent };
            return self.commit_manual_in_turn(scope, subject, number, &now, Settles::Phone(Box::new(written))).await;
        }
        let outcome = Event::PhoneReplaced { contact: now.id, replaced: intent.change };
        self.close_intent_in_turn(scope, intent.id, Some(outcome)).await
    }
}
