//! Which digits of two numbers agree, for the eye (B-06).
//!
//! The decision was made elsewhere, by rules and metadata; this marks what it rests on. The national number as WhatsApp shows it is looked
//! for in HubSpot's text from the right, in two stretches at most, so that digits added inside (Brazil's ninth, Argentina's 15) or before
//! (a trunk 0) stay unmarked. The country codes are marked only where the decision says that they agree. Where too little agrees nothing is
//! marked. Both texts come from outside and are cleaned first.

use super::clean;
use crate::phone::{Rank, digits_of};

/// Digits by which a match may be shorter than the national number: an added digit or two.
const MISSING: usize = 2;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The text.
    pub text: String,
    /// Its digits agree with the other text.
    pub agrees: bool,
}

/// Both texts, cut into stretches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// The WhatsApp number.
    pub whatsapp: Vec<Stretch>,
    /// HubSpot's text.
    pub hubspot: Vec<Stretch>,
}

/// Marks what agrees. `whatsapp` is a number grouped for reading, its code first: `+55 41 98888-7777`.
pub fn agreement(whatsapp: &str, hubspot: &str, rank: Rank) -> Agreement {
    let (ours, theirs) = (Signs::read(whatsapp), Signs::read(hubspot));
    let code_length = whatsapp.split_once(' ').map_or(0, |(code, _)| digits_of(code).len());
    let (code, national) = ours.digits.split_at(code_length.min(ours.digits.len()));
    let best = theirs.runs().into_iter().map(|run| (common(national, run), run)).max_by_key(|(pairs, run)| {
        // The earliest of equals.
        (pairs.len(), std::cmp::Reverse(run.first().map(|digit| digit.at)))
    });
    let Some((pairs, run)) = best.filter(|(pairs, _)| pairs.len() + MISSING >= national.len() && !pairs.is_empty())
    else {
        return Agreement { whatsapp: ours.stretches(&[]), hubspot: theirs.stretches(&[]) };
    };
    let mut our_marks: Vec<usize> = pairs.iter().map(|pair| pair.0).collect();
    let mut their_marks: Vec<usize> = pairs.iter().map(|pair| pair.1).collect();
    let first = their_marks.iter().min().copied().unwrap_or(usize::MAX);
    let before: Vec<Digit> = run.iter().copied().filter(|digit| digit.at < first).collect();
    let their_code = before.get(before.len().saturating_sub(code.len())..).unwrap_or_default();
    let same = code.iter().map(|digit| digit.value).eq(their_code.iter().map(|digit| digit.value));
    if rank == Rank::Exact && same {
        our_marks.extend(code.iter().map(|digit| digit.at));
        their_marks.extend(their_code.iter().map(|digit| digit.at));
    }
    Agreement { whatsapp: ours.stretches(&our_marks), hubspot: theirs.stretches(&their_marks) }
}

/// A digit and its place among the characters of its text.
#[derive(Debug, Clone, Copy)]
struct Digit {
    at: usize,
    value: char,
}

/// A text as characters, and its digits.
struct Signs {
    characters: Vec<char>,
    digits: Vec<Digit>,
}

impl Signs {
    fn read(text: &str) -> Signs {
        let lines: Vec<String> = text.lines().map(clean).filter(|line| !line.is_empty()).collect();
        let characters: Vec<char> = lines.join("\n").chars().collect();
        let digit = |(at, character): (usize, &char)| {
            let value = digits_of(character.encode_utf8(&mut [0; 4])).chars().next()?;
            Some(Digit { at, value })
        };
        let digits = characters.iter().enumerate().filter_map(digit).collect();
        Signs { characters, digits }
    }

    /// The digits, cut where a letter or a sign stands that no single number contains.
    fn runs(&self) -> Vec<&[Digit]> {
        let ends = |a: &Digit, b: &Digit| {
            let between = self.characters.get(a.at..b.at).unwrap_or_default();
            !between.iter().any(|sign| sign.is_alphabetic() || matches!(sign, ';' | ',' | '|' | '/' | '\n'))
        };
        self.digits.chunk_by(ends).collect()
    }

    /// The text cut by marks. What stands between two agreeing digits belongs to them.
    fn stretches(&self, marks: &[usize]) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let next_digit = |at: usize| self.digits.iter().find(|digit| digit.at >= at).map(|digit| digit.at);
        let mut before = false;
        for (at, character) in self.characters.iter().enumerate() {
            let is_digit = next_digit(at) == Some(at);
            let agrees = match is_digit {
                true => marks.contains(&at),
                false => before && next_digit(at).is_some_and(|next| marks.contains(&next)),
            };
            if is_digit {
                before = agrees;
            }
            // All of it is shown on one line.
            let shown = if *character == '\n' { ' ' } else { *character };
            match stretches.last_mut() {
                Some(last) if last.agrees == agrees => last.text.push(shown),
                Some(_) | None => stretches.push(Stretch { text: shown.to_string(), agrees }),
            }
        }
        stretches
    }
}

