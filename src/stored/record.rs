//! The envelope of every record: schema version, checksum, body.
//!
//! The body is a JSON *text*, so that what is checked is byte for byte what was written, whatever the browser's storage does to objects
//! and numbers on the way.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The schema version of the records that this build writes.
pub const SCHEMA: u32 = 1;

/// A record that cannot be used as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRecord {
    /// Not what was written: cut, flipped, foreign.
    Corrupt,
    /// Written by a newer version.
    Newer,
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    #[serde(rename = "v")]
    schema: u32,
    #[serde(rename = "c")]
    checksum: u32,
    #[serde(rename = "b")]
    body: String,
}

/// Wraps a value. Values of this project's own types always encode; one that did not would read back as corrupt.
pub fn encode(value: &impl Serialize) -> String {
    let body = serde_json::to_string(value).unwrap_or_default();
    let envelope = Envelope { schema: SCHEMA, checksum: crc32fast::hash(body.as_bytes()), body };
    serde_json::to_string(&envelope).unwrap_or_default()
}

/// Unwraps a value.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, BadRecord> {
    let envelope: Envelope = serde_json::from_str(text).map_err(|_| BadRecord::Corrupt)?;
    if envelope.schema > SCHEMA {
        return Err(BadRecord::Newer);
    }
    if crc32fast::hash(envelope.body.as_bytes()) != envelope.checksum {
        return Err(BadRecord::Corrupt);
    }
    serde_json::from_str(&envelope.body).map_err(|_| BadRecord::Corrupt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(decode::<Vec<u8>>(&encode(&vec![1u8, 2])), Ok(vec![1, 2]));
    }

    #[test]
    fn f_25_every_flipped_byte_is_noticed() {
        let text = encode(&"Maria Silva");
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(decode::<String>(&changed).map_or(true, |value| value == "Maria Silva"), "byte {at}");
            }
        }
        assert_eq!(decode::<String>(&text[..text.len() / 2]), Err(BadRecord::Corrupt));
        assert_eq!(decode::<String>(""), Err(BadRecord::Corrupt));
    }

    #[test]
    fn f_26_a_newer_record_is_not_read() {
        let newer = encode(&1u8).replace("\"v\":1", "\"v\":2");
        assert_eq!(decode::<u8>(&newer), Err(BadRecord::Newer));
    }
}
