//! Connecting HubSpot: a pasted key is checked by the account's details and one read per object type, and only then kept.
//!
//! The key itself never comes here: the transport holds it.

use super::Engine;
use super::exact_pass::AskedBy;
use super::problem;
use super::state::Checking;
use crate::hubspot::calls::account_details::{Account, AccountDetails};
use crate::hubspot::calls::probe_object::Probe;
use crate::hubspot::error::Error;
use crate::hubspot::limits::Lane;
use crate::ports::{NotAKey, Transport, World};
use crate::protocol::options::{Keep, PastedKey, Settings};
use crate::protocol::view::Problem;
use crate::stored::keys::{CONNECTION, SETTINGS};
use crate::stored::record;
use crate::stored::shapes::{ConnectionRecord, DirectoryRecord, KeyState, SchemaRecord};

impl<W: World> Engine<W> {
    /// Checks a pasted key and connects with it. What was connected before stays until the new key has proved good.
    pub(super) async fn connect(&self, key: PastedKey, keep: Keep) {
        self.state_mut().checking = Checking::Running;
        self.show_options();
        let outcome = match self.world.transport().propose(key) {
            Err(NotAKey) => Err(problem("problem_key_shape", &[])),
            Ok(()) => self.check_proposed().await.map_err(|error| error.problem()),
        };
        match outcome {
            Err(refused) => self.state_mut().checking = Checking::Refused(refused),
            Ok((account, missing)) => match self.adopt(account, missing, keep).await {
                Ok(()) => self.state_mut().checking = Checking::No,
                Err(refused) => self.state_mut().checking = Checking::Refused(refused),
            },
        }
        self.show_all();
        if self.state().checking == Checking::No {
            self.refresh_chats().await;
            self.run_due_pass(AskedBy::Connected).await;
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

    async fn adopt(&self, account: Account, missing: Vec<String>, keep: Keep) -> Result<(), Problem> {
        self.world.transport().keep_proposed(keep).await.map_err(super::store_problem)?;
        let another = self.state().portal().as_ref() != Some(&account.portal);
        let connection = ConnectionRecord { account: Some(account), missing, keep, key: KeyState::Accepted };
        self.set_or_flag(vec![(CONNECTION.to_owned(), record::encode(&connection))]).await;
        {
            let mut state = self.state_mut();
            state.connection = Some(connection);
            state.has_key = true;
            state.lacking.clear();
            state.offline = false;
            state.pass_problem = None;
            if another {
                // I-07: nothing of one portal is shown or used while working for another.
                state.directory = DirectoryRecord::default();
                state.owners.clear();
                state.schema = SchemaRecord::default();
                state.me = None;
                state.feed_at = None;
                for tab in state.tabs.values_mut() {
                    tab.chat.forget_standings();
                    tab.decided = None;
                }
            }
        }
        self.load_directory_record().await;
        Ok(())
    }

    /// Forgets the key. Links and unlink memory stay, unseen until the same portal is connected again.
    pub(super) async fn disconnect(&self) {
        let forgotten = self.world.transport().forget().await;
        {
            let mut state = self.state_mut();
            state.store_unsafe |= forgotten.is_err();
            state.has_key = false;
            state.checking = Checking::No;
            if let Some(connection) = state.connection.as_mut() {
                connection.account = None;
            }
            for tab in state.tabs.values_mut() {
                tab.chat.forget_standings();
                tab.decided = None;
            }
        }
        let connection = self.state().connection.clone();
        if let Some(connection) = connection {
            self.set_or_flag(vec![(CONNECTION.to_owned(), record::encode(&connection))]).await;
        }
        self.show_all();
    }

    /// Keeps settings. Another region changes how texts are read, so the directory is read anew.
    pub(super) async fn set_settings(&self, settings: Settings) {
        let before = std::mem::replace(&mut self.state_mut().settings, settings.clone());
        self.set_or_flag(vec![(SETTINGS.to_owned(), record::encode(&settings))]).await;
        if before.portal_region != settings.portal_region {
            self.state_mut().directory.complete = false;
            self.run_due_pass(AskedBy::Connected).await;
        }
        self.show_all();
    }
}
