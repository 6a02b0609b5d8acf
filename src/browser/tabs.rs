//! The tabs: speaking to page readers, sidebars and options pages, and finding page readers again after the worker was stopped.
//!
//! The worker cannot ask the browser which tabs show WhatsApp Web: that would need a permission. So it remembers the tabs whose page
//! readers were accepted, for as long as the browser runs, and opens a port to each when it needs them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;

use super::alarms::{clear_alarm, make_alarm};
use super::chrome;
use super::clock::BrowserClock;
use super::lines::{LineId, Lines};
use super::message::{from_js, to_js};
use super::promise::{let_run, settle};
use crate::ports::{Clock, TabId, Tabs};
use crate::protocol::Tier;
use crate::protocol::options::OptionsView;
use crate::protocol::page::ToPage;
use crate::protocol::sender::Role;
use crate::protocol::view::ToSidebar;

/// Where the tabs are remembered, in `chrome.storage.session`.
const KEPT_AS: &str = "tabs";
/// Milliseconds that a page reader has to say hello. A frozen tab never does.
const PATIENCE: u64 = 1_000;
/// The alarm that resumes a pass, and its period in minutes: the shortest that the browser allows.
pub const RESUME: &str = "resume";
const RESUME_MINUTES: f64 = 0.5;

/// What a port that the engine opened itself hands its events to.
#[derive(Clone, Copy)]
pub struct Ears {
    /// A message arrived.
    pub heard: fn(LineId, JsValue),
    /// The other end is gone, or was never there.
    pub closed: fn(LineId),
}

/// The tabs.
pub struct BrowserTabs {
    lines: Lines,
    ears: Ears,
    known: RefCell<Option<BTreeSet<i32>>>,
    /// Lines that the engine opened and that have not said hello.
    awaited: RefCell<BTreeSet<LineId>>,
    waiting: RefCell<Vec<oneshot::Sender<()>>>,
    opened: Cell<LineId>,
    resuming: Cell<Option<Resuming>>,
    audience: Audience,
}

/// Who hears what is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Audience {
    Tabs,
    /// Nobody: it is a rehearsal.
    Nobody,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Resuming {
    Yes,
    No,
}

impl BrowserTabs {
    /// No tabs yet.
    pub fn new(ears: Ears) -> Self {
        BrowserTabs {
            lines: Lines::default(),
            ears,
            known: RefCell::new(None),
            awaited: RefCell::default(),
            waiting: RefCell::default(),
            opened: Cell::new(1),
            resuming: Cell::new(None),
            audience: Audience::Tabs,
        }
    }

    /// No tabs, ever. What is to be said is put into words all the same.
    pub fn rehearsing() -> Self {
        BrowserTabs { audience: Audience::Nobody, ..BrowserTabs::new(Ears { heard: |_, _| {}, closed: |_| {} }) }
    }

    /// The open lines.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// A page reader is there: its tab is remembered.
    pub async fn remember(&self, tab: TabId) {
        self.load().await;
        self.change(|known| known.insert(tab.0));
    }

    /// A page reader is gone while the worker lives: its tab was closed, or shows something else.
    pub async fn forget(&self, tab: TabId) {
        self.load().await;
        if !self.lines.has(Role::Page(tab)) {
            self.change(|known| known.remove(&tab.0));
        }
    }

    /// A line that was waited for has said hello, or never will.
    pub fn settle_line(&self, line: LineId) {
        let mut awaited = self.awaited.borrow_mut();
        if awaited.remove(&line) && awaited.is_empty() {
            self.waiting.borrow_mut().drain(..).for_each(|waiting| {
                let _ = waiting.send(());
            });
        }
    }

    async fn load(&self) -> BTreeSet<i32> {
        if self.known.borrow().is_none() {
            let items = settle(chrome::session_get(&KEPT_AS.into())).await;
            let kept = items.ok().and_then(|items| Reflect::get(&items, &KEPT_AS.into()).ok());
            let kept: Vec<i32> = kept.and_then(from_js).unwrap_or_default();
            self.known.borrow_mut().get_or_insert_default().extend(kept);
        }
        self.known.borrow().clone().unwrap_or_default()
    }

