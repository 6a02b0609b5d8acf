//! The directory as IndexedDB keeps it: per portal, by id and by bucket. It can be wiped, as site data can.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use linked_contacts::hubspot::ids::{ContactId, PortalId};
use linked_contacts::linking::directory::DirectoryEntry;
use linked_contacts::phone::Bucket;
use linked_contacts::ports::{Directory, StoreFault};

use crate::world::Outside;

/// The directories of all portals.
#[derive(Default)]
pub struct Shelves {
    portals: RefCell<BTreeMap<PortalId, Shelf>>,
    /// Every call fails.
    pub broken: Cell<bool>,
    /// How often each state of a contact was filed: by its id and its time of change.
    pub filings: RefCell<BTreeMap<(ContactId, u64), u32>>,
}

#[derive(Default)]
struct Shelf {
    entries: BTreeMap<ContactId, DirectoryEntry>,
    buckets: BTreeMap<Bucket, BTreeSet<ContactId>>,
}

impl Shelf {
    fn remove(&mut self, id: &ContactId) {
        let Some(entry) = self.entries.remove(id) else { return };
        for bucket in entry.buckets() {
            if let Some(ids) = self.buckets.get_mut(&bucket) {
                ids.remove(id);
            }
        }
    }

    fn put(&mut self, entry: DirectoryEntry) {
        let id = entry.contact.id.clone();
        self.remove(&id);
        for bucket in entry.buckets() {
            self.buckets.entry(bucket).or_default().insert(id.clone());
        }
        self.entries.insert(id, entry);
    }
}

impl Shelves {
    /// Site data is deleted.
    pub fn wipe(&self) {
        self.portals.borrow_mut().clear();
    }

    /// An entry, for tests.
    pub fn entry(&self, portal: &PortalId, id: &ContactId) -> Option<DirectoryEntry> {
        self.portals.borrow().get(portal)?.entries.get(id).cloned()
    }

    /// How many entries there are.
    pub fn count(&self, portal: &PortalId) -> usize {
        self.portals.borrow().get(portal).map_or(0, |shelf| shelf.entries.len())
    }
}

/// The port.
pub struct SimDirectory(pub Rc<Outside>);

impl SimDirectory {
    async fn with<T>(&self, portal: &PortalId, run: impl FnOnce(&mut Shelf) -> T) -> Result<T, StoreFault> {
        self.0.kernel.point().await;
        if self.0.shelves.broken.get() {
            return Err(StoreFault::NotRead);
        }
        Ok(run(self.0.shelves.portals.borrow_mut().entry(portal.clone()).or_default()))
    }
}

impl Directory for SimDirectory {
    async fn in_buckets(&self, portal: &PortalId, buckets: Vec<Bucket>) -> Result<Vec<DirectoryEntry>, StoreFault> {
        let found = self
            .with(portal, |shelf| {
                let ids: BTreeSet<&ContactId> =
                    buckets.iter().filter_map(|bucket| shelf.buckets.get(bucket)).flatten().collect();
                ids.into_iter().filter_map(|id| shelf.entries.get(id).cloned()).collect::<Vec<_>>()
            })
            .await?;
        self.0.watch.borrow_mut().looked_up(portal, &buckets, &found);
        Ok(found)
    }

    async fn by_ids(&self, portal: &PortalId, ids: Vec<ContactId>) -> Result<Vec<DirectoryEntry>, StoreFault> {
        self.with(portal, |shelf| ids.iter().filter_map(|id| shelf.entries.get(id).cloned()).collect()).await
    }

    async fn merged_from(&self, portal: &PortalId, id: &ContactId) -> Result<Option<DirectoryEntry>, StoreFault> {
        self.with(portal, |shelf| shelf.entries.values().find(|entry| entry.contact.merged.contains(id)).cloned()).await
    }

    async fn put(
        &self,
        portal: &PortalId,
        entries: Vec<DirectoryEntry>,
        gone: Vec<ContactId>,
    ) -> Result<(), StoreFault> {
        self.0.watch.borrow_mut().filed(&self.0, portal, &entries);
        for entry in &entries {
            let state = (entry.contact.id.clone(), entry.contact.modified);
            *self.0.shelves.filings.borrow_mut().entry(state).or_default() += 1;
        }
        self.with(portal, |shelf| {
            gone.iter().for_each(|id| shelf.remove(id));
            entries.into_iter().for_each(|entry| shelf.put(entry));
        })
        .await?;
        // Stored, and the worker may die before it hears of it.
        self.0.kernel.point().await;
        Ok(())
    }

    async fn remove_older_than(&self, portal: &PortalId, mirror: u32) -> Result<Vec<ContactId>, StoreFault> {
        self.with(portal, |shelf| {
            let old: Vec<ContactId> = shelf
                .entries
                .values()
                .filter(|entry| entry.mirror != mirror)
                .map(|entry| entry.contact.id.clone())
                .collect();
            old.iter().for_each(|id| shelf.remove(id));
            old
        })
        .await
    }

    async fn count(&self, portal: &PortalId) -> Result<u32, StoreFault> {
        self.with(portal, |shelf| u32::try_from(shelf.entries.len()).unwrap()).await
    }
}
