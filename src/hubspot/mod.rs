//! HubSpot's API as plain data: the closed list of calls, what they answer, what can go wrong, and how fast one may ask.
//!
//! Pure. One file per call under [`calls`]; the client in [`client`] sends them through a transport that it is handed.

pub mod calls;
pub mod client;
pub mod contact;
pub mod error;
pub mod ids;
pub mod limits;
pub mod mirror_way;
pub mod new_record;
pub mod object;
pub mod pace;
pub mod pause;
pub mod request;
pub mod rich_text;
pub mod schema;
