//! A phone number that WhatsApp itself vouches for: the digits of a phone id.
//!
//! A privacy id (LID) is a row of digits too and may look like a foreign number. So there is one constructor, for bare digits; whoever
//! calls it has looked at the id's server part first, and an id as a whole, with its `@`, is refused.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::bucket::Bucket;
use super::calling_code;
use super::canonical::{Canonical, LONGEST};
use super::digits::Digits;
use super::display;
use super::found::FoundNumber;
use super::region::Region;

/// Fewest digits of an international number.
const SHORTEST: usize = 7;

/// A number from a WhatsApp phone id. Equal when the ids are; ask [`canonical`](Self::canonical) whether two are one subscriber.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct WhatsAppNumber {
    digits: Digits,
    canonical: Canonical,
}

/// Why digits are not a phone number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotANumber {
    /// Something other than ASCII digits is in it.
    NotDigits,
    /// Fewer than 7 or more than 15 digits.
    Length,
    /// It begins with 0 or with no assigned calling code.
    CallingCode,
}

impl WhatsAppNumber {
    /// From 7 to 15 ASCII digits that begin with an assigned calling code. Whether the number is valid is not asked: live ids may not be.
    pub fn from_digits(digits: &str) -> Result<Self, NotANumber> {
        let Some(kept) = Digits::joined(&[digits]) else {
            let is_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            return Err(if is_digits { NotANumber::Length } else { NotANumber::NotDigits });
        };
        if !(SHORTEST..=LONGEST).contains(&digits.len()) {
            return Err(NotANumber::Length);
        }
        let (code, national) = calling_code::split(digits).ok_or(NotANumber::CallingCode)?;
        let canonical = Canonical::new(code, national).ok_or(NotANumber::Length)?;
        Ok(Self { digits: kept, canonical })
    }

    /// The digits as in the id.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The form that is equal for all spellings of one subscriber.
    pub fn canonical(&self) -> &Canonical {
        &self.canonical
    }

    /// The text to write into HubSpot: `+` and the digits; for Brazil and Mexico the canonical form, because the id of an
    /// old account there is no number anyone can dial.
    pub fn written(&self) -> String {
        let (code, national) = self.dialable();
        format!("+{code}{national}")
    }

    /// The written number grouped for reading, such as `+55 41 98888-7777`.
    pub fn display(&self) -> String {
        let (code, national) = self.dialable();
        display::grouped(code, national)
    }

    /// The main region of the calling code (`US` for every `+1`); `None` for codes that belong to no country.
    pub fn region(&self) -> Option<Region> {
        Region::main_of(self.canonical.calling_code())
    }

    /// Where the directory files numbers that may be this one.
    pub fn bucket(&self) -> Bucket {
        self.canonical.bucket()
    }

    /// Whether the number in the text has the id's very digits, whatever stands before them.
    pub(super) fn has_digits_of(&self, found: &FoundNumber) -> bool {
        self.digits == *found.written()
    }

    fn dialable(&self) -> (u16, &str) {
        let code = self.canonical.calling_code();
        let as_in_id = calling_code::split(&self.digits).map(|(_, national)| national);
        match (code, as_in_id) {
            (52 | 55, _) | (_, None) => (code, self.canonical.national()),
            (_, Some(national)) => (code, national),
        }
    }
}

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDigits => "not only digits",
            Self::Length => "not 7 to 15 digits",
            Self::CallingCode => "no assigned calling code",
        })
    }
}

impl std::error::Error for NotANumber {}

impl From<WhatsAppNumber> for String {
    fn from(number: WhatsAppNumber) -> Self {
        number.digits.to_string()
    }
}

impl TryFrom<String> for WhatsAppNumber {
    type Error = NotANumber;

    fn try_from(digits: String) -> Result<Self, NotANumber> {
        Self::from_digits(&digits)
    }
}
