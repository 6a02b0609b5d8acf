//! The decision table of automatic linking (`requirements.md`, decisions and 1.4 to 1.6).
//!
//! Plain data in, a verdict out. The caller passes everything that has the number, and what stands for the person and for each contact;
//! nothing here asks, stores or writes.

use std::collections::BTreeMap;

use super::directory::Match;
use super::link::{Link, Memory, Sequence};
use crate::hubspot::ids::ContactId;
use crate::phone::Rank;

/// Which rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Country code included: first connect, timer, change, daily.
    Exact,
    /// Whatever the country code: a chat was opened.
    Fuzzy {
        /// S-47: what to do where the country codes differ.
        across_codes: AcrossCodes,
    },
}

/// What a fuzzy match under another country code does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcrossCodes {
    /// It links, with the amber notice.
    Link,
    /// It is suggested.
    Ask,
}

/// What stands for a person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PersonStanding {
    /// The person's link.
    pub link: Option<Link>,
    /// The person was unlinked.
    pub memory: Option<Memory>,
}

/// The links that contacts have, under their ids and those that were merged into them: after a merge there may be several (I-21).
pub type Holders = BTreeMap<ContactId, Vec<Link>>;

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Nothing: linked or remembered already, or nobody has the number.
    Leave,
    /// Link with this contact; the links named here end, because an exact match displaces them.
    Link {
        /// The contact.
        matched: Box<Match>,
        /// Links that give way.
        displaced: Vec<Sequence>,
    },
    /// The rep chooses among these.
    Choose(Vec<Match>),
}

/// Decides for one person.
pub fn decide(rule: Rule, standing: &PersonStanding, mut matches: Vec<Match>, holders: &Holders) -> Verdict {
    if standing.memory.is_some() {
        return Verdict::Leave;
    }
    let own = match (&standing.link, rule) {
        (Some(link), Rule::Exact) if link.may_be_displaced() => Some(link),
        (Some(_), _) => return Verdict::Leave,
        (None, _) => None,
    };
    if rule == Rule::Exact {
        matches.retain(|found| found.rank == Rank::Exact);
    }
    let mut best = best_rank_only(matches);
    let Some(only) = best.pop() else { return Verdict::Leave };
    if !best.is_empty() {
        best.push(only);
        return if own.is_some() { Verdict::Leave } else { Verdict::Choose(sorted(best)) };
    }
    if own.is_some_and(|link| only.contact.is_or_was(&link.contact)) {
        return Verdict::Leave;
    }
    let held = holders.get(&only.contact.id).map(Vec::as_slice).unwrap_or_default();
    match held {
        [] if must_ask(rule, only.rank) => Verdict::Choose(vec![only]),
        held if held.is_empty() || (only.rank == Rank::Exact && held.iter().all(Link::may_be_displaced)) => {
            link(only, own, held)
        }
        _ if own.is_some() => Verdict::Leave,
        _ => Verdict::Choose(vec![only]),
    }
}

/// Two people who were both to get one contact in the same pass: neither gets it by itself, unless one matches better.
pub fn settle_rivals<K: Ord + Clone>(verdicts: &mut BTreeMap<K, Verdict>) {
    let mut claims: BTreeMap<ContactId, Vec<(Rank, K)>> = BTreeMap::new();
    for (key, verdict) in verdicts.iter() {
        if let Verdict::Link { matched, .. } = verdict {
            claims.entry(matched.contact.id.clone()).or_default().push((matched.rank, key.clone()));
        }
    }
    for mut rivals in claims.into_values().filter(|rivals| rivals.len() > 1) {
        rivals.sort();
        let best = rivals.iter().map(|(rank, _)| *rank).min();
        let alone = rivals.iter().filter(|(rank, _)| Some(*rank) == best).count() == 1;
        for (_, key) in rivals.iter().skip(usize::from(alone)) {
            if let Some(Verdict::Link { matched, .. }) = verdicts.get(key) {
                let choose = Verdict::Choose(vec![(**matched).clone()]);
                verdicts.insert(key.clone(), choose);
            }
        }
    }
}

