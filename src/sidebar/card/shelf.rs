//! Records of one kind: a heading with their number, a button for a new one, and the rows, or why there are none to show.

use leptos::prelude::*;

use super::new_record::NewRecordForm;
use crate::browser::format;
use crate::display::RecordLink;
use crate::protocol::view::{CardView, PersonView, Shelf};
use crate::sidebar::common::button::{Kind, Press};
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{isolated, t};
use crate::sidebar::desk::desk;
use crate::sidebar::sheets::Form;

/// The locale keys of a shelf.
#[derive(Clone, Copy)]
pub struct Words {
    /// The heading.
    pub title: &'static str,
    /// Where there are none.
    pub none: &'static str,
    /// The button that opens the form.
    pub new: &'static str,
    /// The button that makes the record.
    pub create: &'static str,
}

/// A shelf. `row` draws one record.
#[component]
pub fn ShelfSection<T: Clone + PartialEq + Send + Sync + 'static>(
    person: Memo<PersonView>,
    card: Memo<CardView>,
    shelf: Memo<Shelf<T>>,
    form: Form,
    words: Words,
    row: fn(Memo<PersonView>, Memo<CardView>, &T) -> AnyView,
) -> impl IntoView {
    let sheet = card.with_untracked(|card| desk().sheets.of(card.contact.as_str(), form));
    let writing = Memo::new(move |_| sheet.is_open());
    let count = move || {
        shelf.with(|shelf| match shelf {
            Shelf::Rows { rows, .. } => format!(" {}", format::number(u32::try_from(rows.len()).unwrap_or(u32::MAX))),
            Shelf::Loading | Shelf::Refused { .. } => String::new(),
        })
    };
    let rows = move || {
        shelf.with(|shelf| match shelf {
            Shelf::Loading => view! { <span class="skeleton" data-shape="row" aria-hidden="true"></span> }.into_any(),
            Shelf::Refused { problem } => view! { <ProblemNote problem=problem.clone() /> }.into_any(),
            Shelf::Rows { rows, .. } if rows.is_empty() => view! { <p class="quiet">{t(words.none)}</p> }.into_any(),
            Shelf::Rows { rows, more } => {
                let drawn: Vec<AnyView> = rows.iter().map(|one| row(person, card, one)).collect();
                view! {
                    <ul class="records">{drawn}</ul>
                    {more.then(|| view! { <p class="quiet">{t("more_in_hubspot")}</p> })}
                }
                .into_any()
            }
        })
    };
    view! {
        <section class="section" data-shelf=words.title aria-labelledby=words.title>
            <div class="section-head">
                <h3 id=words.title>{t(words.title)}{count}</h3>
                {move || (!writing.get()).then(|| view! {
                    <Press label=words.new kind=Kind::Quiet on_press=move || sheet.open() />
                })}
            </div>
            {move || writing.get().then(|| view! { <NewRecordForm person card form sheet label=words.create /> })}
            {rows}
        </section>
    }
}

/// The name of a record, as a link where it has a page in HubSpot.
pub fn record_name(name: &str, address: Option<&str>) -> AnyView {
    let shown = if name.trim().is_empty() { t("no_name").into_any() } else { isolated(name) };
    match address.and_then(RecordLink::read) {
        Some(link) => view! {
            <a class="link record-name" href=link.as_str().to_owned() target="_blank" rel="noopener noreferrer">{shown}</a>
        }
        .into_any(),
        None => view! { <span class="record-name">{shown}</span> }.into_any(),
    }
}

/// Short facts in one quiet line.
pub fn quiet_line(parts: Vec<AnyView>) -> Option<AnyView> {
    let spans: Vec<AnyView> = parts.into_iter().map(|part| view! { <span>{part}</span> }.into_any()).collect();
    (!spans.is_empty()).then(|| view! { <div class="contact-about dotted"><div>{spans}</div></div> }.into_any())
}
