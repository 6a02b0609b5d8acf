//! A number found in a text: the digits, and whether the text itself says which country they belong to.
//!
//! Stored in the directory by the ten thousand, so it keeps digits and one sign, and everything else is computed. What a number without
//! a code means depends on who is asked; that is `rank`'s business. Texts too long for a phone field are refused whole.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::bucket::Bucket;
use super::canonical::{Canonical, LONGEST};
use super::region::Region;
use super::runs::{Run, Start, runs_in};
use super::{address, calling_code, clean, plan};

/// A text with more characters than this is prose (the limit of Google's libphonenumber).
const LONGEST_TEXT: usize = 250;
/// Fewest digits of anything that may match: the shortest id and the shortest national number.
const SHORTEST: usize = 7;
/// Most digits written for one number: 15 and a trunk prefix.
const MOST_WRITTEN: usize = 18;
/// `00` with fewer digits, itself included, is not an exit code.
const SHORTEST_WITH_00: usize = 9;

/// One number in a text. Its stored form is a sign (`+` with calling code, `=` without, `~` without and filed elsewhere) and the digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct FoundNumber {
    form: Form,
    digits: Box<str>,
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
        let as_written = || Bucket::of(self.digits.chars());
        match self.form {
            Form::International => self
                .international()
                .map_or_else(as_written, |canonical| canonical.bucket()),
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
            Form::International => Some(Canonical::as_dialled(code, rest)),
            Form::Unmarked | Form::Refiled => None,
        }
    }

    /// Checks that the digits can be what the form says.
    fn new(form: Form, digits: &str) -> Result<Self, NotAFoundNumber> {
        let found = Self {
            form,
            digits: digits.into(),
        };
        let length = match form {
            Form::International => {
                let canonical = found.international().ok_or(NotAFoundNumber)?;
                canonical.to_string().len() - 1
            }
            Form::Unmarked => digits.len().min(LONGEST),
            Form::Refiled => {
                other_bucket(digits).ok_or(NotAFoundNumber)?;
                digits.len().min(LONGEST)
            }
        };
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits.len() <= MOST_WRITTEN
            && (SHORTEST..=LONGEST).contains(&length);
        if is_number {
            Ok(found)
        } else {
            Err(NotAFoundNumber)
        }
    }
}

/// Every number in a text, in order, each once. Arithmetic only. A text of more than 250 characters has none. The portal's region says
/// which exit codes (`011...`) count beside `00`.
pub fn numbers_in(text: &str, portal: Option<Region>) -> Vec<FoundNumber> {
    if text.chars().nth(LONGEST_TEXT).is_some() {
        return Vec::new();
    }
    let cleaned = clean::clean(text);
    let mut numbers = Vec::new();
    for run in runs_in(&address::without_addresses(&cleaned)) {
        for number in read(&run, portal) {
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    numbers
}

/// The canonical numbers that a found number may be exactly, for joining books by key. A hit still has to be confirmed by
/// [`rank`](super::rank): digits without a sign may be a number of the portal's own country.
pub fn exact_keys(found: &FoundNumber) -> Vec<Canonical> {
    let key = match found.form {
        Form::International => found.international(),
        Form::Unmarked | Form::Refiled => full_digits(&found.digits),
    };
    key.into_iter()
        .filter(|key| key.bucket() == found.bucket())
        .collect()
}

/// Unmarked digits read as a whole international number, without any trunk prefix in them.
pub(super) fn full_digits(digits: &str) -> Option<Canonical> {
    let (code, rest) = calling_code::split(digits)?;
    (SHORTEST..=LONGEST)
        .contains(&digits.len())
        .then(|| Canonical::new(code, rest))
}

/// The numbers one run stands for: one, or the same digits under two buckets.
fn read(run: &Run, portal: Option<Region>) -> Vec<FoundNumber> {
    let exit = portal.and_then(|region| plan::exit_code(region.calling_code()));
    let digits = digits_without_zero_in_brackets(&run.text, exit);
    let international = match run.start {
        Start::Plus => Some(digits.as_str()),
        Start::Unmarked => after_exit_code(&digits, exit, portal),
    };
    let numbers = match international {
        Some(digits) => vec![FoundNumber::new(Form::International, digits)],
        None => vec![
            FoundNumber::new(Form::Unmarked, &digits),
            FoundNumber::new(Form::Refiled, &digits),
        ],
    };
    numbers.into_iter().flatten().collect()
}

/// The digits behind `00` or the portal's own exit code; `None` where there is none or no calling code follows.
fn after_exit_code<'a>(
    digits: &'a str,
    exit: Option<&str>,
    portal: Option<Region>,
) -> Option<&'a str> {
    let is_long = digits.len() >= SHORTEST_WITH_00;
    let after_00 = digits
        .strip_prefix("00")
        .filter(|rest| is_long && calling_code::split(rest).is_some());
    // `001 650 123 4567` is +1 everywhere, also where people dial abroad with 001 or 0011.
    if after_00.is_some_and(is_plain_north_american) {
        return after_00;
    }
    let after_own = exit
        .and_then(|exit| digits.strip_prefix(exit))
        .filter(|rest| {
            // Nobody dials the own country through the exit code: `011 15 2345-6789` is Buenos Aires, wherever it is read.
            calling_code::split(rest).is_some_and(|(code, _)| {
                is_long
                    && (is_plain_north_american(rest)
                        || portal.is_some_and(|region| region.calling_code() != code))
            })
        });
    after_own.or(after_00)
}

