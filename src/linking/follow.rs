//! I-21: contacts that were merged into one, and the links that each of them had. One link at most follows to the survivor (S-04). Pure.
//!
//! Refuses to guess: where the survivor's numbers do not say whose contact it is, nobody gets it, and a person decides.

use super::directory::match_contact;
use super::link::{Link, Sequence};
use crate::hubspot::contact::Contact;
use crate::phone::{Rank, Region};

/// The link that stands for the survivor, among all links of its id and of the ids that were merged into it. `None` where that cannot be
/// decided: several links, and the survivor has the number of none of them, or of several equally well.
pub fn heir(survivor: &Contact, claims: &[&Link], region: Option<Region>) -> Option<Sequence> {
    // A link that stands for the survivor already is never moved without a person.
    if let Some(holder) = claims.iter().find(|claim| claim.contact == survivor.id) {
        return Some(holder.id);
    }
    if let [only] = claims {
        return Some(only.id);
    }
    let ranked = |claim: &&Link| Some((rank_of(survivor, claim, region)?, claim.id));
    let mut ranked: Vec<(Rank, Sequence)> = claims.iter().filter_map(ranked).collect();
    ranked.sort();
    match ranked.as_slice() {
        [] => None,
        [(best, _), (next, _), ..] if best == next => None,
        [(_, heir), ..] => Some(*heir),
    }
}

fn rank_of(survivor: &Contact, claim: &Link, region: Option<Region>) -> Option<Rank> {
    match_contact(survivor, claim.number_at_link.as_ref()?, region).map(|found| found.rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linking::link::{Origin, Standing, Subject};
    use crate::phone::WhatsAppNumber;

    const ANA: &str = "16501234567";
    const JAMES: &str = "442079460123";

    fn survivor(phone: &str) -> Contact {
        let raw = format!(r#"{{"id":"9","phones":{{"phone":"{phone}"}},"modified":0,"merged":["1","2"]}}"#);
        serde_json::from_str(&raw).expect("a contact")
    }

    fn link(sequence: u64, contact: &str, digits: Option<&str>) -> Link {
        Link {
            id: Sequence(sequence),
            subject: Subject { number: None, lids: Vec::new(), name: String::new(), former: Vec::new() },
            number_at_link: digits.map(|digits| WhatsAppNumber::from_digits(digits).expect("a number")),
            contact: contact.parse().expect("an id"),
            contact_name: String::new(),
            origin: Origin::Manual,
            evidence: None,
            standing: Standing::Confirmed,
            made_at: 0,
            made_at_hubspot: None,
            replaced: None,
        }
    }

    fn decided(phone: &str, claims: &[Link]) -> Option<u64> {
        let forth: Vec<&Link> = claims.iter().collect();
        let back: Vec<&Link> = claims.iter().rev().collect();
        let found = heir(&survivor(phone), &forth, None);
        assert_eq!(found, heir(&survivor(phone), &back, None), "the order of the claims decides nothing");
        found.map(|sequence| sequence.0)
    }

    #[test]
    fn i_21_the_survivor_goes_to_the_one_whose_number_it_has() {
        let claims = [link(1, "1", Some(ANA)), link(2, "2", Some(JAMES))];
        for (phone, heir) in [("+1 650 123 4567", Some(1)), ("+44 20 7946 0123", Some(2))] {
            assert_eq!(decided(phone, &claims), heir, "{phone}");
        }
        let without = [link(1, "1", None), link(2, "2", Some(JAMES))];
        assert_eq!(decided("+44 20 7946 0123", &without), Some(2));
    }

    #[test]
    fn i_21_the_exact_number_is_better_than_the_same_under_another_country_code() {
        let claims = [link(1, "1", Some(ANA)), link(2, "2", Some("446501234567"))];
        assert_eq!(decided("+1 650 123 4567", &claims), Some(1));
        assert_eq!(decided("+44 6501 234567", &claims), Some(2));
    }

    #[test]
    fn i_21_nobody_gets_what_cannot_be_decided() {
        let claims = [link(1, "1", Some(ANA)), link(2, "2", Some(JAMES))];
        for phone in ["", "n/a", "+49 30 901820", "+1 650 123 4567 / +44 20 7946 0123"] {
            assert_eq!(decided(phone, &claims), None, "{phone}");
        }
        assert_eq!(decided("+1 650 123 4567", &[link(1, "1", None), link(2, "2", None)]), None);
    }

    #[test]
    fn i_21_a_link_alone_follows_whatever_the_number_is() {
        assert_eq!(decided("n/a", &[link(1, "1", Some(ANA))]), Some(1));
    }

    #[test]
    fn s_04_a_link_that_stands_for_the_survivor_is_never_moved() {
        let claims = [link(1, "1", Some(ANA)), link(2, "9", Some(JAMES))];
        assert_eq!(decided("+1 650 123 4567", &claims), Some(2));
    }
}
