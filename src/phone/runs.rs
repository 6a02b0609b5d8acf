//! Stretches of a text that can be one number.
//!
//! A run is a maximal stretch of digits and the signs people put between them. A letter ends it, so that labels and names fall away and
//! vanity words never become digits. It refuses extensions, and it does not guess where a row of digits without a sign between two
//! numbers might be cut.

use std::borrow::Cow;

use super::calling_code;

/// Words after which a run is an extension.
const EXTENSION_WORDS: [&str; 10] =
    ["ext", "extn", "extension", "x", "доб", "anexo", "ramal", "poste", "durchwahl", "доп"];
/// Fewer digits than this are no run.
const SHORTEST: usize = 5;
/// A part of a slash pair with this many digits is a number of its own.
const WHOLE_NUMBER: usize = 7;
/// After a slash, fewer digits than this are another ending for the number before it.
const ENDING: usize = 4;

/// One run, as it stands in the text but without its `+`.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Run<'a> {
    pub(super) text: Cow<'a, str>,
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

/// Gives the runs of a cleaned text without addresses, in order. A `+` begins a new one.
pub(super) fn runs_in<'a>(text: &'a str, give: &mut impl FnMut(Run<'a>)) {
    let bytes = text.as_bytes();
    let mut read = 0;
    // All signs of runs are ASCII, so that no place found here is inside a character.
    while let Some(sign) = bytes.get(read) {
        let begin = read;
        read += 1;
        if !is_run_sign(*sign) {
            continue;
        }
        let start = if *sign == b'+' { Start::Plus } else { Start::Unmarked };
        let rest = bytes.get(read..).unwrap_or_default().iter();
        read += rest.take_while(|sign| is_run_sign(**sign) && **sign != b'+').count();
        let run = text.get(begin..read).unwrap_or_default().trim_start_matches('+');
        if count_digits(run) < SHORTEST {
            continue;
        }
        // Only the first number of a stretch can be an extension: the others begin with a `+`.
        if start == Start::Plus || !is_extension_after(text.get(..begin).unwrap_or_default()) {
            give_slashed(run, start, give);
        }
    }
}

/// `030/123456` is one number, `+49 30 123456/57` keeps the first, and a slash between two whole numbers parts them.
fn give_slashed<'a>(text: &'a str, start: Start, give: &mut impl FnMut(Run<'a>)) {
    if !text.as_bytes().contains(&b'/') {
        return give(Run { text: Cow::Borrowed(text), start });
    }
    let mut parts = text.split('/');
    let mut run = Run { text: Cow::Borrowed(parts.next().unwrap_or_default()), start };
    let mut unread = text.get(run.text.len() + 1..);
    for part in parts {
        let is_whole = national_digits(&run) >= WHOLE_NUMBER;
        if is_whole && count_digits(part) >= WHOLE_NUMBER {
            give_long_enough(run, give);
            run = Run { text: Cow::Borrowed(part), start: Start::Unmarked };
        } else if run.text.is_empty() {
            run.text = Cow::Borrowed(part);
        } else if !is_whole && count_digits(unread.unwrap_or_default()) >= ENDING {
            run.text.to_mut().push_str(part);
        }
        unread = unread.and_then(|unread| unread.get(part.len() + 1..));
    }
    give_long_enough(run, give);
}

fn give_long_enough<'a>(run: Run<'a>, give: &mut impl FnMut(Run<'a>)) {
    if count_digits(&run.text) >= SHORTEST {
        give(run);
    }
}

/// Digits that are neither calling code nor leading zeros, as far as can be told.
fn national_digits(run: &Run<'_>) -> usize {
    let digits: String = run.text.chars().filter(char::is_ascii_digit).collect();
    let international = match run.start {
        Start::Plus => Some(digits.as_str()),
        Start::Unmarked => digits.strip_prefix("00"),
    };
    let national = international.and_then(calling_code::split).map_or(digits.as_str(), |(_, rest)| rest);
    national.trim_start_matches('0').len()
}

fn is_extension_after(before: &str) -> bool {
    let before = before.trim_end_matches([' ', ':', '=', '.']);
    let ends_with_word =
        |word: &str| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphabetic));
    before.ends_with('#') || before.ends_with(",,") || EXTENSION_WORDS.iter().any(|word| ends_with_word(word))
}

fn is_run_sign(sign: u8) -> bool {
    matches!(sign, b'0'..=b'9' | b'+' | b'-' | b'.' | b'(' | b')' | b'[' | b']' | b'~' | b'/' | b' ')
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
