//! The shapes of the small records. Links, memories, journal entries and intents are shaped in [`crate::linking`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::hubspot::calls::account_details::Account;
use crate::hubspot::calls::list_contacts::ListCursor;
use crate::hubspot::contact::Contact;
use crate::hubspot::ids::{ContactId, OwnerId, PortalId};
use crate::hubspot::mirror_way::MirrorWay;
use crate::hubspot::object::Record;
use crate::hubspot::schema::{Pipeline, Property};
use crate::linking::link::Sequence;
use crate::linking::record_intent::Values;
use crate::phone::Region;
use crate::protocol::Millis;
use crate::protocol::options::Keep;
use crate::protocol::view::Choice;
use crate::whatsapp::health::BookHealth;

/// The connection to HubSpot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionRecord {
    /// The account that is connected; `None` after a disconnect.
    pub account: Option<Account>,
    /// Scopes that the key lacks.
    pub missing: Vec<String>,
    /// How long the key is kept.
    pub keep: Keep,
    /// Whether HubSpot last accepted the key.
    pub key: KeyState,
}

/// Whether HubSpot last accepted the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// It did.
    Accepted,
    /// It answered 401.
    Refused,
    /// The key is being changed. If the worker died meanwhile, nobody knows whose key is kept until HubSpot was asked.
    Unproven,
}

/// A pointer from an alias of a person. Ended links and cleared memories are `None`: a deletion is a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonPointer {
    /// The person's link.
    pub link: Option<Sequence>,
    /// The person's unlink memory.
    pub memory: Option<Sequence>,
}

/// A pointer from a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ContactPointer {
    /// The contact's link.
    pub link: Option<Sequence>,
}

/// Counters of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// The last sequence number that was given out.
    pub sequence: Sequence,
    /// Links that stand.
    pub links: u32,
    /// Links that the first pass made, for its summary.
    #[serde(default)]
    pub first_linked: u32,
}

/// Where the passes of a scope are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PassRecord {
    /// The first pass has ended; it is never run again for this scope (S-31).
    pub first_done: bool,
    /// When the last pass ended.
    pub checked_at: Option<Millis>,
    /// When the last daily pass ended.
    pub daily_at: Option<Millis>,
    /// People left to choose for after the first pass.
    pub first_to_choose: u32,
    /// Whether the contact book is believed.
    #[serde(default)]
    pub health: BookHealth,
}

/// How far the directory is. Only a complete one can prove that exactly one contact has a number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DirectoryRecord {
    /// Number of the mirror that is being read, or was read last.
    pub mirror: u32,
    /// The mirror that is under way.
    pub reading: Option<MirrorCursor>,
    /// All contacts with a phone have been read once.
    pub complete: bool,
    /// And there were some: a directory that is empty all the same has been emptied since.
    #[serde(default)]
    pub filled: bool,
    /// HubSpot's clock: changes up to here are in the directory.
    pub watermark: u64,
    /// Inside a run over the change feed: where it goes on.
    pub feed_cursor: Option<u64>,
    /// Inside an instant that more contacts share than a page holds: the last id that was read of it.
    #[serde(default)]
    pub feed_after: Option<ContactId>,
    /// The run that is under way, or the last one where it took more than one request.
    #[serde(default)]
    pub run: Option<FeedRun>,
    /// The region with whose exit codes the texts were read; one for the whole mirror, whatever tabs are open.
    #[serde(default)]
    pub region: Option<Region>,
    /// When the watermark rose last, by HubSpot's clock.
    #[serde(default)]
    pub rose_at: Millis,
    /// Everything up to the watermark was read once more after HubSpot's index had caught up with it: nothing older can show up any more.
    #[serde(default)]
    pub settled: bool,
}

/// HubSpot's search index trails writes by up to two minutes, in milliseconds.
const INDEX_LAG: u64 = 120_000;

impl DirectoryRecord {
    /// The record of a directory that is to be read anew: its mirrors are counted on.
    pub fn begun_anew(&self) -> Self {
        DirectoryRecord { mirror: self.mirror, ..DirectoryRecord::default() }
    }

    /// Where the change feed is to be read from. The overlap is read again until the index has caught up, and not for ever: an import of
    /// thousands within one minute would else be read anew every three minutes (S-36).
    pub fn feed_begins_at(&self) -> u64 {
        let overlap =
            self.run.map_or(self.watermark, |run| run.watermark.min(self.watermark)).saturating_sub(INDEX_LAG);
        let after = if self.settled { self.watermark.saturating_add(1) } else { overlap };
        self.feed_cursor.unwrap_or(after)
    }

    /// The feed was read to its end, in a run that began at `began_at` with this watermark. Only how long it has waited
    /// since counts. A clock that was set back begins the wait anew.
    pub fn feed_ended(&mut self, watermark_before: u64, began_at: Millis, now: Millis) {
        if self.watermark > watermark_before || self.rose_at > now {
            self.rose_at = now;
            self.settled = false;
        } else if began_at >= self.rose_at.saturating_add(INDEX_LAG) {
            self.settled = true;
        }
    }

