//! The rep's search: HubSpot's own and the directory together, best first.
//!
//! HubSpot's index trails writes and knows numbers only in its own form; the directory knows every number in every writing.

use std::collections::BTreeSet;

use super::Engine;
use super::link_book::names_of;
use super::present::candidate;
use super::store_problem;
use crate::hubspot::calls::search_contacts::SearchContacts;
use crate::hubspot::contact::Contact;
use crate::hubspot::pace::Lane;
use crate::linking::directory::DirectoryEntry;
use crate::phone::{Bucket, Rank, digits_of, numbers_in};
use crate::ports::{Directory, TabId, World};
use crate::protocol::view::{Candidate, ChatRef, Problem};
use crate::stored::keys::Scope;

/// Digits that a search by number needs.
const FEWEST_DIGITS: usize = 4;

impl<W: World> Engine<W> {
    /// Contacts for what was typed.
    pub(super) async fn search(&self, tab: TabId, chat: &ChatRef, text: &str) -> Result<Vec<Candidate>, Problem> {
        // The chat may be one that is not understood: then the search is all there is, and it is nobody's in particular.
        let scope = self.scope_of(tab).ok_or_else(|| super::problem("problem_no_account", &[]))?;
        let person = self.state().member(tab, chat).map(|member| member.person.clone());
        let typed = Typed::read(text);
        let call = match &typed {
            Typed::Number { forms, .. } => SearchContacts::Numbers(forms.clone()),
            Typed::Words => SearchContacts::words(text),
        };
        let local = match &typed {
            Typed::Number { digits, .. } => self.in_directory(&scope, digits).await,
            Typed::Words => Vec::new(),
        };
        let result = self.ask(&scope.portal, Lane::Person, &call).await;
        let remote = match result {
            Ok(page) => page.contacts,
            // "Could not ask" must not look like "nothing found"; what the directory has is still an answer.
            Err(error) if local.is_empty() => return Err(error.problem()),
            Err(_) => Vec::new(),
        };
        self.read_owners(&scope).await;
        let mut seen = BTreeSet::new();
        let found: Vec<Contact> =
            local.into_iter().chain(remote).filter(|contact| seen.insert(contact.id.clone())).collect();
        let holders = self.holders(&scope, &found.iter().collect::<Vec<_>>()).await.map_err(store_problem)?;
        let region = self.state().portal_region(Some(tab));
        let number = person.and_then(|person| person.number);
        let rank = |contact: &Contact| {
            number.as_ref().and_then(|number| crate::linking::directory::match_contact(contact, number, region))
        };
        let state = self.state();
        let linked_with = |contact: &Contact| holders.get(&contact.id).and_then(names_of);
        let mut candidates: Vec<Candidate> = found
            .iter()
            .map(|contact| candidate(&state, contact, rank(contact).as_ref(), linked_with(contact)))
            .collect();
        candidates.sort_by_key(|candidate| candidate.rank.map_or(u8::MAX, rank_order));
        Ok(candidates)
    }

    async fn in_directory(&self, scope: &Scope, digits: &str) -> Vec<Contact> {
        let Some(bucket) = bucket_of(digits) else { return Vec::new() };
        let entries = self.world.directory().in_buckets(&scope.portal, vec![bucket]).await.unwrap_or_default();
        let significant = digits.trim_start_matches('0');
        let fits =
            |entry: &DirectoryEntry| entry.numbers.iter().any(|filed| ends_alike(filed.found.digits(), significant));
        entries.into_iter().filter(fits).map(|entry| entry.contact).collect()
    }
}

/// What was typed.
enum Typed {
    Number { digits: String, forms: Vec<String> },
    Words,
}

impl Typed {
    fn read(text: &str) -> Typed {
        let digits = digits_of(text);
        let other = text.chars().filter(|c| c.is_alphabetic() || *c == '@').count();
        if digits.len() < FEWEST_DIGITS || other > 0 {
            return Typed::Words;
        }
        let forms = national_forms(text, &digits);
        Typed::Number { digits, forms }
    }
}

/// The numbers without country code that typed digits may mean, longest first: all digits, without trunk zeros, without the code.
fn national_forms(text: &str, digits: &str) -> Vec<String> {
    let bare = digits.trim_start_matches('0');
    let mut forms = vec![digits.to_owned(), bare.to_owned()];
    forms.extend(numbers_in(text, None).iter().flat_map(crate::phone::exact_keys).map(|key| key.national().to_owned()));
    // Full digits typed without a plus: one to three of them may be a country code.
    forms.extend((1..=3).filter_map(|code| bare.get(code..)).filter(|rest| rest.len() >= 7).map(str::to_owned));
    forms.retain(|form| form.len() >= FEWEST_DIGITS);
    forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    forms.dedup();
    forms
}

fn bucket_of(digits: &str) -> Option<Bucket> {
    digits.get(digits.len().checked_sub(7)?..)?.parse().ok()
}

/// Whether one number ends as the other, as far as both go: with or without country code and trunk zeros.
fn ends_alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.ends_with(b) || b.ends_with(a)
}

fn rank_order(rank: Rank) -> u8 {
    match rank {
        Rank::Exact => 0,
        Rank::National => 1,
        Rank::CcWrong => 2,
        Rank::CcConflict => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_20_every_writing_of_a_number_asks_for_the_same_national_number() {
        for text in [
            "+16501234567",
            "001 650 123 4567",
            "(650) 123-4567",
            "1 650 123 4567",
            "+1 (650) 123-4567",
            "650.123.4567",
        ] {
            let Typed::Number { forms, .. } = Typed::read(text) else { panic!("{text}") };
            assert!(forms.iter().any(|form| form == "6501234567"), "{text}: {forms:?}");
        }
    }

    #[test]
    fn names_and_addresses_are_words() {
        for text in ["Maria", "silva@", "maria2026@example.com", "12"] {
            assert!(matches!(Typed::read(text), Typed::Words), "{text}");
        }
    }
}
