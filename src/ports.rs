//! What the engine needs from the world. `browser/` implements it with `chrome.*`, IndexedDB and gloo; the simulation implements it
//! with a virtual clock, memory and the in-process sandbox, so that the same flows run under every fault.

#![expect(async_fn_in_trait, reason = "everything runs on one thread: futures need not be Send")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::hubspot::ids::{ContactId, PortalId};
use crate::hubspot::request::{NoAnswer, Request, Response};
use crate::linking::directory::DirectoryEntry;
use crate::phone::Bucket;
use crate::protocol::Millis;
use crate::protocol::options::{Keep, OptionsView, PastedKey};
use crate::protocol::page::ToPage;
use crate::protocol::view::ToSidebar;

/// The world as the engine sees it.
pub trait World {
    /// Time.
    type Clock: Clock;
    /// The way to HubSpot.
    type Transport: Transport;
    /// Truth: links, memory, settings.
    type Store: Store;
    /// Cache: HubSpot's phone numbers.
    type Directory: Directory;
    /// The tabs, their page readers and sidebars.
    type Tabs: Tabs;

    /// Time.
    fn clock(&self) -> &Self::Clock;
    /// The way to HubSpot.
    fn transport(&self) -> &Self::Transport;
    /// Truth.
    fn store(&self) -> &Self::Store;
    /// Cache.
    fn directory(&self) -> &Self::Directory;
    /// Tabs.
    fn tabs(&self) -> &Self::Tabs;
}

/// Time, given.
pub trait Clock {
    /// Milliseconds since 1970.
    fn now(&self) -> Millis;
    /// Resolves after `ms` milliseconds, or never if the worker dies first.
    async fn sleep(&self, ms: u64);
}

/// Which service key a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The one that is connected.
    Kept,
    /// The one that was pasted and is being checked.
    Proposed,
}

/// The way to HubSpot. It alone holds the service key and knows the host.
pub trait Transport {
    /// Sends one request and waits at most 10 s. Never retries, never follows a redirect.
    async fn send(&self, request: &Request, key: Key) -> Result<Response, NoAnswer>;
    /// Holds a pasted key for [`Key::Proposed`]. `Err` where it cannot be a service key.
    fn propose(&self, key: PastedKey) -> Result<(), NotAKey>;
    /// Makes the proposed key the kept one.
    async fn keep_proposed(&self, keep: Keep) -> Result<(), StoreFault>;
    /// Forgets every key.
    async fn forget(&self) -> Result<(), StoreFault>;
    /// Whether a key is kept and there.
    async fn has_key(&self) -> bool;
}

/// A pasted text that cannot be a service key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKey;

/// Why the store did not do as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreFault {
    /// No room, or the write failed; nothing of it was stored.
    NotWritten,
    /// It could not be read.
    NotRead,
}

/// Truth: one text per key. A `set` of several keys is one commit.
pub trait Store {
    /// The texts of those keys that exist.
    async fn get(&self, keys: Vec<String>) -> Result<BTreeMap<String, String>, StoreFault>;
    /// Everything whose key begins so.
    async fn under(&self, prefix: &str) -> Result<BTreeMap<String, String>, StoreFault>;
    /// The same keys from the second copy, kept for links and unlink memory (F25).
    async fn second_copy(&self, keys: Vec<String>) -> Result<BTreeMap<String, String>, StoreFault>;
    /// Stores all or nothing.
    async fn set(&self, records: Vec<(String, String)>) -> Result<(), StoreFault>;
}

/// HubSpot's contacts with a phone, by the last seven digits of their numbers, and survivors of merges by the ids before. One per portal;
/// rebuildable.
pub trait Directory {
    /// Entries that have a number in one of these buckets, by bucket.
    async fn in_buckets(&self, portal: &PortalId, buckets: Vec<Bucket>) -> Result<Vec<DirectoryEntry>, StoreFault>;
    /// Entries by id.
    async fn by_ids(&self, portal: &PortalId, ids: Vec<ContactId>) -> Result<Vec<DirectoryEntry>, StoreFault>;
    /// The entry of the contact that another was merged into, by the other's id.
    async fn merged_from(&self, portal: &PortalId, id: &ContactId) -> Result<Option<DirectoryEntry>, StoreFault>;
    /// Puts entries, replacing those with the same id, and removes others.
    async fn put(
        &self,
        portal: &PortalId,
        entries: Vec<DirectoryEntry>,
        gone: Vec<ContactId>,
    ) -> Result<(), StoreFault>;
    /// Removes entries that another mirror than `mirror` wrote, an older one or one whose number was lost; the ids that went.
    async fn remove_older_than(&self, portal: &PortalId, mirror: u32) -> Result<Vec<ContactId>, StoreFault>;
    /// How many entries there are.
    async fn count(&self, portal: &PortalId) -> Result<u32, StoreFault>;
    /// Whether there are none. Asked whenever the worker starts, so it must not take longer the more there are.
    async fn is_empty(&self, portal: &PortalId) -> Result<bool, StoreFault> {
        Ok(self.count(portal).await? == 0)
    }
}

/// A browser tab; [`TabId::PANEL`] is the side panel, which belongs to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TabId(pub i32);

impl TabId {
    /// The side panel.
    pub const PANEL: TabId = TabId(-1);
}

/// The other contexts. Sending to one that is gone does nothing.
pub trait Tabs {
    /// To the sidebars of a tab.
    fn to_sidebar(&self, tab: TabId, message: &ToSidebar);
    /// To the page reader of a tab.
    fn to_page(&self, tab: TabId, message: &ToPage);
    /// To every open options page.
    fn to_options(&self, view: &OptionsView);
    /// Opens the options page.
    fn open_options(&self);
    /// Connects to the page readers that were known before the worker died, and waits until they have said hello or a second has passed.
    async fn reach_pages(&self);
    /// Asks to be woken every half minute, in case the worker dies in the middle of a pass; or takes that back.
    fn resume_later(&self, wanted: bool);
}
