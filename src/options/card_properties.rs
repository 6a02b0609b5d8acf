//! Which of the account's own properties stand on the card beside the usual ones (S-10). The list is read when it is asked for: most people
//! never need it.

use leptos::prelude::*;

use super::desk::desk;
use super::settings::keep;
use crate::browser::locale::text;
use crate::display::clean;
use crate::protocol::options::CardProperty;

/// The list, or the button that asks for it.
#[component]
pub fn CardProperties() -> impl IntoView {
    let desk = desk();
    let offered = Memo::new(move |_| desk.view().and_then(|view| view.properties));
    let list = move || match offered.get() {
        Some(properties) => {
            properties.into_iter().map(|property| view! { <Offered property /> }).collect_view().into_any()
        }
        None => view! {
            <button type="button" class="button" data-kind="secondary" on:click=move |_| desk.list_properties()>
                {text("options_card_properties_show", &[])}
            </button>
        }
        .into_any(),
    };
    view! {
        <fieldset class="field" data-setting="card-properties">
            <legend class="field-label">{text("options_card_properties", &[])}</legend>
            <p class="field-help">{text("options_card_properties_help", &[])}</p>
            {list}
        </fieldset>
    }
}

#[component]
fn Offered(property: CardProperty) -> impl IntoView {
    let desk = desk();
    let label = match property.editable {
        true => clean(&property.label),
        false => text("options_card_property_read_only", &[&clean(&property.label)]),
    };
    let (own, turned) = (property.name.clone(), property.name);
    let on = Memo::new(move |_| desk.settings().is_some_and(|settings| settings.card_properties.contains(&own)));
    let turn = move |event| {
        let wanted = event_target_checked(&event);
        keep(desk, |settings| {
            settings.card_properties.retain(|name| *name != turned);
            settings.card_properties.extend(wanted.then(|| turned.clone()));
        });
    };
    view! {
        <label class="choice">
            <input type="checkbox" prop:checked=move || on.get() on:change=turn />
            <span>{label}</span>
        </label>
    }
}
