//! Storage as the browser keeps it: texts that outlive the worker, a `set` that stores all or nothing, and a second copy of links and
//! memory that is written after it. Faults: a `set` that fails, a record whose bytes rot, a copy that is lost.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use linked_contacts::ports::{Store, StoreFault};
use linked_contacts::stored::copies::{Newer, has_second_copy, newer, scope_of_tally};

use crate::world::Outside;

/// What is stored.
#[derive(Default)]
pub struct Disk {
    /// The texts.
    pub texts: RefCell<BTreeMap<String, String>>,
    /// The second copy.
    pub second: RefCell<BTreeMap<String, String>>,
    /// How many times something was stored.
    pub sets: Cell<u64>,
    /// The `set`s that fail, counted from 1.
    pub failing: RefCell<BTreeSet<u64>>,
    /// Every `set` fails: there is no room.
    pub full: Cell<bool>,
    /// Every read fails.
    pub unreadable: Cell<bool>,
}

impl Disk {
    /// Whether the next `set` fails.
    fn refuses(&self) -> bool {
        self.sets.set(self.sets.get() + 1);
        self.full.get() || self.failing.borrow().contains(&self.sets.get())
    }

    /// Lets the `n`-th `set` from now fail.
    pub fn fail_set(&self, n: u64) {
        self.failing.borrow_mut().insert(self.sets.get() + n);
    }

    /// The bytes of a record rot.
    pub fn corrupt(&self, key: &str) {
        let mut texts = self.texts.borrow_mut();
        let text = texts.get_mut(key).unwrap_or_else(|| panic!("nothing is stored under {key}"));
        *text = text.replacen("\"b\":\"", "\"b\":\"#", 1);
    }

    /// Keys that contain this text.
    pub fn keys_with(&self, part: &str) -> Vec<String> {
        self.texts.borrow().keys().filter(|key| key.contains(part)).cloned().collect()
    }
}

/// The port. Like the browser's, it compares both copies of a scope when the counters are first read in a worker's life.
pub struct SimStore {
    outside: Rc<Outside>,
    compared: RefCell<BTreeSet<String>>,
}

impl SimStore {
    /// The port of a new worker.
    pub fn new(outside: &Rc<Outside>) -> SimStore {
        SimStore { outside: Rc::clone(outside), compared: RefCell::default() }
    }

    async fn read(
        &self,
        read: impl FnOnce(&Disk) -> BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, StoreFault> {
        self.outside.kernel.point().await;
        let disk = &self.outside.disk;
        if disk.unreadable.get() { Err(StoreFault::NotRead) } else { Ok(read(disk)) }
    }

    async fn compare(&self, tally: &str) {
        let Some(scope) = scope_of_tally(tally).filter(|_| self.compared.borrow_mut().insert(tally.to_owned())) else {
            return;
        };
        let disk = &self.outside.disk;
        let newer = newer(
            disk.texts.borrow().get(tally).map(String::as_str),
            disk.second.borrow().get(tally).map(String::as_str),
        );
        self.outside.kernel.point().await;
        let (from, to) = match newer {
            Newer::Same => return,
            Newer::First => (&disk.texts, &disk.second),
            Newer::Second => (&disk.second, &disk.texts),
        };
        let records: Vec<(String, String)> =
            under(from, scope).into_iter().filter(|(key, _)| has_second_copy(key)).collect();
        to.borrow_mut().extend(records);
        self.outside.log.line(format_args!("{newer:?} copy of {scope} was the newer"));
    }
}

impl Store for SimStore {
    async fn get(&self, keys: Vec<String>) -> Result<BTreeMap<String, String>, StoreFault> {
        self.outside.watch.borrow_mut().touched(&self.outside, &keys);
        for key in &keys {
            self.compare(key).await;
        }
        self.read(|disk| some_of(&disk.texts, keys)).await
    }

    async fn under(&self, prefix: &str) -> Result<BTreeMap<String, String>, StoreFault> {
        self.read(|disk| under(&disk.texts, prefix)).await
    }

    async fn second_copy(&self, keys: Vec<String>) -> Result<BTreeMap<String, String>, StoreFault> {
        self.read(|disk| some_of(&disk.second, keys)).await
    }

    async fn set(&self, records: Vec<(String, String)>) -> Result<(), StoreFault> {
        let outside = &self.outside;
        outside.kernel.point().await;
        if outside.disk.refuses() {
            outside.log.line(format_args!("set fails"));
            return Err(StoreFault::NotWritten);
        }
        for (key, text) in &records {
            outside.log.line(format_args!("set {key} {text}"));
        }
        outside.disk.texts.borrow_mut().extend(records.iter().cloned());
        outside.watch.borrow_mut().committed(outside, &records);
        // The second copy is another database: the worker may die between the two, and after both before it hears of it.
        outside.kernel.point().await;
        let copied = records.into_iter().filter(|(key, _)| has_second_copy(key));
        outside.disk.second.borrow_mut().extend(copied);
        outside.kernel.point().await;
        Ok(())
    }
}

fn under(texts: &RefCell<BTreeMap<String, String>>, prefix: &str) -> BTreeMap<String, String> {
    texts.borrow().range(prefix.to_owned()..).take_while(|(key, _)| key.starts_with(prefix)).map(own).collect()
}

fn some_of(texts: &RefCell<BTreeMap<String, String>>, keys: Vec<String>) -> BTreeMap<String, String> {
    let texts = texts.borrow();
    keys.into_iter().filter_map(|key| texts.get_key_value(&key).map(own)).collect()
}

fn own((key, text): (&String, &String)) -> (String, String) {
    (key.clone(), text.clone())
}
