//! Deals of the contact (S-12).

use leptos::prelude::*;

use super::shelf::{Row, ShelfSection, Words, quiet_line, record_name};
use super::stage::Stage;
use crate::browser::format;
use crate::hubspot::ids::RecordId;
use crate::protocol::record::StagedRecord;
use crate::protocol::view::{CardView, DealRow, PersonView};
use crate::sidebar::common::sentence::{isolated, sentence};
use crate::sidebar::sheets::Form;

const WORDS: Words = Words { title: "deals", none: "no_deals", new: "new_deal", create: "create_deal" };

/// The section.
#[component]
pub fn Deals(person: Memo<PersonView>, card: Memo<CardView>) -> impl IntoView {
    let shelf = Memo::new(move |_| card.with(|card| card.deals.clone()));
    view! { <ShelfSection person card shelf form=Form::Deal words=WORDS /> }
}

impl Row for DealRow {
    fn id(&self) -> &RecordId {
        &self.id
    }

    fn draw(deal: Memo<Self>, person: Memo<PersonView>, card: Memo<CardView>) -> AnyView {
        let id = deal.with_untracked(|deal| deal.id.clone());
        let stage = Memo::new(move |_| deal.with(|deal| deal.stage.clone()));
        view! {
            <p class="record-head">{move || deal.with(head)}</p>
            {move || deal.with(facts)}
            <Stage person card id=format!("deal-{id}-stage") record=StagedRecord::Deal { id } stage />
        }
        .into_any()
    }
}

fn head(deal: &DealRow) -> AnyView {
    let amount = deal.amount.as_ref().map(|amount| {
        let shown = format::money(&amount.value, amount.currency.as_deref());
        view! { <span class="number">{isolated(&shown)}</span> }
    });
    view! {
        {record_name(&deal.name, deal.url.as_deref())}
        {amount}
    }
    .into_any()
}

fn facts(deal: &DealRow) -> Option<AnyView> {
    let closes = deal.close_date.as_ref().map(|day| sentence("closes", &[&format::day_of(day)]));
    quiet_line(closes.into_iter().chain(deal.owner.as_deref().map(isolated)).collect())
}
