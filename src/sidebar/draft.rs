//! What is being typed and chosen for the person on screen, before it is a link.
//!
//! It lives longer than the sections that show it, so that nothing typed is lost when a newer view of the same chat arrives or the engine
//! starts anew; and it belongs to one chat, so that nothing of it ever appears in another.

use leptos::prelude::*;

use super::desk::Desk;
use crate::browser::timer::{Timer, after};
use crate::protocol::intent::Intent;
use crate::protocol::view::{Answer, Candidate, ChatRef, Preview, Problem};

/// How long typing must rest before HubSpot is asked, in milliseconds.
const REST: u32 = 300;
/// The same for walking through results by arrow keys.
const STEP: u32 = 150;
/// Fewest characters that are searched for.
const FEWEST: usize = 2;

/// A handle; copies are the same draft.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Whether the search is open.
    pub panel: RwSignal<Panel>,
    /// What was typed.
    pub text: RwSignal<String>,
    /// What the search found.
    pub found: RwSignal<Found>,
    /// The contact that was chosen.
    pub chosen: RwSignal<Option<Candidate>>,
    /// What linking it would change.
    pub preview: RwSignal<Shown>,
    chat: StoredValue<Option<ChatRef>>,
    search: Request,
    look: Request,
}

/// Whether the search is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    Closed,
    Open,
}

/// What the search found.
#[derive(Clone, PartialEq)]
pub enum Found {
    /// Nothing was typed.
    Empty,
    TooShort,
    /// Under way; the results before stay in sight.
    Loading(Vec<Candidate>),
    Results(Vec<Candidate>),
    /// HubSpot has nobody like that.
    Nothing,
    /// HubSpot could not be asked.
    Failed(Problem),
}

/// A preview on its way.
#[derive(Clone, PartialEq)]
pub enum Shown {
    Nothing,
    Loading,
    Preview(Box<Preview>),
    Failed(Problem),
}

/// The latest of a kind of request: answers to earlier ones are dropped.
#[derive(Clone, Copy)]
struct Request {
    number: StoredValue<u32>,
    timer: StoredValue<Option<Timer>, LocalStorage>,
}

impl Draft {
    /// An empty draft of nobody's.
    pub fn new() -> Draft {
        Draft {
            panel: RwSignal::new(Panel::Closed),
            text: RwSignal::new(String::new()),
            found: RwSignal::new(Found::Empty),
            chosen: RwSignal::new(None),
            preview: RwSignal::new(Shown::Nothing),
            chat: StoredValue::new(None),
            search: Request::new(),
            look: Request::new(),
        }
    }

    /// The draft is for this chat from now on. What belonged to another is forgotten.
    pub fn enter(self, chat: &ChatRef) {
        if self.chat.with_value(|held| held.as_ref() == Some(chat)) {
            return;
        }
        self.chat.set_value(Some(chat.clone()));
        self.close();
    }

    /// Closes the search and forgets it.
    pub fn close(self) {
        self.search.forget();
        self.panel.set(Panel::Closed);
        self.text.set(String::new());
        self.found.set(Found::Empty);
        self.put_back();
    }

    /// Takes the choice back.
    pub fn put_back(self) {
        self.look.forget();
        self.chosen.set(None);
        self.preview.set(Shown::Nothing);
    }

    /// Something was typed: the search follows when the typing rests.
    pub fn type_in(self, desk: Desk, chat: &ChatRef, text: String) {
        let length = text.trim().chars().count();
        self.text.set(text);
        self.put_back();
        match length {
            0 => {
                self.search.forget();
                self.found.set(Found::Empty);
            }
            1..FEWEST => {
                self.search.forget();
                self.found.set(Found::TooShort);
            }
            _ => self.search_after(REST, desk, chat.clone()),
        }
    }

    /// Searches for what is typed, at once.
    pub fn search_now(self, desk: Desk, chat: &ChatRef) {
        if self.text.with_untracked(|text| text.trim().chars().count() >= FEWEST) {
            self.search_after(0, desk, chat.clone());
        }
    }

    /// Chooses a contact and asks what linking it would change.
    pub fn choose(self, desk: Desk, chat: &ChatRef, candidate: Candidate) {
        if self.chosen.with_untracked(|held| held.as_ref().map(|held| &held.contact) == Some(&candidate.contact)) {
            return;
        }
        self.chosen.set(Some(candidate));
        self.preview.set(Shown::Loading);
        self.look_after(STEP, desk, chat.clone());
    }

    /// Asks again what linking the chosen contact would change; what was shown stays until the answer comes.
    pub fn look_again(self, desk: Desk, chat: &ChatRef) {
        self.look_after(0, desk, chat.clone());
    }

    fn search_after(self, ms: u32, desk: Desk, chat: ChatRef) {
        self.found.update(|found| {
            let before = match std::mem::replace(found, Found::Empty) {
                Found::Results(before) | Found::Loading(before) => before,
                Found::Empty | Found::TooShort | Found::Nothing | Found::Failed(_) => Vec::new(),
            };
            *found = Found::Loading(before);
        });
        self.search.after(ms, move |number| {
            let text = self.text.get_untracked();
            desk.ask(
                move |op| Intent::Search { op, chat, text },
                move |answer| {
                    if !self.search.is_latest(number) {
                        return;
                    }
                    self.found.set(match answer {
                        Answer::Found { candidates } if candidates.is_empty() => Found::Nothing,
                        Answer::Found { candidates } => Found::Results(candidates),
                        Answer::Refused(problem) => Found::Failed(problem),
                        // No answer to a search.
                        Answer::Preview(_)
                        | Answer::Done
                        | Answer::Invalid { .. }
                        | Answer::Conflict { .. }
                        | Answer::Exists { .. }
                        | Answer::MaybeCreated { .. } => Found::Nothing,
                    });
                },
            );
        });
    }

    fn look_after(self, ms: u32, desk: Desk, chat: ChatRef) {
        self.look.after(ms, move |number| {
            let Some(contact) = self.chosen.with_untracked(|held| held.as_ref().map(|held| held.contact.clone()))
            else {
                return;
            };
            desk.ask(
                move |op| Intent::Preview { op, chat, contact },
                move |answer| {
                    if !self.look.is_latest(number) {
                        return;
                    }
                    match answer {
                        Answer::Preview(preview) => self.preview.set(Shown::Preview(preview)),
                        Answer::Refused(problem) => self.preview.set(Shown::Failed(problem)),
                        // No answers to a preview.
                        Answer::Found { .. }
                        | Answer::Done
                        | Answer::Invalid { .. }
                        | Answer::Conflict { .. }
                        | Answer::Exists { .. }
                        | Answer::MaybeCreated { .. } => {}
                    }
                },
            );
        });
    }
}

impl Request {
    fn new() -> Request {
        Request { number: StoredValue::new(0), timer: StoredValue::new_local(None) }
    }

    /// Whoever waits for an earlier answer waits no longer.
    fn forget(self) {
        self.number.update_value(|number| *number = number.wrapping_add(1));
        self.timer.set_value(None);
    }

    fn after(self, ms: u32, run: impl FnOnce(u32) + 'static) {
        self.forget();
        let number = self.number.get_value();
        self.timer.set_value(Some(after(ms, move || run(number))));
    }

    fn is_latest(self, number: u32) -> bool {
        self.number.get_value() == number
    }
}
