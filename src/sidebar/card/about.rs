//! What HubSpot says of the contact, and how fresh that is. The mark of freshness has its own place, so nothing moves when it changes.

use leptos::prelude::*;

use super::edit::EditForm;
use super::labels::{label_of, listed, value_of};
use crate::browser::document::copy;
use crate::browser::format;
use crate::browser::locale::text;
use crate::display::RecordLink;
use crate::display::clean;
use crate::protocol::intent::Intent;
use crate::protocol::view::{CardPhone, CardView, CompanyLink, Freshness, Notice, PersonView, PhoneProperty};
use crate::sidebar::common::button::{Kind, Press};
use crate::sidebar::common::icon::{Glyph, Icon};
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{address, isolated, t};
use crate::sidebar::desk::{Desk, desk};
use crate::sidebar::sheets::Form;

/// The facts of a card.
#[component]
pub fn About(person: Memo<PersonView>, card: Memo<CardView>) -> impl IntoView {
    let desk = desk();
    let freshness = Memo::new(move |_| card.with(|card| card.freshness.clone()));
    // What the banner says already is not said twice; the mark stays.
    let told =
        Memo::new(move |_| desk.view.with(|view| view.as_ref().and_then(|it| it.notice.as_ref()).is_some_and(tells)));
    let facts = Memo::new(move |_| card.with(Facts::of));
    let sheet = card.with_untracked(|card| desk.sheets.of(card.contact.as_str(), Form::Edit));
    let editing = Memo::new(move |_| sheet.is_open());
    let may_edit = Memo::new(move |_| card.with(|card| !card.fields.is_empty()));
    view! {
        <section class="section" aria-labelledby="about">
            <div class="section-head">
                <h3 id="about">{t("about")}</h3>
                {move || mark(&freshness.get())}
                {move || (may_edit.get() && !editing.get()).then(|| view! {
                    <Press label="edit" kind=Kind::Quiet on_press=move || sheet.open() />
                })}
            </div>
            {move || (!told.get()).then(|| stale(desk, freshness.get()))}
            {move || match editing.get() {
                true => view! { <EditForm person card sheet /> }.into_any(),
                false => facts.with(|facts| if facts.are_awaited() { skeletons() } else { list(desk, facts) }),
            }}
        </section>
    }
}

/// Whether a banner says why HubSpot cannot be asked.
fn tells(notice: &Notice) -> bool {
    match notice {
        Notice::KeyRefused | Notice::KeyNeeded | Notice::Offline { .. } | Notice::Waiting { .. } => true,
        Notice::MissingPermission { .. } | Notice::StoreUnsafe | Notice::PageDoubtful => false,
    }
}

/// What the list shows; drawn anew only when one of these changes.
#[derive(Clone, PartialEq)]
struct Facts {
    phones: Vec<CardPhone>,
    emails: Vec<String>,
    owner: Option<String>,
    stage: Option<String>,
    company: Option<CompanyLink>,
    last_activity: Option<String>,
    /// Names and values of further properties.
    more: Vec<(String, String)>,
    loading: bool,
}

impl Facts {
    fn of(card: &CardView) -> Facts {
        Facts {
            phones: card.phones.clone(),
            emails: card.emails.clone(),
            owner: card.owner.clone(),
            stage: card.stage.clone(),
            company: card.company_link.clone(),
            last_activity: card.last_activity.map(format::day),
            more: listed(&card.fields).map(|field| (label_of(field), value_of(field))).collect(),
            loading: card.freshness == Freshness::Loading,
        }
    }

    /// Nothing is known yet and the read is under way.
    fn are_awaited(&self) -> bool {
        self.loading && self.phones.is_empty() && self.emails.is_empty() && self.owner.is_none() && self.stage.is_none()
    }
}

fn mark(freshness: &Freshness) -> AnyView {
    let (class, icon, words) = match freshness {
        Freshness::Fresh => ("freshness", Some(Icon::Check), t("up_to_date")),
        Freshness::Loading => ("freshness", None, t("updating")),
        Freshness::Stale { at: Some(at), .. } => {
            ("freshness old", Some(Icon::Clock), text("stale_since", &[&format::time(*at)]))
        }
        Freshness::Stale { at: None, .. } => ("freshness old", Some(Icon::Clock), t("stale")),
    };
    let sign = match icon {
        Some(icon) => view! { <Glyph icon /> }.into_any(),
        None => view! { <span class="spinner" aria-hidden="true"></span> }.into_any(),
    };
    view! { <p class=class>{sign}{words}</p> }.into_any()
}

