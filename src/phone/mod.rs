//! Which numbers are the same number.
//!
//! The way of a text: `clean` (one spelling for digits, spaces and dashes) → `address` (links, e-mail, `tel:`) → `runs` (stretches
//! that can be a number) → [`FoundNumber`] → [`rank`] against a [`WhatsAppNumber`]. Both sides meet in a [`Canonical`] form, where two
//! spellings of one subscriber (Brazil's ninth digit, Argentina's 9 and 15, and others) are equal.
//!
//! Arithmetic decides. Metadata lags behind numbering plans, and a live WhatsApp id may be no valid number at all; so the crate
//! `phonenumber` is asked only whether a number is valid *elsewhere*, after its national number has already matched, and only
//! in `validity`. This module refuses to guess: no suffix matching, no letters as digits, no number out of an
//! extension, a link or an e-mail address. It knows no clock, no storage and no network.

mod address;
mod bucket;
mod calling_code;
mod canonical;
mod clean;
mod digits;
mod display;
mod found;
mod pattern;
mod plan;
mod rank;
mod reading;
mod region;
mod runs;
mod validity;
mod whatsapp_number;

#[cfg(test)]
mod tests;

pub use bucket::Bucket;
pub use canonical::{Canonical, NotCanonical};
pub use clean::digits_of;
pub use found::{FoundNumber, NotAFoundNumber, exact_keys};
pub use rank::{Rank, best_rank, rank};
pub use reading::numbers_in;
pub use region::{Region, UnknownRegion};
pub use validity::warm_up;
pub use whatsapp_number::{NotANumber, WhatsAppNumber};
