//! Laws about what is shipped: the manifest against PRIVACY.md, sizes, opening comments, unfinished work.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::source::{code, lines_of_code, lines_with, without_kinds_of_task};
use crate::tree::{self, File, assert_none, files, read};

/// Lines of code of one Rust file, tests aside.
const RUST_FILE: usize = 300;
/// Lines of code of the page reader: it must be short enough to be audited at a glance.
const PAGE_READER: usize = 600;
/// Lines of code of all JavaScript of the extension.
const JAVASCRIPT: usize = 700;

/// The code spans in the first column of the table under a heading of PRIVACY.md.
fn explained(privacy: &str, heading: &str) -> BTreeSet<String> {
    let (_, section) =
        privacy.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no section {heading}"));
    let section = section.split("\n## ").next().unwrap_or_default();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    cells.map(|(name, _)| name.to_owned()).collect()
}

fn texts(value: &Value) -> BTreeSet<String> {
    let list = value.as_array().unwrap_or_else(|| panic!("{value} is no list"));
    list.iter().map(|one| one.as_str().expect("a text").to_owned()).collect()
}

/// Everything that the manifest asks of the person who installs: permissions and hosts.
fn asked_for(manifest: &Value) -> BTreeSet<String> {
    let mut asked = texts(&manifest["permissions"]);
    asked.extend(texts(&manifest["host_permissions"]));
    for script in manifest["content_scripts"].as_array().expect("content scripts") {
        asked.extend(texts(&script["matches"]));
    }
    asked
}

fn manifest() -> Value {
    serde_json::from_str(&read("manifest.json")).expect("the manifest is JSON")
}

#[test]
fn permissions_equal_the_list_that_privacy_md_explains() {
    assert_eq!(asked_for(&manifest()), explained(&read("PRIVACY.md"), "Permissions"));
}

#[test]
fn a_permission_without_its_reason_would_be_seen() {
    let privacy =
        "# P\n\n## Permissions\n\n| Permission | Why |\n|---|---|\n| `storage` | x |\n\n## Else\n\n| `tabs` | x |\n";
    assert_eq!(explained(privacy, "Permissions"), BTreeSet::from(["storage".to_owned()]));
}

#[test]
fn the_manifest_opens_no_door_beside_those_that_are_meant() {
    let manifest = manifest();
    for key in ["optional_permissions", "optional_host_permissions", "update_url", "key", "oauth2"] {
        assert!(manifest.get(key).is_none(), "{key}");
    }
    assert_eq!(texts(&manifest["externally_connectable"]["ids"]), BTreeSet::new());
    let open = &manifest["web_accessible_resources"];
    assert_eq!(open.as_array().map(Vec::len), Some(1));
    assert_eq!(texts(&open[0]["resources"]), BTreeSet::from(["sidebar.html".to_owned()]));
    assert_eq!(texts(&open[0]["matches"]), BTreeSet::from(["https://web.whatsapp.com/*".to_owned()]));
    let policy = manifest["content_security_policy"]["extension_pages"].as_str().expect("a policy");
    let rules: BTreeSet<&str> = policy.split("; ").collect();
    for rule in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "connect-src 'self' https://api.hubapi.com",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors https://web.whatsapp.com",
    ] {
        assert!(rules.contains(rule), "{rule} is missing in {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
}

/// Sites on which something of this product runs: the matches of its content scripts, and whatever a permission would let it reach into.
fn sites(manifest: &Value) -> BTreeSet<String> {
    let scripts = manifest["content_scripts"].as_array().expect("content scripts");
    let reaching = ["activeTab", "scripting", "tabs", "webNavigation", "webRequest", "declarativeContent"];
    let reaching = texts(&manifest["permissions"]).into_iter().filter(|asked| reaching.contains(&asked.as_str()));
    scripts.iter().flat_map(|script| texts(&script["matches"])).chain(reaching).collect()
}

#[test]
fn i_01_on_any_other_site_nothing_is_injected() {
    assert_eq!(sites(&manifest()), BTreeSet::from(["https://web.whatsapp.com/*".to_owned()]));
    assert_eq!(texts(&manifest()["host_permissions"]), BTreeSet::from(["https://api.hubapi.com/*".to_owned()]));
}

#[test]
fn i_01_a_door_to_other_sites_would_be_seen() {
    let open =
        serde_json::json!({"content_scripts": [{"matches": ["<all_urls>"]}], "permissions": ["storage", "scripting"]});
    assert_eq!(sites(&open), BTreeSet::from(["<all_urls>".to_owned(), "scripting".to_owned()]));
}

#[test]
fn versions_agree() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(manifest()["version"], version);
    let package: Value = serde_json::from_str(&read("package.json")).expect("package.json is JSON");
    assert_eq!(package["version"], version);
    assert!(read("CHANGELOG.md").contains(&format!("\n## {version}")), "CHANGELOG.md says nothing of {version}");
}

