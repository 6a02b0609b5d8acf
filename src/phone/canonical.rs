//! The form in which two spellings of one subscriber are equal.
//!
//! Six numbering plans were changed while WhatsApp kept the ids of old accounts, or write mobile numbers in two ways. Each rule maps the
//! old form to the new one and leaves new ones alone, so that applying it twice changes nothing. Leading zeros are kept: in Italy they
//! tell a fixed line from a mobile. It refuses to shorten or lengthen anything else; a landline never gains a digit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::bucket::{self, Bucket};
use super::digits::Digits;
use super::{calling_code, plan};

/// Most digits of an international number (ITU-T E.164).
pub(super) const LONGEST: usize = 15;

/// A calling code and a canonical national number, leading zeros included. Its text is `55-41988887777`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Canonical {
    calling_code: u16,
    national: Digits,
}

/// The text is not an assigned calling code, a hyphen and ASCII digits, 15 digits at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotCanonical;

impl Canonical {
    /// The country calling code, 1 to 3 digits.
    pub fn calling_code(&self) -> u16 {
        self.calling_code
    }

    /// The national number in ASCII digits, with the leading zeros that belong to it.
    pub fn national(&self) -> &str {
        &self.national
    }

    /// Digits of the national number.
    pub(super) fn national_length(&self) -> usize {
        self.national.as_bytes().len()
    }

    /// The last seven digits, those of the calling code included where the national number is shorter.
    pub(super) fn bucket(&self) -> Bucket {
        Bucket::of(self.calling_code, self.national.as_bytes())
    }

    /// From the digits of an id: nothing is taken for a trunk prefix. `None` where they are not digits, or too many.
    pub(super) fn new(calling_code: u16, national: &str) -> Option<Self> {
        let national = canonical_national(calling_code, national)?;
        Some(Self { calling_code, national })
    }

    /// From what a person wrote after the calling code, or at home without it: a trunk prefix goes, unless too few digits would be left
    /// to find the number in its bucket.
    pub(super) fn as_dialled(calling_code: u16, digits: &str) -> Option<Self> {
        let without_trunk = plan::without_trunk(calling_code, digits);
        Self::new(calling_code, if without_trunk.len() < bucket::WIDTH { digits } else { without_trunk })
    }
}

impl fmt::Display for Canonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.calling_code, self.national())
    }
}

impl FromStr for Canonical {
    type Err = NotCanonical;

    /// A form that was canonical under older rules comes out canonical under these.
    fn from_str(text: &str) -> Result<Self, NotCanonical> {
        let (code, national) = text.split_once('-').ok_or(NotCanonical)?;
        let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if national.is_empty() || code.len() + national.len() > LONGEST || !digits_only(national) {
            return Err(NotCanonical);
        }
        if !digits_only(code) || !calling_code::is_exactly_one(code) {
            return Err(NotCanonical);
        }
        let code = code.parse().map_err(|_| NotCanonical)?;
        Self::new(code, national).ok_or(NotCanonical)
    }
}

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a calling code, a hyphen and a national number")
    }
}

impl std::error::Error for NotCanonical {}

impl From<Canonical> for String {
    fn from(canonical: Canonical) -> Self {
        canonical.to_string()
    }
}

impl TryFrom<String> for Canonical {
    type Error = NotCanonical;

    fn try_from(text: String) -> Result<Self, NotCanonical> {
        text.parse()
    }
}

/// The plans with two forms of one number. Sources: ITU operational bulletins and the regulators, and reports
/// of the two forms in WhatsApp ids and Signal accounts.
fn canonical_national(code: u16, national: &str) -> Option<Digits> {
    let (prefix, rest) = match (code, national.len()) {
        // A national number of +1 never begins with 1; people write the trunk 1 after the code.
        (1 | 52, 11) => ("", national.strip_prefix('1').unwrap_or(national)),
        (54, _) => return argentina(national),
        (55, 10) => return brazil(national),
        (220, 7) => (gambia(national), national),
        (225, 8) => (cote_d_ivoire(national), national),
        (229, 8) if national.starts_with(['2', '4', '5', '6', '9']) => ("01", national),
        // San Marino's fixed lines, written without their area code 0549.
        (378, 6) if national.starts_with(['8', '9']) => ("0549", national),
        _ => ("", national),
    };
    Digits::joined(&[prefix, rest])
}

/// Ten digits belong to one line; mobiles show a 9 before them abroad and a 15 inside them at home.
fn argentina(national: &str) -> Option<Digits> {
    let home = match national.len() {
        11 => return Digits::joined(&[national.strip_prefix('9').unwrap_or(national)]),
        // The trunk 0 too: without it the digits behind a `+` would end otherwise than those of the same id.
        13 => national.strip_prefix(['9', '0']).unwrap_or(national),
        _ => national,
    };
    if home.len() != 12 || !home.starts_with(['1', '2', '3']) {
        return Digits::joined(&[national]);
    }
    // Area codes have two digits (only Buenos Aires, 11), three or four.
    let areas = if home.starts_with('1') { 2..=2 } else { 3..=4 };
    let mut split = areas.filter_map(|length| home.split_at_checked(length));
    let parts = split.find_map(|(area, rest)| Some([area, rest.strip_prefix("15")?]));
    Digits::joined(&parts.unwrap_or([national, ""]))
}

/// A mobile of eight digits gains the 9 after its area code; 2 to 5 begin landlines, which stay as they are.
fn brazil(national: &str) -> Option<Digits> {
    let (area, rest) = national.split_at_checked(2)?;
    let ninth = if rest.starts_with(['6', '7', '8', '9']) { "9" } else { "" };
    Digits::joined(&[area, ninth, rest])
}

/// The carrier prefix that seven digits gained in 2026.
fn gambia(national: &str) -> &'static str {
    let mut digits = national.chars();
    match (digits.next(), digits.next()) {
        (Some('3'), _) | (Some('5'), Some('0'..='5' | '7'..='9')) => "83",
        (Some('6'), _) | (Some('8'), Some('4'..='7')) => "86",
        (Some('2' | '7'), _) | (Some('4'), Some('0' | '1' | '5')) => "87",
        _ => "",
    }
}

/// The operator prefix that eight digits gained on 31 January 2021. Fixed lines began with 2 or 3.
fn cote_d_ivoire(national: &str) -> &'static str {
    let mut digits = national.chars();
    match (digits.next(), digits.next(), digits.next()) {
        (Some('1'), _, _) => "",
        (Some('2' | '3'), _, Some('0')) => "25",
        (Some('2' | '3'), _, Some('8')) => "21",
        (Some('2' | '3'), _, _) => "27",
        (_, Some('0'..='3'), _) => "01",
        (_, Some('4'..='6'), _) => "05",
        (_, _, _) => "07",
    }
}
