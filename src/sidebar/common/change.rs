//! A text before and after, shown before it is made.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::sentence::{isolated, t};
use crate::display::clean;
use crate::protocol::view::{Change, PhoneProperty};

/// Old and new under the name of what changes.
pub fn change(property: PhoneProperty, change: &Change) -> AnyView {
    let label = match property {
        PhoneProperty::Phone => "phone_in_hubspot",
        PhoneProperty::MobilePhone => "mobile_in_hubspot",
        PhoneProperty::WhatsApp => "whatsapp_in_hubspot",
    };
    view! {
        <div class="change">
            <p class="change-label">{t(label)}</p>
            <p class="change-texts">
                <del>{text(&change.before)}</del>
                <Glyph icon=Icon::Arrow />
                <span class="visually-hidden">{t("becomes")}</span>
                <ins>{text(&change.after)}</ins>
            </p>
        </div>
    }
    .into_any()
}

fn text(text: &str) -> AnyView {
    if clean(text).is_empty() {
        view! { <span class="nothing">{t("empty_phone")}</span> }.into_any()
    } else {
        view! { <span class="number">{isolated(text)}</span> }.into_any()
    }
}
