//! Keeping the directory: every HubSpot contact with a phone, read once as a whole (the mirror) and then by changes (the feed).
//!
//! Both can be resumed at every request: pages are filed first, the cursor is stored after. Only a complete directory can prove that
//! exactly one contact has a number, so nothing is linked before the first mirror has ended (F42).

use std::collections::BTreeMap;

use super::Engine;
use crate::hubspot::calls::Page;
use crate::hubspot::calls::changed_contacts::ChangedContacts;
use crate::hubspot::calls::contacts_with_phone::ContactsWithPhone;
use crate::hubspot::calls::newest_change::NewestChange;
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PortalId};
use crate::hubspot::limits::Lane;
use crate::linking::directory::DirectoryEntry;
use crate::ports::{Directory, StoreFault, World};
use crate::protocol::view::Problem;
use crate::stored::keys::Scope;
use crate::stored::shapes::{DirectoryRecord, MirrorCursor};
use crate::stored::{keys, record};

/// Pages of the feed that one pass reads: at most 20 calls a pass in all.
const FEED_PAGES: u32 = 18;
/// Milliseconds between two glances at the feed for somebody who waits.
const GLANCE: u64 = 15_000;

/// Why the directory could not be brought up to date.
#[derive(Debug, Clone, PartialEq)]
pub enum NotUpdated {
    /// HubSpot did not answer as it should.
    HubSpot(Error),
    /// The store did not.
    Store(StoreFault),
}

impl NotUpdated {
    /// The sentence for it.
    pub fn problem(&self) -> Problem {
        match self {
            NotUpdated::HubSpot(error) => error.problem(),
            NotUpdated::Store(fault) => super::store_problem(*fault),
        }
    }
}

impl From<Error> for NotUpdated {
    fn from(error: Error) -> Self {
        NotUpdated::HubSpot(error)
    }
}

impl From<StoreFault> for NotUpdated {
    fn from(fault: StoreFault) -> Self {
        NotUpdated::Store(fault)
    }
}

/// How much of the change feed is read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All of it: a mirror is complete only with what changed while it was read.
    ToTheEnd,
    /// So many pages; the rest waits for the next pass.
    Pages(u32),
}

impl<W: World> Engine<W> {
    /// Reads how far the directory of the connected portal is. A record that cannot be read means: begin again, it is a cache.
    pub(super) async fn load_directory_record(&self) {
        let Some(portal) = self.state().portal() else { return };
        let mut held: DirectoryRecord = self.read_cache(keys::directory(&portal)).await.unwrap_or_default();
        // Site data can be deleted while the storage of the extension stays: an empty directory is not a complete one.
        if self.world.directory().is_empty(&portal).await.unwrap_or(true) {
            held = DirectoryRecord { mirror: held.mirror, ..DirectoryRecord::default() };
        }
        if self.state().portal().as_ref() == Some(&portal) {
            self.state_mut().directory = held;
        }
    }

    /// Brings the directory up to date. How many contacts changed or went.
    pub(super) async fn update_directory(&self, portal: &PortalId, whole: bool) -> Result<u32, NotUpdated> {
        let _updating = self.updating.lock().await;
        let held = self.state().directory.clone();
        if held.reading.is_some() || !held.complete || whole {
            self.read_mirror(portal).await
        } else {
            self.read_feed(portal, Lane::Steady, Reach::Pages(FEED_PAGES)).await
        }
    }

    /// One page of changes, for somebody who waits: unless the directory is being brought up to date anyway.
    pub(super) async fn glance_at_feed(&self, portal: &PortalId) -> Result<u32, NotUpdated> {
        let Some(_updating) = self.updating.try_lock() else { return Ok(0) };
        self.read_feed(portal, Lane::Steady, Reach::Pages(1)).await
    }

    /// The texts are to be read with another region's exit codes: nothing is linked from the old readings any more.
    pub(super) async fn read_directory_anew(&self) {
        let _updating = self.updating.lock().await;
        let Some(portal) = self.state().portal() else { return };
        let mirror = self.state().directory.mirror;
        self.keep_directory_record(&portal, &DirectoryRecord { mirror, ..DirectoryRecord::default() }).await;
    }

    async fn read_mirror(&self, portal: &PortalId) -> Result<u32, NotUpdated> {
        let mut held = self.state().directory.clone();
        let mut cursor = match held.reading.take() {
            Some(cursor) => cursor,
            None => {
                held.mirror = held.mirror.wrapping_add(1);
                held.region = self.state().portal_region(None);
                let began_at = self.ask(portal, Lane::Bulk, &NewestChange).await?;
                MirrorCursor { after: None, began_at, read: 0, total: 0 }
            }
        };
        loop {
            let page: Page = self.ask(portal, Lane::Bulk, &ContactsWithPhone { after: cursor.after.clone() }).await?;
            if cursor.after.is_none() {
                cursor.total = page.total;
            }
            cursor.read = cursor.read.saturating_add(u32::try_from(page.contacts.len()).unwrap_or(u32::MAX));
            cursor.after = page.contacts.last().map(|contact| contact.id.clone()).or(cursor.after);
            self.file(portal, page.contacts, &held).await?;
            held.reading = Some(cursor.clone());
            self.keep_directory_record(portal, &held).await;
            self.show_all();
            if !page.more {
                break;
            }
        }
        let gone = self.world.directory().remove_older_than(portal, held.mirror).await?;
        // What changed while the mirror was read is in the feed since it began. Until that has been read the mirror goes on.
        held.watermark = cursor.began_at;
        (held.rose_at, held.settled) = (self.now(), false);
        held.feed_cursor = None;
        self.keep_directory_record(portal, &held).await;
        let changed = self.read_feed(portal, Lane::Bulk, Reach::ToTheEnd).await?;
        held = DirectoryRecord { reading: None, complete: true, ..self.state().directory.clone() };
        self.keep_directory_record(portal, &held).await;
        Ok(changed.saturating_add(u32::try_from(gone.len()).unwrap_or(u32::MAX)))
    }

