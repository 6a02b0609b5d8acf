//! Making deals, tickets, notes and tasks of a contact (S-11, S-12). A lost answer never makes a second one: before anything is sent
//! again, the contact's records are looked through for the first (F43).

use std::collections::BTreeSet;

use super::Engine;
use super::card_records::{DEAL, TICKET};
use super::record_write::refusal;
use super::state::Status;
use super::{problem, store_problem, unconfirmed};
use crate::hubspot::calls::create_record::CreateRecord;
use crate::hubspot::calls::read_records::{Partly, ReadRecords};
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PortalId, RecordId};
use crate::hubspot::new_record::properties_of;
use crate::hubspot::object::{ObjectKind, Record};
use crate::hubspot::pace::Lane;
use crate::linking::journal::Event;
use crate::linking::link::Link;
use crate::linking::record_intent::{RecordIntent, RecordWrite, Values, WORDS};
use crate::ports::{TabId, World};
use crate::protocol::record::{Again, NewRecord};
use crate::protocol::view::{Answer, ChatRef, Problem};
use crate::stored::keys::Scope;

impl<W: World> Engine<W> {
    /// Makes a record that belongs to the contact on the card.
    pub(super) async fn create(
        &self,
        tab: TabId,
        chat: &ChatRef,
        contact: &ContactId,
        record: NewRecord,
        again: Again,
    ) -> Result<Answer, Problem> {
        let _writing = self.writing.lock().await;
        let (scope, link) = self.link_pressed(tab, chat, contact).await?;
        let Ok((of, values)) = properties_of(&record, self.now()) else {
            return Err(problem("problem_name_needed", &[]));
        };
        let left_open = self.lost_before(&scope, &self.ids_on_card(tab, chat, contact), of, &values).await?;
        let intent = match left_open {
            Some(intent) => match self.find_made(&scope.portal, contact, &intent).await {
                Ok(Some(made)) => return self.made(&scope, tab, chat, &link, &intent, of, made).await,
                Ok(None) if again == Again::Agreed => intent,
                Ok(None) => return Ok(Answer::MaybeCreated { problem: unconfirmed() }),
                Err(error) => return Err(self.problem_on_card(tab, chat, contact, &error).await),
            },
            None => {
                let known = match self.ids_of(&scope.portal, contact, of).await {
                    Ok(ids) => ids.into_iter().collect(),
                    Err(error) => return Err(self.problem_on_card(tab, chat, contact, &error).await),
                };
                // The chat may have been switched while HubSpot was asked; the rep would not see what is made.
                self.pressed(tab, chat)?;
                let write = RecordWrite::Create { of, values: values.clone(), known };
                self.store_record_intent(&scope, Some(contact), write).await?
            }
        };
        let created = self.writer().write(&CreateRecord { of, values: &values, contact: Some(contact) }).await;
        self.heed(&created).await;
        match created {
            Ok(made) => self.made(&scope, tab, chat, &link, &intent, of, made).await,
            Err(error) if !error.leaves_write_unknown() => {
                self.close_record_intent(&scope, intent.id, None).await.map_err(store_problem)?;
                // HubSpot need not say that it is the contact which it does not find.
                let became =
                    if says_nothing_of_fields(&error) { self.look_again(tab, chat, contact).await } else { None };
                became.map_or_else(|| Ok(refusal(&error)), Err)
            }
            Err(error) => match self.find_made(&scope.portal, contact, &intent).await {
                Ok(Some(made)) => self.made(&scope, tab, chat, &link, &intent, of, made).await,
                // The intent stays open: the next try looks again before it sends anything.
                Ok(None) | Err(_) => Ok(Answer::MaybeCreated { problem: error.problem() }),
            },
        }
    }

    /// An earlier try at the very same record whose outcome is not known.
    async fn lost_before(
        &self,
        scope: &Scope,
        contact: &BTreeSet<ContactId>,
        of: ObjectKind,
        values: &Values,
    ) -> Result<Option<RecordIntent>, Problem> {
        let words = |values: &Values| {
            let typed = values.iter().filter(|(name, _)| WORDS.contains(&name.as_str()));
            typed.map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        let open = self.record_intents(scope).await.map_err(store_problem)?;
        Ok(open.into_iter().find(|intent| match &intent.write {
            RecordWrite::Create { of: held, values: tried, .. } => {
                let is_theirs = intent.contact.as_ref().is_some_and(|tried| contact.contains(tried));
                is_theirs && *held == of && words(tried) == words(values)
            }
            RecordWrite::Edit { .. } | RecordWrite::NewContact { .. } => false,
        }))
    }

    /// F20: every id that the contact on a card has or had. What was tried before a merge is found after it.
    fn ids_on_card(&self, tab: TabId, chat: &ChatRef, contact: &ContactId) -> BTreeSet<ContactId> {
        let state = self.state();
        let mut ids = BTreeSet::from([contact.clone()]);
        if let Some(Status::Linked(linked)) = state.member(tab, chat).map(|member| &member.status) {
            ids.extend(linked.contact.iter().flat_map(Contact::ids));
        }
        ids
    }

    #[expect(clippy::too_many_arguments, reason = "the outcome of one flow, told where it ends")]
    async fn made(
        &self,
        scope: &Scope,
        tab: TabId,
        chat: &ChatRef,
        link: &Link,
        intent: &RecordIntent,
        of: ObjectKind,
        made: Record,
    ) -> Result<Answer, Problem> {
        let event = Event::Created { contact: link.contact.clone(), of, record: made.id.clone() };
        self.close_record_intent(scope, intent.id, Some(event)).await.map_err(store_problem)?;
        let whole = self.read_made(&scope.portal, of, &made.id).await.unwrap_or(made);
        self.put_record(tab, chat, link, of, whole);
        Ok(Answer::Done)
    }

    /// HubSpot's answer to a creation need not have every property of a row.
    async fn read_made(&self, portal: &PortalId, of: ObjectKind, id: &RecordId) -> Option<Record> {
        let properties = match of {
            ObjectKind::Deal => DEAL.as_slice(),
            ObjectKind::Ticket => TICKET.as_slice(),
            ObjectKind::Note => super::activity::NOTE.as_slice(),
            ObjectKind::Task => super::activity::TASK.as_slice(),
            ObjectKind::Contact | ObjectKind::Company => return None,
        };
        let ids = [id.clone()];
        let read =
            self.ask(portal, Lane::Person, &ReadRecords { of, ids: &ids, properties, partly: Partly::Enough }).await;
        read.ok()?.into_iter().next()
    }
}

/// Whether it may be the contact that HubSpot does not find, rather than a value that it does not take.
fn says_nothing_of_fields(error: &Error) -> bool {
    let is_bare = matches!(error, Error::Invalid { fields, .. } if fields.is_empty());
    is_bare || *error == Error::NotFound
}
