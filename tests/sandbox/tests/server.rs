//! The server: the same core over HTTPS, cut and hanging connections included, and its control API.
#![cfg(feature = "server")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use common::{KEY, contains, seed};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme, StreamOwned};
use serde_json::{Value, json};

/// The server as a process; ended with the test.
struct Server {
    child: Child,
    port: u16,
    control: u16,
}

impl Server {
    fn start() -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hubspot-sandbox"))
            .args(["--seed", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        child.stdin.take().expect("its input").write_all(seed().to_string().as_bytes()).expect("the seed is read");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let ports: Value = serde_json::from_str(&line).expect("ports");
        let port = |name: &str| ports[name].as_u64().and_then(|port| u16::try_from(port).ok()).expect("a port");
        Server { port: port("port"), control: port("control"), child }
    }

    /// Asks the control API.
    fn control(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.control)).expect("the control port");
        let text = if body.is_null() { String::new() } else { body.to_string() };
        write!(stream, "{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{text}", text.len())
            .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (status_of(head), serde_json::from_str(body).expect("JSON"))
    }

    fn connect(&self) -> Tls {
        let config = ClientConfig::builder().dangerous().with_custom_certificate_verifier(Arc::new(AnyCertificate));
        let name = ServerName::try_from("api.hubapi.com").expect("a name");
        let connection = ClientConnection::new(Arc::new(config.with_no_client_auth()), name).expect("a client");
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the port");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
        Tls(StreamOwned::new(connection, stream))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("the server ends");
        self.child.wait().expect("the server ended");
    }
}

struct Tls(StreamOwned<ClientConnection, TcpStream>);

/// What came of a request.
#[derive(Debug, PartialEq)]
enum Came {
    Whole(u16, String, String),
    Part(String),
    Nothing,
}

impl Tls {
    fn send(&mut self, method: &str, path: &str, body: &str) {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: api.hubapi.com\r\nAuthorization: Bearer {KEY}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        self.0.write_all(format!("{head}{body}").as_bytes()).expect("sent");
    }

    fn receive(&mut self) -> Came {
        let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let promised = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .map_or(0, |text| text.parse().expect("a length"));
                if body.len() == promised {
                    return Came::Whole(status_of(head), head.to_owned(), body.to_owned());
                }
            }
            match self.0.read(&mut buffer) {
                Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
                Ok(_) | Err(_) if bytes.is_empty() => return Came::Nothing,
                Ok(_) | Err(_) => return Came::Part(text),
            }
        }
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> Came {
        self.send(method, path, body);
        self.receive()
    }
}

fn status_of(head: &str) -> u16 {
    head.split(' ').nth(1).and_then(|text| text.parse().ok()).expect("a status")
}

const CONTACT: &str = "/crm/objects/2026-09/contacts/101";

