//! Who is linked with whom, and why: the rules, and nothing else. Pure.

pub mod decide;
pub mod directory;
pub mod follow;
pub mod intent;
pub mod journal;
pub mod link;
pub mod logging;
pub mod record_intent;
pub mod unite;
