//! The small parts of the page.

use leptos::prelude::*;

use crate::browser::locale::text;
use crate::protocol::view::Problem;

/// A drawing of 16 × 16, in lines. Always beside words, so screen readers pass it over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// It is so.
    Check,
    /// Something to look at.
    Warning,
    /// See the key.
    Eye,
    /// Do not see it.
    EyeOff,
    /// Put into the clipboard.
    Copy,
    /// Opens elsewhere.
    Out,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Icon::Check => "M3 8.5 6.5 12 13 4.5",
            Icon::Warning => "M8 2 14.5 13.5H1.5ZM8 6.5v3M8 11.5v.1",
            Icon::Eye => {
                "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z"
            }
            Icon::EyeOff => {
                "M6.5 3.7A6 6 0 0 1 8 3.5C12 3.5 14.5 8 14.5 8a12 12 0 0 1-1.8 2.3M4.2 4.6A11 11 0 0 0 1.5 8S4 12.5 8 12.5a6 6 0 0 0 3.3-1M2.5 2.5l11 11"
            }
            Icon::Copy => "M6 5.5h7.5v8H6ZM10.5 5.5v-3H2.5v8H6",
            Icon::Out => "M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4",
        }
    }
}

/// A drawing.
#[component]
pub fn Drawing(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=icon.path()></path>
        </svg>
    }
}

/// How much a note weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// To look at.
    Notice,
    /// Something is refused.
    Danger,
}

impl Tone {
    fn name(self) -> &'static str {
        match self {
            Tone::Notice => "notice",
            Tone::Danger => "danger",
        }
    }
}

/// A sentence that stands out, with what can be done about it.
#[component]
pub fn Note(
    /// How much it weighs.
    tone: Tone,
    /// The sentence and its buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="note" data-tone=tone.name()>
            <Drawing icon=Icon::Warning />
            <div class="note-body">{children()}</div>
        </div>
    }
}

/// The words beside a check box or radio button. The button is named by the first and described by the second, each told once.
#[component]
pub fn Words(
    /// Key of its name.
    name: &'static str,
    /// Key of the sentence below.
    help: &'static str,
) -> impl IntoView {
    view! {
        <span>
            <span id=name>{text(name, &[])}</span>
            <span id=help class="field-help">
                {text(help, &[])}
            </span>
        </span>
    }
}

/// The sentence of a problem. Where HubSpot gave no words of its own, the sentence that needs none is taken.
pub fn sentence(problem: &Problem) -> String {
    let values: Vec<&str> = problem.values.iter().map(String::as_str).collect();
    let wordless = !values.is_empty() && values.iter().all(|value| value.is_empty());
    if wordless { text(&format!("{}_bare", problem.sentence), &[]) } else { text(&problem.sentence, &values) }
}
