//! Keeping the directory: every HubSpot contact with a phone, read once as a whole (the mirror, by the way that ends sooner) and then by
//! changes (the feed).
//!
//! Both can be resumed at every request: pages are filed first, the cursor is stored after. Only a complete directory can prove that
//! exactly one contact has a number, so nothing is linked before the first mirror has ended (F42).

use super::feed::Reach;
use super::{Engine, count};
use crate::hubspot::calls::Page;
use crate::hubspot::calls::contacts_with_phone::ContactsWithPhone;
use crate::hubspot::calls::list_contacts::ListContacts;
use crate::hubspot::calls::newest_change::NewestChange;
use crate::hubspot::error::Error;
use crate::hubspot::ids::PortalId;
use crate::hubspot::mirror_way::MirrorWay;
use crate::hubspot::pace::Lane;
use crate::ports::{Directory, StoreFault, World};
use crate::protocol::view::Problem;
use crate::stored::shapes::{DirectoryRecord, MirrorCursor};
use crate::stored::{keys, record};

/// Pages of the feed that one pass reads: at most 20 calls a pass in all.
const FEED_PAGES: u32 = 18;

/// Why the directory could not be brought up to date.
#[derive(Debug, Clone, PartialEq)]
pub enum NotUpdated {
    /// HubSpot did not answer as it should.
    HubSpot(Error),
    /// The store did not.
    Store(StoreFault),
    /// The rep has stopped the passes. What was read stays.
    Stopped,
}

