//! Writes to records beside phone numbers: intent stored → request → read back → one commit. `reliability.md` 2.1 in general form.

use super::Engine;
use super::phone_write::{FRESH, Fresh};
use super::{store_problem, unconfirmed};
use crate::hubspot::calls::associated_ids::AssociatedIds;
use crate::hubspot::calls::read_records::{BATCH, Partly, ReadRecords};
use crate::hubspot::calls::update_record::UpdateRecord;
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PortalId, PropertyName, RecordId};
use crate::hubspot::object::{ObjectKind, Record};
use crate::hubspot::pace::Lane;
use crate::linking::journal::Event;
use crate::linking::link::Sequence;
use crate::linking::record_intent::{RecordIntent, RecordWrite, Values, WORDS, holds, made_by};
use crate::ports::{StoreFault, World};
use crate::protocol::Millis;
use crate::protocol::view::{Answer, FieldRefusal, Problem, Retry};
use crate::stored::keys::Scope;

/// An edit of one record.
pub(super) struct Edit<'a> {
    pub contact: &'a ContactId,
    pub of: ObjectKind,
    pub record: RecordId,
    /// Values as they were read.
    pub before: Values,
    /// When they were read.
    pub read_at: Millis,
    pub after: Values,
}

impl<W: World> Engine<W> {
    /// Writes an edit and reads it back with `read`. The record's values as HubSpot has them now, or why it did not take the edit.
    pub(super) async fn write_edit(
        &self,
        scope: &Scope,
        edit: Edit<'_>,
        read: impl AsyncFn() -> Result<Values, Error>,
    ) -> Result<Result<Values, Error>, Problem> {
        let write = RecordWrite::Edit {
            of: edit.of,
            record: edit.record.clone(),
            before: edit.before.clone(),
            after: edit.after.clone(),
        };
        let intent = self.store_record_intent(scope, Some(edit.contact), write).await?;
        if self.now().saturating_sub(edit.read_at) > FRESH {
            self.close_record_intent(scope, intent.id, None).await.map_err(store_problem)?;
            return Err(Problem { retry: Retry::Now, ..super::problem("problem_timeout", &[]) });
        }
        let written = self.writer().write(&UpdateRecord { of: edit.of, id: &edit.record, values: &edit.after }).await;
        self.heed(&written).await;
        if let Err(error) = &written
            && !error.leaves_write_unknown()
        {
            self.close_record_intent(scope, intent.id, None).await.map_err(store_problem)?;
            return Ok(Err(error.clone()));
        }
        // Unknown even after reading: the intent stays open, and the next start settles it.
        let Ok(now) = read().await else { return Err(unconfirmed()) };
        let done = written.is_ok() || holds(&now, &edit.after);
        let event = Event::Edited {
            contact: edit.contact.clone(),
            of: edit.of,
            record: edit.record,
            before: edit.before,
            after: edit.after,
        };
        self.close_record_intent(scope, intent.id, done.then_some(event)).await.map_err(store_problem)?;
        match written {
            Err(error) if !done => Err(error.problem()),
            Ok(()) | Err(_) => Ok(Ok(now)),
        }
    }

    /// Ids of the records of one kind that a contact has, strongly consistent.
    pub(super) async fn ids_of(
        &self,
        portal: &PortalId,
        contact: &ContactId,
        of: ObjectKind,
    ) -> Result<Vec<RecordId>, Error> {
        self.ask(portal, Lane::Person, &AssociatedIds { contact, of }).await
    }

    /// Looks for the record that a lost answer may hide, among those of the contact under the id that it has now.
    pub(super) async fn find_made(
        &self,
        portal: &PortalId,
        contact: &ContactId,
        intent: &RecordIntent,
    ) -> Result<Option<Record>, Error> {
        let RecordWrite::Create { of, values, known } = &intent.write else { return Ok(None) };
        let ids = self.ids_of(portal, contact, *of).await?;
        let ids: Vec<RecordId> = ids.into_iter().filter(|id| !known.contains(id)).collect();
        for batch in ids.chunks(BATCH) {
            let call = ReadRecords { of: *of, ids: batch, properties: &WORDS, partly: Partly::Failed };
            let read = self.ask(portal, Lane::Person, &call).await?;
            if let Some(made) = made_by(values, known, &read) {
                return Ok(Some(made.clone()));
            }
        }
        Ok(None)
    }

