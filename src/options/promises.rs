//! What is contacted and what is stored, in three plain sentences (PRIVACY.md has the whole).

use leptos::prelude::*;

use crate::browser::locale::text;

/// The three sentences.
#[component]
pub fn Promises() -> impl IntoView {
    let sentences = [
        text("options_promise_contacted", &[]),
        text("options_promise_writes", &[]),
        text("options_promise_stored", &[]),
    ];
    view! {
        <section class="card" aria-labelledby="promises">
            <h2 id="promises">{text("options_promises", &[])}</h2>
            <ul class="promises">{sentences.map(|sentence| view! { <li>{sentence}</li> })}</ul>
        </section>
    }
}
