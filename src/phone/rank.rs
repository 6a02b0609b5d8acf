//! Whether a WhatsApp number and a number in HubSpot's text are the same, and how sure that is.
//!
//! First the national numbers have to be equal in canonical form, by arithmetic; only then, and only where another country is
//! in play, the metadata says whether the digits are in use there. Refused: matching ends of numbers, local numbers without their area
//! code, and short numbers that would meet by chance.

use serde::{Deserialize, Serialize};

use super::canonical::Canonical;
use super::found::{Form, FoundNumber, full_digits};
use super::reading::numbers_in;
use super::region::Region;
use super::whatsapp_number::WhatsAppNumber;
use super::{calling_code, plan, validity};

/// Fewest digits, trunk prefix not counted, that may match without the calling code.
const SHORTEST: usize = 8;
/// The same where the portal is in the number's own country: seven digits are whole numbers in many, and strangers' numbers elsewhere.
const SHORTEST_IN_OWN_COUNTRY: usize = 7;

/// How a text's number equals a WhatsApp number, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Same calling code, written in the text, and same national number.
    Exact,
    /// Same national number, no code in the text, and no number of the portal's other country.
    National,
    /// Same national number behind another code, under which it is no valid number.
    CcWrong,
    /// Same national number behind another code, or with none, and valid in that other country.
    CcConflict,
}

/// `None` means: not the same number. Without the portal's region, numbers without a code are read in the WhatsApp number's country only.
pub fn rank(number: &WhatsAppNumber, found: &FoundNumber, portal: Option<Region>) -> Option<Rank> {
    if number.bucket() != found.bucket() {
        return None;
    }
    match found.form() {
        // Nearly every hit is written as the id is: then nothing has to be read out of the digits.
        Form::International if number.has_digits_of(found) => Some(Rank::Exact),
        Form::International => rank_international(number.canonical(), found),
        Form::Unmarked | Form::Refiled => rank_unmarked(number.canonical(), found.digits(), portal),
    }
}

/// The best rank over all numbers of a text.
pub fn best_rank(number: &WhatsAppNumber, text: &str, portal: Option<Region>) -> Option<Rank> {
    numbers_in(text, portal).iter().filter_map(|found| rank(number, found, portal)).min()
}

fn rank_international(wanted: &Canonical, found: &FoundNumber) -> Option<Rank> {
    let written = found.international()?;
    let code = written.calling_code();
    if code == wanted.calling_code() {
        // Behind a `+` the digits of an id are that id, whatever they begin with.
        let is_exact = written == *wanted || full_digits(found.digits()).as_ref() == Some(wanted);
        return is_exact.then_some(Rank::Exact);
    }
    let (_, dialled) = calling_code::split(found.digits())?;
    let national = plan::without_trunk(code, dialled);
    let is_valid = |national| validity::is_valid(code, national);
    let is_valid_there = || is_valid(written.national()) || (national != written.national() && is_valid(national));
    if written.national() == wanted.national() && national.len() >= SHORTEST {
        return Some(if is_valid_there() { Rank::CcConflict } else { Rank::CcWrong });
    }
    // A wrong code was put before what is dialled at home (`+1 0151 12345678`) or before the whole number (`+1 49 151 12345678`).
    let is_whole = full_digits(dialled.strip_prefix("00").unwrap_or(dialled)).as_ref() == Some(wanted);
    let is_same = (is_whole && wanted.national().len() >= SHORTEST) || reads_at_home(wanted, dialled, SHORTEST);
    (is_same && !is_valid_there()).then_some(Rank::CcWrong)
}

fn rank_unmarked(wanted: &Canonical, digits: &str, portal: Option<Region>) -> Option<Rank> {
    let other_country = portal.filter(|region| region.calling_code() != wanted.calling_code());
    let shortest = if portal.is_some() && other_country.is_none() { SHORTEST_IN_OWN_COUNTRY } else { SHORTEST };
    let own = if full_digits(digits).as_ref() == Some(wanted) {
        Rank::Exact
    } else if reads_at_home(wanted, digits, shortest) {
        Rank::National
    } else {
        return None;
    };
    let is_taken = other_country.is_some_and(|region| validity::is_valid_at_home(region, digits));
    Some(if is_taken { Rank::CcConflict } else { own })
}

/// Whether the digits, dialled in the number's own country, reach it.
fn reads_at_home(wanted: &Canonical, digits: &str, shortest: usize) -> bool {
    let code = wanted.calling_code();
    plan::national_readings(code, digits)
        .any(|national| national.len() >= shortest && Canonical::new(code, national).as_ref() == Some(wanted))
}
