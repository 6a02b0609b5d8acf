//! Contacts to choose from: radio buttons, so that choosing is never linking (S-21). One tab stop; the arrow keys walk.

use leptos::ev;
use leptos::prelude::*;

use crate::browser::focus;
use crate::display::agreement;
use crate::protocol::view::Candidate;
use crate::sidebar::common::icon::{Glyph, Icon};
use crate::sidebar::common::marked::marked;
use crate::sidebar::common::sentence::{address, isolated, sentence, t};
use crate::sidebar::desk::desk;

/// Contacts, best first. `number` is the WhatsApp number that their phones are compared with.
#[component]
pub fn Choices(
    /// Name of this list among the lists of a screen: a contact may stand in two of them, and each row has an id of its own.
    list: &'static str,
    #[prop(into)] candidates: Signal<Vec<Candidate>>,
    #[prop(into)] number: Signal<Option<String>>,
    choose: Callback<Candidate>,
) -> impl IntoView {
    let chosen = desk().draft.chosen;
    let ids = Memo::new(move |_| {
        candidates.with(|list| list.iter().map(|one| one.contact.as_str().to_owned()).collect::<Vec<_>>())
    });
    let chosen_id = Memo::new(move |_| chosen.with(|one| one.as_ref().map(|one| one.contact.as_str().to_owned())));
    let pick = move |id: &str| {
        let found = candidates.with_untracked(|list| list.iter().find(|one| one.contact.as_str() == id).cloned());
        if let Some(candidate) = found {
            choose.run(candidate);
        }
    };
    // The chosen one is the tab stop, else the first.
    let stop = Memo::new(move |_| {
        let chosen = chosen_id.get().filter(|id| ids.with(|ids| ids.contains(id)));
        chosen.or_else(|| ids.with(|ids| ids.first().cloned()))
    });
    let walk = move |event: ev::KeyboardEvent, id: &str| {
        let step = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => Step::Next,
            "ArrowUp" | "ArrowLeft" => Step::Before,
            " " | "Enter" => Step::Here,
            _ => return,
        };
        event.prevent_default();
        if let Some(next) = ids.with_untracked(|ids| neighbour(ids, id, step)) {
            focus::focus(&element_id(list, &next));
            pick(&next);
        }
    };
    view! {
        <div class="choices" role="radiogroup" aria-label=t("contacts_label")>
            <For each=move || ids.get() key=String::clone let:id>
                {
                    let id = StoredValue::new(id);
                    let candidate = Memo::new(move |before: Option<&Option<Candidate>>| {
                        let found = id.with_value(|id| {
                            candidates.with(|list| list.iter().find(|one| one.contact.as_str() == id).cloned())
                        });
                        found.or_else(|| before.cloned().flatten())
                    });
                    let checked = Memo::new(move |_| chosen_id.get() == Some(id.get_value()));
                    let stops = move || if stop.get() == Some(id.get_value()) { "0" } else { "-1" };
                    view! {
                        <div
                            class="choice-row"
                            role="radio"
                            id=element_id(list, &id.get_value())
                            data-contact=id.get_value()
                            aria-checked=move || if checked.get() { "true" } else { "false" }
                            tabindex=stops
                            on:click=move |_| pick(&id.get_value())
                            on:keydown=move |event| walk(event, &id.get_value())
                        >
                            <span class="radio" aria-hidden="true"></span>
                            <div class="contact">
                                {move || candidate.get().map(|candidate| contact(&candidate, number.get().as_deref()))}
                            </div>
                        </div>
                    }
                }
            </For>
        </div>
    }
}

/// The same contacts to look at only: nobody is known whom they could be linked with.
#[component]
pub fn Contacts(
    #[prop(into)] candidates: Signal<Vec<Candidate>>,
    #[prop(into)] number: Signal<Option<String>>,
) -> impl IntoView {
    let rows = move || {
        let row = |candidate: Candidate| {
            let id = candidate.contact.as_str().to_owned();
            view! {
                <li class="choice-row" data-contact=id>
                    <div class="contact">{contact(&candidate, number.get().as_deref())}</div>
                </li>
            }
        };
        candidates.get().into_iter().map(row).collect_view()
    };
    view! { <ul class="choices" aria-label=t("contacts_label")>{rows}</ul> }
}

/// Enough to tell people apart: name, company, e-mail, phone with the digits that agree, owner, whom it is linked with.
fn contact(candidate: &Candidate, number: Option<&str>) -> AnyView {
    let company =
        candidate.company.as_deref().map(|company| view! { <span class="quiet">{isolated(company)}</span> }.into_any());
    let name = view! { <span class="contact-name">{isolated(&candidate.name)}</span> }.into_any();
    let email = candidate.email.as_deref().filter(|email| *email != candidate.name);
    let email = email.map(|email| view! { <p class="contact-about">{address(email)}</p> });
    let phone = candidate.phone.as_deref().map(|phone| match (number, candidate.rank) {
        (Some(number), Some(rank)) => marked(agreement(number, phone, rank).hubspot),
        (Some(_) | None, _) => view! { <span class="number">{isolated(phone)}</span> }.into_any(),
    });
    let rank = candidate.rank.map(|rank| t(super::rank_key(rank)).into_any());
    let numbers: Vec<AnyView> = phone.into_iter().chain(rank).collect();
    let numbers = (!numbers.is_empty()).then(|| view! { <div class="contact-number">{dotted(numbers)}</div> });
    let owner = candidate.owner.as_deref().map(|owner| {
        view! { <p class="contact-about">{sentence("owned_by", &[owner])}</p> }
    });
    let linked = candidate.linked_with.as_deref().map(|name| {
        view! {
            <p>
                <span class="chip" data-tone="neutral"><Glyph icon=Icon::Link /><span class="one-line">{sentence("linked_with", &[name])}</span></span>
            </p>
        }
    });
    view! {
        <div>{dotted([name].into_iter().chain(company).collect())}</div>
        {email}
        {numbers}
        {owner}
        {linked}
    }
    .into_any()
}

/// Texts with dots between them, and none at the end of a line.
fn dotted(parts: Vec<AnyView>) -> AnyView {
    let parts: Vec<AnyView> = parts.into_iter().map(|part| view! { <span>{part}" "</span> }.into_any()).collect();
    view! { <div class="dotted"><div>{parts}</div></div> }.into_any()
}

#[derive(Clone, Copy)]
enum Step {
    Before,
    Here,
    Next,
}

/// The one that a key leads to; round the ends.
fn neighbour(ids: &[String], from: &str, step: Step) -> Option<String> {
    let at = ids.iter().position(|id| id == from)?;
    let to = match step {
        Step::Here => at,
        Step::Next => (at + 1) % ids.len(),
        Step::Before => at.checked_sub(1).unwrap_or(ids.len() - 1),
    };
    ids.get(to).cloned()
}

fn element_id(list: &str, contact: &str) -> String {
    format!("{list}-{contact}")
}
