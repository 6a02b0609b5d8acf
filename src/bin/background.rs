//! The service worker.

fn main() {}
