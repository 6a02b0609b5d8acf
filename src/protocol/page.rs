//! Facts from the page reader, and what the engine asks of it. The page belongs to someone else: every field is optional or loosely
//! typed here, and [`crate::whatsapp`] draws the conclusions.
//!
//! The records are rows of WhatsApp's own database, cut down to the fields that are needed (`facts`: stores `contact`, `chat`,
//! `group-metadata`, `participant`). A row that does not decode is left out and counted, it never stops the others.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// A fact from the page.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FromPage {
    /// The page reader is there.
    Hello(Hello),
    /// Something about the page changed.
    Page(PageFacts),
    /// Another chat became the open one; nothing is known of it yet.
    Switch {
        /// Grows with each chat opened.
        generation: u64,
    },
    /// No chat is open.
    NoChat {
        /// As above.
        generation: u64,
    },
    /// What was read about the open chat.
    Chat(Box<ChatEvidence>),
    /// A slice of the answer to [`ToPage::Snapshot`].
    Snapshot(SnapshotSlice),
    /// The answer could not be given.
    SnapshotFailed {
        /// The request's number.
        request: u64,
        /// A code.
        problem: String,
    },
    /// S-38: the chat list changed; its newest rows.
    ChatsChanged(ChangedChats),
    /// The frame did not come up within 3 s.
    FrameBlocked,
    /// The rep dragged the edge.
    Width {
        /// New width in CSS pixels.
        px: f64,
    },
}

/// The first message of a page reader.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Hello {
    /// WhatsApp's build, as `1048032155_main`.
    #[serde(default)]
    pub build: Option<String>,
    /// The rest is as in [`FromPage::Page`].
    #[serde(flatten)]
    pub page: PageFacts,
}

/// State of the page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PageFacts {
    /// Loading, QR code or ready.
    pub state: PageState,
    /// Dark mode.
    #[serde(default)]
    pub dark: bool,
    /// `ltr` or `rtl`.
    #[serde(default)]
    pub dir: Option<String>,
    /// The tab is visible.
    #[serde(default)]
    pub visible: bool,
    /// Raw local storage value `last-wid-md`: a JSON text such as `"15550100999:12@c.us"`.
    #[serde(default, rename = "ownWid")]
    pub own_wid: Option<String>,
    /// Raw local storage value `WALid`.
    #[serde(default, rename = "ownLid")]
    pub own_lid: Option<String>,
}

/// Whether WhatsApp Web can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// The page is loading.
    Loading,
    /// The QR code is shown.
    LoggedOut,
    /// The chat list is there.
    Ready,
}

/// What was read about the open chat.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ChatEvidence {
    /// Generation of the chat.
    pub generation: u64,
    /// The header's title.
    #[serde(default)]
    pub title: Option<String>,
    /// The header's subtitle.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// Number of message rows seen.
    #[serde(default)]
    pub rows: u32,
    /// Stanza ids on screen with the message keys of the database that hold them.
    #[serde(default, deserialize_with = "lenient")]
    pub keys: Vec<StanzaKeys>,
    /// Full message keys in the page's attributes (builds before 2026-04).
    #[serde(default, deserialize_with = "lenient")]
    pub embedded: Vec<String>,
    /// Database rows of everyone who occurs in the keys.
    #[serde(default)]
    pub records: Records,
    /// False while more is to be expected soon.
    #[serde(default)]
    pub settled: bool,
    /// All tries that wait for late records are over: more may come, but is not to be expected.
    #[serde(default)]
    pub exhausted: bool,
    /// Codes of what could not be read.
    #[serde(default, deserialize_with = "lenient")]
    pub problems: Vec<String>,
}

/// One message on screen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StanzaKeys {
    /// The stanza id.
    pub stanza: String,
    /// Message keys that contain it.
    pub keys: Vec<String>,
}

/// Database rows.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Records {
    /// Rows of `chat`.
    #[serde(default, deserialize_with = "lenient")]
    pub chats: Vec<ChatRow>,
    /// Rows of `contact`.
    #[serde(default, deserialize_with = "lenient")]
    pub contacts: Vec<ContactRow>,
    /// Rows of `group-metadata`.
    #[serde(default, deserialize_with = "lenient")]
    pub groups: Vec<GroupRow>,
    /// Rows of `participant`.
    #[serde(default, deserialize_with = "lenient")]
    pub participants: Vec<ParticipantRow>,
}

/// A row of `contact`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactRow {
    /// `<lid>@lid`, `<digits>@s.whatsapp.net`, `<digits>@c.us` and others.
    pub id: String,
    /// `<digits>@c.us`, on LID rows.
    #[serde(default, deserialize_with = "text_or_none")]
    pub phone_number: Option<String>,
    /// Seconds; the row with the largest is the current one.
    #[serde(default, deserialize_with = "number_or_none")]
    pub phone_number_created_at: Option<f64>,
    /// The name that the rep saved.
    #[serde(default, deserialize_with = "text_or_none")]
    pub name: Option<String>,
    /// Its short form.
    #[serde(default, deserialize_with = "text_or_none")]
    pub short_name: Option<String>,
    /// The name that the person chose.
    #[serde(default, deserialize_with = "text_or_none")]
    pub pushname: Option<String>,
    /// The verified name of a business.
    #[serde(default, deserialize_with = "text_or_none")]
    pub verified_name: Option<String>,
    /// 1 = saved in the address book.
    #[serde(default, deserialize_with = "number_or_none")]
    pub is_address_book_contact: Option<f64>,
    /// The person's username.
    #[serde(default, deserialize_with = "text_or_none")]
    pub username: Option<String>,
}

