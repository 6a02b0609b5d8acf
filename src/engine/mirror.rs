//! Keeping the directory: every HubSpot contact with a phone, read once as a whole (the mirror) and then by changes (the feed).
//!
//! Both can be resumed at every request: pages are filed first, the cursor is stored after. Only a complete directory can prove that
//! exactly one contact has a number, so nothing is linked before the first mirror has ended (F42).

use std::collections::{BTreeMap, BTreeSet};

use super::Engine;
use crate::hubspot::calls::Page;
use crate::hubspot::calls::changed_contacts::ChangedContacts;
use crate::hubspot::calls::contacts_with_phone::ContactsWithPhone;
use crate::hubspot::calls::newest_change::NewestChange;
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PortalId};
use crate::hubspot::limits::Lane;
use crate::hubspot::request::ReadCall;
use crate::linking::directory::DirectoryEntry;
use crate::ports::{Directory, StoreFault, World};
use crate::protocol::view::Problem;
use crate::stored::shapes::{DirectoryRecord, MirrorCursor};
use crate::stored::{keys, record};

/// HubSpot's search index trails writes by up to two minutes, in milliseconds.
const INDEX_LAG: u64 = 120_000;
/// Pages of the feed that one pass reads; the rest waits for the next.
const FEED_PAGES: usize = 5;

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

impl<W: World> Engine<W> {
    /// Reads how far the directory of the connected portal is. A record that cannot be read means: begin again, it is a cache.
    pub(super) async fn load_directory_record(&self) {
        let Some(portal) = self.state().portal() else { return };
        let stored = self.read::<DirectoryRecord>(vec![keys::directory(&portal)]).await;
        let mut held = stored.map(|records| records.into_values().next().unwrap_or_default()).unwrap_or_default();
        // Site data can be deleted while the storage of the extension stays: an empty directory is not a complete one.
        if self.world.directory().is_empty(&portal).await.unwrap_or(true) {
            held = DirectoryRecord { mirror: held.mirror, ..DirectoryRecord::default() };
        }
        self.state_mut().directory = held;
    }

    /// Brings the directory up to date. The ids of contacts that changed or went.
    pub(super) async fn update_directory(
        &self,
        portal: &PortalId,
        whole: bool,
    ) -> Result<BTreeSet<ContactId>, NotUpdated> {
        let held = self.state().directory.clone();
        if held.reading.is_some() || !held.complete || whole {
            self.read_mirror(portal).await
        } else {
            self.read_feed(portal).await
        }
    }

    async fn read_mirror(&self, portal: &PortalId) -> Result<BTreeSet<ContactId>, NotUpdated> {
        let mut held = self.state().directory.clone();
        let mut cursor = match held.reading.take() {
            Some(cursor) => cursor,
            None => {
                held.mirror = held.mirror.wrapping_add(1);
                let began_at = self.ask_in(Lane::Bulk, &NewestChange).await?;
                MirrorCursor { after: None, began_at, read: 0, total: 0 }
            }
        };
        loop {
            let page: Page = self.ask_in(Lane::Bulk, &ContactsWithPhone { after: cursor.after.clone() }).await?;
            if cursor.after.is_none() {
                cursor.total = page.total;
            }
            cursor.read = cursor.read.saturating_add(u32::try_from(page.contacts.len()).unwrap_or(u32::MAX));
            cursor.after = page.contacts.last().map(|contact| contact.id.clone()).or(cursor.after);
            self.file(portal, page.contacts, held.mirror).await?;
            if !page.more {
                break;
            }
            held.reading = Some(cursor.clone());
            self.keep_directory_record(portal, &held).await;
            self.show_all();
        }
        let gone = self.world.directory().remove_older_than(portal, held.mirror).await?;
        held = DirectoryRecord { reading: None, complete: true, watermark: cursor.began_at, feed_cursor: None, ..held };
        self.keep_directory_record(portal, &held).await;
        // What changed while the mirror was read is in the feed since it began.
        let mut changed = self.read_feed(portal).await?;
        changed.extend(gone);
        Ok(changed)
    }

    /// Reads the changes since the watermark. Ends at once where nothing changed: one request.
    pub(super) async fn read_feed(&self, portal: &PortalId) -> Result<BTreeSet<ContactId>, NotUpdated> {
        let mut held = self.state().directory.clone();
        let mut since = held.feed_cursor.unwrap_or(held.watermark.saturating_sub(INDEX_LAG));
        let mut changed = BTreeSet::new();
        for _ in 0..FEED_PAGES {
            let page = self.ask_in(Lane::Steady, &ChangedContacts { since, after_id: None }).await?;
            let newest = page.contacts.last().map_or(since, |contact| contact.modified.max(since));
            held.watermark = held.watermark.max(newest);
            changed.extend(self.file(portal, page.contacts, held.mirror).await?);
            if !page.more {
                held.feed_cursor = None;
                break;
            }
            if newest == since {
                changed.extend(self.read_instant(portal, since, held.mirror).await?);
                since += 1;
            } else {
                since = newest;
            }
            held.feed_cursor = Some(since);
            self.keep_directory_record(portal, &held).await;
        }
        self.keep_directory_record(portal, &held).await;
        self.state_mut().feed_at = Some(self.now());
        Ok(changed)
    }

    /// More contacts share one instant than a page holds (an import): they are read by id.
    async fn read_instant(
        &self,
        portal: &PortalId,
        since: u64,
        mirror: u32,
    ) -> Result<BTreeSet<ContactId>, NotUpdated> {
        let mut changed = BTreeSet::new();
        let mut after_id: Option<ContactId> = "0".parse().ok();
        loop {
            let page = self.ask_in(Lane::Steady, &ChangedContacts { since, after_id: after_id.clone() }).await?;
            let last = page.contacts.last().map(|contact| contact.id.clone());
            changed.extend(self.file(portal, page.contacts, mirror).await?);
            match last {
                Some(last) if page.more => after_id = Some(last),
                Some(_) | None => return Ok(changed),
            }
        }
    }

    /// Files contacts under their numbers. The ids of those that are new or differ from what was filed.
    async fn file(
        &self,
        portal: &PortalId,
        contacts: Vec<Contact>,
        mirror: u32,
    ) -> Result<BTreeSet<ContactId>, StoreFault> {
        let region = self.state().portal_region(None);
        let ids: Vec<ContactId> = contacts.iter().map(|contact| contact.id.clone()).collect();
        let held: BTreeMap<ContactId, Contact> = self
            .world
            .directory()
            .by_ids(portal, ids)
            .await?
            .into_iter()
            .map(|entry| (entry.contact.id.clone(), entry.contact))
            .collect();
        let (mut entries, mut gone, mut changed) = (Vec::new(), Vec::new(), BTreeSet::new());
        for contact in contacts {
            if held.get(&contact.id) != Some(&contact) {
                changed.insert(contact.id.clone());
                changed.extend(contact.merged.iter().cloned());
            }
            gone.extend(contact.merged.iter().cloned());
            let id = contact.id.clone();
            match DirectoryEntry::file(contact, region, mirror) {
                Some(entry) => entries.push(entry),
                None => gone.push(id),
            }
        }
        self.world.directory().put(portal, entries, gone).await?;
        Ok(changed)
    }

    async fn ask_in<R: ReadCall>(&self, lane: Lane, call: &R) -> Result<R::Answer, Error> {
        let result = self.reader(lane).ask(call).await;
        self.heed(&result).await;
        result
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
