//! A contact is made of a person whom HubSpot does not have, and linked at once (I-13, B-07). Contacts like it are offered first, and a
//! lost answer never makes a second one: before anything is sent again, HubSpot is looked through for the first (F43).

use super::Engine;
use super::auto_link::{person_of, subject_of};
use super::link_book::names_of;
use super::manual_link::{Settles, created};
use super::present::candidate;
use super::record_write::refusal;
use super::{problem, store_problem, unconfirmed};
use crate::hubspot::calls::contact_by_email::ContactByEmail;
use crate::hubspot::calls::create_record::CreateRecord;
use crate::hubspot::calls::get_contact::GetContact;
use crate::hubspot::calls::search_contacts::SearchContacts;
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PortalId};
use crate::hubspot::object::ObjectKind;
use crate::hubspot::pace::Lane;
use crate::linking::record_intent::{RecordIntent, RecordWrite, Values, is_made};
use crate::ports::{StoreFault, TabId, World};
use crate::protocol::Millis;
use crate::protocol::record::{Again, NewContact};
use crate::protocol::view::{Answer, Candidate, ChatRef, Common, PhoneProperty, Problem};
use crate::stored::keys::Scope;
use crate::whatsapp::person::Person;

/// How long HubSpot's index may trail a write, in milliseconds: earlier than this, "not found" proves nothing (F16).
const INDEXED: u64 = 120_000;

impl<W: World> Engine<W> {
    /// Makes a contact of the person of a chat, with the number as Link would write it, and links it by hand.
    pub(super) async fn create_contact(
        &self,
        tab: TabId,
        chat: &ChatRef,
        wanted: &NewContact,
        again: Again,
    ) -> Result<Answer, Problem> {
        let _writing = self.writing.lock().await;
        let (scope, person) = self.pressed(tab, chat)?;
        let property = self.state().settings.replaced_property;
        let values = values_of(wanted, &person, property).ok_or_else(|| problem("problem_name_needed", &[]))?;
        self.refuse_linked(&scope, &person).await?;
        if let Some(lost) = self.lost_contact(&scope, &person).await? {
            match self.find_contact(&scope.portal, &lost).await.map_err(|error| error.problem())? {
                Some(made) => return self.link_made(&scope, &lost, &made).await,
                None if again == Again::First => return Ok(Answer::MaybeCreated { problem: unconfirmed() }),
                None => self.close_record_intent(&scope, lost.id, None).await.map_err(store_problem)?,
            }
        }
        let alike = self.search(tab, chat, &words_for(&values, &person)).await?;
        let known = alike.iter().map(|candidate| candidate.contact.clone()).collect();
        let twins: Vec<Candidate> = alike.into_iter().filter(|candidate| candidate.rank.is_some()).collect();
        if !twins.is_empty() && again == Again::First {
            return Ok(Answer::Exists { by: Common::Number, candidates: twins });
        }
        // The chat may have been switched while HubSpot was asked; the rep would not see what is made.
        self.pressed(tab, chat)?;
        let (subject, number, at) = (subject_of(&person), person.number.clone(), self.now());
        let write = RecordWrite::NewContact { subject, number, values: values.clone(), known, at };
        let intent = self.store_record_intent(&scope, None, write).await?;
        self.send_contact(&scope, &intent, &values).await
    }

    async fn send_contact(&self, scope: &Scope, intent: &RecordIntent, values: &Values) -> Result<Answer, Problem> {
        let sent = self.writer().write(&CreateRecord { of: ObjectKind::Contact, values, contact: None }).await;
        self.heed(&sent).await;
        let found = match &sent {
            Ok(made) => match made.id.to_string().parse::<ContactId>() {
                Ok(id) => self.ask(&scope.portal, Lane::Person, &GetContact { id: &id }).await.map(Some),
                Err(_) => Err(Error::Unreadable),
            },
            Err(error) if error.leaves_write_unknown() => self.find_contact(&scope.portal, intent).await,
            Err(error) => {
                self.close_record_intent(scope, intent.id, None).await.map_err(store_problem)?;
                return Ok(self.not_made(scope, error, values).await);
            }
        };
        match (found, sent) {
            (Ok(Some(made)), _) => self.link_made(scope, intent, &made).await,
            // It was made and could not be read: the intent stays open, and the next look links it.
            (Ok(None) | Err(_), Ok(_)) => Ok(Answer::MaybeCreated { problem: unconfirmed() }),
            (Ok(None) | Err(_), Err(error)) => Ok(Answer::MaybeCreated { problem: error.problem() }),
        }
    }

    /// HubSpot's refusal; where the e-mail is somebody's already, with that contact.
    async fn not_made(&self, scope: &Scope, error: &Error, values: &Values) -> Answer {
        let email = value(values, "email");
        if let (Error::Conflict { .. }, false) = (error, email.is_empty())
            && let Ok(contact) = self.ask(&scope.portal, Lane::Person, &ContactByEmail { email }).await
        {
            self.read_owners(scope).await;
            let holders = self.holders(scope, &[&contact]).await.unwrap_or_default();
            let linked_with = holders.get(&contact.id).and_then(names_of);
            let candidates = vec![candidate(&self.state(), &contact, None, linked_with)];
            return Answer::Exists { by: Common::Email, candidates };
        }
        refusal(error)
    }

