//! Tickets of the contact (S-11).

use leptos::prelude::*;

use super::shelf::{Row, ShelfSection, Words, quiet_line, record_name};
use super::stage::Stage;
use crate::browser::format;
use crate::hubspot::ids::RecordId;
use crate::protocol::record::StagedRecord;
use crate::protocol::view::{CardView, PersonView, TicketRow};
use crate::sidebar::common::sentence::isolated;
use crate::sidebar::sheets::Form;

const WORDS: Words = Words { title: "tickets", none: "no_tickets", new: "new_ticket", create: "create_ticket" };

/// The section.
#[component]
pub fn Tickets(person: Memo<PersonView>, card: Memo<CardView>) -> impl IntoView {
    let shelf = Memo::new(move |_| card.with(|card| card.tickets.clone()));
    view! { <ShelfSection person card shelf form=Form::Ticket words=WORDS /> }
}

impl Row for TicketRow {
    fn id(&self) -> &RecordId {
        &self.id
    }

    fn draw(ticket: Memo<Self>, person: Memo<PersonView>, card: Memo<CardView>) -> AnyView {
        let id = ticket.with_untracked(|ticket| ticket.id.clone());
        let stage = Memo::new(move |_| ticket.with(|ticket| ticket.stage.clone()));
        let head = move || ticket.with(|ticket| record_name(&ticket.subject, ticket.url.as_deref()));
        view! {
            <p class="record-head">{head}</p>
            {move || ticket.with(facts)}
            <Stage person card id=format!("ticket-{id}-stage") record=StagedRecord::Ticket { id } stage />
        }
        .into_any()
    }
}

fn facts(ticket: &TicketRow) -> Option<AnyView> {
    let created = ticket.created.map(|at| format::day(at).into_any());
    let facts = [ticket.priority.as_deref().map(isolated), created, ticket.owner.as_deref().map(isolated)];
    quiet_line(facts.into_iter().flatten().collect())
}
