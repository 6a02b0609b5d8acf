//! Questions to HubSpot on behalf of a portal, and what is learnt from how they end: offline, key refused, waiting.

use super::Engine;
use crate::hubspot::calls::account_details::AccountDetails;
use crate::hubspot::error::Error;
use crate::hubspot::ids::PortalId;
use crate::hubspot::pace::Lane;
use crate::hubspot::request::{NoAnswer, ReadCall};
use crate::ports::{Clock, World};
use crate::protocol::Millis;
use crate::stored::keys::{CONNECTION, PAUSE};
use crate::stored::record;
use crate::stored::shapes::KeyState;

impl<W: World> Engine<W> {
    /// Asks HubSpot on behalf of a portal, and takes note of how it went. An answer that comes after another key or account was connected is
    /// nobody's: it must not be filed or shown.
    pub(super) async fn ask<R: ReadCall>(&self, portal: &PortalId, lane: Lane, call: &R) -> Result<R::Answer, Error> {
        self.ask_while(portal, lane, call, &|| true).await
    }

    /// The same, for what is asked only if it is still wanted when its turn comes.
    pub(super) async fn ask_while<R: ReadCall>(
        &self,
        portal: &PortalId,
        lane: Lane,
        call: &R,
        wanted: &dyn Fn() -> bool,
    ) -> Result<R::Answer, Error> {
        let epoch = self.state().epoch;
        let current =
            || self.state().epoch == epoch && self.state().portal().as_ref() == Some(portal) && self.may_ask();
        if !current() {
            return Err(Error::NoAnswer(NoAnswer::NoKey));
        }
        let send = async || {
            let result = self.reader(lane).only_while(&|| current() && wanted()).ask(call).await;
            if current() { result } else { Err(Error::NoAnswer(NoAnswer::NoKey)) }
        };
        let mut result = send().await;
        // F1: the key turned out to be good, and what was asked is asked once more.
        if self.heed(&result).await == KeyCheck::Good {
            result = send().await;
            self.heed(&result).await;
        }
        result
    }

    /// Takes note of how a call ended: offline, key refused, waiting. Shown in every view.
    pub(super) async fn heed<T>(&self, result: &Result<T, Error>) -> KeyCheck {
        let now = self.now();
        self.keep_pause(now).await;
        let (was_offline, mut check) = (self.state().offline, KeyCheck::Open);
        match result {
            Ok(_) => {
                let mut state = self.state_mut();
                state.answered_at = Some(now);
                state.offline = false;
            }
            // Nothing was asked.
            Err(Error::NoAnswer(NoAnswer::Unwanted | NoAnswer::NoKey)) => {}
            Err(Error::NoAnswer(NoAnswer::Offline)) => self.state_mut().offline = true,
            Err(Error::KeyRefused) => check = self.confirm_refusal().await,
            Err(_) => self.state_mut().offline = false,
        }
        if self.state().offline != was_offline {
            self.show_all();
        }
        check
    }

    /// Keeps what has to outlive the worker of HubSpot's limits, where it has changed.
    async fn keep_pause(&self, now: Millis) {
        let pause = self.governor.borrow().pause(now);
        if let Some(pause) = pause.filter(|pause| !pause.is_as(&self.state().pause)) {
            let text = record::encode(&pause);
            self.state_mut().pause = pause;
            self.set_or_flag(vec![(PAUSE.to_owned(), text)]).await;
        }
    }

    /// F1: one refusal is confirmed by one more request before the key counts as refused, however many calls were refused at once.
    async fn confirm_refusal(&self) -> KeyCheck {
        if !self.may_ask() || std::mem::replace(&mut self.state_mut().confirming, true) {
            return KeyCheck::Open;
        }
        let epoch = self.state().epoch;
        self.world.clock().sleep(500).await;
        let current = || self.state().epoch == epoch;
        let answer = self.reader(Lane::Person).only_while(&current).ask(&AccountDetails).await;
        self.state_mut().confirming = false;
        match answer {
            Ok(_) if current() => return KeyCheck::Good,
            Err(Error::KeyRefused) if current() => {}
            Ok(_) | Err(_) => return KeyCheck::Open,
        }
        let record = {
            let mut state = self.state_mut();
            if let Some(connection) = state.connection.as_mut() {
                connection.key = KeyState::Refused;
            }
            state.connection.clone()
        };
        if let Some(connection) = record {
            self.set_or_flag(vec![(CONNECTION.to_owned(), record::encode(&connection))]).await;
        }
        self.show_all();
        KeyCheck::Refused
    }
}

/// What came of confirming that a key is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyCheck {
    /// Nothing: there was no need, HubSpot could not be asked, or somebody else does it.
    Open,
    /// It is refused.
    Refused,
    /// It is good: the one refusal was not meant for it.
    Good,
}
