//! "Linked by exact number · Why?": who or what made the link, how the numbers agree, both numbers digit by digit, when (B-06).

use leptos::prelude::*;

use crate::browser::format;
use crate::browser::locale::text;
use crate::display::agreement;
use crate::phone::Rank;
use crate::protocol::view::{CardView, LinkReason, Origin};
use crate::sidebar::common::icon::{Glyph, Icon};
use crate::sidebar::common::marked::marked;
use crate::sidebar::common::sentence::{isolated, t};

/// The reason in a few words, and the whole of it behind a button.
#[component]
pub fn Why(card: Memo<CardView>) -> impl IntoView {
    let open = RwSignal::new(Answer::Closed);
    let reason = Memo::new(move |_| card.with(|card| card.reason.clone()));
    let toggle = move |_| open.update(|open| *open = open.other());
    view! {
        <section class="why">
            <p class="why-line">
                <Glyph icon=Icon::Link />
                <span>{move || reason.with(|reason| t(short(reason)))}</span>
                <button
                    type="button"
                    class="link"
                    aria-expanded=move || if open.get() == Answer::Open { "true" } else { "false" }
                    aria-controls="why"
                    on:click=toggle
                >
                    {t("why")}
                </button>
            </p>
            <div id="why">{move || (open.get() == Answer::Open).then(|| reason.with(whole))}</div>
        </section>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Closed,
    Open,
}

impl Answer {
    fn other(self) -> Answer {
        match self {
            Answer::Closed => Answer::Open,
            Answer::Open => Answer::Closed,
        }
    }
}

fn short(reason: &LinkReason) -> &'static str {
    match (reason.origin, reason.rank) {
        (Origin::Manual, _) => "linked_by_hand",
        (_, Some(Rank::Exact)) => "linked_exact",
        (_, Some(Rank::National) | None) => "linked_national",
        (_, Some(Rank::CcWrong | Rank::CcConflict)) => "linked_other_code",
    }
}

fn whole(reason: &LinkReason) -> AnyView {
    let origin = match reason.origin {
        Origin::Manual => "why_manual",
        Origin::ExactFirst => "why_first",
        Origin::ExactTimer => "why_timer",
        Origin::ExactChange => "why_change",
        Origin::ExactDaily => "why_daily",
        Origin::FuzzyOpen => "why_open",
    };
    let rank = reason.rank.map(|rank| match rank {
        Rank::Exact => "why_exact",
        Rank::National => "why_national",
        Rank::CcWrong => "why_cc_wrong",
        Rank::CcConflict => "why_cc_conflict",
    });
    view! {
        <div class="box why-box">
            <p>{t(origin)}</p>
            {rank.map(|rank| view! { <p>{t(rank)}</p> })}
            {numbers(reason)}
            <p class="quiet">{text("why_at", &[&format::moment(reason.at)])}</p>
        </div>
    }
    .into_any()
}

fn numbers(reason: &LinkReason) -> Option<AnyView> {
    let (ours, theirs) = match (&reason.whatsapp, &reason.hubspot, reason.rank) {
        (Some(whatsapp), Some(hubspot), Some(rank)) => {
            let both = agreement(whatsapp, hubspot, rank);
            (Some(marked(both.whatsapp)), Some(marked(both.hubspot)))
        }
        (whatsapp, hubspot, _) => (whatsapp.as_deref().map(isolated), hubspot.as_deref().map(isolated)),
    };
    if ours.is_none() && theirs.is_none() {
        return None;
    }
    let row = |key: &str, number: Option<AnyView>| number.map(|number| view! { <dt>{t(key)}</dt><dd>{number}</dd> });
    Some(view! { <dl class="facts">{row("in_whatsapp", ours)}{row("in_hubspot", theirs)}</dl> }.into_any())
}
