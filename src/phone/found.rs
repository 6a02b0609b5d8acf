//! A number found in a text: the digits, and whether the text itself says which country they belong to.
//!
//! Stored in the directory by the ten thousand, so it keeps digits and one sign, and everything else is computed. What a number without
//! a code means depends on who is asked; that is `rank`'s business. Refused is what has too few or too many digits to match anything.

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
        let as_written = || Bucket::of(0, &self.digits);
        match self.form {
            Form::International => self.international().map_or_else(as_written, |canonical| canonical.bucket()),
            Form::Unmarked => as_written(),
            Form::Refiled => other_bucket(&self.digits).unwrap_or_else(as_written),
        }
    }

    /// The ASCII digits as written, without `+` or exit code.
    pub fn digits(&self) -> &str {
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
        let (code, rest) = calling_code::split(&self.digits)?;
        match self.form {
            Form::International => Canonical::as_dialled(code, rest),
            Form::Unmarked | Form::Refiled => None,
        }
    }

    /// Checks that the digits can be what the form says.
    pub(super) fn new(form: Form, digits: &str) -> Result<Self, NotAFoundNumber> {
        Digits::joined(&[digits]).and_then(|digits| Self::of(form, digits)).ok_or(NotAFoundNumber)
    }

    /// `None` where the digits cannot be what the form says.
    pub(super) fn of(form: Form, digits: Digits) -> Option<Self> {
        let found = Self { form, digits };
        let can_be = digits.len() >= SHORTEST
            && match form {
                Form::International => found.international().is_some_and(|canonical| {
                    let code = calling_code::length(canonical.calling_code());
                    (SHORTEST..=LONGEST).contains(&(code + canonical.national().len()))
                }),
                Form::Unmarked => true,
                Form::Refiled => other_bucket(&digits).is_some(),
            };
        can_be.then_some(found)
    }
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
    let at_home = Canonical::as_dialled(ARGENTINA, digits)
        .filter(|canonical| matches!(digits.len(), 12 | 13) && canonical.national().len() == 10);
    [full_digits(digits), at_home]
        .into_iter()
        .flatten()
        .map(|canonical| canonical.bucket())
        .find(|bucket| *bucket != Bucket::of(0, digits))
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
