//! Connecting HubSpot: a pasted key is checked by the account's details and one read per object type, and only then kept.
//!
//! The key itself never comes here: the transport holds it.

use super::Engine;
use super::pass_due::AskedBy;
use super::problem;
use super::state::{Checking, Owners, State};
use crate::hubspot::calls::account_details::{Account, AccountDetails};
use crate::hubspot::calls::probe_object::Probe;
use crate::hubspot::error::Error;
use crate::hubspot::pace::Lane;
use crate::ports::{NotAKey, Store, StoreFault, Transport, World};
use crate::protocol::options::{Keep, PastedKey, Settings};
use crate::protocol::view::{Problem, Retry};
use crate::stored::keys::{CONNECTION, SETTINGS};
use crate::stored::record;
use crate::stored::shapes::{ConnectionRecord, DirectoryRecord, KeyState, SchemaRecord};

impl<W: World> Engine<W> {
    /// Checks a pasted key and connects with it. What was connected before stays until the new key has proved good.
    pub(super) async fn connect(&self, key: PastedKey, keep: Keep) {
        let connecting = self.connecting.lock().await;
        self.state_mut().checking = Checking::Running;
        self.show_options();
        let outcome = match self.world.transport().propose(key) {
            Err(NotAKey) => Err(problem("problem_key_shape", &[])),
            Ok(()) => self.check_proposed().await.map_err(|error| refusal(&error)),
        };
        match outcome {
            Err(refused) => self.state_mut().checking = Checking::Refused(refused),
            Ok((account, missing)) => match self.adopt(account, missing, keep).await {
                Ok(()) => self.state_mut().checking = Checking::No,
                Err(refused) => self.state_mut().checking = Checking::Refused(refused),
            },
        }
        drop(connecting);
        self.show_all();
        if self.state().checking == Checking::No {
            self.refresh_chats().await;
            self.run_due_pass(AskedBy::Connected).await;
        }
    }

    /// A page that begins anew has not seen the key that was refused before: it is shown how the connection stands.
    pub(super) fn forget_refusal(&self) {
        let checking = &mut self.state_mut().checking;
        if let Checking::Refused(_) = checking {
            *checking = Checking::No;
        }
    }

    async fn check_proposed(&self) -> Result<(Account, Vec<String>), Error> {
        let reader = self.reader(Lane::Person).with_proposed_key();
        let account = reader.ask(&AccountDetails).await?;
        let mut missing = Vec::new();
        for probe in Probe::ALL {
            match reader.ask(&probe).await {
                Ok(()) => {}
                Err(error @ Error::Forbidden { .. }) if probe == Probe::Contacts => return Err(error),
                Err(Error::Forbidden { scopes }) if scopes.is_empty() => missing.push(probe.scope().to_owned()),
                Err(Error::Forbidden { scopes }) => missing.extend(scopes),
                Err(error) => return Err(error),
            }
        }
        missing.sort();
        missing.dedup();
        Ok((account, missing))
    }

    /// Key and connection lie in two places, and the worker may die between the two: the connection is stored as unproven before the key
    /// is changed, and as accepted after it. No person's write is under way meanwhile, and no answer from before counts after.
    async fn adopt(&self, account: Account, missing: Vec<String>, keep: Keep) -> Result<(), Problem> {
        let _writing = self.writing.lock().await;
        let before = self.state().connection.clone();
        let unproven = ConnectionRecord { account: Some(account), missing, keep, key: KeyState::Unproven };
        self.store_connection(&unproven).await.map_err(super::store_problem)?;
        self.take_connection(Some(unproven.clone())).await;
        let kept = self.world.transport().keep_proposed(keep).await;
        let connection = match kept {
            Ok(()) => Some(ConnectionRecord { key: KeyState::Accepted, ..unproven }),
            Err(_) => before,
        };
        if let Some(connection) = &connection {
            // Left unproven in the store, it is proven by the next worker.
            let _ = self.store_connection(connection).await;
        }
        self.state_mut().has_key |= kept.is_ok();
        self.take_connection(connection).await;
        kept.map_err(super::store_problem)
    }

    /// After a start: whose key is it that was being changed when the worker died?
    pub(super) async fn prove_key(&self) {
        let unproven = |state: &State| {
            state.connection.clone().filter(|connection| connection.key == KeyState::Unproven && state.has_key)
        };
        let _writing = self.writing.lock().await;
        let Some(connection) = unproven(&self.state()) else { return };
        let answer = self.reader(Lane::Person).ask(&AccountDetails).await;
        let proven = match answer {
            Ok(account) => ConnectionRecord { account: Some(account), key: KeyState::Accepted, ..connection },
            Err(Error::KeyRefused) => ConnectionRecord { key: KeyState::Refused, ..connection },
            Err(_) => return,
        };
        if self.store_connection(&proven).await.is_ok() {
            self.take_connection(Some(proven)).await;
            self.show_all();
        }
    }

    async fn store_connection(&self, connection: &ConnectionRecord) -> Result<(), StoreFault> {
        self.world.store().set(vec![(CONNECTION.to_owned(), record::encode(connection))]).await
    }

    /// Works with another connection from now on. Nothing of one portal is shown or used while working for another (I-07, INV-10).
    async fn take_connection(&self, connection: Option<ConnectionRecord>) {
        {
            let mut state = self.state_mut();
            let before = state.portal();
            state.connection = connection;
            state.epoch += 1;
            state.lacking.clear();
            state.offline = false;
            state.pass_problem = None;
            if state.portal() == before {
                return;
            }
            if let Some(portal) = state.portal() {
                self.governor.borrow_mut().serve(&portal);
            }
            state.directory = DirectoryRecord::default();
            state.owners = Owners::default();
            state.schema = SchemaRecord::default();
            state.me = None;
            state.feed_at = None;
            for tab in state.tabs.values_mut() {
                tab.chat.forget_standings();
                tab.decided = None;
            }
        }
        self.load_directory_record().await;
    }

    /// Forgets the key. Links and unlink memory stay, unseen until the same portal is connected again.
    pub(super) async fn disconnect(&self) {
        let _writing = self.writing.lock().await;
        let connection = self.state().connection.clone();
        let connection = connection.map(|held| ConnectionRecord { account: None, key: KeyState::Accepted, ..held });
        // First that nobody is connected, then the key: a worker that dies between the two forgets the key when it starts.
        let stored = match &connection {
            Some(connection) => self.store_connection(connection).await,
            None => Ok(()),
        };
        self.take_connection(connection).await;
        let forgotten = self.world.transport().forget().await;
        {
            let mut state = self.state_mut();
            state.store_unsafe |= stored.and(forgotten).is_err();
            state.has_key = false;
            state.checking = Checking::No;
        }
        self.show_all();
    }

    /// Keeps settings. Another region changes how texts are read, so the directory is read anew.
    pub(super) async fn set_settings(&self, settings: Settings) {
        let before = std::mem::replace(&mut self.state_mut().settings, settings.clone());
        self.set_or_flag(vec![(SETTINGS.to_owned(), record::encode(&settings))]).await;
        self.show_all();
        if before.card_properties != settings.card_properties {
            self.read_cards_anew().await;
        }
        if before.portal_region != settings.portal_region {
            self.read_directory_anew().await;
            self.run_due_pass(AskedBy::Connected).await;
        }
    }
}

/// Why a pasted key was not taken. HubSpot's 401 means another thing here than for a key that worked before.
fn refusal(error: &Error) -> Problem {
    if *error == Error::KeyRefused {
        Problem { retry: Retry::Now, ..problem("problem_key_unknown", &[]) }
    } else {
        error.problem()
    }
}
