//! Candidates for several WhatsApp numbers in one search, whatever their country codes: what an opened chat may ask while the directory is
//! not complete yet. It finds candidates, it proves nothing: HubSpot indexes numbers its own way, and the decision is made on the texts.
//!
//! The body must stay under HubSpot's 3,000 bytes, so numbers are packed by measuring it.

use serde_json::{Value, json};

use super::{Page, decode_page, search};
use crate::hubspot::error::Error;
use crate::hubspot::request::{Call, ReadCall, Request, SEARCH_BODY_LIMIT};

/// Contacts a page.
pub const PAGE: u32 = 200;
/// Values that one `IN` takes.
const VALUES: usize = 100;

/// Asks for contacts that may have one of these national numbers.
#[derive(Debug)]
pub struct FindByNumbers<'a> {
    /// National numbers, digits only, leading zeros removed as HubSpot does.
    pub nationals: &'a [String],
}

impl<'a> FindByNumbers<'a> {
    /// Splits numbers into as few searches as fit.
    pub fn pack(nationals: &'a [String]) -> Vec<FindByNumbers<'a>> {
        let mut calls = Vec::new();
        let mut rest = nationals;
        while !rest.is_empty() {
            let mut count = rest.len().min(VALUES);
            while count > 1 && !fits(rest.get(..count).unwrap_or_default()) {
                count -= 1;
            }
            let (now, later) = rest.split_at(count);
            calls.push(FindByNumbers { nationals: now });
            rest = later;
        }
        calls
    }
}

impl Call for FindByNumbers<'_> {
    type Answer = Page;

    fn request(&self) -> Request {
        let group = |property: &str| json!({"filters": [{"propertyName": property, "operator": "IN", "values": self.nationals}]});
        let groups: Vec<Value> =
            ["hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number"].map(group).to_vec();
        search(&json!(groups), "hs_object_id", "ASCENDING", PAGE)
    }

    fn decode(&self, body: &str) -> Result<Page, Error> {
        decode_page(body)
    }
}

impl ReadCall for FindByNumbers<'_> {}

fn fits(nationals: &[String]) -> bool {
    // Two groups carry the same values; the rest of the body is the same for every call.
    let empty = FindByNumbers { nationals: &[] }.request().body.map_or(0, |body| body.len());
    let values: usize = nationals.iter().map(|national| national.len() + 3).sum();
    empty + 2 * values < SEARCH_BODY_LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_group_of_250_takes_three_searches() {
        let nationals: Vec<String> = (0..250).map(|number| format!("2125550{number:03}")).collect();
        let calls = FindByNumbers::pack(&nationals);
        assert_eq!(calls.iter().map(|call| call.nationals.len()).sum::<usize>(), 250);
        assert!(calls.len() <= 3, "{}", calls.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_number_is_asked_for_once_and_every_body_fits(nationals in prop::collection::vec("[1-9][0-9]{6,14}", 0..260)) {
            let calls = FindByNumbers::pack(&nationals);
            let asked: Vec<&String> = calls.iter().flat_map(|call| call.nationals).collect();
            prop_assert_eq!(asked, nationals.iter().collect::<Vec<_>>());
            for call in calls {
                prop_assert!(call.nationals.len() <= VALUES);
                prop_assert!(call.request().body.is_some_and(|body| body.len() < SEARCH_BODY_LIMIT));
            }
        }
    }
}
