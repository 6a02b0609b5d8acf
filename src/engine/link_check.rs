//! Links against what HubSpot says of their contacts now: a link follows a merge, and one that was made from a directory that was stale is
//! withdrawn. Whatever was read anyway is looked at; no request is made here.

use std::collections::BTreeSet;

use super::Engine;
use crate::hubspot::contact::Contact;
use crate::hubspot::ids::{ContactId, PortalId};
use crate::linking::directory::match_contact;
use crate::linking::follow::heir;
use crate::linking::journal::{Event, WhyEnded};
use crate::linking::link::{Link, Standing};
use crate::ports::{StoreFault, TabId, World};
use crate::stored::keys::Scope;

/// What became of a link whose contact was merged into another.
pub enum Followed {
    /// It stands for the survivor now.
    To(Box<Link>),
    /// The survivor is somebody else's, or nothing says whose it is: a person has to decide.
    Taken,
    /// The link itself does not stand any more.
    Gone,
}

impl<W: World> Engine<W> {
    /// The directory was stale: the contact lost the number before the link was made. A later change is drift, and the link holds.
    pub(super) fn contradicts(&self, tab: TabId, link: &Link, contact: &Contact) -> bool {
        let Some(number) = link.number_at_link.as_ref().filter(|_| link.standing == Standing::Automatic) else {
            return false;
        };
        let region = self.state().portal_region(Some(tab));
        let made_at = link.made_at_hubspot.unwrap_or(link.made_at);
        match_contact(contact, number, region).is_none() && contact.modified < made_at
    }

    /// Ends a link that HubSpot contradicts, unless a person stands behind it by now.
    pub(super) async fn withdraw(&self, scope: &Scope, link: &Link) -> Result<(), StoreFault> {
        let _turn = self.commit.lock().await;
        let held = self.links(scope, BTreeSet::from([link.id])).await?;
        let Some(held) = held.get(&link.id).filter(|held| held.standing == Standing::Automatic) else { return Ok(()) };
        let mut commit = self.begin(scope).await?;
        commit.end(held, WhyEnded::Contradicted);
        self.write(commit).await
    }

    /// I-21: the contact was merged into another; the link follows, unless the survivor is somebody else's or that cannot be decided.
    /// Where it is somebody else's, that link follows now: whichever chat is opened first, the outcome is the same.
    pub(super) async fn follow(&self, scope: &Scope, link: &Link, survivor: &Contact) -> Result<Followed, StoreFault> {
        let _turn = self.commit.lock().await;
        let held = self.links(scope, BTreeSet::from([link.id])).await?;
        let Some(held) = held.get(&link.id) else { return Ok(Followed::Gone) };
        if held.contact == survivor.id {
            return Ok(Followed::To(Box::new(held.clone())));
        }
        let holders = self.links_with(scope, &survivor.ids()).await?;
        let others = holders.values().filter(|other| other.id != held.id);
        let claims: Vec<&Link> = others.chain([held]).collect();
        let region = self.state().portal_region(None);
        let heir = heir(survivor, &claims, region);
        let Some(&heir) = claims.iter().find(|claim| Some(claim.id) == heir) else { return Ok(Followed::Taken) };
        let followed = Link { contact: survivor.id.clone(), contact_name: survivor.shown_name(), ..heir.clone() };
        if heir.contact != survivor.id {
            let mut commit = self.begin(scope).await?;
            commit.release_contact(&heir.contact);
            commit.store_link(&followed);
            commit.journal(Event::Followed { from: heir.contact.clone(), to: survivor.id.clone() });
            self.write(commit).await?;
        }
        Ok(if heir.id == held.id { Followed::To(Box::new(followed)) } else { Followed::Taken })
    }

    /// Contacts that were just read and differ from before: links of those that are gone follow to the survivor, automatic links that rest
    /// on nothing are withdrawn. For the accounts that are open; for others when their cards are read.
    pub(super) async fn check_links(&self, portal: &PortalId, changed: &[Contact]) -> Result<(), StoreFault> {
        let tabs = self.tabs_by_scope();
        let ids: BTreeSet<ContactId> = changed.iter().flat_map(Contact::ids).collect();
        for (scope, tabs) in tabs.iter().filter(|(scope, _)| scope.portal == *portal) {
            let Some(tab) = tabs.first() else { continue };
            let holders = self.links_with(scope, &ids).await?;
            for contact in changed {
                for link in contact.ids().iter().filter_map(|id| holders.get(id)) {
                    self.check_link(scope, *tab, link, contact).await?;
                }
            }
        }
        Ok(())
    }

    async fn check_link(&self, scope: &Scope, tab: TabId, link: &Link, contact: &Contact) -> Result<(), StoreFault> {
        let link = match self.follow(scope, link, contact).await? {
            Followed::To(link) => link,
            Followed::Taken | Followed::Gone => return Ok(()),
        };
        if self.contradicts(tab, &link, contact) { self.withdraw(scope, &link).await } else { Ok(()) }
    }
}
