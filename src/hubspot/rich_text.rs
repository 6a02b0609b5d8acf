//! HubSpot keeps notes and task texts as HTML. What a person types is escaped on the way in; what HubSpot holds becomes plain text on the
//! way out, so that markup of others never reaches the page (TH-1).

/// Plain text as HubSpot's HTML.
pub fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\n' => html.push_str("<br>"),
            '\r' => {}
            other => html.push(other),
        }
    }
    html
}

/// HubSpot's HTML as plain text: tags fall away, paragraphs and breaks become lines, the usual entities become characters.
pub fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    // Behind the last `>` no tag ends. Were each `<` there to look for its own end, a text of nothing else would cost its length squared.
    let tags_end = html.rfind('>').map_or(0, |at| at + 1);
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let is_tag = html.len() - from.len() < tags_end;
        let (written, after) = if from.starts_with('<') { tag(from, is_tag) } else { entity(from) };
        text.push_str(&written);
        rest = after;
    }
    text.push_str(rest);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// What a tag stands for, and what follows it. A `<` that opens no tag is itself.
fn tag(from: &str, is_tag: bool) -> (String, &str) {
    let inside = from.strip_prefix('<').filter(|_| is_tag);
    let Some((inside, after)) = inside.and_then(|rest| rest.split_once('>')) else {
        return ("<".to_owned(), from.get(1..).unwrap_or_default());
    };
    let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let breaks = match name.to_ascii_lowercase().as_str() {
        "br" => true,
        "p" | "div" | "li" | "tr" | "h1" | "h2" | "h3" => inside.starts_with('/'),
        _ => false,
    };
    (if breaks { "\n".to_owned() } else { String::new() }, after)
}

fn entity(from: &str) -> (String, &str) {
    let end = from.char_indices().take(10).find(|(_, c)| *c == ';').map(|(at, _)| at);
    let known = end.and_then(|end| Some((from.get(1..end)?, from.get(end + 1..)?)));
    let character = known.and_then(|(name, _)| match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => digits.parse().ok(),
            };
            code.and_then(char::from_u32).filter(|c| !c.is_control())
        }
    });
    match (character, known) {
        (Some(character), Some((_, after))) => (character.to_string(), after),
        _ => ("&".to_owned(), from.get(1..).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back() {
        for text in ["Hi", "a < b & c > \"d\"", "two\nlines", "100 % & more; done", "<script>alert(1)</script>"] {
            assert_eq!(to_text(&to_html(text)), text);
        }
    }

    #[test]
    fn markup_of_others_becomes_text() {
        let cases = [
            ("<p>Hello <b>Ana</b></p><p>Bye</p>", "Hello Ana\nBye"),
            ("<img src=x onerror=alert(1)>x", "x"),
            ("a &#233; &#x1F642; &nope; &", "a é 🙂 &nope; &"),
            ("1 < 2", "1 < 2"),
            ("<", "<"),
            ("a <b>c</b> <d <", "a c <d <"),
            ("&#0;", "&#0;"),
        ];
        for (html, expected) in cases {
            assert_eq!(to_text(html), expected, "{html}");
        }
    }
}
