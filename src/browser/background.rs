//! The engine, alive in the service worker: what the browser reports goes in, what the engine wants comes out.
//!
//! The threat (TH-6, F39): whoever speaks is judged by the browser's stamp before a word of theirs is decoded, and a message can only be what
//! its tier may say. After a panic nothing of this instance is trusted: every line is cut, nothing is stored or asked any more, and before
//! the next event `background.js` puts a new instance in its place, which knows what is stored and nothing else. Waiting for the browser to
//! stop the worker would not do: whoever goes on clicking keeps it alive.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::JsString;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::chrome::Port;
use super::clock::BrowserClock;
use super::database::Database;
use super::directory::BrowserDirectory;
use super::lines::{Closed, LineId};
use super::log::{self, Code};
use super::message::{from_js, from_json};
use super::rehearsal::{self, Stage};
use super::second_copy::SecondCopy;
use super::start_up;
use super::store::BrowserStore;
use super::tabs::{BrowserTabs, Ears};
use super::transport::HubSpotTransport;
use crate::engine::Engine;
use crate::phone;
use crate::ports::{Tabs, World};
use crate::protocol::Tier;
use crate::protocol::page::FromPage;
use crate::protocol::sender::{Role, Sender, admit};

/// Name of the IndexedDB database.
const DATABASE: &str = "linked-contacts";
/// Milliseconds without an event after which there is time for what nobody waits for.
const IDLE: u32 = 2_000;

/// The world, made of the browser.
pub struct Browser {
    clock: BrowserClock,
    transport: HubSpotTransport,
    store: BrowserStore,
    directory: BrowserDirectory,
    tabs: BrowserTabs,
}

impl World for Browser {
    type Clock = BrowserClock;
    type Transport = HubSpotTransport;
    type Store = BrowserStore;
    type Directory = BrowserDirectory;
    type Tabs = BrowserTabs;

    fn clock(&self) -> &BrowserClock {
        &self.clock
    }

    fn transport(&self) -> &HubSpotTransport {
        &self.transport
    }

    fn store(&self) -> &BrowserStore {
        &self.store
    }

    fn directory(&self) -> &BrowserDirectory {
        &self.directory
    }

    fn tabs(&self) -> &BrowserTabs {
        &self.tabs
    }
}

impl Browser {
    /// A browser that is not there: see [`super::rehearsal`].
    pub(super) fn rehearsing((records, entries): Stage) -> Browser {
        let database = Database::named("");
        Browser {
            clock: BrowserClock,
            transport: HubSpotTransport::rehearsing(rehearsal::answer),
            store: BrowserStore::rehearsing(SecondCopy::new(Rc::clone(&database)), records),
            directory: BrowserDirectory::rehearsing(database, entries),
            tabs: BrowserTabs::rehearsing(),
        }
    }
}

struct Worker {
    engine: Engine<Browser>,
    warm_up: RefCell<WarmUp>,
}

/// Loading the phone metadata takes a third of a second, and the rehearsal of a chat a tenth: they are done once, while nothing happens.
enum WarmUp {
    Due(Option<Timeout>),
    Done,
}

thread_local! {
    static WORKER: OnceCell<Rc<Worker>> = const { OnceCell::new() };
}

/// The worker starts. Nothing that takes time is done here: whoever woke it is answered first.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        #[cfg(debug_assertions)]
        console_error_panic_hook::hook(info);
        WORKER.with(|worker| worker.get().map(|worker| worker.tabs().lines().cut_all()));
        log::note_panic(info);
    }));
    let database = Database::named(DATABASE);
    let browser = Browser {
        clock: BrowserClock,
        transport: HubSpotTransport::default(),
        store: BrowserStore::new(SecondCopy::new(Rc::clone(&database))),
        directory: BrowserDirectory::new(database),
        tabs: BrowserTabs::new(Ears { heard: |line, message| _ = heard(line, &message), closed }),
    };
    let worker = Worker { engine: Engine::new(browser), warm_up: RefCell::new(WarmUp::Due(None)) };
    WORKER.with(|held| held.set(Rc::new(worker)).ok());
    start_up::run();
}

