//! Into the directory and out of it: what was read of contacts, under the numbers that their texts hold.
//!
//! What was read of one contact by its id is newer than what the search index says of it, and stays.

use std::collections::BTreeMap;

use super::{Engine, count};
use crate::hubspot::contact::Contact;
use crate::hubspot::ids::{ContactId, PortalId};
use crate::linking::directory::DirectoryEntry;
use crate::ports::{Directory, StoreFault, World};
use crate::stored::keys::Scope;
use crate::stored::shapes::DirectoryRecord;

impl<W: World> Engine<W> {
    /// Files contacts under their numbers, and holds the links of those that are new or differ from what was filed against them: the cursor
    /// is stored after that, so that nothing is passed over where the worker dies. How many they are.
    pub(super) async fn file(
        &self,
        portal: &PortalId,
        contacts: Vec<Contact>,
        record: &DirectoryRecord,
    ) -> Result<u32, StoreFault> {
        let ids: Vec<ContactId> = contacts.iter().map(|contact| contact.id.clone()).collect();
        let filed = self.world.directory().by_ids(portal, ids).await?;
        let held: BTreeMap<&ContactId, &DirectoryEntry> =
            filed.iter().map(|entry| (&entry.contact.id, entry)).collect();
        let (mut entries, mut gone, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for found in contacts {
            // F16: the index trails. What a card or a write has read of this contact meanwhile is newer and stays.
            let before = held.get(&found.id).copied();
            let newer = before.filter(|held| held.contact.modified > found.modified);
            let contact = newer.map_or(found, |held| held.contact.clone());
            if before.map(|held| &held.contact) != Some(&contact) {
                changed.push(contact.clone());
            }
            gone.extend(contact.merged.iter().cloned());
            let id = contact.id.clone();
            match DirectoryEntry::file(contact, record.region, record.mirror) {
                // The feed tells the last minutes before the watermark each time: what stands there already is not written again.
                Some(entry) if before == Some(&entry) => {}
                Some(entry) => entries.push(entry),
                None => gone.push(id),
            }
        }
        if !entries.is_empty() || !gone.is_empty() {
            self.world.directory().put(portal, entries, gone).await?;
        }
        self.check_links(portal, &changed).await?;
        Ok(count(changed.len()))
    }

    /// What was just read of a contact is newer than what the index says: it goes into the directory at once.
    pub(super) async fn refile(&self, scope: &Scope, contact: Contact) -> Result<(), StoreFault> {
        // Filed into a directory that was emptied, it does not make it look whole.
        self.has_lost_directory(&scope.portal).await?;
        let (region, mirror) = {
            let state = self.state();
            (state.directory.region, state.directory.mirror)
        };
        let (id, merged) = (contact.id.clone(), contact.merged.clone());
        let (entries, gone) = match DirectoryEntry::file(contact, region, mirror) {
            Some(entry) => (vec![entry], merged),
            None => (Vec::new(), merged.into_iter().chain([id]).collect()),
        };
        self.world.directory().put(&scope.portal, entries, gone).await
    }

    /// HubSpot does not have a contact any more.
    pub(super) async fn unfile(&self, scope: &Scope, id: &ContactId) {
        // A cache: the next mirror removes it all the same.
        let _ = self.world.directory().put(&scope.portal, Vec::new(), vec![id.clone()]).await;
    }
}
