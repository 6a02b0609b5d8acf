//! After the store has failed: anything automatic goes on only when something could be stored again, and all that links and unlink memory
//! rest on has been read (INV-17). A disk that was full for a minute must not end automatic linking for the worker's whole life.

use serde_json::Value;

use super::Engine;
use crate::ports::{Store, StoreFault, World};
use crate::stored::copies::has_second_copy;
use crate::stored::keys::{DOCK, Scope};
use crate::stored::record;

impl<W: World> Engine<W> {
    /// Looks whether the store is sound again, where it was not.
    pub(super) async fn recheck_store(&self) {
        if !self.state().store_unsafe || !self.state().loaded {
            return;
        }
        if self.store_is_sound().await.is_ok() {
            self.state_mut().store_unsafe = false;
            self.show_all();
        }
    }

    async fn store_is_sound(&self) -> Result<(), StoreFault> {
        let dock = self.state().dock;
        self.world.store().set(vec![(DOCK.to_owned(), record::encode(&dock))]).await?;
        for scope in self.tabs_by_scope().into_keys() {
            self.read_all_of(&scope).await?;
        }
        Ok(())
    }

    /// Reads every record that links rest on; what is bad is restored from the second copy, or the whole reading fails.
    async fn read_all_of(&self, scope: &Scope) -> Result<(), StoreFault> {
        let texts = self.world.store().under(&format!("{scope}/")).await?;
        let matters = |key: &String| has_second_copy(key) || *key == scope.intents();
        let bad = texts.into_iter().filter(|(_, text)| record::decode::<Value>(text).is_err());
        let bad: Vec<String> = bad.map(|(key, _)| key).filter(matters).collect();
        self.read::<Value>(bad).await.map(|_| ())
    }
}
