//! The client: sends calls through the transport at the governor's pace and sorts what comes back.
//!
//! A [`Reader`] takes calls that read; a [`Writer`] takes both. Automatic passes are handed a [`Reader`]: that is how "an automatic link
//! never writes to HubSpot" (S-27) is kept by the compiler.

use std::cell::RefCell;

use super::error::Error;
use super::limits::{Governor, Held};
use super::pace::Lane;
use super::request::{Budget, Call, NoAnswer, ReadCall, Request, Response, WriteCall};
use crate::ports::{Clock, Key, Transport};

/// Reads HubSpot.
pub struct Reader<'a, T, C> {
    transport: &'a T,
    clock: &'a C,
    governor: &'a RefCell<Governor>,
    lane: Lane,
    key: Key,
    patience: u64,
    wanted: &'a dyn Fn() -> bool,
}

impl<'a, T: Transport, C: Clock> Reader<'a, T, C> {
    /// A reader in a lane.
    pub fn new(transport: &'a T, clock: &'a C, governor: &'a RefCell<Governor>, lane: Lane) -> Self {
        Reader { transport, clock, governor, lane, key: Key::Kept, patience: LONGEST_WAIT, wanted: &|| true }
    }

    /// The same, with the key that is being checked.
    pub fn with_proposed_key(self) -> Self {
        Reader { key: Key::Proposed, ..self }
    }

    /// The same, for something that is sent only if `wanted` holds when its turn comes: else [`NoAnswer::Unwanted`], and the turn is
    /// left to somebody who waits.
    pub fn only_while(self, wanted: &'a dyn Fn() -> bool) -> Self {
        Reader { wanted, ..self }
    }

    /// Asks, and asks again where HubSpot refuses for a moment: the account's searches are shared with every colleague and with this
    /// product's own passes. A person is not made to wait for longer than a few seconds: beyond that the wait itself is the answer.
    pub async fn ask<R: ReadCall>(&self, call: &R) -> Result<R::Answer, Error> {
        let mut outcome = self.send(call).await;
        for _ in 1..TRIES {
            if !matches!(outcome, Err(Error::Wait { .. })) {
                break;
            }
            outcome = self.send(call).await;
        }
        outcome
    }

    async fn send<R: Call>(&self, call: &R) -> Result<R::Answer, Error> {
        let (body, held) = self.exchange(call.request()).await?;
        let outcome = body.and_then(|body| call.decode(&body));
        self.tell_governor(outcome.as_ref().err(), held);
        outcome
    }

    /// What is the same for every call stands apart from what is not: a worker that has just started compiles it once. `Err` where nothing
    /// was sent; else what came, and what is held back where it asks to wait.
    async fn exchange(&self, request: Request) -> Result<(Result<String, Error>, Held), Error> {
        loop {
            if !(self.wanted)() {
                return Err(Error::NoAnswer(NoAnswer::Unwanted));
            }
            let turn = self.governor.borrow_mut().take(self.clock.now(), request.budget, self.lane);
            match turn {
                Ok(()) => break,
                Err(wait) if wait > self.patience => {
                    return Err(Error::Wait { seconds: u32::try_from(wait.div_ceil(1000)).unwrap_or(u32::MAX) });
                }
                Err(wait) => self.clock.sleep(wait).await,
            }
        }
        let result = self.transport.send(&request, self.key).await;
        if let Ok(response) = &result {
            let (mut governor, now) = (self.governor.borrow_mut(), self.clock.now());
            governor.heed_headers(now, &response.limits);
            governor.heed_date(now, response.date);
        }
        // Without a word on how long, a refused search is the account's five in a second (facts, 6.3): other calls are not meant.
        let is_of_searches = |response: &Response| response.status == 429 && response.retry_after.is_none();
        let held = match request.budget {
            Budget::Search if result.as_ref().is_ok_and(is_of_searches) => Held::Searches,
            Budget::Search | Budget::General => Held::Everything,
        };
        Ok((sort(result), held))
    }

    fn tell_governor(&self, error: Option<&Error>, held: Held) {
        let (mut governor, now) = (self.governor.borrow_mut(), self.clock.now());
        if !self.lane.is_of_person() && error.is_some_and(Error::is_trouble) {
            governor.count_failure();
        }
        match error {
            None => governor.answered(),
            Some(Error::Wait { seconds }) => governor.hold(now, *seconds, held),
            Some(Error::DailyLimit) => governor.day_is_used_up(now),
            Some(Error::Unreadable) => governor.not_understood(now),
            Some(
                Error::NoAnswer(_)
                | Error::KeyRefused
                | Error::Forbidden { .. }
                | Error::NotFound
                | Error::Conflict { .. }
                | Error::Invalid { .. }
                | Error::Server { .. },
            ) => {}
        }
    }
}

/// Milliseconds that a call waits for its turn before it answers [`Error::Wait`]: longer waits are for alarms, not for a worker.
const LONGEST_WAIT: u64 = 5_000;
/// The same for a write: what it rests on was read a moment ago, and must not grow old in a queue (INV-6).
const LONGEST_WAIT_TO_WRITE: u64 = 500;
/// How often one thing is asked for (F7): refusals of a second come together where colleagues are busy.
const TRIES: u32 = 3;

/// Writes HubSpot. Made only in flows that begin with a person's click.
pub struct Writer<'a, T, C>(Reader<'a, T, C>);

impl<'a, T: Transport, C: Clock> Writer<'a, T, C> {
    /// A writer; a person is always waiting for it.
    pub fn new(transport: &'a T, clock: &'a C, governor: &'a RefCell<Governor>) -> Self {
        let reader = Reader::new(transport, clock, governor, Lane::Write);
        Writer(Reader { patience: LONGEST_WAIT_TO_WRITE, ..reader })
    }

    /// Writes once. Never repeated: an error for which [`Error::leaves_write_unknown`] holds must be read back.
    pub async fn write<W: WriteCall>(&self, call: &W) -> Result<W::Answer, Error> {
        self.0.send(call).await
    }
}

fn sort(result: Result<Response, NoAnswer>) -> Result<String, Error> {
    match result {
        Ok(response) if matches!(response.status, 200 | 201 | 204 | 207) => Ok(response.body),
        Ok(response) => Err(Error::from_response(&response)),
        Err(why) => Err(Error::NoAnswer(why)),
    }
}