    pub(super) async fn store_record_intent(
        &self,
        scope: &Scope,
        contact: Option<&ContactId>,
        write: RecordWrite,
    ) -> Result<RecordIntent, Problem> {
        let _turn = self.commit.lock().await;
        let mut open = self.record_intents(scope).await.map_err(store_problem)?;
        let mut commit = self.begin(scope).await.map_err(store_problem)?;
        let app_version = env!("CARGO_PKG_VERSION").to_owned();
        let intent = RecordIntent { id: commit.next(), contact: contact.cloned(), write, app_version };
        open.push(intent.clone());
        commit.record_intents(&open);
        // F24: where the intent cannot be stored, nothing is written to HubSpot.
        self.write(commit).await.map_err(store_problem)?;
        Ok(intent)
    }

    /// Closes an intent, with what it led to.
    pub(super) async fn close_record_intent(
        &self,
        scope: &Scope,
        id: Sequence,
        outcome: Option<Event>,
    ) -> Result<(), StoreFault> {
        let _turn = self.commit.lock().await;
        let mut open = self.record_intents(scope).await?;
        open.retain(|intent| intent.id != id);
        let mut commit = self.begin(scope).await?;
        commit.record_intents(&open);
        if let Some(event) = outcome {
            commit.journal(event);
        }
        self.write(commit).await
    }

    pub(super) async fn record_intents(&self, scope: &Scope) -> Result<Vec<RecordIntent>, StoreFault> {
        Ok(self.read(vec![scope.record_intents()]).await?.into_values().next().unwrap_or_default())
    }

    /// The values of an edited record as HubSpot has them now. A contact is asked for by itself: a batch does not find what was merged.
    async fn read_edited(
        &self,
        scope: &Scope,
        contact: &ContactId,
        of: ObjectKind,
        record: &RecordId,
        after: &Values,
    ) -> Result<Values, Error> {
        if of == ObjectKind::Contact {
            let names: Vec<PropertyName> = after.keys().cloned().collect();
            let read = async |id: &ContactId| self.read_card(&scope.portal, id, &names, &|| true).await;
            return Ok(self.read_living(scope, contact, read).await?.values);
        }
        let names: Vec<&str> = after.keys().map(|name| name.as_str()).collect();
        Ok(self.read_one(&scope.portal, of, record, &names).await?.values)
    }

    /// After a start: settles edits and creations whose outcome an earlier life of the worker did not learn.
    pub(super) async fn reconcile_records(&self, scope: &Scope) -> Result<(), StoreFault> {
        for intent in self.record_intents(scope).await? {
            let event = match (&intent.write, &intent.contact) {
                (RecordWrite::NewContact { .. }, _) => {
                    self.reconcile_new_contact(scope, &intent).await?;
                    continue;
                }
                (RecordWrite::Edit { .. } | RecordWrite::Create { .. }, None) => None,
                (RecordWrite::Edit { of, record, before, after }, Some(contact)) => {
                    let done = match self.read_edited(scope, contact, *of, record, after).await {
                        Ok(now) => holds(&now, after),
                        Err(Error::NotFound) => false,
                        Err(_) => continue,
                    };
                    done.then(|| Event::Edited {
                        contact: contact.clone(),
                        of: *of,
                        record: record.clone(),
                        before: before.clone(),
                        after: after.clone(),
                    })
                }
                (RecordWrite::Create { of, .. }, Some(contact)) => {
                    let made = match self.read_fresh(scope, contact).await {
                        Ok(Fresh { contact: now, .. }) => self.find_made(&scope.portal, &now.id, &intent).await,
                        // With its contact, what was made of it is out of reach.
                        Err(Error::NotFound) => Ok(None),
                        Err(error) => Err(error),
                    };
                    let Ok(made) = made else { continue };
                    made.map(|made| Event::Created { contact: contact.clone(), of: *of, record: made.id })
                }
            };
            self.close_record_intent(scope, intent.id, event).await?;
        }
        Ok(())
    }
}

/// What a refused write means to the rep: words at the fields where HubSpot gives them.
pub(super) fn refusal(error: &Error) -> Answer {
    match error {
        Error::Invalid { fields, .. } if !fields.is_empty() => Answer::Invalid {
            problem: error.problem(),
            fields: fields
                .iter()
                .map(|field| FieldRefusal { property: field.property.clone(), message: field.message.clone() })
                .collect(),
        },
        Error::NoAnswer(_)
        | Error::KeyRefused
        | Error::Forbidden { .. }
        | Error::NotFound
        | Error::Conflict { .. }
        | Error::Invalid { .. }
        | Error::Wait { .. }
        | Error::DailyLimit
        | Error::Server { .. }
        | Error::Unreadable => Answer::Refused(error.problem()),
    }
}
