//! Tickets of the contact (S-11).

use leptos::prelude::*;

use super::shelf::{ShelfSection, Words, quiet_line, record_name};
use super::stage::Stage;
use crate::browser::format;
use crate::protocol::record::StagedRecord;
use crate::protocol::view::{CardView, PersonView, TicketRow};
use crate::sidebar::common::sentence::isolated;
use crate::sidebar::sheets::Form;

const WORDS: Words = Words { title: "tickets", none: "no_tickets", new: "new_ticket", create: "create_ticket" };

/// The section.
#[component]
pub fn Tickets(person: Memo<PersonView>, card: Memo<CardView>) -> impl IntoView {
    let shelf = Memo::new(move |_| card.with(|card| card.tickets.clone()));
    view! { <ShelfSection person card shelf form=Form::Ticket words=WORDS row /> }
}

fn row(person: Memo<PersonView>, card: Memo<CardView>, ticket: &TicketRow) -> AnyView {
    let created = ticket.created.map(|at| format::day(at).into_any());
    let facts = [ticket.priority.as_deref().map(isolated), created, ticket.owner.as_deref().map(isolated)];
    let record = StagedRecord::Ticket { id: ticket.id.clone() };
    view! {
        <li class="record" data-record=ticket.id.to_string()>
            <p class="record-head">{record_name(&ticket.subject, ticket.url.as_deref())}</p>
            {quiet_line(facts.into_iter().flatten().collect())}
            <Stage person card record stage=ticket.stage.clone() id=format!("ticket-{}-stage", ticket.id) />
        </li>
    }
    .into_any()
}
