//! What a card holds beside the contact's own record.

use crate::hubspot::calls::get_card::Rest;
use crate::hubspot::object::Record;
use crate::linking::record_intent::Values;
use crate::protocol::Millis;
use crate::protocol::view::Problem;
use crate::stored::shapes::CardRecord;

/// What belongs to a contact.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CardData {
    /// Every property that was read and has a value.
    pub values: Values,
    pub deals: Held,
    pub tickets: Held,
    /// The company that the contact is associated with.
    pub company: Option<Record>,
    /// Notes and tasks, once the rep opened them.
    pub activity: Option<Activity>,
    /// When the contact was read, now or for the card that is painted meanwhile.
    pub at: Option<Millis>,
}

/// Notes and tasks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Activity {
    pub notes: Held,
    pub tasks: Held,
}

/// Records of one kind.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Held {
    #[default]
    Loading,
    Refused(Problem),
    Records {
        records: Vec<Record>,
        rest: Rest,
    },
}

impl Held {
    /// The records, where they are here.
    pub fn records(&self) -> &[Record] {
        match self {
            Held::Records { records, .. } => records,
            Held::Loading | Held::Refused(_) => &[],
        }
    }

    /// Puts a record among them, in the place of an older one.
    pub fn put(&mut self, record: Record) {
        if let Held::Records { records, .. } = self {
            records.retain(|held| held.id != record.id);
            records.push(record);
        }
    }
}

impl CardData {
    /// As it was read last.
    pub fn from_record(record: CardRecord) -> CardData {
        let held = |records| Held::Records { records, rest: Rest::None };
        CardData {
            values: record.values,
            deals: held(record.deals),
            tickets: held(record.tickets),
            company: record.company,
            activity: None,
            at: Some(record.at),
        }
    }
}
