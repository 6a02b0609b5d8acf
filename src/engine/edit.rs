//! Editing the card in place (S-07 to S-10), and moving a deal or a ticket to another stage. A value that somebody else changed since the
//! rep saw it is never overwritten: both are shown, and the rep chooses (I-23).

use std::collections::BTreeMap;

use super::Engine;
use super::card_records::{DEAL, TICKET};
use super::gone::merged_meanwhile;
use super::problem;
use super::record_write::{Edit, refusal};
use super::state::Status;
use crate::hubspot::calls::get_card::Card;
use crate::hubspot::calls::read_records::{Partly, ReadRecords};
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PortalId, PropertyName, RecordId};
use crate::hubspot::object::{ObjectKind, Record};
use crate::hubspot::pace::Lane;
use crate::linking::link::Link;
use crate::linking::record_intent::Values;
use crate::ports::{TabId, World};
use crate::protocol::record::{FieldChange, StageChange, StagedRecord};
use crate::protocol::view::{Answer, ChatRef, FieldConflict, Problem};
use crate::stored::keys::Scope;

impl<W: World> Engine<W> {
    /// Saves edited properties: one request with only what changed.
    pub(super) async fn save_fields(
        &self,
        tab: TabId,
        chat: &ChatRef,
        contact: &ContactId,
        changes: Vec<FieldChange>,
    ) -> Result<Answer, Problem> {
        let _writing = self.writing.lock().await;
        let (scope, link) = self.link_pressed(tab, chat, contact).await?;
        if changes.iter().any(|change| !self.may_edit(&change.property)) {
            return Err(problem("problem_not_editable", &[]));
        }
        let names: Vec<PropertyName> = changes.iter().map(|change| change.property.clone()).collect();
        let read_at = self.now();
        let fresh = match self.read_card(&scope.portal, contact, &names, &|| true).await {
            Ok(fresh) => fresh,
            Err(error) => return Err(self.problem_on_card(tab, chat, contact, &error).await),
        };
        if fresh.contact.id != *contact {
            return Err(self.look_again(tab, chat, contact).await.unwrap_or_else(merged_meanwhile));
        }
        let conflicts: Vec<FieldConflict> =
            changes.iter().filter_map(|change| conflict(change, &fresh.values)).collect();
        if !conflicts.is_empty() {
            self.take_edited(&scope, tab, chat, &link, fresh).await;
            return Ok(Answer::Conflict { fields: conflicts });
        }
        let current = |name: &PropertyName| fresh.values.get(name).cloned().unwrap_or_default();
        let wanted = changes.into_iter().filter(|change| current(&change.property) != change.after);
        let after: Values = wanted.map(|change| (change.property, change.after)).collect();
        if after.is_empty() {
            self.take_edited(&scope, tab, chat, &link, fresh).await;
            return Ok(Answer::Done);
        }
        // The chat may have been switched while HubSpot was asked; the rep would not see what is written.
        self.pressed(tab, chat)?;
        let before = after.keys().map(|name| (name.clone(), current(name))).collect();
        let edit = Edit { contact, of: ObjectKind::Contact, record: contact.clone().into(), before, read_at, after };
        let latest = std::cell::RefCell::new(None::<Card>);
        let read = async || {
            let card = self.read_card(&scope.portal, contact, &names, &|| true).await?;
            let values = card.values.clone();
            latest.replace(Some(card));
            Ok(values)
        };
        match self.write_edit(&scope, edit, read).await? {
            Err(error @ Error::NotFound) => Err(self.problem_on_card(tab, chat, contact, &error).await),
            Err(error) => Ok(refusal(&error)),
            Ok(_) => {
                if let Some(card) = latest.take() {
                    self.take_edited(&scope, tab, chat, &link, card).await;
                }
                Ok(Answer::Done)
            }
        }
    }

