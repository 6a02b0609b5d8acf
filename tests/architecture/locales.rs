//! Every sentence that a person sees has a key, and each language has all of them with the same placeholders.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::source::code;
use crate::tree::{File, assert_none, extension, files};

/// The texts of one language by key.
type Messages = BTreeMap<String, String>;

fn languages() -> BTreeMap<String, Messages> {
    let read = |file: File| {
        let value: Value = serde_json::from_str(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        let language = file.path.split('/').nth(2).expect("a language").to_owned();
        let entries = value.as_object().expect("an object").iter();
        (
            language,
            entries.map(|(key, it)| (key.clone(), it["message"].as_str().expect("a message").to_owned())).collect(),
        )
    };
    files(&["static/_locales"], &["json"]).into_iter().map(read).collect()
}

/// What stands between dollar signs in a text, such as `NAME` in "Unlink $NAME$?".
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('$').skip(1).step_by(2).collect()
}

fn differences(one: &Messages, other: &Messages, language: &str) -> Vec<String> {
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let judge = |key: &String| match (one.get(key), other.get(key)) {
        (Some(ours), Some(theirs)) if placeholders(ours) != placeholders(theirs) => {
            Some(format!("{language}: {key}: other placeholders"))
        }
        (Some(_), Some(theirs)) if theirs.trim().is_empty() => Some(format!("{language}: {key}: empty")),
        (Some(_), Some(_)) => None,
        (Some(_), None) => Some(format!("{language}: {key} is missing")),
        (None, _) => Some(format!("{language}: {key} is not in English")),
    };
    keys.into_iter().filter_map(judge).collect()
}

#[test]
fn all_languages_have_the_same_keys_and_placeholders() {
    let languages = languages();
    let english = languages.get("en").expect("English");
    assert!(languages.len() > 1 && !english.is_empty());
    assert_none(languages.iter().flat_map(|(language, texts)| differences(english, texts, language)).collect());
}

#[test]
fn a_missing_key_and_a_lost_placeholder_would_be_seen() {
    let of = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|&(key, text)| (key.to_owned(), text.to_owned())).collect::<Messages>()
    };
    let english = of(&[("a", "One"), ("b", "$ONE$ of $TWO$"), ("c", "Three")]);
    assert_eq!(differences(&english, &of(&[("a", "Um"), ("b", "$TWO$ de $ONE$"), ("c", "Três")]), "pt").len(), 0);
    assert_eq!(differences(&english, &of(&[("a", ""), ("b", "$ONE$"), ("d", "x")]), "pt").len(), 4);
}

/// Endings that the code adds to a key: one or several, and a sentence whose value is empty.
const ENDINGS: &[&str] = &["_one", "_other", "_bare"];

fn source(files: &[File]) -> impl Iterator<Item = (&File, String)> {
    files.iter().filter(|file| file.has_extension(&["rs", "js"])).map(|file| (file, code(&file.path, &file.text)))
}

/// What is quoted in the code: a key is named by a text of its own.
fn quoted(files: &[File]) -> BTreeSet<String> {
    source(files)
        .flat_map(|(_, code)| code.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The keys that the code asks for by name: from `_locales`, or as the sentence of a problem.
fn asked(files: &[File]) -> BTreeSet<String> {
    let mut asked = BTreeSet::new();
    for (file, code) in source(files) {
        let calls: &[&str] = if file.within("extension") {
            &["getMessage("]
        } else if ["src/sidebar", "src/options", "src/browser"].iter().any(|place| file.within(place)) {
            &[" text(", "(text(", "problem("]
        } else {
            &["problem("]
        };
        for call in calls {
            let arguments = code
                .match_indices(call)
                .filter_map(|(at, call)| code[at + call.len()..].trim_start().strip_prefix('"'));
            asked.extend(arguments.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    // Sentences of problems stand in a table too, not only in calls.
    asked.extend(quoted(files).into_iter().filter(|text| text.starts_with("problem_")));
    asked
}

#[test]
fn each_key_that_the_code_asks_for_has_a_text() {
    let languages = languages();
    let english = languages.get("en").expect("English");
    let has_text = |key: &String| english.contains_key(key) || english.contains_key(&format!("{key}_other"));
    let asked = asked(&extension());
    assert!(!asked.is_empty());
    assert_none(asked.into_iter().filter(|key| !has_text(key)).map(|key| format!("{key} has no text")).collect());
}

#[test]
fn no_text_is_left_over() {
    let quoted = quoted(&extension());
    let manifest = extension().into_iter().find(|file| file.path == "manifest.json").expect("the manifest").text;
    let named = |key: &str| quoted.contains(key) || manifest.contains(&format!("__MSG_{key}__"));
    let used = |key: &String| named(key) || ENDINGS.iter().any(|ending| key.strip_suffix(ending).is_some_and(named));
    let languages = languages();
    let english = languages.get("en").expect("English");
    assert_none(english.keys().filter(|key| !used(key)).map(|key| format!("{key} is shown nowhere")).collect());
}

#[test]
fn keys_are_found_in_code() {
    let text = "fn f() { text(\"options_title\", &[]); Err(problem(\"problem_busy\", &[])); // text(\"not_this\")\n}";
    let keys = BTreeSet::from(["options_title".to_owned(), "problem_busy".to_owned()]);
    assert_eq!(asked(&[File::new("src/options/a.rs", text)]), keys);
    assert_eq!(quoted(&[File::new("src/options/a.rs", text)]), keys);
}
