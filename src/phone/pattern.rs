//! The metadata's patterns, matched without compiling them.
//!
//! A pattern of the metadata uses a handful of signs: digits, `\d`, sets, groups, `|`, `?`, `{n}` and `{n,m}`. Compiling one as a regular
//! expression takes milliseconds, and the crate's cache forgets all but the last hundred. Here a pattern is walked once, with the set of
//! places in the digits that have been reached so far, one bit each: microseconds, no memory, and no input that makes it slow. It also
//! matches whole numbers only, where the crate is content with a beginning. Any other sign in a pattern means no match.

/// Which whole rows of digits a pattern matches; one row is prepared for many patterns.
pub(super) struct Subject {
    /// For each digit, the places where it stands: bit 0 is the first.
    places: [u32; 10],
    length: usize,
}

/// Places in the digits: bit `n` is set where `n` digits have been matched.
type Reached = u32;

/// Places where anything can begin: before the first digit.
const START: Reached = 1;

impl Subject {
    /// `None` unless the text is 1 to 31 ASCII digits.
    pub(super) fn new(digits: &str) -> Option<Self> {
        let mut places = [0; 10];
        for (index, sign) in digits.bytes().enumerate() {
            *places.get_mut(value(sign)?)? |= 1_u32.checked_shl(u32::try_from(index).ok()?)?;
        }
        (1..32).contains(&digits.len()).then_some(Self { places, length: digits.len() })
    }

    /// Digits in the row.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Whether the pattern matches all the digits.
    pub(super) fn is_whole(&self, pattern: &str) -> bool {
        self.reached(pattern) >> self.length == 1
    }

    /// Whether the pattern matches how the digits begin.
    pub(super) fn begins(&self, pattern: &str) -> bool {
        self.reached(pattern) != 0
    }

    fn reached(&self, pattern: &str) -> Reached {
        let mut walk = Walk { subject: self, rest: pattern.as_bytes() };
        let reached = walk.alternatives(START);
        // What is left over is no pattern that is understood here.
        if walk.peek().is_none() { reached.unwrap_or(0) } else { 0 }
    }
}

/// A place in a pattern, spaces passed over: the metadata folds long patterns. Every step takes the places reached before it and gives
/// those reached after it; `None` is a pattern not understood.
#[derive(Clone, Copy)]
struct Walk<'a> {
    subject: &'a Subject,
    rest: &'a [u8],
}

impl Walk<'_> {
    fn alternatives(&mut self, from: Reached) -> Option<Reached> {
        let mut reached = 0;
        loop {
            reached |= self.sequence(from)?;
            if !self.takes(b'|') {
                return Some(reached);
            }
        }
    }

    fn sequence(&mut self, mut from: Reached) -> Option<Reached> {
        while !matches!(self.peek(), None | Some(b'|' | b')')) {
            // Most of a long list of area codes is left at its first digit.
            if from == 0 {
                self.pass_over()?;
                break;
            }
            from = self.repeated(from)?;
        }
        Some(from)
    }

    /// Goes to the end of the sequence, which nothing has reached.
    fn pass_over(&mut self) -> Option<()> {
        let mut depth = 0_u32;
        loop {
            match self.peek() {
                None => return (depth == 0).then_some(()),
                Some(b'|' | b')') if depth == 0 => return Some(()),
                Some(b'(') => depth += 1,
                Some(b')') => depth -= 1,
                Some(b'0'..=b'9' | b'|' | b'?' | b':' | b'[' | b'-' | b']' | b'{' | b',' | b'}' | b'\\' | b'd') => {}
                Some(_) => return None,
            }
            self.next();
        }
    }

    fn repeated(&mut self, from: Reached) -> Option<Reached> {
        let item = *self;
        let mut reached = self.item(from)?;
        let (least, most) = self.times()?;
        let mut found = if least == 0 { from } else { 0 };
        for time in 1..=most {
            if time > 1 {
                reached = { item }.item(reached)?;
            }
            if time >= least {
                found |= reached;
            }
            if reached == 0 {
                break;
            }
        }
        Some(found)
    }

    fn item(&mut self, from: Reached) -> Option<Reached> {
        match self.next()? {
            b'(' => {
                self.takes(b'?');
                self.takes(b':');
                let reached = self.alternatives(from)?;
                self.takes(b')').then_some(reached)
            }
            b'[' => self.set().map(|places| (from & places) << 1),
            b'\\' => self.takes(b'd').then_some((from & self.places(b'0', b'9')?) << 1),
            digit => self.places(digit, digit).map(|places| (from & places) << 1),
        }
    }

    /// The places of the digits in a set, the opening bracket already taken.
    fn set(&mut self) -> Option<u32> {
        let mut places = 0;
        while !self.takes(b']') {
            let first = self.next()?;
            let last = if self.takes(b'-') { self.next()? } else { first };
            places |= self.places(first, last)?;
        }
        Some(places)
    }

    /// How often the item before may stand: once, unless the pattern says otherwise.
    fn times(&mut self) -> Option<(u32, u32)> {
        if self.takes(b'?') {
            return Some((0, 1));
        }
        if !self.takes(b'{') {
            return Some((1, 1));
        }
        let least = self.number()?;
        let most = if self.takes(b',') { self.number()? } else { least };
        self.takes(b'}').then_some((least, most))
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            self.next();
            number = Some(number.unwrap_or(0_u32).checked_mul(10)?.checked_add(u32::from(digit - b'0'))?);
        }
        number
    }

    /// The places of all digits from the first to the last.
    fn places(&self, first: u8, last: u8) -> Option<u32> {
        let digits = self.subject.places.get(value(first)?..=value(last)?)?;
        Some(digits.iter().fold(0, |all, places| all | places))
    }

    fn peek(&mut self) -> Option<u8> {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.rest.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let sign = self.peek()?;
        self.rest = self.rest.get(1..)?;
        Some(sign)
    }

    fn takes(&mut self, sign: u8) -> bool {
        let is_there = self.peek() == Some(sign);
        if is_there {
            self.next();
        }
        is_there
    }
}

