//! The small parts of which sections are made.

pub mod avatar;
pub mod button;
pub mod change;
pub mod control;
pub mod dialog;
pub mod icon;
pub mod identity;
pub mod logging;
pub mod marked;
pub mod maybe_created;
pub mod note;
pub mod problem;
pub mod sentence;
