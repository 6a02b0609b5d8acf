//! The search index: records as they were a while ago. A write becomes visible when its lag has passed, in the order of writes to that
//! record; a read by id never comes here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::kind::RecordId;
use crate::record::Record;
use crate::search::Kept;

/// The index of one type of record.
#[derive(Debug, Clone, Default)]
pub struct Index {
    visible: BTreeMap<RecordId, Arc<Record>>,
    by_change: BTreeSet<(u64, RecordId)>,
    pending: BTreeMap<(u64, u64), Write>,
    /// When the last pending write of a record becomes visible.
    due: BTreeMap<RecordId, u64>,
    writes: u64,
    changes: u64,
    /// What the last search by record ids found.
    pub kept: Option<Kept>,
}

/// A record as it is from then on; `None` where it is gone.
type Write = (RecordId, Option<Arc<Record>>);

impl Index {
    /// Records a write that becomes visible at `at`; `None` removes the record.
    pub fn write(&mut self, id: RecordId, state: Option<Arc<Record>>, at: u64) {
        // An earlier write must not overtake a later one.
        let at = self.due.get(&id).map_or(at, |due| at.max(*due));
        self.due.insert(id, at);
        self.writes += 1;
        self.pending.insert((at, self.writes), (id, state));
    }

    /// Puts a record in view at once.
    pub fn show(&mut self, record: Arc<Record>) {
        self.apply(record.id, Some(record));
    }

    /// Brings the index to `now`.
    pub fn advance(&mut self, now: u64) {
        while let Some(entry) = self.pending.first_entry().filter(|entry| entry.key().0 <= now) {
            let (id, state) = entry.remove();
            self.apply(id, state);
        }
        self.due.retain(|_, due| *due > now);
    }

    /// A record in view.
    pub fn get(&self, id: RecordId) -> Option<&Arc<Record>> {
        self.visible.get(&id)
    }

    /// A number that is another one after each change of what is in view.
    pub fn generation(&self) -> u64 {
        self.changes
    }

    /// What is in view from an id on, in order of ids.
    pub fn from(&self, id: RecordId) -> impl Iterator<Item = &Arc<Record>> {
        self.visible.range(id..).map(|(_, record)| record)
    }

    /// What is in view and was changed at `since` or later, oldest change first.
    pub fn changed_since(&self, since: u64) -> impl Iterator<Item = &Arc<Record>> {
        self.by_change.range((since, RecordId(0))..).filter_map(|(_, id)| self.visible.get(id))
    }

    fn apply(&mut self, id: RecordId, state: Option<Arc<Record>>) {
        self.changes += 1;
        let updated = state.as_ref().map(|record| record.updated);
        let before = match state {
            Some(record) => self.visible.insert(id, record),
            None => self.visible.remove(&id),
        };
        if let Some(before) = before {
            self.by_change.remove(&(before.updated, id));
        }
        if let Some(updated) = updated {
            self.by_change.insert((updated, id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: u64, updated: u64) -> Arc<Record> {
        let mut record = Record::new(RecordId(id), 0, None);
        record.updated = updated;
        Arc::new(record)
    }

    fn seen(index: &mut Index, now: u64) -> Vec<(u64, u64)> {
        index.advance(now);
        index.from(RecordId(0)).map(|record| (record.id.0, record.updated)).collect()
    }

    #[test]
    fn f_16_a_write_is_seen_when_its_lag_has_passed() {
        let mut index = Index::default();
        index.write(RecordId(1), Some(record(1, 5)), 100);
        assert_eq!(seen(&mut index, 99), []);
        assert_eq!(seen(&mut index, 100), [(1, 5)]);
        index.write(RecordId(1), None, 200);
        assert_eq!(seen(&mut index, 150), [(1, 5)]);
        assert_eq!(seen(&mut index, 200), []);
    }

    #[test]
    fn writes_to_one_record_keep_their_order() {
        let mut index = Index::default();
        index.write(RecordId(1), Some(record(1, 5)), 300);
        index.write(RecordId(1), Some(record(1, 9)), 200);
        assert_eq!(seen(&mut index, 250), []);
        assert_eq!(seen(&mut index, 300), [(1, 9)]);
    }

    #[test]
    fn changes_are_found_by_their_time() {
        let mut index = Index::default();
        for (id, updated) in [(1, 50), (2, 40), (3, 60)] {
            index.show(record(id, updated));
        }
        index.show(record(1, 70));
        let ids: Vec<u64> = index.changed_since(50).map(|record| record.id.0).collect();
        assert_eq!(ids, [3, 1]);
    }
}
