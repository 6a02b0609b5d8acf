//! Editing the contact's properties in place (S-07 to S-10): HubSpot's words stand at the field they are about, and what somebody else
//! changed meanwhile stands beside what was typed until the rep chooses (I-23).

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::carried::CarriedNote;
use super::labels::label_of;
use crate::browser::{focus, format};
use crate::display::{choice_labels, iso_day};
use crate::hubspot::ids::PropertyName;
use crate::protocol::intent::Intent;
use crate::protocol::record::FieldChange;
use crate::protocol::view::{Answer, CardView, Choice, Editor, Field, PersonView};
use crate::sidebar::act::Act;
use crate::sidebar::common::button::{Kind, Press, WritePress};
use crate::sidebar::common::control::{Control, Sort};
use crate::sidebar::common::problem::ProblemNote;
use crate::sidebar::common::sentence::{isolated, sentence, t};
use crate::sidebar::desk::desk;
use crate::sidebar::sheets::Sheet;

/// What is wrong with a field.
#[derive(Clone, PartialEq)]
enum Trouble {
    /// HubSpot does not take it, in its words.
    Refused(String),
    /// Somebody else changed it to this meanwhile.
    Theirs(String),
}

type Troubles = RwSignal<BTreeMap<String, Trouble>>;

/// The form. It is there while its sheet is open.
#[component]
pub fn EditForm(person: Memo<PersonView>, card: Memo<CardView>, sheet: Sheet) -> impl IntoView {
    let desk = desk();
    let act = Act::new();
    let troubles: Troubles = RwSignal::new(BTreeMap::new());
    let names = Memo::new(move |_| card.with(|card| editable(&card.fields)));
    let save = move || {
        let changes = untrack(move || sheet.changes());
        let changes: Vec<FieldChange> = changes
            .into_iter()
            .filter_map(|(name, typed)| {
                Some(FieldChange { property: name.parse().ok()?, before: typed.before, after: typed.after })
            })
            .collect();
        if changes.is_empty() {
            return sheet.close();
        }
        troubles.set(BTreeMap::new());
        sheet.go_on();
        let (chat, contact) =
            (person.with_untracked(|it| it.chat.clone()), card.with_untracked(|it| it.contact.clone()));
        let close = sheet.closing();
        act.ask(
            desk,
            "save",
            move |op| Intent::SaveFields { op, chat, contact, changes },
            move |answer| match answer {
                Answer::Done => close(),
                Answer::Invalid { fields, .. } => {
                    let told = fields.into_iter().map(|it| (it.property.to_string(), Trouble::Refused(it.message)));
                    show(troubles, told.collect());
                }
                Answer::Conflict { fields } => {
                    let told = fields.into_iter().map(|it| (it.property.to_string(), Trouble::Theirs(it.theirs)));
                    show(troubles, told.collect());
                }
                Answer::Refused(_)
                | Answer::Found { .. }
                | Answer::Preview(_)
                | Answer::Exists { .. }
                | Answer::MaybeCreated { .. } => {}
            },
        );
    };
    view! {
        <div class="form" role="group" aria-labelledby="about">
            <CarriedNote sheet />
            <For each=move || names.get() key=PropertyName::clone let:name>
                <EditedField card name sheet troubles />
            </For>
            {move || troubles.with(|troubles| !troubles.is_empty()).then(|| view! {
                <p class="field-error" role="alert">{t("not_saved")}</p>
            })}
            {move || act.problem().map(|problem| view! { <ProblemNote problem before="not_saved" /> })}
            <div class="actions">
                <WritePress label="save" kind=Kind::Primary act on_press=save />
                <Press label="cancel" kind=Kind::Secondary on_press=move || sheet.close() />
            </div>
        </div>
    }
}

/// Shows what is wrong, beginning with the first field that has something.
fn show(troubles: Troubles, told: BTreeMap<String, Trouble>) {
    let first = told.keys().next().map(|name| element_id(name));
    let _ = troubles.try_set(told);
    request_animation_frame(move || first.iter().for_each(|id| focus::focus(id)));
}

fn element_id(property: &str) -> String {
    format!("field-{property}")
}

