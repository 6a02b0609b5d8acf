//! I-08: the rep pauses the passes, lets them go on, or gives one up. The word is stored, so that no later worker goes on against it.
//!
//! What was linked stays in every case. A paused pass goes on where it was; one that was given up begins anew. Opening a chat is the rep's own
//! act and is not held.

use super::Engine;
use super::pass_due::AskedBy;
use super::state::RunningPass;
use crate::ports::World;
use crate::stored::keys::{HOLD, Scope};
use crate::stored::record;
use crate::stored::shapes::{DirectoryRecord, Hold, HoldRecord};

impl<W: World> Engine<W> {
    /// No pass asks for anything until the rep says so.
    pub(super) async fn pause_passes(&self) {
        self.set_hold(Hold::Paused).await;
        self.show_all();
    }

    /// Passes may run again, and one does at once.
    pub(super) async fn resume_passes(&self) {
        self.set_hold(Hold::Running).await;
        self.show_all();
        self.run_due_pass(AskedBy::Connected).await;
    }

    /// The reading that is under way is given up. Without a first one nothing can be linked, so that passes rest until the rep begins it
    /// anew; the daily one is left out until the next day, and the others go on.
    pub(super) async fn cancel_pass(&self) {
        let first = !self.state().directory.complete;
        self.note_running(|running| running.cancelled = true);
        self.set_hold(if first { Hold::Cancelled } else { Hold::Running }).await;
        self.show_all();
        // The reader stops at its next request, and its cursor goes after that.
        let _updating = self.updating.lock().await;
        let Some(portal) = self.state().portal() else { return };
        let directory = DirectoryRecord { reading: None, ..self.state().directory.clone() };
        self.keep_directory_record(&portal, &directory).await;
        if !first {
            self.skip_today().await;
        }
        self.show_all();
    }

    async fn skip_today(&self) {
        let now = self.now();
        let records: Vec<(String, String)> = {
            let mut state = self.state_mut();
            let done = state.scopes.iter_mut().filter(|(_, held)| held.passes.first_done);
            let skip = |(scope, held): (&Scope, &mut super::state::ScopeState)| {
                held.passes.daily_at = Some(now);
                (scope.passes(), record::encode(&held.passes))
            };
            done.map(skip).collect()
        };
        self.set_or_flag(records).await;
    }

    async fn set_hold(&self, hold: Hold) {
        let Some(portal) = self.state().portal() else { return };
        let held = HoldRecord { portal, hold };
        self.state_mut().hold = Some(held.clone());
        self.set_or_flag(vec![(HOLD.to_owned(), record::encode(&held))]).await;
    }

    /// Takes note of how far the running pass is.
    pub(super) fn note_running(&self, note: impl FnOnce(&mut RunningPass)) {
        if let Some(running) = self.state_mut().running.as_mut() {
            note(running);
        }
    }
}
