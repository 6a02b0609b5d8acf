//! The engine: the flows of the product, straight-line async over the ports, and the only writer.
//!
//! It runs in the service worker and may be killed at any await: each flow is short, can be begun again, and stores its intent before
//! it acts. Decisions are not made here; they are pure functions of [`crate::linking`], [`crate::whatsapp`] and [`crate::phone`]. State
//! is never borrowed across an await, and everything that is stored is stored under [`Engine::commit`], after looking again.

mod auto_link;
mod card;
mod catch_up;
mod chat;
mod chat_match;
mod commit;
mod confirm;
mod connect;
mod dispatch;
mod exact_pass;
mod link_book;
mod manual_link;
mod mirror;
mod phone_write;
mod present;
mod reconcile;
mod search;
mod snapshot;
mod state;
mod unlink;

use std::cell::{Ref, RefCell, RefMut};

use futures_util::future::join;
use futures_util::lock::Mutex;

use crate::hubspot::client::{Reader, Writer};
use crate::hubspot::error::Error;
use crate::hubspot::limits::{Governor, Lane};
use crate::ports::{Clock, StoreFault, TabId, World};
use crate::protocol::Millis;
use crate::protocol::view::{Problem, Retry};
use crate::stored::keys::{CONNECTION, DOCK, SETTINGS, Scope};
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
    /// Held while the engine starts.
    starting: Mutex<()>,
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
            starting: Mutex::new(()),
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
        let keys = [CONNECTION, SETTINGS, DOCK].map(str::to_owned).to_vec();
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
                state.dock = texts.get(DOCK).and_then(|text| record::decode(text).ok()).unwrap_or_default();
                state.store_unsafe |= unsafe_store;
                state.has_key = has_key;
                state.loaded = true;
            }
            Err(_) => self.state_mut().store_unsafe = true,
        }
        self.load_directory_record().await;
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

    /// Takes note of how a call ended: offline, key refused, waiting. Shown in every view.
    async fn heed<T>(&self, result: &Result<T, Error>) {
        let now = self.now();
        match result {
            Ok(_) => {
                let mut state = self.state_mut();
                state.answered_at = Some(now);
                state.offline = false;
            }
            Err(Error::NoAnswer(crate::hubspot::request::NoAnswer::Offline)) => self.state_mut().offline = true,
            Err(Error::KeyRefused) => self.confirm_refusal().await,
            Err(_) => self.state_mut().offline = false,
        }
    }

    /// F1: one refusal is confirmed by one more request before the key counts as refused.
    async fn confirm_refusal(&self) {
        if !self.may_ask() {
            return;
        }
        self.world.clock().sleep(500).await;
        let again = self.reader(Lane::Person).ask(&crate::hubspot::calls::account_details::AccountDetails).await;
        if again == Err(Error::KeyRefused) {
            let record = {
                let mut state = self.state_mut();
                if let Some(connection) = state.connection.as_mut() {
                    connection.key = KeyState::Refused;
                }
                state.connection.clone()
            };
            if let Some(connection) = record {
                let _guard = self.commit.lock().await;
                self.set_or_flag(vec![(CONNECTION.to_owned(), record::encode(&connection))]).await;
            }
        }
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

/// What a failed store means to the person.
fn store_problem(_fault: StoreFault) -> Problem {
    Problem { retry: Retry::Now, ..problem("problem_store", &[]) }
}
