//! Facts from the page reader, and what the engine asks of it. The page belongs to someone else: every field is optional or loosely
//! typed here, and [`crate::whatsapp`] draws the conclusions.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rows::lenient;
pub use super::rows::{ChatRow, ContactRow, GroupRow, ParticipantRow, rows};

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
    /// Somebody is signed in, and a minute later there still is no chat list that the reader knows (H01).
    NotUnderstood,
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
    /// Number of message rows with an id.
    #[serde(default)]
    pub rows: u32,
    /// Those of them whose id has a shape that is known.
    #[serde(default)]
    pub shaped: Option<u32>,
    /// All rows of the conversation, dividers and those without an id included.
    #[serde(default)]
    pub listed: Option<u32>,
    /// Stanza ids on screen with the message keys of the database that hold them.
    #[serde(default, deserialize_with = "lenient")]
    pub keys: Vec<StanzaKeys>,
    /// Some keys of the message store, where none was found for the stanzas.
    #[serde(default, deserialize_with = "lenient")]
    pub sample: Vec<String>,
    /// Places that were not found at the first try, each with the number of the try: `title:2`.
    #[serde(default, deserialize_with = "lenient")]
    pub fallbacks: Vec<String>,
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

/// A slice of a snapshot.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct SnapshotSlice {
    /// The request's number.
    pub request: u64,
    /// The store that the rows come from.
    pub store: String,
    /// The version that this is the difference to; none: all rows are sent.
    #[serde(default)]
    pub since: Option<String>,
    /// The version that this belongs to.
    #[serde(default)]
    pub version: Option<String>,
    /// The rows, to be decoded by store; of a difference those that are new or have changed.
    #[serde(default)]
    pub rows: Vec<Value>,
    /// Keys of rows that are there no more.
    #[serde(default)]
    pub gone: Vec<String>,
    /// On the final slice of a store: how many rows it has.
    #[serde(default)]
    pub total: Option<usize>,
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
    /// Send all rows of these stores, or what has changed in them.
    Snapshot {
        /// Number of this request.
        request: u64,
        /// `contact`, `chat`, `participant`.
        stores: Vec<&'static str>,
        /// The version whose rows the engine still has.
        #[serde(skip_serializing_if = "Option::is_none")]
        since: Option<String>,
    },
    /// The sidebar of this tab said hello.
    FrameAlive,
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
