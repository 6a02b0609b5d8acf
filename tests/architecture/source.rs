//! Source text without what a law does not look at: comments, test code, the insides of texts.

/// The code of a Rust or JavaScript file. Comments and Rust's test code are blanked; lines keep their numbers.
pub fn code(path: &str, text: &str) -> String {
    let rust = path.ends_with(".rs");
    if path.split('/').any(|folder| folder == "tests") {
        return String::new();
    }
    let shown = blank(text, rust, Inside::Shown);
    if rust { without_tests(&shown) } else { shown }
}

/// As [`code`], with the insides of texts blanked too.
pub fn code_without_texts(path: &str, text: &str) -> String {
    blank(&code(path, text), path.ends_with(".rs"), Inside::Blanked)
}

/// Whether the insides of texts stay.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Shown,
    Blanked,
}

/// What the scanner stands in.
enum Place {
    Code,
    LineComment,
    BlockComment,
    /// A text, with what ends it and whether a backslash escapes.
    Text(String, bool),
}

fn blank(text: &str, rust: bool, inside: Inside) -> String {
    let mut out = String::new();
    let mut place = Place::Code;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let mut take = next.len_utf8();
        let mut keep = true;
        match &place {
            Place::Code if rest.starts_with("//") => (place, keep) = (Place::LineComment, false),
            Place::Code if rest.starts_with("/*") => (place, keep) = (Place::BlockComment, false),
            Place::Code => {
                if let Some((opening, end, escapes)) = opens(rest, &out, rust) {
                    (take, place) = (opening, Place::Text(end, escapes));
                } else if let Some(literal) = char_literal(rest, rust) {
                    take = literal;
                }
            }
            Place::LineComment if next == '\n' => place = Place::Code,
            Place::BlockComment if rest.starts_with("*/") => (take, place, keep) = (2, Place::Code, false),
            Place::LineComment | Place::BlockComment => keep = false,
            Place::Text(end, _) if rest.starts_with(end.as_str()) => (take, place) = (end.len(), Place::Code),
            Place::Text(_, escapes) => {
                if *escapes && next == '\\' {
                    take += rest.chars().nth(1).map_or(0, char::len_utf8);
                }
                keep = inside == Inside::Shown;
            }
        }
        let (taken, left) = rest.split_at(take);
        out.extend(taken.chars().map(|one| if keep || one == '\n' { one } else { ' ' }));
        rest = left;
    }
    out
}

/// Where a text opens here: how long its opening is, what ends it, whether a backslash escapes inside.
fn opens(rest: &str, before: &str, rust: bool) -> Option<(usize, String, bool)> {
    if !rust {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        return Some((1, quote.to_string(), true));
    }
    let in_word = before.chars().last().is_some_and(|last| last.is_alphanumeric() || last == '_');
    if let Some(raw) = rest.strip_prefix('r').filter(|_| !in_word) {
        let fence = raw.chars().take_while(|&one| one == '#').count();
        if raw[fence..].starts_with('"') {
            return Some((fence + 2, format!("\"{}", "#".repeat(fence)), false));
        }
    }
    rest.starts_with('"').then(|| (1, "\"".to_owned(), true))
}

/// The length of a Rust character literal that begins here: one that holds a quote would be taken for a text.
fn char_literal(rest: &str, rust: bool) -> Option<usize> {
    let inner = rest.strip_prefix('\'').filter(|_| rust)?;
    let first = inner.chars().next()?;
    let body = first.len_utf8() + if first == '\\' { inner.chars().nth(1)?.len_utf8() } else { 0 };
    inner[body..].starts_with('\'').then_some(body + 2)
}

/// Blanks each item under `#[cfg(test)]`. rustfmt puts its last line at the indentation of its first.
fn without_tests(code: &str) -> String {
    let mut out = Vec::new();
    let mut ends_at: Option<String> = None;
    let mut attribute = false;
    for line in code.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if let Some(end) = &ends_at {
            if line == end {
                ends_at = None;
            }
            out.push("");
        } else if line.trim_start().starts_with("#[cfg(test)]") {
            attribute = true;
            out.push("");
        } else if attribute {
            if !line.trim_start().starts_with("#[") {
                attribute = false;
                if line.trim_end().ends_with('{') {
                    ends_at = Some(format!("{indent}}}"));
                }
            }
            out.push("");
        } else {
            out.push(line);
        }
    }
    out.join("\n")
}

/// The lines where a word stands: an identifier as a whole, a phrase as it is.
pub fn lines_with<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.lines().enumerate().filter(move |(_, line)| has_word(line, word)).map(|(at, _)| at + 1)
}

/// HubSpot calls its usual kind of task by a word that also marks what is left for later. As a whole text in quotes it is that kind.
pub fn without_kinds_of_task(text: &str) -> String {
    text.replace(r#""TODO""#, r#""""#)
}

/// Whether a word stands in a line. Where the word begins or ends like an identifier, the identifier must not go on.
pub fn has_word(line: &str, word: &str) -> bool {
    let part = |one: char| one.is_alphanumeric() || one == '_';
    line.match_indices(word).any(|(at, found)| {
        let before = line[..at].chars().last().is_some_and(part) && word.starts_with(part);
        let after = line[at + found.len()..].chars().next().is_some_and(part) && word.ends_with(part);
        !before && !after
    })
}

/// Lines that say something: neither blank nor a lone bracket.
pub fn lines_of_code(code: &str) -> usize {
    code.lines().filter(|line| line.chars().any(|one| !one.is_whitespace() && !"{}()[];,".contains(one))).count()
}

#[test]
fn comments_tests_and_texts_are_told_from_code() {
    let text = r##"
//! web_sys
use a::b; // "web_sys"
const URL: &str = "https://x/y"; /* web_sys */ const QUOTE: char = '"';
const RAW: &str = r#"a "web_sys" b"#;
fn f<'a>(x: &'a str) -> char { '\'' }
#[cfg(test)]
mod tests {
    fn g() { web_sys() }
}
fn after() {}
"##;
    let code = code("src/a.rs", text);
    assert_eq!(lines_with(&code, "web_sys").collect::<Vec<_>>(), [5]);
    assert!(code.contains("\"https://x/y\"") && code.contains("fn after()") && code.contains("'\"'"));
    let bare = code_without_texts("src/a.rs", text);
    assert_eq!(lines_with(&bare, "web_sys").count(), 0);
    assert!(bare.contains("fn f<'a>(x: &'a str)"));
    assert_eq!(bare.lines().count(), code.lines().count());
}

#[test]
fn a_word_is_a_whole_identifier_and_a_phrase_is_not() {
    assert!(has_word("a rand() b", "rand") && has_word("rand", "rand") && has_word("x::rand::y", "rand"));
    assert!(!has_word("operand", "rand") && !has_word("random", "rand") && !has_word("rand_xorshift", "rand"));
    assert!(has_word("x.unwrap()", ".unwrap()") && !has_word("x.unwrap_or(1)", ".unwrap()"));
}

#[test]
fn a_lone_bracket_is_no_line_of_code() {
    assert_eq!(lines_of_code("fn f() {\n\n    g(\n    );\n}\n"), 2);
}
