//! HubSpot gave no answer to a creation, so whether the record is there is not known (F43): said before anything is sent again.

use leptos::prelude::*;

use super::button::{Kind, WritePress};
use super::icon::Icon;
use super::note::{Note, Tone};
use super::sentence::t;
use crate::protocol::record::Again;
use crate::sidebar::act::Act;

/// The note, and the button that sends it again with the rep's word.
#[component]
pub fn MaybeCreated(act: Act, make: Callback<Again>) -> impl IntoView {
    view! {
        <Note tone=Tone::Notice icon=Icon::Alert>
            <p role="alert">{t("maybe_created")}</p>
            <div class="actions">
                <WritePress label="create_again" kind=Kind::Secondary act on_press=move || make.run(Again::Agreed) />
            </div>
        </Note>
    }
}