    /// Looks for the contact that a lost answer may hide: by its e-mail, which HubSpot keeps unique, else by what the search finds.
    async fn find_contact(&self, portal: &PortalId, intent: &RecordIntent) -> Result<Option<Contact>, Error> {
        let RecordWrite::NewContact { number, values, known, .. } = &intent.write else { return Ok(None) };
        let email = value(values, "email");
        if !email.is_empty() {
            return match self.ask(portal, Lane::Person, &ContactByEmail { email }).await {
                Ok(contact) => Ok(Some(contact).filter(|contact| is_made(values, known, contact))),
                Err(Error::NotFound) => Ok(None),
                Err(error) => Err(error),
            };
        }
        let call = match number {
            Some(number) => SearchContacts::Numbers(vec![number.canonical().national().to_owned()]),
            None => SearchContacts::words(&names(values)),
        };
        let page = self.ask(portal, Lane::Person, &call).await?;
        Ok(page.contacts.into_iter().find(|contact| is_made(values, known, contact)))
    }

    /// The contact is there: one commit links it by hand and settles the intent.
    async fn link_made(&self, scope: &Scope, intent: &RecordIntent, made: &Contact) -> Result<Answer, Problem> {
        let RecordWrite::NewContact { subject, number, .. } = &intent.write else { return Err(unconfirmed()) };
        // HubSpot has the contact and the link could not be stored: the intent is open, and settles it later.
        self.commit_manual(scope, subject.clone(), number.clone(), made, Settles::Created(intent.id))
            .await
            .map_err(|_| unconfirmed())?;
        // A cache: the next pass repairs it if this fails.
        let _ = self.refile(scope, made.clone()).await;
        self.refresh_chats().await;
        Ok(Answer::Done)
    }

    /// After a start: a contact that was made is linked; one that is nowhere to be found, long enough after, was not made.
    pub(super) async fn reconcile_new_contact(&self, scope: &Scope, intent: &RecordIntent) -> Result<(), StoreFault> {
        let RecordWrite::NewContact { subject, number, at, .. } = &intent.write else { return Ok(()) };
        let Ok(found) = self.find_contact(&scope.portal, intent).await else { return Ok(()) };
        let Some(made) = found else { return self.give_up(scope, intent, *at).await };
        let person = person_of(subject, number.as_ref());
        let standing = self.standing(scope, &person).await?;
        let others = self.links_of_others(scope, &made.ids(), &person.aliases()).await?;
        // What the rep, or a pass, has linked otherwise meanwhile stands.
        let otherwise = standing.link.as_ref().is_some_and(|link| !made.is_or_was(&link.contact))
            || standing.memory.as_ref().is_some_and(|memory| memory.id > intent.id)
            || !others.is_empty();
        if otherwise {
            return self.close_record_intent(scope, intent.id, Some(created(&made.id))).await;
        }
        self.commit_manual(scope, subject.clone(), number.clone(), &made, Settles::Created(intent.id)).await
    }

    /// A contact that is nowhere to be found was not made, once HubSpot's index has surely caught up. F15: how long that is cannot be told
    /// where the clock was set back meanwhile, and the wait begins anew.
    async fn give_up(&self, scope: &Scope, intent: &RecordIntent, since: Millis) -> Result<(), StoreFault> {
        let now = self.now();
        if since <= now {
            let told = now - since > INDEXED;
            return if told { self.close_record_intent(scope, intent.id, None).await } else { Ok(()) };
        }
        let _turn = self.commit.lock().await;
        let mut open = self.record_intents(scope).await?;
        let writes = open.iter_mut().filter(|held| held.id == intent.id).map(|held| &mut held.write);
        for write in writes {
            if let RecordWrite::NewContact { at, .. } = write {
                *at = now;
            }
        }
        let mut commit = self.begin(scope).await?;
        commit.record_intents(&open);
        self.write(commit).await
    }

    /// An earlier try for this person whose outcome is not known.
    async fn lost_contact(&self, scope: &Scope, person: &Person) -> Result<Option<RecordIntent>, Problem> {
        let open = self.record_intents(scope).await.map_err(store_problem)?;
        let aliases = person.aliases();
        let is_theirs = |intent: &RecordIntent| match &intent.write {
            RecordWrite::NewContact { subject, .. } => subject.aliases().iter().any(|alias| aliases.contains(alias)),
            RecordWrite::Edit { .. } | RecordWrite::Create { .. } => false,
        };
        Ok(open.into_iter().find(is_theirs))
    }

    async fn refuse_linked(&self, scope: &Scope, person: &Person) -> Result<(), Problem> {
        match self.standing(scope, person).await.map_err(store_problem)?.link {
            Some(link) => Err(problem("problem_already_linked", &[&link.contact_name])),
            None => Ok(()),
        }
    }
}

/// What is sent: what was typed, and the number. `None` where nothing was typed.
fn values_of(wanted: &NewContact, person: &Person, property: PhoneProperty) -> Option<Values> {
    let typed = [("firstname", &wanted.first_name), ("lastname", &wanted.last_name), ("email", &wanted.email)];
    let typed =
        typed.map(|(name, text)| (name, text.trim().to_owned())).into_iter().filter(|(_, text)| !text.is_empty());
    let mut values: Values = typed.filter_map(|(name, text)| Some((name.parse().ok()?, text))).collect();
    if values.is_empty() {
        return None;
    }
    if let (Some(number), Ok(name)) = (&person.number, property.hubspot_name().parse()) {
        values.insert(name, number.written());
    }
    Some(values)
}

/// What contacts like it are searched by: the number, else the name or e-mail.
fn words_for(values: &Values, person: &Person) -> String {
    match (&person.number, value(values, "email")) {
        (Some(number), _) => number.written(),
        (None, "") => names(values),
        (None, email) => email.to_owned(),
    }
}

fn names(values: &Values) -> String {
    format!("{} {}", value(values, "firstname"), value(values, "lastname")).trim().to_owned()
}

fn value<'a>(values: &'a Values, name: &str) -> &'a str {
    values.iter().find(|(held, _)| held.as_str() == name).map_or("", |(_, value)| value.as_str())
}
