//! Settings. Each is kept as soon as it is changed.

use leptos::prelude::*;

use super::card_properties::CardProperties;
use super::desk::{Desk, desk};
use super::parts::Words;
use super::region_field::RegionField;
use crate::browser::locale::text;
use crate::protocol::options::Settings;
use crate::protocol::view::PhoneProperty;

/// The card with all settings.
#[component]
pub fn SettingsCard() -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="settings">
            <div class="card-head">
                <h2 id="settings">{text("options_settings", &[])}</h2>
                <p class="field-help">{text("options_settings_note", &[])}</p>
            </div>
            <div class="settings">
                <div>
                    <RegionField />
                    <fieldset class="field">
                        <legend class="field-label">{text("options_matching", &[])}</legend>
                        <Switch
                            name="options_ask"
                            help="options_ask_help"
                            is=|settings| settings.ask_across_country_codes
                            set=|settings, on| settings.ask_across_country_codes = on
                        />
                        <Switch
                            name="options_groups"
                            help="options_groups_help"
                            is=|settings| settings.include_group_members
                            set=|settings, on| settings.include_group_members = on
                        />
                    </fieldset>
                </div>
                <div>
                    <fieldset class="field">
                        <legend class="field-label">{text("options_replaces", &[])}</legend>
                        <Replaces property=PhoneProperty::Phone name="options_replaces_phone" help="options_replaces_phone_help" />
                        <Replaces
                            property=PhoneProperty::WhatsApp
                            name="options_replaces_whatsapp"
                            help="options_replaces_whatsapp_help"
                        />
                    </fieldset>
                    <CardProperties />
                </div>
            </div>
        </section>
    }
}

/// Changes a setting and says so.
pub fn keep(desk: Desk, change: impl FnOnce(&mut Settings)) {
    desk.set(change);
    desk.say(text("options_saved", &[]));
}

#[component]
fn Switch(
    /// Key of its name.
    name: &'static str,
    /// Key of the sentence below.
    help: &'static str,
    /// Whether it is on.
    is: fn(&Settings) -> bool,
    /// Turns it.
    set: fn(&mut Settings, bool),
) -> impl IntoView {
    let desk = desk();
    let on = Memo::new(move |_| desk.settings().is_some_and(|settings| is(&settings)));
    view! {
        <label class="choice">
            <input
                type="checkbox"
                aria-labelledby=name
                aria-describedby=help
                prop:checked=move || on.get()
                on:change=move |event| keep(desk, |settings| set(settings, event_target_checked(&event)))
            />
            <Words name=name help=help />
        </label>
    }
}

#[component]
fn Replaces(
    /// The property that Link replaces when this is chosen.
    property: PhoneProperty,
    /// Key of its name.
    name: &'static str,
    /// Key of the sentence below.
    help: &'static str,
) -> impl IntoView {
    let desk = desk();
    let chosen = Memo::new(move |_| desk.settings().is_some_and(|settings| settings.replaced_property == property));
    view! {
        <label class="choice">
            <input
                type="radio"
                name="replaces"
                aria-labelledby=name
                aria-describedby=help
                prop:checked=move || chosen.get()
                on:change=move |_| keep(desk, |settings| settings.replaced_property = property)
            />
            <Words name=name help=help />
        </label>
    }
}
