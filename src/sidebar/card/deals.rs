//! Deals of the contact (S-12).

use leptos::prelude::*;

use super::shelf::{ShelfSection, Words, quiet_line, record_name};
use super::stage::Stage;
use crate::browser::format;
use crate::protocol::record::StagedRecord;
use crate::protocol::view::{CardView, DealRow, PersonView};
use crate::sidebar::common::sentence::{isolated, sentence};
use crate::sidebar::sheets::Form;

const WORDS: Words = Words { title: "deals", none: "no_deals", new: "new_deal", create: "create_deal" };

/// The section.
#[component]
pub fn Deals(person: Memo<PersonView>, card: Memo<CardView>) -> impl IntoView {
    let shelf = Memo::new(move |_| card.with(|card| card.deals.clone()));
    view! { <ShelfSection person card shelf form=Form::Deal words=WORDS row /> }
}

fn row(person: Memo<PersonView>, card: Memo<CardView>, deal: &DealRow) -> AnyView {
    let amount = deal.amount.as_ref().map(|amount| {
        let shown = format::money(&amount.value, amount.currency.as_deref());
        view! { <span class="number">{isolated(&shown)}</span> }
    });
    let closes = deal.close_date.as_ref().map(|day| sentence("closes", &[&format::day_of(day)]));
    let facts = closes.into_iter().chain(deal.owner.as_deref().map(isolated)).collect();
    let record = StagedRecord::Deal { id: deal.id.clone() };
    view! {
        <li class="record" data-record=deal.id.to_string()>
            <p class="record-head">{record_name(&deal.name, deal.url.as_deref())}{amount}</p>
            {quiet_line(facts)}
            <Stage person card record stage=deal.stage.clone() id=format!("deal-{}-stage", deal.id) />
        </li>
    }
    .into_any()
}
