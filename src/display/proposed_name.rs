//! From a name in WhatsApp to the first and last name of a new contact: a proposal that the rep can change.

use super::clean;

/// First and last name. Both are empty where the name is no name: a number, or signs alone.
pub fn proposed_name(whatsapp: &str) -> (String, String) {
    let name = clean(whatsapp);
    if !name.chars().any(char::is_alphabetic) {
        return (String::new(), String::new());
    }
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')' | '\'' | '’');
    let name = name.trim_matches(|c: char| c.is_whitespace() || is_sign(c));
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    (first.trim().to_owned(), last.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i_13_the_first_word_is_the_first_name_and_numbers_are_none() {
        let of = |text| proposed_name(text);
        let both = |first: &str, last: &str| (first.to_owned(), last.to_owned());
        assert_eq!(of("Ana Costa"), both("Ana", "Costa"));
        assert_eq!(of("  ~ Ana Maria\u{202E} da Costa ☕ "), both("Ana", "Maria da Costa"));
        assert_eq!(of("Sergio"), both("Sergio", ""));
        assert_eq!(of("Sammy Davis Jr."), both("Sammy", "Davis Jr."));
        assert_eq!(of("美咲"), both("美咲", ""));
        assert_eq!(of("+55 41 98888-7777"), both("", ""));
        assert_eq!(of("☕"), both("", ""));
    }
}
