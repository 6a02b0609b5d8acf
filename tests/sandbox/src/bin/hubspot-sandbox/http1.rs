//! As much of HTTP/1.1 as a browser and a test need: requests with a `Content-Length`, connections that stay open.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use hubspot_sandbox::{Request, Response};

const LARGEST_HEAD: usize = 64 * 1024;
const MOST_HEADERS: usize = 100;

/// What a connection had to say.
pub enum Said {
    /// A request, and whether the connection stays open after it.
    Request(Request, Then),
    /// Something that is no request we take: the status to answer before closing.
    Refused(u16),
    /// Nothing more.
    Closed,
}

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It carries the next request.
    Stays,
    /// It is closed.
    Closes,
}

/// Reads the next request. `rest` holds what was read beyond the last one.
pub fn read(stream: &mut impl Read, rest: &mut Vec<u8>, largest_body: usize) -> io::Result<Said> {
    let head = loop {
        match parse(rest) {
            Parsed::Head(head) => break head,
            Parsed::Bad => return Ok(Said::Refused(400)),
            Parsed::Partial if rest.len() > LARGEST_HEAD => return Ok(Said::Refused(431)),
            Parsed::Partial => {}
        }
        if more(stream, rest)? == 0 {
            return Ok(Said::Closed);
        }
    };
    let Head { length, mut request, then } = head;
    if request.headers.contains_key("transfer-encoding") {
        return Ok(Said::Refused(411));
    }
    let Ok(size) = request.headers.get("content-length").map_or(Ok(0), |text| text.parse::<usize>()) else {
        return Ok(Said::Refused(400));
    };
    if size > largest_body {
        return Ok(Said::Refused(413));
    }
    while rest.len() < length + size {
        if more(stream, rest)? == 0 {
            return Ok(Said::Closed);
        }
    }
    let after = rest.split_off(length + size);
    let body = rest.split_off(length);
    *rest = after;
    request.body = String::from_utf8_lossy(&body).into_owned();
    Ok(Said::Request(request, then))
}

/// Writes an answer: all of it, or, where `sent` is given, headers that promise all and that part of the body.
pub fn write(stream: &mut impl Write, response: &Response, sent: Option<&str>) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if response.status != 204 {
        head.push_str(&format!("content-length: {}\r\n", response.body.len()));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(sent.unwrap_or(&response.body).as_bytes())?;
    stream.flush()
}

struct Head {
    length: usize,
    request: Request,
    then: Then,
}

enum Parsed {
    Head(Head),
    Partial,
    Bad,
}

fn parse(bytes: &[u8]) -> Parsed {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Parsed::Partial,
        Err(_) => return Parsed::Bad,
    };
    let text = |header: &httparse::Header<'_>| {
        (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).into_owned())
    };
    let headers: BTreeMap<String, String> = parsed.headers.iter().map(text).collect();
    let (Some(method), Some(path)) = (parsed.method, parsed.path) else { return Parsed::Bad };
    let asks_to_close = headers.get("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    let then = if asks_to_close || parsed.version == Some(0) { Then::Closes } else { Then::Stays };
    let request = Request { method: method.to_ascii_uppercase(), path: path.to_owned(), headers, body: String::new() };
    Parsed::Head(Head { length, request, then })
}

fn more(stream: &mut impl Read, rest: &mut Vec<u8>) -> io::Result<usize> {
    let mut buffer = [0; 16 * 1024];
    let count = stream.read(&mut buffer)?;
    rest.extend(buffer.iter().take(count));
    Ok(count)
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        207 => "Multi-Status",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_follow_each_other_on_a_connection() {
        let mut stream: &[u8] =
            b"POST /a?b HTTP/1.1\r\nContent-Length: 3\r\n\r\nxyzGET /c HTTP/1.1\r\nConnection: close\r\n\r\n";
        let mut rest = Vec::new();
        let mut next = || match read(&mut stream, &mut rest, 10).expect("readable") {
            Said::Request(request, then) => Ok((request.method, request.path, request.body, then)),
            Said::Refused(status) => Err(status),
            Said::Closed => Err(0),
        };
        assert_eq!(next(), Ok(("POST".into(), "/a?b".into(), "xyz".into(), Then::Stays)));
        assert_eq!(next(), Ok(("GET".into(), "/c".into(), String::new(), Then::Closes)));
        assert_eq!(next(), Err(0));
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let refused = |bytes: &[u8]| match read(&mut { bytes }, &mut Vec::new(), 10).expect("readable") {
            Said::Refused(status) => status,
            Said::Request(..) | Said::Closed => 0,
        };
        assert_eq!(refused(b"nonsense\r\n\r\n"), 400);
        assert_eq!(refused(b"POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n"), 413);
        assert_eq!(refused(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), 411);
        assert_eq!(refused(b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"), 400);
    }

    #[test]
    fn a_cut_answer_promises_more_than_it_sends() {
        let response = Response { status: 200, headers: vec![], body: "whole".into() };
        let mut written = Vec::new();
        write(&mut written, &response, Some("wh")).expect("writable");
        assert_eq!(String::from_utf8_lossy(&written), "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwh");
    }
}
