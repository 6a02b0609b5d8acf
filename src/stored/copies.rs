//! The second copy: which records have one, and which of two copies is the newer.
//!
//! Links, unlink memory, their pointers and the counters of a scope are written twice, to two databases of the browser that fail apart
//! (F25). Both are written one after the other, so one may trail: the counters, which every commit changes, tell which. The higher sequence number wins.

use super::record;
use super::shapes::Tally;
use crate::linking::link::Sequence;

/// The last part of the key of a scope's counters.
const TALLY: &str = "tally";

/// Whether a record has a second copy. Keys are `{portal}/{account}/{kind}` and what follows.
pub fn has_second_copy(key: &str) -> bool {
    matches!(key.split('/').nth(2), Some("link" | "memory" | "person" | "contact" | TALLY))
}

/// The beginning of all keys of a scope, where the key is that of its counters.
pub fn scope_of_tally(key: &str) -> Option<&str> {
    key.strip_suffix(TALLY).filter(|prefix| prefix.ends_with('/') && prefix.split('/').count() == 3)
}

/// Which of two copies of a scope has seen more commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newer {
    /// Neither.
    Same,
    /// The first: the second must be brought up to it.
    First,
    /// The second: the first has lost commits.
    Second,
}

/// Compares the counters of a scope in both copies. One that is missing or cannot be read has seen nothing.
pub fn newer(first: Option<&str>, second: Option<&str>) -> Newer {
    let sequence = |text: Option<&str>| {
        text.and_then(|text| record::decode::<Tally>(text).ok()).map(|tally| tally.sequence).unwrap_or_default()
    };
    let (first, second): (Sequence, Sequence) = (sequence(first), sequence(second));
    match first.cmp(&second) {
        std::cmp::Ordering::Equal => Newer::Same,
        std::cmp::Ordering::Greater => Newer::First,
        std::cmp::Ordering::Less => Newer::Second,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linking::link::Sequence;
    use crate::stored::keys::{self, Scope};
    use crate::whatsapp::own::Own;

    fn scope() -> Scope {
        let account = Own::from_storage(Some("12125550123@c.us"), None).account().expect("an account");
        Scope { portal: "123456".parse().expect("a portal"), account }
    }

    #[test]
    fn f_25_truth_is_copied_and_the_rest_is_not() {
        let (scope, id) = (scope(), Sequence(7));
        let contact = "501".parse().expect("an id");
        for key in [scope.link(id), scope.memory(id), scope.contact(&contact), scope.tally()] {
            assert!(has_second_copy(&key), "{key}");
        }
        assert!(has_second_copy(&format!("{scope}/person/n1-2125550123")));
        for key in [scope.journal(id), scope.intents(), scope.passes(), keys::directory(&scope.portal)] {
            assert!(!has_second_copy(&key), "{key}");
        }
        assert!(!has_second_copy(keys::CONNECTION));
    }

    #[test]
    fn the_counters_name_their_scope() {
        let scope = scope();
        assert_eq!(scope_of_tally(&scope.tally()), Some(format!("{scope}/").as_str()));
        for key in [scope.passes(), scope.link(Sequence(7)), "tally".to_owned(), "1/tally".to_owned()] {
            assert_eq!(scope_of_tally(&key), None, "{key}");
        }
    }

    #[test]
    fn f_25_the_higher_sequence_wins_and_what_is_unreadable_never_does() {
        let tally = |sequence| record::encode(&Tally { sequence: Sequence(sequence), links: 1 });
        let (old, new) = (tally(4), tally(5));
        let cases = [
            (Some(old.as_str()), Some(new.as_str()), Newer::Second),
            (Some(new.as_str()), Some(old.as_str()), Newer::First),
            (Some(new.as_str()), Some(new.as_str()), Newer::Same),
            (None, Some(old.as_str()), Newer::Second),
            (Some("{cut"), Some(old.as_str()), Newer::Second),
            (Some(old.as_str()), None, Newer::First),
            (Some(old.as_str()), Some("{cut"), Newer::First),
            (None, None, Newer::Same),
        ];
        for (first, second, expected) in cases {
            assert_eq!(newer(first, second), expected, "{first:?} {second:?}");
        }
    }
}
