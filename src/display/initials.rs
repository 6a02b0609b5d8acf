//! One or two letters that stand for a name.

/// The first letters of the first and the last word that begin with a letter, in upper case; `None` for a number or a name without letters.
pub fn initials(name: &str) -> Option<String> {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let mut letters = letters.by_ref().filter(|letter| letter.is_alphabetic());
    let first = letters.next()?;
    let last = letters.last();
    Some(first.to_uppercase().chain(last.into_iter().flat_map(char::to_uppercase)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_and_last_word() {
        for (name, letters) in [
            ("Maria Silva", Some("MS")),
            ("maria da silva", Some("MS")),
            ("Cher", Some("C")),
            ("“Zé” (Loja)", Some("ZL")),
            ("李 小龙", Some("李小")),
            ("ßmith", Some("SS")),
            ("+55 41 98888-7777", None),
            ("🎉", None),
            ("", None),
        ] {
            assert_eq!(initials(name).as_deref(), letters, "{name}");
        }
    }
}
