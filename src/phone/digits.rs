//! A short row of ASCII digits, kept in place.
//!
//! Books are keyed by the ten thousand, and nearly all the time of doing so went into strings of a dozen digits on the heap. So the
//! digits of a number live where the number lives. It refuses anything but ASCII digits, and more of them than anyone writes for one number.

use std::fmt;
use std::ops::Deref;

/// Most digits that are written for one number: 15 (ITU-T E.164) and a trunk prefix.
pub(super) const MOST_WRITTEN: usize = 18;

/// At most so many ASCII digits; reads as a `str`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Digits<const MOST: usize = MOST_WRITTEN> {
    /// Zero bytes behind the last digit, so that comparing rows is comparing texts.
    bytes: [u8; MOST],
    length: u8,
}

impl<const MOST: usize> Digits<MOST> {
    /// `None` where the texts, joined, hold anything but digits, or too many.
    pub(super) fn joined(parts: &[&str]) -> Option<Self> {
        let mut digits = Self::default();
        for part in parts {
            digits.extend(part)?;
        }
        Some(digits)
    }

    /// The digits as ASCII bytes.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.length)).unwrap_or_default()
    }

    fn extend(&mut self, part: &str) -> Option<()> {
        let start = usize::from(self.length);
        let end = start + part.len();
        let place = self.bytes.get_mut(start..end)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| place.copy_from_slice(part.as_bytes()))?;
        self.length = u8::try_from(end).ok()?;
        Some(())
    }

    /// Appends an ASCII digit; `None` if it is none, or one too many.
    pub(super) fn push(&mut self, byte: u8) -> Option<()> {
        let place = self.bytes.get_mut(usize::from(self.length))?;
        *place = Some(byte).filter(u8::is_ascii_digit)?;
        self.length += 1;
        Some(())
    }
}

impl<const MOST: usize> Default for Digits<MOST> {
    fn default() -> Self {
        Self { bytes: [0; MOST], length: 0 }
    }
}

impl<const MOST: usize> Deref for Digits<MOST> {
    type Target = str;

    fn deref(&self) -> &str {
        // Only digits get in, so that the text is never refused.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl<const MOST: usize> fmt::Debug for Digits<MOST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_nothing_else() {
        let joined = |parts: &[&str]| <Digits>::joined(parts);
        assert_eq!(joined(&["01", "", "23"]).as_deref(), Some("0123"));
        assert_eq!(joined(&[]).as_deref(), Some(""));
        assert_eq!(joined(&["1".repeat(18).as_str()]).as_deref(), Some("111111111111111111"));
        for text in ["1 2", "+1", "٣", "a", &"1".repeat(19)] {
            assert_eq!(joined(&[text]), None, "{text}");
        }
    }

    #[test]
    fn rows_compare_as_texts() {
        let mut texts = ["9", "10", "1", "", "01", "100"];
        let mut rows = texts.map(|text| <Digits>::joined(&[text]).expect(text));
        texts.sort();
        rows.sort();
        assert_eq!(rows.map(|row| row.to_string()), texts);
    }
}