#[test]
fn it_answers_as_the_core_does_on_a_connection_that_stays() {
    let server = Server::start();
    let mut tls = server.connect();
    for _ in 0..2 {
        let Came::Whole(200, head, body) = tls.ask("GET", CONTACT, "") else { panic!("no answer") };
        assert!(body.contains("maria.silva@x.example") && head.contains("x-hubspot-ratelimit-remaining"), "{head}");
    }
    let Came::Whole(status, head, body) = tls.ask("OPTIONS", CONTACT, "") else { panic!("no answer") };
    assert!((200..300).contains(&status) && body.is_empty() && !head.contains("access-control-allow-origin"), "{head}");
    assert!(matches!(tls.ask("PATCH", CONTACT, r#"{"properties":{"jobtitle":"Owner"}}"#), Came::Whole(200, ..)));
    let (_, contact) = server.control("GET", "/contacts/101", &Value::Null);
    assert_eq!(contact["properties"]["jobtitle"], json!("Owner"));
    let (_, log) = server.control("GET", "/log?since=1", &Value::Null);
    let expected = json!({"next": 4, "entries": [{"number": 2, "method": "GET", "sort": "read", "status": 200, "token": "123456/0"}, {"method": "OPTIONS"},
        {"number": 4, "method": "PATCH", "path": CONTACT, "sort": "write", "ended": "answered", "applied": "yes", "resendOf": null}]});
    contains(&log, &expected).expect("the log");
    assert!(!log.to_string().contains("pat-na1"));
}

#[test]
fn f_11_connections_are_cut_before_and_within_an_answer_and_left_hanging() {
    let server = Server::start();
    let fault = |does: Value| server.control("POST", "/fault", &json!({"times": 1, "applied": "yes", "does": does}));
    fault(json!("cut"));
    assert_eq!(server.connect().ask("PATCH", CONTACT, r#"{"properties":{"jobtitle":"Cut"}}"#), Came::Nothing);
    let (_, contact) = server.control("GET", "/contacts/101", &Value::Null);
    assert_eq!(contact["properties"]["jobtitle"], json!("Cut"), "applied all the same");

    fault(json!("cutWithin"));
    let Came::Part(text) = server.connect().ask("GET", CONTACT, "") else { panic!("whole or nothing") };
    assert!(text.contains("HTTP/1.1 200 OK") && text.contains(r#"{"archived""#), "{text}");

    fault(json!("hang"));
    let mut hanging = server.connect();
    hanging.send("GET", CONTACT, "");
    // It is another connection's request: that it has come is seen in the log.
    let entries = || server.control("GET", "/log", &Value::Null).1["entries"].as_array().map_or(0, Vec::len);
    let came = (0..1_000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        entries() == 3
    });
    assert!(came, "the request that hangs");
    // Whoever asks meanwhile is answered.
    assert!(matches!(server.connect().ask("GET", CONTACT, ""), Came::Whole(200, ..)));
    hanging.0.sock.set_read_timeout(Some(Duration::from_millis(300))).expect("a timeout");
    assert_eq!(hanging.receive(), Came::Nothing);
    let (_, log) = server.control("GET", "/log", &Value::Null);
    let ended: Vec<&Value> = log["entries"].as_array().expect("entries").iter().map(|one| &one["ended"]).collect();
    assert_eq!(ended, [&json!("cutBefore"), &json!("cutWithin"), &json!("hung"), &json!("answered")]);
}

#[test]
fn f_43_a_request_that_comes_again_after_a_cut_on_a_used_connection_is_marked() {
    let server = Server::start();
    let mut used = server.connect();
    assert!(matches!(used.ask("GET", CONTACT, ""), Came::Whole(200, ..)));
    server.control("POST", "/fault", &json!({"times": 1, "does": "cut"}));
    let body = r#"{"properties":{"firstname":"Again"}}"#;
    assert_eq!(used.ask("POST", "/crm/objects/2026-09/contacts", body), Came::Nothing);
    assert!(matches!(server.connect().ask("POST", "/crm/objects/2026-09/contacts", body), Came::Whole(201, ..)));
    let (_, log) = server.control("GET", "/log", &Value::Null);
    assert_eq!(log["entries"][2]["resendOf"], json!(2));
}

#[test]
fn the_control_api_plays_the_colleagues_and_sets_everything() {
    let server = Server::start();
    let rows = [
        (
            "POST",
            "/settings",
            json!({"indexLag": {"creates": 0, "updates": 0}, "latency": 5}),
            json!({"accounts": [{"portal": 123456}]}),
        ),
        (
            "POST",
            "/contacts",
            json!({"properties": {"firstname": "Fresh", "phone": "+33655555555"}}),
            json!({"id": "1001"}),
        ),
        ("POST", "/contacts/1001", json!({"properties": {"jobtitle": "Owner"}}), json!({})),
        (
            "GET",
            "/contacts/1001",
            json!(null),
            json!({"properties": {"jobtitle": "Owner", "hs_calculated_phone_number": "+33655555555"}, "mergedInto": null}),
        ),
        ("PUT", "/associations/contacts/1001/deals/301", json!(null), json!({})),
        ("GET", "/associations/deals/301/contacts", json!(null), json!({"ids": ["101", "1001"]})),
        ("DELETE", "/associations/deals/301/contacts/101", json!(null), json!({})),
        ("GET", "/associations/contacts/101/deals", json!(null), json!({"ids": ["302"]})),
        ("POST", "/merge", json!({"primary": "101", "other": "1001"}), json!({"id": "1002"})),
        ("GET", "/contacts/1001", json!(null), json!({"id": "1002", "mergedInto": "1002"})),
        ("DELETE", "/contacts/102", json!(null), json!({})),
        ("GET", "/contacts", json!(null), json!({"ids": ["103", "1002"]})),
        ("POST", "/contacts/102/restore", json!({}), json!({})),
        ("GET", "/deals/301", json!(null), json!({"properties": {"dealname": "Two machines"}})),
        ("POST", "/tickets", json!({"properties": {"subject": "Seen"}}), json!({"id": "1001"})),
        ("POST", "/account", json!({"portal": {"id": 777}, "keys": []}), json!({})),
        ("GET", "/contacts?portal=777", json!(null), json!({"ids": []})),
        (
            "POST",
            "/settings?portal=777",
            json!({"inCap": 10}),
            json!({"accounts": [{"portal": 777, "settings": {"inCap": 10}}]}),
        ),
        ("POST", "/faults/clear", json!(null), json!({})),
        ("POST", "/log/clear", json!(null), json!({})),
        ("GET", "/log", json!(null), json!({"entries": [], "next": 0})),
    ];
    for (method, path, body, expected) in rows {
        let (status, answer) = server.control(method, path, &body);
        assert_eq!(status, 200, "{method} {path}: {answer}");
        contains(&answer, &expected).unwrap_or_else(|why| panic!("{method} {path}: {why}"));
    }
    for (method, path, body, status) in [
        ("GET", "/nowhere", json!(null), 404),
        ("POST", "/contacts/101", json!({"properties": {"nope": "x"}}), 404),
        ("POST", "/fault", json!({"dose": "cut"}), 400),
        ("POST", "/settings", json!({"nope": 1}), 400),
        ("GET", "/contacts?portal=5", json!(null), 404),
        ("GET", "/contacts?portal=x", json!(null), 400),
    ] {
        assert_eq!(server.control(method, path, &body).0, status, "{method} {path}");
    }
    let before = server.control("GET", "/", &Value::Null).1["now"].as_u64().expect("a time");
    let after = server.control("POST", "/clock", &json!({"advance": 86_400_000})).1["now"].as_u64().expect("a time");
    assert!(after >= before + 86_400_000);
    assert_eq!(server.control("POST", "/seed", &seed()).0, 200);
    assert_eq!(server.control("GET", "/contacts", &Value::Null).1, json!({"ids": ["101", "102", "103"]}));
}

/// Takes every certificate: the server made its own a moment ago.
#[derive(Debug)]
struct AnyCertificate;

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        rustls::crypto::ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
