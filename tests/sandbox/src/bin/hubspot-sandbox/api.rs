//! The API over HTTPS. Whatever happens to an answer happens here: late, half, or never.

use std::io::{self, Read};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use hubspot_sandbox::{Exchange, Request, Response, Wire, strike};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::Shared;
use crate::http1::{self, Said, Then};

/// Largest body of a request, in bytes.
const LARGEST_BODY: usize = 8 * 1024 * 1024;

type Tls = StreamOwned<ServerConnection, TcpStream>;

/// Takes connections for ever, each on its own thread.
pub fn serve(listener: &TcpListener, config: &Arc<ServerConfig>, shared: &Arc<Shared>) {
    for (id, stream) in (1..).zip(listener.incoming()) {
        let (Ok(stream), config, shared) = (stream, Arc::clone(config), Arc::clone(shared)) else { continue };
        std::thread::spawn(move || {
            let Ok(connection) = ServerConnection::new(config) else { return };
            let mut stream = StreamOwned::new(connection, stream);
            // A peer that goes away is no error of the sandbox.
            let _gone = converse(&mut stream, &shared, id);
        });
    }
}

fn converse(stream: &mut Tls, shared: &Shared, id: u64) -> io::Result<()> {
    stream.sock.set_nodelay(true)?;
    let (mut rest, mut answered) = (Vec::new(), 0);
    loop {
        let (request, then) = match http1::read(stream, &mut rest, LARGEST_BODY)? {
            Said::Request(request, then) => (request, then),
            Said::Refused(status) => {
                return http1::write(stream, &Response { status, headers: vec![], body: String::new() }, None);
            }
            Said::Closed => return Ok(()),
        };
        match exchange(shared, &request, Wire::Connection { id, answered }) {
            Exchange::Answer { response, delay } => {
                wait(delay);
                http1::write(stream, &response, None)?;
                answered += 1;
            }
            Exchange::CutBefore { delay } => {
                wait(delay);
                return stream.sock.shutdown(Shutdown::Both);
            }
            Exchange::CutWithin { response, delay } => {
                wait(delay);
                http1::write(stream, &response, Some(strike::sent_before_cut(&response)))?;
                return stream.sock.shutdown(Shutdown::Both);
            }
            Exchange::Hang => return hang(stream),
        }
        if then == Then::Closes {
            stream.conn.send_close_notify();
            return stream.conn.write_tls(&mut stream.sock).map(|_| ());
        }
    }
}

/// The lock is held for the answer only, not for its delay.
fn exchange(shared: &Shared, request: &Request, wire: Wire) -> Exchange {
    let mut state = shared.state();
    let now = state.now();
    state.sandbox.exchange(request, now, wire)
}

fn wait(delay: u64) {
    if delay > 0 {
        std::thread::sleep(Duration::from_millis(delay));
    }
}

/// Says nothing until the other side has had enough.
fn hang(stream: &mut Tls) -> io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored)? > 0 {}
    Ok(())
}
