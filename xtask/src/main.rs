//! Tasks of this repository that need Rust: `cargo xtask dist [--dev]` builds the extension, `cargo xtask test-runner` runs browser tests.
//!
//! `wasm-bindgen` is used as a library, so that its version is the one in Cargo.lock and can never differ from the crate's.

mod dist;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let result = match arguments.next().as_deref() {
        Some("dist") => match arguments.next().as_deref() {
            None => dist::build(dist::Profile::Release),
            Some("--dev") => dist::build(dist::Profile::Dev),
            Some(other) => Err(format!("dist does not know {other}; it takes --dev or nothing")),
        },
        // Cargo calls this as the runner of wasm32 tests, with the test's file and its arguments behind.
        Some("test-runner") => {
            let all = env::args_os().take(1).chain(env::args_os().skip(2));
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(all).map_err(|error| format!("{error:?}"))
        }
        other => Err(format!("unknown task {}: there are dist and test-runner", other.unwrap_or("(none)"))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
