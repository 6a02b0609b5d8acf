//! What Link would change, and the second click (S-22 to S-26). It stays in sight below the results, so that nothing moves under the
//! pointer when it comes.

use leptos::prelude::*;

use super::take_over::TakeOverDialog;
use crate::protocol::intent::{Intent, TakeOver};
use crate::protocol::view::{ChatRef, PersonView, Preview};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, Press, WritePress};
use crate::sidebar::common::change::change;
use crate::sidebar::common::dialog::Dialog;
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{isolated, sentence, t};
use crate::sidebar::desk::desk;
use crate::sidebar::draft::Shown;

/// The bar of the chosen contact.
#[component]
pub fn PreviewBar(chat: ChatRef, person: Memo<PersonView>) -> impl IntoView {
    let desk = desk();
    let draft = desk.draft;
    let act = Act::new();
    let dialog = Dialog::new();
    let chat = StoredValue::new(chat);
    let preview = Memo::new(move |_| draft.preview.with(|shown| loaded(shown).cloned()));
    let name =
        Memo::new(move |_| draft.chosen.with(|one| one.as_ref().map(|one| one.name.clone())).unwrap_or_default());
    // Another choice: what went wrong with the one before is of no interest.
    Effect::new(move |_| {
        draft.chosen.track();
        act.clear_problem();
    });
    let link = move |shown: Preview, take_over: TakeOver| {
        let intent = move |op| Intent::Link {
            op,
            chat: chat.get_value(),
            contact: shown.candidate.contact,
            shown: shown.change,
            take_over,
        };
        // Whatever the reason: what is shown next to the button has to be what HubSpot holds now.
        act.run(desk, "link", intent, move || draft.look_again(desk, &chat.get_value()));
    };
    // What the dialog was drawn from; a preview read since may name somebody else.
    let asked = RwSignal::new(None::<Preview>);
    let press = move || match preview.get_untracked() {
        Some(shown) if shown.taken_by.is_some() => {
            asked.set(Some(shown));
            dialog.open();
        }
        Some(shown) => link(shown, TakeOver::default()),
        None => {}
    };
    let moved = Callback::new(move |()| {
        dialog.close();
        if let Some(shown) = asked.get_untracked() {
            let taken = shown.taken_by.clone();
            link(shown, taken.map(|taken| taken.links).unwrap_or_default());
        }
    });
    let ready = Signal::derive(move || preview.with(Option::is_some));
    let again = Callback::new(move |()| {
        draft.preview.set(Shown::Loading);
        draft.look_again(desk, &chat.get_value());
    });
    view! {
        <section class="preview" data-preview="" aria-label=t("preview_label")>
            <p class="contact-name">{move || isolated(&name.get())}</p>
            {move || draft.preview.with(|shown| match shown {
                Shown::Nothing | Shown::Loading => view! {
                    <div class="preview-place">
                        <span class="skeleton" data-shape="text"></span>
                        <span class="skeleton" data-shape="text"></span>
                        <span class="visually-hidden" role="status">{t("preview_loading")}</span>
                    </div>
                }
                .into_any(),
                Shown::Preview(preview) => body(preview),
                Shown::Failed(problem) => view! { <ProblemNote problem=problem.clone() again /> }.into_any(),
            })}
            {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done_link" /> })}
            <div class="actions">
                <WritePress label="link" kind=Kind::Primary act ready on_press=press />
                <Press label="cancel" kind=Kind::Quiet on_press=move || draft.put_back() />
            </div>
        </section>
        <TakeOverDialog dialog preview=asked person moved />
    }
}

fn loaded(shown: &Shown) -> Option<&Preview> {
    match shown {
        Shown::Preview(preview) => Some(preview),
        Shown::Nothing | Shown::Loading | Shown::Failed(_) => None,
    }
}

fn body(preview: &Preview) -> AnyView {
    let words = match (&preview.change, preview.property) {
        (Some(both), Some(property)) if both.before != both.after => change(property, both),
        (Some(_), _) => view! { <p class="quiet">{t("preview_same")}</p> }.into_any(),
        (None, _) => view! { <p class="quiet">{t("preview_no_number")}</p> }.into_any(),
    };
    let taken = preview.taken_by.as_ref().map(|taken| {
        view! { <p class="taken">{sentence("preview_taken", &[&taken.name])}</p> }
    });
    view! { <div class="preview-place">{words}{taken}</div> }.into_any()
}
