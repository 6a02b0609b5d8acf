//! What happened, in order: lines that are hashed as they come, so that two runs can be compared (INV-20). `SIMULATION_LOG=1` prints them.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;

/// The log.
pub struct Log {
    hash: Cell<u64>,
    line: RefCell<String>,
    printed: bool,
}

impl Default for Log {
    fn default() -> Self {
        Log {
            hash: Cell::new(0xcbf2_9ce4_8422_2325),
            line: RefCell::default(),
            printed: std::env::var_os("SIMULATION_LOG").is_some(),
        }
    }
}

impl Log {
    /// Adds a line.
    pub fn line(&self, line: std::fmt::Arguments<'_>) {
        let mut text = self.line.borrow_mut();
        text.clear();
        text.write_fmt(line).unwrap();
        if self.printed {
            println!("{text}");
        }
        // FNV-1a, eight bytes at a time: a checksum, not a secret.
        let mut hash = self.hash.get();
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3);
            hash ^= hash >> 29;
        }
        self.hash.set(hash);
    }

    /// The hash of all lines so far.
    pub fn hash(&self) -> u64 {
        self.hash.get()
    }
}
