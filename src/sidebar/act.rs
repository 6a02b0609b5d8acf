//! One thing at a time: a press, the wait for its answer, and what went wrong.

use leptos::prelude::*;

use super::desk::Desk;
use crate::protocol::intent::Intent;
use crate::protocol::view::{Answer, Problem};

/// How the last press in a section goes. Copies are the same.
#[derive(Clone, Copy)]
pub struct Act(RwSignal<Acting>);

/// How a press goes.
#[derive(Clone, PartialEq)]
pub enum Acting {
    /// Nothing was pressed, or it is done.
    Idle,
    /// The button with this locale key was pressed and is not answered.
    Busy(&'static str),
    /// It was not done.
    Refused(Problem),
}

impl Act {
    /// Nothing pressed yet.
    pub fn new() -> Act {
        Act(RwSignal::new(Acting::Idle))
    }

    /// Sends an intent, once: while it is not answered every other press in the section is without effect.
    pub fn run(
        self,
        desk: Desk,
        button: &'static str,
        intent: impl FnOnce(u32) -> Intent,
        refused: impl FnOnce() + 'static,
    ) {
        self.ask(desk, button, intent, move |answer| {
            if matches!(answer, Answer::Refused(_)) {
                refused();
            }
        });
    }

    /// The same, for what has more answers than done and refused. A refusal is shown as the section's problem; the rest is for `then`, which
    /// has to bear that the section is gone.
    pub fn ask(
        self,
        desk: Desk,
        button: &'static str,
        intent: impl FnOnce(u32) -> Intent,
        then: impl FnOnce(Answer) + 'static,
    ) {
        if self.is_busy() {
            return;
        }
        self.0.set(Acting::Busy(button));
        desk.ask(intent, move |answer| {
            let next = match &answer {
                Answer::Refused(problem) => Acting::Refused(problem.clone()),
                Answer::Done
                | Answer::Found { .. }
                | Answer::Preview(_)
                | Answer::Invalid { .. }
                | Answer::Conflict { .. }
                | Answer::Exists { .. }
                | Answer::MaybeCreated { .. } => Acting::Idle,
            };
            let _ = self.0.try_set(next);
            then(answer);
        });
    }

    /// Forgets what went wrong; a press that is under way goes on.
    pub fn clear_problem(self) {
        if !self.is_busy() {
            self.0.set(Acting::Idle);
        }
    }

    /// Whether this button's press is under way.
    pub fn is_busy_with(self, button: &'static str) -> bool {
        self.0.with(|acting| *acting == Acting::Busy(button))
    }

    /// What went wrong.
    pub fn problem(self) -> Option<Problem> {
        self.0.with(|acting| match acting {
            Acting::Refused(problem) => Some(problem.clone()),
            Acting::Idle | Acting::Busy(_) => None,
        })
    }

    fn is_busy(self) -> bool {
        self.0.with_untracked(|acting| matches!(acting, Acting::Busy(_)))
    }
}
