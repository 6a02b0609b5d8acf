//! The two ways to read every contact with a phone, and which of them ends sooner for an account. Plain arithmetic: nothing is asked here.

use serde::{Deserialize, Serialize};

use super::calls::{contacts_with_phone, list_contacts};
use super::pace::pace;
use super::request::Budget;

/// A way to read all contacts with a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MirrorWay {
    /// Search pages: 200 each, those with a phone alone, 3 a second out of the 5 that the whole account has.
    #[default]
    Search,
    /// The list of all contacts: 100 each, 8 a second, outside the search budget and without the index's lag.
    List,
}

/// How much sooner the list has to end, in milliseconds: it takes more requests, so an even race goes to the search.
const WORTH_IT: u64 = 1_000;

impl MirrorWay {
    /// Contacts on a page.
    pub fn page(self) -> u32 {
        match self {
            MirrorWay::Search => contacts_with_phone::PAGE,
            MirrorWay::List => list_contacts::PAGE,
        }
    }

    /// The limit that its requests count against.
    pub fn budget(self) -> Budget {
        match self {
            MirrorWay::Search => Budget::Search,
            MirrorWay::List => Budget::General,
        }
    }

    /// About how many milliseconds it takes to read so many contacts, where HubSpot takes `answer` milliseconds for a page. One page is
    /// asked for after the other, since each begins where the last one ended.
    pub fn duration(self, contacts: u32, answer: u64) -> u64 {
        let pages = u64::from(contacts.div_ceil(self.page()));
        pages.saturating_mul(pace(self.budget()).max(answer))
    }

    /// The way that ends sooner in an account with so many contacts, so many of them with a phone, once the first search page has been read:
    /// that page tells the numbers, and is lost for the list.
    pub fn sooner(contacts: u32, with_phone: u32, answer: u64) -> MirrorWay {
        let rest = with_phone.saturating_sub(MirrorWay::Search.page());
        let list = MirrorWay::List.duration(contacts, answer).saturating_add(WORTH_IT);
        if list < MirrorWay::Search.duration(rest, answer) { MirrorWay::List } else { MirrorWay::Search }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_wins_where_nearly_everybody_has_a_phone_and_there_are_many() {
        let cases = [
            // contacts, with a phone, milliseconds of an answer
            (0, 0, 100, MirrorWay::Search),
            (150, 150, 100, MirrorWay::Search),
            (1_000, 1_000, 100, MirrorWay::Search),
            (10_000, 10_000, 100, MirrorWay::List),
            (10_000, 7_000, 100, MirrorWay::Search),
            (100_000, 100_000, 100, MirrorWay::List),
            (140_000, 100_000, 100, MirrorWay::Search),
            (1_000_000, 20_000, 100, MirrorWay::Search),
            // Where HubSpot takes longer than its limits ask for, larger pages count and not rates.
            (100_000, 100_000, 400, MirrorWay::Search),
            (u32::MAX, u32::MAX, u64::MAX, MirrorWay::Search),
        ];
        for (contacts, with_phone, answer, expected) in cases {
            assert_eq!(MirrorWay::sooner(contacts, with_phone, answer), expected, "{contacts} {with_phone} {answer}");
        }
    }

    #[test]
    fn a_page_takes_what_the_limit_asks_for_or_what_hubspot_needs() {
        assert_eq!(MirrorWay::Search.duration(10_000, 100), 50 * 334);
        assert_eq!(MirrorWay::List.duration(10_000, 100), 100 * 125);
        assert_eq!(MirrorWay::List.duration(10_001, 500), 101 * 500);
    }

    #[test]
    fn the_way_chosen_never_ends_later_than_the_other_by_more_than_its_margin() {
        for contacts in (0_u32..60_000).step_by(1_700) {
            for with_phone in (0..=contacts).step_by(1_300) {
                for answer in [20, 125, 200, 334, 900] {
                    let rest = with_phone.saturating_sub(200);
                    let (search, list) =
                        (MirrorWay::Search.duration(rest, answer), MirrorWay::List.duration(contacts, answer));
                    match MirrorWay::sooner(contacts, with_phone, answer) {
                        MirrorWay::Search => assert!(search <= list + WORTH_IT),
                        MirrorWay::List => assert!(list < search),
                    }
                }
            }
        }
    }
}