    /// Moves a deal or a ticket.
    pub(super) async fn change_stage(
        &self,
        tab: TabId,
        chat: &ChatRef,
        contact: &ContactId,
        change: StageChange,
    ) -> Result<Answer, Problem> {
        let _writing = self.writing.lock().await;
        let (scope, link) = self.link_pressed(tab, chat, contact).await?;
        let (of, id, name, properties) = match change.record {
            StagedRecord::Deal { id } => (ObjectKind::Deal, id, "dealstage", DEAL.as_slice()),
            StagedRecord::Ticket { id } => (ObjectKind::Ticket, id, "hs_pipeline_stage", TICKET.as_slice()),
        };
        let Ok(property) = name.parse::<PropertyName>() else { return Err(problem("problem_not_editable", &[])) };
        let held = self.card_data(tab, chat, link.id).unwrap_or_default();
        let shelf = if of == ObjectKind::Deal { &held.deals } else { &held.tickets };
        if shelf.records().iter().all(|record| record.id != id) {
            return Err(problem("problem_chat_changed", &[]));
        }
        let read_at = self.now();
        let fresh = match self.read_one(&scope.portal, of, &id, properties).await {
            Ok(fresh) => fresh,
            Err(error) => return Err(self.problem_of_record(tab, chat, contact, &error).await),
        };
        let stage = fresh.value(name).to_owned();
        if stage != change.before && stage != change.after {
            self.put_record(tab, chat, &link, of, fresh);
            let conflict = FieldConflict { property, mine: change.after, theirs: stage };
            return Ok(Answer::Conflict { fields: vec![conflict] });
        }
        if stage == change.after {
            self.put_record(tab, chat, &link, of, fresh);
            return Ok(Answer::Done);
        }
        self.pressed(tab, chat)?;
        let edit = Edit {
            contact,
            of,
            record: id.clone(),
            before: BTreeMap::from([(property.clone(), stage)]),
            read_at,
            after: BTreeMap::from([(property, change.after)]),
        };
        let read = async || Ok(self.read_one(&scope.portal, of, &id, properties).await?.values);
        match self.write_edit(&scope, edit, read).await? {
            Err(error @ Error::NotFound) => Err(self.problem_of_record(tab, chat, contact, &error).await),
            Err(error) => Ok(refusal(&error)),
            Ok(values) => {
                self.put_record(tab, chat, &link, of, Record { id, values });
                Ok(Answer::Done)
            }
        }
    }

    pub(super) async fn read_one(
        &self,
        portal: &PortalId,
        of: ObjectKind,
        id: &RecordId,
        properties: &[&str],
    ) -> Result<Record, Error> {
        let ids = [id.clone()];
        let read =
            self.ask(portal, Lane::Person, &ReadRecords { of, ids: &ids, properties, partly: Partly::Failed }).await?;
        read.into_iter().next().ok_or(Error::NotFound)
    }

    pub(super) fn put_record(&self, tab: TabId, chat: &ChatRef, link: &Link, of: ObjectKind, record: Record) {
        self.set_data(tab, chat, link.id, |data| match of {
            ObjectKind::Deal => data.deals.put(record),
            ObjectKind::Ticket => data.tickets.put(record),
            ObjectKind::Note => data.activity.get_or_insert_default().notes.put(record),
            ObjectKind::Task => data.activity.get_or_insert_default().tasks.put(record),
            ObjectKind::Contact | ObjectKind::Company => {}
        });
    }

    /// What HubSpot has after an edit: on the card, and in the directory, since a phone may be among it.
    async fn take_edited(&self, scope: &Scope, tab: TabId, chat: &ChatRef, link: &Link, card: Card) {
        let now = self.now();
        if let Some(member) = self.state_mut().member_mut(tab, chat)
            && let Status::Linked(linked) = &mut member.status
            && linked.link.id == link.id
        {
            linked.contact = Some(card.contact.clone());
            linked.data.values = card.values;
            linked.data.at = Some(now);
        }
        self.show(tab);
        // A cache: the next pass repairs it if this fails.
        let _ = self.refile(scope, card.contact).await;
    }

    /// A deal or a ticket that HubSpot does not find was deleted: the card is read again, and does not show it any more.
    async fn problem_of_record(&self, tab: TabId, chat: &ChatRef, contact: &ContactId, error: &Error) -> Problem {
        if *error != Error::NotFound {
            return error.problem();
        }
        self.look_again(tab, chat, contact).await;
        problem("problem_record_gone", &[])
    }
}

/// Somebody else's value, where it is neither what the rep saw nor what the rep wants.
fn conflict(change: &FieldChange, now: &Values) -> Option<FieldConflict> {
    let theirs = now.get(&change.property).cloned().unwrap_or_default();
    if theirs == change.before || theirs == change.after {
        return None;
    }
    Some(FieldConflict { property: change.property.clone(), mine: change.after.clone(), theirs })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i_23_only_a_third_value_is_a_conflict() {
        let name: PropertyName = "jobtitle".parse().expect("a name");
        let change = FieldChange { property: name.clone(), before: "Buyer".into(), after: "Head Buyer".into() };
        for (now, conflicts) in [("Buyer", false), ("Head Buyer", false), ("Owner", true), ("", true)] {
            let values = Values::from([(name.clone(), now.to_owned())]);
            assert_eq!(conflict(&change, &values).is_some(), conflicts, "{now}");
        }
    }
}
