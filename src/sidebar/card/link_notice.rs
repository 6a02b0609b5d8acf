//! Something about the link that the rep should look at, with what can be done about it (I-20 to I-22, S-28b).

use leptos::prelude::*;

use crate::display::clean;
use crate::hubspot::ids::ContactId;
use crate::protocol::intent::Intent;
use crate::protocol::view::{Candidate, CardView, Change, LinkNotice, PersonView, PhoneProperty};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, Press, WritePress};
use crate::sidebar::common::change::change;
use crate::sidebar::common::dialog::Dialog;
use crate::sidebar::common::icon::Icon;
use crate::sidebar::common::note::{Note, Tone};
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{sentence, t};
use crate::sidebar::desk::{Desk, desk};
use crate::sidebar::search::preview::PreviewBar;

/// The notice, where there is one.
#[component]
pub fn LinkNoticeView(person: Memo<PersonView>, card: Memo<CardView>, unlink: Dialog) -> impl IntoView {
    let desk = desk();
    let act = Act::new();
    let notice = Memo::new(move |_| card.with(|card| card.notice.clone()));
    let press = Pressing { desk, act, person, card };
    move || {
        notice.get().map(|notice| {
            let ((tone, icon), name) = (look(&notice), name(&notice));
            view! {
                <section class="section link-notice" data-link-notice=name>
                    <Note tone icon>
                        <p>{words(&notice)}</p>
                        {actions(&notice, press, unlink)}
                    </Note>
                    {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done" /> })}
                </section>
            }
        })
    }
}

/// What the buttons of a notice send.
#[derive(Clone, Copy)]
struct Pressing {
    desk: Desk,
    act: Act,
    person: Memo<PersonView>,
    card: Memo<CardView>,
}

impl Pressing {
    fn right_contact(self) {
        let (chat, contact) = self.both();
        self.act.run(self.desk, "right_contact", move |op| Intent::RightContact { op, chat, contact }, || {});
    }

    fn replace_phone(self, shown: Change) {
        let (chat, contact) = self.both();
        self.act.run(self.desk, "replace_phone", move |op| Intent::ReplacePhone { op, chat, contact, shown }, || {});
    }

    fn both(self) -> (crate::protocol::view::ChatRef, crate::hubspot::ids::ContactId) {
        let chat = self.person.with_untracked(|person| person.chat.clone());
        (chat, self.card.with_untracked(|card| card.contact.clone()))
    }
}

fn name(notice: &LinkNotice) -> &'static str {
    match notice {
        LinkNotice::OtherCountryCode { .. } => "other-country-code",
        LinkNotice::SharedNumber { .. } => "shared-number",
        LinkNotice::WrittenDifferently { .. } => "written-differently",
        LinkNotice::PhoneDiffers { .. } => "phone-differs",
        LinkNotice::Deleted => "deleted",
        LinkNotice::Merged { .. } => "merged",
    }
}

fn look(notice: &LinkNotice) -> (Tone, Icon) {
    match notice {
        LinkNotice::OtherCountryCode { .. } | LinkNotice::SharedNumber { .. } | LinkNotice::PhoneDiffers { .. } => {
            (Tone::Notice, Icon::Alert)
        }
        LinkNotice::WrittenDifferently { .. } | LinkNotice::Merged { .. } => (Tone::Neutral, Icon::Info),
        LinkNotice::Deleted => (Tone::Danger, Icon::Alert),
    }
}

fn words(notice: &LinkNotice) -> AnyView {
    match notice {
        LinkNotice::OtherCountryCode { whatsapp, hubspot: Some(hubspot), .. } => {
            sentence("other_code", &[whatsapp, hubspot])
        }
        LinkNotice::OtherCountryCode { whatsapp, hubspot: None, .. } => sentence("other_code_none", &[whatsapp]),
        LinkNotice::SharedNumber { name } => sentence("shared_number", &[name]),
        LinkNotice::WrittenDifferently { change } if clean(&change.before).is_empty() => {
            t("written_elsewhere").into_any()
        }
        LinkNotice::WrittenDifferently { change } => sentence("written_differently", &[&change.before]),
        LinkNotice::PhoneDiffers { .. } => t("phone_differs").into_any(),
        LinkNotice::Deleted => t("deleted").into_any(),
        LinkNotice::Merged { into, .. } => sentence("merged", &[into]),
    }
}

fn actions(notice: &LinkNotice, press: Pressing, unlink: Dialog) -> Option<AnyView> {
    match notice {
        LinkNotice::OtherCountryCode { change, .. } => {
            Some(view! { {deciding(press, unlink)} {replacing(change, press)} }.into_any())
        }
        LinkNotice::SharedNumber { .. } => Some(deciding(press, unlink).into_any()),
        LinkNotice::WrittenDifferently { change } | LinkNotice::PhoneDiffers { change } => replacing(change, press),
        LinkNotice::Deleted => Some(
            view! {
                <div class="actions">
                    <Press label="unlink" kind=Kind::Secondary on_press=move || unlink.open() />
                </div>
            }
            .into_any(),
        ),
        LinkNotice::Merged { survivor, into } => {
            Some(view! { <ToSurvivor press survivor=survivor.clone() name=into.clone() unlink /> }.into_any())
        }
    }
}

/// The rep's word about a link that was made by itself.
fn deciding(press: Pressing, unlink: Dialog) -> impl IntoView {
    let act = press.act;
    view! {
        <div class="actions">
            <Press label="right_contact" kind=Kind::Secondary act on_press=move || press.right_contact() />
            <Press label="not_right_contact" kind=Kind::Secondary on_press=move || unlink.open() />
        </div>
    }
}

/// I-21: nothing says whose the survivor is, so the rep does: the preview of a link with it, which names whoever would lose it (S-04).
#[component]
fn ToSurvivor(press: Pressing, survivor: ContactId, name: String, unlink: Dialog) -> impl IntoView {
    let Pressing { desk, person, .. } = press;
    let chat = person.with_untracked(|person| person.chat.clone());
    let survivor = Candidate {
        contact: survivor,
        name,
        email: None,
        company: None,
        phone: None,
        owner: None,
        rank: None,
        linked_with: None,
    };
    let whose = StoredValue::new(chat);
    let choose = move || desk.draft.choose(desk, &whose.get_value(), survivor.clone());
    let choosing = Memo::new(move |_| desk.draft.chosen.with(Option::is_some));
    // With the notice its question goes, whatever became of it.
    on_cleanup(move || desk.draft.put_back());
    view! {
        <Show when=move || !choosing.get() fallback=move || view! { <PreviewBar chat=whose.get_value() person /> }>
            <div class="actions">
                <Press label="link_survivor" kind=Kind::Secondary on_press=choose.clone() />
                <Press label="unlink" kind=Kind::Secondary on_press=move || unlink.open() />
            </div>
        </Show>
    }
}

/// Before and after, and the one click; nothing where there is nothing to change.
fn replacing(shown: &Change, press: Pressing) -> Option<AnyView> {
    if shown.before == shown.after {
        return None;
    }
    let (act, wanted) = (press.act, shown.clone());
    Some(view! {
        {change(PhoneProperty::Phone, shown)}
        <div class="actions">
            <WritePress label="replace_phone" kind=Kind::Secondary act on_press=move || press.replace_phone(wanted.clone()) />
        </div>
    }
    .into_any())
}
