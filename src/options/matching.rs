//! What the passes are doing, and for which WhatsApp account: the strip of the sidebar, with room.

use leptos::prelude::*;

use super::desk::desk;
use super::parts::{Drawing, Icon, sentence};
use super::traffic::TrafficView;
use crate::browser::format::{ago, number};
use crate::browser::locale::{counted, text};
use crate::browser::pass_words::pass_details;
use crate::protocol::Millis;
use crate::protocol::view::{PassView, Progress};

/// The card.
#[component]
pub fn Matching() -> impl IntoView {
    let desk = desk();
    let strip = Memo::new(move |_| desk.view().map(|view| view.strip));
    let account = Memo::new(move |_| desk.view().and_then(|view| view.whatsapp_account));
    // A pass that goes on must not take the button away from under the finger.
    let stays = Memo::new(move |_| strip.get().and_then(|strip| held_by(&strip.pass)).map(|(name, _)| name));
    let progress = Memo::new(move |_| strip.get().and_then(|strip| held_by(&strip.pass)).map(|(_, progress)| progress));
    let links = move || strip.get().map(|strip| number(strip.linked));
    view! {
        <section class="card matching" aria-labelledby="matching">
            <h2 id="matching">{text("options_matching", &[])}</h2>
            {move || match stays.get() {
                Some(name) => going(name, progress),
                None => (move || strip.get().map(|strip| pass(strip.pass, desk.now.get()))).into_any(),
            }}
            <dl class="facts">
                <dt>{text("options_links", &[])}</dt>
                <dd>{links}</dd>
                <dt>{text("options_whatsapp_account", &[])}</dt>
                <dd>{move || account.get().unwrap_or_else(|| text("options_whatsapp_unknown", &[]))}</dd>
            </dl>
            <TrafficView />
            <div class="actions">
                <a class="button" data-kind="primary" href="https://web.whatsapp.com/" target="_blank" rel="noreferrer">
                    {text("options_open_whatsapp", &[])}
                    <Drawing icon=Icon::Out />
                </a>
            </div>
        </section>
    }
}

fn pass(pass: PassView, now: Millis) -> AnyView {
    match pass {
        PassView::Idle => told("idle", vec![text("pass_idle", &[])]),
        PassView::Checked { at } => told("checked", vec![text("pass_checked", &[&ago(at, now)])]),
        PassView::FirstDone { linked, to_choose } => {
            let found = [counted("contacts_linked", linked), text("left_to_choose", &[&number(to_choose)])];
            told("first-done", vec![found.join(" · ")])
        }
        PassView::Failed { problem } => told("failed", vec![sentence(&problem), text("pass_goes_on", &[])]),
        PassView::Cancelled => {
            let desk = desk();
            view! {
                <div class="pass" data-pass="cancelled">
                    <p>{text("pass_cancelled", &[])}</p>
                    <Word key="pass_start" on_press=move || desk.resume_passes() />
                </div>
            }
            .into_any()
        }
        PassView::First { .. } | PassView::Again { .. } | PassView::Paused { .. } => ().into_any(),
    }
}

/// The name and the progress of a pass that runs or is paused.
fn held_by(pass: &PassView) -> Option<(&'static str, Progress)> {
    match pass {
        PassView::First { progress } => Some(("first", *progress)),
        PassView::Again { progress } => Some(("again", *progress)),
        PassView::Paused { progress } => Some(("paused", *progress)),
        PassView::Idle
        | PassView::Checked { .. }
        | PassView::Cancelled
        | PassView::FirstDone { .. }
        | PassView::Failed { .. } => None,
    }
}

fn going(name: &'static str, progress: Memo<Option<Progress>>) -> AnyView {
    let desk = desk();
    let known = move || progress.get().unwrap_or_default();
    let about = move || match name {
        "again" => text("pass_again", &[]),
        "paused" => text("pass_paused", &[]),
        _ => text("pass_first", &[&number(known().whatsapp)]),
    };
    let shown = move || Progress { seconds_left: known().seconds_left.filter(|_| name != "paused"), ..known() };
    let buttons = if name == "paused" {
        let can_cancel = Memo::new(move |_| known().total > 0);
        let cancel =
            move || can_cancel.get().then(|| view! { <Word key="cancel" on_press=move || desk.cancel_pass() /> });
        view! {
            <Word key="pass_resume" on_press=move || desk.resume_passes() />
            {cancel}
        }
        .into_any()
    } else {
        view! { <Word key="pass_pause" on_press=move || desk.pause_passes() /> }.into_any()
    };
    view! {
        <div class="pass" data-pass=name>
            <label for="progress">{about}</label>
            <progress
                id="progress"
                max=move || known().total.max(1).to_string()
                value=move || (known().total > 0).then(|| known().read.to_string())
            ></progress>
            <p class="field-help">{move || pass_details(&shown()).join(" · ")}</p>
            <div class="actions">{buttons}</div>
        </div>
    }
    .into_any()
}

/// A quiet button.
#[component]
fn Word(
    /// Locale key of its words.
    key: &'static str,
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class="button" data-kind="secondary" on:click=move |_| on_press()>
            {text(key, &[])}
        </button>
    }
}

fn told(name: &'static str, sentences: Vec<String>) -> AnyView {
    let lines = sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view();
    view! {
        <div class="pass" data-pass=name>
            {lines}
        </div>
    }
    .into_any()
}
