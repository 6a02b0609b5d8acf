//! The phone module as a small WebAssembly file for `npm run bench:phone`: keys texts, and matches WhatsApp numbers against the keys.
//!
//! It compiles the module's own source, so that nothing of the interface is in the file. Texts and numbers come as lines.

#[path = "../../../src/phone/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the benchmark needs a part of the module")]
mod phone;

use std::cell::RefCell;

use phone::{Bucket, FoundNumber, Region, WhatsAppNumber, numbers_in, rank};

#[derive(Default)]
struct Book {
    input: Vec<u8>,
    /// By bucket.
    keys: Vec<FoundNumber>,
    /// The keys' buckets, for finding the first of them.
    buckets: Vec<Bucket>,
    portal: Option<Region>,
}

thread_local! {
    static BOOK: RefCell<Book> = RefCell::default();
}

/// Makes room for that many bytes of input and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    BOOK.with_borrow_mut(|book| {
        book.input = vec![0; bytes];
        book.input.as_mut_ptr()
    })
}

/// Keys the lines of the input after the first, which names the portal's region; gives the number of keys.
#[unsafe(no_mangle)]
pub extern "C" fn key() -> usize {
    BOOK.with_borrow_mut(|book| {
        let input = String::from_utf8_lossy(&book.input);
        let mut lines = input.lines();
        book.portal = lines.next().and_then(|region| region.parse().ok());
        book.keys.clear();
        for text in lines {
            book.keys.extend(numbers_in(text, book.portal));
        }
        book.keys.sort_unstable_by_key(FoundNumber::bucket);
        book.buckets = book.keys.iter().map(FoundNumber::bucket).collect();
        book.keys.len()
    })
}

/// Matches the lines of the input, digits of WhatsApp ids, against the keys; gives how many have a match of any rank.
#[unsafe(no_mangle)]
pub extern "C" fn matched() -> usize {
    BOOK.with_borrow(|book| {
        let input = String::from_utf8_lossy(&book.input);
        let numbers = input.lines().filter_map(|digits| WhatsAppNumber::from_digits(digits).ok());
        let has_match = |number: &WhatsAppNumber| {
            let bucket = number.bucket();
            let from = book.buckets.partition_point(|other| *other < bucket);
            let keys = book.keys.iter().skip(from).take_while(|found| found.bucket() == bucket);
            keys.filter_map(|found| rank(number, found, book.portal)).min().is_some()
        };
        numbers.filter(has_match).count()
    })
}
