//! The card of a linked contact: read from HubSpot when it is shown. The same read confirms an automatic link or withdraws it, follows
//! a merge and notices a deletion; no request is made for those alone.

use std::collections::{BTreeMap, BTreeSet};

use super::Engine;
use super::state::{CardRead, Status};
use crate::hubspot::calls::get_contact::GetContact;
use crate::hubspot::calls::list_owners::ListOwners;
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::hubspot::limits::Lane;
use crate::linking::directory::{DirectoryEntry, match_contact};
use crate::linking::journal::{Event, WhyEnded};
use crate::linking::link::{Link, Standing};
use crate::ports::{Directory, StoreFault, TabId, World};
use crate::protocol::view::ChatRef;
use crate::stored::keys::{self, Scope};
use crate::stored::record;
use crate::stored::shapes::OwnersRecord;

/// How long the names of owners are kept, in milliseconds.
const OWNERS_FRESH: u64 = 24 * 60 * 60 * 1000;

impl<W: World> Engine<W> {
    /// Reads the card that a tab shows, where it shows one that was not read for this opening.
    pub(super) async fn read_shown_card(&self, tab: TabId) {
        let Some((chat, link)) = self.unread_card(tab) else { return };
        let Some(scope) = self.scope_of(tab) else { return };
        if !self.may_ask() {
            return;
        }
        let result = self.reader(Lane::Person).ask(&GetContact { id: &link.contact }).await;
        self.heed(&result).await;
        let outcome = match result {
            Ok(contact) => self.take_card(&scope, tab, &chat, &link, contact).await,
            Err(Error::NotFound) => {
                self.set_card(tab, &chat, &link, None, CardRead::Gone);
                Ok(())
            }
            Err(error) => {
                self.set_card(tab, &chat, &link, None, CardRead::Failed(error.problem()));
                Ok(())
            }
        };
        if outcome.is_err() {
            self.state_mut().store_unsafe = true;
        }
        self.show(tab);
        self.read_owners(&scope).await;
        self.show(tab);
    }

    fn unread_card(&self, tab: TabId) -> Option<(ChatRef, Link)> {
        let state = self.state();
        let held = state.tabs.get(&tab)?;
        let member = held.chat.shown()?;
        let Status::Linked(linked) = &member.status else { return None };
        let chat = ChatRef { generation: held.chat.generation()?, person: member.reference() };
        (linked.read == CardRead::NotYet).then(|| (chat, linked.link.clone()))
    }

    async fn take_card(
        &self,
        scope: &Scope,
        tab: TabId,
        chat: &ChatRef,
        link: &Link,
        contact: Contact,
    ) -> Result<(), StoreFault> {
        let mut link = link.clone();
        if contact.id != link.contact {
            link = match self.follow(scope, &link, &contact).await? {
                Some(followed) => followed,
                None => return self.show_standing_of(scope, tab, chat).await,
            };
        }
        if self.contradicts(tab, &link, &contact) {
            self.withdraw(scope, &link).await?;
            self.refile(scope, contact).await?;
            return self.show_standing_of(scope, tab, chat).await;
        }
        self.set_card(tab, chat, &link, Some(contact.clone()), CardRead::Done);
        self.refile(scope, contact).await
    }

    /// The directory was stale: the contact lost the number before the link was made. A later change is drift, and the link holds.
    fn contradicts(&self, tab: TabId, link: &Link, contact: &Contact) -> bool {
        let Some(number) = link.number_at_link.as_ref().filter(|_| link.standing == Standing::Automatic) else {
            return false;
        };
        let region = self.state().portal_region(Some(tab));
        match_contact(contact, number, region).is_none() && contact.modified < link.made_at
    }

    async fn withdraw(&self, scope: &Scope, link: &Link) -> Result<(), StoreFault> {
        let _turn = self.commit.lock().await;
        let held = self.links(scope, BTreeSet::from([link.id])).await?;
        let Some(held) = held.get(&link.id).filter(|held| held.standing == Standing::Automatic) else { return Ok(()) };
        let mut commit = self.begin(scope).await?;
        commit.end(held, WhyEnded::Contradicted);
        self.write(commit).await
    }

