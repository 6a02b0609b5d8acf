//! HubSpot's calculated phone properties, by the working model of section 5.3 of the facts, which was read off recorded answers:
//! a number that is valid (because it has `+`, or in the inferred country) gives its national number and its E.164 form; anything else
//! gives its digits without leading zeros, and no E.164.

use std::str::FromStr;

use phonenumber::{Mode, country};

/// Longest text that is read as a number, as in Google's library.
const LONGEST: usize = 250;

/// What HubSpot derives from one phone property.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calculated {
    /// `hs_searchable_calculated_*`: no country code.
    pub searchable: Option<String>,
    /// `hs_calculated_*`: E.164.
    pub international: Option<String>,
    /// `hs_calculated_*_country_code`: ISO 3166, two letters.
    pub country: Option<String>,
}

/// A country to read numbers without `+` in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region(country::Id);

impl Region {
    /// From an ISO 3166 code; `None` for one without a numbering plan.
    pub fn named(code: &str) -> Option<Region> {
        country::Id::from_str(code).ok().map(Region)
    }
}

/// Calculates from the text of a property.
pub fn calculate(text: &str, inferred: Option<Region>) -> Calculated {
    if let Some(number) = valid(text, inferred) {
        return Calculated {
            searchable: Some(number.national().to_string()),
            international: Some(number.format().mode(Mode::E164).to_string()),
            country: number.country().id().map(|id| id.as_ref().to_owned()),
        };
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let searchable = Some(digits.trim_start_matches('0').to_owned()).filter(|digits| !digits.is_empty());
    Calculated { searchable, international: None, country: None }
}

/// Reads a text as a number with a country code and gives it as `+` and digits, as the account's phone validation stores it.
pub fn with_country_code(text: &str) -> Option<String> {
    let number = valid(text, None)?;
    Some(number.format().mode(Mode::E164).to_string())
}

fn valid(text: &str, inferred: Option<Region>) -> Option<phonenumber::PhoneNumber> {
    if text.len() > LONGEST {
        return None;
    }
    let begin = text.find(|c: char| c == '+' || c.is_ascii_digit())?;
    let written = text.get(begin..)?;
    // Never a region for a number with `+`: the crate would strip that region's trunk prefix from it.
    let region = if written.starts_with('+') { None } else { Some(inferred?.0) };
    phonenumber::parse(region, written).ok().filter(phonenumber::PhoneNumber::is_valid)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of section 5.2: real values, published in fixtures and dumps.
    #[test]
    fn recorded_values_come_out() {
        let cases = [
            ("+33655555555", Some("+33655555555"), Some("FR"), "655555555"),
            ("+33644444444", Some("+33644444444"), Some("FR"), "644444444"),
            ("+5511999999999", Some("+5511999999999"), Some("BR"), "11999999999"),
            ("+55 11 99999-0000", Some("+5511999990000"), Some("BR"), "11999990000"),
            ("513-227-1572", Some("+15132271572"), Some("US"), "5132271572"),
            ("7087038093", Some("+17087038093"), Some("US"), "7087038093"),
            ("9678452348", None, None, "9678452348"),
            ("08180854296", None, None, "8180854296"),
            ("00004", None, None, "4"),
            ("(877) 829-06966777", None, None, "87782906966777"),
            ("123456", None, None, "123456"),
            ("34648739267", None, None, "34648739267"),
        ];
        for (text, international, country, searchable) in cases {
            let expected = Calculated {
                searchable: Some(searchable.into()),
                international: international.map(str::to_owned),
                country: country.map(str::to_owned),
            };
            assert_eq!(calculate(text, Region::named("US")), expected, "{text}");
        }
    }

    #[test]
    fn the_inferred_country_is_a_setting() {
        let german = calculate("0151 12345678", Region::named("DE"));
        assert_eq!(german.international.as_deref(), Some("+4915112345678"));
        assert_eq!(calculate("0151 12345678", None).searchable.as_deref(), Some("15112345678"));
        assert_eq!(calculate("+49 (0)151 12345678", Region::named("US")).searchable.as_deref(), Some("15112345678"));
    }

    #[test]
    fn a_text_without_digits_gives_nothing() {
        for text in ["", "n/a", "+", "٠١٢"] {
            assert_eq!(calculate(text, Region::named("US")), Calculated::default(), "{text:?}");
        }
        assert_eq!(calculate(&"1".repeat(300), Region::named("US")).international, None);
    }
}
