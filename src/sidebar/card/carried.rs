//! Said in a form whose contact was merged into another in HubSpot while the rep typed.

use leptos::prelude::*;

use crate::sidebar::common::icon::Icon;
use crate::sidebar::common::note::{Note, Tone};
use crate::sidebar::common::sentence::t;
use crate::sidebar::sheets::Sheet;

/// The note. It is there until the rep goes on with what was typed.
#[component]
pub fn CarriedNote(sheet: Sheet) -> impl IntoView {
    let carried = Memo::new(move |_| sheet.is_carried());
    move || {
        carried.get().then(|| {
            view! {
                <Note tone=Tone::Notice icon=Icon::Alert>
                    <p role="alert">{t("problem_merged_meanwhile")}</p>
                </Note>
            }
        })
    }
}
