//! The types of association that HubSpot defines (section 7.2 of the facts). The way back of messages, notes and tasks is not in the facts
//! for every pair; those ids are from HubSpot's guides as remembered, and only what reads them can notice.

use crate::kind::Kind;

/// A type of association that HubSpot defines, in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Type {
    /// From which type of record.
    pub from: Kind,
    /// To which.
    pub to: Kind,
    /// Its id.
    pub id: u32,
    /// The id of the same in the other direction.
    pub back: u32,
    /// Without label, or the primary company.
    pub label: Label,
}

/// What a type says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// That two records belong together.
    None,
    /// That this is the primary company.
    Primary,
}

const fn pair(from: Kind, to: Kind, id: u32, back: u32) -> Type {
    Type { from, to, id, back, label: Label::None }
}

const fn primary(from: Kind, to: Kind, id: u32, back: u32) -> Type {
    Type { from, to, id, back, label: Label::Primary }
}

/// One direction of each; the other follows.
const TYPES: [Type; 20] = [
    pair(Kind::Contacts, Kind::Deals, 4, 3),
    pair(Kind::Contacts, Kind::Tickets, 15, 16),
    pair(Kind::Contacts, Kind::Companies, 279, 280),
    primary(Kind::Contacts, Kind::Companies, 1, 2),
    pair(Kind::Deals, Kind::Companies, 341, 342),
    primary(Kind::Deals, Kind::Companies, 5, 6),
    pair(Kind::Tickets, Kind::Companies, 339, 340),
    primary(Kind::Tickets, Kind::Companies, 26, 25),
    pair(Kind::Deals, Kind::Tickets, 27, 28),
    pair(Kind::Communications, Kind::Contacts, 81, 82),
    pair(Kind::Communications, Kind::Companies, 87, 88),
    pair(Kind::Communications, Kind::Deals, 85, 86),
    pair(Kind::Communications, Kind::Tickets, 83, 84),
    pair(Kind::Notes, Kind::Contacts, 202, 201),
    pair(Kind::Notes, Kind::Deals, 214, 213),
    pair(Kind::Notes, Kind::Tickets, 228, 227),
    pair(Kind::Notes, Kind::Companies, 190, 189),
    pair(Kind::Tasks, Kind::Contacts, 204, 203),
    pair(Kind::Tasks, Kind::Deals, 216, 215),
    pair(Kind::Tasks, Kind::Tickets, 230, 229),
];

/// All types, in both directions.
pub fn types() -> impl Iterator<Item = Type> {
    TYPES
        .into_iter()
        .flat_map(|one| [one, Type { from: one.to, to: one.from, id: one.back, back: one.id, label: one.label }])
}

/// The type of an id.
pub fn of_id(id: u32) -> Option<Type> {
    types().find(|one| one.id == id)
}

/// The type without a label between two types of record.
pub fn unlabelled(from: Kind, to: Kind) -> Option<Type> {
    types().find(|one| (one.from, one.to, one.label) == (from, to, Label::None))
}
