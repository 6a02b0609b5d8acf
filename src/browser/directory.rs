//! The directory over IndexedDB: HubSpot's contacts with a phone, found by the last seven digits of their numbers.
//!
//! A row holds the entry as JSON text beside what it is found by. The text is read whole or not at all: an entry that were left out could make
//! another contact look like the only one with a number. So what cannot be read empties the portal's directory, a cache, and the next
//! worker reads it anew.

use std::collections::BTreeSet;
use std::rc::Rc;

use idb::{Error, KeyRange, ObjectStore, Query, Transaction, TransactionMode};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use super::database::{BY_BUCKET, BY_MIRROR, DIRECTORY, Database, each, results};
use super::log::{Code, note};
use crate::hubspot::ids::{ContactId, PortalId};
use crate::linking::directory::DirectoryEntry;
use crate::phone::Bucket;
use crate::ports::{Directory, StoreFault};

/// The directory.
pub struct BrowserDirectory {
    database: Rc<Database>,
}

/// Why the directory did not do as asked.
enum Fault {
    /// The browser refused.
    Browser,
    /// A row is not what was written.
    Unreadable,
}

impl From<Error> for Fault {
    fn from(_: Error) -> Self {
        Fault::Browser
    }
}

impl BrowserDirectory {
    /// The directory in a database.
    pub fn new(database: Rc<Database>) -> Self {
        BrowserDirectory { database }
    }

    async fn begin(&self, mode: TransactionMode) -> Result<(Transaction, ObjectStore), Fault> {
        let transaction = self.database.begin(DIRECTORY, mode).await?;
        let store = transaction.object_store(DIRECTORY)?;
        Ok((transaction, store))
    }

    async fn rows_under(&self, keys: &[String]) -> Result<Vec<JsValue>, Fault> {
        let (transaction, store) = self.begin(TransactionMode::ReadOnly).await?;
        let index = store.index(BY_BUCKET)?;
        let asked: Result<Vec<_>, Error> =
            keys.iter().map(|key| index.get_all(Some(Query::Key(JsValue::from_str(key))), None)).collect();
        Ok(results(transaction, asked?).await?.iter().flat_map(Array::from).collect())
    }

    async fn rows_of(&self, portal: &PortalId, ids: &[ContactId]) -> Result<Vec<JsValue>, Fault> {
        let (transaction, store) = self.begin(TransactionMode::ReadOnly).await?;
        let asked: Result<Vec<_>, Error> = ids.iter().map(|id| store.get(entry_key(portal, id))).collect();
        Ok(results(transaction, asked?).await?.into_iter().filter(|row| !row.is_undefined()).collect())
    }

    async fn write(&self, portal: &PortalId, entries: &[DirectoryEntry], gone: &[ContactId]) -> Result<(), Fault> {
        let (transaction, store) = self.begin(TransactionMode::ReadWrite).await?;
        for entry in entries {
            store.put(&row(portal, entry)?, None)?;
        }
        for id in gone {
            store.delete(entry_key(portal, id))?;
        }
        // One answer is waited for, that of the whole: a request that fails takes its transaction with it.
        ended(transaction).await
    }

    async fn sweep(&self, portal: &PortalId, mirror: u32) -> Result<Vec<ContactId>, Fault> {
        let (transaction, store) = self.begin(TransactionMode::ReadWrite).await?;
        let index = store.index(BY_MIRROR)?;
        let (first, this, last) = (mirror_key(portal, 0), mirror_key(portal, mirror), mirror_key(portal, u32::MAX));
        let mut asked = Vec::new();
        if mirror > 0 {
            let before = KeyRange::bound(&first, &this, Some(false), Some(true))?;
            asked.push(index.get_all_keys(Some(before.into()), None)?);
        }
        if mirror < u32::MAX {
            // A counter that was lost begins anew: what it wrote before is older all the same.
            let beyond = KeyRange::bound(&this, &last, Some(true), Some(false))?;
            asked.push(index.get_all_keys(Some(beyond.into()), None)?);
        }
        let mut gone = Vec::new();
        for key in each(asked).await?.into_iter().flatten() {
            let id = Array::from(&key).get(1).as_string().and_then(|id| id.parse().ok());
            gone.push(id.ok_or(Fault::Unreadable)?);
            store.delete(key)?;
        }
        ended(transaction).await?;
        Ok(gone)
    }

    async fn counted(&self, portal: &PortalId) -> Result<u32, Fault> {
        let (_transaction, store) = self.begin(TransactionMode::ReadOnly).await?;
        Ok(store.count(Some(all_of(portal)?.into()))?.await?)
    }

    async fn first(&self, portal: &PortalId) -> Result<Option<JsValue>, Fault> {
        let (_transaction, store) = self.begin(TransactionMode::ReadOnly).await?;
        Ok(store.get_key(all_of(portal)?)?.await?)
    }

    async fn empty(&self, portal: &PortalId) -> Result<(), Fault> {
        let (transaction, store) = self.begin(TransactionMode::ReadWrite).await?;
        store.delete(all_of(portal)?)?;
        ended(transaction).await
    }

