//! A sentence with texts from outside in it.
//!
//! Each of them is cleaned and stands isolated in a `<bdi>`, so that a name can neither turn the sentence around nor become markup. The
//! sentence comes from the locale with its places marked by characters that no text contains, and is cut there.

use leptos::prelude::*;

use crate::browser::locale;
use crate::display::{clean, clean_lines};

/// Marks of the places, one character of the private use area each; Chrome has nine places.
const PLACES: [char; 9] =
    ['\u{E001}', '\u{E002}', '\u{E003}', '\u{E004}', '\u{E005}', '\u{E006}', '\u{E007}', '\u{E008}', '\u{E009}'];

/// The sentence of a locale key with these texts in their places.
pub fn sentence(key: &str, values: &[&str]) -> AnyView {
    let marks: Vec<String> = PLACES.iter().take(values.len()).map(char::to_string).collect();
    let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
    let text = locale::text(key, &marks);
    let mut parts: Vec<AnyView> = Vec::new();
    let mut plain = String::new();
    for character in text.chars() {
        let place = PLACES.iter().position(|place| *place == character).and_then(|at| values.get(at));
        match place {
            Some(value) => {
                parts.push(std::mem::take(&mut plain).into_any());
                parts.push(isolated(value));
            }
            None => plain.push(character),
        }
    }
    parts.push(plain.into_any());
    parts.collect_view().into_any()
}

/// A text of lines from outside by itself.
pub fn isolated_lines(text: &str) -> AnyView {
    let lines = clean_lines(text).into_iter().map(|line| view! { <bdi class="text-line">{line}</bdi> });
    lines.collect_view().into_any()
}

/// A text from outside by itself.
pub fn isolated(text: &str) -> AnyView {
    view! { <bdi>{clean(text)}</bdi> }.into_any()
}

/// An e-mail address by itself, which breaks before its "@", where a reader expects it, and elsewhere only where it must. The elements
/// are the same whatever the text.
pub fn address(email: &str) -> AnyView {
    let email = clean(email);
    let (name, host) = email.split_at(email.find('@').unwrap_or(email.len()));
    view! { <bdi>{name.to_owned()}<wbr />{host.to_owned()}</bdi> }.into_any()
}

/// The text of a locale key that has no places.
pub fn t(key: &str) -> String {
    locale::text(key, &[])
}
