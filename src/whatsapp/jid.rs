//! JIDs: the ids that WhatsApp gives to people, groups and channels, and the message keys that contain them.
//!
//! The digits of a LID look like a phone number and are none: a [`Lid`] and a [`WhatsAppNumber`] come from different server parts and
//! nothing turns one into the other.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::phone::WhatsAppNumber;

/// A person's privacy id. Opaque; up to 20 digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lid(String);

/// A text that was expected to be the user part of a LID and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotALid;

impl fmt::Display for NotALid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the digits of a LID")
    }
}

impl Lid {
    /// The digits before `@lid`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Lid {
    type Error = NotALid;

    fn try_from(text: String) -> Result<Self, NotALid> {
        let fits = (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if fits { Ok(Self(text)) } else { Err(NotALid) }
    }
}

impl From<Lid> for String {
    fn from(lid: Lid) -> String {
        lid.0
    }
}

/// Whom a JID names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Jid {
    /// A person, by phone number (`@c.us`, `@s.whatsapp.net`).
    Number(WhatsAppNumber),
    /// A person, by privacy id (`@lid`).
    Lid(Lid),
    /// A group (`@g.us`); the whole JID.
    Group(String),
    /// A channel, status, a broadcast list, a bot, WhatsApp itself: nobody to link.
    NotAPerson,
}

/// WhatsApp's own accounts, which look like people (announcements, support, surveys).
const SERVICE_NUMBERS: [&str; 3] = ["0", "16508638904", "16505361212"];
/// Meta's assistant, which has LIDs.
const SERVICE_LIDS: [&str; 2] = ["103242709127222", "165332417282214"];

impl Jid {
    /// Reads a JID. `None` where it is no JID at all.
    pub fn parse(text: &str) -> Option<Jid> {
        let (user, server) = text.split_once('@')?;
        let user = user.split([':', '.']).next().unwrap_or(user);
        match server {
            "c.us" | "s.whatsapp.net" | "hosted" => Some(match WhatsAppNumber::from_digits(user) {
                Ok(number) if !is_service(user) => Jid::Number(number),
                Ok(_) | Err(_) => Jid::NotAPerson,
            }),
            "lid" | "hosted.lid" => Some(match Lid::try_from(user.to_owned()) {
                Ok(lid) if !SERVICE_LIDS.contains(&user) => Jid::Lid(lid),
                Ok(_) | Err(_) => Jid::NotAPerson,
            }),
            "g.us" => Some(Jid::Group(text.to_owned())),
            "broadcast" | "newsletter" | "bot" | "msgr" | "interop" | "call" => Some(Jid::NotAPerson),
            _ => None,
        }
    }

    /// The chat of a message key `<fromMe>_<chat>_<stanza>[_<participant>]`, if the key holds this stanza.
    pub fn of_message_key(key: &str, stanza: Option<&str>) -> Option<Jid> {
        let rest = key.strip_prefix("true_").or_else(|| key.strip_prefix("false_"))?;
        let (chat, tail) = rest.split_once('_')?;
        let held = tail.split('_').next();
        match stanza {
            Some(wanted) if held != Some(wanted) => None,
            Some(_) | None => Jid::parse(chat),
        }
    }
}

fn is_service(digits: &str) -> bool {
    let bot = (digits.starts_with("1313555") && digits.len() == 11)
        || (digits.starts_with("131655500") && digits.len() == 11);
    SERVICE_NUMBERS.contains(&digits) || bot
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(digits: &str) -> Jid {
        Jid::Number(WhatsAppNumber::from_digits(digits).expect("a number"))
    }

    #[test]
    fn each_server_part_names_its_kind() {
        let cases = [
            ("12125550101@c.us", Some(number("12125550101"))),
            ("12125550101@s.whatsapp.net", Some(number("12125550101"))),
            ("12125550101:12@c.us", Some(number("12125550101"))),
            ("205550000000001@lid", Some(Jid::Lid(Lid("205550000000001".into())))),
            ("120363000000000001@g.us", Some(Jid::Group("120363000000000001@g.us".into()))),
            ("status@broadcast", Some(Jid::NotAPerson)),
            ("120363000000000002@newsletter", Some(Jid::NotAPerson)),
            ("0@c.us", Some(Jid::NotAPerson)),
            ("16505361212@c.us", Some(Jid::NotAPerson)),
            ("13135550002@c.us", Some(Jid::NotAPerson)),
            ("103242709127222@lid", Some(Jid::NotAPerson)),
            ("Maria", None),
            ("12125550101@example.com", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Jid::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn a_lid_that_looks_like_a_number_stays_a_lid() {
        assert_eq!(Jid::parse("12125550199@lid"), Some(Jid::Lid(Lid("12125550199".into()))));
    }

    #[test]
    fn a_message_key_names_its_chat_only_for_its_own_stanza() {
        let key = "false_120363000000000001@g.us_3A12_205550000000002@lid";
        assert_eq!(Jid::of_message_key(key, Some("3A12")), Some(Jid::Group("120363000000000001@g.us".into())));
        assert_eq!(Jid::of_message_key(key, Some("3A1")), None);
        assert_eq!(Jid::of_message_key("maybe_1@c.us_3A", None), None);
    }
}
