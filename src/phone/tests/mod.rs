//! What the module promises, as data: one check per promise, many cases.

mod canonical_forms;
mod examples;
mod properties;
mod ranks;
mod texts;
mod types;
mod vectors;

use super::{Rank, Region, WhatsAppNumber, best_rank, digits_of};

/// A WhatsApp number; a leading `+` and digits of any script are for the reader of the case.
pub(super) fn whatsapp(text: &str) -> WhatsAppNumber {
    WhatsAppNumber::from_digits(&digits_of(text)).expect(text)
}

pub(super) fn region(letters: &str) -> Region {
    letters.parse().expect(letters)
}

/// The rank in a portal of the given region; "" is a portal whose region is unknown.
pub(super) fn rank_in(portal: &str, number: &str, text: &str) -> Option<Rank> {
    let portal = (!portal.is_empty()).then(|| region(portal));
    best_rank(&whatsapp(number), text, portal)
}

/// The rank in a portal of the number's own region.
pub(super) fn rank_at_home(number: &str, text: &str) -> Option<Rank> {
    let number = whatsapp(number);
    best_rank(&number, text, number.region())
}
