//! What the sidebar shows: a whole picture at a time, ready to render. The engine decides, the sidebar draws.
//!
//! A [`View`] holds no wire types and no rules. Whatever a rep can press carries the [`ChatRef`] it was drawn for, so that a click
//! that arrives late, after the chat was switched, is refused instead of being applied to somebody else.

mod answer;
mod card;
mod fields;
mod person;
mod records;
mod roster;
mod strip;

pub use answer::{Answer, Common, ToSidebar};
pub use card::{CardPhone, CardView, CompanyLink, Freshness, LinkNotice, LinkReason, Origin, PhoneProperty};
pub use fields::{Choice, Editor, Field, FieldConflict, FieldRefusal};
pub use person::{Candidate, Change, Logging, PersonState, PersonView, Preview, TakenBy};
pub use records::{
    ActivityView, Amount, DealRow, Forms, NoteRow, PipelineChoice, Shelf, StageView, TaskRow, TicketRow,
};
pub use roster::{RosterRow, RosterView, RowState};
pub use strip::{PassView, Problem, Progress, Retry, Strip};

use serde::{Deserialize, Serialize};

use super::Millis;

/// Everything that the sidebar of one tab shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// [`super::VERSION`].
    pub v: u32,
    /// How the sidebar is to look.
    pub appearance: Appearance,
    /// A banner above the screen: something that the rep has to know, with one next action.
    pub notice: Option<Notice>,
    /// The answer to "who is this in HubSpot?".
    pub screen: Screen,
    /// The strip at the foot: passes, time of the last check, number of links.
    pub strip: Strip,
}

/// How the sidebar is to look: taken from WhatsApp's own page and from the rep's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appearance {
    /// WhatsApp is in dark mode.
    pub dark: bool,
    /// The page runs from right to left.
    pub rtl: bool,
    /// Open, or collapsed to a rail of 44 px.
    pub open: bool,
}

/// A banner above the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// HubSpot no longer accepts the service key. Links are kept. Action: Reconnect (opens the options page).
    KeyRefused,
    /// The key is asked for each time the browser starts, and this is such a start. Action: Connect.
    KeyNeeded,
    /// No connection; what is shown is from `since`, where something is shown.
    Offline {
        /// When HubSpot last answered.
        since: Option<Millis>,
    },
    /// HubSpot asks to wait.
    Waiting {
        /// Seconds until the next try.
        seconds: u32,
    },
    /// The key may not do something.
    MissingPermission {
        /// The scope that HubSpot named, or `None` where it named none.
        scope: Option<String>,
    },
    /// What is stored could not be read or written safely; automatic linking is off.
    StoreUnsafe,
    /// WhatsApp Web is not read as it used to be; automatic linking is off until it is (TH-18). Action: Details.
    PageDoubtful,
}

/// The one answer at the top.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Screen {
    /// I-03: HubSpot was never connected here.
    NotConnected,
    /// I-02: WhatsApp Web is loading or not signed in.
    WhatsAppNotReady,
    /// I-09: no chat is open.
    NoChat,
    /// I-10: a chat is open and its people are being made out.
    Resolving,
    /// I-12: a channel, status, a broadcast list or the rep's own notes.
    NotAPerson,
    /// I-31: the page is not understood. Search still works.
    NotUnderstood(ChatRef),
    /// A chat of somebody by name in which nothing has been written: who it is, the first message tells. Search works.
    NoMessages(ChatRef),
    /// A 1-1 chat, or one participant chosen from a roster.
    Person(Box<PersonView>),
    /// I-24: a group chat.
    Group(Box<RosterView>),
}

/// What says nothing is left out of a message, and is nothing to whoever misses it.
fn is_empty<T: Default + PartialEq>(part: &T) -> bool {
    *part == T::default()
}

/// Which chat, and who in it, something was drawn for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChatRef {
    /// Grows with each chat opened in a tab.
    pub generation: u64,
    /// The person, as the engine named them; opaque to the view.
    pub person: String,
}
