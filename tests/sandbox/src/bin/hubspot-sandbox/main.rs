//! The sandbox as a server: the API over HTTPS as the host `api.hubapi.com`, and a control API over plain HTTP, both on loopback only.
//!
//! One thread a connection over `std::net`, `httparse` for the head of a request, `rustls` with `ring` for TLS: blocking sockets make
//! "cut here" and "never answer" one line each, and three small crates build in seconds, where an asynchronous stack would bring forty.
//! HTTP/1.1 only: no protocol is offered in the handshake, so a browser speaks nothing else.

#![cfg_attr(
    not(test),
    deny(
        clippy::as_conversions,
        clippy::expect_used,
        clippy::get_unwrap,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod api;
mod arguments;
mod control;
mod http1;
mod tls;

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use hubspot_sandbox::{Sandbox, Seed};

use arguments::Arguments;

/// What all connections share.
pub struct Shared {
    state: Mutex<State>,
}

/// The sandbox and its clock.
pub struct State {
    /// The sandbox.
    pub sandbox: Sandbox,
    /// Milliseconds by which its time is ahead of the machine's.
    pub ahead: u64,
}

impl Shared {
    /// The state, for as long as the guard lives.
    pub fn state(&self) -> MutexGuard<'_, State> {
        // A panic in another thread left the sandbox between two whole requests, so its state is good.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The sandbox's time in epoch milliseconds.
    pub fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX).saturating_add(self.ahead)
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hubspot-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let Some(arguments) = Arguments::read(std::env::args().skip(1))? else {
        println!("{}", arguments::USAGE);
        return Ok(());
    };
    let seed: Seed = serde_json::from_str(&text_of(&arguments.seed)?)?;
    let config = Arc::new(tls::config(arguments.identity.as_ref())?);
    let shared = Arc::new(Shared { state: Mutex::new(State { sandbox: Sandbox::new(seed), ahead: 0 }) });
    let listen = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let (api, control) = (listen(arguments.port)?, listen(arguments.control_port)?);
    let ports = serde_json::json!({"port": api.local_addr()?.port(), "control": control.local_addr()?.port()});
    println!("{ports}");
    io::stdout().flush()?;
    let for_control = Arc::clone(&shared);
    std::thread::spawn(move || control::serve(&control, &for_control));
    api::serve(&api, &config, &shared);
    Ok(())
}

fn text_of(path: &str) -> io::Result<String> {
    if path != "-" {
        return std::fs::read_to_string(path);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}
