//! How to get a service key, step by step, for somebody who has never made one.

use leptos::prelude::*;

use super::desk::desk;
use super::parts::{Drawing, Icon};
use super::scopes::{NEEDED, as_lines};
use crate::browser::document::copy;
use crate::browser::locale::text;

/// The steps.
#[component]
pub fn HowTo() -> impl IntoView {
    let desk = desk();
    let take = move |_| {
        copy(&as_lines());
        desk.say(text("copied", &[]));
    };
    let scopes =
        NEEDED.map(|(scope, purpose)| view! { <li><code>{scope}</code><span>{text(purpose, &[])}</span></li> });
    view! {
        <section class="card how-to" aria-labelledby="how-to">
            <h2 id="how-to">{text("options_how", &[])}</h2>
            <p class="field-help">{text("options_how_who", &[])}</p>
            <ol class="steps">
                <li>{text("options_how_open", &[])}</li>
                <li>{text("options_how_create", &[])}</li>
                <li>
                    {text("options_how_scopes", &[])}
                    <ul class="scopes">{scopes}</ul>
                    <button type="button" class="button" data-kind="secondary" on:click=take>
                        <Drawing icon=Icon::Copy />{text("options_copy_scopes", &[])}
                    </button>
                </li>
                <li>{text("options_how_paste", &[])}</li>
            </ol>
            <p class="field-help">{text("options_how_older", &[])}</p>
        </section>
    }
}
