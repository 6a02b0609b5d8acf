//! The HubSpot sandbox: what stands in for `api.hubapi.com` in the simulation (in process, with a virtual clock) and, over HTTPS, in the
//! demo and the end-to-end tests.
//!
//! [`Sandbox::answer`] takes a request and a time and gives what HubSpot would answer. The core does no I/O, has no clock and no
//! randomness: the same requests at the same times get the same answers. It is built from what is known about HubSpot, recorded and
//! documented, and where that is a guess it is the stricter reading, with a switch in [`Settings`].
//!
//! In reading order: [`seed`] is an account as it is handed in, [`account`] one that lives; [`store`], [`record`], [`index`] and
//! [`schema`] are its records, what search sees of them, and their properties; [`handle`] goes from request to answer by way of
//! [`routes`], [`limits`] and [`scopes`] to [`read`], [`search`], [`write`] and the others; [`faults`] and [`strike`] make things go
//! wrong; [`colleague`] is everybody else who works in the account.
//!
//! ```
//! use hubspot_sandbox::{Outcome, Request, Sandbox, Seed};
//!
//! let seed: Seed = serde_json::from_str(
//!     r#"{"portal": {"id": 7}, "keys": [{"token": "pat-na1-x", "scopes": ["crm.objects.contacts.read"]}],
//!         "contacts": [{"id": "101", "properties": {"firstname": "Ana", "phone": "+1 212 555 0101"}}]}"#,
//! )?;
//! let mut sandbox = Sandbox::new(seed);
//! let request = Request {
//!     method: "GET".into(),
//!     path: "/crm/objects/2026-09/contacts/101?properties=hs_calculated_phone_number".into(),
//!     headers: [("authorization".to_owned(), "Bearer pat-na1-x".to_owned())].into(),
//!     body: String::new(),
//! };
//! let Outcome::Answer { response, .. } = sandbox.answer(&request, 1_800_000_000_000) else { panic!("no answer") };
//! assert_eq!(response.status, 200);
//! assert!(response.body.contains("+12125550101"));
//! # Ok::<(), serde_json::Error>(())
//! ```

#![deny(clippy::match_wildcard_for_single_variants, clippy::wildcard_enum_match_arm)]
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
        clippy::unwrap_used
    )
)]

pub mod account;
pub mod account_info;
pub mod associations;
pub mod batch_write;
pub mod call;
pub mod colleague;
pub mod dates;
pub mod derived;
pub mod errors;
pub mod faults;
pub mod handle;
pub mod http;
pub mod index;
pub mod kind;
pub mod limits;
pub mod log;
pub mod merge;
pub mod owners;
pub mod phone_properties;
pub mod pipelines;
pub mod properties;
pub mod read;
pub mod record;
pub mod routes;
pub mod rules;
mod sandbox;
pub mod schema;
pub mod scopes;
pub mod search;
pub mod seed;
pub mod settings;
pub mod show;
pub mod store;
pub mod strike;
pub mod values;
pub mod write;

pub use colleague::{Colleague, Impossible};
pub use faults::{Effect, Fault, Mangle, Policy, Told};
pub use http::{Ended, Exchange, Outcome, Request, Response, Wire};
pub use kind::{Kind, RecordId};
pub use log::{Applied, Logged, Sort};
pub use sandbox::Sandbox;
pub use seed::Seed;
pub use settings::Settings;