fn stale(desk: Desk, freshness: Freshness) -> Option<AnyView> {
    match freshness {
        Freshness::Stale { problem, .. } => {
            let again = Callback::new(move |()| desk.send(&Intent::Retry));
            Some(view! { <ProblemNote problem again /> }.into_any())
        }
        Freshness::Fresh | Freshness::Loading => None,
    }
}

fn list(desk: Desk, facts: &Facts) -> AnyView {
    let phones = facts.phones.iter().map(|phone| {
        let key = match phone.property {
            PhoneProperty::Phone => "phone",
            PhoneProperty::MobilePhone => "mobile",
            PhoneProperty::WhatsApp => "whatsapp",
        };
        let linking = phone.linking.then(|| {
            view! { <span class="chip" data-tone="accent"><Glyph icon=Icon::Link /><span>{t("linking_number")}</span></span> }
        });
        row(key, view! { <span class="number">{copied(desk, &phone.text, isolated)}</span>{linking} }.into_any())
    });
    let emails = facts.emails.iter().map(|email| row("email", copied(desk, email, address)));
    let owner = facts.owner.iter().map(|owner| row("owner", isolated(owner)));
    let stage = facts.stage.iter().filter_map(|stage| Some(row("stage", stage_name(stage)?)));
    let company = facts.company.iter().map(|company| row("company", company_name(company)));
    let activity = facts.last_activity.iter().map(|day| row("last_activity", isolated(day)));
    let more = facts.more.iter().map(|(label, value)| named(label.clone(), isolated(value)));
    let rows: Vec<AnyView> =
        phones.chain(emails).chain(owner).chain(stage).chain(company).chain(activity).chain(more).collect();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

fn row(key: &str, value: AnyView) -> AnyView {
    named(t(key), value)
}

fn named(label: String, value: AnyView) -> AnyView {
    view! { <dt>{label}</dt><dd>{value}</dd> }.into_any()
}

/// The company's record, which is not the contact's own company text.
fn company_name(company: &CompanyLink) -> AnyView {
    match company.url.as_deref().and_then(RecordLink::read) {
        Some(link) => view! {
            <a class="link" href=link.as_str().to_owned() target="_blank" rel="noopener noreferrer">
                {isolated(&company.name)}
            </a>
        }
        .into_any(),
        None => isolated(&company.name),
    }
}

/// A text that is copied by a click on it, drawn by `draw`.
fn copied(desk: Desk, value: &str, draw: fn(&str) -> AnyView) -> AnyView {
    let value = clean(value);
    let name = text("copy", &[&value]);
    let shown = draw(&value);
    let press = move |_| {
        copy(&value);
        desk.said.set(t("copied"));
    };
    view! {
        <button type="button" class="copy" aria-label=name.clone() title=name on:click=press>
            {shown}
        </button>
    }
    .into_any()
}

/// HubSpot's own stages in the rep's language; an account's own are shown as they are named, unless the name is a number.
fn stage_name(stage: &str) -> Option<AnyView> {
    let key = match stage {
        "subscriber" => "stage_subscriber",
        "lead" => "stage_lead",
        "marketingqualifiedlead" => "stage_marketingqualifiedlead",
        "salesqualifiedlead" => "stage_salesqualifiedlead",
        "opportunity" => "stage_opportunity",
        "customer" => "stage_customer",
        "evangelist" => "stage_evangelist",
        "other" => "stage_other",
        own if clean(own).chars().any(|c| !c.is_ascii_digit()) => return Some(isolated(own)),
        _ => return None,
    };
    Some(t(key).into_any())
}

fn skeletons() -> AnyView {
    let place = || view! { <span class="skeleton" data-shape="text"></span> };
    let rows = (0..4).map(|_| view! { <dt>{place()}</dt><dd>{place()}</dd> });
    view! { <dl class="facts" aria-hidden="true">{rows.collect_view()}</dl> }.into_any()
}
