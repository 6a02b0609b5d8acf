//! All records of one type: the live ones, the recycle bin, the ids that were merged into others, and the search index that trails.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::index::Index;
use crate::kind::{Kind, RecordId};
use crate::record::Record;
use crate::schema::Schema;

/// The records of one type.
#[derive(Debug, Clone)]
pub struct Store {
    /// Their type.
    pub kind: Kind,
    /// Their properties.
    pub schema: Schema,
    /// What search sees.
    pub index: Index,
    live: BTreeMap<RecordId, Arc<Record>>,
    bin: BTreeMap<RecordId, Arc<Record>>,
    aliases: BTreeMap<RecordId, RecordId>,
    emails: BTreeMap<String, RecordId>,
    last: u64,
}

impl Store {
    /// An empty store.
    pub fn new(kind: Kind) -> Store {
        Store {
            kind,
            schema: Schema::of(kind),
            index: Index::default(),
            live: BTreeMap::new(),
            bin: BTreeMap::new(),
            aliases: BTreeMap::new(),
            emails: BTreeMap::new(),
            last: 1_000,
        }
    }

    /// A live record by its own id.
    pub fn get(&self, id: RecordId) -> Option<&Arc<Record>> {
        self.live.get(&id)
    }

    /// A record in the recycle bin.
    pub fn binned(&self, id: RecordId) -> Option<&Arc<Record>> {
        self.bin.get(&id)
    }

    /// The id under which a record lives now: its own, or that of the record it was merged into.
    pub fn survivor(&self, id: RecordId) -> RecordId {
        self.aliases.get(&id).copied().unwrap_or(id)
    }

    /// The live contact with an e-mail.
    pub fn by_email(&self, email: &str) -> Option<RecordId> {
        self.emails.get(&email.to_lowercase()).copied()
    }

    /// Live records from an id on, in order of ids.
    pub fn from(&self, id: RecordId) -> impl Iterator<Item = &Arc<Record>> {
        self.live.range(id..).map(|(_, record)| record)
    }

    /// Records of the recycle bin from an id on.
    pub fn bin_from(&self, id: RecordId) -> impl Iterator<Item = &Arc<Record>> {
        self.bin.range(id..).map(|(_, record)| record)
    }

    /// An id that was never used.
    pub fn next_id(&mut self) -> RecordId {
        self.last += 1;
        RecordId(self.last)
    }

    /// Stores a record as it now is, live or in the bin. Search sees it at `visible`.
    pub fn put(&mut self, record: Record, visible: u64) {
        let id = record.id;
        let record = self.place(record);
        self.index.write(id, record, visible);
    }

    /// Stores a record that search sees at once.
    pub fn put_indexed(&mut self, record: Record) {
        if let Some(record) = self.place(record) {
            self.index.show(record);
        }
    }

    /// Lets an id, and all that already stand for it, stand for another record; the record itself is gone.
    pub fn merge_away(&mut self, old: RecordId, survivor: RecordId, visible: u64) {
        for target in self.aliases.values_mut().filter(|target| **target == old) {
            *target = survivor;
        }
        self.aliases.insert(old, survivor);
        self.forget(old);
        self.index.write(old, None, visible);
    }

    /// An id that stands for a record of the seed.
    pub fn alias(&mut self, old: RecordId, survivor: RecordId) {
        self.last = self.last.max(old.0);
        self.aliases.insert(old, survivor);
    }

    fn place(&mut self, record: Record) -> Option<Arc<Record>> {
        let id = record.id;
        self.last = self.last.max(id.0);
        self.forget(id);
        let record = Arc::new(record);
        if record.archived.is_some() {
            self.bin.insert(id, record);
            return None;
        }
        if let Some(email) = record.text("email").filter(|_| self.kind == Kind::Contacts) {
            self.emails.insert(email.to_lowercase(), id);
        }
        self.live.insert(id, Arc::clone(&record));
        Some(record)
    }

    fn forget(&mut self, id: RecordId) {
        let before = self.live.remove(&id);
        self.bin.remove(&id);
        if let Some(email) = before.as_ref().and_then(|record| record.text("email")).map(str::to_lowercase)
            && self.emails.get(&email) == Some(&id)
        {
            self.emails.remove(&email);
        }
    }
}
