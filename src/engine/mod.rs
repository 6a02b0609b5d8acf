//! The engine: the flows of the product, straight-line async over the ports, and the only writer.
//!
//! It runs in the service worker and may be killed at any await: each flow is short, can be begun again, and stores its intent before
//! it acts. Decisions are not made here; they are pure functions of [`crate::linking`], [`crate::whatsapp`] and [`crate::phone`]. State
//! is never borrowed across an await, and everything that is stored is stored under [`Engine::commit`], after looking again.

mod activity;
mod asking;
mod auto_link;
mod card;
mod card_data;
mod card_records;
mod catch_up;
mod chat;
mod chat_match;
mod commit;
mod confirm;
mod connect;
mod create;
mod create_contact;
mod dispatch;
mod edit;
mod exact_link;
mod exact_pass;
mod feed;
mod filing;
mod from_sidebar;
mod gone;
mod health;
mod identity;
mod link_book;
mod link_check;
mod manual_link;
mod mirror;
mod open_chat;
mod owners;
mod pass_due;
mod pass_hold;
mod phone_write;
mod present;
mod present_card;
mod present_link;
mod present_strip;
mod recheck;
mod reconcile;
mod record_write;
mod rival;
mod schema;
mod search;
mod snapshot;
mod state;
mod unlink;

use std::cell::{Ref, RefCell, RefMut};

use futures_util::future::join;
use futures_util::lock::Mutex;

use crate::hubspot::client::{Reader, Writer};
use crate::hubspot::limits::Governor;
use crate::hubspot::pace::Lane;
use crate::ports::{Clock, StoreFault, TabId, World};
use crate::protocol::Millis;
use crate::protocol::view::{Problem, Retry};
use crate::stored::keys::{CONNECTION, DOCK, HOLD, MISSED, OWN_NUMBERS, PAUSE, SETTINGS, Scope};
use crate::stored::record;
use crate::stored::shapes::KeyState;
use state::State;

/// The engine over a world.
pub struct Engine<W> {
    world: W,
    state: RefCell<State>,
    governor: RefCell<Governor>,
    /// Held while what is stored is looked at and changed: one queue, one writer.
    commit: Mutex<()>,
    /// Held while a person's write to HubSpot is under way: two clicks never write at once.
    writing: Mutex<()>,
    /// Held while the directory is brought up to date: two readers would write over each other's cursor.
    updating: Mutex<()>,
    /// Held while a pasted key is checked: two at once would mix up each other's.
    connecting: Mutex<()>,
    /// Held while the engine starts.
    starting: Mutex<()>,
    /// Held while what is stored of an account is read for the first time.
    loading: Mutex<()>,
}

impl<W: World> Engine<W> {
    /// An engine that knows nothing yet; the first event makes it read what is stored.
    pub fn new(world: W) -> Self {
        Engine {
            world,
            state: RefCell::new(State::default()),
            governor: RefCell::new(Governor::default()),
            commit: Mutex::new(()),
            writing: Mutex::new(()),
            updating: Mutex::new(()),
            connecting: Mutex::new(()),
            starting: Mutex::new(()),
            loading: Mutex::new(()),
        }
    }

    /// The world, for tests.
    pub fn world(&self) -> &W {
        &self.world
    }

    /// How often the fuzzy rule has run in this worker's life, for tests (S-41).
    pub fn fuzzy_runs(&self) -> u32 {
        self.state().fuzzy_runs
    }

