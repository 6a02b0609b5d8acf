//! Links, e-mail addresses and `tel:` in a cleaned text.
//!
//! Digits in an address are not a phone number, with two exceptions that say so themselves: `tel:` (RFC 3966, with its
//! `phone-context`) and `wa.me`. Those are rewritten as plain numbers; any other link and any word with `@` becomes [`BREAK`].

use std::borrow::Cow;

/// A character that ends every run and stands for what was taken out.
pub(super) const BREAK: char = '|';

/// The cleaned text with addresses taken out and `tel:` and `wa.me` turned into numbers.
pub(super) fn without_addresses(cleaned: &str) -> Cow<'_, str> {
    if !cleaned.contains(|c: char| c == '@' || c.is_alphabetic()) {
        return Cow::Borrowed(cleaned);
    }
    let mut kept = String::with_capacity(cleaned.len());
    for piece in cleaned.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end_matches(char::is_whitespace);
        push_word(word, &mut kept);
        kept.extend(piece.strip_prefix(word));
    }
    Cow::Owned(kept)
}

fn push_word(word: &str, kept: &mut String) {
    if let Some((before, uri)) = split_at_tel(word) {
        push_word(before, kept);
        push_tel(uri, kept);
    } else if is_link(word) {
        push_link(word, kept);
    } else {
        for part in word.split_inclusive([',', ';', BREAK]) {
            if part.contains('@') {
                kept.push(BREAK);
            } else {
                kept.push_str(part);
            }
        }
    }
}

/// The word around `tel:`, unless that is the end of a longer word ("hotel:").
fn split_at_tel(word: &str) -> Option<(&str, &str)> {
    let (before, uri) = word.split_once("tel:")?;
    (!before.ends_with(char::is_alphanumeric)).then_some((before, uri))
}

/// `650-123-4567;phone-context=+1` reads `+1 650-123-4567`; other parameters go, extensions among them.
fn push_tel(uri: &str, kept: &mut String) {
    kept.push(BREAK);
    let mut parts = uri.split(';');
    let number = parts.next().unwrap_or_default();
    let mut context = "";
    let mut others = Vec::new();
    for part in parts {
        match part.split_once('=') {
            Some(("phone-context", value)) => context = value,
            Some(_) => {}
            None => others.push(part),
        }
    }
    if !number.contains('@') {
        // A domain as context says nothing about the country.
        if context.starts_with('+') && !number.starts_with('+') {
            kept.extend(context.chars().take_while(|c| matches!(c, '+' | '-' | '0'..='9')));
            kept.push(' ');
        }
        kept.push_str(number);
    }
    kept.push(BREAK);
    for other in others {
        push_word(other, kept);
        kept.push(BREAK);
    }
}

fn is_link(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let host = word.split('/').next().unwrap_or_default();
    let is_host = host.len() < word.len() && is_host_name(host);
    word.contains("://") || word.starts_with("www.") || is_host
}

/// `t.me`, `example.co.uk`; not `030.123` and not `tel`.
fn is_host_name(text: &str) -> bool {
    let Some((name, top)) = text.rsplit_once('.') else {
        return false;
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    top.len() >= 2
        && top.chars().all(|c| c.is_ascii_alphabetic())
        && name.contains(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(is_label)
}

/// `https://wa.me/16501234567` holds full international digits (WhatsApp's "click to chat"); no other link is read. What stands before
/// the scheme, without a space, is no part of the link.
fn push_link(word: &str, kept: &mut String) {
    let (before, link) = match word.find("://") {
        Some(colon) => {
            let (head, link) = word.split_at(colon);
            (head.trim_end_matches(|c: char| c.is_ascii_alphabetic()), link)
        }
        None => ("", word),
    };
    if !before.is_empty() {
        push_word(before, kept);
    }
    let bare = link.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    kept.push(BREAK);
    if let Some(path) = bare.strip_prefix("wa.me/") {
        let path = path.trim_start_matches('+');
        kept.push('+');
        kept.extend(path.chars().take_while(char::is_ascii_digit));
        kept.push(BREAK);
    }
}
