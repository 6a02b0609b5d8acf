//! S-04: a contact has one chat. Taking it from somebody is a choice of its own, with both named and Cancel under the finger.

use leptos::prelude::*;

use crate::protocol::view::{PersonView, Preview};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, Press, WritePress};
use crate::sidebar::common::dialog::{Dialog, Modal};
use crate::sidebar::common::identity::Who;
use crate::sidebar::common::sentence::sentence;

/// Asks before a contact is moved from one person to another.
#[component]
pub fn TakeOverDialog(
    dialog: Dialog,
    preview: RwSignal<Option<Preview>>,
    person: Memo<PersonView>,
    moved: Callback<()>,
) -> impl IntoView {
    let act = Act::new();
    let contact =
        move || preview.with(|preview| preview.as_ref().map(|it| it.candidate.name.clone())).unwrap_or_default();
    let title = move || {
        let person = person.with(|person| Who::from(person).words());
        sentence("take_title", &[&contact(), &person])
    };
    let other = move || {
        let taken = preview.with(|preview| preview.as_ref().and_then(|it| it.taken_by.clone()));
        taken.map(|taken| Who::from(&taken).words()).unwrap_or_default()
    };
    view! {
        <Modal dialog id="take-over" title>
            <p id="take-over-text">{move || sentence("take_body", &[&contact(), &other()])}</p>
            <div class="actions">
                <Press label="cancel" kind=Kind::Secondary on_press=move || dialog.close() />
                <WritePress label="move_link" kind=Kind::Primary act on_press=move || moved.run(()) />
            </div>
        </Modal>
    }
}
