//! What the passes are doing, and for which WhatsApp account: the strip of the sidebar, with room.

use leptos::prelude::*;

use super::desk::desk;
use super::parts::{Drawing, Icon, sentence};
use crate::browser::format::{ago, duration, number};
use crate::browser::locale::{counted, text};
use crate::protocol::Millis;
use crate::protocol::view::PassView;

/// The card.
#[component]
pub fn Matching() -> impl IntoView {
    let desk = desk();
    let strip = Memo::new(move |_| desk.view().map(|view| view.strip));
    let account = Memo::new(move |_| desk.view().and_then(|view| view.whatsapp_account));
    let links = move || strip.get().map(|strip| number(strip.linked));
    view! {
        <section class="card matching" aria-labelledby="matching">
            <h2 id="matching">{text("options_matching", &[])}</h2>
            {move || strip.get().map(|strip| pass(strip.pass, desk.now.get()))}
            <dl class="facts">
                <dt>{text("options_links", &[])}</dt>
                <dd>{links}</dd>
                <dt>{text("options_whatsapp_account", &[])}</dt>
                <dd>{move || account.get().unwrap_or_else(|| text("options_whatsapp_unknown", &[]))}</dd>
            </dl>
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
        PassView::First { read, total, whatsapp, seconds_left } => {
            let left = seconds_left.map(|seconds| text("pass_first_left", &[&duration(seconds)]));
            let counts = (total > 0).then(|| text("pass_first_read", &[&number(read), &number(total)]));
            let details: Vec<String> = counts.into_iter().chain(left).collect();
            let about = text("pass_first", &[&number(whatsapp)]);
            view! {
                <div class="pass" data-pass="first">
                    <label for="progress">{about}</label>
                    <progress id="progress" max=total.max(1).to_string() value=(total > 0).then(|| read.to_string())></progress>
                    <p class="field-help">{details.join(" · ")}</p>
                </div>
            }
            .into_any()
        }
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
