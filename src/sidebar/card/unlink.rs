//! "Not the right contact": asks once, names both, and changes nothing before Unlink is pressed (S-48, S-49, I-27).

use leptos::prelude::*;

use crate::protocol::intent::Intent;
use crate::protocol::view::{CardView, PersonView};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, Press};
use crate::sidebar::common::dialog::{Dialog, Modal};
use crate::sidebar::common::icon::{Glyph, Icon};
use crate::sidebar::common::identity::Who;
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{sentence, t};
use crate::sidebar::desk::desk;

/// The control at the end of the card.
#[component]
pub fn NotRightContact(unlink: Dialog) -> impl IntoView {
    view! {
        <section class="section card-end">
            <button type="button" class="link quiet-link" on:click=move |_| unlink.open()>
                <Glyph icon=Icon::Unlink />
                {t("not_right_contact")}
            </button>
        </section>
    }
}

/// The question.
#[component]
pub fn UnlinkDialog(dialog: Dialog, person: Memo<PersonView>, card: Memo<CardView>) -> impl IntoView {
    let desk = desk();
    let act = Act::new();
    let contact = move || card.with(|card| card.name.clone());
    let who = move || person.with(|person| Who::from(person).words());
    let unlink = move || {
        let chat = person.with_untracked(|person| person.chat.clone());
        let contact = card.with_untracked(|card| card.contact.clone());
        act.run(desk, "unlink", move |op| Intent::Unlink { op, chat, contact }, || {});
    };
    view! {
        <Modal dialog id="unlink" title=move || sentence("unlink_title", &[&contact()])>
            <p id="unlink-text">{move || sentence("unlink_body", &[&who(), &contact()])}</p>
            {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done" /> })}
            <div class="actions">
                <Press label="keep" kind=Kind::Secondary on_press=move || dialog.close() />
                <Press label="unlink" kind=Kind::Danger act on_press=unlink />
            </div>
        </Modal>
    }
}
