//! Link by hand: preview, then a second click. HubSpot's phone is replaced by the WhatsApp number; the link is stored only after
//! HubSpot was read back (S-22 to S-26). `reliability.md` 2.1 has the protocol in words.

use std::collections::BTreeSet;

use super::Engine;
use super::auto_link::subject_of;
use super::phone_write::Written;
use super::present::candidate;
use super::{problem, store_problem};
use crate::hubspot::calls::get_contact::GetContact;
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::linking::intent::Purpose;
use crate::linking::journal::{Event, WhyEnded};
use crate::linking::link::{Link, Memory, Origin, Replaced, Sequence, Standing, Subject};
use crate::phone::WhatsAppNumber;
use crate::ports::{TabId, World};
use crate::protocol::intent::TakeOver;
use crate::protocol::view::{Change, ChatRef, PhoneProperty, Preview, Problem, TakenBy};
use crate::stored::keys::Scope;
use crate::whatsapp::person::Person;

impl<W: World> Engine<W> {
    /// What linking would change. Writes nothing.
    pub(super) async fn preview(&self, tab: TabId, chat: &ChatRef, contact: &ContactId) -> Result<Preview, Problem> {
        let (scope, person) = self.pressed(tab, chat)?;
        let fresh = self.fresh(contact).await?;
        self.read_owners(&scope).await;
        let holders = self.holders(&scope, &BTreeSet::from([fresh.id.clone()])).await.map_err(store_problem)?;
        let property = self.state().settings.replaced_property;
        let change = self.wanted_change(&person, &fresh, property);
        let taken_by = holders.get(&fresh.id).map(|link| TakenBy {
            name: link.subject.name.clone(),
            number: link.number_at_link.as_ref().map(WhatsAppNumber::display),
        });
        let candidate = candidate(&self.state(), &fresh, None, taken_by.as_ref().map(|taken| taken.name.clone()));
        Ok(Preview { candidate, property: change.as_ref().map(|_| property), change, taken_by })
    }

    /// Links. The contact's phone must still be what the preview showed.
    pub(super) async fn link_by_hand(
        &self,
        tab: TabId,
        chat: &ChatRef,
        contact: &ContactId,
        shown: Option<Change>,
        take_over: TakeOver,
    ) -> Result<(), Problem> {
        let _writing = self.writing.lock().await;
        let (scope, person) = self.pressed(tab, chat)?;
        if self.already(&scope, &person, contact).await? {
            return Ok(());
        }
        let fresh = self.fresh(contact).await?;
        let property = self.state().settings.replaced_property;
        let wanted = self.wanted_change(&person, &fresh, property);
        if wanted != shown {
            return Err(problem("problem_changed_meanwhile", &[fresh.phone(property)]));
        }
        self.refuse_taken(&scope, &fresh.id, take_over).await?;
        // The chat may have been switched while HubSpot was asked; the rep would not see what is written.
        self.pressed(tab, chat)?;
        let written = match wanted.filter(|change| change.before != change.after) {
            Some(change) => {
                let purpose = Purpose::Link { subject: subject_of(&person), number: person.number.clone() };
                Some(self.write_phone(&scope, purpose, &fresh, property, &change.after).await?)
            }
            None => None,
        };
        let contact = written.as_ref().map_or(&fresh, |written| &written.contact).clone();
        self.commit_manual(&scope, subject_of(&person), person.number.clone(), &contact, written)
            .await
            .map_err(store_problem)?;
        // A cache: the next pass repairs it if this fails.
        let _ = self.refile(&scope, contact).await;
        self.refresh_chats().await;
        Ok(())
    }

