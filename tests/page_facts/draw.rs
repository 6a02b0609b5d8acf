//! Facts of a page out of bytes: mostly of the right shape, from few people, so that they meet; sometimes rubbish.

use serde_json::{Map, Value, json};

/// Numbers of people.
const NUMBERS: [&str; 5] = ["12125550101", "12125550102", "5511987650101", "551187650101", "4915112345678"];
/// Privacy ids. Some look like phone numbers, one like one of those above.
const LIDS: [&str; 6] = ["205550000000001", "12125550199", "5511987654321", "12125550101", "4915112349999", "1"];
const GROUPS: [&str; 2] = ["120363000000000001@g.us", "12125550101-1449534856@g.us"];
const OTHERS: [&str; 8] = [
    "status@broadcast",
    "120363000000000002@newsletter",
    "0@c.us",
    "13135550002@bot",
    "x@lid",
    "@c.us",
    "12125550101",
    "12125550101@x",
];
const STANZAS: [&str; 4] = ["3EB0AAAAAAAAAAAA", "3A11", "AC12BBBBBBBBBBBBBBBB", "_"];

/// Choices out of bytes; when they have run out, the first one.
pub struct Draw<'a>(std::slice::Iter<'a, u8>);

impl<'a> Draw<'a> {
    /// From these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Draw(bytes.iter())
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % limit
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    fn list(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> Value) -> Value {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    fn number(&mut self) -> String {
        let digits = self.pick(&NUMBERS);
        let server = self.pick(&["c.us", "s.whatsapp.net", "c.us", "hosted"]);
        format!("{digits}{}@{server}", self.pick(&["", "", "", ":12"]))
    }

    fn lid(&mut self) -> String {
        format!("{}{}@{}", self.pick(&LIDS), self.pick(&["", "", ":3"]), self.pick(&["lid", "lid", "hosted.lid"]))
    }

    /// A JID of any kind.
    fn jid(&mut self) -> String {
        match self.below(12) {
            0..=4 => self.number(),
            5..=8 => self.lid(),
            9 | 10 => self.pick(&GROUPS).to_owned(),
            _ => self.pick(&OTHERS).to_owned(),
        }
    }

    /// Any value.
    pub fn junk(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 1),
            2 => json!(-1.5e300),
            3 => json!(self.jid()),
            4 => json!("\u{202e}\u{200b}+1 (212) 555\u{a0}0199"),
            5 => json!(u64::MAX),
            6 => self.list(3, |draw| draw.junk(depth - 1)),
            _ => {
                let keys = ["kind", "id", "keys", "records", "generation"];
                (0..self.below(4))
                    .map(|_| (self.pick(&keys).to_owned(), self.junk(depth - 1)))
                    .collect::<Map<_, _>>()
                    .into()
            }
        }
    }

    /// Mostly this, rarely rubbish.
    fn or_junk(&mut self, value: Value) -> Value {
        if self.below(40) == 39 { self.junk(2) } else { value }
    }

    fn contact(&mut self) -> Value {
        let id = self.jid();
        let mut row = json!({"id": self.or_junk(json!(id)), "isAddressBookContact": self.below(2)});
        if self.below(3) > 0 {
            let number = if self.below(8) == 0 { self.jid() } else { self.number() };
            row["phoneNumber"] = self.or_junk(json!(number));
            row["phoneNumberCreatedAt"] = json!(self.below(5));
        }
        if self.below(2) == 0 {
            row["name"] = json!(self.pick(&["Ana", "+1 212 555 0199", "\u{202e}", "Ben"]));
        }
        row
    }

    fn chat_row(&mut self) -> Value {
        let id = self.jid();
        let lid = self.lid();
        let mut row = json!({"id": self.or_junk(json!(id)), "isLocked": self.below(6) == 0, "t": self.below(9)});
        if self.below(2) == 0 {
            row["accountLid"] = self.or_junk(json!(lid));
        }
        row
    }

    fn participants(&mut self) -> Value {
        json!({"groupId": self.pick(&GROUPS), "participants": self.list(5, |draw| json!(draw.jid()))})
    }

    /// A message key; `None` for the stanza draws one.
    fn key(&mut self, chat: &str, stanza: &str) -> String {
        let side = self.pick(&["false", "true", "false", "maybe"]);
        let end = if self.below(3) == 0 { format!("_{}", self.jid()) } else { String::new() };
        format!("{side}_{chat}_{stanza}{end}")
    }
}

/// What is read about an open chat: mostly keys of one chat.
pub fn evidence(draw: &mut Draw<'_>) -> Value {
    let chat = draw.jid();
    let keys = draw.list(3, |draw| {
        let stanza = draw.pick(&STANZAS);
        let mut keys = vec![json!(draw.key(&chat, stanza))];
        if draw.below(6) == 0 {
            let other = draw.jid();
            keys.push(json!(draw.key(&other, stanza)));
        }
        json!({"stanza": stanza, "keys": keys})
    });
    let embedded =
        draw.list(2, |draw| json!(if draw.below(2) == 0 { draw.key(&chat, "3EB0CC") } else { String::new() }));
    let title = match draw.below(4) {
        0 => json!(format!("\u{2066}+{}\u{2069}", draw.pick(&NUMBERS))),
        1 => json!(format!("+{}", draw.pick(&LIDS))),
        2 => json!("Ana"),
        _ => Value::Null,
    };
    let records = json!({
        "contacts": draw.list(6, Draw::contact), "chats": draw.list(3, Draw::chat_row),
        "groups": draw.list(1, |draw| json!({"id": draw.pick(&GROUPS), "subject": "Crew", "defaultSubgroup": draw.below(5) == 0})),
        "participants": draw.list(2, Draw::participants),
    });
    json!({
        "v": 1, "kind": "chat", "generation": draw.below(3), "title": draw.or_junk(title), "subtitle": null, "rows": draw.below(9),
        "keys": draw.or_junk(keys), "embedded": draw.or_junk(embedded), "records": draw.or_junk(records),
        "settled": draw.below(4) > 0, "exhausted": draw.below(2) == 0,
    })
}

/// The rows of whole stores.
pub fn snapshot(draw: &mut Draw<'_>) -> Value {
    json!({
        "contacts": draw.list(12, Draw::contact), "chats": draw.list(8, Draw::chat_row), "participants": draw.list(2, Draw::participants),
    })
}

/// States of the stores of one page, one after the other, each with what happens then: how many stores are asked for, rows of a slice,
/// who forgets what was sent before (1: the engine, 2: the page, 3: the engine, after a difference to something else), and whether the end
/// is lost (1).
pub fn states(draw: &mut Draw<'_>) -> Vec<(Value, [usize; 4])> {
    let mut facts = snapshot(draw);
    let mut states = Vec::new();
    for _ in 0..2 + draw.below(5) {
        for of in ["contacts", "chats", "participants"] {
            let fresh = snapshot(draw);
            let Value::Array(rows) = &mut facts[of] else { continue };
            rows.retain(|_| draw.below(4) > 0);
            rows.extend(fresh[of].as_array().into_iter().flatten().take(draw.below(3)).cloned());
        }
        states.push((facts.clone(), [2 + draw.below(2), 1 + draw.below(4), draw.below(8), draw.below(6)]));
    }
    states
}

/// The newest chats.
pub fn chats_changed(draw: &mut Draw<'_>) -> Value {
    json!({"v": 1, "kind": "chats_changed", "chats": draw.list(4, Draw::chat_row), "contacts": draw.list(6, Draw::contact)})
}
