//! The write-ahead intent of a write to HubSpot: stored before the request leaves, settled after the contact was read back.
//!
//! If the worker dies in between, the next start compares what HubSpot has now: the wanted text means done, the old text means not done,
//! anything else is somebody else's and is left alone (F21).

use serde::{Deserialize, Serialize};

use super::link::{Replaced, Sequence, Subject};
use crate::hubspot::contact::Contact;
use crate::hubspot::ids::ContactId;
use crate::phone::WhatsAppNumber;
use crate::whatsapp::person::Alias;

/// A write that was begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WriteIntent {
    /// Its id.
    pub id: Sequence,
    /// What the write is for.
    pub purpose: Purpose,
    /// The contact.
    pub contact: ContactId,
    /// Property, text before, text wanted.
    pub change: Replaced,
    /// The version of the extension that began it.
    pub app_version: String,
}

/// What a write is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum Purpose {
    /// A link by hand.
    Link {
        /// The person.
        subject: Subject,
        /// The person's number.
        number: Option<WhatsAppNumber>,
    },
    /// "Replace phone in HubSpot" on a link that stands.
    Replace {
        /// The link.
        link: Sequence,
    },
    /// "Put the old phone back".
    Restore {
        /// The memory of the unlinking.
        memory: Sequence,
    },
}

/// How a write turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// HubSpot holds the wanted text, or another writing of the same number.
    Done,
    /// HubSpot holds the text from before.
    NotDone,
    /// HubSpot holds something else: somebody changed it meanwhile.
    Foreign,
}

impl WriteIntent {
    /// Whether it is about this person or this contact: then nothing automatic touches them until it is settled.
    pub fn concerns(&self, aliases: &[Alias], contact: &ContactId) -> bool {
        let person = match &self.purpose {
            Purpose::Link { subject, .. } => subject.aliases().iter().any(|alias| aliases.contains(alias)),
            Purpose::Replace { .. } | Purpose::Restore { .. } => false,
        };
        person || self.contact == *contact
    }

    /// Compares with what HubSpot has now. `same_number` tells whether two texts hold the same number: workflows reformat (F40).
    pub fn settle(&self, now: &Contact, same_number: impl Fn(&str, &str) -> bool) -> Settled {
        let text = now.phone(self.change.property);
        if text == self.change.after
            || (!text.is_empty() && text != self.change.before && same_number(text, &self.change.after))
        {
            Settled::Done
        } else if text == self.change.before {
            Settled::NotDone
        } else {
            Settled::Foreign
        }
    }
}
