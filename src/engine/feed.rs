//! The change feed: contacts that HubSpot says were changed since the watermark, filed page by page. It can be resumed at every request:
//! pages are filed first, the cursor is stored after.

use super::Engine;
use super::mirror::NotUpdated;
use crate::hubspot::calls::changed_contacts::ChangedContacts;
use crate::hubspot::ids::PortalId;
use crate::hubspot::pace::Lane;
use crate::ports::World;
use crate::protocol::Millis;
use crate::stored::shapes::FeedRun;

/// Milliseconds between two glances at the feed for somebody who waits.
const GLANCE: u64 = 15_000;

/// How much of the change feed is read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// All of it: a mirror is complete only with what changed while it was read.
    ToTheEnd,
    /// So many pages; the rest waits for the next pass.
    Pages(u32),
    /// One page, for somebody who waits.
    Glance,
}

impl<W: World> Engine<W> {
    /// One page of changes, for somebody who waits: unless the directory is being brought up to date anyway.
    pub(super) async fn glance_at_feed(&self, portal: &PortalId) -> Result<u32, NotUpdated> {
        if self.has_lost_directory(portal).await? {
            return Ok(0);
        }
        self.glance(portal).await
    }

    /// The same for whoever has just taken something out of the directory, perhaps the last of it.
    pub(super) async fn glance(&self, portal: &PortalId) -> Result<u32, NotUpdated> {
        let Some(_updating) = self.updating.try_lock() else { return Ok(0) };
        self.read_feed(portal, Lane::Steady, Reach::Glance).await
    }

    /// Reads the changes since the watermark. Ends at once where nothing changed: one request. The caller holds [`Engine::updating`].
    pub(super) async fn read_feed(&self, portal: &PortalId, lane: Lane, reach: Reach) -> Result<u32, NotUpdated> {
        let now = self.now();
        self.state_mut().feed_at = Some(now);
        let mut held = self.state().directory.clone();
        let watermark = held.watermark;
        // A run that goes on where an earlier one stopped has not seen everything after the index caught up.
        let is_whole_run = held.feed_cursor.is_none();
        let mut since = held.feed_begins_at();
        let mut run = held.run.filter(|_| !is_whole_run).unwrap_or(FeedRun { watermark, at: 0 });
        let (mut changed, mut pages) = (0_u32, 0_u32);
        while reach.goes_on(pages) {
            if reach != Reach::Glance {
                self.may_go_on()?;
            }
            pages += 1;
            let call = ChangedContacts { since, after_id: held.feed_after.take() };
            let page = self.ask(portal, lane, &call).await?;
            if is_whole_run && pages == 1 {
                run.at = self.hubspot_now();
            }
            held.run = Some(run);
            let is_within_instant = call.after_id.is_some();
            let last = page.contacts.last().map(|contact| (contact.modified, contact.id.clone()));
            held.watermark = last.as_ref().map_or(held.watermark, |(modified, _)| held.watermark.max(*modified));
            changed = changed.saturating_add(self.file(portal, page.contacts, &held).await?);
            held.filled |= changed > 0;
            match last {
                _ if !page.more && !is_within_instant => {
                    held.feed_cursor = None;
                    if is_whole_run && pages == 1 {
                        held.run = None;
                    }
                    held.feed_ended(run.watermark, run.at, self.hubspot_now());
                    break;
                }
                Some((_, id)) if page.more && is_within_instant => held.feed_after = Some(id),
                // More contacts share one instant than a page holds (an import, a workflow): they are read by id.
                Some((modified, _)) if modified <= since && !is_within_instant => held.feed_after = "0".parse().ok(),
                Some((modified, _)) if !is_within_instant => since = modified,
                Some(_) | None => since = since.saturating_add(1),
            }
            held.feed_cursor = Some(since);
            self.keep_directory_record(portal, &held).await;
        }
        self.keep_directory_record(portal, &held).await;
        Ok(changed)
    }

    /// F15: the time by HubSpot's clock, as its last answer told it. This machine's clock may be set while the index catches up.
    pub(super) fn hubspot_now(&self) -> Millis {
        let now = self.now();
        self.governor.borrow().hubspot_time(now).unwrap_or(now)
    }

    /// Whether the change feed may be asked again for somebody who waits: at most once in 15 s.
    pub(super) fn feed_is_due(&self) -> bool {
        let now = self.now();
        self.state().feed_at.is_none_or(|at| at > now || now - at >= GLANCE)
    }
}

impl Reach {
    fn goes_on(self, pages: u32) -> bool {
        match self {
            Reach::ToTheEnd => true,
            Reach::Pages(most) => pages < most,
            Reach::Glance => pages < 1,
        }
    }
}
