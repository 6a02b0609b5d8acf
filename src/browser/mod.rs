//! The browser: everything that names `chrome`, `web-sys`, `js-sys` or gloo. Compiled for wasm32 only.

pub mod chrome;
