//! Something that went wrong: its sentence, and the next action where there is one.

use leptos::prelude::*;

use super::button::{Kind, Press};
use super::icon::Icon;
use super::note::{Note, Tone};
use super::sentence::{sentence, t};
use crate::browser::locale;
use crate::protocol::intent::Intent;
use crate::protocol::view::{Problem, Retry};
use crate::sidebar::desk::desk;

/// The sentence of a problem. Where a value is missing the sentence without it is taken, if there is one.
pub fn problem_sentence(problem: &Problem) -> AnyView {
    let values: Vec<&str> = problem.values.iter().map(String::as_str).collect();
    let bare = format!("{}_bare", problem.sentence);
    if values.iter().any(|value| value.is_empty()) && locale::has(&bare) {
        sentence(&bare, &[])
    } else {
        sentence(&problem.sentence, &values)
    }
}

/// A note about a problem. `before` is the locale key of what is said first, such as "Not linked."; `again` is what Retry does, and
/// without it the button that was pressed is the way to try again.
#[component]
pub fn ProblemNote(
    problem: Problem,
    #[prop(optional)] before: Option<&'static str>,
    #[prop(optional, into)] again: Option<Callback<()>>,
) -> impl IntoView {
    let desk = desk();
    // Not to have been told is something to look at; not to have been obeyed is worse.
    let tone = if before.is_some() { Tone::Danger } else { Tone::Notice };
    let action = match problem.retry {
        Retry::Now | Retry::After { .. } => again.map(|again| {
            view! { <Press label="retry" kind=Kind::Secondary on_press=move || again.run(()) /> }.into_any()
        }),
        Retry::Reconnect => Some(
            view! { <Press label="reconnect" kind=Kind::Secondary on_press=move || desk.send(&Intent::OpenOptions) /> }
                .into_any(),
        ),
        Retry::Never => None,
    };
    view! {
        <Note tone icon=Icon::Alert>
            <p role="alert">{before.map(|key| format!("{} ", t(key)))} {problem_sentence(&problem)}</p>
            {action.map(|action| view! { <div class="actions">{action}</div> })}
        </Note>
    }
}
