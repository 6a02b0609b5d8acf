//! The card of a linked contact: who it is in HubSpot, why these two are linked, what is known, and the way out.

mod about;
mod activity;
mod carried;
mod deals;
mod edit;
mod labels;
mod link_notice;
mod new_record;
mod questions;
mod shelf;
mod stage;
mod tickets;
mod unlink;
mod why;

use leptos::prelude::*;

use super::common::avatar::Avatar;
use super::common::dialog::Dialog;
use super::common::icon::{Glyph, Icon};
use super::common::identity::Who;
use super::common::sentence::{isolated, sentence, t};
use super::desk::desk;
use super::person::WHO;
use crate::display::RecordLink;
use crate::hubspot::ids::ContactId;
use crate::protocol::view::{CardView, Freshness, LinkNotice, PersonState, PersonView};
use about::About;
use activity::ActivitySections;
use deals::Deals;
use link_notice::LinkNoticeView;
use tickets::Tickets;
use unlink::{NotRightContact, UnlinkDialog};
use why::Why;

/// The card. Drawn anew where another contact takes its place.
#[component]
pub fn Card(person: Memo<PersonView>) -> impl IntoView {
    let contact = Memo::new(move |_| person.with(|person| card_of(person).map(|card| card.contact.clone())));
    // By key, so that nothing of the one before is taken over: a link that follows a merge shows another contact (I-21).
    view! {
        <For each=move || contact.get() key=ContactId::clone let:_contact>
            {person.with_untracked(|person| card_of(person).cloned()).map(|first| view! { <CardOf person first /> })}
        </For>
    }
}

#[component]
fn CardOf(person: Memo<PersonView>, first: CardView) -> impl IntoView {
    let id = first.contact.as_str().to_owned();
    let contact = first.contact.clone();
    let card = Memo::new(move |before: Option<&CardView>| {
        let now = person.with(|person| card_of(person).filter(|card| card.contact == contact).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let desk = desk();
    Effect::new(move |_| card.with(|card| desk.sheets.carry(&card.merged, &card.contact)));
    let unlink = Dialog::new();
    let name = Signal::derive(move || card.with(|card| card.name.clone()));
    let record = Memo::new(move |_| {
        card.with(|card| card.record_url.as_deref().and_then(RecordLink::read).map(|it| it.as_str().to_owned()))
    });
    let job = Memo::new(move |_| card.with(|card| (card.job_title.clone(), card.company.clone())));
    // The amber notice has this control itself.
    let asks = Memo::new(move |_| card.with(|card| matches!(card.notice, Some(LinkNotice::OtherCountryCode { .. }))));
    let in_whatsapp = move || {
        person.with(|person| {
            let who = Who::from(person);
            view! { {who.name()}{who.number()} }
        })
    };
    view! {
        <div class="card" data-card=id data-freshness=move || card.with(|card| freshness(&card.freshness))>
            <header class="identity">
                <Avatar name />
                <div class="identity-words">
                    <div class="name-row">
                        <h2 id=WHO tabindex="-1" dir="auto">{move || isolated(&name.get())}</h2>
                        {move || record.get().map(open_record)}
                    </div>
                    {move || job_line(job.get())}
                    <p class="in-whatsapp">
                        <Glyph icon=Icon::Chat />
                        <span class="visually-hidden">{t("in_whatsapp")}" "</span>
                        <span class="in-whatsapp-words">{in_whatsapp}</span>
                    </p>
                </div>
            </header>
            <Why card />
            <LinkNoticeView person card unlink />
            <About person card />
            <Deals person card />
            <Tickets person card />
            <ActivitySections person card />
            {move || (!asks.get()).then(|| view! { <NotRightContact unlink /> })}
            <UnlinkDialog dialog=unlink person card />
        </div>
    }
}

fn open_record(address: String) -> AnyView {
    view! {
        <a
            class="link open-record"
            href=address
            target="_blank"
            rel="noopener noreferrer"
            aria-label=t("open_in_hubspot")
            title=t("open_in_hubspot")
        >
            {t("open")}
            <Glyph icon=Icon::External />
        </a>
    }
    .into_any()
}

fn job_line((job, company): (Option<String>, Option<String>)) -> Option<AnyView> {
    let words = match (&job, &company) {
        (Some(job), Some(company)) => sentence("job_at_company", &[job, company]),
        (Some(one), None) | (None, Some(one)) => isolated(one),
        (None, None) => return None,
    };
    Some(view! { <p class="job" dir="auto">{words}</p> }.into_any())
}

fn freshness(freshness: &Freshness) -> &'static str {
    match freshness {
        Freshness::Fresh => "fresh",
        Freshness::Loading => "loading",
        Freshness::Stale { .. } => "stale",
    }
}

fn card_of(person: &PersonView) -> Option<&CardView> {
    match &person.state {
        PersonState::Linked(card) => Some(card),
        PersonState::NumberHidden
        | PersonState::NotLinked { .. }
        | PersonState::Candidates { .. }
        | PersonState::Remembered { .. }
        | PersonState::JustUnlinked { .. } => None,
    }
}
