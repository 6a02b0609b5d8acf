//! The way to HubSpot: one host, one key, one try.
//!
//! The threat (TH-10, TH-12, TH-13): the key leaves for another host by a redirect or a composed address; an answer is endless or huge;
//! a header ends up in a log. So the host is a constant that only a path is put behind, redirects fail, cookies, cache and
//! referrer are off, time and size are limited while the answer arrives, and no request is ever formatted: gloo's `Debug` of
//! one prints its headers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http::{Request as Fetch, Response as Fetched};
use gloo_timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestInit, RequestRedirect,
};

use super::clock::millis;
use super::log::has_panicked;
use super::service_key::ServiceKey;
use crate::hubspot::request::{LimitHeaders, Method, NoAnswer, Request, Response};
use crate::ports::{Key, NotAKey, StoreFault, Transport};
use crate::protocol::options::{Keep, PastedKey};

/// The only host that the key is ever sent to.
const HOST: &str = "https://api.hubapi.com";
/// Milliseconds from the first byte sent to the last one read.
const DEADLINE: u32 = 10_000;
/// Bytes of an answer. A full page of contacts has about half a megabyte.
const LARGEST: usize = 8 << 20;

/// The transport.
#[derive(Default)]
pub struct HubSpotTransport {
    kept: RefCell<Kept>,
    proposed: RefCell<Option<ServiceKey>>,
    /// In a rehearsal: who answers instead of HubSpot.
    rehearsed: Option<fn(&Request) -> Response>,
}

/// What is known of the kept key.
#[derive(Default)]
enum Kept {
    /// It was not looked for.
    #[default]
    Unread,
    /// There is none.
    Missing,
    /// It is this.
    Held(ServiceKey),
}

impl Transport for HubSpotTransport {
    async fn send(&self, request: &Request, key: Key) -> Result<Response, NoAnswer> {
        if let Some(answer) = self.rehearsed {
            return Ok(answer(request));
        }
        let key = match key {
            Key::Kept => self.kept().await,
            Key::Proposed => self.proposed.borrow().clone(),
        };
        let key = key.filter(|_| !has_panicked()).ok_or(NoAnswer::NoKey)?;
        let abort = AbortController::new().map_err(|_| NoAnswer::Refused)?;
        let late = Rc::new(Cell::new(false));
        let deadline = {
            let (abort, late) = (abort.clone(), Rc::clone(&late));
            Timeout::new(DEADLINE, move || {
                late.set(true);
                abort.abort();
            })
        };
        let answer = exchange(request, &key, &abort.signal()).await;
        deadline.cancel();
        if answer == Err(NoAnswer::Refused) {
            // The rest of what was too large is not waited for.
            abort.abort();
        }
        if late.get() && answer == Err(NoAnswer::Offline) { Err(NoAnswer::TimedOut) } else { answer }
    }

    fn propose(&self, key: PastedKey) -> Result<(), NotAKey> {
        self.proposed.replace(None);
        let key = ServiceKey::try_from(key)?;
        self.proposed.replace(Some(key));
        Ok(())
    }

    async fn keep_proposed(&self, keep: Keep) -> Result<(), StoreFault> {
        let proposed = self.proposed.borrow_mut().take();
        let Some(key) = proposed else { return Err(StoreFault::NotWritten) };
        key.keep(keep).await?;
        self.kept.replace(Kept::Held(key));
        Ok(())
    }

    async fn forget(&self) -> Result<(), StoreFault> {
        self.proposed.replace(None);
        self.kept.replace(Kept::Missing);
        ServiceKey::forget().await
    }

    async fn has_key(&self) -> bool {
        self.rehearsed.is_some() || self.kept().await.is_some()
    }
}

impl HubSpotTransport {
    /// One that has no key and asks nobody.
    pub fn rehearsing(answer: fn(&Request) -> Response) -> Self {
        HubSpotTransport { rehearsed: Some(answer), kept: RefCell::new(Kept::Missing), ..HubSpotTransport::default() }
    }

    async fn kept(&self) -> Option<ServiceKey> {
        match &*self.kept.borrow() {
            Kept::Unread => {}
            Kept::Missing => return None,
            Kept::Held(key) => return Some(key.clone()),
        }
        // Where the browser does not say, it is asked again next time.
        let read = ServiceKey::read().await.ok()?;
        let mut kept = self.kept.borrow_mut();
        // A key that was kept or forgotten meanwhile is the newer word.
        if matches!(*kept, Kept::Unread) {
            *kept = read.map_or(Kept::Missing, Kept::Held);
        }
        match &*kept {
            Kept::Unread | Kept::Missing => None,
            Kept::Held(key) => Some(key.clone()),
        }
    }
}

async fn exchange(request: &Request, key: &ServiceKey, signal: &AbortSignal) -> Result<Response, NoAnswer> {
    let fetch = prepare(request, key, signal).ok_or(NoAnswer::Refused)?;
    // Offline, cut, redirected, aborted: the browser gives no reason. A body may have been applied all the same.
    let fetched = Fetch::from(fetch).send().await.map_err(|_| NoAnswer::Offline)?;
    let retry_after = fetched.headers().get("retry-after").and_then(|seconds| seconds.trim().parse().ok());
    let limits = LimitHeaders::read(|name| fetched.headers().get(name));
    let date = fetched.headers().get("date").map(|text| millis(js_sys::Date::parse(&text))).filter(|&date| date > 0);
    Ok(Response { status: fetched.status(), retry_after, limits, date, body: read_body(&fetched).await? })
}

fn prepare(request: &Request, key: &ServiceKey, signal: &AbortSignal) -> Option<web_sys::Request> {
    // Behind a host, anything but a slash could become a part of the host's name.
    let path = Some(request.path.as_str()).filter(|path| path.starts_with('/'))?;
    let headers = Headers::new().ok()?;
    headers.set("authorization", &key.authorization()).ok()?;
    headers.set("accept", "application/json").ok()?;
    let init = RequestInit::new();
    if let Some(body) = &request.body {
        headers.set("content-type", "application/json").ok()?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
    });
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Error);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_referrer("");
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(signal));
    web_sys::Request::new_with_str_and_init(&format!("{HOST}{path}"), &init).ok()
}

/// Reads while it arrives, so that an endless answer ends at the limit. What is no UTF-8 is left for the decoder to refuse.
async fn read_body(fetched: &Fetched) -> Result<String, NoAnswer> {
    let Some(stream) = fetched.body() else { return Ok(String::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|_| NoAnswer::Offline)?;
        let part = |name: &str| Reflect::get(&step, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if part("done").is_truthy() {
            return Ok(String::from_utf8_lossy(&body).into_owned());
        }
        let chunk = Uint8Array::new(&part("value"));
        let length = usize::try_from(chunk.length()).unwrap_or(usize::MAX);
        if body.len().saturating_add(length) > LARGEST {
            return Err(NoAnswer::Refused);
        }
        body.extend(chunk.to_vec());
    }
}