    /// Whether it holds all contacts with all changes that are known of: only then "nobody else has this number" is true (F17, F42).
    pub fn is_whole(&self) -> bool {
        self.complete && self.feed_cursor.is_none()
    }
}

/// The beginning of a run over the change feed. A change that the index showed only after the run had passed its place is not older than two
/// minutes before that, however long the run took and whatever it has seen since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRun {
    /// The watermark then.
    pub watermark: u64,
    /// When it was, by HubSpot's clock.
    pub at: Millis,
}

/// Whether the rep lets the passes run. It belongs to a portal: connecting another is a fresh start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRecord {
    /// Whose passes.
    pub portal: PortalId,
    /// Whether they may run.
    pub hold: Hold,
}

/// Whether passes may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// They may.
    #[default]
    Running,
    /// They go on where they are when the rep says so.
    Paused,
    /// The first reading was given up; it begins anew when the rep says so.
    Cancelled,
}

/// Where a mirror is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MirrorCursor {
    /// The last contact that was read.
    pub after: Option<ContactId>,
    /// The newest change when the mirror began: the feed goes on from there.
    pub began_at: u64,
    /// Contacts read.
    pub read: u32,
    /// Contacts in all, as HubSpot said on the first page.
    pub total: u32,
    /// How they are read.
    #[serde(default)]
    pub way: MirrorWay,
    /// On the way of the list: where the next page begins.
    #[serde(default)]
    pub list_after: Option<ListCursor>,
    /// Milliseconds that HubSpot took for an answer when the mirror began.
    #[serde(default)]
    pub answer: u64,
}

impl MirrorCursor {
    /// Goes past contacts that were read.
    pub fn pass(&mut self, contacts: &[Contact]) {
        self.read = self.read.saturating_add(u32::try_from(contacts.len()).unwrap_or(u32::MAX));
        self.after = contacts.last().map(|contact| contact.id.clone()).or(self.after.take());
    }

    /// About how many seconds are left; `None` while it is not known how many contacts there are.
    pub fn seconds_left(&self) -> Option<u32> {
        let left = self.total.saturating_sub(self.read);
        let milliseconds = self.way.duration(left, self.answer);
        (self.total > 0).then(|| u32::try_from(milliseconds.div_ceil(1000)).unwrap_or(u32::MAX))
    }
}

/// Names of owners.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OwnersRecord {
    /// By id.
    pub names: BTreeMap<OwnerId, String>,
    /// When they were read.
    pub at: Millis,
}

/// What a portal says of its own fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SchemaRecord {
    /// Properties of contacts.
    pub contact: Vec<Property>,
    /// Pipelines of deals.
    pub deal_pipelines: Vec<Pipeline>,
    /// Pipelines of tickets.
    pub ticket_pipelines: Vec<Pipeline>,
    /// Priorities of tickets.
    pub priorities: Vec<Choice>,
    /// When it was read; 0 = never.
    pub at: Millis,
}

/// A card as it was read last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRecord {
    /// The contact.
    pub contact: Contact,
    /// Its other properties.
    pub values: Values,
    /// Its deals.
    pub deals: Vec<Record>,
    /// Its tickets.
    pub tickets: Vec<Record>,
    /// Its company.
    pub company: Option<Record>,
    /// When it was read.
    pub at: Millis,
}

/// How the sidebar is docked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DockRecord {
    /// Open, or a rail.
    pub open: bool,
    /// CSS pixels, 320 to 600.
    pub width: u32,
}

impl Default for DockRecord {
    fn default() -> Self {
        DockRecord { open: true, width: 360 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_36_f_16_the_overlap_is_read_again_only_until_the_index_has_caught_up() {
        let mut held = DirectoryRecord { watermark: 900_000, ..DirectoryRecord::default() };
        held.feed_ended(800_000, 1_000_000, 1_000_500);
        assert_eq!(held.feed_begins_at(), 780_000, "it rose in this run");
        held.feed_ended(900_000, 1_120_499, 1_120_600);
        assert_eq!(held.feed_begins_at(), 780_000, "the index may still show older changes");
        held.feed_ended(900_000, 1_120_500, 1_121_000);
        assert_eq!(held.feed_begins_at(), 900_001);
        held.watermark = 950_000;
        held.feed_ended(900_000, 1_300_000, 1_300_100);
        assert_eq!(held.feed_begins_at(), 830_000, "something new was seen");
    }

    #[test]
    fn f_15_a_clock_that_was_set_back_begins_the_wait_anew() {
        let mut held = DirectoryRecord { watermark: 900_000, rose_at: 5_000_000, ..DirectoryRecord::default() };
        held.feed_ended(900_000, 1_000_000, 1_000_100);
        assert_eq!((held.settled, held.rose_at), (false, 1_000_100));
    }
}
