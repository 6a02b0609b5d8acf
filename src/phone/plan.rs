//! Dialling habits: what people write before a national number at home (trunk prefix) and before a foreign one (exit code).
//!
//! A table per calling code instead of metadata, because these prefixes change once in decades and must be known before the metadata
//! is loaded. Where the prefix could also be a digit of the number itself, it goes only if the rest has the length of a national
//! number. Sources: ITU-T national numbering plans, and the metadata of libphonenumber as the second voice.

use super::calling_code::{CodeSet, codes};

/// The national number without the trunk prefix in front of it; unchanged where the plan has none or none is there.
pub(super) fn without_trunk(code: u16, digits: &str) -> &str {
    match code {
        1 => drop_first(digits, &["1"], &[10]),
        // Fourteen digits have satellite and special numbers behind 8 10.
        7 => drop_first(digits, &["8"], &[10, 14]),
        36 => drop_first(digits, &["06"], &[8, 9]),
        52 => drop_first(digits, &["044", "045", "01"], &[10]),
        // No area code begins with 0: `+54 9 (0351) ...` has the 9 of a mobile and the trunk prefix.
        54 => drop_first(digits, &["90", "0"], &[10, 11, 12, 13]),
        55 => without_brazilian_trunk(digits),
        // Gabon's numbers of before 2019 have eight digits with a 0 of their own.
        241 => drop_first(digits, &["0"], &[8]),
        370 => drop_first(digits, &["8", "0"], &[8]),
        375 => drop_first(digits, &["80", "8", "0"], &[9]),
        692 => drop_first(digits, &["1"], &[7]),
        993 => drop_first(digits, &["8"], &[8]),
        code if has_trunk_zero(code) => digits.strip_prefix('0').filter(|rest| !rest.is_empty()).unwrap_or(digits),
        _ => digits,
    }
}

/// Every national number that digits dialled inside a country can mean: as they are (a 0 in front may belong to the number), without the
/// trunk prefix, and without the prefix that chooses a carrier. Each is compared with a whole number, so that more readings are no risk.
pub(super) fn national_readings(code: u16, digits: &str) -> impl Iterator<Item = &str> {
    let without_trunk = Some(without_trunk(code, digits)).filter(|rest| rest.len() < digits.len());
    let prefixes = other_prefixes(code).iter();
    let without_other = prefixes.filter_map(|prefix| after_mask(digits, prefix)).filter(|rest| !rest.is_empty());
    [Some(digits), without_trunk].into_iter().flatten().chain(without_other)
}

/// What else is dialled before a number, mostly to choose a carrier; `#` stands for any digit. Brazil's is with its trunk prefix.
fn other_prefixes(code: u16) -> &'static [&'static str] {
    match code {
        44 => &["180020"],
        57 => &["03", "05", "07", "09", "0414", "0444", "0456"],
        61 => &["1831", "1832"],
        81 => &["0037680", "003768"],
        82 => &["081", "082", "083", "084", "086", "087", "088", "085##"],
        86 => &["11###", "12###", "179##"],
        // Belarus's special numbers have 6 to 11 digits, so that no length tells the prefix.
        375 => &["8", "80", "0"],
        298 => &["1001", "1010", "1020", "1088"],
        352 => &["15###"],
        423 => &["1001"],
        506 => &["1900", "1902", "1904", "1906", "1908", "1910", "1911", "1919", "1920", "1966", "1977", "1999"],
        _ => &[],
    }
}

fn after_mask<'a>(digits: &'a str, mask: &str) -> Option<&'a str> {
    let (head, rest) = digits.split_at_checked(mask.len())?;
    head.chars().zip(mask.chars()).all(|(digit, sign)| sign == '#' || sign == digit).then_some(rest)
}

/// Countries whose national numbers begin with a 0 that is dialled from abroad too: Italy and the Vatican, Cote d'Ivoire, Niger, Benin,
/// Congo, San Marino. A `(0)` there is part of the number.
pub(super) fn keeps_zero(code: u16) -> bool {
    matches!(code, 39 | 225 | 227 | 229 | 242 | 378)
}

/// The exit code other than `00` that people dial in the countries of this calling code.
pub(super) fn exit_code(code: u16) -> Option<&'static str> {
    match code {
        1 | 692 => Some("011"),
        7 | 375 | 992 | 993 => Some("810"),
        53 => Some("119"),
        61 => Some("0011"),
        62 | 65 | 66 | 82 | 592 | 852 | 855 | 976 => Some("001"),
        81 => Some("010"),
        230 => Some("020"),
        234 => Some("009"),
        254..=256 => Some("000"),
        886 => Some("002"),
        _ => None,
    }
}

/// Exit codes with a carrier's digits, which are read only where the text is no number behind a plain `00`.
pub(super) fn exit_codes_with_carrier(code: u16) -> &'static [&'static str] {
    match code {
        55 => &["0012", "0014", "0015", "0021", "0023", "0025", "0031", "0041", "0043", "0045", "0055", "0065", "0099"],
        972 => &["012", "013", "014", "015", "016", "017", "018", "019"],
        _ => &[],
    }
}

/// Drops the first of the prefixes that is there and leaves as many digits as a national number has.
fn drop_first<'a>(digits: &'a str, prefixes: &[&str], lengths: &[usize]) -> &'a str {
    prefixes
        .iter()
        .filter_map(|prefix| digits.strip_prefix(prefix))
        .find(|rest| lengths.contains(&rest.len()))
        .unwrap_or(digits)
}

/// Brazil dials 0, or 0 and the two digits of a carrier (`0 15 11 9...`); the length of the rest tells which.
fn without_brazilian_trunk(digits: &str) -> &str {
    let Some(rest) = digits.strip_prefix('0') else {
        return digits;
    };
    match rest.len() {
        12 | 13 => rest.get(2..).unwrap_or(rest),
        0 => digits,
        _ => rest,
    }
}

/// Plans with the trunk prefix 0, in which no subscriber's number begins with 0.
fn has_trunk_zero(code: u16) -> bool {
    static TRUNK_ZERO: CodeSet = codes!(
        20 | 27 | 31..=33 | 40 | 41 | 43 | 44 | 46 | 49 | 51 | 53 | 57 | 58 | 60..=64 | 66
        | 81 | 82 | 84 | 86 | 90..=95 | 98
        | 211..=213 | 218 | 231..=234 | 243 | 249..=252 | 254..=256 | 260..=265 | 291
        | 353 | 355 | 358 | 359 | 373 | 374 | 377 | 380..=383 | 385..=387 | 389 | 421 | 423
        | 508 | 590 | 591 | 593..=596 | 598 | 686
        | 850 | 855 | 856 | 880 | 886 | 961..=964 | 966 | 967 | 970..=972 | 976 | 977 | 994..=996
    );
    TRUNK_ZERO.contains(code)
}
