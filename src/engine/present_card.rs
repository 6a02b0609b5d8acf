//! The card's properties, deals, tickets, notes and tasks as views.

use super::Engine;
use super::card_data::Held;
use super::state::{Linked, State};
use crate::display::choice_labels;
use crate::hubspot::calls::get_card::Rest;
use crate::hubspot::contact::millis;
use crate::hubspot::ids::{OwnerId, PropertyName};
use crate::hubspot::object::{ObjectKind, Record};
use crate::hubspot::rich_text::to_text;
use crate::hubspot::schema::{Access, Closed, Pipeline, Property, PropertyKind};
use crate::ports::World;
use crate::protocol::Millis;
use crate::protocol::options::CardProperty;
use crate::protocol::view::{
    ActivityView, Amount, Choice, CompanyLink, DealRow, Editor, Field, Forms, NoteRow, PipelineChoice, Shelf,
    StageView, TaskRow, TicketRow,
};

/// The properties that every card shows, in order, with the editor that serves until the account's own fields have been read.
const USUAL: [(&str, Editor); 11] = [
    ("firstname", Editor::Line),
    ("lastname", Editor::Line),
    ("jobtitle", Editor::Line),
    ("company", Editor::Line),
    ("email", Editor::Line),
    ("phone", Editor::Phone),
    ("mobilephone", Editor::Phone),
    ("hs_whatsapp_phone_number", Editor::Phone),
    ("hubspot_owner_id", Editor::ReadOnly),
    ("lifecyclestage", Editor::ReadOnly),
    ("hs_lead_status", Editor::ReadOnly),
];

impl<W: World> Engine<W> {
    /// Whether a property may be edited: it stands on the card, and the account does not call it read-only.
    pub(super) fn may_edit(&self, name: &PropertyName) -> bool {
        let state = self.state();
        editors(&state)
            .any(|(shown, editor)| shown == *name && editor != Editor::ReadOnly && editor != Editor::DateTime)
    }
}

/// All properties of a card.
pub(super) fn fields_of(state: &State, linked: &Linked) -> Vec<Field> {
    let fields = editors(state).map(|(property, editor)| {
        let value = linked.data.values.get(&property).cloned().unwrap_or_default();
        let shown = shown(state, &property, &editor, &value);
        let label = property_of(state, &property).map(|property| property.label.clone());
        Field { property, label, value, shown, editor }
    });
    fields.collect()
}

fn editors(state: &State) -> impl Iterator<Item = (PropertyName, Editor)> + '_ {
    let usual = USUAL.iter().filter_map(|(name, editor)| Some((name.parse().ok()?, editor.clone())));
    let is_usual = |name: &PropertyName| USUAL.iter().any(|(usual, _)| *usual == name.as_str());
    let chosen = state.settings.card_properties.iter().filter(move |name| !is_usual(name));
    let all = usual.chain(chosen.map(|name| (name.clone(), Editor::ReadOnly)));
    all.map(|(name, fallback)| {
        let editor = property_of(state, &name).map_or(fallback, |property| editor_of(state, property));
        (name, editor)
    })
}

fn property_of<'a>(state: &'a State, name: &PropertyName) -> Option<&'a Property> {
    state.schema.contact.iter().find(|property| property.name == *name)
}

fn editor_of(state: &State, property: &Property) -> Editor {
    match (&property.access, &property.kind) {
        (Access::ReadOnly, _) | (_, PropertyKind::Other) => Editor::ReadOnly,
        (Access::Writable, PropertyKind::Text) => Editor::Line,
        (Access::Writable, PropertyKind::LongText) => Editor::Lines,
        (Access::Writable, PropertyKind::Number) => Editor::Number,
        (Access::Writable, PropertyKind::Date) => Editor::Date,
        (Access::Writable, PropertyKind::DateTime) => Editor::DateTime,
        (Access::Writable, PropertyKind::Phone) => Editor::Phone,
        (Access::Writable, PropertyKind::Switch) => Editor::Switch,
        (Access::Writable, PropertyKind::Choice { options }) => Editor::Choice { options: options.clone() },
        (Access::Writable, PropertyKind::MultipleChoice { options }) => Editor::Choices { options: options.clone() },
        (Access::Writable, PropertyKind::Owner) => Editor::Choice { options: owners(state) },
    }
}

