//! Every seed of the fuzz targets, and every input that broke one once, run natively: what the fuzzer has found stays found.

#[path = "../fuzz/targets/mod.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// Most bytes of all seeds: they travel with every clone.
const MOST_BYTES: usize = 200_000;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus")
}

/// Names and contents of a folder's files, in order.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(corpus().join(target)).unwrap_or_else(|error| panic!("no seeds of {target}: {error}"));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut seeds: Vec<_> = paths.map(|path| (path.display().to_string(), fs::read(&path).expect("a file"))).collect();
    seeds.sort();
    seeds
}

#[test]
fn every_seed_keeps_the_promises_of_its_target() {
    for (target, run) in targets::TARGETS {
        let seeds = seeds(target);
        assert!(!seeds.is_empty(), "{target} has no seeds");
        for (path, data) in seeds {
            // Shown where the target panics: the name of the seed.
            println!("{path}");
            run(&data);
        }
    }
}

#[test]
fn seeds_belong_to_a_target_and_are_few() {
    let folders = fs::read_dir(corpus()).expect("fuzz/corpus");
    let folders: BTreeSet<String> =
        folders.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in Unicode")).collect();
    let targets: BTreeSet<String> = targets::TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(folders, targets);
    let bytes: usize = targets.iter().flat_map(|target| seeds(target)).map(|(_, data)| data.len()).sum();
    assert!(bytes <= MOST_BYTES, "{bytes} bytes of seeds");
}