/// A row of `chat`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatRow {
    /// The chat's JID.
    pub id: String,
    /// Seconds of the last activity.
    #[serde(default, deserialize_with = "number_or_none")]
    pub t: Option<f64>,
    /// A name, where WhatsApp stores one.
    #[serde(default, deserialize_with = "text_or_none")]
    pub name: Option<String>,
    /// The person's LID, on `@c.us` chats of migrated accounts.
    #[serde(default, deserialize_with = "text_or_none")]
    pub account_lid: Option<String>,
    /// The chat is behind a code.
    #[serde(default, deserialize_with = "truthy")]
    pub is_locked: bool,
}

/// A row of `group-metadata`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupRow {
    /// The group's JID.
    pub id: String,
    /// The group's name.
    #[serde(default, deserialize_with = "text_or_none")]
    pub subject: Option<String>,
    /// The parent of a community, which nobody writes in.
    #[serde(default, deserialize_with = "truthy")]
    pub is_parent_group: bool,
    /// A community's announcement group.
    #[serde(default, deserialize_with = "truthy")]
    pub default_subgroup: bool,
    /// WhatsApp does not have all members.
    #[serde(default, deserialize_with = "truthy")]
    pub has_incomplete_participant_information: bool,
}

/// A row of `participant`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantRow {
    /// The group's JID.
    pub group_id: String,
    /// JIDs of the members.
    #[serde(default, deserialize_with = "lenient")]
    pub participants: Vec<String>,
}

/// A slice of a snapshot.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SnapshotSlice {
    /// The request's number.
    pub request: u64,
    /// The store that the rows come from.
    pub store: String,
    /// The rows, to be decoded by store.
    #[serde(default)]
    pub rows: Vec<Value>,
    /// The final slice.
    #[serde(default)]
    pub last: bool,
}

/// The newest rows of the chat list.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct ChangedChats {
    /// Rows of `chat`, newest first.
    #[serde(default, deserialize_with = "lenient")]
    pub chats: Vec<ChatRow>,
    /// Rows of `contact` of their people.
    #[serde(default, deserialize_with = "lenient")]
    pub contacts: Vec<ContactRow>,
}

/// What the engine asks of the page reader.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ToPage {
    /// How the sidebar is docked.
    Dock {
        /// Open, or a rail.
        open: bool,
        /// Width in CSS pixels when open.
        width: u32,
        /// Width of the rail in CSS pixels.
        #[serde(rename = "railWidth")]
        rail_width: u32,
    },
    /// The chat of this generation is understood: no more retries.
    Resolved {
        /// The generation.
        generation: u64,
    },
    /// Send all rows of these stores.
    Snapshot {
        /// Number of this request.
        request: u64,
        /// `contact`, `chat`, `participant`.
        stores: Vec<&'static str>,
    },
    /// The sidebar of this tab said hello.
    FrameAlive,
}

/// Rows of one kind out of a list of anything: what does not decode is left out.
pub fn rows<T: for<'de> Deserialize<'de>>(values: Vec<Value>) -> Vec<T> {
    values.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect()
}

fn lenient<'de, D: Deserializer<'de>, T: for<'a> Deserialize<'a>>(from: D) -> Result<Vec<T>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Array(values) => rows(values),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Vec::new(),
    })
}

fn text_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    })
}

fn number_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Number(number) => number.as_f64(),
        Value::Bool(flag) => Some(if flag { 1.0 } else { 0.0 }),
        Value::String(_) | Value::Null | Value::Array(_) | Value::Object(_) => None,
    })
}

fn truthy<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(number_or_none(from)?.is_some_and(|number| number != 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(json: &str) -> Option<FromPage> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn a_row_that_is_no_row_is_left_out_and_the_others_stay() {
        let decoded = fact(
            r#"{"v":1,"kind":"chat","generation":7,"title":null,"keys":[{"stanza":"3EB0","keys":["false_1@c.us_3EB0"]},5],
                "records":{"contacts":[{"id":"1@c.us","isAddressBookContact":1,"name":7},{"name":"no id"},null]},"settled":true}"#,
        );
        let Some(FromPage::Chat(evidence)) = decoded else { panic!("{decoded:?}") };
        assert_eq!((evidence.keys.len(), evidence.records.contacts.len()), (1, 1));
        assert_eq!(evidence.records.contacts[0].name, None);
    }

    #[test]
    fn what_is_no_fact_is_refused() {
        for json in [
            "{}",
            "null",
            r#"{"kind":"link"}"#,
            r#"{"kind":"switch","generation":"7"}"#,
            r#"{"kind":"set_token","key":"x"}"#,
        ] {
            assert_eq!(fact(json), None, "{json}");
        }
    }
}
