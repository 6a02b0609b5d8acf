//! libFuzzer around one of the targets; `npm run fuzz -- TARGET [SECONDS]` starts it with that name in `FUZZ_TARGET`.
//!
//! Beside what libFuzzer looks for (panics, hangs, memory) it keeps inputs that are slow: those that took more than 10 ms three times in a
//! row are written into the folder `FUZZ_SLOW`, each with its time in its name.

#![no_main]

#[path = "../targets/mod.rs"]
mod targets;

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const SLOW: Duration = Duration::from_millis(10);

struct Chosen {
    run: fn(&[u8]),
    slow: PathBuf,
}

fn chosen() -> &'static Chosen {
    static CHOSEN: OnceLock<Chosen> = OnceLock::new();
    CHOSEN.get_or_init(|| {
        let name = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET names the target");
        let (_, run) = targets::TARGETS.iter().find(|(one, _)| *one == name).expect("FUZZ_TARGET is a target");
        // What is loaded once does not count as the time of an input.
        linked_contacts::phone::warm_up();
        Chosen { run: *run, slow: std::env::var_os("FUZZ_SLOW").expect("FUZZ_SLOW names a folder").into() }
    })
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let chosen = chosen();
    let timed = || {
        let started = Instant::now();
        (chosen.run)(data);
        started.elapsed()
    };
    let mut fastest = timed();
    // Other programs run too: only what is slow each time is the input's own doing.
    for _ in 0..2 {
        if fastest < SLOW {
            return;
        }
        fastest = fastest.min(timed());
    }
    if fastest >= SLOW {
        let name = format!("{:05}ms-{}bytes", fastest.as_millis(), data.len());
        std::fs::write(chosen.slow.join(name), data).expect("the folder for slow inputs can be written");
    }
});