/// The value for reading.
fn shown(state: &State, property: &PropertyName, editor: &Editor, value: &str) -> String {
    match editor {
        Editor::Choice { options } | Editor::Choices { options } => choice_labels(options, value),
        Editor::ReadOnly => match property_of(state, property).map(|property| &property.kind) {
            Some(PropertyKind::Choice { options } | PropertyKind::MultipleChoice { options }) => {
                choice_labels(options, value)
            }
            _ if property.as_str() == "hubspot_owner_id" => owner_name(state, value).unwrap_or_default(),
            _ => value.to_owned(),
        },
        Editor::Line
        | Editor::Lines
        | Editor::Number
        | Editor::Date
        | Editor::DateTime
        | Editor::Phone
        | Editor::Switch => value.to_owned(),
    }
}

fn owner_name(state: &State, id: &str) -> Option<String> {
    state.owners.names.get(&id.parse::<OwnerId>().ok()?).cloned()
}

fn owners(state: &State) -> Vec<Choice> {
    let mut owners: Vec<Choice> =
        state.owners.names.iter().map(|(id, name)| Choice { value: id.to_string(), label: name.clone() }).collect();
    owners.sort_by_key(|owner| owner.label.to_lowercase());
    owners
}

pub(super) fn company_of(state: &State, linked: &Linked) -> Option<CompanyLink> {
    let company = linked.data.company.as_ref()?;
    let name = [company.value("name"), company.value("domain")].into_iter().find(|name| !name.is_empty())?;
    Some(CompanyLink { name: name.to_owned(), url: url_of(state, ObjectKind::Company, company) })
}

pub(super) fn last_activity(linked: &Linked) -> Option<Millis> {
    let value = linked.data.values.iter().find(|(name, _)| name.as_str() == "notes_last_updated")?;
    millis(value.1)
}

/// A link to a record: the account's own host, numbers, nothing else (TH-1).
fn url_of(state: &State, kind: ObjectKind, record: &Record) -> Option<String> {
    let account = state.connection.as_ref()?.account.as_ref()?;
    Some(format!("https://{}/contacts/{}/record/{}/{}", account.ui_domain, account.portal, kind.type_id(), record.id))
}

fn shelf<T>(held: &Held, row: impl Fn(&Record) -> T, order: impl Fn(&mut Vec<T>)) -> Shelf<T> {
    match held {
        Held::Loading => Shelf::Loading,
        Held::Refused(problem) => Shelf::Refused { problem: problem.clone() },
        Held::Records { records, rest } => {
            let mut rows = records.iter().map(row).collect();
            order(&mut rows);
            Shelf::Rows { rows, more: *rest == Rest::More }
        }
    }
}

pub(super) fn deals_of(state: &State, linked: &Linked) -> Shelf<DealRow> {
    let row = |record: &Record| DealRow {
        id: record.id.clone(),
        name: record.value("dealname").to_owned(),
        amount: amount_of(state, record),
        stage: stage_of(&state.schema.deal_pipelines, record, ("pipeline", "dealstage", "hs_is_closed")),
        close_date: text(record.value("closedate")),
        owner: owner_name(state, record.value("hubspot_owner_id")),
        url: url_of(state, ObjectKind::Deal, record),
    };
    shelf(&linked.data.deals, row, |rows| {
        rows.sort_by(|a, b| (a.stage.closed, &a.close_date, &a.id).cmp(&(b.stage.closed, &b.close_date, &b.id)));
    })
}

pub(super) fn tickets_of(state: &State, linked: &Linked) -> Shelf<TicketRow> {
    let priority = |value: &str| {
        let known = state.schema.priorities.iter().find(|choice| choice.value == value);
        known.map_or_else(|| text(value), |choice| Some(choice.label.clone()))
    };
    let row = |record: &Record| TicketRow {
        id: record.id.clone(),
        subject: record.value("subject").to_owned(),
        stage: stage_of(&state.schema.ticket_pipelines, record, ("hs_pipeline", "hs_pipeline_stage", "")),
        priority: priority(record.value("hs_ticket_priority")),
        owner: owner_name(state, record.value("hubspot_owner_id")),
        created: millis(record.value("createdate")),
        url: url_of(state, ObjectKind::Ticket, record),
    };
    shelf(&linked.data.tickets, row, |rows| {
        rows.sort_by(|a, b| {
            (a.stage.closed, std::cmp::Reverse(a.created), &a.id).cmp(&(
                b.stage.closed,
                std::cmp::Reverse(b.created),
                &b.id,
            ))
        });
    })
}

