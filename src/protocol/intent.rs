//! What the sidebar asks of the engine. An intent names what the rep wants, never how it is done.
//!
//! Every intent that acts carries the [`ChatRef`] of the view it was pressed in and is refused when that chat is no longer the open
//! one (INV-13). `op` is a number that the sidebar chooses; the [`Answer`](super::view::Answer) carries it back, and the same `op` of
//! the same sidebar twice is done once.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::record::{Again, FieldChange, NewContact, NewRecord, StageChange};
use super::view::{Change, ChatRef};
use crate::hubspot::ids::{ContactId, OwnerId};

/// Something that the rep wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "intent", rename_all = "snake_case")]
pub enum Intent {
    /// The sidebar is there and wants a view.
    Hello {
        /// [`super::VERSION`].
        v: u32,
    },
    /// S-16: open the sidebar, or collapse it to a rail.
    SetOpen {
        /// Open.
        open: bool,
    },
    /// Open the options page, where HubSpot is connected.
    OpenOptions,
    /// Read again what could not be read.
    Retry,
    /// S-18 to S-20: search HubSpot.
    Search {
        /// Number of this request.
        op: u32,
        /// Where it was typed.
        chat: ChatRef,
        /// Name, e-mail or phone, as typed.
        text: String,
    },
    /// S-24: show what linking would change. Writes nothing.
    Preview {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// The chosen contact.
        contact: ContactId,
    },
    /// S-22: link.
    Link {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// The chosen contact.
        contact: ContactId,
        /// The change that the preview showed; the engine refuses if HubSpot has moved on since.
        shown: Option<Change>,
        /// S-04: the links of the people whom the dialog named, from whom the rep agreed to take the contact.
        take_over: TakeOver,
    },
    /// S-50: unlink, after the rep confirmed.
    Unlink {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// The contact on the card.
        contact: ContactId,
    },
    /// I-28: take the unlinking back.
    UndoUnlink {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
    },
    /// S-51: put back the phone that a link by hand had replaced.
    RestorePhone {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
    },
    /// I-15: let automatic linking look at this person again.
    AllowAutoLink {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
    },
    /// I-14: none of the candidates.
    NoneOfThese {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
    },
    /// S-28b: "Right contact" on the amber notice.
    RightContact {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// The contact on the card.
        contact: ContactId,
    },
    /// S-28b: "Replace phone in HubSpot".
    ReplacePhone {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// The contact on the card.
        contact: ContactId,
        /// The change that the notice showed.
        shown: Change,
    },
    /// S-07 to S-10: save what was edited on the card.
    SaveFields {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// The contact on the card.
        contact: ContactId,
        /// Only what the rep changed.
        changes: Vec<FieldChange>,
    },
    /// Move a deal or a ticket to another stage.
    ChangeStage {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// The contact on the card.
        contact: ContactId,
        /// Which, from where, to where.
        change: StageChange,
    },
    /// S-11, S-12: make a record that belongs to the contact.
    Create {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// The contact on the card.
        contact: ContactId,
        /// What.
        record: NewRecord,
        /// Whether an earlier try may have made it.
        again: Again,
    },
    /// I-13, B-07: make a contact of the person, and link it.
    CreateContact {
        /// Number of this request.
        op: u32,
        /// Where it was pressed.
        chat: ChatRef,
        /// What was typed.
        contact: NewContact,
        /// Whether the rep was told of an earlier try or of a contact like it.
        again: Again,
    },
    /// Read the contact's notes and tasks.
    OpenActivity {
        /// Where it was pressed.
        chat: ChatRef,
        /// The contact on the card.
        contact: ContactId,
    },
    /// I-08: no pass asks for anything until told otherwise; what was read and linked stays.
    PausePasses,
    /// Passes may run again.
    ResumePasses,
    /// The reading that is under way is given up.
    CancelPass,
    /// Who the rep is among HubSpot's owners.
    ChooseMe {
        /// The owner.
        owner: OwnerId,
    },
    /// Show one participant of the group.
    OpenPerson {
        /// Where, and who.
        chat: ChatRef,
    },
    /// Back to the roster.
    BackToRoster {
        /// The chat.
        generation: u64,
    },
}

/// The links that may end so that a contact moves from one person to another, under the numbers that the preview gave them. None where
/// nobody was named, so that nobody loses a link whom the rep has not seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TakeOver(pub BTreeSet<u64>);

impl Intent {
    /// The chat that it was pressed in.
    pub fn generation(&self) -> Option<u64> {
        if let Intent::BackToRoster { generation } = self {
            return Some(*generation);
        }
        self.chat().map(|chat| chat.generation)
    }

    /// The chat and the person that it is for; none where it is for the whole sidebar.
    pub fn chat(&self) -> Option<&ChatRef> {
        match self {
            Intent::Search { chat, .. }
            | Intent::Preview { chat, .. }
            | Intent::Link { chat, .. }
            | Intent::Unlink { chat, .. }
            | Intent::UndoUnlink { chat, .. }
            | Intent::RestorePhone { chat, .. }
            | Intent::AllowAutoLink { chat, .. }
            | Intent::NoneOfThese { chat, .. }
            | Intent::RightContact { chat, .. }
            | Intent::ReplacePhone { chat, .. }
            | Intent::SaveFields { chat, .. }
            | Intent::ChangeStage { chat, .. }
            | Intent::Create { chat, .. }
            | Intent::CreateContact { chat, .. }
            | Intent::OpenActivity { chat, .. }
            | Intent::OpenPerson { chat } => Some(chat),
            Intent::Hello { .. }
            | Intent::SetOpen { .. }
            | Intent::OpenOptions
            | Intent::Retry
            | Intent::PausePasses
            | Intent::ResumePasses
            | Intent::CancelPass
            | Intent::ChooseMe { .. }
            | Intent::BackToRoster { .. } => None,
        }
    }
}