/// What an ASCII digit stands for; above 9 for a sign behind the digits.
fn value(digit: u8) -> Option<usize> {
    digit.checked_sub(b'0').map(usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, whole: &[&str], others: &[&str]) {
        for (digits, expected) in whole.iter().map(|d| (d, true)).chain(others.iter().map(|d| (d, false))) {
            assert_eq!(Subject::new(digits).expect("digits").is_whole(pattern), expected, "{pattern} {digits}");
        }
    }

    #[test]
    fn every_sign_of_the_metadata() {
        check("123", &["123"], &["12", "1234", "124"]);
        check("[2-57]\\d", &["20", "57", "79"], &["60", "2", "200"]);
        check("1(?:2|34)5", &["125", "1345"], &["1235", "15"]);
        check("1(2|34)5", &["125", "1345"], &["135"]);
        check("12?3", &["13", "123"], &["1223"]);
        check("\\d{3}", &["000", "999"], &["00", "0000"]);
        check("1\\d{2,4}", &["100", "1000", "10000"], &["10", "100000"]);
        check("(?:1|11){2}2", &["112", "1112", "11112"], &["12", "111112"]);
        check(" 1\n (?: 2 |\t3 ) {2} ", &["122", "133"], &["12"]);
        check("1|12|123", &["1", "12", "123"], &["2", "1234"]);
        check("(?:5(?:0[1-3]|4)|6)\\d(?:7|8[09])?", &["5017", "541", "54180", "60"], &["5047", "6188"]);
    }

    #[test]
    fn a_first_alternative_that_is_shorter_hides_nothing() {
        check("7|9\\d", &["7", "91"], &["71", "9"]);
        check("(?:1|12)3?", &["1", "12", "13", "123"], &["124"]);
    }

    #[test]
    fn beginnings() {
        let begins = |pattern, digits: &str| Subject::new(digits).expect("digits").begins(pattern);
        assert!(begins("787|939", "7871234567") && !begins("787|939", "78"));
    }

    #[test]
    fn what_is_not_understood_matches_nothing() {
        for pattern in
            ["1.", "1*", "1+", "^1", "1$", "\\w", "(1", "1)", "[1", "1{2", "[^2]", "[3-1]", "a", "(?!2)1", "1{x}"]
        {
            check(pattern, &[], &["1", "11", "12"]);
        }
        // Also behind what the digits do not reach.
        for pattern in ["1|2.", "1|3(?:4*|5)", "1|2(3", "1|2)"] {
            check(pattern, &[], &["1", "2"]);
        }
        assert!(Subject::new("").is_none() && Subject::new("12a").is_none() && Subject::new(&"1".repeat(32)).is_none());
    }

    #[test]
    fn the_longest_row_of_digits() {
        let digits = "1".repeat(31);
        check("1{31}", &[&digits], &[&digits[1..]]);
    }
}
