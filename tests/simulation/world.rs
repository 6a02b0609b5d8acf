//! The world of the engine: everything that outlives a worker, and the ports that a worker holds on to it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use linked_contacts::ports::{Clock, TabId, World};
use linked_contacts::protocol::Millis;
use linked_contacts::protocol::options::OptionsView;
use serde_json::Value;

use crate::book::Book;
use crate::directory::{Shelves, SimDirectory};
use crate::hubspot::HubSpot;
use crate::invariants::Watch;
use crate::kernel::Kernel;
use crate::log::Log;
use crate::page::Page;
use crate::sim::Sim;
use crate::store::{Disk, SimStore};
use crate::tabs::{Sidebar, SimTabs};
use crate::transport::{KeyRing, SimTransport};

/// Something that happens outside of the worker.
pub enum Event {
    /// A page reader says something; under a generation, only while that chat is open.
    Say {
        /// The tab.
        tab: TabId,
        /// The message.
        message: Value,
    },
    /// The worker connects to a page reader.
    Attach(TabId),
    /// A worker that has just started calls the views.
    CallViews,
    /// Whatever a test has arranged.
    Act(Box<dyn FnOnce(&mut Sim)>),
}

/// Everything that outlives a worker.
pub struct Outside {
    /// Scheduler and clock.
    pub kernel: Kernel<Event>,
    /// Storage.
    pub disk: Disk,
    /// The directory.
    pub shelves: Shelves,
    /// HubSpot.
    pub hubspot: HubSpot,
    /// Service keys.
    pub keys: KeyRing,
    /// The browser has a connection.
    pub online: Cell<bool>,
    /// WhatsApp accounts.
    pub books: RefCell<Vec<Rc<RefCell<Book>>>>,
    /// Tabs with WhatsApp Web.
    pub pages: RefCell<BTreeMap<TabId, Page>>,
    /// Sidebars, and the side panel.
    pub sidebars: RefCell<BTreeMap<TabId, Sidebar>>,
    /// What the options page shows.
    pub options: RefCell<Option<OptionsView>>,
    /// When the alarm that resumes a pass goes off.
    pub resume_at: Cell<Option<Millis>>,
    /// What happened.
    pub log: Log,
    /// What must hold.
    pub watch: RefCell<Watch>,
}

impl Outside {
    /// A fresh browser, and HubSpot.
    pub fn new(seed: u64) -> Rc<Outside> {
        Rc::new(Outside {
            kernel: Kernel::new(seed),
            disk: Disk::default(),
            shelves: Shelves::default(),
            hubspot: HubSpot::default(),
            keys: KeyRing::default(),
            online: Cell::new(true),
            books: RefCell::default(),
            pages: RefCell::default(),
            sidebars: RefCell::default(),
            options: RefCell::default(),
            resume_at: Cell::new(None),
            log: Log::default(),
            watch: RefCell::default(),
        })
    }
}

/// What a worker holds.
pub struct SimWorld {
    clock: SimClock,
    transport: SimTransport,
    store: SimStore,
    directory: SimDirectory,
    tabs: SimTabs,
}

impl SimWorld {
    /// The ports of a new worker.
    pub fn new(outside: &Rc<Outside>) -> SimWorld {
        SimWorld {
            clock: SimClock(Rc::clone(outside)),
            transport: SimTransport::new(outside),
            store: SimStore::new(outside),
            directory: SimDirectory(Rc::clone(outside)),
            tabs: SimTabs(Rc::clone(outside)),
        }
    }
}

impl World for SimWorld {
    type Clock = SimClock;
    type Transport = SimTransport;
    type Store = SimStore;
    type Directory = SimDirectory;
    type Tabs = SimTabs;

    fn clock(&self) -> &SimClock {
        &self.clock
    }

    fn transport(&self) -> &SimTransport {
        &self.transport
    }

    fn store(&self) -> &SimStore {
        &self.store
    }

    fn directory(&self) -> &SimDirectory {
        &self.directory
    }

    fn tabs(&self) -> &SimTabs {
        &self.tabs
    }
}

/// This machine's clock.
pub struct SimClock(Rc<Outside>);

impl Clock for SimClock {
    fn now(&self) -> Millis {
        self.0.kernel.clock()
    }

    async fn sleep(&self, ms: u64) {
        self.0.kernel.sleep(ms).await;
    }
}