    /// I-21: the contact was merged into another; the link follows, unless the survivor is linked with somebody else.
    pub(super) async fn follow(
        &self,
        scope: &Scope,
        link: &Link,
        survivor: &Contact,
    ) -> Result<Option<Link>, StoreFault> {
        let _turn = self.commit.lock().await;
        let held = self.links(scope, BTreeSet::from([link.id])).await?;
        let Some(held) = held.get(&link.id) else { return Ok(None) };
        let taken = self.holders(scope, &BTreeSet::from([survivor.id.clone()])).await?;
        if taken.values().any(|other| other.id != held.id) {
            return Ok(None);
        }
        let mut commit = self.begin(scope).await?;
        let followed = Link { contact: survivor.id.clone(), contact_name: survivor.shown_name(), ..held.clone() };
        commit.release_contact(&held.contact);
        commit.store_link(&followed);
        commit.journal(Event::Followed { from: held.contact.clone(), to: survivor.id.clone() });
        self.write(commit).await?;
        Ok(Some(followed))
    }

    /// Merges that the change feed told of: links of contacts that are gone follow to the survivor.
    pub(super) async fn follow_merges(
        &self,
        portal: &crate::hubspot::ids::PortalId,
        tabs: &BTreeMap<Scope, TabId>,
        changed: &BTreeSet<ContactId>,
    ) -> Result<(), StoreFault> {
        let entries = self.world.directory().by_ids(portal, changed.iter().cloned().collect()).await?;
        for survivor in entries.into_iter().map(|entry| entry.contact).filter(|contact| !contact.merged.is_empty()) {
            for scope in tabs.keys() {
                let held = self.holders(scope, &survivor.merged.iter().cloned().collect()).await?;
                for link in held.into_values() {
                    self.follow(scope, &link, &survivor).await?;
                }
            }
        }
        Ok(())
    }

    fn set_card(&self, tab: TabId, chat: &ChatRef, link: &Link, contact: Option<Contact>, read: CardRead) {
        let mut state = self.state_mut();
        let Some(member) = state.member_mut(tab, chat) else { return };
        if let Status::Linked(linked) = &mut member.status
            && linked.link.id == link.id
        {
            linked.link = link.clone();
            linked.contact = contact.or(linked.contact.take());
            linked.read = read;
        }
    }

    /// What was just read is newer than what the index says: it goes into the directory at once.
    pub(super) async fn refile(&self, scope: &Scope, contact: Contact) -> Result<(), StoreFault> {
        let (region, mirror) = {
            let state = self.state();
            (state.portal_region(None), state.directory.mirror)
        };
        let (id, merged) = (contact.id.clone(), contact.merged.clone());
        let (entries, gone) = match DirectoryEntry::file(contact, region, mirror) {
            Some(entry) => (vec![entry], merged),
            None => (Vec::new(), merged.into_iter().chain([id]).collect()),
        };
        self.world.directory().put(&scope.portal, entries, gone).await
    }

    /// The names of owners, read once a day.
    pub(super) async fn read_owners(&self, scope: &Scope) {
        if !self.state().owners.is_empty() || !self.may_ask() {
            return;
        }
        let key = keys::owners(&scope.portal);
        let stored =
            self.read::<OwnersRecord>(vec![key.clone()]).await.ok().and_then(|records| records.into_values().next());
        let now = self.now();
        if let Some(held) = stored.filter(|held| held.at <= now && now - held.at < OWNERS_FRESH) {
            self.state_mut().owners = held.names;
            return;
        }
        let (mut names, mut after) = (BTreeMap::new(), None::<String>);
        loop {
            let Ok(page) = self.reader(Lane::Person).ask(&ListOwners { after: after.as_deref() }).await else { return };
            names.extend(page.names);
            match page.next {
                Some(next) if Some(&next) != after.as_ref() => after = Some(next),
                Some(_) | None => break,
            }
        }
        self.set_or_flag(vec![(key, record::encode(&OwnersRecord { names: names.clone(), at: now }))]).await;
        self.state_mut().owners = names;
    }
}
