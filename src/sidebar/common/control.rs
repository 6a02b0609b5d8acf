//! The control of one field: a line, lines, a day, a list. Labels, help and errors stand around it.

use leptos::prelude::*;

use super::sentence::t;
use crate::display::clean;
use crate::protocol::view::Choice;

/// What is typed or chosen in a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Sort {
    Line,
    Lines,
    Decimal,
    Phone,
    Day,
    /// One of these, or none.
    OneOf(Vec<Choice>),
    /// One of these.
    OneOfThese(Vec<Choice>),
    /// Any of these, joined by `;`.
    AnyOf(Vec<Choice>),
}

/// A control.
#[component]
pub fn Control(
    /// The element's id; its label is `{id}-label`, what is wrong with it `{id}-error`.
    id: String,
    sort: Sort,
    #[prop(into)] value: Signal<String>,
    /// Whether something is wrong with it.
    #[prop(into)]
    wrong: Signal<bool>,
    typed: Callback<String>,
) -> impl IntoView {
    let error = format!("{id}-error");
    let told = move || wrong.get().then(|| error.clone());
    let invalid = move || wrong.get().then_some("true");
    let line = |id: String, kind: &'static str, mode: Option<&'static str>| {
        view! {
            <input
                class="input"
                id=id
                type=kind
                inputmode=mode
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=told.clone()
                prop:value=move || value.get()
                on:input=move |event| typed.run(event_target_value(&event))
            />
        }
        .into_any()
    };
    match sort {
        Sort::Line => line(id, "text", None),
        Sort::Decimal => line(id, "text", Some("decimal")),
        Sort::Phone => line(id, "tel", None),
        Sort::Day => line(id, "date", None),
        Sort::Lines => view! {
            <textarea
                class="input"
                id=id
                rows="3"
                aria-invalid=invalid
                aria-describedby=told
                prop:value=move || value.get()
                on:input=move |event| typed.run(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
        Sort::OneOf(choices) => {
            let none = Choice { value: String::new(), label: t("nothing_chosen") };
            list(id, std::iter::once(none).chain(choices).collect(), value, typed)
        }
        Sort::OneOfThese(choices) => list(id, choices, value, typed),
        Sort::AnyOf(choices) => boxes(id, choices, value, typed),
    }
}

/// A list. A value that is none of the choices is one more of them, so that nothing is changed by looking.
fn list(id: String, mut choices: Vec<Choice>, value: Signal<String>, typed: Callback<String>) -> AnyView {
    let held = value.get_untracked();
    if !choices.iter().any(|choice| choice.value == held) {
        choices.push(Choice { label: held.clone(), value: held });
    }
    let options = choices.into_iter().map(|choice| {
        let own = choice.value.clone();
        view! {
            <option value=choice.value prop:selected=move || value.with(|value| *value == own)>
                {clean(&choice.label)}
            </option>
        }
    });
    view! {
        <select class="input" id=id on:change=move |event| typed.run(event_target_value(&event))>
            {options.collect_view()}
        </select>
    }
    .into_any()
}

fn boxes(id: String, choices: Vec<Choice>, value: Signal<String>, typed: Callback<String>) -> AnyView {
    let options = choices.into_iter().map(|choice| {
        let (own, turned) = (choice.value.clone(), choice.value);
        let turn = move |event| {
            let on = event_target_checked(&event);
            let others = value.with_untracked(|held| {
                let parts = held.split(';').filter(|part| !part.is_empty() && *part != turned);
                parts.map(str::to_owned).collect::<Vec<String>>()
            });
            let chosen = others.into_iter().chain(on.then(|| turned.clone()));
            typed.run(chosen.collect::<Vec<String>>().join(";"));
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || value.with(|value| value.split(';').any(|part| part == own))
                    on:change=turn
                />
                <span>{clean(&choice.label)}</span>
            </label>
        }
    });
    let label = format!("{id}-label");
    view! { <div class="boxes" id=id role="group" aria-labelledby=label>{options.collect_view()}</div> }.into_any()
}
