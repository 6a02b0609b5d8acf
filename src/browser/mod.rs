//! The browser: everything that names `chrome`, `web-sys`, `js-sys` or gloo. Compiled for wasm32 only.

pub mod chrome;
pub mod clock;
pub mod document;
pub mod format;
pub mod listener;
pub mod locale;
pub mod message;
pub mod regions;
pub mod timer;
pub mod view_port;
