//! How WhatsApp Web is read: its build, and what does not add up. For whoever wants to know why automatic linking is off, or reports it.

use leptos::prelude::*;

use super::desk::desk;
use super::parts::{Note, Tone};
use crate::browser::locale::text;
use crate::protocol::options::{Finding, HealthCode, PageReport};

/// The card. Nothing while WhatsApp Web is not open.
#[component]
pub fn PageHealth() -> impl IntoView {
    let desk = desk();
    let report = Memo::new(move |_| desk.view().and_then(|view| view.page));
    move || report.get().map(card)
}

fn card(report: PageReport) -> impl IntoView {
    let PageReport { build, trusted, findings } = report;
    let build = build.unwrap_or_else(|| text("options_page_build_unknown", &[]));
    let state = if findings.is_empty() { "options_page_fine" } else { "options_page_odd" };
    view! {
        <section class="card" aria-labelledby="page-health" data-trusted=trusted.to_string()>
            <h2 id="page-health">{text("options_page", &[])}</h2>
            {(!trusted).then(|| view! { <Note tone=Tone::Notice><p>{text("options_page_doubtful", &[])}</p></Note> })}
            <dl class="facts">
                <dt>{text("options_page_build", &[])}</dt>
                <dd>{build}</dd>
                <dt>{text("options_page_reading", &[])}</dt>
                <dd>{text(state, &[])}</dd>
            </dl>
            {(!findings.is_empty())
                .then(|| view! { <dl class="facts">{findings.into_iter().map(row).collect_view()}</dl> })}
        </section>
    }
}

fn row(finding: Finding) -> impl IntoView {
    let Finding { code, about, .. } = finding;
    let about = about.map(|about| format!(" ({about})"));
    view! {
        <dt>
            <code>{format!("{code:?}")}</code>
        </dt>
        <dd>{text(sentence(code), &[])}{about}</dd>
    }
}

fn sentence(code: HealthCode) -> &'static str {
    match code {
        HealthCode::H01 => "health_app",
        HealthCode::H02 => "health_conversation",
        HealthCode::H03 => "health_title",
        HealthCode::H04 => "health_rows",
        HealthCode::H05 => "health_database",
        HealthCode::H06 => "health_stores",
        HealthCode::H07 => "health_contacts",
        HealthCode::H08 => "health_keys",
        HealthCode::H09 => "health_number",
        HealthCode::H10 => "health_frame",
        HealthCode::H11 => "health_places",
        HealthCode::H12 => "health_loss",
    }
}
