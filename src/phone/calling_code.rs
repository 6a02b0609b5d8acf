//! Country calling codes: which exist, and where one ends in a row of digits.
//!
//! The codes are prefix-free (ITU-T E.164, list of assigned country codes), so the first that fits is the only one that fits.
//! Codes without a country (satellites, freephone) are in the list: a WhatsApp id may carry one. Unassigned codes are refused.

/// Most digits of a code.
const LONGEST: usize = 3;

/// The [`CodeSet`] of a pattern of codes.
macro_rules! codes {
    ($listed:pat) => {{
        const TABLE: [bool; 1_000] = {
            let mut table = [false; 1_000];
            let (mut code, mut rest): (u16, &mut [bool]) = (0, &mut table);
            while let Some((is_listed, others)) = rest.split_first_mut() {
                *is_listed = matches!(code, $listed);
                code += 1;
                rest = others;
            }
            table
        };
        CodeSet(TABLE)
    }};
}
pub(super) use codes;

/// Splits international digits, without `+` or `00`, into calling code and the rest. `None` where no assigned code begins them.
pub(super) fn split(digits: &str) -> Option<(u16, &str)> {
    let bytes = digits.as_bytes();
    let mut code = 0;
    for length in 1..=LONGEST {
        let digit = bytes.get(length - 1)?.wrapping_sub(b'0');
        code = code * 10 + u16::from(digit);
        if digit > 9 || code == 0 {
            return None;
        }
        if is_assigned(code) {
            return Some((code, digits.get(length..)?));
        }
    }
    None
}

/// Whether the digits are one assigned calling code and nothing else.
pub(super) fn is_exactly_one(digits: &str) -> bool {
    split(digits).is_some_and(|(_, rest)| rest.is_empty())
}

/// Digits of a code.
pub(super) fn length(code: u16) -> usize {
    match code {
        0..=9 => 1,
        10..=99 => 2,
        _ => 3,
    }
}

/// Whether ITU has assigned the code.
pub(super) fn is_assigned(code: u16) -> bool {
    static ASSIGNED: CodeSet = codes!(
        1 | 7
        | 20 | 27 | 30..=34 | 36 | 39..=41 | 43..=49 | 51..=58 | 60..=66 | 81 | 82 | 84 | 86 | 90..=95 | 98
        | 211..=213 | 216 | 218 | 220..=258 | 260..=269 | 290 | 291 | 297..=299
        | 350..=359 | 370..=378 | 380..=383 | 385..=387 | 389 | 420 | 421 | 423
        | 500..=509 | 590..=599 | 670 | 672..=683 | 685..=692
        | 800 | 808 | 850 | 852 | 853 | 855 | 856 | 870 | 878 | 880..=883 | 886 | 888
        | 960..=968 | 970..=977 | 979 | 992..=996 | 998
    );
    ASSIGNED.contains(code)
}

/// A set of calling codes: it is asked several times for every number, and a list of ranges would be walked each time.
pub(super) struct CodeSet(pub(super) [bool; 1_000]);

impl CodeSet {
    pub(super) fn contains(&self, code: u16) -> bool {
        self.0.get(usize::from(code)).is_some_and(|is_listed| *is_listed)
    }
}