fn too_long(files: &[File]) -> Vec<String> {
    let counted = files.iter().map(|file| (&file.path, lines_of_code(&code(&file.path, &file.text))));
    let long = counted.filter(|(_, lines)| *lines > RUST_FILE);
    long.map(|(path, lines)| {
        format!("{path}: {lines} lines of code, {RUST_FILE} are allowed: split it by what it does")
    })
    .collect()
}

#[test]
fn files_do_one_thing() {
    assert_none(too_long(&files(&["src", "xtask/src"], &["rs"])));
    assert_eq!(too_long(&[File::new("src/a.rs", &"x();\n".repeat(301))]).len(), 1);
}

#[test]
fn the_javascript_stays_short_enough_to_audit() {
    let count =
        |place| files(&[place], &["js"]).iter().map(|file| lines_of_code(&code(&file.path, &file.text))).sum::<usize>();
    let (page, all) = (count("extension/page"), count("extension"));
    assert!(
        page > 0 && page < PAGE_READER,
        "the page reader has {page} lines of code, fewer than {PAGE_READER} are allowed"
    );
    assert!(all < JAVASCRIPT, "the extension has {all} lines of JavaScript, fewer than {JAVASCRIPT} are allowed");
}

fn unexplained(files: &[File]) -> Vec<String> {
    // A file that clippy.toml or an attribute must precede may begin with attributes; a doc comment comes first of all else.
    let silent = files.iter().filter(|file| !file.text.starts_with("//!"));
    silent.map(|file| format!("{}: does not say at its top what it is", file.path)).collect()
}

#[test]
fn every_rust_file_says_at_its_top_what_it_is() {
    assert_none(unexplained(&files(&["src", "xtask/src", "tests"], &["rs"])));
    assert_eq!(unexplained(&[File::new("src/a.rs", "use std::fmt;\n")]).len(), 1);
}

fn unfinished(files: &[File]) -> Vec<String> {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("X", "XX"),
        concat!("to", "do!"),
        concat!("unimple", "mented!"),
    ];
    let found = files.iter().flat_map(|file| words.iter().map(move |word| (file, word)));
    found
        .flat_map(|(file, word)| {
            let lines: Vec<usize> = lines_with(&without_kinds_of_task(&file.text), word).collect();
            lines.into_iter().map(move |line| format!("{}:{line}: {word}", file.path))
        })
        .collect()
}

#[test]
fn nothing_is_left_for_later() {
    let places = ["src", "extension", "static", "scripts", "tests", "xtask/src"];
    let mut all = files(&places, &["rs", "js", "mjs", "css", "html", "md"]);
    // The sandbox's schema names one of these words because HubSpot does: it is a kind of task there.
    all.retain(|file| !file.within("tests/architecture") && !file.within("tests/sandbox/src/schema"));
    for paper in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "PRIVACY.md", "SECURITY.md"] {
        all.push(File::new(paper, &read(paper)));
    }
    assert_none(unfinished(&all));
    assert_eq!(unfinished(&[File::new("a.rs", concat!("// FIX", "ME: later"))]).len(), 1);
}

#[test]
fn the_pages_ask_for_nothing_that_is_not_packaged() {
    let pages = files(&["static"], &["html"]);
    let foreign = |page: &File| page.text.contains("//") || page.text.contains("http:");
    assert_none(
        pages.iter().filter(|page| foreign(page)).map(|page| format!("{}: names another host", page.path)).collect(),
    );
    assert!(foreign(&File::new("static/a.html", "<script src=\"https://cdn.example/a.js\"></script>")));
    assert!(!tree::extension().is_empty());
}
