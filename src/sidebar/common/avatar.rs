//! Initials in a circle. No pictures: none is fetched from anywhere.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::display::{clean, initials};

/// An ornament beside a name that is written out.
#[component]
pub fn Avatar(#[prop(into)] name: Signal<String>) -> impl IntoView {
    view! {
        <span class="avatar" aria-hidden="true">
            {move || match initials(&clean(&name.get())) {
                Some(letters) => letters.into_any(),
                None => view! { <Glyph icon=Icon::Person /> }.into_any(),
            }}
        </span>
    }
}
