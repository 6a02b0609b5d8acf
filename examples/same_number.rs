//! Answers "why did these two (not) link?": JSON Lines on standard input, one answer a line on standard output.
//!
//! A line in is `{"whatsapp_digits": "16501234567", "hubspot_text": "(650) 123-4567", "default_region": "US"}`; the region may be empty.
//! A line out is `{"exact": false, "fuzzy": true, "rank": "national"}`. A line that cannot be understood gets `{"error": "..."}` and the
//! rest goes on. Where only the WhatsApp side is no phone number (a privacy id, a short code), the answer is "none" with the reason beside
//! it. With `--why`, an answer also names the canonical number and every number found in the text with its own rank.
//!
//! It decides by the same calls as the engine and by nothing else, so that an answer here is the answer there.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use linked_contacts::phone::{NotANumber, Rank, Region, WhatsAppNumber, digits_of, numbers_in, rank};
use serde::{Deserialize, Serialize, Serializer};

/// A line that is longer is refused: a phone text has 250 characters at most, and a stream without line ends must not fill the memory.
const LONGEST_LINE: u64 = 1 << 20;

/// One question.
#[derive(Deserialize)]
struct Pair {
    /// The digits of the WhatsApp id. For people who type them: a `+` in front and digits of any script are fine.
    whatsapp_digits: String,
    /// The text of the HubSpot property.
    hubspot_text: String,
    /// Two letters, or empty where the portal's region is unknown.
    #[serde(default)]
    default_region: Option<String>,
}

/// One line out.
#[derive(Serialize)]
#[serde(untagged)]
enum Line {
    Answer(Answer),
    Error { error: String },
}

#[derive(Serialize)]
struct Answer {
    exact: bool,
    fuzzy: bool,
    #[serde(serialize_with = "rank_or_none")]
    rank: Option<Rank>,
    /// Why the WhatsApp side is no phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    why: Option<Why>,
}

/// What led to an answer.
#[derive(Serialize)]
struct Why {
    /// Calling code and national number, the same for every spelling.
    canonical: String,
    found: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    /// As the directory keeps it: `+` with a calling code, `=` without one.
    number: String,
    #[serde(serialize_with = "rank_or_none")]
    rank: Option<Rank>,
}

/// How much an answer says.
#[derive(Clone, Copy)]
enum Detail {
    Decision,
    Why,
}

fn main() -> ExitCode {
    let detail = match std::env::args().nth(1).as_deref() {
        None => Detail::Decision,
        Some("--why") => Detail::Why,
        Some(other) => {
            eprintln!("same_number does not know {other}; it takes --why or nothing");
            return ExitCode::FAILURE;
        }
    };
    match answer_lines(io::stdin().lock(), io::stdout().lock(), detail) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("same_number: {error}");
            ExitCode::FAILURE
        }
    }
}

fn answer_lines(mut input: impl BufRead, mut output: impl Write, detail: Detail) -> io::Result<()> {
    let mut line = Vec::new();
    while read_line(&mut input, &mut line)? {
        let answer = answer(&line, detail).unwrap_or_else(|error| Line::Error { error });
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    output.flush()
}

/// Reads one line without its end. Of a line that is too long only so much is kept that it can be seen to be too long.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let limit = LONGEST_LINE + 1;
    if io::Read::take(&mut *input, limit).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() != Some(&b'\n') {
        input.skip_until(b'\n')?;
    }
    Ok(true)
}

fn answer(line: &[u8], detail: Detail) -> Result<Line, String> {
    if u64::try_from(line.len()).is_ok_and(|length| length > LONGEST_LINE) {
        return Err(format!("the line is longer than {LONGEST_LINE} bytes"));
    }
    let pair: Pair = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let portal = region(pair.default_region.as_deref().unwrap_or_default())?;
    Ok(Line::Answer(match whatsapp_number(&pair.whatsapp_digits) {
        Ok(number) => decide(&number, &pair.hubspot_text, portal, detail),
        Err(error) => Answer { error: Some(format!("whatsapp_digits: {error}")), ..Answer::from(None) },
    }))
}

fn decide(number: &WhatsAppNumber, text: &str, portal: Option<Region>, detail: Detail) -> Answer {
    let ranked: Vec<_> =
        numbers_in(text, portal).into_iter().map(|found| (rank(number, &found, portal), found)).collect();
    let best = ranked.iter().filter_map(|(rank, _)| *rank).min();
    let why = match detail {
        Detail::Decision => None,
        Detail::Why => Some(Why {
            canonical: number.canonical().to_string(),
            found: ranked.into_iter().map(|(rank, found)| Found { number: found.into(), rank }).collect(),
        }),
    };
    Answer { why, ..Answer::from(best) }
}

fn region(letters: &str) -> Result<Option<Region>, String> {
    if letters.is_empty() {
        return Ok(None);
    }
    letters.parse().map(Some).map_err(|error| format!("default_region: {error}"))
}

/// A whole id stays refused: only a `+` and the script of the digits are forgiven.
fn whatsapp_number(typed: &str) -> Result<WhatsAppNumber, NotANumber> {
    let typed = typed.strip_prefix('+').unwrap_or(typed);
    let digits = digits_of(typed);
    let has_digits_only = digits.len() == typed.chars().count();
    WhatsAppNumber::from_digits(if has_digits_only { &digits } else { typed })
}

fn rank_or_none<S: Serializer>(rank: &Option<Rank>, serializer: S) -> Result<S::Ok, S::Error> {
    match rank {
        Some(rank) => rank.serialize(serializer),
        None => serializer.serialize_str("none"),
    }
}

impl From<Option<Rank>> for Answer {
    fn from(rank: Option<Rank>) -> Self {
        Self { exact: rank == Some(Rank::Exact), fuzzy: rank.is_some(), rank, error: None, why: None }
    }
}
