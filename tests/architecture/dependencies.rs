//! The native dependency tree: what the pure modules stand on. Small, and each entry argued, because every crate here reads what strangers
//! wrote or is trusted with what customers wrote.

use std::collections::BTreeSet;
use std::process::Command;

/// What the package asks for itself, and why. The rest of the tree follows from these.
const ASKED: &[(&str, &str)] = &[
    ("crc32fast", "the checksum of stored records"),
    ("futures-channel", "one-shot answers between flows that run side by side"),
    ("futures-util", "waiting for several flows at once"),
    ("phonenumber", "national readings and validity: the metadata of every country"),
    ("serde", "messages, records and HubSpot's JSON"),
    ("serde_json", "the same, as text"),
];

/// What these bring along. A crate that appears here by an update is looked at before it is added.
const BROUGHT: &[(&str, &[&str])] = &[
    ("crc32fast", &["cfg-if"]),
    ("futures-util", &["futures-core", "futures-task", "pin-project-lite", "slab"]),
    (
        "phonenumber",
        &[
            "aho-corasick",
            "byteorder",
            "cobs",
            "either",
            "fnv",
            "hash32",
            "heapless",
            "linked-hash-map",
            "lock_api",
            "lru-cache",
            "memchr",
            "minimal-lexical",
            "nom",
            "once_cell",
            "oncemutex",
            "postcard",
            "quick-xml",
            "regex",
            "regex-automata",
            "regex-cache",
            "regex-syntax",
            "scopeguard",
            "spin",
            "stable_deref_trait",
            "strum",
            "thiserror",
        ],
    ),
    ("serde", &["serde_core"]),
    ("serde_json", &["itoa", "memchr", "zmij"]),
];

/// Names of the crates that are linked into the native library; what only runs inside the compiler is left out.
fn tree(depth: Option<&str>) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo.args([
        "tree",
        "--locked",
        "--offline",
        "-p",
        env!("CARGO_PKG_NAME"),
        "-e",
        "normal,no-proc-macro",
        "--prefix",
        "none",
    ]);
    cargo.args(["--format", "{p}", "--target", "x86_64-unknown-linux-gnu"]);
    if let Some(depth) = depth {
        cargo.args(["--depth", depth]);
    }
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("names");
    let names = text.lines().filter_map(|line| line.split(' ').next()).filter(|name| !name.is_empty());
    names.map(str::to_owned).filter(|name| name != env!("CARGO_PKG_NAME")).collect()
}

#[test]
fn the_package_asks_for_what_is_argued_and_no_more() {
    let argued: BTreeSet<String> = ASKED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(tree(Some("1")), argued);
}

#[test]
fn nothing_else_came_along() {
    let known: BTreeSet<String> = ASKED
        .iter()
        .map(|(name, _)| *name)
        .chain(BROUGHT.iter().flat_map(|(_, names)| names.iter().copied()))
        .map(str::to_owned)
        .collect();
    let tree = tree(None);
    let (came, gone): (Vec<_>, Vec<_>) = (tree.difference(&known).collect(), known.difference(&tree).collect());
    assert!(came.is_empty() && gone.is_empty(), "came along: {came:?}; gone: {gone:?}");
}