    fn change(&self, change: impl FnOnce(&mut BTreeSet<i32>) -> bool) {
        let mut known = self.known.borrow_mut();
        let known = known.get_or_insert_default();
        if change(known) {
            let items = Object::new();
            let tabs: Array = known.iter().map(|tab| JsValue::from(*tab)).collect();
            if Reflect::set(&items, &KEPT_AS.into(), &tabs).is_ok() {
                let_run(chrome::session_set(&items));
            }
        }
    }

    /// Opens a line to a tab's page reader. Where none listens the port closes at once.
    fn connect(&self, tab: TabId) {
        let info = Object::new();
        let fields: [(&str, JsValue); 2] = [("name", Tier::Page.port_name().into()), ("frameId", 0.into())];
        if fields.iter().any(|(name, value)| Reflect::set(&info, &(*name).into(), value).is_err()) {
            return;
        }
        let Ok(port) = chrome::tabs_connect(tab.0, &info) else { return };
        let line = self.opened.get();
        self.opened.set(line.wrapping_add(2));
        let Ears { heard, closed } = self.ears;
        let heard = Closure::<dyn Fn(JsValue)>::new(move |message| heard(line, message));
        let gone = Closure::<dyn Fn()>::new(move || {
            chrome::look_at_last_error();
            closed(line);
        });
        // A worker's life is short and its ports are few: both listeners are left to it.
        port.on_message().add_listener(heard.into_js_value().unchecked_ref());
        port.on_disconnect().add_listener(gone.into_js_value().unchecked_ref());
        self.awaited.borrow_mut().insert(line);
        self.lines.add(line, Role::Page(tab), port);
    }
}

impl Tabs for BrowserTabs {
    fn to_sidebar(&self, tab: TabId, message: &ToSidebar) {
        self.say(Role::Sidebar(tab), message);
    }

    fn to_page(&self, tab: TabId, message: &ToPage) {
        if let Some(message) = to_js(&Versioned { v: crate::protocol::VERSION, message }) {
            self.lines.say_to_page(tab, &message);
        }
    }

    fn to_options(&self, view: &OptionsView) {
        self.say(Role::Options, view);
    }

    fn open_options(&self) {
        let_run(chrome::open_options_page());
    }

    async fn reach_pages(&self) {
        if self.audience == Audience::Nobody {
            return;
        }
        for tab in self.load().await.into_iter().map(TabId) {
            if !self.lines.has(Role::Page(tab)) {
                self.connect(tab);
            }
        }
        if self.awaited.borrow().is_empty() {
            return;
        }
        let (sender, answered) = oneshot::channel();
        self.waiting.borrow_mut().push(sender);
        let patience = std::pin::pin!(BrowserClock.sleep(PATIENCE));
        if let Either::Right(_) = select(answered, patience).await {
            // Whoever says hello later is heard all the same, but nobody waits for them again.
            self.awaited.borrow_mut().clear();
            self.waiting.borrow_mut().clear();
        }
    }

    fn resume_later(&self, wanted: bool) {
        let wanted = if wanted { Resuming::Yes } else { Resuming::No };
        if self.audience == Audience::Nobody || self.resuming.replace(Some(wanted)) == Some(wanted) {
            return;
        }
        match wanted {
            // It rings until it is taken back: the worker may die in any half minute of a long pass.
            Resuming::Yes => make_alarm(RESUME, RESUME_MINUTES),
            Resuming::No => clear_alarm(RESUME),
        }
    }
}

impl BrowserTabs {
    fn say(&self, role: Role, message: &impl Serialize) {
        if (self.audience == Audience::Nobody || self.lines.has(role))
            && let Some(message) = to_js(message)
        {
            self.lines.say_to_all(role, &message);
        }
    }
}

/// A message to the page reader, which takes none of another version.
#[derive(Serialize)]
struct Versioned<'a> {
    v: u32,
    #[serde(flatten)]
    message: &'a ToPage,
}
