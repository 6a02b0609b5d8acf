//! The command line.

use std::fmt;

/// How it is used.
pub const USAGE: &str =
    "hubspot-sandbox --seed FILE|- [--certificate FILE --private-key FILE] [--port N] [--control-port N]
  --seed          an account as JSON, as `node tests/world/print.mjs hubspot` prints it; - reads standard input
  --certificate   PEM; without it a throw-away certificate is made by openssl
  --private-key   PEM
  --port          of the API over HTTPS; 0, the default, takes a free one
  --control-port  of the control API over HTTP; 0, the default, takes a free one
When it is ready it prints one line: {\"port\":N,\"control\":N}";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// A path, or `-`.
    pub seed: String,
    /// Paths of certificate and key.
    pub identity: Option<(String, String)>,
    /// 0 = any.
    pub port: u16,
    /// 0 = any.
    pub control_port: u16,
}

/// What is wrong with a command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Wrong {
    /// An argument that is none of ours.
    Unknown(String),
    /// An argument without its value, or with one that cannot be.
    Value(String),
    /// Needed and not given.
    Missing(&'static str),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::Unknown(name) => write!(f, "unknown argument {name}\n{USAGE}"),
            Wrong::Value(name) => write!(f, "{name} needs a value that fits\n{USAGE}"),
            Wrong::Missing(name) => write!(f, "{name} is missing\n{USAGE}"),
        }
    }
}

impl std::error::Error for Wrong {}

impl Arguments {
    /// Reads a command line; `None` where help was asked for.
    pub fn read(mut given: impl Iterator<Item = String>) -> Result<Option<Arguments>, Wrong> {
        let (mut seed, mut certificate, mut key, mut port, mut control_port) = (None, None, None, 0, 0);
        while let Some(name) = given.next() {
            if matches!(name.as_str(), "--help" | "-h") {
                return Ok(None);
            }
            let known = ["--seed", "--certificate", "--private-key", "--port", "--control-port"];
            if !known.contains(&name.as_str()) {
                return Err(Wrong::Unknown(name));
            }
            let value = given.next().ok_or_else(|| Wrong::Value(name.clone()))?;
            let number = || value.parse().map_err(|_| Wrong::Value(name.clone()));
            match name.as_str() {
                "--seed" => seed = Some(value),
                "--certificate" => certificate = Some(value),
                "--private-key" => key = Some(value),
                "--port" => port = number()?,
                _ => control_port = number()?,
            }
        }
        let identity = match (certificate, key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            (Some(_), None) => return Err(Wrong::Missing("--private-key")),
            (None, Some(_)) => return Err(Wrong::Missing("--certificate")),
        };
        Ok(Some(Arguments { seed: seed.ok_or(Wrong::Missing("--seed"))?, identity, port, control_port }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Arguments>, Wrong> {
        Arguments::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_command_line_is_read() {
        let expected =
            Arguments { seed: "-".into(), identity: Some(("c".into(), "k".into())), port: 8443, control_port: 0 };
        assert_eq!(read("--seed - --certificate c --private-key k --port 8443"), Ok(Some(expected)));
        assert_eq!(read("--help"), Ok(None));
        assert_eq!(read(""), Err(Wrong::Missing("--seed")));
        assert_eq!(read("--seed - --certificate c"), Err(Wrong::Missing("--private-key")));
        assert_eq!(read("--seed - --port x"), Err(Wrong::Value("--port".into())));
        assert_eq!(read("--sead -"), Err(Wrong::Unknown("--sead".into())));
    }
}
