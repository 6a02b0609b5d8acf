//! The strip at the foot: what the passes do, when something was last checked, how many are linked.

use leptos::prelude::*;

use super::common::button::{Kind, Press};
use super::common::icon::{Glyph, Icon};
use super::common::problem::problem_sentence;
use super::common::sentence::t;
use super::desk::{Desk, desk};
use crate::browser::format;
use crate::browser::locale::{counted, text};
use crate::protocol::intent::Intent;
use crate::protocol::view::{PassView, Problem, Retry, Strip};

/// The strip, once there is a view.
#[component]
pub fn StripView() -> impl IntoView {
    let desk = desk();
    let strip = Memo::new(move |_| desk.view.with(|view| view.as_ref().map(|view| view.strip.clone())));
    let name = move || strip.with(|strip| strip.as_ref().map(|strip| name(&strip.pass)));
    view! {
        <footer class="strip" data-pass=name>
            {move || strip.get().map(|strip| body(desk, strip))}
        </footer>
    }
}

fn name(pass: &PassView) -> &'static str {
    match pass {
        PassView::Idle => "idle",
        PassView::Checked { .. } => "checked",
        PassView::First { .. } => "first",
        PassView::FirstDone { .. } => "first-done",
        PassView::Failed { .. } => "failed",
    }
}

fn body(desk: Desk, strip: Strip) -> AnyView {
    let linked = strip.linked;
    match strip.pass {
        PassView::Idle if linked == 0 => ().into_any(),
        PassView::Idle => line(Icon::Clock, t("pass_idle").into_any(), Some(linked)),
        PassView::Checked { at } => {
            let when = move || text("pass_checked", &[&format::ago(at, desk.now.get())]);
            line(Icon::Check, when.into_any(), Some(linked))
        }
        PassView::First { read, total, whatsapp, seconds_left } => first(read, total, whatsapp, seconds_left),
        PassView::FirstDone { linked, to_choose } => {
            let chosen =
                (to_choose > 0).then(|| format!(", {}", text("left_to_choose", &[&format::number(to_choose)])));
            let words = format!("{}{}.", counted("contacts_linked", linked), chosen.unwrap_or_default());
            line(Icon::Check, view! { <span role="status">{words}</span> }.into_any(), None)
        }
        PassView::Failed { problem } => failed(desk, &problem),
    }
}

fn line(icon: Icon, words: AnyView, linked: Option<u32>) -> AnyView {
    view! {
        <p class="strip-line">
            <Glyph icon />
            <span>{words}</span>
            {linked.map(|linked| view! { <span aria-hidden="true">"·"</span><span>{counted("links", linked)}</span> })}
        </p>
    }
    .into_any()
}

fn first(read: u32, total: u32, whatsapp: u32, seconds_left: Option<u32>) -> AnyView {
    let known = (total > 0).then(|| {
        let read = text("pass_first_read", &[&format::number(read), &format::number(total)]);
        let left = seconds_left.map(|seconds| format!(", {}", text("pass_first_left", &[&format::duration(seconds)])));
        format!("{read}{}", left.unwrap_or_default())
    });
    let name = text("pass_first", &[&format::number(whatsapp)]);
    view! {
        <p class="strip-line">
            <span class="spinner" aria-hidden="true"></span>
            <span>{name.clone()}</span>
        </p>
        <progress aria-label=name max=total.max(1) value=(total > 0).then_some(read.min(total))></progress>
        <p class="strip-detail">{known}</p>
    }
    .into_any()
}

fn failed(desk: Desk, problem: &Problem) -> AnyView {
    let action = match problem.retry {
        Retry::Now => Some(("retry", Intent::Retry)),
        Retry::Reconnect => Some(("reconnect", Intent::OpenOptions)),
        Retry::After { .. } | Retry::Never => None,
    };
    let goes_on = matches!(problem.retry, Retry::Now | Retry::After { .. }).then(|| format!(" {}", t("pass_goes_on")));
    view! {
        <p class="strip-line">
            <Glyph icon=Icon::Alert />
            <span>{problem_sentence(problem)}{goes_on}</span>
            {action.map(|(label, intent)| view! { <Press label kind=Kind::Quiet on_press=move || desk.send(&intent) /> })}
        </p>
    }
    .into_any()
}
