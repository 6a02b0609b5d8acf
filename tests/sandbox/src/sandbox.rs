//! The sandbox itself: accounts, faults and the log around [`handle`](crate::handle).

use crate::account::Account;
use crate::faults::{Effect, Fault, Faults, Target};
use crate::handle::{Parsed, handle};
use crate::http::{Ended, Exchange, Outcome, Request, Response, Wire};
use crate::log::{Applied, Logged, Sort};
use crate::routes::Route;
use crate::seed::Seed;
use crate::strike;

/// How long after a cut the same request counts as sent again by the browser, in milliseconds.
const RESEND_WINDOW: u64 = 5_000;

/// One or several HubSpot accounts; the key of a request selects the account.
#[derive(Debug, Clone)]
pub struct Sandbox {
    first: Account,
    others: Vec<Account>,
    faults: Faults,
    log: Vec<Logged>,
    asked: u64,
    /// Numbers of requests that were cut on a connection which had already carried an answer: what a browser sends again.
    cut: Vec<u64>,
}

impl Sandbox {
    /// A sandbox with one account.
    pub fn new(seed: Seed) -> Sandbox {
        Sandbox {
            first: Account::new(seed),
            others: Vec::new(),
            faults: Faults::default(),
            log: Vec::new(),
            asked: 0,
            cut: Vec::new(),
        }
    }

    /// Adds an account, or replaces the one with its id.
    pub fn add_account(&mut self, seed: Seed) {
        let account = Account::new(seed);
        let id = account.portal.id;
        if let Some(own) = self.accounts_mut().find(|own| own.portal.id == id) {
            *own = account;
        } else {
            self.others.push(account);
        }
    }

    /// Answers a request that came by a call. `now` is in epoch milliseconds and should not go back.
    pub fn answer(&mut self, request: &Request, now: u64) -> Outcome {
        self.exchange(request, now, Wire::InProcess).into()
    }

    /// The same with what the server needs to know and to tell.
    pub fn exchange(&mut self, request: &Request, now: u64, wire: Wire) -> Exchange {
        self.asked += 1;
        let number = self.asked;
        let parsed = Parsed::new(request);
        let caller = self.caller(request);
        let portal = caller.map(|(place, _)| self.account(place).portal.id);
        let target =
            Target { method: &request.method, path: &parsed.path, body: &request.body, sort: parsed.sort(), portal };
        let fault = self.faults.strike(target);
        let latency = caller.map_or(0, |(place, _)| self.account(place).settings.latency.pick(number));
        let (exchange, applied, status) = match fault {
            None => {
                let response = self.carry_out(caller, request, &parsed, now, number);
                let status = response.status;
                (Exchange::Answer { response, delay: latency }, Applied::Yes, Some(status))
            }
            Some(fault) => self.strike(&fault, caller, request, &parsed, now, latency),
        };
        let mut entry = self.entry(caller, request, &parsed, now, wire);
        entry.resend_of = self.resent(&entry, request, wire);
        entry.applied = applied;
        (entry.ended, entry.status) = match &exchange {
            Exchange::Answer { response, .. } => (Ended::Answered, Some(response.status)),
            Exchange::CutBefore { .. } => (Ended::CutBefore, status),
            Exchange::CutWithin { .. } => (Ended::CutWithin, status),
            Exchange::Hang => (Ended::Hung, status),
        };
        if let (Ended::CutBefore, Wire::Connection { answered: 1.., .. }) = (entry.ended, wire) {
            self.cut.push(number);
        }
        self.log.push(entry);
        exchange
    }

    /// Every request since the start or the last [`clear_log`](Self::clear_log).
    pub fn log(&self) -> &[Logged] {
        &self.log
    }

    /// Empties the log. Numbers go on.
    pub fn clear_log(&mut self) {
        self.log.clear();
        self.cut.clear();
    }