/// The matches at the best rank.
pub fn best_rank_only(mut matches: Vec<Match>) -> Vec<Match> {
    let best = matches.iter().map(|found| found.rank).min();
    matches.retain(|found| Some(found.rank) == best);
    matches
}

fn sorted(mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.contact.id.cmp(&b.contact.id)));
    matches
}

fn must_ask(rule: Rule, rank: Rank) -> bool {
    match (rule, rank) {
        (Rule::Fuzzy { across_codes: AcrossCodes::Ask }, Rank::CcWrong | Rank::CcConflict) => true,
        (Rule::Fuzzy { .. } | Rule::Exact, _) => false,
    }
}

fn link(matched: Match, own: Option<&Link>, held: &[Link]) -> Verdict {
    let displaced = own.into_iter().chain(held).map(|link| link.id).collect();
    Verdict::Link { matched: Box::new(matched), displaced }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linking::link::{Evidence, Origin, Standing, Subject};
    use crate::protocol::view::PhoneProperty;

    const FUZZY: Rule = Rule::Fuzzy { across_codes: AcrossCodes::Link };

    fn found(id: &str, rank: Rank) -> Match {
        let raw = format!(r#"{{"id":"{id}","phones":{{}},"modified":0,"merged":[]}}"#);
        let contact = serde_json::from_str(&raw).expect("a contact");
        Match { contact, rank, property: PhoneProperty::Phone, written_code: None }
    }

    fn linked(sequence: u64, contact: &str, rank: Option<Rank>, standing: Standing) -> Link {
        let evidence =
            rank.map(|rank| Evidence { rank, property: PhoneProperty::Phone, text: String::new(), written_code: None });
        Link {
            id: Sequence(sequence),
            subject: Subject { number: None, lids: Vec::new(), name: String::new(), former: Vec::new() },
            number_at_link: None,
            contact: contact.parse().expect("an id"),
            contact_name: String::new(),
            origin: Origin::FuzzyOpen,
            evidence,
            standing,
            made_at: 0,
            made_at_hubspot: None,
            replaced: None,
        }
    }

    fn linking(verdict: &Verdict) -> Option<(&str, usize)> {
        match verdict {
            Verdict::Link { matched, displaced } => Some((matched.contact.id.as_str(), displaced.len())),
            Verdict::Leave | Verdict::Choose(_) => None,
        }
    }

    fn choices(verdict: &Verdict) -> usize {
        match verdict {
            Verdict::Choose(matches) => matches.len(),
            Verdict::Leave | Verdict::Link { .. } => 0,
        }
    }

    fn nobody() -> PersonStanding {
        PersonStanding::default()
    }

    #[test]
    fn s_45_b_04_exactly_one_at_the_best_rank_links_and_two_never_do() {
        let cases = [
            (vec![found("1", Rank::National)], Some("1"), 0),
            (vec![found("1", Rank::National), found("2", Rank::National)], None, 2),
            (vec![found("1", Rank::Exact), found("2", Rank::National), found("3", Rank::CcConflict)], Some("1"), 0),
            (vec![found("1", Rank::Exact), found("2", Rank::Exact), found("3", Rank::National)], None, 2),
            (vec![found("1", Rank::CcWrong)], Some("1"), 0),
            (vec![], None, 0),
        ];
        for (matches, links, choose) in cases {
            let verdict = decide(FUZZY, &nobody(), matches.clone(), &Holders::new());
            assert_eq!((linking(&verdict).map(|(id, _)| id), choices(&verdict)), (links, choose), "{matches:?}");
        }
    }

    #[test]
    fn s_41_the_exact_rule_never_sees_other_ranks() {
        for rank in [Rank::National, Rank::CcWrong, Rank::CcConflict] {
            assert_eq!(decide(Rule::Exact, &nobody(), vec![found("1", rank)], &Holders::new()), Verdict::Leave);
        }
        let mixed = vec![found("1", Rank::Exact), found("2", Rank::National)];
        assert_eq!(linking(&decide(Rule::Exact, &nobody(), mixed, &Holders::new())), Some(("1", 0)));
    }

    #[test]
    fn s_47_with_the_setting_on_other_country_codes_are_suggested() {
        let ask = Rule::Fuzzy { across_codes: AcrossCodes::Ask };
        for rank in [Rank::CcWrong, Rank::CcConflict] {
            assert_eq!(choices(&decide(ask, &nobody(), vec![found("1", rank)], &Holders::new())), 1);
            assert!(linking(&decide(FUZZY, &nobody(), vec![found("1", rank)], &Holders::new())).is_some());
        }
        assert!(linking(&decide(ask, &nobody(), vec![found("1", Rank::National)], &Holders::new())).is_some());
    }

    #[test]
    fn s_44_s_53_linked_and_remembered_people_are_left_alone() {
        let memory =
            Memory { id: Sequence(1), subject: linked(1, "9", None, Standing::Confirmed).subject, ended: None, at: 0 };
        let remembered = PersonStanding { link: None, memory: Some(memory) };
        let manual = PersonStanding { link: Some(linked(1, "9", None, Standing::Confirmed)), memory: None };
        for rule in [FUZZY, Rule::Exact] {
            for standing in [&remembered, &manual] {
                assert_eq!(decide(rule, standing, vec![found("1", Rank::Exact)], &Holders::new()), Verdict::Leave);
            }
        }
    }

    #[test]
    fn s_54_memory_holds_against_every_contact() {
        let memory = Memory {
            id: Sequence(1),
            subject: linked(1, "9", None, Standing::Confirmed).subject,
            ended: Some(Box::new(linked(1, "9", None, Standing::Confirmed))),
            at: 0,
        };
        let remembered = PersonStanding { link: None, memory: Some(memory) };
        assert_eq!(decide(FUZZY, &remembered, vec![found("77", Rank::Exact)], &Holders::new()), Verdict::Leave);
    }

    #[test]
    fn an_exact_match_displaces_only_what_nobody_confirmed() {
        let standing =
            |rank, standing| PersonStanding { link: Some(linked(1, "9", Some(rank), standing)), memory: None };
        let exact = || vec![found("1", Rank::Exact)];
        let none = Holders::new();
        assert_eq!(
            linking(&decide(Rule::Exact, &standing(Rank::National, Standing::Automatic), exact(), &none)),
            Some(("1", 1))
        );
        assert_eq!(decide(Rule::Exact, &standing(Rank::National, Standing::Confirmed), exact(), &none), Verdict::Leave);
        assert_eq!(decide(Rule::Exact, &standing(Rank::Exact, Standing::Automatic), exact(), &none), Verdict::Leave);
        assert_eq!(decide(FUZZY, &standing(Rank::National, Standing::Automatic), exact(), &none), Verdict::Leave);
    }

    #[test]
    fn a_contact_linked_elsewhere_is_taken_only_from_an_unconfirmed_lesser_link() {
        let holder =
            |rank, standing| Holders::from([("1".parse().expect("an id"), vec![linked(5, "1", rank, standing)])]);
        let exact = || vec![found("1", Rank::Exact)];
        let lesser = holder(Some(Rank::CcWrong), Standing::Automatic);
        assert_eq!(linking(&decide(Rule::Exact, &nobody(), exact(), &lesser)), Some(("1", 1)));
        assert_eq!(choices(&decide(FUZZY, &nobody(), vec![found("1", Rank::National)], &lesser)), 1);
        for held in [holder(None, Standing::Confirmed), holder(Some(Rank::Exact), Standing::Automatic)] {
            assert_eq!(choices(&decide(Rule::Exact, &nobody(), exact(), &held)), 1);
        }
    }

    #[test]
    fn two_rivals_for_one_contact_both_choose_unless_one_matches_better() {
        let claim = |rank| Verdict::Link { matched: Box::new(found("1", rank)), displaced: Vec::new() };
        let mut even = BTreeMap::from([("a", claim(Rank::Exact)), ("b", claim(Rank::Exact))]);
        settle_rivals(&mut even);
        assert!(even.values().all(|verdict| choices(verdict) == 1));
        let mut uneven = BTreeMap::from([("a", claim(Rank::National)), ("b", claim(Rank::Exact))]);
        settle_rivals(&mut uneven);
        assert_eq!((choices(&uneven["a"]), linking(&uneven["b"])), (1, Some(("1", 0))));
    }
}
