//! The way to HubSpot: it holds the keys, waits 10 s at most, and may lose the answer to a call that was carried out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hubspot_sandbox::Outcome;
use linked_contacts::hubspot::request::{LimitHeaders, Method, NoAnswer, Request, Response};
use linked_contacts::ports::{Key, NotAKey, StoreFault, Transport};
use linked_contacts::protocol::Millis;
use linked_contacts::protocol::options::{Keep, PastedKey};

use crate::world::Outside;

/// Milliseconds that an answer may take.
const PATIENCE: u64 = 10_000;

/// The keys that the browser keeps.
#[derive(Default)]
pub struct KeyRing {
    /// The kept key.
    pub kept: RefCell<Option<(String, Keep)>>,
    /// Keeping fails.
    pub stuck: Cell<bool>,
}

/// The port. The proposed key lives as long as the worker.
pub struct SimTransport {
    outside: Rc<Outside>,
    proposed: RefCell<Option<String>>,
}

impl SimTransport {
    /// The port of a new worker.
    pub fn new(outside: &Rc<Outside>) -> SimTransport {
        SimTransport { outside: Rc::clone(outside), proposed: RefCell::default() }
    }

    fn token(&self, key: Key) -> Option<String> {
        match key {
            Key::Kept => self.outside.keys.kept.borrow().as_ref().map(|(token, _)| token.clone()),
            Key::Proposed => self.proposed.borrow().clone(),
        }
    }
}

impl Transport for SimTransport {
    async fn send(&self, request: &Request, key: Key) -> Result<Response, NoAnswer> {
        let outside = &self.outside;
        outside.kernel.point().await;
        let token = self.token(key).ok_or(NoAnswer::NoKey)?;
        let method = name_of(request.method);
        outside.log.line(format_args!("{} {method} {} {:?}", outside.kernel.now(), request.path, request.body));
        if !outside.online.get() {
            outside.kernel.sleep(20).await;
            return Err(NoAnswer::Offline);
        }
        outside.watch.borrow_mut().sending(outside, request, &token);
        let outcome = outside.hubspot.answer(&token, request, outside.kernel.now());
        outside.log.line(format_args!("{outcome:?}"));
        let result = match outcome {
            Outcome::Answer { response, delay } if delay < PATIENCE => {
                outside.kernel.sleep(delay).await;
                read(&response, self.outside.kernel.now())
            }
            Outcome::Cut { delay } if delay < PATIENCE => {
                outside.kernel.sleep(delay).await;
                Err(NoAnswer::Offline)
            }
            Outcome::Answer { .. } | Outcome::Cut { .. } | Outcome::Hang => {
                outside.kernel.sleep(PATIENCE).await;
                Err(NoAnswer::TimedOut)
            }
        };
        // Carried out, and the worker may die before it hears of it.
        outside.kernel.point().await;
        outside.watch.borrow_mut().heard(outside, request, &token, &result);
        result
    }

    fn propose(&self, key: PastedKey) -> Result<(), NotAKey> {
        if !key.0.starts_with("pat-") {
            return Err(NotAKey);
        }
        self.proposed.replace(Some(key.0));
        Ok(())
    }

    async fn keep_proposed(&self, keep: Keep) -> Result<(), StoreFault> {
        self.outside.kernel.point().await;
        if self.outside.keys.stuck.get() {
            return Err(StoreFault::NotWritten);
        }
        let token = self.proposed.take().ok_or(StoreFault::NotWritten)?;
        self.outside.keys.kept.replace(Some((token, keep)));
        self.outside.kernel.point().await;
        Ok(())
    }

    async fn forget(&self) -> Result<(), StoreFault> {
        self.outside.kernel.point().await;
        self.outside.keys.kept.replace(None);
        self.outside.kernel.point().await;
        Ok(())
    }

    async fn has_key(&self) -> bool {
        self.outside.kernel.point().await;
        self.outside.keys.kept.borrow().is_some()
    }
}

/// The method's name in HTTP.
pub fn name_of(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
    }
}

fn read(response: &hubspot_sandbox::Response, now: Millis) -> Result<Response, NoAnswer> {
    if (300..400).contains(&response.status) {
        return Err(NoAnswer::Refused);
    }
    let retry_after = response.header("retry-after").and_then(|seconds| seconds.parse().ok());
    let limits = LimitHeaders::read(|name| response.header(name).map(str::to_owned));
    // Whole seconds, as in a `Date` header.
    let date = Some(now - now % 1_000);
    Ok(Response { status: response.status, retry_after, limits, date, body: response.body.clone() })
}
