//! Stretches of a text that can be one number.
//!
//! A run is a maximal stretch of digits and the signs people put between them. A letter ends it, so that labels and names fall away and
//! vanity words never become digits. It refuses extensions, and it does not guess where a row of digits without a sign between two
//! numbers might be cut.

use super::calling_code;

/// Words after which a run is an extension.
const EXTENSION_WORDS: [&str; 10] = [
    "ext",
    "extn",
    "extension",
    "x",
    "доб",
    "anexo",
    "ramal",
    "poste",
    "durchwahl",
    "доп",
];
/// Fewer digits than this are no run.
const SHORTEST: usize = 5;
/// A part of a slash pair with this many digits is a number of its own.
const WHOLE_NUMBER: usize = 7;
/// After a slash, fewer digits than this are another ending for the number before it.
const ENDING: usize = 4;

/// One run, as it stands in the text but without its `+`.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) start: Start,
}

/// How a run begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Start {
    /// With a `+`: a calling code follows.
    Plus,
    /// With a digit or a bracket: nothing is known yet.
    Unmarked,
}

/// The runs of a cleaned text without addresses, in order.
pub(super) fn runs_in(text: &str) -> Vec<Run> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_run_sign) {
        let (before, from_run) = rest.split_at(start);
        let end = from_run.find(|c| !is_run_sign(c)).unwrap_or(from_run.len());
        let (run, after) = from_run.split_at(end);
        let read_up_to = text.len() - rest.len() + before.len();
        let before_run = text.get(..read_up_to).unwrap_or_default();
        push_run(run, before_run, &mut found);
        rest = after;
    }
    found
}

/// Cuts a run at each `+` and at the slashes between two numbers.
fn push_run(run: &str, before: &str, found: &mut Vec<Run>) {
    for (index, part) in run.split('+').enumerate() {
        let start = if index == 0 {
            Start::Unmarked
        } else {
            Start::Plus
        };
        if start == Start::Unmarked && is_extension_after(before) {
            continue;
        }
        push_slashed(part, start, found);
    }
}

/// `030/123456` is one number, `+49 30 123456/57` keeps the first, and a slash between two whole numbers parts them.
fn push_slashed(text: &str, start: Start, found: &mut Vec<Run>) {
    let mut run = Run {
        text: String::new(),
        start,
    };
    let mut rest = Some(text);
    while let Some(unread) = rest {
        let (part, after) = match unread.split_once('/') {
            Some((part, after)) => (part, Some(after)),
            None => (unread, None),
        };
        let is_whole = national_digits(&run) >= WHOLE_NUMBER;
        if is_whole && count_digits(part) >= WHOLE_NUMBER {
            push_long_enough(run, found);
            run = Run {
                text: part.to_owned(),
                start: Start::Unmarked,
            };
        } else if run.text.is_empty() || (!is_whole && count_digits(unread) >= ENDING) {
            run.text.push_str(part);
        }
        rest = after;
    }
    push_long_enough(run, found);
}

fn push_long_enough(run: Run, found: &mut Vec<Run>) {
    if count_digits(&run.text) >= SHORTEST {
        found.push(run);
    }
}

/// Digits that are neither calling code nor leading zeros, as far as can be told.
fn national_digits(run: &Run) -> usize {
    let digits: String = run.text.chars().filter(char::is_ascii_digit).collect();
    let international = match run.start {
        Start::Plus => Some(digits.as_str()),
        Start::Unmarked => digits.strip_prefix("00"),
    };
    let national = international
        .and_then(calling_code::split)
        .map_or(digits.as_str(), |(_, rest)| rest);
    national.trim_start_matches('0').len()
}

fn is_extension_after(before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '=', '.']);
    let ends_with_word = |word: &str| {
        before
            .strip_suffix(word)
            .is_some_and(|rest| !rest.ends_with(char::is_alphabetic))
    };
    before.ends_with('#')
        || before.ends_with(",,")
        || EXTENSION_WORDS.iter().any(|word| ends_with_word(word))
}

fn is_run_sign(character: char) -> bool {
    character.is_ascii_digit()
        || matches!(
            character,
            '+' | '-' | '.' | '(' | ')' | '[' | ']' | '~' | '/' | ' '
        )
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
