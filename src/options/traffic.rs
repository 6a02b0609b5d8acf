//! Diagnostics: how fast HubSpot may be asked at the moment, and why passes rest. Folded away: nobody needs it on a good day.

use leptos::prelude::*;

use super::desk::{Desk, desk};
use crate::browser::format::{duration, number};
use crate::browser::locale::{counted, text};
use crate::protocol::options::{PassesRest, Traffic};

/// The folded list.
#[component]
pub fn TrafficView() -> impl IntoView {
    let desk = desk();
    // The box stays the same element while its rows change, so that it stays open.
    let rows = Memo::new(move |_| desk.view().map(|view| rows(desk, &view.traffic)));
    let listed = move || {
        let row = |(name, value): (String, String)| view! { <dt>{name}</dt><dd>{value}</dd> };
        rows.get().unwrap_or_default().into_iter().map(row).collect_view()
    };
    view! {
        <details class="diagnostics">
            <summary>{text("diagnostics", &[])}</summary>
            <dl class="facts">{listed}</dl>
        </details>
    }
}

fn rows(desk: Desk, traffic: &Traffic) -> Vec<(String, String)> {
    let asked = if traffic.held_for > 0 {
        text("traffic_held", &[&duration(traffic.held_for)])
    } else {
        text("traffic_open", &[])
    };
    let why = traffic.passes_rest.map(|why| match why {
        PassesRest::DayUsedUp => "traffic_day_used_up",
        PassesRest::Refused => "traffic_refused",
        PassesRest::NotUnderstood => "traffic_not_understood",
    });
    let left = traffic.passes_until.map(|until| until.saturating_sub(desk.now.get()).div_ceil(1000));
    let left = left.map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX)).unwrap_or_default();
    let passes = why.map_or_else(|| text("traffic_open", &[]), |why| text(why, &[&duration(left)]));
    let day = traffic.daily.zip(traffic.daily_left);
    let day = day.map(|(all, left)| text("traffic_day_left", &[&number(left), &number(all)]));
    let rows = [
        ("traffic_requests", Some(asked)),
        ("traffic_passes", Some(passes)),
        ("traffic_day", day),
        ("traffic_failed", (traffic.failed > 0).then(|| counted("requests_repeated", traffic.failed))),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((text(name, &[]), value?))).collect()
}
