//! A person as WhatsApp knows them: the name, and always the number beside it (TH-2).

use leptos::prelude::*;

use super::sentence::{isolated, t};
use crate::display::clean;
use crate::protocol::view::{PersonView, RosterRow, TakenBy};

/// What is shown of a person.
pub struct Who<'a> {
    name: &'a str,
    self_named: bool,
    number: Option<&'a str>,
}

impl<'a> From<&'a PersonView> for Who<'a> {
    fn from(person: &'a PersonView) -> Self {
        Who { name: &person.name, self_named: person.self_named, number: person.number.as_deref() }
    }
}

impl<'a> From<&'a RosterRow> for Who<'a> {
    fn from(row: &'a RosterRow) -> Self {
        Who { name: &row.name, self_named: row.self_named, number: row.number.as_deref() }
    }
}

impl<'a> From<&'a TakenBy> for Who<'a> {
    fn from(taken: &'a TakenBy) -> Self {
        Who { name: &taken.name, self_named: false, number: taken.number.as_deref() }
    }
}

impl Who<'_> {
    /// The name. One that the person chose is marked with a tilde, as in WhatsApp.
    pub fn name(&self) -> AnyView {
        let tilde = self.self_named.then(|| view! { <span class="tilde">"~ "</span> });
        let shown = if clean(self.name).is_empty() { t("row_number_hidden").into_any() } else { isolated(self.name) };
        view! { <span>{tilde}{shown}</span> }.into_any()
    }

    /// The number, unless the name says it already.
    pub fn number(&self) -> Option<AnyView> {
        match self.number {
            Some(number) if number == self.name => None,
            Some(number) => Some(view! { <span class="number">{isolated(number)}</span> }.into_any()),
            None if clean(self.name).is_empty() => None,
            None => Some(view! { <span>{t("row_number_hidden")}</span> }.into_any()),
        }
    }

    /// Name and number in a sentence: names alone are not unique.
    pub fn words(&self) -> String {
        match self.number {
            Some(number) if number != self.name => format!("{} ({number})", self.name),
            Some(_) | None => self.name.to_owned(),
        }
    }
}
