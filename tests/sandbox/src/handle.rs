//! From a request to an answer, as HubSpot goes about it: the path, the key, the limits, the scopes, the call itself, the headers.

use serde_json::Value;

use crate::account::Account;
use crate::account_info::{self, offset_ms};
use crate::associations::calls::{self as links, Labels};
use crate::batch_write;
use crate::call::Call;
use crate::dates::http_date;
use crate::errors::{
    Answered, Failure, Reply, method_not_allowed, missing_scopes, no_credentials, not_found, not_said_to_be_json,
    too_long,
};
use crate::http::{Query, Request, Response};
use crate::limits::Budget;
use crate::log::Sort;
use crate::merge;
use crate::owners;
use crate::pipelines;
use crate::properties;
use crate::read;
use crate::routes::{AssociationBatch, Batch, NoRoute, Route, Version};
use crate::scopes;
use crate::search;
use crate::settings::scatter;
use crate::write;

/// Most bytes of a path with its query; HubSpot's own number is not known.
const LONGEST_PATH: usize = 8_192;

/// A request, taken apart.
#[derive(Debug)]
pub struct Parsed {
    /// The call, where the path is one.
    pub route: Result<(Version, Route), NoRoute>,
    /// The path without query.
    pub path: String,
    /// The query as it was written.
    pub raw_query: String,
    /// The query.
    pub query: Query,
}

