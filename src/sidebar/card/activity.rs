//! Notes and tasks: read when the rep opens them, since most cards are looked at without.

use leptos::prelude::*;

use super::shelf::{ShelfSection, Words, quiet_line, record_name};
use crate::browser::format;
use crate::protocol::intent::Intent;
use crate::protocol::view::{ActivityView, CardView, NoteRow, PersonView, Shelf, TaskRow};
use crate::sidebar::common::button::{Kind, Press};
use crate::sidebar::common::sentence::{isolated, sentence, t};
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
            <ShelfSection person card shelf=notes form=Form::Note words=NOTES row=note />
            <ShelfSection person card shelf=tasks form=Form::Task words=TASKS row=task />
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

fn note(_: Memo<PersonView>, _: Memo<CardView>, note: &NoteRow) -> AnyView {
    let facts = note.at.map(|at| format::time(at).into_any()).into_iter().chain(note.owner.as_deref().map(isolated));
    view! {
        <li class="record" data-record=note.id.to_string()>
            <p class="note-text">{isolated(&note.text)}</p>
            {quiet_line(facts.collect())}
        </li>
    }
    .into_any()
}

fn task(_: Memo<PersonView>, _: Memo<CardView>, task: &TaskRow) -> AnyView {
    let done = task.done.then(|| view! { <span class="chip" data-tone="neutral">{t("task_done")}</span> });
    let due = task.due.map(|at| sentence("due", &[&format::day(at)]));
    let facts = due.into_iter().chain(task.owner.as_deref().map(isolated));
    view! {
        <li class="record" data-record=task.id.to_string()>
            <p class="record-head">{record_name(&task.subject, None)}{done}</p>
            {quiet_line(facts.collect())}
        </li>
    }
    .into_any()
}
