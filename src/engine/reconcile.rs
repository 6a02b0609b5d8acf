//! After a start: writes to HubSpot that were begun and never settled. What HubSpot has now decides; nothing is written again (F21).

use super::Engine;
use super::manual_link::Settles;
use super::phone_write::{Written, same_number};
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::linking::intent::{Purpose, Settled, WriteIntent};
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
                Purpose::Link { subject, number } => {
                    let written = Written { contact: now.clone(), intent };
                    self.commit_manual(scope, subject, number, &now, Settles::Phone(Box::new(written))).await
                }
                Purpose::Replace { link } => self.commit_replaced(scope, link, intent.id, intent.change).await,
                Purpose::Restore { memory } => self.commit_restored(scope, memory, intent.id, intent.change).await,
            },
        }
    }
}
