//! Reading a text: its runs become found numbers.
//!
//! Here the text is still at hand, so here is decided whether it names a calling code (`+`, `00`, the portal's own exit code), and the
//! `(0)` for callers at home goes. Texts too long for a phone field are refused whole.

use super::digits::{Digits, MOST_WRITTEN};
use super::found::{Form, FoundNumber};
use super::region::Region;
use super::runs::{Run, Start, runs_in};
use super::{address, calling_code, clean, plan};

/// A text with more characters than this is prose (the limit of Google's libphonenumber).
const LONGEST_TEXT: usize = 250;
/// `00` with fewer digits, itself included, is not an exit code.
const SHORTEST_WITH_00: usize = 9;
/// With more digits behind an exit code other than `00` there are more than any national number has.
const LONGEST_DOUBTFUL: usize = 10;

/// The digits of a number and of the longest exit code before them.
const MOST_DIALLED: usize = MOST_WRITTEN + 4;

/// Every number in a text, in order, each once. Arithmetic only. A text of more than 250 characters has none. The portal's region says
/// which exit codes (`011...`) count beside `00`.
pub fn numbers_in(text: &str, portal: Option<Region>) -> Vec<FoundNumber> {
    if text.len() > LONGEST_TEXT && text.chars().nth(LONGEST_TEXT).is_some() {
        return Vec::new();
    }
    let mut numbers = Vec::new();
    let mut take = |run: Run<'_>| read(&run, portal, &mut numbers);
    if is_plain(text) {
        runs_in(text, &mut take);
    } else {
        let cleaned = clean::clean(text);
        runs_in(&address::without_addresses(&cleaned), &mut take);
    }
    numbers
}

/// Whether the text is what most are: ASCII digits and signs, with nothing to clean and no address.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'?' | b'['..=b'_'))
}

/// Adds the numbers one run stands for: one, the same digits under two buckets, or a foreign number that may be one at home as well.
fn read(run: &Run<'_>, portal: Option<Region>, numbers: &mut Vec<FoundNumber>) {
    let exit = portal.and_then(|region| plan::exit_code(region.calling_code()));
    let Some(dialled) = digits_without_zero_in_brackets(&run.text, exit) else {
        return;
    };
    let digits: &str = &dialled;
    let mut add = |form, digits: &str| {
        let number = FoundNumber::new(form, digits).ok();
        numbers.extend(number.filter(|number| !numbers.contains(number)));
    };
    if run.start == Start::Plus {
        return add(Form::International, digits);
    }
    let abroad = after_exit_code(digits, portal);
    for digits in abroad.into_iter().flatten() {
        add(Form::International, digits);
    }
    // `011 4444 5555` is a number in Delhi or Buenos Aires too, whoever dials abroad with 011. No national number begins with 00.
    let is_certain = |rest: &str| digits.starts_with("00") || rest.len() > LONGEST_DOUBTFUL;
    if !abroad.into_iter().flatten().any(is_certain) {
        add(Form::Unmarked, digits);
        add(Form::Refiled, digits);
    }
}

/// The digits behind `00` or the portal's own exit code, where a calling code follows. Two readings only where both are dialled: in
/// Nigeria `0094...` is Sri Lanka behind `00`, and Switzerland behind `009`.
fn after_exit_code(digits: &str, portal: Option<Region>) -> [Option<&str>; 2] {
    if digits.len() < SHORTEST_WITH_00 {
        return [None, None];
    }
    let after_00 = digits.strip_prefix("00").filter(|rest| calling_code::split(rest).is_some());
    // `001 650 123 4567` is +1 everywhere, also where people dial abroad with 001 or 0011.
    if after_00.is_some_and(is_plain_north_american) {
        return [after_00, None];
    }
    let own = portal.map(|region| region.calling_code());
    let after = |exit: &str| {
        // Nobody dials the own country through the exit code: `011 15 2345-6789` is Buenos Aires, wherever it is read.
        let is_abroad = |rest: &str| calling_code::split(rest).is_some_and(|(code, _)| own != Some(code));
        digits.strip_prefix(exit).filter(|rest| is_plain_north_american(rest) || is_abroad(rest))
    };
    // `0015 44 20 7946 0123` has too many digits for +1: in Brazil 15 is a carrier.
    let likely_after_00 = after_00.filter(|rest| !rest.starts_with('1'));
    let after_own = own.and_then(plan::exit_code).and_then(after);
    if after_own.is_some() || likely_after_00.is_some() {
        return [after_own, likely_after_00];
    }
    let with_carrier = own.map_or(&[][..], plan::exit_codes_with_carrier);
    [with_carrier.iter().find_map(|exit| after(exit)).or(after_00), None]
}

fn is_plain_north_american(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && !digits.starts_with("10") && !digits.starts_with("11")
}

/// The digits of a run without the `(0)` that people write behind a calling code for those who dial at home; `None` where there are more
/// than any number has.
fn digits_without_zero_in_brackets(run: &str, exit: Option<&str>) -> Option<Digits<MOST_DIALLED>> {
    let mut digits = Digits::default();
    let mut read = 0;
    while let Some(sign) = run.as_bytes().get(read) {
        read += 1;
        match sign {
            b'0'..=b'9' => digits.push(*sign)?,
            b'(' | b'[' => {
                let inside = run.get(read..).unwrap_or_default();
                let after = after_zero_in_brackets(inside).filter(|_| drops_zero(&digits, exit));
                read += after.map_or(0, |after| inside.len() - after.len());
            }
            _ => {}
        }
    }
    Some(digits)
}

/// The text behind `0)`.
fn after_zero_in_brackets(text: &str) -> Option<&str> {
    let inside = text.trim_start_matches(' ');
    inside.strip_prefix('0')?.trim_start_matches(' ').strip_prefix([')', ']'])
}

/// Whether the digits so far are a calling code, after an exit code or not, whose numbers do not begin with 0 themselves.
fn drops_zero(digits: &str, exit: Option<&str>) -> bool {
    let after_own = exit.and_then(|exit| digits.strip_prefix(exit));
    [Some(digits), digits.strip_prefix("00"), after_own]
        .into_iter()
        .flatten()
        .filter_map(calling_code::split)
        .any(|(code, rest)| rest.is_empty() && !plan::keeps_zero(code))
}