/// A port was opened to the worker. Whether it is one that is listened to.
pub fn opened(line: LineId, port: Port) -> bool {
    let sender: Option<Sender> = from_js(port.sender());
    let Some(role) = start_up::own().zip(sender).and_then(|(own, sender)| admit(&port.name(), &sender, &own)) else {
        log::note(Code::SenderRefused);
        return false;
    };
    with_worker(|worker| {
        worker.tabs().lines().add(line, role, port);
        if let Role::Page(tab) = role {
            let worker = Rc::clone(worker);
            spawn_local(async move { worker.tabs().remember(tab).await });
        }
    })
    .is_some()
}

/// Something was said on a line. `false` where there is no such line: its other end has to open a new one.
pub fn heard(line: LineId, message: &JsValue) -> bool {
    with_worker(|worker| {
        worker.put_off_warm_up();
        match worker.tabs().lines().hear(line, message) {
            Ok(Some((role, text))) => worker.dispatch(line, role, &text),
            Ok(None) => {}
            Err(_) => return false,
        }
        true
    })
    .unwrap_or(false)
}

/// A line was closed by its other end.
pub fn closed(line: LineId) {
    with_worker(|worker| {
        worker.tabs().settle_line(line);
        let Closed::Last(role) = worker.tabs().lines().close(line) else { return };
        let worker = Rc::clone(worker);
        spawn_local(async move {
            match role {
                Role::Page(tab) => {
                    worker.engine.page_gone(tab).await;
                    worker.tabs().forget(tab).await;
                }
                Role::Sidebar(tab) => worker.engine.sidebar_gone(tab).await,
                Role::Options => {}
            }
        });
    });
}

/// An alarm rang: the one of the passes, or the one that resumes one.
pub fn rang() {
    with_worker(|worker| {
        let worker = Rc::clone(worker);
        spawn_local(async move { worker.engine.alarm().await });
    });
}

/// The extension was installed for the first time: the options page is where everything begins.
pub fn installed() {
    with_worker(|worker| worker.tabs().open_options());
}

impl Worker {
    fn tabs(&self) -> &BrowserTabs {
        self.engine.world().tabs()
    }

    fn dispatch(self: &Rc<Self>, line: LineId, role: Role, text: &JsString) {
        let worker = Rc::clone(self);
        match role {
            Role::Page(tab) => {
                let Some(fact) = decode::<FromPage>(Tier::Page, text) else { return };
                let hello = matches!(fact, FromPage::Hello(_));
                spawn_local(async move { worker.engine.page_says(tab, fact).await });
                if hello {
                    // Tasks run in the order in which they are ready: whoever waits for this page finds it taken in.
                    self.tabs().settle_line(line);
                }
            }
            Role::Sidebar(tab) => {
                let Some(intent) = decode(Tier::Sidebar, text) else { return };
                spawn_local(async move { worker.engine.sidebar_says(tab, intent).await });
            }
            Role::Options => {
                let Some(intent) = decode(Tier::Options, text) else { return };
                spawn_local(async move { worker.engine.options_says(intent).await });
            }
        }
    }

    /// Each event begins the wait anew.
    fn put_off_warm_up(&self) {
        let mut warm_up = self.warm_up.borrow_mut();
        if let WarmUp::Due(timer) = &mut *warm_up {
            *timer = Some(Timeout::new(IDLE, || _ = with_worker(|worker| worker.warm_up())));
        }
    }

    fn warm_up(&self) {
        // Without WhatsApp Web there is no number to look at, and the worker soon goes to sleep again.
        if self.tabs().lines().has_page() {
            self.warm_up.replace(WarmUp::Done);
            phone::warm_up();
            spawn_local(rehearsal::run());
        }
    }
}

fn with_worker<R>(run: impl FnOnce(&Rc<Worker>) -> R) -> Option<R> {
    let worker = WORKER.with(|worker| worker.get().cloned());
    worker.as_ref().map(run)
}

fn decode<T: DeserializeOwned>(tier: Tier, text: &JsString) -> Option<T> {
    let message = from_json(text);
    if message.is_none() {
        log::unreadable(tier);
    }
    message
}
