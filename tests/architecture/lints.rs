//! Clippy sees more than a search for words; this makes sure that it is asked, and that nobody quietly stops asking.

use crate::source::code;
use crate::tree::{File, assert_none, files, read};

/// Denied in the library and outside its tests.
const OUTSIDE_TESTS: &[&str] = &[
    "as_conversions",
    "expect_used",
    "get_unwrap",
    "indexing_slicing",
    "panic",
    "string_slice",
    "unreachable",
    "unwrap_used",
];

/// Denied in the pure modules, which are what a native build compiles.
const PURE: &[&str] = &["match_wildcard_for_single_variants", "missing_docs", "wildcard_enum_match_arm"];

/// Denied in every target of the package, tests too.
const EVERYWHERE: &[&str] = &["allow_attributes_without_reason", "dbg_macro", "mem_forget", "todo", "unimplemented"];

#[test]
fn clippy_is_asked_in_the_library() {
    let library: String = read("src/lib.rs").split_whitespace().collect();
    let denied = |condition: &str| {
        let opening = format!("#![cfg_attr({condition},deny(");
        let (_, list) = library.split_once(&opening).unwrap_or_else(|| panic!("no {opening}"));
        let list = list.split(')').next().unwrap_or_default().trim_end_matches(',');
        list.split(',').map(|lint| lint.trim_start_matches("clippy::").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(denied("not(test)"), OUTSIDE_TESTS);
    assert_eq!(denied("not(target_arch=\"wasm32\")"), PURE);
    assert!(library.contains("#![cfg_attr(not(target_arch=\"wasm32\"),forbid(unsafe_code))]"));
}

#[test]
fn clippy_is_asked_in_every_target() {
    let package = read("Cargo.toml");
    let (_, lints) = package.split_once("[lints.clippy]\n").expect("a table of lints");
    let denied: Vec<&str> = lints.lines().map_while(|line| line.strip_suffix(" = \"deny\"")).collect();
    assert_eq!(denied, EVERYWHERE);
}

/// Attributes that switch a law off. `expect` with a reason is the only way, and it complains when it is no longer needed.
fn switched_off(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let code = code(&file.path, &file.text);
        found.extend(code.lines().enumerate().filter_map(|(at, line)| {
            let off = line.contains("#[allow(") || line.contains("#![allow(");
            off.then(|| format!("{}:{}: use #[expect(…, reason)]", file.path, at + 1))
        }));
    }
    found
}

#[test]
fn no_lint_is_allowed_without_a_word() {
    assert_none(switched_off(&files(&["src"], &["rs"])));
    assert_eq!(switched_off(&[File::new("src/a.rs", "#[allow(clippy::panic)]\nfn f() {}")]).len(), 1);
}