impl Parsed {
    /// Takes a request apart.
    pub fn new(request: &Request) -> Parsed {
        let (segments, query) = crate::http::split(&request.path);
        let (path, raw_query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        Parsed {
            route: crate::routes::find(&request.method, &segments),
            path: path.to_owned(),
            raw_query: raw_query.to_owned(),
            query,
        }
    }

    /// What kind of call it is; `None` where the path is none.
    pub fn sort(&self) -> Option<Sort> {
        self.route.as_ref().ok().map(|(_, route)| route.sort())
    }
}

/// Answers a request of an account's key (its place in the account's list), or of nobody.
pub fn handle(
    account: Option<(&mut Account, usize)>,
    request: &Request,
    parsed: &Parsed,
    now: u64,
    number: u64,
) -> Response {
    if request.method == "OPTIONS" {
        // A preflight gets an answer, and none of the headers that it asks for.
        return Response { status: 200, headers: common_headers(number), body: String::new() };
    }
    let (answered, mut headers) = match account {
        None => (Err(routed(parsed).err().unwrap_or_else(no_credentials)), Vec::new()),
        Some((account, key)) => {
            let budget = if parsed.sort() == Some(Sort::Search) { Budget::Search } else { Budget::General };
            let answered = admitted(account, key, request, parsed, now, budget);
            (answered, account.usage.headers(now, key, budget, &account.settings.limits))
        }
    };
    headers.extend(common_headers(number));
    headers.push(("date".into(), http_date(now)));
    let reply = answered.unwrap_or_else(|failure| with_correlation(failure, number));
    let body = if reply.body.is_null() { String::new() } else { reply.body.to_string() };
    if !body.is_empty() {
        headers.push(("content-type".into(), "application/json;charset=utf-8".into()));
    }
    Response { status: reply.status, headers, body }
}

/// The body of a failure with the correlation id of its answer.
pub fn with_correlation(failure: Failure, number: u64) -> Reply {
    let mut body = failure.body;
    if let Some(fields) = body.as_object_mut() {
        fields.insert("correlationId".into(), correlation_id(number).into());
    }
    Reply { status: failure.status, body }
}

/// Headers of every answer (section 6.4 of the facts); none of them is about CORS but the one that says no.
pub fn common_headers(number: u64) -> Vec<(String, String)> {
    [
        ("x-hubspot-correlation-id", correlation_id(number)),
        ("access-control-allow-credentials", "false".to_owned()),
        ("vary", "Accept-Encoding".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn correlation_id(number: u64) -> String {
    let (high, low) = (scatter(number), scatter(!number));
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

fn routed(parsed: &Parsed) -> Result<(Version, &Route), Failure> {
    match &parsed.route {
        Ok((version, route)) => Ok((*version, route)),
        Err(NoRoute::Path) => Err(not_found()),
        Err(NoRoute::Method) => Err(method_not_allowed()),
    }
}

fn admitted(
    account: &mut Account,
    key: usize,
    request: &Request,
    parsed: &Parsed,
    now: u64,
    budget: Budget,
) -> Answered {
    let (version, route) = routed(parsed)?;
    let offset = offset_ms(account);
    account.usage.take(now, offset, key, budget, &account.settings.limits)?;
    let own = account.keys.get(key).map(|key| key.scopes.clone()).unwrap_or_default();
    if let Some(lacking) = scopes::lacking(&scopes::needed(route), &own) {
        return Err(missing_scopes(lacking));
    }
    if request.path.len() > LONGEST_PATH {
        return Err(too_long());
    }
    // A caller that says nothing is one without HTTP: a browser always says something.
    let says_json = |text: &String| text.trim_start().to_ascii_lowercase().starts_with("application/json");
    if !request.body.is_empty() && !request.headers.get("content-type").is_none_or(says_json) {
        return Err(not_said_to_be_json());
    }
    let call = Call { now, version, path: &parsed.path, query: &parsed.query, body: &request.body, scopes: &own };
    dispatch(account, &call, route)
}

fn dispatch(account: &mut Account, call: &Call<'_>, route: &Route) -> Answered {
    match route {
        Route::AccountDetails => account_info::details(account),
        Route::DailyUsage => account_info::daily_usage(account, call),
        Route::TokenInfo => account_info::token_info(account, call),
        Route::Owners => owners::list(account, call),
        Route::Owner(id) => owners::one(account, call, id),
        Route::Pipelines(kind) => pipelines::list(account, *kind),
        Route::Pipeline(kind, id) => pipelines::one(account, *kind, id),
        Route::Properties(kind) => properties::list(account, *kind),
        Route::Property(kind, name) => properties::one(account, *kind, name),
        Route::Validations(kind) => properties::validations(account, *kind),
        Route::Validation(kind, name) => properties::validation(account, *kind, name),
        Route::List(kind) => read::list(account, call, *kind),
        Route::Create(kind) => write::create(account, call, *kind),
        Route::Get(kind, id) => read::get(account, call, *kind, id),
        Route::Update(kind, id) => write::update(account, call, *kind, id),
        Route::Archive(kind, id) => write::archive(account, call, *kind, id),
        Route::Search(kind) => search::search(account, call, *kind),
        Route::Batch(kind, Batch::Read) => read::batch(account, call, *kind),
        Route::Batch(kind, Batch::Create) => batch_write::create(account, call, *kind),
        Route::Batch(kind, Batch::Update) => batch_write::update(account, call, *kind),
        Route::Batch(kind, Batch::Upsert) => batch_write::upsert(account, call, *kind),
        Route::Batch(kind, Batch::Archive) => batch_write::archive(account, call, *kind),
        Route::Merge(kind) => merge::call(account, call, *kind),
        Route::Associations(from, id, to) => links::list(account, call, *from, id, *to),
        Route::AssociateByDefault(from, id, to, other) => links::put_default(account, call, (*from, id), (*to, other)),
        Route::Associate(from, id, to, other) => links::put(account, call, (*from, id), (*to, other)),
        Route::Dissociate(from, id, to, other) => links::delete(account, call, (*from, id), (*to, other)),
        Route::AssociationBatch(from, to, AssociationBatch::Read) => links::batch_read(account, call, *from, *to),
        Route::AssociationBatch(from, to, AssociationBatch::Create) => {
            links::batch_create(account, call, *from, *to, Labels::Given)
        }
        Route::AssociationBatch(from, to, AssociationBatch::AssociateDefault) => {
            links::batch_create(account, call, *from, *to, Labels::None)
        }
        Route::AssociationBatch(from, to, AssociationBatch::Archive) => links::batch_archive(account, call, *from, *to),
        Route::AssociationLabels(from, to) => links::labels(*from, *to),
    }
}

/// The inputs of a batch, as a fault that lets some of them fail sees them.
pub fn inputs(body: &str) -> Option<(Value, Vec<Value>)> {
    let mut body: Value = serde_json::from_str(body).ok()?;
    let inputs = body.as_object_mut()?.insert("inputs".into(), Value::Null)?;
    Some((body, inputs.as_array()?.clone()))
}
