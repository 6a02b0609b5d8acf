//! One person of the open chat, and what can be chosen for them.

use serde::{Deserialize, Serialize};

use super::{CardView, ChatRef, PhoneProperty};
use crate::hubspot::ids::ContactId;
use crate::phone::Rank;
use crate::protocol::Millis;
use crate::protocol::intent::TakeOver;

/// One person of the open chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonView {
    /// What each click on this view carries.
    pub chat: ChatRef,
    /// The name in WhatsApp.
    pub name: String,
    /// The name is one the person chose, not one that the rep saved: shown as `~ Maria`.
    pub self_named: bool,
    /// The number, grouped for reading; `None` where WhatsApp hides it.
    pub number: Option<String>,
    /// Opened from a roster: a way back is shown.
    pub in_group: bool,
    /// Whether this chat may be logged, and because of whom.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub logging: Logging,
    /// What HubSpot knows of the person.
    pub state: PersonState,
}

/// S-13 to S-15: whether a chat may be logged to HubSpot. Being eligible sends nothing anywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Logging {
    /// Nobody in it is linked.
    #[default]
    NotEligible,
    /// Somebody is.
    Eligible {
        /// The names of the linked contacts, as HubSpot has them.
        because: Vec<String>,
    },
}

/// What HubSpot knows of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PersonState {
    /// I-11: no number is known, so nothing can be matched. Link by hand is offered.
    NumberHidden,
    /// I-13: no HubSpot contact has the number.
    NotLinked {
        /// HubSpot's contacts have not all been read yet, so "none" is not certain.
        still_reading: bool,
    },
    /// I-14: contacts among which the rep chooses.
    Candidates {
        /// Best first.
        candidates: Vec<Candidate>,
    },
    /// I-15: unlinked earlier, left alone by automatic linking.
    Remembered {
        /// The name of the contact that was unlinked; `None` after "None of these".
        contact_name: Option<String>,
        /// When it was unlinked.
        at: Millis,
    },
    /// I-28: unlinked a moment ago.
    JustUnlinked {
        /// The name of the contact.
        contact_name: String,
        /// The phone that a link by hand had replaced, if it can be put back.
        restore: Option<Change>,
    },
    /// I-19: linked.
    Linked(Box<CardView>),
}

/// A text before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The text as HubSpot has it; empty where the property has no value.
    pub before: String,
    /// The text that takes its place.
    pub after: String,
}

/// A HubSpot contact to choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The contact's id.
    pub contact: ContactId,
    /// Full name, or the e-mail where there is no name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// The phone to tell people apart by: the one that matched, else the first.
    pub phone: Option<String>,
    /// The owner's name.
    pub owner: Option<String>,
    /// How the number agrees; `None` where the contact was found by name or e-mail.
    pub rank: Option<Rank>,
    /// The WhatsApp name of the person that this contact is linked with already.
    pub linked_with: Option<String>,
}

/// What a click on Link would do (I-17).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// The contact, freshly read.
    pub candidate: Candidate,
    /// The property that would change; `None` where nothing is written.
    pub property: Option<PhoneProperty>,
    /// The text before and after; equal texts mean that no write is needed.
    pub change: Option<Change>,
    /// S-04: the WhatsApp person that this contact is linked with now.
    pub taken_by: Option<TakenBy>,
}

/// The person who would lose the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBy {
    /// The name in WhatsApp.
    pub name: String,
    /// The number, grouped for reading.
    pub number: Option<String>,
    /// What the rep agrees to end by moving the contact.
    pub links: TakeOver,
}
