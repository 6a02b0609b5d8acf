//! What the passes do, as the strip at the foot of the sidebar and the options page say it.

use super::state::{PassKind, RunningPass, State};
use crate::protocol::view::{PassView, Progress, Strip};
use crate::stored::keys::Scope;
use crate::stored::shapes::Hold;

/// The strip of an account. `failed` = requests of passes that failed in this worker's life.
pub fn strip_of(state: &State, scope: Option<&Scope>, failed: u32) -> Strip {
    let held = scope.and_then(|scope| state.scopes.get(scope)).copied().unwrap_or_default();
    let pass = match (state.hold(), &state.running, &state.pass_problem) {
        (Hold::Cancelled, _, _) => PassView::Cancelled,
        (Hold::Paused, running, _) => PassView::Paused { progress: progress_of(state, running.as_ref(), failed) },
        (Hold::Running, Some(running), _) if running.kind == PassKind::First => {
            PassView::First { progress: progress_of(state, Some(running), failed) }
        }
        // Most passes are over before anybody has read a word; one that reads everything anew is not.
        (Hold::Running, Some(running), _) if state.directory.reading.is_some() && !running.cancelled => {
            PassView::Again { progress: progress_of(state, Some(running), failed) }
        }
        (Hold::Running, _, Some(problem)) => PassView::Failed { problem: problem.clone() },
        (Hold::Running, _, None) if held.first_just_done => {
            PassView::FirstDone { linked: held.tally.first_linked, to_choose: held.passes.first_to_choose }
        }
        (Hold::Running, _, None) => held.passes.checked_at.map_or(PassView::Idle, |at| PassView::Checked { at }),
    };
    Strip { pass, linked: held.tally.links }
}

fn progress_of(state: &State, running: Option<&RunningPass>, failed: u32) -> Progress {
    let reading = state.directory.reading.as_ref();
    let (read, total) = match (reading, running) {
        (Some(cursor), _) => (cursor.read, cursor.total.max(cursor.read)),
        (None, Some(running)) => (running.read, running.total),
        (None, None) => (0, 0),
    };
    Progress {
        read,
        total,
        whatsapp: running.map_or(0, |running| running.whatsapp),
        linked: running.map_or(0, |running| running.linked),
        to_choose: running.map_or(0, |running| running.to_choose),
        failed: running.map_or(0, |running| failed.saturating_sub(running.failed_before)),
        seconds_left: reading.and_then(|cursor| cursor.seconds_left()),
    }
}