fn is_plain_north_american(digits: &str) -> bool {
    digits.len() == 11
        && digits.starts_with('1')
        && !digits.starts_with("10")
        && !digits.starts_with("11")
}

/// The digits of a run without the `(0)` that people write behind a calling code for those who dial at home.
fn digits_without_zero_in_brackets(run: &str, exit: Option<&str>) -> String {
    let mut digits = String::with_capacity(run.len());
    let mut rest = run;
    while let Some(sign) = rest.chars().next() {
        rest = match after_zero_in_brackets(rest) {
            Some(after) if drops_zero(&digits, exit) => after,
            Some(_) | None => {
                digits.extend(Some(sign).filter(char::is_ascii_digit));
                rest.get(sign.len_utf8()..).unwrap_or_default()
            }
        };
    }
    digits
}

fn after_zero_in_brackets(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(['(', '['])?.trim_start_matches(' ');
    inside
        .strip_prefix('0')?
        .trim_start_matches(' ')
        .strip_prefix([')', ']'])
}

/// Whether the digits so far are a calling code, after an exit code or not, whose numbers do not begin with 0 themselves.
fn drops_zero(digits: &str, exit: Option<&str>) -> bool {
    let after_own = exit.and_then(|exit| digits.strip_prefix(exit));
    [Some(digits), digits.strip_prefix("00"), after_own]
        .into_iter()
        .flatten()
        .filter_map(calling_code::split)
        .any(|(code, rest)| rest.is_empty() && !plan::keeps_zero(code))
}

/// The bucket of the reading whose last seven digits are not the written ones: Argentina's 15 between a long area code and a short
/// number (`02966 15 123456`), San Marino without its area code (`378 886377`).
fn other_bucket(digits: &str) -> Option<Bucket> {
    const ARGENTINA: u16 = 54;
    let at_home = Some(Canonical::as_dialled(ARGENTINA, digits))
        .filter(|canonical| matches!(digits.len(), 12 | 13) && canonical.national().len() == 10);
    [full_digits(digits), at_home]
        .into_iter()
        .flatten()
        .map(|canonical| canonical.bucket())
        .find(|bucket| *bucket != Bucket::of(digits.chars()))
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
        format!("{sign}{}", found.digits)
    }
}

impl TryFrom<String> for FoundNumber {
    type Error = NotAFoundNumber;

    fn try_from(text: String) -> Result<Self, NotAFoundNumber> {
        let forms = [
            ('+', Form::International),
            ('=', Form::Unmarked),
            ('~', Form::Refiled),
        ];
        let (form, digits) = forms
            .into_iter()
            .find_map(|(sign, form)| Some((form, text.strip_prefix(sign)?)))
            .ok_or(NotAFoundNumber)?;
        Self::new(form, digits)
    }
}
