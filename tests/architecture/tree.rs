//! The files of the project, read once per test.

use std::fs;
use std::path::{Path, PathBuf};

/// A file: its path from the root with `/` between folders, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    /// Whether the file lies in this folder or is this file.
    pub fn within(&self, place: &str) -> bool {
        self.path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    pub fn has_extension(&self, wanted: &[&str]) -> bool {
        Path::new(&self.path).extension().and_then(|found| found.to_str()).is_some_and(|found| wanted.contains(&found))
    }
}

/// The text of one file.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Everything that is, or becomes, the extension: Rust, JavaScript, pages, styles, texts, the manifest.
pub fn extension() -> Vec<File> {
    files(&["src", "extension", "static", "manifest.json"], &["rs", "js", "html", "css", "json", "svg"])
}

/// The files below these places with one of these extensions, in order of their paths.
pub fn files(places: &[&str], extensions: &[&str]) -> Vec<File> {
    let mut paths = Vec::new();
    for place in places {
        collect(&root().join(place), &mut paths);
    }
    paths.sort();
    let named = paths.iter().map(|path| {
        let path =
            path.strip_prefix(root()).expect("below the root").to_str().expect("a path in Unicode").replace('\\', "/");
        File { text: String::new(), path }
    });
    let found: Vec<File> = named
        .filter(|file| file.has_extension(extensions))
        .map(|file| File { text: read(&file.path), ..file })
        .collect();
    assert!(!found.is_empty(), "nothing was found in {places:?}");
    found
}

fn collect(path: &Path, into: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for entry in entries {
            collect(&entry.expect("an entry").path(), into);
        }
    } else {
        into.push(path.to_owned());
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with every fault on a line of its own.
#[track_caller]
pub fn assert_none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
