//! The chat that is open in a tab: its people, and what is known of each.

use super::card_data::CardData;
use super::chat::same_person;
use crate::hubspot::contact::Contact;
use crate::hubspot::ids::ContactId;
use crate::linking::directory::Match;
use crate::linking::link::{Link, Memory};
use crate::protocol::view::{ChatRef, Problem};
use crate::whatsapp::person::Person;

/// The open chat of a tab.
#[derive(Debug, Default)]
pub enum ChatState {
    /// The page reader has not said anything.
    #[default]
    Unknown,
    Closed {
        generation: u64,
    },
    Resolving {
        generation: u64,
    },
    NotAPerson {
        generation: u64,
    },
    NotUnderstood {
        generation: u64,
    },
    /// Nobody has written here yet, and the title is a name: who it is, the first message tells.
    NoMessages {
        generation: u64,
    },
    Person {
        generation: u64,
        member: Box<Member>,
    },
    Group {
        generation: u64,
        title: String,
        incomplete: bool,
        members: Vec<Member>,
        /// The participant whose card is shown.
        chosen: Option<String>,
    },
}

/// A person of the open chat.
#[derive(Debug)]
pub struct Member {
    pub person: Person,
    pub status: Status,
}

/// What is known of a person.
#[derive(Debug)]
pub enum Status {
    /// Being looked up.
    Loading,
    Unlinked,
    Candidates(Vec<Choice>),
    Remembered(Memory),
    JustUnlinked(Memory),
    Linked(Box<Linked>),
}

/// A contact that the rep may choose.
#[derive(Debug)]
pub struct Choice {
    pub matched: Match,
    /// The person with whom it is linked already: choosing it is a move (S-04), and the list says so.
    pub linked_with: Option<String>,
}

/// A linked person.
#[derive(Debug)]
pub struct Linked {
    pub link: Link,
    pub contact: Option<Contact>,
    pub read: CardRead,
    /// What belongs to the contact.
    pub data: CardData,
    /// F16: the name of another contact that has the number too.
    pub rival: Option<String>,
}

/// How the card's own read went.
#[derive(Debug, Clone, PartialEq)]
pub enum CardRead {
    NotYet,
    Done,
    Failed(Problem),
    /// HubSpot has no such contact any more.
    Gone,
    /// It was merged into this contact, which somebody else is linked with, or of which nothing says whose it is.
    Merged {
        survivor: ContactId,
        name: String,
    },
}

impl ChatState {
    /// The generation, where there is a chat.
    pub fn generation(&self) -> Option<u64> {
        match self {
            ChatState::Unknown => None,
            ChatState::Closed { generation }
            | ChatState::Resolving { generation }
            | ChatState::NotAPerson { generation }
            | ChatState::NotUnderstood { generation }
            | ChatState::NoMessages { generation }
            | ChatState::Person { generation, .. }
            | ChatState::Group { generation, .. } => Some(*generation),
        }
    }

    /// The people of the chat.
    pub fn members(&self) -> &[Member] {
        match self {
            ChatState::Person { member, .. } => std::slice::from_ref(member),
            ChatState::Group { members, .. } => members,
            ChatState::Unknown
            | ChatState::Closed { .. }
            | ChatState::Resolving { .. }
            | ChatState::NotAPerson { .. }
            | ChatState::NotUnderstood { .. }
            | ChatState::NoMessages { .. } => &[],
        }
    }

    /// The same, to change.
    pub fn members_mut(&mut self) -> &mut [Member] {
        match self {
            ChatState::Person { member, .. } => std::slice::from_mut(member),
            ChatState::Group { members, .. } => members,
            ChatState::Unknown
            | ChatState::Closed { .. }
            | ChatState::Resolving { .. }
            | ChatState::NotAPerson { .. }
            | ChatState::NotUnderstood { .. }
            | ChatState::NoMessages { .. } => &mut [],
        }
    }

    pub(super) fn member(&self, chat: &ChatRef) -> Option<&Member> {
        if self.generation() != Some(chat.generation) {
            return None;
        }
        self.members().iter().find(|member| member.reference() == chat.person)
    }

    pub(super) fn member_mut(&mut self, chat: &ChatRef) -> Option<&mut Member> {
        if self.generation() != Some(chat.generation) {
            return None;
        }
        self.members_mut().iter_mut().find(|member| member.reference() == chat.person)
    }

    /// Changes what is known of people, each with what changes it.
    pub(super) fn change_statuses<'p, T>(
        &mut self,
        changes: impl Iterator<Item = (&'p Person, T)>,
        next: impl Fn(Status, T) -> Status,
    ) {
        let members = self.members_mut();
        let mut from = 0;
        for (person, change) in changes {
            // Most often they stand in the order in which they were looked up: a group is not searched from its beginning for each.
            let is_meant = |member: &Member| same_person(&member.person, person);
            let (before, beyond) = members.split_at(from.min(members.len()));
            let at = beyond.iter().position(is_meant).map(|at| before.len() + at);
            let Some(at) = at.or_else(|| before.iter().position(is_meant)) else { continue };
            from = at + 1;
            if let Some(member) = members.get_mut(at) {
                let status = std::mem::replace(&mut member.status, Status::Loading);
                member.status = next(status, change);
            }
        }
    }

    /// The person whose card is shown: the peer, or the chosen participant.
    pub fn shown(&self) -> Option<&Member> {
        match self {
            ChatState::Person { member, .. } => Some(member),
            ChatState::Group { members, chosen: Some(chosen), .. } => {
                members.iter().find(|member| member.reference() == *chosen)
            }
            ChatState::Group { chosen: None, .. }
            | ChatState::Unknown
            | ChatState::Closed { .. }
            | ChatState::Resolving { .. }
            | ChatState::NotAPerson { .. }
            | ChatState::NotUnderstood { .. }
            | ChatState::NoMessages { .. } => None,
        }
    }
}

impl Member {
    /// The name of this person in intents: the first alias.
    pub fn reference(&self) -> String {
        self.person.aliases().first().map(ToString::to_string).unwrap_or_default()
    }

    /// Whether the person has a number and nothing stands for them.
    pub fn is_open(&self) -> bool {
        let open = match self.status {
            Status::Unlinked | Status::Candidates(_) => true,
            Status::Loading | Status::Remembered(_) | Status::JustUnlinked(_) | Status::Linked(_) => false,
        };
        open && self.person.number.is_some()
    }

    /// The link, where there is one.
    pub fn link(&self) -> Option<&Link> {
        match &self.status {
            Status::Linked(linked) => Some(&linked.link),
            Status::Loading
            | Status::Unlinked
            | Status::Candidates(_)
            | Status::Remembered(_)
            | Status::JustUnlinked(_) => None,
        }
    }
}

impl ChatState {
    /// Another portal, or none: what stood for these people is not theirs any more.
    pub fn forget_standings(&mut self) {
        for member in self.members_mut() {
            member.status = Status::Loading;
        }
    }
}
