//! All WhatsApp contacts, asked of a page reader and received in slices.

use futures_channel::oneshot;
use futures_util::future::{Either, select};

use super::Engine;
use super::state::Arriving;
use crate::ports::{Clock, TabId, Tabs, World};
use crate::protocol::page::{SnapshotSlice, ToPage, rows};
use crate::whatsapp::book::{Snapshot, people_to_match};
use crate::whatsapp::person::Person;

/// Milliseconds that a page may take to answer (F41): a frozen tab never does.
const PATIENCE: u64 = 8_000;

impl<W: World> Engine<W> {
    /// The people of a tab's account; `None` where the page did not answer.
    pub(super) async fn people_of(&self, tab: TabId) -> Option<Vec<Person>> {
        let (sender, receiver) = oneshot::channel();
        let request = {
            let mut state = self.state_mut();
            state.next_request += 1;
            let request = state.next_request;
            let stores = if state.settings.include_group_members {
                vec!["contact", "chat", "participant"]
            } else {
                vec!["contact", "chat"]
            };
            let held = state.tabs.get_mut(&tab).filter(|held| held.page.is_some())?;
            held.snapshot = Some(Arriving { request, rows: Snapshot::default(), done: Some(sender) });
            drop(state);
            self.world.tabs().to_page(tab, &ToPage::Snapshot { request, stores });
            request
        };
        let sleep = std::pin::pin!(self.world.clock().sleep(PATIENCE));
        let snapshot = match select(receiver, sleep).await {
            Either::Left((arrived, _)) => arrived.ok().flatten(),
            Either::Right(_) => None,
        };
        let now = self.now();
        let mut state = self.state_mut();
        debug_assert!(state.next_request >= request);
        let held = state.tabs.get_mut(&tab)?;
        let snapshot = snapshot?;
        let people = people_to_match(&snapshot, &held.own);
        held.health.note_snapshot(now, &snapshot, people.len());
        Some(people)
    }

    /// A slice arrived. Slices of another request are dropped.
    pub(super) fn take_slice(&self, tab: TabId, slice: SnapshotSlice) {
        let mut state = self.state_mut();
        let Some(held) = state.tabs.get_mut(&tab) else { return };
        let Some(arriving) = held.snapshot.as_mut().filter(|arriving| arriving.request == slice.request) else {
            return;
        };
        match slice.store.as_str() {
            "contact" => arriving.rows.contacts.extend(rows(slice.rows)),
            "chat" => arriving.rows.chats.extend(rows(slice.rows)),
            "participant" => arriving.rows.participants.extend(rows(slice.rows)),
            _ => {}
        }
        if slice.last {
            self.end_snapshot(held.snapshot.take(), true);
        }
    }

    /// The page could not answer.
    pub(super) fn fail_snapshot(&self, tab: TabId, request: u64) {
        let mut state = self.state_mut();
        let Some(held) = state.tabs.get_mut(&tab) else { return };
        if held.snapshot.as_ref().is_some_and(|arriving| arriving.request == request) {
            self.end_snapshot(held.snapshot.take(), false);
        }
    }

    fn end_snapshot(&self, arriving: Option<Arriving>, whole: bool) {
        let Some(Arriving { rows, done: Some(done), .. }) = arriving else { return };
        // Nobody waits any more when the patience has run out: then the snapshot is of no use.
        let _ = done.send(whole.then_some(rows));
    }
}
