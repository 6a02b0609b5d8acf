//! The client: sends calls through the transport at the governor's pace and sorts what comes back.
//!
//! A [`Reader`] takes calls that read; a [`Writer`] takes both. Automatic passes are handed a [`Reader`]: that is how "an automatic link
//! never writes to HubSpot" (S-27) is kept by the compiler.

use std::cell::RefCell;

use super::error::Error;
use super::limits::{Governor, Lane};
use super::request::{Call, NoAnswer, ReadCall, Response, WriteCall};
use crate::ports::{Clock, Key, Transport};

/// Reads HubSpot.
pub struct Reader<'a, T, C> {
    transport: &'a T,
    clock: &'a C,
    governor: &'a RefCell<Governor>,
    lane: Lane,
    key: Key,
}

impl<'a, T: Transport, C: Clock> Reader<'a, T, C> {
    /// A reader in a lane.
    pub fn new(transport: &'a T, clock: &'a C, governor: &'a RefCell<Governor>, lane: Lane) -> Self {
        Reader { transport, clock, governor, lane, key: Key::Kept }
    }

    /// The same, with the key that is being checked.
    pub fn with_proposed_key(self) -> Self {
        Reader { key: Key::Proposed, ..self }
    }

    /// Asks once. A person is not made to wait for longer than a few seconds: beyond that the wait itself is the answer.
    pub async fn ask<R: ReadCall>(&self, call: &R) -> Result<R::Answer, Error> {
        self.send(call).await
    }

    async fn send<R: Call>(&self, call: &R) -> Result<R::Answer, Error> {
        let request = call.request();
        loop {
            let turn = self.governor.borrow_mut().take(self.clock.now(), request.budget, self.lane);
            match turn {
                Ok(()) => break,
                Err(wait) if wait > LONGEST_WAIT => {
                    return Err(Error::Wait { seconds: u32::try_from(wait.div_ceil(1000)).unwrap_or(u32::MAX) });
                }
                Err(wait) => self.clock.sleep(wait).await,
            }
        }
        let result = self.transport.send(&request, self.key).await;
        if let Ok(response) = &result {
            self.governor.borrow_mut().note_left(self.clock.now(), response.left);
        }
        let outcome = sort(result).and_then(|body| call.decode(&body));
        let now = self.clock.now();
        match &outcome {
            Err(Error::Wait { seconds }) => self.governor.borrow_mut().hold(now, *seconds),
            // HubSpot counts days in the account's own time zone; to ask once an hour is cheap and never late.
            Err(Error::DailyLimit) => self.governor.borrow_mut().hold_passes(now + HOUR),
            Err(error) if error.is_breakage() => self.governor.borrow_mut().note_breakage(now),
            Ok(_) | Err(_) => {}
        }
        outcome
    }
}

/// Milliseconds that a call waits for its turn before it answers [`Error::Wait`]: longer waits are for alarms, not for a worker.
const LONGEST_WAIT: u64 = 5_000;

/// Milliseconds.
const HOUR: u64 = 60 * 60 * 1000;

/// Writes HubSpot. Made only in flows that begin with a person's click.
pub struct Writer<'a, T, C>(Reader<'a, T, C>);

impl<'a, T: Transport, C: Clock> Writer<'a, T, C> {
    /// A writer; a person is always waiting for it.
    pub fn new(transport: &'a T, clock: &'a C, governor: &'a RefCell<Governor>) -> Self {
        Writer(Reader::new(transport, clock, governor, Lane::Person))
    }

    /// Writes once. Never repeated: an error for which [`Error::leaves_write_unknown`] holds must be read back.
    pub async fn write<W: WriteCall>(&self, call: &W) -> Result<W::Answer, Error> {
        self.0.send(call).await
    }

    /// Reads.
    pub async fn ask<R: ReadCall>(&self, call: &R) -> Result<R::Answer, Error> {
        self.0.ask(call).await
    }
}

fn sort(result: Result<Response, NoAnswer>) -> Result<String, Error> {
    match result {
        Ok(response) if matches!(response.status, 200 | 201 | 204 | 207) => Ok(response.body),
        Ok(response) => Err(Error::from_response(&response)),
        Err(why) => Err(Error::NoAnswer(why)),
    }
}