/// One field with its label and what is wrong with it.
#[component]
fn EditedField(card: Memo<CardView>, name: PropertyName, sheet: Sheet, troubles: Troubles) -> Option<AnyView> {
    let field = Memo::new(move |before: Option<&Option<Field>>| {
        let now = card.with(|card| card.fields.iter().find(|field| field.property == name).cloned());
        now.or_else(|| before.cloned().flatten())
    });
    let first = field.get_untracked()?;
    let key = StoredValue::new(first.property.to_string());
    let held = move || field.with(|field| field.as_ref().map(|field| field.value.clone())).unwrap_or_default();
    // What is typed over is the text as HubSpot has it; the control of a day takes days alone.
    let is_day = first.editor == Editor::Date;
    let offered = move || if is_day { iso_day(&held()) } else { held() };
    let value = Signal::derive(move || key.with_value(|key| sheet.text(key)).unwrap_or_else(offered));
    let trouble = Memo::new(move |_| troubles.with(|all| key.with_value(|key| all.get(key).cloned())));
    let wrong = Signal::derive(move || trouble.with(Option::is_some));
    let typed = Callback::new(move |text: String| key.with_value(|key| sheet.type_in(key, &untrack(held), text)));
    let id = key.with_value(|key| element_id(key));
    let (label, error, sort) = (format!("{id}-label"), format!("{id}-error"), sort_of(&first.editor));
    let editor = StoredValue::new(first.editor.clone());
    let clear = move || key.with_value(|key| troubles.update(|all| drop(all.remove(key))));
    let keep_mine = move |theirs: &str| {
        key.with_value(|key| sheet.rest_on(key, theirs));
        clear();
    };
    let take_theirs = move || {
        key.with_value(|key| sheet.forget(key));
        clear();
    };
    let told = move || {
        trouble.get().map(|trouble| match trouble {
            Trouble::Refused(words) => isolated(&words),
            Trouble::Theirs(theirs) => {
                let shown = editor.with_value(|editor| shown(editor, &theirs));
                view! {
                    <span>{match shown.is_empty() {
                        true => t("conflict_empty").into_any(),
                        false => sentence("conflict_theirs", &[&shown]),
                    }}</span>
                    <span class="actions">
                        <Press label="keep_mine" kind=Kind::Secondary on_press=move || keep_mine(&theirs) />
                        <Press label="take_theirs" kind=Kind::Secondary on_press=take_theirs />
                    </span>
                }
                .into_any()
            }
        })
    };
    Some(
        view! {
            <div class="field" data-property=first.property.to_string()>
                <label id=label for=id.clone()>{label_of(&first)}</label>
                <Control id sort value wrong typed />
                <div class="field-error" id=error role="status">{told}</div>
            </div>
        }
        .into_any(),
    )
}

fn editable(fields: &[Field]) -> Vec<PropertyName> {
    let editable = fields.iter().filter(|field| !matches!(field.editor, Editor::ReadOnly | Editor::DateTime));
    editable.map(|field| field.property.clone()).collect()
}

fn sort_of(editor: &Editor) -> Sort {
    match editor {
        Editor::Line | Editor::ReadOnly | Editor::DateTime => Sort::Line,
        Editor::Lines => Sort::Lines,
        Editor::Number => Sort::Decimal,
        Editor::Phone => Sort::Phone,
        Editor::Date => Sort::Day,
        Editor::Switch => Sort::OneOf(vec![
            Choice { value: "true".to_owned(), label: t("yes") },
            Choice { value: "false".to_owned(), label: t("no") },
        ]),
        Editor::Choice { options } => Sort::OneOf(options.clone()),
        Editor::Choices { options } => Sort::AnyOf(options.clone()),
    }
}

/// A value for reading, by the labels of its choices.
fn shown(editor: &Editor, value: &str) -> String {
    match editor {
        Editor::Choice { options } | Editor::Choices { options } => choice_labels(options, value),
        Editor::Date | Editor::DateTime => format::day_of(value),
        Editor::ReadOnly | Editor::Line | Editor::Lines | Editor::Number | Editor::Phone | Editor::Switch => {
            value.to_owned()
        }
    }
}
