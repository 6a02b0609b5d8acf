//! How long one text takes at worst: p50, p99 and maximum of both paths, each text by itself.
//!
//! `cargo bench --bench latency`. Arithmetic: every text of the vectors, and texts of up to 10,000 characters, keyed. Metadata: every vector
//! ranked, those apart in which the metadata has a say. A text's time is the best of five, for the machine does other things
//! too; the first use of the metadata is reported by itself. Results: `docs/benchmarks.md`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use linked_contacts::phone::{FoundNumber, Rank, Region, WhatsAppNumber, numbers_in, rank, warm_up};

const VECTORS: &str = include_str!("../tests/fixtures/phone/vectors.tsv");
const ROUNDS: usize = 5;

struct Question {
    number: WhatsAppNumber,
    text: String,
    portal: Option<Region>,
}

fn questions() -> Vec<Question> {
    let rows = VECTORS.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.map(|row| Question {
        number: WhatsAppNumber::from_digits(row[1]).expect("digits"),
        text: serde_json::from_str(row[4]).expect("a JSON string"),
        portal: row[2].parse().ok(),
    })
    .collect()
}

/// Texts of 250 characters, the most that is read, and of 10,000, of what phone fields are made of.
fn long_texts() -> Vec<String> {
    let parts = [
        "1",
        "+",
        "+4",
        "(0) ",
        "/",
        "00",
        "+49 151 12345678 ",
        "650-123-4567, ",
        "tel:",
        "x 12345 ",
        "ext. ",
        "a@b ",
        "https://",
        "wa.me/1650 ",
        "٣",
        "𝟎",
        "\u{200E}1",
        "٣/ ",
        "1234567/",
        "+1/",
        "(1",
        ";phone-context=+1",
        "\n",
        "É",
    ];
    let of_length = |length| parts.map(|part: &str| part.chars().cycle().take(length).collect::<String>());
    [250, 10_000].into_iter().flat_map(of_length).collect()
}

/// The best time of each.
fn times<T>(of: &[T], mut run: impl FnMut(&T)) -> Vec<Duration> {
    let mut best = |one: &T| {
        let timed = |_| {
            let started = Instant::now();
            run(one);
            started.elapsed()
        };
        (0..ROUNDS).map(timed).min().unwrap_or_default()
    };
    of.iter().map(&mut best).collect()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_nanos() as f64 / 1000.0;
    println!("| {what} | {} | {:.2} | {:.2} | {:.2} |", times.len(), at(0.5), at(0.99), at(1.0));
}

fn main() {
    let questions = questions();
    println!("| Path | Texts | p50, µs | p99, µs | max, µs |\n|---|---|---|---|---|");
    let key = |text: &String, portal| {
        black_box(numbers_in(black_box(text), portal));
    };
    report("arithmetic: a vector's text keyed", times(&questions, |asked| key(&asked.text, asked.portal)));
    let portal: Option<Region> = "NG".parse().ok();
    report("arithmetic: 250 and 10,000 characters keyed", times(&long_texts(), |text| key(text, portal)));

    let started = Instant::now();
    warm_up();
    println!(
        "| first use of the metadata | 1 | {0:.0} | {0:.0} | {0:.0} |",
        started.elapsed().as_nanos() as f64 / 1000.0
    );
    let ranked = |asked: &Question, found: &FoundNumber| rank(&asked.number, found, asked.portal);
    let keyed = questions.into_iter().map(|asked| (numbers_in(&asked.text, asked.portal), asked));
    // Metadata has a say where another country's code is written, or the portal is in another country.
    let (doubtful, plain): (Vec<_>, Vec<_>) = keyed.partition(|(found, asked)| {
        let ranks = found.iter().filter_map(|found| ranked(asked, found));
        let is_abroad = asked.portal.is_some_and(|portal| asked.number.region() != Some(portal));
        ranks.min().is_some_and(|rank| {
            rank > Rank::Exact || (is_abroad && found.iter().all(|one| one.written_code().is_none()))
        })
    });
    let rank_all = |(found, asked): &(Vec<FoundNumber>, Question)| {
        black_box(found.iter().filter_map(|found| ranked(asked, found)).min());
    };
    report("arithmetic: a vector ranked by its keys", times(&plain, rank_all));
    report("metadata: a vector ranked by its keys", times(&doubtful, rank_all));
}
