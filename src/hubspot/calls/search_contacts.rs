//! The rep's search: by name, e-mail or phone, parts of words included.
//!
//! HubSpot's own `query` matches whole tokens, so each word is also asked for with wildcards on names and e-mail; several words must
//! all occur in the name. Phones are asked for by the calculated properties, which hold the number without its country code.

use serde_json::{Value, json};

use super::{Page, decode_page, filter_value, search};
use crate::hubspot::error::Error;
use crate::hubspot::request::{Call, ReadCall, Request};

/// Contacts that one search shows.
const SHOWN: u32 = 20;
/// Words of a name that are looked at; HubSpot takes 6 filters a group.
const WORDS: usize = 3;
/// Most bytes of a word as JSON. Three words stand in fourteen filters, which leaves room below HubSpot's 3,000 bytes for a body.
const WORD_BYTES: usize = 80;
/// Most digits of a number: no number has more.
const DIGITS: usize = 20;

/// Asks for contacts by what the rep typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchContacts {
    /// By words of a name, an e-mail or a company.
    Words(Vec<String>),
    /// By the national numbers that the typed digits may mean, longest first.
    Numbers(Vec<String>),
}

impl SearchContacts {
    /// Splits what was typed into words that HubSpot's wildcards take: no `*`, no empty one, and no commas or flowers around a name.
    pub fn words(text: &str) -> SearchContacts {
        let cleaned = text.to_lowercase().replace(['*', '"', '\\'], " ");
        let of_word = |letter: char| letter.is_alphanumeric() || ".-_+'@".contains(letter);
        let bare = |word: &str| word.trim_matches(|letter| !of_word(letter)).to_owned();
        let named = cleaned.split_whitespace().map(bare).filter(|word| word.chars().any(char::is_alphanumeric));
        let mut words: Vec<String> = named.take(WORDS).map(|word| beginning(&word)).collect();
        if words.is_empty() {
            words = cleaned.split_whitespace().take(WORDS).map(beginning).collect();
        }
        SearchContacts::Words(words)
    }
}

impl Call for SearchContacts {
    type Answer = Page;

    fn request(&self) -> Request {
        let groups: Vec<Value> = match self {
            SearchContacts::Words(words) => name_groups(words),
            SearchContacts::Numbers(numbers) => number_groups(numbers),
        };
        search(&json!(groups), "lastmodifieddate", "DESCENDING", SHOWN)
    }

    fn decode(&self, body: &str) -> Result<Page, Error> {
        decode_page(body)
    }
}

impl ReadCall for SearchContacts {}

/// As much of a word as there is room for, measured as it will travel: letters of other scripts take up to four bytes.
fn beginning(word: &str) -> String {
    let mut bytes = 0;
    let fits = |letter: &char| {
        bytes += if letter.is_control() { 6 } else { letter.len_utf8() };
        bytes <= WORD_BYTES
    };
    word.chars().take_while(fits).collect()
}

fn name_groups(words: &[String]) -> Vec<Value> {
    let all = |property: &str| {
        let filters: Vec<Value> =
            words.iter().map(|word| filter_value(property, "CONTAINS_TOKEN", &format!("*{word}*"))).collect();
        json!({"filters": filters})
    };
    let [first, .., last] = words else {
        return vec![all("firstname"), all("lastname"), all("company"), all("email")];
    };
    // "maria silva", or "silva, maria": one word in each name.
    let split = |one: &str, other: &str| {
        let both = [("firstname", one), ("lastname", other)]
            .map(|(property, word)| filter_value(property, "CONTAINS_TOKEN", &format!("*{word}*")));
        json!({"filters": both})
    };
    vec![all("firstname"), all("lastname"), all("company"), split(first, last), split(last, first)]
}

fn number_groups(numbers: &[String]) -> Vec<Value> {
    let exact: Vec<String> = numbers.iter().take(20).map(|number| number.chars().take(DIGITS).collect()).collect();
    let tail = format!("*{}", exact.last().map(String::as_str).unwrap_or_default());
    let wanted = |property: &str| json!({"filters": [{"propertyName": property, "operator": "IN", "values": exact}]});
    let ending = |property: &str| json!({"filters": [filter_value(property, "CONTAINS_TOKEN", &tail)]});
    let (phone, mobile) = ("hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number");
    // HubSpot calculates no companion for its WhatsApp property: it is searched as it is written. Five groups are the most.
    vec![wanted(phone), wanted(mobile), ending(phone), ending(mobile), ending("hs_whatsapp_phone_number")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s_18_s_19_parts_of_words_are_asked_for() {
        let body = SearchContacts::words("Mar").request().body.unwrap_or_default();
        assert!(body.contains(r#""propertyName":"firstname""#) && body.contains(r#""value":"*mar*""#), "{body}");
        let two = SearchContacts::words("maria  silva").request().body.unwrap_or_default();
        assert_eq!(two.matches("\"filters\"").count(), 5);
        assert!(two.len() < 3000);
    }

    #[test]
    fn s_18_what_stands_around_a_name_is_left_out_and_an_address_stays_as_it_is() {
        let words = |text: &str| match SearchContacts::words(text) {
            SearchContacts::Words(words) => words,
            SearchContacts::Numbers(_) => Vec::new(),
        };
        assert_eq!(words("Silva, Maria (Acme) 🌸"), ["silva", "maria", "acme"]);
        assert_eq!(words("🌸 Ana"), ["ana"]);
        assert_eq!(words("silva@"), ["silva@"]);
        assert_eq!(words("🌸"), ["🌸"]);
    }

    #[test]
    fn wildcards_and_quotes_of_the_rep_are_no_syntax() {
        assert_eq!(SearchContacts::words("a*b \"c"), SearchContacts::Words(vec!["a".into(), "b".into(), "c".into()]));
    }

    #[test]
    fn s_20_numbers_are_asked_for_without_country_code() {
        let body = SearchContacts::Numbers(vec!["6501234567".into()]).request().body.unwrap_or_default();
        assert!(
            body.contains("hs_searchable_calculated_phone_number")
                && body.contains(r#"["6501234567"]"#)
                && body.contains("*6501234567"),
            "{body}"
        );
    }

    proptest::proptest! {
        #[test]
        fn f_5_no_body_is_longer_than_hubspot_takes_whatever_is_typed(
            text in "\\PC{0,400}",
            long in proptest::collection::vec("[a-zа-яא-ת漢字🦀\u{1}-\u{8}]{0,200}", 0..4),
            numbers in proptest::collection::vec("[0-9]{0,60}", 0..40),
        ) {
            for call in
                [SearchContacts::words(&text), SearchContacts::words(&long.join(" ")), SearchContacts::Numbers(numbers)]
            {
                let body = call.request().body.unwrap_or_default();
                proptest::prop_assert!(body.len() < crate::hubspot::request::SEARCH_BODY_LIMIT, "{}", body.len());
                proptest::prop_assert!(body.matches("propertyName").count() <= 18 + 1);
            }
        }
    }
}
