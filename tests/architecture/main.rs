//! The laws of the project's structure (ARCHITECTURE.md, "Invariants"), each a test that reads the tree and fails when the law breaks.
//!
//! Texts are read, not types: what must be absent is found by name, comments and test code taken out. So that no law is one that cannot fail,
//! each is also held against a specimen that breaks it. What clippy can see is left to clippy; `lints` makes sure that it is asked.

mod absences;
mod dependencies;
mod lints;
mod locales;
mod shipped;
mod source;
mod tree;
