//! Notes and tasks: read when the rep opens them, since most cards are looked at without.

use leptos::prelude::*;

use super::shelf::{Row, ShelfSection, Words, quiet_line, record_name};
use crate::browser::format;
use crate::hubspot::ids::RecordId;
use crate::protocol::intent::Intent;
use crate::protocol::view::{ActivityView, CardView, NoteRow, PersonView, Shelf, TaskRow};
use crate::sidebar::common::button::{Kind, Press};
use crate::sidebar::common::sentence::{isolated, isolated_lines, sentence, t};
use crate::sidebar::desk::desk;
use crate::sidebar::sheets::Form;

const NOTES: Words = Words { title: "notes", none: "no_notes", new: "new_note", create: "create_note" };
const TASKS: Words = Words { title: "tasks", none: "no_tasks", new: "new_task", create: "create_task" };

/// The sections, or the button that opens them.
#[component]
pub fn ActivitySections(person: Memo<PersonView>, card: Memo<CardView>) -> impl IntoView {
    let desk = desk();
    let activity = Memo::new(move |_| card.with(|card| card.activity.clone()));
    let opened = Memo::new(move |_| activity.with(Option::is_some));
    let notes = Memo::new(move |_| activity.with(|activity| shelf_of(activity.as_ref(), |it| it.notes.clone())));
    let tasks = Memo::new(move |_| activity.with(|activity| shelf_of(activity.as_ref(), |it| it.tasks.clone())));
    let open = move || {
        let (chat, contact) =
            (person.with_untracked(|it| it.chat.clone()), card.with_untracked(|it| it.contact.clone()));
        desk.send(&Intent::OpenActivity { chat, contact });
    };
    move || match opened.get() {
        true => view! {
            <ShelfSection person card shelf=notes form=Form::Note words=NOTES />
            <ShelfSection person card shelf=tasks form=Form::Task words=TASKS />
        }
        .into_any(),
        false => view! {
            <section class="section" aria-labelledby="activity">
                <div class="section-head">
                    <h3 id="activity">{t("notes_and_tasks")}</h3>
                    <Press label="show_activity" kind=Kind::Quiet on_press=open />
                </div>
            </section>
        }
        .into_any(),
    }
}

fn shelf_of<T>(activity: Option<&ActivityView>, pick: impl Fn(&ActivityView) -> Shelf<T>) -> Shelf<T> {
    activity.map_or(Shelf::Loading, pick)
}

impl Row for NoteRow {
    fn id(&self) -> &RecordId {
        &self.id
    }

    fn draw(note: Memo<Self>, _: Memo<PersonView>, _: Memo<CardView>) -> AnyView {
        let facts = |note: &Self| {
            let at = note.at.map(|at| format::time(at).into_any());
            quiet_line(at.into_iter().chain(note.owner.as_deref().map(isolated)).collect())
        };
        view! {
            <p class="note-text">{move || note.with(|note| isolated_lines(&note.text))}</p>
            {move || note.with(facts)}
        }
        .into_any()
    }
}

impl Row for TaskRow {
    fn id(&self) -> &RecordId {
        &self.id
    }

    fn draw(task: Memo<Self>, _: Memo<PersonView>, _: Memo<CardView>) -> AnyView {
        let done = move || {
            let done = task.with(|task| task.done);
            done.then(|| view! { <span class="chip" data-tone="neutral">{t("task_done")}</span> })
        };
        let facts = |task: &Self| {
            let due = task.due.map(|at| sentence("due", &[&format::day(at)]));
            quiet_line(due.into_iter().chain(task.owner.as_deref().map(isolated)).collect())
        };
        view! {
            <p class="record-head">{move || task.with(|task| record_name(&task.subject, None))}{done}</p>
            {move || task.with(facts)}
        }
        .into_any()
    }
}
