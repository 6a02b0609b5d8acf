//! The region of numbers that are written without a country code.

use leptos::prelude::*;

use super::desk::desk;
use super::settings::keep;
use crate::browser::locale::{language, text};
use crate::browser::regions::named_regions;
use crate::phone::Region;

/// The field: all regions by their names in the browser's language, and first the one that the rep's own number gives.
#[component]
pub fn RegionField() -> impl IntoView {
    let desk = desk();
    let regions = StoredValue::new(named_regions(&language()));
    let chosen = Memo::new(move |_| desk.settings().and_then(|settings| settings.portal_region));
    let own = Memo::new(move |_| desk.view().and_then(|view| view.own_region));
    let name_of = move |wanted: Region| {
        regions.with_value(|all| all.iter().find(|(region, _)| *region == wanted).map(|(_, name)| name.clone()))
    };
    let own_name = move || match own.get().and_then(name_of) {
        Some(name) => text("options_region_own", &[&name]),
        None => text("options_region_own_unknown", &[]),
    };
    let options = regions.with_value(|all| {
        all.iter()
            .map(|(region, name)| {
                let region = *region;
                view! {
                    <option value=region.to_string() prop:selected=move || chosen.get() == Some(region)>
                        {format!("{name} (+{})", region.calling_code())}
                    </option>
                }
            })
            .collect_view()
    });
    view! {
        <div class="field">
            <label for="region">{text("options_region", &[])}</label>
            <select
                id="region"
                class="input"
                aria-describedby="region-help"
                on:change=move |event| {
                    let region = event_target_value(&event).parse().ok();
                    keep(desk, |settings| settings.portal_region = region);
                }
            >
                <option value="" prop:selected=move || chosen.get().is_none()>{own_name}</option>
                {options}
            </select>
            <p id="region-help" class="field-help">{text("options_region_help", &[])}</p>
        </div>
    }
}
