//! The stage of a deal or a ticket, and its change in place: chosen first, moved by a button.

use leptos::prelude::*;

use crate::browser::focus;
use crate::protocol::intent::Intent;
use crate::protocol::record::{StageChange, StagedRecord};
use crate::protocol::view::{Answer, CardView, PersonView, StageView};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, WritePress};
use crate::sidebar::common::control::{Control, Sort};
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{isolated, t};
use crate::sidebar::desk::desk;

/// A stage that was chosen and not yet moved to.
#[derive(Clone, PartialEq)]
struct Chosen {
    /// The stage that the rep saw before.
    before: String,
    after: String,
}

/// The stage.
#[component]
pub fn Stage(
    person: Memo<PersonView>,
    card: Memo<CardView>,
    record: StagedRecord,
    stage: Memo<StageView>,
    /// The element's id.
    id: String,
) -> impl IntoView {
    let desk = desk();
    let act = Act::new();
    let held = Memo::new(move |_| stage.with(|stage| stage.id.clone()));
    let stages = Memo::new(move |_| stage.with(|stage| stage.stages.clone()));
    let pipeline = Memo::new(move |_| stage.with(|stage| stage.pipeline.clone()));
    let chosen = RwSignal::new(None::<Chosen>);
    let moved = RwSignal::new(None::<&'static str>);
    // HubSpot has what was chosen.
    let waiting = Memo::new(move |_| chosen.get().filter(|chosen| held.with(|held| *held != chosen.after)));
    let shown = Signal::derive(move || waiting.get().map_or_else(|| held.get(), |chosen| chosen.after));
    let record = StoredValue::new(record);
    let press = move || {
        let Some(Chosen { before, after }) = waiting.get_untracked() else { return };
        let change = StageChange { record: record.get_value(), before, after };
        let (chat, contact) =
            (person.with_untracked(|it| it.chat.clone()), card.with_untracked(|it| it.contact.clone()));
        moved.set(None);
        act.ask(
            desk,
            "move_stage",
            move |op| Intent::ChangeStage { op, chat, contact, change },
            move |answer| {
                if let Answer::Conflict { .. } = answer {
                    desk.said.set(t("stage_moved"));
                    let _ = moved.try_set(Some("stage_moved"));
                    let _ = chosen.try_set(None);
                }
            },
        );
    };
    let typed = Callback::new(move |after: String| {
        let before = waiting.get_untracked().map_or_else(|| held.get_untracked(), |chosen| chosen.before);
        chosen.set(Some(Chosen { before, after }));
    });
    let name = StoredValue::new(id);
    // The button goes with the choice; whoever pressed it is still here.
    Effect::new(move |before: Option<bool>| {
        let is_waiting = waiting.with(Option::is_some);
        if before == Some(true) && !is_waiting {
            let id = name.get_value();
            request_animation_frame(move || focus::focus_if_lost(&id));
        }
        is_waiting
    });
    let control = move || {
        let stages = stages.get();
        if stages.is_empty() {
            return view! { <p>{move || stage.with(|stage| isolated(&stage.label))}</p> }.into_any();
        }
        let id = name.get_value();
        let label = format!("{id}-label");
        view! {
            <div class="stage">
                <label class="visually-hidden" id=label for=id.clone()>{t("record_stage")}</label>
                <Control id sort=Sort::OneOfThese(stages) value=shown wrong=false typed />
                {move || waiting.with(Option::is_some).then(|| view! {
                    <WritePress label="move_stage" kind=Kind::Secondary act on_press=press />
                })}
            </div>
            {move || pipeline.get().map(|pipeline| view! { <p class="quiet">{isolated(&pipeline)}</p> })}
        }
        .into_any()
    };
    view! {
        {control}
        {move || moved.get().map(|key| view! { <p class="field-error" role="status">{t(key)}</p> })}
        {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done" /> })}
    }
}