    fn state(&self) -> Ref<'_, State> {
        self.state.borrow()
    }

    fn state_mut(&self) -> RefMut<'_, State> {
        self.state.borrow_mut()
    }

    fn now(&self) -> Millis {
        self.world.clock().now()
    }

    fn reader(&self, lane: Lane) -> Reader<'_, W::Transport, W::Clock> {
        Reader::new(self.world.transport(), self.world.clock(), &self.governor, lane)
    }

    fn writer(&self) -> Writer<'_, W::Transport, W::Clock> {
        Writer::new(self.world.transport(), self.world.clock(), &self.governor)
    }

    /// Reads what is stored, once in a worker's life. Every event waits for it.
    async fn ready(&self) {
        let _starting = self.starting.lock().await;
        if self.state().loaded {
            return;
        }
        use crate::ports::{Store as _, Transport as _};
        let keys = [CONNECTION, SETTINGS, DOCK, PAUSE, HOLD, MISSED, OWN_NUMBERS].map(str::to_owned).to_vec();
        let (has_key, texts) = join(self.world.transport().has_key(), self.world.store().get(keys)).await;
        match texts {
            Ok(texts) => {
                let mut state = self.state_mut();
                let mut unsafe_store = false;
                if let Some(text) = texts.get(CONNECTION) {
                    match record::decode(text) {
                        Ok(connection) => state.connection = Some(connection),
                        Err(_) => unsafe_store = true,
                    }
                }
                state.settings = texts.get(SETTINGS).and_then(|text| record::decode(text).ok()).unwrap_or_default();
                if let Some(pause) = texts.get(PAUSE).and_then(|text| record::decode(text).ok()) {
                    self.governor.borrow_mut().go_on_with(pause, self.now());
                }
                state.missed = texts.get(MISSED).and_then(|text| record::decode(text).ok()).unwrap_or_default();
                state.hold = texts.get(HOLD).and_then(|text| record::decode(text).ok());
                state.dock = texts.get(DOCK).and_then(|text| record::decode(text).ok()).unwrap_or_default();
                state.own_numbers =
                    texts.get(OWN_NUMBERS).and_then(|text| record::decode(text).ok()).unwrap_or_default();
                state.store_unsafe |= unsafe_store;
                state.has_key = has_key;
                // A first connection that was cut off before its key was kept is none.
                if let Some(connection) =
                    state.connection.as_mut().filter(|held| held.key == KeyState::Unproven && !has_key)
                {
                    connection.account = None;
                    connection.key = KeyState::Accepted;
                }
                // A wait that is stored may be another account's.
                if let Some(portal) = state.portal() {
                    self.governor.borrow_mut().serve(&portal);
                }
                state.loaded = true;
            }
            Err(_) => self.state_mut().store_unsafe = true,
        }
        self.forget_stray_key().await;
        self.load_directory_record().await;
    }

    /// A disconnect that was cut off between the connection and the key is completed.
    async fn forget_stray_key(&self) {
        use crate::ports::Transport as _;
        let stray = {
            let state = self.state();
            state.has_key && state.connection.as_ref().is_some_and(|held| held.account.is_none())
        };
        if stray && self.world.transport().forget().await.is_ok() {
            self.state_mut().has_key = false;
        }
    }

    /// What a tab's links belong to: the connected portal and the tab's own WhatsApp account.
    fn scope_of(&self, tab: TabId) -> Option<Scope> {
        let state = self.state();
        let portal = state.portal()?;
        let account = state.tabs.get(&tab)?.own.account()?;
        Some(Scope { portal, account })
    }

    /// Whether HubSpot may be asked.
    fn may_ask(&self) -> bool {
        let state = self.state();
        state.has_key
            && state
                .connection
                .as_ref()
                .is_some_and(|connection| connection.account.is_some() && connection.key == KeyState::Accepted)
    }

    /// Whether anything automatic may link: HubSpot can be asked, so that what it says against a link is heard, and the store is sound.
    fn may_link_by_itself(&self) -> bool {
        self.may_ask() && !self.state().store_unsafe && !self.governor.borrow_mut().is_standing_back(self.now())
    }

    /// Stores small records whose loss would be noticed later; a failure is shown.
    async fn set_or_flag(&self, records: Vec<(String, String)>) {
        use crate::ports::Store as _;
        if self.world.store().set(records).await.is_err() {
            self.state_mut().store_unsafe = true;
        }
    }
}

/// A problem of this product's own making, with nothing to retry.
fn problem(sentence: &str, values: &[&str]) -> Problem {
    Problem {
        sentence: sentence.to_owned(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        retry: Retry::Never,
    }
}

/// HubSpot was written to, and whether it took that is not known.
fn unconfirmed() -> Problem {
    Problem { retry: Retry::Now, ..problem("problem_unconfirmed", &[]) }
}

/// What a failed store means to the person.
fn store_problem(_fault: StoreFault) -> Problem {
    Problem { retry: Retry::Now, ..problem("problem_store", &[]) }
}

/// A length as it is told and stored.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
