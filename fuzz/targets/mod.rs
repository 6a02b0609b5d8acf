//! What is fuzzed. A target takes any bytes and panics where a promise is broken; slow inputs and hangs are found by the runner.
//!
//! A new target is a function here, its line in [`TARGETS`], and a folder of the same name with at least one seed below `fuzz/corpus`.
//! It calls public items of the package only. Compiled twice: by the fuzzer, and by `tests/fuzz_seeds.rs`, which runs every seed once.

mod hubspot_answers;
mod page_facts;
mod phone;

/// The name of a target, and the function that gets the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("hubspot_answers", hubspot_answers::all),
    ("page_facts", page_facts::all),
    ("phone_text", phone::text),
    ("phone_whatsapp", phone::whatsapp),
];
