//! Whether a chat may be logged to HubSpot, and because of whom (S-13 to S-15). A sentence and nothing else.

use leptos::prelude::*;

use super::sentence::{sentence, t};
use crate::protocol::view::Logging;

/// The line.
pub fn logging_line(logging: &Logging) -> AnyView {
    match logging {
        Logging::Eligible { because } => {
            let names = because.join(", ");
            view! { <p class="quiet logging" data-logging="eligible">{sentence("logging_eligible", &[&names])}</p> }
                .into_any()
        }
        Logging::NotEligible => {
            view! { <p class="quiet logging" data-logging="not-eligible">{t("logging_not_eligible")}</p> }.into_any()
        }
    }
}
