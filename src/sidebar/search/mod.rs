//! The search: one field, and below it exactly one of empty, too short, loading, results, none, error (I-16).

pub mod choices;
pub mod preview;
mod take_over;

use leptos::prelude::*;

use super::common::button::IconPress;
use super::common::icon::{Glyph, Icon};
use super::common::problem::ProblemNote;
use super::common::sentence::{sentence, t};
use super::desk::{Desk, desk};
use super::draft::{Found, Panel};
use crate::browser::focus;
use crate::browser::locale::counted;
use crate::display::clean;
use crate::phone::Rank;
use crate::protocol::view::{Candidate, ChatRef, PersonView};
use choices::{Choices, Contacts};

/// The id of the field.
const FIELD: &str = "search-field";

/// Opens the search. The button that was pressed for it goes, and its field takes the focus.
pub fn open_search(desk: Desk) {
    desk.draft.panel.set(Panel::Open);
}

/// The search. Without a person its results are to look at only.
#[component]
pub fn Search(chat: ChatRef, #[prop(optional, into)] person: Option<Memo<PersonView>>) -> impl IntoView {
    let desk = desk();
    let draft = desk.draft;
    let chat = StoredValue::new(chat);
    let state = Memo::new(move |_| draft.found.with(name));
    // Results stay while the next are under way: their rows are the same elements, with what is focused and scrolled to.
    let part = Memo::new(move |_| if state.get() == "loading" { "results" } else { state.get() });
    let type_in = move |text: String| draft.type_in(desk, &chat.get_value(), text);
    let close = move || {
        draft.close();
        request_animation_frame(|| focus::focus_if_lost(super::person::WHO));
    };
    // It was just opened, or the engine started anew while the person was typing here.
    request_animation_frame(|| focus::focus_if_lost(FIELD));
    view! {
        <div class="search" data-search=move || state.get() aria-busy=move || (state.get() == "loading").then_some("true")>
            {person.is_some().then(|| view! {
                <div class="section-head">
                    <h3>{t("search_title")}</h3>
                    <IconPress label="search_close" icon=Icon::Close on_press=close />
                </div>
            })}
                <div class="search-field">
                    <Glyph icon=Icon::Search />
                    <input
                        class="input"
                        type="search"
                        id=FIELD
                        aria-label=t("search_label")
                        placeholder=t("search_label")
                        autocomplete="off"
                        spellcheck="false"
                        maxlength="200"
                        prop:value=move || draft.text.get()
                        on:input=move |event| type_in(event_target_value(&event))
                    />
                    {move || draft.text.with(|text| !text.is_empty()).then(|| view! {
                        <IconPress label="search_clear" icon=Icon::Close on_press=move || {
                            type_in(String::new());
                            focus::focus(FIELD);
                        } />
                    })}
                </div>
            {move || match part.get() {
                "empty" => view! { <Start chat=chat.get_value() person /> }.into_any(),
                "too-short" => view! { <p class="quiet">{t("search_too_short")}</p> }.into_any(),
                "none" => view! { <Nobody /> }.into_any(),
                "error" => view! { <Failed chat=chat.get_value() /> }.into_any(),
                _ => view! { <Results chat=chat.get_value() person /> }.into_any(),
            }}
        </div>
    }
}

fn name(found: &Found) -> &'static str {
    match found {
        Found::Empty => "empty",
        Found::TooShort => "too-short",
        Found::Loading(_) => "loading",
        Found::Results(_) => "results",
        Found::Nothing => "none",
        Found::Failed(_) => "error",
    }
}

/// Nothing typed: the name in WhatsApp is one click away.
#[component]
fn Start(chat: ChatRef, person: Option<Memo<PersonView>>) -> impl IntoView {
    let desk = desk();
    let chat = StoredValue::new(chat);
    let Some(person) = person else { return view! { <p class="quiet">{t("search_empty")}</p> }.into_any() };
    let name = Memo::new(move |_| person.with(|person| clean(&person.name)));
    let suggest = move |_| {
        desk.draft.type_in(desk, &chat.get_value(), name.get_untracked());
        desk.draft.search_now(desk, &chat.get_value());
        focus::focus(FIELD);
    };
    view! {
        <p class="quiet">{t("search_empty")}</p>
        {move || (name.with(|name| name.chars().count() > 1)).then(|| view! {
            <button type="button" class="filter-chip" on:click=suggest>
                <Glyph icon=Icon::Search />
                <span class="one-line">{sentence("search_suggestion", &[&name.get()])}</span>
            </button>
        })}
    }
    .into_any()
}

#[component]
fn Nobody() -> impl IntoView {
    let text = desk().draft.text.get_untracked();
    view! {
        <p role="status">{sentence("search_none", &[&text])}</p>
        <p class="quiet">{t("search_none_hint")}</p>
    }
}

/// The query stays in its field.
#[component]
fn Failed(chat: ChatRef) -> impl IntoView {
    let desk = desk();
    let chat = StoredValue::new(chat);
    let again = Callback::new(move |()| desk.draft.search_now(desk, &chat.get_value()));
    move || match desk.draft.found.get() {
        Found::Failed(problem) => Some(view! { <ProblemNote problem again /> }),
        Found::Empty | Found::TooShort | Found::Loading(_) | Found::Results(_) | Found::Nothing => None,
    }
}

/// Results, or their place while the first are under way.
#[component]
fn Results(chat: ChatRef, person: Option<Memo<PersonView>>) -> impl IntoView {
    let desk = desk();
    let draft = desk.draft;
    let chat = StoredValue::new(chat);
    let candidates = Memo::new(move |_| draft.found.with(|found| candidates_of(found).to_vec()));
    let loading = Memo::new(move |_| draft.found.with(|found| matches!(found, Found::Loading(_))));
    let first = Memo::new(move |_| loading.get() && candidates.with(Vec::is_empty));
    let number = Signal::derive(move || person.and_then(|person| person.with(|person| person.number.clone())));
    let choose = Callback::new(move |candidate| draft.choose(desk, &chat.get_value(), candidate));
    let words = move || match loading.get() {
        true => t("search_loading"),
        false => counted("search_results", u32::try_from(candidates.with(Vec::len)).unwrap_or(u32::MAX)),
    };
    view! {
        <p class="quiet" role="status">{words}</p>
        {move || match (first.get(), person) {
            (true, _) => skeletons(),
            (false, Some(_)) => view! { <Choices list="found" candidates number choose /> }.into_any(),
            (false, None) => view! { <Contacts candidates number /> }.into_any(),
        }}
    }
}

/// Locale key of how a number agrees.
fn rank_key(rank: Rank) -> &'static str {
    match rank {
        Rank::Exact => "rank_exact",
        Rank::National => "rank_national",
        Rank::CcWrong => "rank_cc_wrong",
        Rank::CcConflict => "rank_cc_conflict",
    }
}

fn skeletons() -> AnyView {
    let rows = (0..3).map(|_| view! { <span class="skeleton" data-shape="row"></span> });
    view! { <div class="choices" aria-hidden="true">{rows.collect_view()}</div> }.into_any()
}

fn candidates_of(found: &Found) -> &[Candidate] {
    match found {
        Found::Loading(candidates) | Found::Results(candidates) => candidates,
        Found::Empty | Found::TooShort | Found::Nothing | Found::Failed(_) => &[],
    }
}
