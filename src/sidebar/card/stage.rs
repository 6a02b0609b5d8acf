//! The stage of a deal or a ticket, and its change in place: chosen first, moved by a button.

use leptos::prelude::*;

use crate::protocol::intent::Intent;
use crate::protocol::record::{StageChange, StagedRecord};
use crate::protocol::view::{Answer, CardView, PersonView, StageView};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, WritePress};
use crate::sidebar::common::control::{Control, Sort};
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{isolated, t};
use crate::sidebar::desk::desk;

/// The stage.
#[component]
pub fn Stage(
    person: Memo<PersonView>,
    card: Memo<CardView>,
    record: StagedRecord,
    stage: StageView,
    /// The element's id.
    id: String,
) -> AnyView {
    if stage.stages.is_empty() {
        return view! { <p>{isolated(&stage.label)}</p> }.into_any();
    }
    let desk = desk();
    let act = Act::new();
    let held = StoredValue::new(stage.id.clone());
    let chosen = RwSignal::new(stage.id);
    let moved = RwSignal::new(None::<&'static str>);
    let differs = Memo::new(move |_| chosen.with(|chosen| held.with_value(|held| chosen != held)));
    let record = StoredValue::new(record);
    let press = move || {
        let change =
            StageChange { record: record.get_value(), before: held.get_value(), after: chosen.get_untracked() };
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
                }
            },
        );
    };
    let typed = Callback::new(move |value| chosen.set(value));
    let label = format!("{id}-label");
    view! {
        <div class="stage">
            <label class="visually-hidden" id=label for=id.clone()>{t("record_stage")}</label>
            <Control id sort=Sort::OneOfThese(stage.stages) value=chosen wrong=false typed />
            {move || differs.get().then(|| view! { <WritePress label="move_stage" kind=Kind::Secondary act on_press=press /> })}
        </div>
        {stage.pipeline.map(|pipeline| view! { <p class="quiet">{isolated(&pipeline)}</p> })}
        {move || moved.get().map(|key| view! { <p class="field-error" role="status">{t(key)}</p> })}
        {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done" /> })}
    }
    .into_any()
}
