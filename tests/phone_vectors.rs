//! Twenty thousand questions about the example numbers of every region, with the answers of a second opinion (`tests/phone/README.md`).
//!
//! Nothing may link that the second opinion keeps apart. What does not link although it should, or links with another rank, stands in
//! `differences.tsv` with its reason; a difference that is not listed fails, and so does a listed one that is gone.

use std::collections::{BTreeMap, BTreeSet};

use linked_contacts::phone::{Rank, Region, WhatsAppNumber, best_rank};

const VECTORS: &str = include_str!("fixtures/phone/vectors.tsv");
const DIFFERENCES: &str = include_str!("fixtures/phone/differences.tsv");
/// Of a thousand pairs that are the same number, at most this many may be missed.
const MISSED_IN_A_THOUSAND: usize = 1;

/// A question as it stands in the file: digits, portal, text (a JSON string).
type Question = (&'static str, &'static str, &'static str);

struct Row {
    question: Question,
    expected: Option<Rank>,
    found: Option<Rank>,
}

fn cells<const N: usize>(line: &'static str) -> [&'static str; N] {
    let cells: Vec<_> = line.split('\t').collect();
    cells.try_into().unwrap_or_else(|_| panic!("not {N} cells: {line}"))
}

fn rank_of(name: &str) -> Option<Rank> {
    let json = format!("\"{name}\"");
    (name != "none").then(|| serde_json::from_str(&json).expect(name))
}

fn rows() -> impl Iterator<Item = Row> {
    VECTORS.lines().skip(1).map(|line| {
        let [_, digits, portal, rank, text] = cells(line);
        let number = WhatsAppNumber::from_digits(digits).expect(digits);
        let region: Option<Region> = (!portal.is_empty()).then(|| portal.parse().expect(portal));
        let words: String = serde_json::from_str(text).expect(text);
        let found = best_rank(&number, &words, region);
        Row { question: (digits, portal, text), expected: rank_of(rank), found }
    })
}

/// The listed differences: the question, and the rank that is found here.
fn listed() -> BTreeMap<Question, Option<Rank>> {
    let lines = DIFFERENCES.lines().skip(1).map(|line| {
        let [digits, portal, text, found, reason] = cells(line);
        assert!(!reason.is_empty(), "no reason: {line}");
        ((digits, portal, text), rank_of(found))
    });
    lines.collect()
}

#[test]
fn s_29_s_40_no_false_link_and_at_most_one_miss_in_a_thousand() {
    let (mut same, mut missed, mut false_links) = (0, Vec::new(), Vec::new());
    for row in rows() {
        let is_exact = |rank| rank == Some(Rank::Exact);
        same += usize::from(row.expected.is_some());
        if (row.expected.is_none() && row.found.is_some()) || (!is_exact(row.expected) && is_exact(row.found)) {
            false_links.push(row.question);
        }
        if row.found.is_none() && row.expected.is_some() || is_exact(row.expected) && !is_exact(row.found) {
            missed.push(row.question);
        }
    }
    assert_eq!(false_links, Vec::<Question>::new());
    assert!(missed.len() * 1000 <= same * MISSED_IN_A_THOUSAND, "{} of {same}: {missed:?}", missed.len());
}

#[test]
fn every_difference_is_listed_with_its_reason() {
    let found: BTreeMap<_, _> =
        rows().filter(|row| row.found != row.expected).map(|row| (row.question, row.found)).collect();
    assert_eq!(found, listed());
}

#[test]
fn the_file_covers_every_region_and_ten_thousand_rows() {
    let codes: BTreeSet<u16> = rows()
        .map(|row| WhatsAppNumber::from_digits(row.question.0).expect("digits").canonical().calling_code())
        .collect();
    assert!(rows().count() >= 10_000);
    let all: BTreeSet<u16> = Region::all().map(|region| region.calling_code()).collect();
    assert_eq!(all.difference(&codes).collect::<Vec<_>>(), Vec::<&u16>::new());
}
