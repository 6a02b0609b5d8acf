//! The strip at the foot: what the passes do, when something was last checked, how many are linked.

use leptos::prelude::*;

use super::common::button::{Kind, Press};
use super::common::icon::{Glyph, Icon};
use super::common::problem::problem_sentence;
use super::common::sentence::t;
use super::desk::{Desk, desk};
use crate::browser::format;
use crate::browser::locale::{counted, text};
use crate::browser::pass_words::pass_details;
use crate::protocol::intent::Intent;
use crate::protocol::view::{PassView, Problem, Progress, Retry, Strip};

/// The strip, once there is a view.
#[component]
pub fn StripView() -> impl IntoView {
    let desk = desk();
    let strip = Memo::new(move |_| desk.view.with(|view| view.as_ref().map(|view| view.strip.clone())));
    let name = Memo::new(move |_| strip.with(|strip| strip.as_ref().map(|strip| name(&strip.pass))));
    // A pass that goes on must not take the button away from under the finger.
    let stays = Memo::new(move |_| name.get().filter(|name| ["first", "again", "paused"].contains(name)));
    let progress = Memo::new(move |_| strip.with(|strip| strip.as_ref().and_then(|strip| progress_of(&strip.pass))));
    view! {
        <footer class="strip" data-pass=name>
            {move || match stays.get() {
                Some("paused") => paused(desk, progress),
                Some(kind) => running(desk, kind, progress),
                None => (move || strip.get().map(|strip| body(desk, strip))).into_any(),
            }}
        </footer>
    }
}

fn progress_of(pass: &PassView) -> Option<Progress> {
    match pass {
        PassView::First { progress } | PassView::Again { progress } | PassView::Paused { progress } => Some(*progress),
        PassView::Idle
        | PassView::Checked { .. }
        | PassView::Cancelled
        | PassView::FirstDone { .. }
        | PassView::Failed { .. } => None,
    }
}

fn name(pass: &PassView) -> &'static str {
    match pass {
        PassView::Idle => "idle",
        PassView::Checked { .. } => "checked",
        PassView::First { .. } => "first",
        PassView::Again { .. } => "again",
        PassView::Paused { .. } => "paused",
        PassView::Cancelled => "cancelled",
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
        PassView::First { .. } | PassView::Again { .. } | PassView::Paused { .. } => ().into_any(),
        PassView::Cancelled => {
            let begin = view! { <Press label="pass_start" kind=Kind::Quiet on_press=move || desk.send(&Intent::ResumePasses) /> };
            held("pass_cancelled", begin.into_any())
        }
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

fn running(desk: Desk, kind: &'static str, progress: Memo<Option<Progress>>) -> AnyView {
    let known = move || progress.get().unwrap_or_default();
    let name = move || match kind {
        "again" => text("pass_again", &[]),
        _ => text("pass_first", &[&format::number(known().whatsapp)]),
    };
    let value = move || Some(known()).filter(|known| known.total > 0).map(|known| known.read.min(known.total));
    view! {
        <p class="strip-line">
            <span class="spinner" aria-hidden="true"></span>
            <span>{name}</span>
            <Press label="pass_pause" kind=Kind::Quiet on_press=move || desk.send(&Intent::PausePasses) />
        </p>
        <progress aria-label=name max=move || known().total.max(1) value=value></progress>
        <p class="strip-detail">{move || pass_details(&known()).join(", ")}</p>
    }
    .into_any()
}

fn paused(desk: Desk, progress: Memo<Option<Progress>>) -> AnyView {
    let known = move || Progress { seconds_left: None, ..progress.get().unwrap_or_default() };
    let details = Memo::new(move |_| pass_details(&known()).join(", "));
    let can_cancel = Memo::new(move |_| known().total > 0);
    let buttons = view! {
        <Press label="pass_resume" kind=Kind::Quiet on_press=move || desk.send(&Intent::ResumePasses) />
        {move || {
            can_cancel
                .get()
                .then(|| view! { <Press label="cancel" kind=Kind::Quiet on_press=move || desk.send(&Intent::CancelPass) /> })
        }}
    };
    view! {
        {held("pass_paused", buttons.into_any())}
        {move || {
            Some(details.get())
                .filter(|details| !details.is_empty())
                .map(|details| view! { <p class="strip-detail">{details}</p> })
        }}
    }
    .into_any()
}

fn held(sentence: &'static str, buttons: AnyView) -> AnyView {
    view! {
        <p class="strip-line">
            <Glyph icon=Icon::Clock />
            <span role="status">{t(sentence)}</span>
            {buttons}
        </p>
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