    /// Adds a fault.
    pub fn inject(&mut self, fault: Fault) {
        self.faults.add(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// All accounts.
    pub fn accounts_mut(&mut self) -> impl Iterator<Item = &mut Account> {
        std::iter::once(&mut self.first).chain(&mut self.others)
    }

    pub(crate) fn first_mut(&mut self) -> &mut Account {
        &mut self.first
    }

    fn strike(
        &mut self,
        fault: &Fault,
        caller: Option<(usize, usize)>,
        request: &Request,
        parsed: &Parsed,
        now: u64,
        latency: u64,
    ) -> (Exchange, Applied, Option<u16>) {
        let (number, delay) = (self.asked, latency + fault.delay);
        let (right, applied) = match &fault.does {
            Effect::Partial { every, told } => match strike::split_batch(&request.body, *every) {
                None => (Some(self.carry_out(caller, request, parsed, now, number)), Applied::Yes),
                Some((body, failed)) => {
                    let rest = Request { body, ..request.clone() };
                    let right = self.carry_out(caller, &rest, parsed, now, number);
                    (Some(strike::partial(right, &failed, *told)), Applied::Yes)
                }
            },
            // These change how the right answer comes, so there has to be one.
            Effect::Slow | Effect::CutWithin | Effect::Mangle(_) => {
                (Some(self.carry_out(caller, request, parsed, now, number)), Applied::Yes)
            }
            Effect::Status { .. } | Effect::Cut | Effect::Hang | Effect::Redirect { .. } => match fault.applied {
                Applied::Yes => (Some(self.carry_out(caller, request, parsed, now, number)), Applied::Yes),
                Applied::No => (None, Applied::No),
            },
        };
        let status = right.as_ref().map(|response| response.status);
        (strike::effect(&fault.does, right, delay, number), applied, status)
    }

    fn carry_out(
        &mut self,
        caller: Option<(usize, usize)>,
        request: &Request,
        parsed: &Parsed,
        now: u64,
        number: u64,
    ) -> Response {
        let account = match caller {
            Some((place, key)) => self.accounts_mut().nth(place).map(|account| (account, key)),
            None => None,
        };
        handle(account, request, parsed, now, number)
    }

    /// The account (by its place) and the key (by its place) of a request.
    fn caller(&self, request: &Request) -> Option<(usize, usize)> {
        let token = token(request)?;
        let mut accounts = std::iter::once(&self.first).chain(&self.others).enumerate();
        accounts.find_map(|(place, account)| Some((place, account.keys.iter().position(|key| key.token == token)?)))
    }

    fn account(&self, place: usize) -> &Account {
        place.checked_sub(1).and_then(|place| self.others.get(place)).unwrap_or(&self.first)
    }

    fn entry(
        &self,
        caller: Option<(usize, usize)>,
        request: &Request,
        parsed: &Parsed,
        now: u64,
        wire: Wire,
    ) -> Logged {
        let portal = caller.map(|(place, _)| self.account(place).portal.id);
        let token = match (caller, token(request)) {
            (Some((place, key)), _) => format!("{}/{key}", self.account(place).portal.id),
            (None, Some(_)) => "unknown".into(),
            (None, None) => "none".into(),
        };
        let carries_token = matches!(parsed.route, Ok((_, Route::TokenInfo)));
        let harmless = matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS");
        Logged {
            number: self.asked,
            at: now,
            portal,
            token,
            method: request.method.clone(),
            path: parsed.path.clone(),
            query: parsed.raw_query.clone(),
            body: if carries_token { String::new() } else { request.body.clone() },
            sort: parsed.sort().unwrap_or(if harmless { Sort::Read } else { Sort::Write }),
            status: None,
            ended: Ended::Hung,
            applied: Applied::No,
            resend_of: None,
            origin: request.headers.get("origin").cloned(),
            connection: match wire {
                Wire::InProcess => None,
                Wire::Connection { id, .. } => Some(id),
            },
        }
    }

    /// The request that the browser sends again with this one, if that is what it does.
    fn resent(&mut self, entry: &Logged, request: &Request, wire: Wire) -> Option<u64> {
        let Wire::Connection { id, .. } = wire else { return None };
        let log = &self.log;
        let same = |number: &u64| {
            log.iter().rev().find(|one| one.number == *number).is_some_and(|one| {
                one.connection != Some(id)
                    && entry.at.saturating_sub(one.at) <= RESEND_WINDOW
                    && (&one.method, &one.path, &one.query, &one.body, &one.token)
                        == (&request.method, &entry.path, &entry.query, &entry.body, &entry.token)
            })
        };
        let place = self.cut.iter().position(same)?;
        Some(self.cut.remove(place))
    }
}

fn token(request: &Request) -> Option<&str> {
    request.headers.get("authorization").and_then(|value| value.strip_prefix("Bearer "))
}
