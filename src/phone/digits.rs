//! A short row of ASCII digits, kept in place.
//!
//! Books are keyed by the ten thousand, and nearly all the time of doing so went into strings of a dozen digits on the heap. So the
//! digits of a number live where the number lives. It refuses anything but ASCII digits, and more of them than anyone writes for one number.

use std::fmt;
use std::ops::Deref;

/// Most digits that are written for one number: 15 (ITU-T E.164) and a trunk prefix.
pub(super) const MOST_WRITTEN: usize = 18;

/// At most [`MOST_WRITTEN`] ASCII digits; reads as a `str`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Digits {
    /// Zero bytes behind the last digit, so that comparing rows is comparing texts.
    bytes: [u8; MOST_WRITTEN],
    length: u8,
}

impl Digits {
    /// `None` where the texts, joined, hold anything but digits, or too many.
    pub(super) fn joined(parts: &[&str]) -> Option<Self> {
        let mut digits = Self::default();
        for byte in parts.iter().flat_map(|part| part.bytes()) {
            digits.push(byte)?;
        }
        Some(digits)
    }

    /// Appends an ASCII digit; `None` if it is none, or one too many.
    pub(super) fn push(&mut self, byte: u8) -> Option<()> {
        let place = self.bytes.get_mut(usize::from(self.length))?;
        *place = Some(byte).filter(u8::is_ascii_digit)?;
        self.length += 1;
        Some(())
    }
}

impl Deref for Digits {
    type Target = str;

    fn deref(&self) -> &str {
        // Only digits get in, so that the text is never refused.
        self.bytes.get(..usize::from(self.length)).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_nothing_else() {
        assert_eq!(Digits::joined(&["01", "", "23"]).as_deref(), Some("0123"));
        assert_eq!(Digits::joined(&[]).as_deref(), Some(""));
        assert_eq!(Digits::joined(&["1".repeat(18).as_str()]).as_deref(), Some("111111111111111111"));
        for text in ["1 2", "+1", "٣", "a", &"1".repeat(19)] {
            assert_eq!(Digits::joined(&[text]), None, "{text}");
        }
    }

    #[test]
    fn rows_compare_as_texts() {
        let mut texts = ["9", "10", "1", "", "01", "100"];
        let mut rows = texts.map(|text| Digits::joined(&[text]).expect(text));
        texts.sort();
        rows.sort();
        assert_eq!(rows.map(|row| row.to_string()), texts);
    }
}