    /// Reads the changes since the watermark. Ends at once where nothing changed: one request. The caller holds [`Engine::updating`].
    async fn read_feed(&self, portal: &PortalId, lane: Lane, reach: Reach) -> Result<u32, NotUpdated> {
        let began_at = self.now();
        self.state_mut().feed_at = Some(began_at);
        let mut held = self.state().directory.clone();
        let watermark = held.watermark;
        // A run that goes on where an earlier one stopped has not seen everything after the index caught up.
        let is_whole_run = held.feed_cursor.is_none();
        let mut since = held.feed_begins_at();
        let (mut changed, mut pages) = (0_u32, 0_u32);
        while reach.goes_on(pages) {
            pages += 1;
            let page = self.ask(portal, lane, &ChangedContacts { since, after_id: None }).await?;
            let newest = page.contacts.last().map_or(since, |contact| contact.modified.max(since));
            held.watermark = page.contacts.last().map_or(held.watermark, |last| held.watermark.max(last.modified));
            changed = changed.saturating_add(self.file(portal, page.contacts, &held).await?);
            if !page.more {
                held.feed_cursor = None;
                let began_at = if is_whole_run { began_at } else { 0 };
                held.feed_ended(watermark, began_at, self.now());
                break;
            }
            if newest == since {
                changed = changed.saturating_add(self.read_instant(portal, lane, since, &held).await?);
                since += 1;
            } else {
                since = newest;
            }
            held.feed_cursor = Some(since);
            self.keep_directory_record(portal, &held).await;
        }
        self.keep_directory_record(portal, &held).await;
        Ok(changed)
    }

    /// More contacts share one instant than a page holds (an import): they are read by id.
    async fn read_instant(
        &self,
        portal: &PortalId,
        lane: Lane,
        since: u64,
        held: &DirectoryRecord,
    ) -> Result<u32, NotUpdated> {
        let mut changed = 0_u32;
        let mut after_id: Option<ContactId> = "0".parse().ok();
        loop {
            let page = self.ask(portal, lane, &ChangedContacts { since, after_id: after_id.clone() }).await?;
            let last = page.contacts.last().map(|contact| contact.id.clone());
            changed = changed.saturating_add(self.file(portal, page.contacts, held).await?);
            match last {
                Some(last) if page.more => after_id = Some(last),
                Some(_) | None => return Ok(changed),
            }
        }
    }

    /// Files contacts under their numbers, and holds the links of those that are new or differ from what was filed against them: the cursor
    /// is stored after that, so that nothing is passed over where the worker dies. How many they are.
    async fn file(
        &self,
        portal: &PortalId,
        contacts: Vec<Contact>,
        record: &DirectoryRecord,
    ) -> Result<u32, StoreFault> {
        let ids: Vec<ContactId> = contacts.iter().map(|contact| contact.id.clone()).collect();
        let filed = self.world.directory().by_ids(portal, ids).await?;
        let held: BTreeMap<&ContactId, &Contact> =
            filed.iter().map(|entry| (&entry.contact.id, &entry.contact)).collect();
        let (mut entries, mut gone, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for found in contacts {
            // F16: the index trails. What a card or a write has read of this contact meanwhile is newer and stays.
            let newer = held.get(&found.id).filter(|held| held.modified > found.modified);
            let contact = newer.map_or(found, |held| (*held).clone());
            if held.get(&contact.id) != Some(&&contact) {
                changed.push(contact.clone());
            }
            gone.extend(contact.merged.iter().cloned());
            let id = contact.id.clone();
            match DirectoryEntry::file(contact, record.region, record.mirror) {
                Some(entry) => entries.push(entry),
                None => gone.push(id),
            }
        }
        self.world.directory().put(portal, entries, gone).await?;
        self.check_links(portal, &changed).await?;
        Ok(u32::try_from(changed.len()).unwrap_or(u32::MAX))
    }

    /// What was just read of a contact is newer than what the index says: it goes into the directory at once.
    pub(super) async fn refile(&self, scope: &Scope, contact: Contact) -> Result<(), StoreFault> {
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

    /// Whether the change feed may be asked again for somebody who waits: at most once in 15 s.
    pub(super) fn feed_is_due(&self) -> bool {
        let now = self.now();
        self.state().feed_at.is_none_or(|at| at > now || now - at >= GLANCE)
    }

    /// Each stored cursor also keeps the worker alive: the browser counts storage calls as activity, running code it does not.
    async fn keep_directory_record(&self, portal: &PortalId, held: &DirectoryRecord) {
        // Another portal may have been connected meanwhile: its record must not be overwritten in memory.
        if self.state().portal().as_ref() == Some(portal) {
            self.state_mut().directory = held.clone();
        }
        self.set_or_flag(vec![(keys::directory(portal), record::encode(held))]).await;
    }
}

impl Reach {
    fn goes_on(self, pages: u32) -> bool {
        match self {
            Reach::ToTheEnd => true,
            Reach::Pages(most) => pages < most,
        }
    }
}
