//! A number found in a text: the digits, and whether the text itself says which country they belong to.
//!
//! Held by the ten thousand, so it keeps digits, one sign and the bucket that every search begins with; everything else is computed, and
//! the bucket is not stored. What a number without a code means depends on who is asked; that is `rank`'s business. Refused is what has
//! too few or too many digits to match anything.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::bucket::Bucket;
use super::calling_code;
use super::canonical::{Canonical, LONGEST};
use super::digits::Digits;

/// Fewest digits of anything that may match: the shortest id and the shortest national number.
const SHORTEST: usize = 7;

/// One number in a text. Its stored form is a sign (`+` with calling code, `=` without, `~` without and filed elsewhere) and the digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct FoundNumber {
    form: Form,
    digits: Digits,
    bucket: Bucket,
}

/// What the text says about the digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Form {
    /// They follow a `+` or an exit code and begin with a calling code.
    International,
    /// Nothing: a national number, or international digits without a sign.
    Unmarked,
    /// As `Unmarked`, filed under the last digits of the one reading whose end differs (see [`other_bucket`]).
    Refiled,
}

/// The text is not the stored form of a found number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotAFoundNumber;

impl FoundNumber {
    /// The bucket of every WhatsApp number that this one can be.
    pub fn bucket(&self) -> Bucket {
        self.bucket
    }

    /// The ASCII digits as written, without `+` or exit code.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    pub(super) fn written(&self) -> &Digits {
        &self.digits
    }

    /// The calling code that the text itself contains, after `+`, `00` or another exit code.
    pub fn written_code(&self) -> Option<u16> {
        match self.form {
            Form::International => calling_code::split(&self.digits).map(|(code, _)| code),
            Form::Unmarked | Form::Refiled => None,
        }
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    /// The canonical number, where the text has a calling code.
    pub(super) fn international(&self) -> Option<Canonical> {
        match self.form {
            Form::International => as_dialled_abroad(&self.digits),
            Form::Unmarked | Form::Refiled => None,
        }
    }

    /// Checks that the digits can be what the form says.
    pub(super) fn new(form: Form, digits: &str) -> Result<Self, NotAFoundNumber> {
        Digits::joined(&[digits]).and_then(|digits| Self::of(form, digits)).ok_or(NotAFoundNumber)
    }

    /// `None` where the digits cannot be what the form says.
    pub(super) fn of(form: Form, digits: Digits) -> Option<Self> {
        if digits.as_bytes().len() < SHORTEST {
            return None;
        }
        let bucket = match form {
            Form::International => {
                let canonical = as_dialled_abroad(&digits)?;
                let length = calling_code::length(canonical.calling_code()) + canonical.national_length();
                (SHORTEST..=LONGEST).contains(&length).then(|| canonical.bucket())?
            }
            Form::Unmarked => Bucket::of(0, digits.as_bytes()),
            Form::Refiled => other_bucket(&digits)?,
        };
        Some(Self { form, digits, bucket })
    }
}

fn as_dialled_abroad(digits: &str) -> Option<Canonical> {
    let (code, rest) = calling_code::split(digits)?;
    Canonical::as_dialled(code, rest)
}

/// The canonical numbers that a found number may be exactly, two at most, for joining books by key. A hit still has to be confirmed by
/// [`rank`](super::rank): digits without a sign may be a number of the portal's own country.
pub fn exact_keys(found: &FoundNumber) -> Vec<Canonical> {
    possible_keys(found).collect()
}

/// As [`exact_keys`], without a place on the heap.
pub(super) fn possible_keys(found: &FoundNumber) -> impl Iterator<Item = Canonical> {
    let as_dialled = found.international();
    // Without a trunk prefix taken off: the digits of an id behind a `+` are that id, whatever they begin with.
    let as_id = full_digits(&found.digits).filter(|key| as_dialled.as_ref() != Some(key));
    let bucket = found.bucket();
    as_dialled.into_iter().chain(as_id).filter(move |key| key.bucket() == bucket)
}

/// The digits read as a whole international number, without any trunk prefix in them.
pub(super) fn full_digits(digits: &str) -> Option<Canonical> {
    let (code, rest) = calling_code::split(digits)?;
    let has_length = (SHORTEST..=LONGEST).contains(&digits.len());
    Canonical::new(code, rest).filter(|_| has_length)
}

/// The bucket of the reading whose last seven digits are not the written ones: Argentina's 15 between a long area code and a short
/// number (`02966 15 123456`), San Marino without its area code (`378 886377`).
fn other_bucket(digits: &str) -> Option<Bucket> {
    const ARGENTINA: u16 = 54;
    let at_home = || {
        let canonical = matches!(digits.len(), 12 | 13).then(|| Canonical::as_dialled(ARGENTINA, digits))?;
        canonical.filter(|canonical| canonical.national_length() == 10)
    };
    let written = Bucket::of(0, digits.as_bytes());
    let differs = |canonical: Canonical| Some(canonical.bucket()).filter(|bucket| *bucket != written);
    full_digits(digits).and_then(differs).or_else(|| at_home().and_then(differs))
}

impl fmt::Display for NotAFoundNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the stored form of a number found in a text")
    }
}

impl std::error::Error for NotAFoundNumber {}

impl From<FoundNumber> for String {
    fn from(found: FoundNumber) -> Self {
        let sign = match found.form {
            Form::International => '+',
            Form::Unmarked => '=',
            Form::Refiled => '~',
        };
        format!("{sign}{}", found.digits())
    }
}

impl TryFrom<String> for FoundNumber {
    type Error = NotAFoundNumber;

    fn try_from(text: String) -> Result<Self, NotAFoundNumber> {
        let forms = [('+', Form::International), ('=', Form::Unmarked), ('~', Form::Refiled)];
        let (form, digits) =
            forms.into_iter().find_map(|(sign, form)| Some((form, text.strip_prefix(sign)?))).ok_or(NotAFoundNumber)?;
        Self::new(form, digits)
    }
}
