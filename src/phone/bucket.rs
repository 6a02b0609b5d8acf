//! The drawer a number is filed in: its last seven digits.
//!
//! Seven, because every change of a numbering plan handled here alters digits further left, and no match without the country code is
//! allowed on fewer. A bucket only gathers candidates; it never proves that two numbers are the same.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Digits in a bucket.
pub(super) const WIDTH: usize = 7;
/// Ten to the power of [`WIDTH`].
const MODULUS: u64 = 10_000_000;

/// The last seven digits of a number in canonical form; the same for every spelling of one number. Its text is seven ASCII digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Bucket(u32);

/// The text is not seven ASCII digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotABucket;

impl Bucket {
    /// The bucket of ASCII digits behind a calling code (0 for none). Fewer than seven digits count as if zeros stood before them.
    pub(super) fn of(calling_code: u16, digits: &[u8]) -> Self {
        let last = digits.len().checked_sub(WIDTH).and_then(|start| digits.get(start..));
        // Before seven digits the calling code is of no account.
        let (before, last) = last.map_or((calling_code, digits), |last| (0, last));
        let value = |sum: u64, digit: &u8| sum * 10 + u64::from(digit.wrapping_sub(b'0'));
        let value = last.iter().fold(u64::from(before), value) % MODULUS;
        Self(u32::try_from(value).unwrap_or_default())
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.0, width = WIDTH)
    }
}

impl FromStr for Bucket {
    type Err = NotABucket;

    fn from_str(text: &str) -> Result<Self, NotABucket> {
        if text.len() == WIDTH && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self::of(0, text.as_bytes()))
        } else {
            Err(NotABucket)
        }
    }
}

impl fmt::Display for NotABucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bucket is seven digits")
    }
}

impl std::error::Error for NotABucket {}

impl From<Bucket> for String {
    fn from(bucket: Bucket) -> Self {
        bucket.to_string()
    }
}

impl TryFrom<String> for Bucket {
    type Error = NotABucket;

    fn try_from(text: String) -> Result<Self, NotABucket> {
        text.parse()
    }
}
