//! What the form for a new record asks, what it begins with, and the record that the answers make.

use crate::protocol::record::NewRecord;
use crate::protocol::view::{Forms, PipelineChoice};
use crate::sidebar::sheets::Form;

/// A question.
pub struct Question {
    /// Under this name the answer is kept.
    pub name: &'static str,
    /// Locale key of its words.
    pub label: &'static str,
    /// How it is answered.
    pub asks: Asks,
}

/// How a question is answered.
pub enum Asks {
    Line,
    Lines,
    Amount,
    Day,
    Pipeline,
    Stage,
    Priority,
    Owner,
}

const fn question(name: &'static str, label: &'static str, asks: Asks) -> Question {
    Question { name, label, asks }
}

const DEAL: [Question; 6] = [
    question("name", "deal_name", Asks::Line),
    question("pipeline", "pipeline", Asks::Pipeline),
    question("stage", "record_stage", Asks::Stage),
    question("amount", "amount", Asks::Amount),
    question("day", "close_date", Asks::Day),
    question("owner", "owner", Asks::Owner),
];
const TICKET: [Question; 6] = [
    question("name", "ticket_subject", Asks::Line),
    question("text", "record_description", Asks::Lines),
    question("pipeline", "pipeline", Asks::Pipeline),
    question("stage", "record_stage", Asks::Stage),
    question("priority", "priority", Asks::Priority),
    question("owner", "owner", Asks::Owner),
];
const NOTE: [Question; 1] = [question("text", "note_text", Asks::Lines)];
const TASK: [Question; 4] = [
    question("name", "task_subject", Asks::Line),
    question("text", "record_description", Asks::Lines),
    question("day", "due_date", Asks::Day),
    question("owner", "owner", Asks::Owner),
];

/// What a form asks.
pub fn questions(form: Form) -> &'static [Question] {
    match form {
        Form::Edit | Form::Contact => &[],
        Form::Deal => &DEAL,
        Form::Ticket => &TICKET,
        Form::Note => &NOTE,
        Form::Task => &TASK,
    }
}

/// What an answer is before anything is typed: the first pipeline and its first stage, and the rep as owner.
pub fn default_of(form: Form, name: &str, forms: &Forms, typed: &dyn Fn(&str) -> Option<String>) -> String {
    let pipelines = match form {
        Form::Deal => forms.deal_pipelines.as_slice(),
        Form::Ticket => forms.ticket_pipelines.as_slice(),
        Form::Edit | Form::Note | Form::Task | Form::Contact => &[],
    };
    let first = |held: &PipelineChoice| held.id.clone();
    match name {
        "pipeline" => pipelines.first().map(first).unwrap_or_default(),
        "stage" => {
            let wanted = typed("pipeline").or_else(|| pipelines.first().map(first)).unwrap_or_default();
            let own = pipelines.iter().find(|held| held.id == wanted);
            own.and_then(|held| held.stages.first()).map(|stage| stage.value.clone()).unwrap_or_default()
        }
        "owner" => forms.me.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

/// The record that the answers make.
pub fn build(form: Form, value: &dyn Fn(&str) -> String) -> NewRecord {
    let owner = value("owner").parse().ok();
    match form {
        Form::Deal => NewRecord::Deal {
            name: value("name"),
            pipeline: value("pipeline"),
            stage: value("stage"),
            amount: value("amount"),
            close_date: value("day"),
            owner,
        },
        Form::Ticket => NewRecord::Ticket {
            subject: value("name"),
            content: value("text"),
            pipeline: value("pipeline"),
            stage: value("stage"),
            priority: value("priority"),
            owner,
        },
        // An edit makes nothing and a contact has a form of its own; a note without words is refused.
        Form::Note | Form::Edit | Form::Contact => NewRecord::Note { text: value("text"), owner },
        Form::Task => NewRecord::Task { subject: value("name"), body: value("text"), due: value("day"), owner },
    }
}
