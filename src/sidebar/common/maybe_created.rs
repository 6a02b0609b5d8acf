//! HubSpot gave no answer to a creation, so whether the record is there is not known (F43): said before anything is sent again.

use leptos::prelude::*;

use super::button::{Kind, WritePress};
use super::icon::Icon;
use super::note::{Note, Tone};
use super::sentence::t;
use crate::browser::focus;
use crate::protocol::record::Again;
use crate::sidebar::act::Act;

/// The button that makes a record for the first time. Where one more has its own button, this one would ask the same question once more.
#[component]
pub fn MakeFirst(
    act: Act,
    /// Locale key of the button.
    label: &'static str,
    /// Whether it stands there.
    stands: Memo<bool>,
    /// Id of the field that gets the focus where the button that was pressed has gone with the answer.
    field: String,
    make: Callback<Again>,
) -> impl IntoView {
    Effect::new(move |_| {
        stands.track();
        let field = field.clone();
        request_animation_frame(move || focus::focus_if_lost(&field));
    });
    move || {
        stands.get().then(|| {
            view! {
                <WritePress label kind=Kind::Primary act on_press=move || make.run(Again::First) />
            }
        })
    }
}

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