pub(super) fn activity_of(state: &State, linked: &Linked) -> Option<ActivityView> {
    let activity = linked.data.activity.as_ref()?;
    let note = |record: &Record| NoteRow {
        id: record.id.clone(),
        text: to_text(record.value("hs_note_body")),
        at: millis(record.value("hs_timestamp")),
        owner: owner_name(state, record.value("hubspot_owner_id")),
    };
    let task = |record: &Record| TaskRow {
        id: record.id.clone(),
        subject: record.value("hs_task_subject").to_owned(),
        due: millis(record.value("hs_timestamp")),
        done: record.value("hs_task_status") == "COMPLETED",
        owner: owner_name(state, record.value("hubspot_owner_id")),
    };
    Some(ActivityView {
        notes: shelf(&activity.notes, note, |rows| rows.sort_by_key(|note| std::cmp::Reverse(note.at))),
        tasks: shelf(&activity.tasks, task, |rows| rows.sort_by_key(|task| (task.done, task.due))),
    })
}

fn amount_of(state: &State, record: &Record) -> Option<Amount> {
    let value = text(record.value("amount"))?;
    let account = state.connection.as_ref().and_then(|connection| connection.account.as_ref());
    let currency = text(record.value("deal_currency_code")).or_else(|| account?.currency.clone());
    Some(Amount { value, currency })
}

/// Where a record stands. A stage that no pipeline has is shown by its id, and can be moved nowhere.
fn stage_of(pipelines: &[Pipeline], record: &Record, (pipeline, stage, closed): (&str, &str, &str)) -> StageView {
    let id = record.value(stage).to_owned();
    let own = pipelines
        .iter()
        .find(|held| held.id == record.value(pipeline))
        .or_else(|| pipelines.iter().find(|held| held.stages.iter().any(|stage| stage.id == id)));
    let known = own.and_then(|held| held.stages.iter().find(|stage| stage.id == id));
    StageView {
        label: known.map_or_else(|| id.clone(), |stage| stage.label.clone()),
        pipeline: own.filter(|_| pipelines.len() > 1).map(|held| held.label.clone()),
        closed: known.map_or_else(|| record.value(closed) == "true", |stage| stage.closed == Closed::Closed),
        stages: own.map(stages).unwrap_or_default(),
        id,
    }
}

fn stages(pipeline: &Pipeline) -> Vec<Choice> {
    pipeline.stages.iter().map(|stage| Choice { value: stage.id.clone(), label: stage.label.clone() }).collect()
}

pub(super) fn forms_of(state: &State) -> Forms {
    let choices = |pipelines: &[Pipeline]| {
        pipelines
            .iter()
            .map(|held| PipelineChoice { id: held.id.clone(), label: held.label.clone(), stages: stages(held) })
            .collect()
    };
    Forms {
        deal_pipelines: choices(&state.schema.deal_pipelines),
        ticket_pipelines: choices(&state.schema.ticket_pipelines),
        priorities: state.schema.priorities.clone(),
        owners: owners(state),
        me: state.me.as_ref().map(ToString::to_string),
        currency: state.connection.as_ref().and_then(|connection| connection.account.as_ref()?.currency.clone()),
    }
}

/// The account's properties that the options page offers for the card: those that are not there anyway.
pub(super) fn card_properties(state: &State) -> Option<Vec<CardProperty>> {
    if !state.properties_wanted || state.schema.at == 0 {
        return None;
    }
    let usual = |property: &&Property| USUAL.iter().all(|(name, _)| *name != property.name.as_str());
    let offered = state.schema.contact.iter().filter(usual).filter(|property| property.kind != PropertyKind::Other);
    let mut offered: Vec<CardProperty> = offered
        .map(|property| CardProperty {
            name: property.name.clone(),
            label: property.label.clone(),
            editable: property.access == Access::Writable,
        })
        .collect();
    offered.sort_by_key(|property| property.label.to_lowercase());
    Some(offered)
}

fn text(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}
