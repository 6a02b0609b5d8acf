//! The names of owners: read once a day, for people who look at a card or choose a contact.

use std::collections::BTreeMap;

use super::Engine;
use super::state::Owners;
use crate::hubspot::calls::list_owners::ListOwners;
use crate::hubspot::calls::probe_object::Probe;
use crate::hubspot::pace::Lane;
use crate::ports::World;
use crate::stored::keys::{self, Scope};
use crate::stored::record;
use crate::stored::shapes::OwnersRecord;

/// How long the names are kept, in milliseconds.
const FRESH: u64 = 24 * 60 * 60 * 1000;
/// How long HubSpot is not asked again after it did not tell them, in milliseconds.
const AGAIN: u64 = 10 * 60 * 1000;

impl<W: World> Engine<W> {
    /// Reads the names of owners where they are not known. Without them everything else works.
    pub(super) async fn read_owners(&self, scope: &Scope) {
        let now = self.now();
        let asked = self.state().owners.asked_at;
        if asked.is_some_and(|at| at <= now && now - at < AGAIN) || !self.state().owners.names.is_empty() {
            return;
        }
        // F3: each worker would else ask in vain once.
        if self.lacks_scope(Probe::Owners.scope()) {
            return;
        }
        self.state_mut().owners.asked_at = Some(now);
        let key = keys::owners(&scope.portal);
        let stored: Option<OwnersRecord> = self.read_cache(key.clone()).await;
        if let Some(held) = stored.filter(|held| held.at <= now && now - held.at < FRESH) {
            return self.take_owners(scope, held.names);
        }
        let (mut names, mut after) = (BTreeMap::new(), None::<String>);
        loop {
            let call = ListOwners { after: after.as_deref() };
            let Ok(page) = self.ask(&scope.portal, Lane::Person, &call).await else { return };
            names.extend(page.names);
            match page.next {
                Some(next) if Some(&next) != after.as_ref() => after = Some(next),
                Some(_) | None => break,
            }
        }
        self.set_or_flag(vec![(key, record::encode(&OwnersRecord { names: names.clone(), at: now }))]).await;
        self.take_owners(scope, names);
    }

    fn take_owners(&self, scope: &Scope, names: BTreeMap<crate::hubspot::ids::OwnerId, String>) {
        let mut state = self.state_mut();
        if state.portal().as_ref() == Some(&scope.portal) {
            state.owners = Owners { names, asked_at: state.owners.asked_at };
        }
    }
}
