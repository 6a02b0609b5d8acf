//! Truth, in `chrome.storage.local`: one text per key, one `set` per commit. The browser stores all keys of a `set` or none.
//!
//! After each commit the records that have a second copy are written there too. The first copy is the truth: a commit counts once it is
//! stored there, and a second copy that failed is noted and brought up later. When the counters of a scope are read for the first time in
//! a worker's life, both copies are compared; where the first has lost commits (a profile that was put back, a power cut), it is restored
//! from the second before anything is decided.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use futures_util::lock::Mutex;
use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::chrome;
use super::clock::BrowserClock;
use super::log::{Code, has_panicked, note};
use super::promise::settle;
use super::rehearsal::Records;
use super::second_copy::SecondCopy;
use super::service_key;
use crate::ports::{Clock, Store, StoreFault};
use crate::stored::copies::{Newer, has_second_copy, newer, scope_of_tally};

/// Milliseconds before a second copy that trails is brought up: whoever opened a chat is answered first.
const LATER: u64 = 5_000;

/// The store.
pub struct BrowserStore {
    copies: Rc<Copies>,
    /// Keys of counters that were compared in this life.
    compared: RefCell<BTreeSet<String>>,
    /// In a rehearsal: what stands for both copies.
    rehearsed: Option<Records>,
}

struct Copies {
    second: SecondCopy,
    /// Held while both copies are written, so that neither overtakes the other.
    writing: Mutex<()>,
}

impl BrowserStore {
    /// The store with its second copy.
    pub fn new(second: SecondCopy) -> Self {
        let copies = Rc::new(Copies { second, writing: Mutex::new(()) });
        BrowserStore { copies, compared: RefCell::new(BTreeSet::new()), rehearsed: None }
    }

    /// One that reads and keeps nothing but these.
    pub fn rehearsing(second: SecondCopy, records: Records) -> Self {
        BrowserStore { rehearsed: Some(records), ..BrowserStore::new(second) }
    }

    /// Compares both copies of a scope whose counters are being read. Whether the first was restored.
    async fn compare(&self, tally: &str, first: Option<&String>) -> Result<bool, StoreFault> {
        let Some(scope) = scope_of_tally(tally).filter(|_| self.compared.borrow_mut().insert(tally.to_owned())) else {
            return Ok(false);
        };
        let Ok(second) = self.copies.second.get(&[tally.to_owned()]).await else {
            note(Code::SecondCopyFailed);
            return Ok(false);
        };
        match newer(first.map(String::as_str), second.get(tally).map(String::as_str)) {
            Newer::Same => Ok(false),
            Newer::First => {
                let (copies, scope) = (Rc::clone(&self.copies), scope.to_owned());
                spawn_local(async move {
                    BrowserClock.sleep(LATER).await;
                    copies.bring_up(&scope).await;
                });
                Ok(false)
            }
            Newer::Second => {
                let restored = self.copies.restore(scope).await;
                if restored.is_err() {
                    self.compared.borrow_mut().remove(tally);
                }
                restored.map(|()| true)
            }
        }
    }
}

impl Copies {
    /// Writes the first copy anew from the second.
    async fn restore(&self, scope: &str) -> Result<(), StoreFault> {
        let _both = self.writing.lock().await;
        let records = self.second.under(scope).await.map_err(|_| StoreFault::NotRead)?;
        write(records.iter().map(|(key, text)| (key.as_str(), text.as_str())))
            .await
            .map_err(|_| StoreFault::NotRead)?;
        note(Code::RestoredFromSecondCopy);
        Ok(())
    }

    /// Writes the second copy anew from the first.
    async fn bring_up(&self, scope: &str) {
        let _both = self.writing.lock().await;
        let Ok(records) = read_under(scope).await else { return };
        self.write_second(records.iter().map(|(key, text)| (key.as_str(), text.as_str()))).await;
    }

    async fn write_second<'a>(&self, records: impl Iterator<Item = (&'a str, &'a str)>) {
        let copied: Vec<_> = records.filter(|(key, _)| has_second_copy(key)).collect();
        if !copied.is_empty() && !matches!(self.second.put(copied.into_iter()).await, Ok(true)) {
            note(Code::SecondCopyFailed);
        }
    }
}

impl Store for BrowserStore {
    async fn get(&self, keys: Vec<String>) -> Result<BTreeMap<String, String>, StoreFault> {
        if let Some(records) = &self.rehearsed {
            return Ok(records.get(&keys));
        }
        let texts = read(&keys).await?;
        let mut restored = false;
        for key in keys.iter().filter(|key| scope_of_tally(key).is_some()) {
            restored |= self.compare(key, texts.get(key)).await?;
        }
        if restored { read(&keys).await } else { Ok(texts) }
    }

    async fn under(&self, prefix: &str) -> Result<BTreeMap<String, String>, StoreFault> {
        if self.rehearsed.is_some() {
            return Ok(BTreeMap::new());
        }
        read_under(prefix).await
    }

    async fn second_copy(&self, keys: Vec<String>) -> Result<BTreeMap<String, String>, StoreFault> {
        if self.rehearsed.is_some() {
            return Ok(BTreeMap::new());
        }
        self.copies.second.get(&keys).await.map_err(|_| {
            note(Code::SecondCopyFailed);
            StoreFault::NotRead
        })
    }

    async fn set(&self, records: Vec<(String, String)>) -> Result<(), StoreFault> {
        if has_panicked() {
            return Err(StoreFault::NotWritten);
        }
        if let Some(held) = &self.rehearsed {
            held.set(records);
            return Ok(());
        }
        let pairs = || records.iter().map(|(key, text)| (key.as_str(), text.as_str()));
        let _both = self.copies.writing.lock().await;
        write(pairs()).await?;
        self.copies.write_second(pairs()).await;
        Ok(())
    }
}

async fn read(keys: &[String]) -> Result<BTreeMap<String, String>, StoreFault> {
    // Keys are ASCII without spaces. One text crosses over to JavaScript faster than the thousand of a large group.
    let names = if keys.is_empty() { Array::new() } else { JsString::from(keys.join(" ")).split(" ") };
    texts_of(settle(chrome::local_get(&names.into())).await)
}

async fn read_under(prefix: &str) -> Result<BTreeMap<String, String>, StoreFault> {
    let mut texts = texts_of(settle(chrome::local_get(&JsValue::NULL)).await)?;
    texts.retain(|key, _| key.starts_with(prefix) && key != service_key::KEPT_AS);
    Ok(texts)
}

/// Writes all of it, or nothing. Of several texts for one key the last counts.
async fn write<'a>(records: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), StoreFault> {
    let items = Object::new();
    for (key, text) in records {
        Reflect::set(&items, &key.into(), &text.into()).map_err(|_| StoreFault::NotWritten)?;
    }
    match settle(chrome::local_set(&items)).await {
        Ok(_) => Ok(()),
        Err(_) => {
            note(Code::NotWritten);
            Err(StoreFault::NotWritten)
        }
    }
}

/// What is there but is no text reads as an empty one, which decodes to "corrupt" and never to "absent".
fn texts_of(stored: Result<JsValue, JsValue>) -> Result<BTreeMap<String, String>, StoreFault> {
    let stored: Object = stored.map_err(|_| StoreFault::NotRead)?.into();
    let pairs = Object::entries(&stored).into_iter().map(|pair| {
        let pair = Array::from(&pair);
        (pair.get(0).as_string().unwrap_or_default(), pair.get(1).as_string().unwrap_or_default())
    });
    Ok(pairs.collect())
}
