//! Records of one kind: a heading with their number, a button for a new one, and the rows, or why there are none to show.

use leptos::prelude::*;

use super::new_record::NewRecordForm;
use crate::browser::format;
use crate::display::RecordLink;
use crate::hubspot::ids::RecordId;
use crate::protocol::view::{CardView, PersonView, Problem, Shelf};
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

/// A record in a shelf. Rows stay the elements they are while their records change, come and go, so that nobody loses the focus or a
/// choice not yet sent.
pub trait Row: Clone + PartialEq + Send + Sync + 'static {
    /// What tells it from the others.
    fn id(&self) -> &RecordId;

    /// What is in its row.
    fn draw(record: Memo<Self>, person: Memo<PersonView>, card: Memo<CardView>) -> AnyView;
}

/// What stands under the heading.
#[derive(Clone, PartialEq)]
enum Below {
    Loading,
    Refused(Problem),
    Nothing,
    Rows { more: bool },
}

/// A shelf.
#[component]
pub fn ShelfSection<T: Row>(
    person: Memo<PersonView>,
    card: Memo<CardView>,
    shelf: Memo<Shelf<T>>,
    form: Form,
    words: Words,
) -> impl IntoView {
    let sheet = card.with_untracked(|card| desk().sheets.of(card.contact.as_str(), form));
    let writing = Memo::new(move |_| sheet.is_open());
    let count = move || {
        shelf.with(|shelf| match shelf {
            Shelf::Rows { rows, .. } => format!(" {}", format::number(u32::try_from(rows.len()).unwrap_or(u32::MAX))),
            Shelf::Loading | Shelf::Refused { .. } => String::new(),
        })
    };
    let below = Memo::new(move |_| {
        shelf.with(|shelf| match shelf {
            Shelf::Loading => Below::Loading,
            Shelf::Refused { problem } => Below::Refused(problem.clone()),
            Shelf::Rows { rows, .. } if rows.is_empty() => Below::Nothing,
            Shelf::Rows { more, .. } => Below::Rows { more: *more },
        })
    });
    let rows = move || match below.get() {
        Below::Loading => view! { <span class="skeleton" data-shape="row" aria-hidden="true"></span> }.into_any(),
        Below::Refused(problem) => view! { <ProblemNote problem /> }.into_any(),
        Below::Nothing => view! { <p class="quiet">{t(words.none)}</p> }.into_any(),
        Below::Rows { more } => view! {
            <ul class="records">
                <For each=move || shelf.with(|shelf| rows_of(shelf).to_vec()) key=|one| one.id().clone() let:one>
                    <ShelfRow shelf first=one person card />
                </For>
            </ul>
            {more.then(|| view! { <p class="quiet">{t("more_in_hubspot")}</p> })}
        }
        .into_any(),
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

/// One row, with its record as it is at the moment.
#[component]
fn ShelfRow<T: Row>(shelf: Memo<Shelf<T>>, first: T, person: Memo<PersonView>, card: Memo<CardView>) -> impl IntoView {
    let id = first.id().clone();
    let record = Memo::new(move |before: Option<&T>| {
        let now = shelf.with(|shelf| rows_of(shelf).iter().find(|one| *one.id() == id).cloned());
        // One that is gone is drawn once more at most.
        now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let name = record.with_untracked(|record| record.id().to_string());
    view! { <li class="record" data-record=name>{T::draw(record, person, card)}</li> }
}

fn rows_of<T>(shelf: &Shelf<T>) -> &[T] {
    match shelf {
        Shelf::Rows { rows, .. } => rows,
        Shelf::Loading | Shelf::Refused { .. } => &[],
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
