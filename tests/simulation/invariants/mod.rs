//! What must hold (`reliability.md` 3), checked at the moment it could break: at each commit, each request, each view, each answer.
//!
//! The checks know the world from outside: who is who in the book, what HubSpot answered, what the rep pressed, what was stored before.
//! They never ask the engine. A broken invariant panics with its number.

mod commits;
mod quiet;
mod records;
mod requests;
mod views;

use std::collections::{BTreeMap, VecDeque};

use linked_contacts::hubspot::contact::Contact;
use linked_contacts::hubspot::ids::PortalId;
use linked_contacts::linking::directory::DirectoryEntry;
use linked_contacts::phone::Bucket;
use linked_contacts::ports::TabId;
use linked_contacts::protocol::Millis;
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::view::ChatRef;

use crate::truth::Truth;

/// The observer.
#[derive(Default)]
pub struct Watch {
    /// What is committed.
    pub truth: Truth,
    /// What the rep pressed.
    pub gestures: Vec<Gesture>,
    /// Contacts as HubSpot last told them, by portal and id, and when.
    pub told: BTreeMap<(String, String), (Millis, Contact)>,
    /// Contacts as any answer of HubSpot last told them, a page of a search too.
    pub seen: BTreeMap<(String, String), Contact>,
    /// What the directory last answered for a bucket: automatic links are judged on it.
    pub looked_up: BTreeMap<(PortalId, Bucket), Vec<DirectoryEntry>>,
    /// The generation of the last view of a tab.
    pub generations: BTreeMap<TabId, u64>,
    /// The portal that is connected, since when, and the one before.
    pub connected: Option<(String, Millis)>,
    /// The portal whose key is kept: where another was being connected and the worker died, it stands.
    pub proven: Option<String>,
    /// Times of searches and of other calls of this life of the worker.
    pub calls: [VecDeque<Millis>; 2],
    /// Links made by anything automatic.
    pub automatic: u64,
    /// Writes that HubSpot was sent.
    pub writes: u64,
}

/// Something that the rep pressed.
#[derive(Debug, Clone)]
pub struct Gesture {
    /// Where.
    pub view: TabId,
    /// The scope of that tab's account under the connected portal.
    pub scope: Option<String>,
    /// The same under the portal whose key is kept.
    pub proven_scope: Option<String>,
    /// What.
    pub intent: Intent,
    /// The chat that it was pressed for was not the open one any more.
    pub stale: bool,
    /// HubSpot was written to because of it.
    pub written: bool,
}

impl Gesture {
    /// The chat that it was pressed for.
    pub fn chat(&self) -> Option<&ChatRef> {
        self.intent.chat()
    }
}

/// The number of an intent.
pub fn op_of(intent: &Intent) -> Option<u32> {
    match intent {
        Intent::Search { op, .. }
        | Intent::Preview { op, .. }
        | Intent::Link { op, .. }
        | Intent::Unlink { op, .. }
        | Intent::UndoUnlink { op, .. }
        | Intent::RestorePhone { op, .. }
        | Intent::AllowAutoLink { op, .. }
        | Intent::NoneOfThese { op, .. }
        | Intent::RightContact { op, .. }
        | Intent::ReplacePhone { op, .. }
        | Intent::SaveFields { op, .. }
        | Intent::ChangeStage { op, .. }
        | Intent::Create { op, .. }
        | Intent::CreateContact { op, .. } => Some(*op),
        Intent::Hello { .. }
        | Intent::SetOpen { .. }
        | Intent::OpenOptions
        | Intent::Retry
        | Intent::PausePasses
        | Intent::ResumePasses
        | Intent::CancelPass
        | Intent::OpenActivity { .. }
        | Intent::ChooseMe { .. }
        | Intent::OpenPerson { .. }
        | Intent::BackToRoster { .. } => None,
    }
}
