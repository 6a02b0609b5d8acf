//! Forms for new deals, tickets, notes and tasks (S-11, S-12). Where no answer came, the rep is told before anything is sent again (F43).

use leptos::prelude::*;

use super::carried::CarriedNote;
use super::questions::{Asks, build, default_of, questions};
use crate::protocol::intent::Intent;
use crate::protocol::record::Again;
use crate::protocol::view::{Answer, CardView, Choice, Forms, PersonView, PipelineChoice};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, Press};
use crate::sidebar::common::control::{Control, Sort};
use crate::sidebar::common::maybe_created::{MakeFirst, MaybeCreated};
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{isolated, t};
use crate::sidebar::desk::desk;
use crate::sidebar::sheets::{Form, Sheet};

/// What came of the last try.
#[derive(Clone, PartialEq)]
enum Came {
    Nothing,
    /// HubSpot's words about single values.
    Refused(Vec<String>),
    /// It may have been made.
    Maybe,
}

/// The form. It is there while its sheet is open.
#[component]
pub fn NewRecordForm(
    person: Memo<PersonView>,
    card: Memo<CardView>,
    form: Form,
    sheet: Sheet,
    /// Locale key of the button that makes the record.
    label: &'static str,
) -> impl IntoView {
    let desk = desk();
    let act = Act::new();
    let came = RwSignal::new(Came::Nothing);
    let forms = Memo::new(move |_| card.with(|card| card.forms.clone()));
    let value = move |name: &str| {
        sheet.text(name).unwrap_or_else(|| forms.with(|forms| default_of(form, name, forms, &|name| sheet.text(name))))
    };
    let make = move |again: Again| {
        let record = untrack(|| build(form, &value));
        let (chat, contact) =
            (person.with_untracked(|it| it.chat.clone()), card.with_untracked(|it| it.contact.clone()));
        let close = sheet.closing();
        came.set(Came::Nothing);
        sheet.go_on();
        act.ask(
            desk,
            label,
            move |op| Intent::Create { op, chat, contact, record, again },
            move |answer| {
                let next = match answer {
                    Answer::Done => return close(),
                    Answer::Invalid { fields, .. } => Came::Refused(fields.into_iter().map(|it| it.message).collect()),
                    Answer::MaybeCreated { .. } => Came::Maybe,
                    Answer::Refused(_)
                    | Answer::Found { .. }
                    | Answer::Preview(_)
                    | Answer::Conflict { .. }
                    | Answer::Exists { .. } => Came::Nothing,
                };
                let _ = came.try_set(next);
            },
        );
    };
    let fields = questions(form).iter().map(|asked| {
        let name = asked.name;
        let shown = Signal::derive(move || value(name));
        let typed = Callback::new(move |text: String| {
            if let Asks::Pipeline = asked.asks {
                sheet.forget("stage");
            }
            sheet.type_in(name, "", text);
        });
        let sort = Memo::new(move |_| forms.with(|forms| sort_of(form, &asked.asks, forms, &value("pipeline"))));
        let id = format!("{label}-{name}");
        let (label_id, for_id) = (format!("{id}-label"), id.clone());
        let me = move || matches!(asked.asks, Asks::Owner).then(|| view! { <ThisIsMe forms owner=shown /> });
        view! {
            <div class="field" data-question=name>
                <label id=label_id for=for_id>{t(asked.label)}</label>
                {move || view! { <Control id=id.clone() sort=sort.get() value=shown wrong=false typed /> }}
                {me()}
            </div>
        }
    });
    let asks_first = Memo::new(move |_| came.with(|came| *came != Came::Maybe));
    let field = questions(form).first().map(|asked| format!("{label}-{}", asked.name)).unwrap_or_default();
    view! {
        <div class="form" role="group" aria-label=t(label)>
            <CarriedNote sheet />
            {fields.collect_view()}
            {move || match came.get() {
                Came::Nothing => None,
                Came::Refused(words) => Some(view! {
                    <ul class="field-error" role="alert">
                        {words.iter().map(|words| view! { <li>{isolated(words)}</li> }).collect_view()}
                    </ul>
                }.into_any()),
                Came::Maybe => Some(view! { <MaybeCreated act make=Callback::new(make) /> }.into_any()),
            }}
            {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_done" /> })}
            <div class="actions">
                <MakeFirst act label stands=asks_first field make=Callback::new(make) />
                <Press label="cancel" kind=Kind::Secondary on_press=move || sheet.close() />
            </div>
        </div>
    }
}

/// Who the rep is, is said once: from then on new records are theirs unless another owner is chosen.
#[component]
fn ThisIsMe(forms: Memo<Forms>, owner: Signal<String>) -> impl IntoView {
    let desk = desk();
    let other = Memo::new(move |_| {
        let owner = owner.get();
        forms.with(|forms| !owner.is_empty() && forms.me.as_deref() != Some(owner.as_str()))
    });
    let say = move || {
        if let Ok(owner) = owner.get_untracked().parse() {
            desk.send(&Intent::ChooseMe { owner });
        }
    };
    move || other.get().then(|| view! { <Press label="this_is_me" kind=Kind::Quiet on_press=say /> })
}

fn sort_of(form: Form, asks: &Asks, forms: &Forms, pipeline: &str) -> Sort {
    let pipelines = match form {
        Form::Ticket => &forms.ticket_pipelines,
        Form::Deal | Form::Edit | Form::Note | Form::Task | Form::Contact => &forms.deal_pipelines,
    };
    let choice = |held: &PipelineChoice| Choice { value: held.id.clone(), label: held.label.clone() };
    match asks {
        Asks::Line => Sort::Line,
        Asks::Lines => Sort::Lines,
        Asks::Amount => Sort::Decimal,
        Asks::Day => Sort::Day,
        Asks::Owner => Sort::OneOf(forms.owners.clone()),
        Asks::Priority => Sort::OneOf(forms.priorities.clone()),
        Asks::Pipeline => Sort::OneOfThese(pipelines.iter().map(choice).collect()),
        Asks::Stage => {
            let own = pipelines.iter().find(|held| held.id == pipeline);
            Sort::OneOfThese(own.map(|held| held.stages.clone()).unwrap_or_default())
        }
    }
}
