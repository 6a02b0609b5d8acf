//! Texts from outside as they may be shown (TH-2).
//!
//! Anybody can choose the name that they write under, and any colleague, form or integration can put a text into HubSpot. Characters that
//! change the order of what stands around them, or that cannot be seen, are left out; so is the tail of a text that is long only to be
//! long. What is shown is always a text node, so nothing here is about markup.

/// Characters that are shown of one text.
const LONGEST: usize = 300;

/// The text on one line, without controls of direction, without what cannot be seen, and with an end.
pub fn clean(text: &str) -> String {
    let mut shown = String::new();
    let mut count = 0;
    let mut pending = None;
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let kept = match character {
            character if character.is_whitespace() || character.is_control() => {
                pending = Some(' ');
                continue;
            }
            // Joiners belong to emoji and to the scripts of Persia and India; between Latin letters they only hide something.
            '\u{200C}' | '\u{200D}' => {
                let joins = shown.chars().next_back().is_some_and(|before| !before.is_ascii())
                    && rest.peek().is_some_and(|after| !after.is_ascii());
                joins.then_some(character)
            }
            character if is_hidden(character) => None,
            character => Some(character),
        };
        let Some(kept) = kept else { continue };
        if count >= LONGEST {
            shown.push('…');
            break;
        }
        if let Some(space) = pending.take().filter(|_| !shown.is_empty()) {
            shown.push(space);
            count += 1;
        }
        shown.push(kept);
        count += 1;
    }
    shown
}

/// The text as [`clean`] has it, line by line, with as many characters in all; empty lines are left out.
pub fn clean_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut left = LONGEST;
    for line in text.lines().map(clean).filter(|line| !line.is_empty()) {
        let length = line.chars().count();
        if length > left {
            lines.push(line.chars().take(left).chain(['…']).collect());
            break;
        }
        left -= length;
        lines.push(line);
    }
    lines
}

/// Marks and controls of direction, and characters without width (Unicode category Cf and fillers that render as nothing).
fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn th_2_controls_of_direction_and_invisible_characters_are_left_out() {
        for (text, shown) in [
            ("\u{202E}Ana\u{200B} \u{2066}Costa\u{2069}", "Ana Costa"),
            ("moc.live\u{202D}", "moc.live"),
            ("An\u{200D}a", "Ana"),
            ("\u{3164}\u{3164}", ""),
            ("a\0b\u{7}c", "a b c"),
            ("  two \n lines\t", "two lines"),
        ] {
            assert_eq!(clean(text), shown, "{text:?}");
        }
    }

    #[test]
    fn what_a_script_needs_stays() {
        for text in ["می\u{200C}خواهم", "👩\u{200D}👧", "क्\u{200D}ष", "Zoë Müller-Lüdenscheidt", "<b>Ana</b>"]
        {
            assert_eq!(clean(text), text, "{text:?}");
        }
    }

    #[test]
    fn lines_stay_lines_and_end_as_one_text_does() {
        assert_eq!(clean_lines(" one\r\n\n\u{202E}two\t three\n"), ["one", "two three"]);
        assert_eq!(clean_lines(" \n"), Vec::<String>::new());
        let many = clean_lines(&"x\n".repeat(64 * 1024));
        assert_eq!((many.len(), many.last().map(String::as_str)), (LONGEST + 1, Some("…")));
        let long = clean_lines(&format!("{}\ntail", "x".repeat(64 * 1024)));
        assert_eq!(long, [clean(&"x".repeat(LONGEST + 1))]);
    }

    #[test]
    fn a_very_long_text_ends() {
        let shown = clean(&"x".repeat(64 * 1024));
        assert_eq!(shown.chars().count(), LONGEST + 1);
        assert!(shown.ends_with('…'));
        assert_eq!(clean(&"x".repeat(LONGEST)), "x".repeat(LONGEST));
    }
}
