//! Link by hand: preview, then a second click. HubSpot's phone is replaced by the WhatsApp number; the link is stored only after
//! HubSpot was read back (S-22 to S-26). `reliability.md` 2.1 has the protocol in words.

use std::collections::{BTreeMap, BTreeSet};

use super::Engine;
use super::auto_link::{person_of, subject_of};
use super::link_book::names_of;
use super::phone_write::{Fresh, Written};
use super::present::candidate;
use super::{problem, store_problem};
use crate::hubspot::calls::get_contact::GetContact;
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::hubspot::object::ObjectKind;
use crate::hubspot::pace::Lane;
use crate::linking::intent::Purpose;
use crate::linking::journal::{Event, WhyEnded};
use crate::linking::link::{Link, Memory, Origin, Replaced, Sequence, Standing, Subject};
use crate::phone::WhatsAppNumber;
use crate::ports::{StoreFault, TabId, World};
use crate::protocol::intent::TakeOver;
use crate::protocol::view::{Change, ChatRef, PhoneProperty, Preview, Problem, TakenBy};
use crate::stored::keys::Scope;
use crate::whatsapp::person::{Alias, Person};

/// The intent that a link by hand settles.
pub(super) enum Settles {
    /// Nothing was written.
    Nothing,
    /// The phone of the contact was replaced.
    Phone(Box<Written>),
    /// The contact was made, by this intent.
    Created(Sequence),
}

impl<W: World> Engine<W> {
    /// What linking would change. Writes nothing.
    pub(super) async fn preview(&self, tab: TabId, chat: &ChatRef, contact: &ContactId) -> Result<Preview, Problem> {
        let (scope, person) = self.pressed(tab, chat)?;
        let fresh = self.fresh(&scope, contact).await?.contact;
        self.read_owners(&scope).await;
        let others = self.links_of_others(&scope, &fresh.ids(), &person.aliases()).await.map_err(store_problem)?;
        let property = self.state().settings.replaced_property;
        let change = self.wanted_change(&person, &fresh, property);
        // Several only after a merge: then they are told apart by their names.
        let number = match others.as_slice() {
            [only] => only.number_at_link.as_ref().map(WhatsAppNumber::display),
            _ => None,
        };
        let taken_by = names_of(&others).map(|name| TakenBy { name, number, links: ends_of(&others) });
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
        take_over: &TakeOver,
    ) -> Result<(), Problem> {
        let _writing = self.writing.lock().await;
        let (scope, person) = self.pressed(tab, chat)?;
        let own = self.standing(&scope, &person).await.map_err(store_problem)?.link;
        let stands = |id: &ContactId| own.as_ref().is_some_and(|link| link.contact == *id);
        if stands(contact) {
            return Ok(());
        }
        let fresh = self.fresh(&scope, contact).await?;
        if stands(&fresh.contact.id) {
            return Ok(());
        }
        // S-02: a person has one link; one whose contact was merged into this one is what the rep decides about (I-21).
        if let Some(link) = own.filter(|link| !fresh.contact.is_or_was(&link.contact)) {
            return Err(problem("problem_already_linked", &[&link.contact_name]));
        }
        let property = self.state().settings.replaced_property;
        let wanted = self.wanted_change(&person, &fresh.contact, property);
        if wanted != shown {
            return Err(problem("problem_changed_meanwhile", &[fresh.contact.phone(property)]));
        }
        self.refuse_taken(&scope, &fresh.contact.ids(), &person.aliases(), take_over).await?;
        // The chat may have been switched while HubSpot was asked; the rep would not see what is written.
        self.pressed(tab, chat)?;
        let subject = subject_of(&person);
        let contact = match wanted.filter(|change| change.before != change.after) {
            Some(change) => {
                let purpose = Purpose::Link { subject: subject.clone(), number: person.number.clone() };
                let written = self.write_phone(&scope, (purpose, take_over), &fresh, property, &change.after).await?;
                let contact = written.contact.clone();
                // HubSpot has the number and the link could not be stored: the intent is open, and settles it later (S-26).
                self.commit_manual(&scope, subject, person.number.clone(), &contact, Settles::Phone(Box::new(written)))
                    .await
                    .map_err(|_| super::unconfirmed())?;
                contact
            }
            None => {
                self.commit_unwritten(&scope, subject, person.number.clone(), &fresh.contact, take_over).await?;
                fresh.contact
            }
        };
        // A cache: the next pass repairs it if this fails.
        let _ = self.refile(&scope, contact).await;
        self.refresh_chats().await;
        Ok(())
    }

    /// A link for which HubSpot needs no write. Nothing has been done yet, so whoever came in between is asked about first.
    async fn commit_unwritten(
        &self,
        scope: &Scope,
        subject: Subject,
        number: Option<WhatsAppNumber>,
        contact: &Contact,
        take_over: &TakeOver,
    ) -> Result<(), Problem> {
        let _turn = self.commit.lock().await;
        self.refuse_taken(scope, &contact.ids(), &subject.aliases(), take_over).await?;
        self.commit_manual_in_turn(scope, subject, number, contact, Settles::Nothing).await.map_err(store_problem)
    }