/// Digits in common: the common end, and before it the longest stretch of what is left of `national`. Places in the one and in the other.
fn common(national: &[Digit], run: &[Digit]) -> Vec<(usize, usize)> {
    let same = |(a, b): &(&Digit, &Digit)| a.value == b.value;
    let pair = |(a, b): (&Digit, &Digit)| (a.at, b.at);
    let end = national.iter().rev().zip(run.iter().rev()).take_while(same).count();
    let head = national.get(..national.len() - end).unwrap_or_default();
    let rest = run.get(..run.len() - end).unwrap_or_default();
    let blocks = (0..head.len()).flat_map(|i| (0..rest.len()).map(move |j| (i, j))).map(|(i, j)| {
        let (a, b) = (head.get(i..).unwrap_or_default(), rest.get(j..).unwrap_or_default());
        a.iter().zip(b).take_while(same).collect::<Vec<_>>()
    });
    // The longest; of equals one that lies in a single group of the text, and of these the last.
    let is_one_group =
        |block: &[(&Digit, &Digit)]| block.windows(2).all(|two| matches!(two, [(_, a), (_, b)] if a.at + 1 == b.at));
    let block = blocks.max_by_key(|block| (block.len(), is_one_group(block))).unwrap_or_default();
    let ends = national.iter().rev().zip(run.iter().rev()).take(end);
    block.into_iter().chain(ends).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stretches with what agrees in brackets.
    fn marked(stretches: &[Stretch]) -> String {
        stretches.iter().map(|one| if one.agrees { format!("[{}]", one.text) } else { one.text.clone() }).collect()
    }

    fn check(whatsapp: &str, hubspot: &str, rank: Rank, ours: &str, theirs: &str) {
        let found = agreement(whatsapp, hubspot, rank);
        assert_eq!(marked(&found.whatsapp), ours, "WhatsApp {whatsapp}, HubSpot {hubspot}");
        assert_eq!(marked(&found.hubspot), theirs, "WhatsApp {whatsapp}, HubSpot {hubspot}");
    }

    #[test]
    fn b_06_the_digits_that_agree_are_marked_on_both_sides() {
        check("+1 650 123 4567", "+1 (650) 123-4567", Rank::Exact, "+[1 650 123 4567]", "+[1 (650) 123-4567]");
        check("+1 650 123 4567", "001 650 123 4567", Rank::Exact, "+[1 650 123 4567]", "00[1 650 123 4567]");
        check("+1 650 123 4567", "(650) 123-4567", Rank::National, "+1 [650 123 4567]", "([650) 123-4567]");
        check("+44 20 1234 1234", "020 1234 1234", Rank::National, "+44 [20 1234 1234]", "0[20 1234 1234]");
        check("+7 701 123 45 67", "8 701 123 45 67", Rank::National, "+7 [701 123 45 67]", "8 [701 123 45 67]");
    }

    #[test]
    fn b_06_other_country_codes_stay_unmarked_even_where_a_digit_is_the_same() {
        check("+1 650 123 4567", "+91 65012 34567", Rank::CcConflict, "+1 [650 123 4567]", "+91 [65012 34567]");
        check("+49 151 12345678", "+1 0151 12345678", Rank::CcWrong, "+49 [151 12345678]", "+1 0[151 12345678]");
    }

    #[test]
    fn b_06_an_added_digit_stays_unmarked() {
        check("+55 41 8888-7777", "+55 41 98888-7777", Rank::Exact, "+[55 41 8888-7777]", "+[55 41] 9[8888-7777]");
        check("+55 41 98888-7777", "+55 41 8888-7777", Rank::Exact, "+[55 41] 9[8888-7777]", "+[55 41 8888-7777]");
        check("+54 9 11 2345-6789", "011 15 2345-6789", Rank::National, "+54 9 [11 2345-6789]", "0[11] 15 [2345-6789]");
    }

    #[test]
    fn b_06_the_right_number_of_several_is_marked() {
        let two = "Jane +16501234567; +16507654321 ext. 12";
        check("+1 650 765 4321", two, Rank::Exact, "+[1 650 765 4321]", "Jane +16501234567; +[16507654321] ext. 12");
        check("+1 650 123 4567", two, Rank::Exact, "+[1 650 123 4567]", "Jane +[16501234567]; +16507654321 ext. 12");
    }

    #[test]
    fn th_2_characters_that_turn_or_hide_are_left_out_and_lines_stay_apart() {
        check(
            "+1 650 123 4567",
            "\u{202E}(650)\u{200B} 123-4567",
            Rank::National,
            "+1 [650 123 4567]",
            "([650) 123-4567]",
        );
        let two = "+16501234567\n+16507654321";
        check("+1 650 123 4567", two, Rank::Exact, "+[1 650 123 4567]", "+[16501234567] +16507654321");
        let long = "7".repeat(64 * 1024);
        assert!(agreement("+1 650 123 4567", &long, Rank::National).hubspot.iter().all(|one| one.text.len() < 1024));
    }

    #[test]
    fn b_06_digits_of_any_script_agree_and_strangers_do_not() {
        check("+966 50 123 4567", "+٩٦٦٥٠١٢٣٤٥٦٧", Rank::Exact, "+[966 50 123 4567]", "+[٩٦٦٥٠١٢٣٤٥٦٧]");
        check("+1 650 123 4567", "+49 30 901820", Rank::Exact, "+1 650 123 4567", "+49 30 901820");
        check("", "", Rank::Exact, "", "");
    }
}