impl NotUpdated {
    /// The sentence for it; none where nothing is wrong.
    pub fn problem(&self) -> Option<Problem> {
        match self {
            NotUpdated::HubSpot(error) => Some(error.problem()),
            NotUpdated::Store(fault) => Some(super::store_problem(*fault)),
            NotUpdated::Stopped => None,
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
        let mut held: DirectoryRecord = self.read_cache(keys::directory(&portal)).await.unwrap_or_default();
        // Site data can be deleted while the storage of the extension stays: an empty directory is not a complete one.
        if self.world.directory().is_empty(&portal).await.unwrap_or(true) {
            held = held.begun_anew();
        }
        if self.state().portal().as_ref() == Some(&portal) {
            self.state_mut().directory = held;
        }
    }

    /// Brings the directory up to date. How many contacts changed or went.
    pub(super) async fn update_directory(&self, portal: &PortalId, whole: bool) -> Result<u32, NotUpdated> {
        let _updating = self.updating.lock().await;
        let held = self.state().directory.clone();
        if self.has_lost_directory(portal).await? || held.reading.is_some() || !held.complete || whole {
            self.read_mirror(portal).await
        } else {
            self.read_feed(portal, Lane::Steady, Reach::Pages(FEED_PAGES)).await
        }
    }

    /// Whether the directory was emptied in this worker's life: by the rep with the site's data, or because a row could not be read. What is
    /// filed then would look like all there is, so the next pass reads it anew before anything is.
    pub(super) async fn has_lost_directory(&self, portal: &PortalId) -> Result<bool, StoreFault> {
        let held = self.state().directory.clone();
        let had_some = held.complete && held.filled && self.state().portal().as_ref() == Some(portal);
        if !had_some || !self.world.directory().is_empty(portal).await? {
            return Ok(false);
        }
        self.keep_directory_record(portal, &held.begun_anew()).await;
        Ok(true)
    }

    /// The texts are to be read with another region's exit codes: nothing is linked from the old readings any more.
    pub(super) async fn read_directory_anew(&self) {
        let _updating = self.updating.lock().await;
        let Some(portal) = self.state().portal() else { return };
        let anew = self.state().directory.begun_anew();
        self.keep_directory_record(&portal, &anew).await;
    }

    async fn read_mirror(&self, portal: &PortalId) -> Result<u32, NotUpdated> {
        self.may_go_on()?;
        let mut held = self.state().directory.clone();
        let (mut cursor, mut more) = match held.reading.take() {
            Some(cursor) => (cursor, true),
            None => {
                held.mirror = held.mirror.wrapping_add(1);
                held.region = self.state().portal_region(None);
                let begun = self.begin_mirror(portal, &held).await?;
                held.reading = Some(begun.0.clone());
                self.keep_directory_record(portal, &held).await;
                begun
            }
        };
        while more {
            self.show_all();
            self.may_go_on()?;
            more = self.read_page(portal, &mut cursor, &held).await?;
            held.reading = Some(cursor.clone());
            self.keep_directory_record(portal, &held).await;
        }
        self.show_all();
        let gone = self.world.directory().remove_older_than(portal, held.mirror).await?;
        // What changed while the mirror was read is in the feed since it began. Until that has been read the mirror goes on.
        held.watermark = cursor.began_at;
        (held.rose_at, held.settled) = (self.hubspot_now(), false);
        (held.feed_cursor, held.feed_after, held.run) = (None, None, None);
        self.keep_directory_record(portal, &held).await;
        let changed = self.read_feed(portal, Lane::Bulk, Reach::ToTheEnd).await?;
        self.note_running(|running| (running.read, running.total) = (cursor.read, cursor.read));
        let filled = !self.world.directory().is_empty(portal).await?;
        held = DirectoryRecord { reading: None, complete: true, filled, ..self.state().directory.clone() };
        self.keep_directory_record(portal, &held).await;
        Ok(changed.saturating_add(count(gone.len())))
    }

    /// Where a mirror begins: the newest change, how many contacts there are, and the way that ends sooner. Two requests, of which the second is
    /// the first page of the one way. Whether more pages follow.
    async fn begin_mirror(
        &self,
        portal: &PortalId,
        record: &DirectoryRecord,
    ) -> Result<(MirrorCursor, bool), NotUpdated> {
        let asked_at = self.now();
        let newest = self.ask(portal, Lane::Bulk, &NewestChange).await?;
        let answered_at = self.now();
        let first: Page = self.ask(portal, Lane::Bulk, &ContactsWithPhone { after: None }).await?;
        // The second may have waited for its turn; the first hardly ever does.
        let answer = answered_at.saturating_sub(asked_at).min(self.now().saturating_sub(answered_at));
        let way = MirrorWay::sooner(newest.contacts, first.total, answer);
        let total = match way {
            MirrorWay::Search => first.total,
            MirrorWay::List => newest.contacts,
        };
        let began_at = newest.changed;
        let mut cursor = MirrorCursor { after: None, began_at, read: 0, total, way, list_after: None, answer };
        match way {
            MirrorWay::Search => {
                let more = first.more;
                cursor.pass(&first.contacts);
                self.file(portal, first.contacts, record).await?;
                Ok((cursor, more))
            }
            MirrorWay::List => Ok((cursor, true)),
        }
    }

    /// Reads the next page and files it. Whether more follow.
    async fn read_page(
        &self,
        portal: &PortalId,
        cursor: &mut MirrorCursor,
        record: &DirectoryRecord,
    ) -> Result<bool, NotUpdated> {
        let (contacts, more) = match cursor.way {
            MirrorWay::Search => {
                let page = self.ask(portal, Lane::Bulk, &ContactsWithPhone { after: cursor.after.clone() }).await?;
                (page.contacts, page.more)
            }
            MirrorWay::List => {
                let page = self.ask(portal, Lane::Bulk, &ListContacts { after: cursor.list_after.clone() }).await?;
                // On the last page the cursor stays: a mirror that goes on after its end reads that page again.
                let more = page.next.is_some();
                cursor.list_after = page.next.or(cursor.list_after.take());
                (page.contacts, more)
            }
        };
        cursor.pass(&contacts);
        self.file(portal, contacts, record).await?;
        Ok(more)
    }

    /// I-08: whether the rep lets the passes go on. Asked before every request of a pass.
    pub(super) fn may_go_on(&self) -> Result<(), NotUpdated> {
        if self.state().passes_are_held() { Err(NotUpdated::Stopped) } else { Ok(()) }
    }

    /// Each stored cursor also keeps the worker alive: the browser counts storage calls as activity, running code it does not.
    pub(super) async fn keep_directory_record(&self, portal: &PortalId, held: &DirectoryRecord) {
        // Another portal may have been connected meanwhile: its record must not be overwritten in memory.
        if self.state().portal().as_ref() == Some(portal) {
            self.state_mut().directory = held.clone();
        }
        self.set_or_flag(vec![(keys::directory(portal), record::encode(held))]).await;
    }
}
