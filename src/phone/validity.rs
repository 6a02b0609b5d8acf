//! What only metadata knows: whether digits are a number in use somewhere.
//!
//! The one file that names the crate `phonenumber`. Its answers colour a match that arithmetic has found already; they never make a match
//! out of nothing and never gate one, since live WhatsApp ids may be invalid. Only ASCII digits, with at most a `+`
//! before them, reach it: with other input some versions have panicked (RustSec 2023-0082, 2024-0369) or made digits out of letters.

use std::str::FromStr;

use phonenumber::country;

use super::region::Region;

/// Loads the metadata, about 0.3 s in a browser. Call it in idle time; without it the first doubtful number pays.
pub fn warm_up() {
    is_valid(1, "2125550123");
}

/// Whether exactly this national number is valid under this calling code.
pub(super) fn is_valid(calling_code: u16, national: &str) -> bool {
    phonenumber::parse(None, format!("+{calling_code}{national}")).is_ok_and(|number| {
        number.code().value() == calling_code
            && number.national().to_string() == national
            && number.is_valid()
    })
}

/// Whether digits without a calling code are a valid number when dialled in this region.
pub(super) fn is_valid_at_home(region: Region, digits: &str) -> bool {
    parse_at_home(region, digits).is_some_and(|number| number.is_valid())
}

/// The national number that digits mean when dialled in this region, with prefixes that only the metadata knows taken off.
pub(super) fn national_at_home(region: Region, digits: &str) -> Option<String> {
    parse_at_home(region, digits).map(|number| number.national().to_string())
}

fn parse_at_home(region: Region, digits: &str) -> Option<phonenumber::PhoneNumber> {
    let id = country::Id::from_str(&region.to_string()).ok()?;
    phonenumber::parse(Some(id), digits)
        .ok()
        .filter(|number| number.code().value() == region.calling_code())
}
