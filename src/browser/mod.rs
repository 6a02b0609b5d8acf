//! The browser: everything that names `chrome`, `web-sys`, `js-sys` or gloo. Compiled for wasm32 only.

pub mod alarms;
pub mod background;
pub mod chrome;
pub mod clock;
pub mod database;
pub mod directory;
pub mod document;
pub mod focus;
pub mod format;
pub mod lines;
pub mod listener;
pub mod locale;
pub mod log;
pub mod message;
pub mod pass_words;
pub mod promise;
pub mod regions;
pub mod second_copy;
pub mod service_key;
pub mod start_up;
pub mod store;
pub mod tabs;
pub mod timer;
pub mod transport;
pub mod view_port;
pub mod visibility;
