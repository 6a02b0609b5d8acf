//! What went wrong, as codes in a ring: for the diagnostics page, and for nobody's console.
//!
//! The threat (TH-12): a log is read, copied and sent around, so no name, number, message text or key may ever be in it. That is
//! why an entry is a code, a time and a count, and nothing takes a text, save the place in this project's own source where it panicked.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::PanicHookInfo;

use js_sys::{Object, Reflect};
use serde::{Deserialize, Serialize};

use super::chrome;
use super::clock::now;
use super::message::{from_js, to_js};
use super::promise::{let_run, settle};
use crate::protocol::{Millis, Tier};

/// Entries that are kept.
const ROOM: usize = 100;
/// Under this name the ring outlives the worker, until the browser is closed.
const KEPT_AS: &str = "log";

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Code {
    /// The engine panicked, here.
    Panicked {
        /// File and line of this project or of a crate.
        place: String,
    },
    /// A port was refused: its sender is not whom it claims to be.
    SenderRefused,
    /// A message did not decode.
    MessageUnreadable {
        /// Of the page reader, the sidebar or the options page.
        tier: String,
    },
    /// A message was too long, or one too many.
    MessageRefused {
        /// Of the page reader, the sidebar or the options page.
        tier: String,
    },
    /// A storage area could not be closed to content scripts.
    AreaOpen,
    /// A commit was not stored.
    NotWritten,
    /// The second copy could not be read or written.
    SecondCopyFailed,
    /// The first copy had lost commits; it was restored from the second.
    RestoredFromSecondCopy,
    /// The directory could not be read or written.
    DirectoryFailed,
    /// The directory held what cannot be read; it was emptied and is read anew.
    DirectoryEmptied,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it happened last.
    pub at: Millis,
    /// What.
    #[serde(flatten)]
    pub code: Code,
    /// How often in a row.
    pub count: u32,
}

thread_local! {
    static RECALLED: Cell<bool> = const { Cell::new(false) };
    static PANICKED: Cell<bool> = const { Cell::new(false) };
    static RING: RefCell<VecDeque<Entry>> = const { RefCell::new(VecDeque::new()) };
}

/// Takes note.
pub fn note(code: Code) {
    // What is stored before the notes of earlier lives were read would take their place.
    if push(code) == Some(Store::Now)
        && RECALLED.with(Cell::get)
        && let Some(items) = items()
    {
        let_run(chrome::session_set(&items));
    }
}

/// Whether the ring is to be stored.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Store {
    Now,
    Later,
}

/// Puts it into the ring. `None` where a panic holds the ring: then this note is lost.
fn push(code: Code) -> Option<Store> {
    let at = now();
    RING.with(|ring| {
        let mut ring = ring.try_borrow_mut().ok()?;
        match ring.back_mut().filter(|last| last.code == code) {
            Some(last) => {
                last.count = last.count.saturating_add(1);
                last.at = at;
                // Whoever floods the engine with nonsense must not make it write each time.
                if !last.count.is_power_of_two() {
                    return Some(Store::Later);
                }
            }
            None => ring.push_back(Entry { at, code, count: 1 }),
        }
        while ring.len() > ROOM {
            ring.pop_front();
        }
        Some(Store::Now)
    })
}

/// The ring, as it is stored.
fn items() -> Option<Object> {
    let ring = RING.with(|ring| to_js(&*ring.try_borrow().ok()?))?;
    let items = Object::new();
    Reflect::set(&items, &KEPT_AS.into(), &ring).ok().map(|_| items)
}

/// A message of this tier did not decode.
pub fn unreadable(tier: Tier) {
    note(Code::MessageUnreadable { tier: tier.port_name().to_owned() });
}

/// A message of this tier was beyond its allowance.
pub fn refused(tier: Tier) {
    note(Code::MessageRefused { tier: tier.port_name().to_owned() });
}

/// What earlier lives of the worker noted, oldest first, is put before what this one has.
pub async fn recall() {
    let stored = settle(chrome::session_get(&KEPT_AS.into())).await;
    let ring = stored.ok().and_then(|items| Reflect::get(&items, &KEPT_AS.into()).ok());
    let earlier: Vec<Entry> = ring.and_then(from_js).unwrap_or_default();
    let noted = RING.with(|ring| {
        let mut ring = ring.try_borrow_mut().ok()?;
        let noted = !ring.is_empty();
        earlier.into_iter().rev().for_each(|entry| ring.push_front(entry));
        Some(noted)
    });
    RECALLED.with(|recalled| recalled.set(true));
    if let Some(items) = items().filter(|_| noted == Some(true)) {
        let_run(chrome::session_set(&items));
    }
}

/// The log, oldest first.
pub fn entries() -> Vec<Entry> {
    RING.with(|ring| ring.try_borrow().map(|ring| ring.iter().cloned().collect()).unwrap_or_default())
}

/// Notes where a panic was. Its message is left out: it may hold what was being worked on.
pub fn note_panic(info: &PanicHookInfo<'_>) {
    PANICKED.with(|panicked| panicked.set(true));
    let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
    push(Code::Panicked { place });
    if let Some(items) = items() {
        // Not waited for: this instance has nothing left that could wait.
        let _ = chrome::session_set(&items);
    }
}

/// Whether this instance panicked. Flows that had begun may still run on: they store nothing and ask nothing any more (INV-17).
pub fn has_panicked() -> bool {
    PANICKED.with(Cell::get)
}
