//! A number grouped for reading.
//!
//! By patterns, not by metadata, so that a list can be drawn before the metadata is loaded. Countries without a pattern here
//! get groups of three and four, which read well enough; no digit is ever added or dropped.

/// `+`, the code and the national number in groups.
pub(super) fn grouped(code: u16, national: &str) -> String {
    let own = pattern(code, national).filter(|pattern| width(pattern) == national.len());
    let mut text = format!("+{code} ");
    let mut digits = national.chars();
    for sign in own.unwrap_or(generic(national.len())).chars() {
        match sign.to_digit(10) {
            Some(count) => text.extend((0..count).map_while(|_| digits.next())),
            None => text.push(sign),
        }
    }
    text.extend(digits);
    text
}

/// How a country groups its numbers: a figure is a count of digits, another sign stands for itself.
fn pattern(code: u16, national: &str) -> Option<&'static str> {
    Some(match code {
        1 => "3 3 4",
        7 => "3 3 2 2",
        31 if national.starts_with('6') => "1 8",
        33 => "1 2 2 2 2",
        34 => "3 3 3",
        44 if national.starts_with('2') => "2 4 4",
        44 => "4 6",
        49 if national.starts_with('1') => "3 8",
        52 if national.starts_with("55")
            || national.starts_with("33")
            || national.starts_with("81") =>
        {
            "2 4 4"
        }
        54 if national.starts_with("911") => "1 2 4-4",
        54 if national.starts_with('9') => "1 3 3-4",
        54 if national.starts_with("11") => "2 4-4",
        55 if national.len() == 11 => "2 5-4",
        55 => "2 4-4",
        91 => "5 5",
        _ => return None,
    })
}

/// Groups of three and four for any length.
fn generic(length: usize) -> &'static str {
    match length {
        0..=4 => "4",
        5 => "2 3",
        6 => "3 3",
        7 => "3 4",
        8 => "4 4",
        9 => "3 3 3",
        10 => "3 3 4",
        11 => "3 4 4",
        12 => "4 4 4",
        _ => "3 3 4 4",
    }
}

fn width(pattern: &str) -> usize {
    pattern
        .chars()
        .filter_map(|sign| usize::try_from(sign.to_digit(10)?).ok())
        .sum()
}
