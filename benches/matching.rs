//! Matching a book: 10,000 WhatsApp numbers against directories of 1,000 to 1,000,000 contacts whose keys are stored.
//!
//! `cargo bench --bench matching`. It does what a pass does after the directory has been read: each number looks into its bucket and
//! ranks the few entries there. Filing texts and building the index are measured beside it, since they happen once. Results: `docs/benchmarks.md`.

use std::collections::HashMap;
use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use linked_contacts::phone::{Bucket, FoundNumber, Rank, Region, WhatsAppNumber, numbers_in, rank, warm_up};

const BOOK: usize = 10_000;
const DIRECTORIES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Contacts' numbers by bucket, as the directory files them.
type Index = HashMap<Bucket, Vec<(usize, FoundNumber)>>;

/// The digits of the contact with this place in the directory: ten countries, spread over all buckets, the same at every run.
fn digits(place: usize) -> String {
    const CODES: [(&str, usize); 10] = [
        ("1415", 7),
        ("4915", 9),
        ("5511", 9),
        ("44740", 7),
        ("3361", 8),
        ("9198", 8),
        ("525", 9),
        ("54911", 8),
        ("6591", 6),
        ("97150", 7),
    ];
    let (head, width) = CODES[place % CODES.len()];
    let spread = (place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16;
    let tail = format!("{:09}", spread % 1_000_000_000);
    format!("{head}{}", &tail[tail.len() - width..])
}

/// How contacts are written: half with the calling code, a quarter without, a quarter with words.
fn text(place: usize) -> String {
    let digits = digits(place);
    match place % 4 {
        0 => format!("+{digits}"),
        1 => format!("+{} {} {}", &digits[..2], &digits[2..5], &digits[5..]),
        2 => digits[2..].to_owned(),
        _ => format!("mobile +{digits} (office)"),
    }
}

/// The keys of a directory, as stored.
fn stored(size: usize, portal: Option<Region>) -> Vec<(usize, FoundNumber)> {
    (0..size).flat_map(|place| numbers_in(&text(place), portal).into_iter().map(move |found| (place, found))).collect()
}

fn index(keys: &[(usize, FoundNumber)]) -> Index {
    let mut index = Index::with_capacity(keys.len());
    for (place, found) in keys {
        index.entry(found.bucket()).or_default().push((*place, found.clone()));
    }
    index
}

/// Half of the book is in the directory.
fn book(directory: usize) -> Vec<WhatsAppNumber> {
    let places = (0..BOOK).map(|place| if place % 2 == 0 { place * 7 % directory } else { 10_000_000 + place });
    places.map(|place| WhatsAppNumber::from_digits(&digits(place)).expect("7 to 15 digits")).collect()
}

/// The best rank and how many contacts have it, as the decision table needs it; gives how many numbers have exactly one.
fn matched(book: &[WhatsAppNumber], index: &Index, portal: Option<Region>) -> usize {
    book.iter().filter(|number| best(number, index, portal).is_some_and(|(_, contacts)| contacts == 1)).count()
}

fn best(number: &WhatsAppNumber, index: &Index, portal: Option<Region>) -> Option<(Rank, usize)> {
    let ranked = index.get(&number.bucket())?.iter().filter_map(|(_, found)| rank(number, found, portal));
    ranked.fold(None, |best, rank| match best {
        Some((other, _)) if other < rank => best,
        Some((other, contacts)) if other == rank => Some((other, contacts + 1)),
        Some(_) | None => Some((rank, 1)),
    })
}

fn matching(criterion: &mut Criterion) {
    let portal: Option<Region> = "US".parse().ok();
    warm_up();
    let mut group = criterion.benchmark_group("10,000 numbers against stored keys");
    group.sample_size(20).throughput(Throughput::Elements(BOOK as u64));
    for size in DIRECTORIES {
        let index = index(&stored(size, portal));
        let book = book(size);
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| black_box(matched(&book, &index, portal)));
        });
    }
    group.finish();
}

fn filing(criterion: &mut Criterion) {
    let portal: Option<Region> = "US".parse().ok();
    let mut group = criterion.benchmark_group("directory");
    group.sample_size(10);
    for size in DIRECTORIES {
        let texts: Vec<String> = (0..size).map(text).collect();
        let keys = stored(size, portal);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::new("key the texts", size), |bencher| {
            bencher.iter(|| texts.iter().map(|text| numbers_in(text, portal).len()).sum::<usize>());
        });
        group.bench_function(BenchmarkId::new("build the index", size), |bencher| {
            bencher.iter_batched(|| (), |()| index(&keys), BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, matching, filing);
criterion_main!(benches);