    /// The entries of rows, each contact once.
    async fn entries(
        &self,
        portal: &PortalId,
        rows: Result<Vec<JsValue>, Fault>,
    ) -> Result<Vec<DirectoryEntry>, StoreFault> {
        let mut seen = BTreeSet::new();
        let read = rows.and_then(|rows| {
            let entries: Result<Vec<DirectoryEntry>, Fault> = rows.iter().map(entry_of).collect();
            entries
        });
        match read {
            Ok(entries) => Ok(entries.into_iter().filter(|entry| seen.insert(entry.contact.id.clone())).collect()),
            Err(fault) => Err(self.failed(portal, fault, StoreFault::NotRead).await),
        }
    }

    async fn failed(&self, portal: &PortalId, fault: Fault, told: StoreFault) -> StoreFault {
        match fault {
            Fault::Browser => note(Code::DirectoryFailed),
            Fault::Unreadable => match self.empty(portal).await {
                Ok(()) => note(Code::DirectoryEmptied),
                Err(_) => note(Code::DirectoryFailed),
            },
        }
        told
    }
}

impl Directory for BrowserDirectory {
    async fn in_buckets(&self, portal: &PortalId, buckets: Vec<Bucket>) -> Result<Vec<DirectoryEntry>, StoreFault> {
        let keys: Vec<String> = buckets.iter().map(|bucket| bucket_key(portal, bucket)).collect();
        self.entries(portal, self.rows_under(&keys).await).await
    }

    async fn by_ids(&self, portal: &PortalId, ids: Vec<ContactId>) -> Result<Vec<DirectoryEntry>, StoreFault> {
        self.entries(portal, self.rows_of(portal, &ids).await).await
    }

    async fn merged_from(&self, portal: &PortalId, id: &ContactId) -> Result<Option<DirectoryEntry>, StoreFault> {
        let rows = self.rows_under(&[merged_key(portal, id)]).await;
        Ok(self.entries(portal, rows).await?.into_iter().next())
    }

    async fn put(
        &self,
        portal: &PortalId,
        entries: Vec<DirectoryEntry>,
        gone: Vec<ContactId>,
    ) -> Result<(), StoreFault> {
        match self.write(portal, &entries, &gone).await {
            Ok(()) => Ok(()),
            Err(fault) => Err(self.failed(portal, fault, StoreFault::NotWritten).await),
        }
    }

    async fn remove_older_than(&self, portal: &PortalId, mirror: u32) -> Result<Vec<ContactId>, StoreFault> {
        match self.sweep(portal, mirror).await {
            Ok(gone) => Ok(gone),
            Err(fault) => Err(self.failed(portal, fault, StoreFault::NotWritten).await),
        }
    }

    async fn count(&self, portal: &PortalId) -> Result<u32, StoreFault> {
        match self.counted(portal).await {
            Ok(count) => Ok(count),
            Err(fault) => Err(self.failed(portal, fault, StoreFault::NotRead).await),
        }
    }

    /// Counting 24,000 entries takes 80 ms.
    async fn is_empty(&self, portal: &PortalId) -> Result<bool, StoreFault> {
        match self.first(portal).await {
            Ok(first) => Ok(first.is_none()),
            Err(fault) => Err(self.failed(portal, fault, StoreFault::NotRead).await),
        }
    }
}

async fn ended(transaction: Transaction) -> Result<(), Fault> {
    if transaction.await?.is_committed() { Ok(()) } else { Err(Fault::Browser) }
}

fn row(portal: &PortalId, entry: &DirectoryEntry) -> Result<JsValue, Fault> {
    let text = serde_json::to_string(entry).map_err(|_| Fault::Unreadable)?;
    let buckets = entry.buckets().into_iter().map(|bucket| bucket_key(portal, &bucket));
    let merged = entry.contact.merged.iter().map(|id| merged_key(portal, id));
    let keys: Array = buckets.chain(merged).map(JsValue::from).collect();
    let row = Object::new();
    let fields: [(&str, JsValue); 5] = [
        ("portal", portal.as_str().into()),
        ("id", entry.contact.id.as_str().into()),
        ("mirror", entry.mirror.into()),
        ("buckets", keys.into()),
        ("entry", text.into()),
    ];
    for (name, value) in fields {
        Reflect::set(&row, &name.into(), &value).map_err(|_| Fault::Browser)?;
    }
    Ok(row.into())
}

fn entry_of(row: &JsValue) -> Result<DirectoryEntry, Fault> {
    let text = Reflect::get(row, &"entry".into()).ok().and_then(|text| text.as_string());
    text.and_then(|text| serde_json::from_str(&text).ok()).ok_or(Fault::Unreadable)
}

fn entry_key(portal: &PortalId, id: &ContactId) -> JsValue {
    Array::of2(&portal.as_str().into(), &id.as_str().into()).into()
}

fn bucket_key(portal: &PortalId, bucket: &Bucket) -> String {
    format!("{portal}/{bucket}")
}

/// In the same index as the buckets, which are seven digits.
fn merged_key(portal: &PortalId, id: &ContactId) -> String {
    format!("{portal}/merged/{id}")
}

fn mirror_key(portal: &PortalId, mirror: u32) -> JsValue {
    Array::of2(&portal.as_str().into(), &mirror.into()).into()
}

/// All entries of a portal: in IndexedDB's order an array comes after every text.
fn all_of(portal: &PortalId) -> Result<KeyRange, Error> {
    let portal = JsValue::from_str(portal.as_str());
    KeyRange::bound(&Array::of1(&portal).into(), &Array::of2(&portal, &Array::new().into()).into(), None, None)
}
