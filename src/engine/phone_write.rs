//! The only write to HubSpot: the text of one phone property, after a person's click.
//!
//! Intent stored → PATCH → read back → the caller commits the outcome and the settled intent together. An answer that leaves the write
//! unknown is never repeated: the contact is read, and what it holds decides (F10, F11, F21).

use super::Engine;
use super::{problem, store_problem};
use crate::hubspot::calls::get_contact::GetContact;
use crate::hubspot::calls::replace_phone::ReplacePhone;
use crate::hubspot::contact::Contact;
use crate::hubspot::pace::Lane;
use crate::linking::intent::{Purpose, Settled, WriteIntent};
use crate::linking::journal::Event;
use crate::linking::link::{Replaced, Sequence};
use crate::phone::{Region, numbers_in};
use crate::ports::{StoreFault, World};
use crate::protocol::Millis;
use crate::protocol::intent::TakeOver;
use crate::protocol::view::{PhoneProperty, Problem, Retry};
use crate::stored::keys::Scope;

/// A write that HubSpot has confirmed.
pub struct Written {
    /// The contact as it was read back.
    pub contact: Contact,
    /// The intent, still open in the store: the caller's commit closes it.
    pub intent: WriteIntent,
}

/// A contact as HubSpot had it a moment ago.
pub struct Fresh {
    /// The contact.
    pub contact: Contact,
    /// When it was read.
    pub at: Millis,
}

/// How old a reading may be that a write rests on, in milliseconds (INV-6).
pub(super) const FRESH: u64 = 2_000;

impl<W: World> Engine<W> {
    /// Replaces a phone text. `fresh` holds what the person was shown; where it has grown old meanwhile, nothing is written.
    pub(super) async fn write_phone(
        &self,
        scope: &Scope,
        (purpose, take_over): (Purpose, &TakeOver),
        fresh: &Fresh,
        property: PhoneProperty,
        after: &str,
    ) -> Result<Written, Problem> {
        let contact = &fresh.contact;
        let change = Replaced { property, before: contact.phone(property).to_owned(), after: after.to_owned() };
        let intent = self.store_intent(scope, (purpose, take_over), contact, change).await?;
        if self.now().saturating_sub(fresh.at) > FRESH {
            self.close_intent(scope, intent.id).await;
            return Err(Problem { retry: Retry::Now, ..problem("problem_timeout", &[]) });
        }
        let call = ReplacePhone { id: &contact.id, property, text: after };
        let written = self.writer().write(&call).await;
        self.heed(&written).await;
        if let Err(error) = &written
            && !error.leaves_write_unknown()
        {
            self.close_intent(scope, intent.id).await;
            return Err(error.problem());
        }
        let read = self.ask(&scope.portal, Lane::Write, &GetContact { id: &contact.id }).await;
        // Unknown even after reading: the intent stays open, and the next pass settles it.
        let Ok(now) = read else { return Err(super::unconfirmed()) };
        let region = self.state().portal_region(None);
        match intent.settle(&now, |a, b| same_number(a, b, region)) {
            Settled::Done => Ok(Written { contact: now, intent }),
            // F40: HubSpot said that it was written; a workflow may have put the old writing of the same number back.
            Settled::NotDone if written.is_ok() && same_number(&intent.change.before, &intent.change.after, region) => {
                Ok(Written { contact: now, intent })
            }
            Settled::NotDone => {
                self.close_intent(scope, intent.id).await;
                Err(match written {
                    Err(error) => error.problem(),
                    Ok(()) => super::unconfirmed(),
                })
            }
            Settled::Foreign => {
                // B-01: where HubSpot took the write before somebody changed it again, the text of before is gone there.
                let outcome = Event::PhoneReplaced { contact: now.id.clone(), replaced: intent.change };
                self.close_intent_with(scope, intent.id, Some(outcome).filter(|_| written.is_ok())).await;
                Err(problem("problem_changed_meanwhile", &[now.phone(property)]))
            }
        }
    }

    async fn store_intent(
        &self,
        scope: &Scope,
        (purpose, take_over): (Purpose, &TakeOver),
        contact: &Contact,
        change: Replaced,
    ) -> Result<WriteIntent, Problem> {
        let _turn = self.commit.lock().await;
        // From here on nothing automatic touches this person and this contact; whoever came before is asked about now (S-04).
        if let Purpose::Link { subject, .. } = &purpose {
            self.refuse_taken(scope, &contact.ids(), &subject.aliases(), take_over).await?;
        }
        let mut open = self.open_intents(scope).await.map_err(store_problem)?;
        let mut commit = self.begin(scope).await.map_err(store_problem)?;
        let app_version = env!("CARGO_PKG_VERSION").to_owned();
        let intent = WriteIntent { id: commit.next(), purpose, contact: contact.id.clone(), change, app_version };
        open.push(intent.clone());
        commit.intents(&open);
        // F24: where the intent cannot be stored, nothing is written to HubSpot.
        self.write(commit).await.map_err(store_problem)?;
        Ok(intent)
    }

    /// The intents that are left without this one.
    pub(super) async fn intents_without(&self, scope: &Scope, id: Sequence) -> Result<Vec<WriteIntent>, StoreFault> {
        Ok(self.open_intents(scope).await?.into_iter().filter(|intent| intent.id != id).collect())
    }

    pub(super) async fn close_intent(&self, scope: &Scope, id: Sequence) {
        self.close_intent_with(scope, id, None).await;
    }

    async fn close_intent_with(&self, scope: &Scope, id: Sequence, outcome: Option<Event>) {
        let _turn = self.commit.lock().await;
        if self.close_intent_in_turn(scope, id, outcome).await.is_err() {
            self.state_mut().store_unsafe = true;
        }
    }

    /// Closes an intent, with what it led to. The caller holds [`Engine::commit`].
    pub(super) async fn close_intent_in_turn(
        &self,
        scope: &Scope,
        id: Sequence,
        outcome: Option<Event>,
    ) -> Result<(), StoreFault> {
        let open = self.intents_without(scope, id).await?;
        let mut commit = self.begin(scope).await?;
        commit.intents(&open);
        if let Some(event) = outcome {
            commit.journal(event);
        }
        self.write(commit).await
    }
}

/// Whether two texts hold the same explicit number: workflows reformat what was written (F40).
pub(super) fn same_number(a: &str, b: &str, region: Option<Region>) -> bool {
    let keys = |text: &str| numbers_in(text, region).iter().flat_map(crate::phone::exact_keys).collect::<Vec<_>>();
    let (a, b) = (keys(a), keys(b));
    a.iter().any(|key| b.contains(key))
}
