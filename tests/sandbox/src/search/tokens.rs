//! Words as HubSpot's search sees them: a text is cut at everything that is no letter and no digit, and case does not count.

use crate::faults::like;

/// The words of a text, in lower case.
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What `CONTAINS_TOKEN` looks for: words side by side, each with `*` for any letters. A part that is only `*` says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<String>);

impl Pattern {
    /// From the value of a filter.
    pub fn new(value: &str) -> Pattern {
        let lower = value.to_lowercase();
        let parts = lower.split(|c: char| !c.is_alphanumeric() && c != '*');
        Pattern(parts.filter(|part| part.chars().any(char::is_alphanumeric)).map(str::to_owned).collect())
    }

    /// Whether it stands in a text. A pattern without words stands nowhere.
    pub fn found_in(&self, text: &str) -> bool {
        let words = words(text);
        let fits = |window: &[String]| window.iter().zip(&self.0).all(|(word, part)| like(part, word));
        !self.0.is_empty() && words.windows(self.0.len()).any(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_unless_a_star_says_otherwise() {
        let cases = [
            ("hubspot", "mail@hubspot.com", true),
            ("hub", "mail@hubspot.com", false),
            ("hub*", "mail@hubspot.com", true),
            ("*@hubspot.com", "mail@hubspot.com", true),
            ("*@hubspot.com", "mail@hubspot.org", false),
            ("*silva@*", "maria.silva@x.example", true),
            ("maria silva", "Maria Silva", true),
            ("silva maria", "Maria Silva", false),
            ("*4567", "6501234567", true),
            ("6501", "6501234567", false),
            ("*", "anything", false),
            ("joão", "João Pereira", true),
            ("joao", "João Pereira", false),
        ];
        for (value, text, expected) in cases {
            assert_eq!(Pattern::new(value).found_in(text), expected, "{value} in {text}");
        }
    }
}
