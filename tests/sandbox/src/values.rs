//! Property values on their way in: what HubSpot takes for a type, how it stores it, and the words with which it refuses (section 6.3
//! of the facts).

use serde_json::{Value, json};

use crate::account::Account;
use crate::dates;
use crate::errors::Refused;
use crate::kind::Kind;
use crate::phone_properties::with_country_code;
use crate::routes::Version;
use crate::schema::{Access, Property, Shape};
use crate::search::decimal;
use crate::settings::PhoneValidation;

/// Longest text of a property, in characters.
const LONGEST: usize = 65_536;
const DAY: u64 = 86_400_000;

/// A value as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its text; empty to clear the property.
    pub text: String,
    /// What the answer tells about it, where HubSpot changed it.
    pub warning: Option<Value>,
}

/// Who writes: the rules of the API hold for a key only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The version of the path.
    pub version: Version,
}

/// Looks at one value.
///
/// # Errors
/// [`Refused`] with HubSpot's code and words.
pub fn check(account: &Account, kind: Kind, property: &Property, raw: &str, rules: Rules) -> Result<Stored, Refused> {
    let refuse =
        |code: &'static str, message: String| Err(Refused { property: property.name.to_string(), code, message });
    if property.access != Access::Writable {
        return refuse(
            "READ_ONLY_VALUE",
            format!("\"{}\" is a read only property; its value cannot be set.", property.name),
        );
    }
    let text = raw.trim();
    if text.is_empty() {
        return Ok(stored(""));
    }
    if raw.chars().count() > LONGEST {
        return refuse(
            "INVALID_LENGTH",
            format!("{} was longer than the limit of {LONGEST} characters.", property.name),
        );
    }
    match property.shape {
        Shape::Text | Shape::TextArea | Shape::Html => Ok(stored(raw)),
        Shape::Phone | Shape::PhoneDigits => phone(account, property, raw),
        Shape::Email if is_email(text) => Ok(stored(&text.to_lowercase())),
        Shape::Email => refuse("INVALID_EMAIL", format!("Email address {raw} is invalid")),
        Shape::Number if decimal(text).is_some() => Ok(stored(text)),
        Shape::Number => refuse("INVALID_INTEGER", format!("{raw} was not a valid number.")),
        Shape::Integer if text.parse::<i64>().is_ok() => Ok(stored(text)),
        Shape::Integer => refuse("INVALID_LONG", format!("{raw} was not a valid long.")),
        Shape::Bool if matches!(text, "true" | "false") => Ok(stored(text)),
        Shape::Bool => not_an_option(property, raw, &["true".into(), "false".into()]),
        Shape::DateTime => match dates::parse(text) {
            Some(ms) => Ok(stored(&dates::iso(ms))),
            None => refuse("INVALID_DATE", format!("{raw} was not a valid date.")),
        },
        Shape::Date => date(property, raw, text, rules),
        Shape::Select | Shape::Radio => one_of(property, raw, values(property)),
        Shape::Checkboxes => {
            let allowed = values(property);
            match text.split(';').find(|one| !allowed.contains(&(*one).to_owned())) {
                Some(wrong) => not_an_option(property, wrong, &allowed),
                None => Ok(stored(text)),
            }
        }
        Shape::Owner => {
            one_of(property, raw, account.owners.iter().filter(|one| !one.archived).map(|one| one.id.clone()).collect())
        }
        Shape::Pipeline => one_of(
            property,
            raw,
            account.pipelines.get(&kind).into_iter().flatten().map(|one| one.id.clone()).collect(),
        ),
        Shape::Stage => {
            let stages = account.pipelines.get(&kind).into_iter().flatten().flat_map(|one| &one.stages);
            one_of(property, raw, stages.map(|stage| stage.id.clone()).collect())
        }
    }
}

fn stored(text: &str) -> Stored {
    Stored { text: text.to_owned(), warning: None }
}

fn values(property: &Property) -> Vec<String> {
    property.options.iter().map(|(value, _)| value.clone()).collect()
}

fn one_of(property: &Property, raw: &str, allowed: Vec<String>) -> Result<Stored, Refused> {
    if allowed.iter().any(|one| one == raw) { Ok(stored(raw)) } else { not_an_option(property, raw, &allowed) }
}

fn not_an_option(property: &Property, raw: &str, allowed: &[String]) -> Result<Stored, Refused> {
    let message = format!("{raw} was not one of the allowed options: [{}]", allowed.join(", "));
    Err(Refused { property: property.name.to_string(), code: "INVALID_OPTION", message })
}

/// A day: `YYYY-MM-DD`, or the milliseconds of its midnight in UTC. From 2026-09 on another time of the day is cut off with a warning.
fn date(property: &Property, raw: &str, text: &str, rules: Rules) -> Result<Stored, Refused> {
    let refuse = |message: String| Err(Refused { property: property.name.to_string(), code: "INVALID_DATE", message });
    let Some(ms) = dates::parse(text) else { return refuse(format!("{raw} was not a valid date.")) };
    let day = dates::iso_day(ms);
    if ms.is_multiple_of(DAY) {
        return Ok(stored(&day));
    }
    match rules.version {
        Version::Older => refuse(format!("{raw} is at {}, not midnight!", dates::iso(ms))),
        Version::September2026 => {
            let warning = json!({"category": "PROPERTY_VALUE_NORMALIZED", "message": format!("{} was normalized", property.name),
                "context": {"propertyName": &*property.name, "rawValue": raw, "normalizedValue": day}});
            Ok(Stored { text: day, warning: Some(warning) })
        }
    }
}

/// A phone number: any text, unless the account validates. The code of that refusal was never recorded; it is ours.
fn phone(account: &Account, property: &Property, raw: &str) -> Result<Stored, Refused> {
    match account.settings.phone_validation {
        PhoneValidation::Off => Ok(stored(raw)),
        PhoneValidation::CountryCode => match with_country_code(raw) {
            Some(number) => Ok(stored(&number)),
            None => Err(Refused {
                property: property.name.to_string(),
                code: "INVALID_PHONE_NUMBER",
                message: format!("{raw} must be a phone number with an explicit country code."),
            }),
        },
    }
}

fn is_email(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "@,;<>()".contains(c));
    text.split_once('@').is_some_and(|(name, domain)| {
        let dotted = domain.split('.').count() >= 2 && domain.split('.').all(|part| !part.is_empty());
        plain(name) && plain(domain) && dotted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_name_and_a_dotted_domain() {
        for text in ["a@b.example", "maria.silva+x@mail.b.example"] {
            assert!(is_email(text), "{text}");
        }
        for text in ["a", "a@b", "@b.example", "a@b.", "a b@c.example", "a@b@c.example", "a@.example"] {
            assert!(!is_email(text), "{text}");
        }
    }
}
