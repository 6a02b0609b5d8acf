//! The views that the gallery draws are views of this protocol, with nothing more and nothing less in them.

use std::fs;
use std::path::Path;

use linked_contacts::protocol::view::View;
use serde_json::Value;

fn views() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery/views");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = |path: &Path| {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| (path.display().to_string(), read(&path))).collect()
}

#[test]
fn every_view_of_the_gallery_is_one() {
    let views = views();
    assert!(views.len() > 40, "{} views", views.len());
    for (path, value) in views {
        let view: View = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(serde_json::to_value(&view).expect("a value"), value, "{path}");
    }
}
