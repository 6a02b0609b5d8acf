//! The control API over plain HTTP, for tests: seed, log, faults, settings, clock, and what colleagues do. JSON in, JSON out.
//!
//! Paths and bodies are listed in README.md. `?portal=N` selects an account; without it the first is meant.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use hubspot_sandbox::{Colleague, Fault, Impossible, Kind, Request, Response, Sandbox, Seed, http};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::http1::{self, Said, Then};
use crate::{Shared, State};

/// Largest body of a request, in bytes: a seed of a hundred thousand contacts.
const LARGEST_BODY: usize = 512 * 1024 * 1024;

/// Why a request was not obeyed: a status and a sentence.
struct Refusal(u16, String);

type Obeyed = Result<Value, Refusal>;

impl From<Impossible> for Refusal {
    fn from(why: Impossible) -> Self {
        Refusal(404, why.to_string())
    }
}

/// Takes connections for ever, each on its own thread.
pub fn serve(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().flatten() {
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            // A peer that goes away is no error of the sandbox.
            let _gone = converse(stream, &shared);
        });
    }
}

fn converse(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut rest = Vec::new();
    loop {
        let (request, then) = match http1::read(&mut stream, &mut rest, LARGEST_BODY)? {
            Said::Request(request, then) => (request, then),
            Said::Refused(status) => {
                return http1::write(&mut stream, &Response { status, headers: vec![], body: String::new() }, None);
            }
            Said::Closed => return Ok(()),
        };
        let (status, body) = match obey(&mut shared.state(), &request) {
            Ok(body) => (200, body),
            Err(Refusal(status, why)) => (status, json!({"error": why})),
        };
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        http1::write(&mut stream, &Response { status, headers, body: body.to_string() }, None)?;
        if then == Then::Closes {
            return Ok(());
        }
    }
}

fn obey(state: &mut State, request: &Request) -> Obeyed {
    let (segments, query) = http::split(&request.path);
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    let now = state.now();
    let portal = query.get("portal").map(|text| text.parse()).transpose();
    let portal: Option<u64> = portal.map_err(|_| Refusal(400, "portal is a number".into()))?;
    let sandbox = &mut state.sandbox;
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", [""]) => Ok(json!({"now": now})),
        ("POST", ["seed"]) => {
            *sandbox = Sandbox::new(read::<Seed>(request)?);
            Ok(json!({}))
        }
        ("POST", ["account"]) => {
            sandbox.add_account(read::<Seed>(request)?);
            Ok(json!({}))
        }
        ("GET", ["log"]) => {
            let since: u64 = query.get("since").and_then(|text| text.parse().ok()).unwrap_or(0);
            let entries: Vec<_> = sandbox.log().iter().filter(|entry| entry.number > since).collect();
            let next = entries.last().map_or(since, |entry| entry.number);
            Ok(json!({"entries": entries, "next": next}))
        }
        ("POST", ["log", "clear"]) => {
            sandbox.clear_log();
            Ok(json!({}))
        }
        ("POST", ["fault"]) => {
            sandbox.inject(read::<Fault>(request)?);
            Ok(json!({}))
        }
        ("POST", ["faults", "clear"]) => {
            sandbox.clear_faults();
            Ok(json!({}))
        }
        ("POST", ["clock"]) => {
            state.ahead += read::<Advance>(request)?.advance;
            Ok(json!({"now": state.now()}))
        }
        ("POST", ["settings"]) => settings(sandbox, portal, &read(request)?),
        (method, parts) => colleague(&mut of_portal(sandbox, portal, now)?, method, parts, request),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Properties {
    properties: std::collections::BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Merge {
    #[serde(default = "contacts")]
    object: Kind,
    primary: String,
    other: String,
}

fn contacts() -> Kind {
    Kind::Contacts
}

/// What others do in the account.
fn colleague(colleague: &mut Colleague<'_>, method: &str, parts: &[&str], request: &Request) -> Obeyed {
    let properties = || read::<Properties>(request).map(|body| body.properties);
    match (method, parts) {
        ("POST", ["merge"]) => {
            let Merge { object, primary, other } = read(request)?;
            Ok(json!({"id": colleague.merge(object, &primary, &other)?}))
        }
        ("GET", ["associations", from, id, to]) => Ok(json!({"ids": colleague.associated(kind(from)?, id, kind(to)?)})),
        ("PUT", ["associations", from, id, to, other]) => {
            colleague.associate((kind(from)?, id), (kind(to)?, other))?;
            Ok(json!({}))
        }
        ("DELETE", ["associations", from, id, to, other]) => {
            colleague.dissociate((kind(from)?, id), (kind(to)?, other))?;
            Ok(json!({}))
        }
        ("GET", [object]) => Ok(json!({"ids": colleague.ids(kind(object)?)})),
        ("POST", [object]) => {
            let given = properties()?;
            Ok(json!({"id": colleague.create(kind(object)?, &pairs(&given))?}))
        }
        ("GET", [object, id]) => colleague.record(kind(object)?, id).ok_or_else(|| Impossible::NoRecord.into()),
        ("POST", [object, id]) => {
            let given = properties()?;
            colleague.edit(kind(object)?, id, &pairs(&given))?;
            Ok(json!({}))
        }
        ("POST", [object, id, "restore"]) => {
            colleague.restore(kind(object)?, id)?;
            Ok(json!({}))
        }
        ("DELETE", [object, id]) => {
            colleague.delete(kind(object)?, id)?;
            Ok(json!({}))
        }
        _ => Err(Refusal(404, format!("no {method} /{}", parts.join("/")))),
    }
}

/// Settings of one account, or of all.
fn settings(sandbox: &mut Sandbox, portal: Option<u64>, changes: &Value) -> Obeyed {
    let mut all = Vec::new();
    for account in sandbox.accounts_mut().filter(|account| portal.is_none_or(|id| account.portal.id == id)) {
        let changed = account.settings.with(changes).map_err(|error| Refusal(400, error.to_string()))?;
        all.push(json!({"portal": account.portal.id, "settings": &changed}));
        account.settings = changed;
    }
    Ok(json!({"accounts": all}))
}

fn of_portal(sandbox: &mut Sandbox, portal: Option<u64>, now: u64) -> Result<Colleague<'_>, Refusal> {
    match portal {
        None => Ok(sandbox.colleague(now)),
        Some(portal) => Ok(sandbox.colleague_in(portal, now)?),
    }
}

fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Refusal> {
    serde_json::from_str(&request.body).map_err(|error| Refusal(400, error.to_string()))
}

fn kind(name: &str) -> Result<Kind, Refusal> {
    Kind::named(name).ok_or_else(|| Refusal(404, format!("no object type {name}")))
}

fn pairs(properties: &std::collections::BTreeMap<String, String>) -> Vec<(&str, &str)> {
    properties.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}