    /// Stores a link by hand in one commit: link, journal, memory cleared, intent closed, the former holder's link ended.
    pub(super) async fn commit_manual(
        &self,
        scope: &Scope,
        subject: Subject,
        number: Option<WhatsAppNumber>,
        contact: &Contact,
        settles: Settles,
    ) -> Result<(), StoreFault> {
        let _turn = self.commit.lock().await;
        self.commit_manual_in_turn(scope, subject, number, contact, settles).await
    }

    pub(super) async fn commit_manual_in_turn(
        &self,
        scope: &Scope,
        subject: Subject,
        number: Option<WhatsAppNumber>,
        contact: &Contact,
        settles: Settles,
    ) -> Result<(), StoreFault> {
        let person = person_of(&subject, number.as_ref());
        self.tie_up_in_turn(scope, &[&person]).await?;
        let standing = self.standing(scope, &person).await?;
        let holders = self.links_with(scope, &contact.ids()).await?;
        let mut commit = self.begin(scope).await?;
        // The pass may have linked these very two meanwhile: then both are one link, and it ends once.
        let giving_way: BTreeMap<Sequence, &Link> =
            holders.values().chain(standing.link.iter()).map(|old| (old.id, old)).collect();
        for old in giving_way.into_values() {
            commit.end(old, WhyEnded::Moved);
        }
        match &standing.memory {
            Some(memory) if memory.is_about(&person.aliases()) => {
                commit.forget(memory);
                commit.journal(Event::Allowed { memory: memory.clone() });
            }
            Some(memory) => commit.let_go(memory, &person.aliases()),
            None => {}
        }
        let replaced = match settles {
            Settles::Nothing => None,
            Settles::Phone(written) => {
                let intent = written.intent;
                let replaced = intent.change;
                commit.journal(Event::PhoneReplaced { contact: contact.id.clone(), replaced: replaced.clone() });
                let open = self.intents_without(scope, intent.id).await?;
                commit.intents(&open);
                Some(replaced)
            }
            Settles::Created(id) => {
                commit.journal(created(&contact.id));
                let mut open = self.record_intents(scope).await?;
                open.retain(|intent| intent.id != id);
                commit.record_intents(&open);
                None
            }
        };
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
            made_at_hubspot: commit.at_hubspot(),
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
    pub(super) async fn fresh(&self, scope: &Scope, id: &ContactId) -> Result<Fresh, Problem> {
        self.read_fresh(scope, id).await.map_err(|error| error.problem())
    }

    /// The same, for whoever tells problems apart.
    pub(super) async fn read_fresh(&self, scope: &Scope, id: &ContactId) -> Result<Fresh, Error> {
        let read = async |id: &ContactId| self.ask(&scope.portal, Lane::Person, &GetContact { id }).await;
        let contact = self.read_living(scope, id, read).await?;
        Ok(Fresh { contact, at: self.now() })
    }

    /// What a link would write; `None` for a person without a number, for whom nothing is written.
    pub(super) fn wanted_change(&self, person: &Person, contact: &Contact, property: PhoneProperty) -> Option<Change> {
        let number = person.number.as_ref()?;
        Some(Change { before: contact.phone(property).to_owned(), after: number.written() })
    }

    /// S-04: a contact that is linked with somebody else than this person, under whichever of its ids, is taken only after the rep
    /// agreed to it by name. Whoever got it after the dialog was drawn was not in it.
    pub(super) async fn refuse_taken(
        &self,
        scope: &Scope,
        contact: &BTreeSet<ContactId>,
        person: &[Alias],
        take_over: &TakeOver,
    ) -> Result<(), Problem> {
        let others = self.links_of_others(scope, contact, person).await.map_err(store_problem)?;
        match names_of(others.iter().filter(|link| !take_over.0.contains(&link.id.0))) {
            Some(names) => Err(problem("problem_taken", &[&names])),
            None => Ok(()),
        }
    }
}

/// What moving these links to somebody else would end.
fn ends_of(links: &[Link]) -> TakeOver {
    TakeOver(links.iter().map(|link| link.id.0).collect())
}

/// A contact was made.
pub(super) fn created(contact: &ContactId) -> Event {
    Event::Created { contact: contact.clone(), of: ObjectKind::Contact, record: contact.clone().into() }
}

/// The memory of an unlinking, or of "None of these".
pub(super) fn memory_of(id: Sequence, subject: Subject, ended: Option<Link>, at: u64) -> Memory {
    Memory { id, subject, ended: ended.map(Box::new), at }
}

/// The text that a link by hand had replaced.
pub(super) fn replaced_by(memory: &Memory) -> Option<&Replaced> {
    memory.ended.as_ref()?.replaced.as_ref()
}
