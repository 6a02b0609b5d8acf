//! Which chats may be logged to HubSpot (S-13, S-14): those in which somebody is linked. A rule and nothing else: it sends nothing (S-15).

use crate::protocol::view::Logging;

/// Whether a chat may be logged, given the names of the linked contacts among its people.
pub fn logging<'a>(linked: impl IntoIterator<Item = &'a str>) -> Logging {
    let because: Vec<String> = linked.into_iter().map(str::to_owned).collect();
    if because.is_empty() { Logging::NotEligible } else { Logging::Eligible { because } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_14_one_linked_participant_makes_a_group_eligible() {
        assert_eq!(logging([]), Logging::NotEligible);
        assert_eq!(logging(["Ana Costa"]), Logging::Eligible { because: vec!["Ana Costa".into()] });
        assert!(matches!(logging(["Ana", "Rui", "Eva"]), Logging::Eligible { because } if because.len() == 3));
    }
}