    /// Stores a link by hand in one commit: link, journal, memory cleared, intent closed, the former holder's link ended.
    pub(super) async fn commit_manual(
        &self,
        scope: &Scope,
        subject: Subject,
        number: Option<WhatsAppNumber>,
        contact: &Contact,
        written: Option<Written>,
    ) -> Result<(), crate::ports::StoreFault> {
        let _turn = self.commit.lock().await;
        let person = Person {
            number: number.clone(),
            lids: subject.lids.iter().cloned().collect(),
            name: crate::whatsapp::person::PersonName::Known(subject.name.clone()),
            saved: false,
        };
        let standing = self.standings(scope, &[&person]).await?.into_iter().next().unwrap_or_default();
        let holders = self.holders(scope, &BTreeSet::from([contact.id.clone()])).await?;
        let mut commit = self.begin(scope).await?;
        for old in holders.values().chain(standing.link.iter()) {
            commit.end(old, WhyEnded::Moved);
        }
        if let Some(memory) = &standing.memory {
            commit.forget(memory);
            commit.journal(Event::Allowed { memory: memory.clone() });
        }
        let replaced = written.as_ref().map(|written| written.intent.change.clone());
        if let Some(written) = &written {
            commit
                .journal(Event::PhoneReplaced { contact: contact.id.clone(), replaced: written.intent.change.clone() });
            let open = self.intents_without(scope, written.intent.id).await?;
            commit.intents(&open);
        }
        let id = commit.next();
        commit.link(&Link {
            id,
            subject,
            number_at_link: number,
            contact: contact.id.clone(),
            contact_name: contact.shown_name(),
            origin: Origin::Manual,
            evidence: None,
            standing: Standing::Confirmed,
            made_at: commit.at(),
            replaced,
        });
        self.write(commit).await
    }

    /// The scope and the person that a click was made for. Refused where the chat was switched or HubSpot is not connected.
    pub(super) fn pressed(&self, tab: TabId, chat: &ChatRef) -> Result<(Scope, Person), Problem> {
        let person = self.state().member(tab, chat).map(|member| member.person.clone());
        let person = person.ok_or_else(|| problem("problem_chat_changed", &[]))?;
        let scope = self.scope_of(tab).ok_or_else(|| problem("problem_no_account", &[]))?;
        if self.state().store_unsafe {
            return Err(problem("problem_store", &[]));
        }
        Ok((scope, person))
    }

    /// The contact as HubSpot has it now.
    pub(super) async fn fresh(&self, id: &ContactId) -> Result<Contact, Problem> {
        if !self.may_ask() {
            return Err(Error::KeyRefused.problem());
        }
        let result = self.writer().ask(&GetContact { id }).await;
        self.heed(&result).await;
        result.map_err(|error| error.problem())
    }

    /// What a link would write; `None` for a person without a number, for whom nothing is written.
    pub(super) fn wanted_change(&self, person: &Person, contact: &Contact, property: PhoneProperty) -> Option<Change> {
        let number = person.number.as_ref()?;
        Some(Change { before: contact.phone(property).to_owned(), after: number.written() })
    }

    /// Whether this very link stands already; refused where the person has another (S-02).
    async fn already(&self, scope: &Scope, person: &Person, contact: &ContactId) -> Result<bool, Problem> {
        let standing = self.standings(scope, &[person]).await.map_err(store_problem)?;
        match standing.into_iter().next().and_then(|standing| standing.link) {
            Some(link) if link.contact == *contact => Ok(true),
            Some(link) => Err(problem("problem_already_linked", &[&link.contact_name])),
            None => Ok(false),
        }
    }

    /// S-04: a contact that is linked with somebody else is taken only after the rep agreed to it by name.
    pub(super) async fn refuse_taken(
        &self,
        scope: &Scope,
        contact: &ContactId,
        take_over: TakeOver,
    ) -> Result<(), Problem> {
        let holders = self.holders(scope, &BTreeSet::from([contact.clone()])).await.map_err(store_problem)?;
        match (holders.get(contact), take_over) {
            (Some(link), TakeOver::Refuse) => Err(problem("problem_taken", &[&link.subject.name])),
            (Some(_), TakeOver::Agreed) | (None, _) => Ok(()),
        }
    }
}

/// The memory of an unlinking, or of "None of these".
pub(super) fn memory_of(id: Sequence, subject: Subject, ended: Option<Link>, at: u64) -> Memory {
    Memory { id, subject, ended: ended.map(Box::new), at }
}

/// The text that a link by hand had replaced.
pub(super) fn replaced_by(memory: &Memory) -> Option<&Replaced> {
    memory.ended.as_ref()?.replaced.as_ref()
}
