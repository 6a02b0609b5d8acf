//! Linked Contacts: a HubSpot sidebar for WhatsApp Web that links contacts by phone number.
//!
//! In reading order: [`phone`] says which numbers are the same; [`whatsapp`] says who is in the open chat; [`hubspot`] lists what may be
//! asked of HubSpot; [`linking`] decides who is linked; [`stored`] and [`protocol`] are what is kept and what is said between contexts;
//! [`engine`] is the flows over [`ports`]; [`display`] is what views make of texts from outside. All of these are pure and run natively
//! under test. `browser`, `sidebar` and `options` exist for wasm32 only and hold everything that touches a browser.

#![cfg_attr(not(target_arch = "wasm32"), forbid(unsafe_code))]
// A native build compiles the pure modules and nothing else.
#![cfg_attr(
    not(target_arch = "wasm32"),
    deny(clippy::match_wildcard_for_single_variants, missing_docs, clippy::wildcard_enum_match_arm)
)]
#![cfg_attr(
    not(test),
    deny(
        clippy::as_conversions,
        clippy::expect_used,
        clippy::get_unwrap,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used,
    )
)]

pub mod display;
pub mod engine;
pub mod hubspot;
pub mod linking;
pub mod phone;
pub mod ports;
pub mod protocol;
pub mod stored;
pub mod whatsapp;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod options;
#[cfg(target_arch = "wasm32")]
pub mod sidebar;
