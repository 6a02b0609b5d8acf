//! A person as WhatsApp knows them: the name, and always the number beside it (TH-2).

use leptos::prelude::*;

use super::sentence::{isolated, t};

/// A name. One that the person chose is marked with a tilde, as in WhatsApp.
pub fn person_name(name: &str, self_named: bool) -> AnyView {
    let tilde = self_named.then(|| view! { <span class="tilde">"~ "</span> });
    let shown = if name.trim().is_empty() { t("row_number_hidden").into_any() } else { isolated(name) };
    view! { {tilde}{shown} }.into_any()
}

/// The number under a name, unless the name is the number.
pub fn person_number(name: &str, number: Option<&String>) -> Option<AnyView> {
    let number = number.filter(|number| number.as_str() != name)?;
    Some(view! { <span class="number">{isolated(number)}</span> }.into_any())
}
