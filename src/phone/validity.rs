//! What only metadata knows: whether digits are a number in use somewhere.
//!
//! The one file that names the crate `phonenumber`, and all that is taken from it is the metadata of libphonenumber. Its answers colour a
//! match that arithmetic has found already; they never make a match out of nothing and never gate one, since live WhatsApp ids may be
//! invalid. The crate's own parser and validity are refused: with other input than digits some versions have panicked (RustSec 2023-0082,
//! 2024-0369), they take numbers for valid that are too long (rust-phonenumber issue 31), and they compile a regular expression for each
//! country anew.

use phonenumber::Metadata;
use phonenumber::metadata::{DATABASE, Descriptor};

use super::canonical::Canonical;
use super::found::full_digits;
use super::pattern::Subject;
use super::plan;
use super::region::Region;

/// Loads the metadata, about 0.3 s in a browser. Call it in idle time; without it the first doubtful number pays.
pub fn warm_up() {
    is_valid(1, "2125550123");
}

/// Whether exactly this national number is valid under this calling code.
pub(super) fn is_valid(calling_code: u16, national: &str) -> bool {
    let Some(subject) = Subject::new(national) else {
        return false;
    };
    for metadata in DATABASE.by_code(&calling_code).unwrap_or_default() {
        match metadata.leading_digits() {
            // A region that claims these first digits answers for its neighbours too.
            Some(claim) if subject.begins(claim.as_str()) => return is_in_use(metadata, &subject),
            Some(_) => {}
            None if is_in_use(metadata, &subject) => return true,
            None => {}
        }
    }
    false
}

/// Whether digits without a calling code are a valid number when dialled in this region, or one in the form of before a change of its plan.
pub(super) fn is_valid_at_home(region: Region, digits: &str) -> bool {
    let code = region.calling_code();
    let is_own = |national: &str| {
        let old = || Canonical::new(code, national).filter(|canonical| canonical.national() != national);
        is_valid(code, national) || old().is_some_and(|canonical| is_valid(code, canonical.national()))
    };
    plan::national_readings(code, digits).any(is_own)
        || full_digits(digits).is_some_and(|own| own.calling_code() == code && is_own(own.national()))
}

fn is_in_use(metadata: &Metadata, subject: &Subject) -> bool {
    let descriptors = metadata.descriptors();
    let kinds = [
        descriptors.fixed_line(),
        descriptors.mobile(),
        descriptors.toll_free(),
        descriptors.premium_rate(),
        descriptors.shared_cost(),
        descriptors.voip(),
        descriptors.personal_number(),
        descriptors.pager(),
        descriptors.uan(),
        descriptors.voicemail(),
    ];
    matches(descriptors.general(), subject) && kinds.into_iter().flatten().any(|kind| matches(kind, subject))
}

fn matches(descriptor: &Descriptor, subject: &Subject) -> bool {
    let lengths = descriptor.possible_length();
    let has_length = lengths.is_empty() || lengths.iter().any(|length| usize::from(*length) == subject.length());
    has_length && subject.is_whole(descriptor.national_number().as_str())
}
