//! How the roster on screen is filtered. It outlives the roster while one of its people is looked at, and belongs to one group.

use leptos::prelude::*;

use crate::display::clean;
use crate::phone::digits_of;
use crate::protocol::view::{RosterRow, RowState};

/// A handle; copies are the same.
#[derive(Clone, Copy)]
pub struct RosterDraft {
    /// What was typed.
    pub text: RwSignal<String>,
    /// The one state that is shown, or all.
    pub only: RwSignal<Option<RowState>>,
    /// The person who was opened last.
    pub opened: StoredValue<Option<String>>,
    generation: StoredValue<Option<u64>>,
}

impl RosterDraft {
    /// Everybody is shown.
    pub fn new() -> RosterDraft {
        RosterDraft {
            text: RwSignal::new(String::new()),
            only: RwSignal::new(None),
            opened: StoredValue::new(None),
            generation: StoredValue::new(None),
        }
    }

    /// The draft is for this group from now on.
    pub fn enter(self, generation: u64) {
        if self.generation.get_value() == Some(generation) {
            return;
        }
        self.generation.set_value(Some(generation));
        self.opened.set_value(None);
        self.text.set(String::new());
        self.only.set(None);
    }

    /// How many rows are drawn at first: all, where somebody far down was opened and is come back from.
    pub fn first_limit(self, step: usize) -> usize {
        if self.opened.with_value(Option::is_some) { usize::MAX } else { step }
    }

    /// The people whose names, numbers or contacts contain what was typed, in the order of the rows.
    pub fn matching(self, rows: &[RosterRow]) -> Vec<String> {
        let wanted = self.text.with(|text| clean(text).to_lowercase());
        let digits = self.text.with(|text| digits_of(text));
        let only = self.only.get();
        let contains = |text: &str| clean(text).to_lowercase().contains(&wanted);
        let fits = |row: &&RosterRow| {
            let words = wanted.is_empty() || contains(&row.name) || row.contact_name.as_deref().is_some_and(contains);
            let number = !digits.is_empty() && row.number.as_deref().is_some_and(|it| digits_of(it).contains(&digits));
            only.is_none_or(|only| row.state == only) && (words || number)
        };
        rows.iter().filter(fits).map(|row| row.person.clone()).collect()
    }
}
