//! A number with the digits marked that agree with another (B-06).

use leptos::prelude::*;

use crate::display::Stretch;

/// The stretches of a text; what agrees stands in `<mark>`.
pub fn marked(stretches: Vec<Stretch>) -> AnyView {
    let parts = stretches.into_iter().map(|stretch| match stretch.agrees {
        true => view! { <mark>{stretch.text}</mark> }.into_any(),
        false => stretch.text.into_any(),
    });
    view! { <bdi class="number">{parts.collect_view()}</bdi> }.into_any()
}
