//! All WhatsApp contacts, asked of a page reader and received in slices.

use futures_channel::oneshot;
use futures_util::future::{Either, select};

use super::Engine;
use super::state::{Arriving, ChatState, State};
use crate::ports::{Clock, TabId, Tabs, World};
use crate::protocol::page::{SnapshotSlice, ToPage};
use crate::whatsapp::book::{Snapshot, Torn, people_to_match};
use crate::whatsapp::person::Person;

/// Milliseconds that a page may stay silent (F41): a frozen tab always does. One whose database is busy says so after four seconds.
const PATIENCE: u64 = 5_000;
/// Milliseconds after which a page that could not read its database is asked once more: at its start the database may come late (C5).
const AGAIN: u64 = 3_000;

impl<W: World> Engine<W> {
    /// The people of a tab's account; `None` where the page did not answer, or could not.
    pub(super) async fn people_of(&self, tab: TabId) -> Option<Vec<Person>> {
        let mut answer = self.book(tab).await;
        if let Some(Err(_)) = answer {
            self.world.clock().sleep(AGAIN).await;
            answer = self.book(tab).await;
        }
        match answer? {
            Ok(snapshot) => {
                let own = self.state().tabs.get(&tab)?.own.clone();
                let people = people_to_match(&snapshot, &own);
                self.note_book(tab, &snapshot, people.len()).await;
                self.renew_open_person(tab, &people);
                Some(people)
            }
            Err(problem) => {
                self.note_no_book(tab, &problem).await;
                None
            }
        }
    }

    /// B-03: the number of whoever is open may have come or changed without a sign in the chat, whose title is a name. Only a privacy id
    /// says that it is the same person: a number may have gone to somebody else (F36). The pass's end shows what follows from it.
    fn renew_open_person(&self, tab: TabId, people: &[Person]) {
        let mut state = self.state_mut();
        let chat = state.tabs.get_mut(&tab).map(|held| &mut held.chat);
        if let Some(ChatState::Person { member, .. }) = chat
            && let Some(now) = people.iter().find(|person| !person.lids.is_disjoint(&member.person.lids))
            && now.aliases() != member.person.aliases()
        {
            member.person = now.clone();
        }
    }

    /// F41: the people of a tab's account as its page told them last, as long as this worker lives.
    pub(super) fn people_told_last(&self, tab: TabId) -> Option<Vec<Person>> {
        let state = self.state();
        let held = state.tabs.get(&tab)?;
        let snapshot = held.shelf.whole(stores_wanted(&state))?;
        Some(people_to_match(&snapshot, &held.own))
    }

    /// The contacts of a tab's account, or why the page could not read them; `None` where it did not answer.
    async fn book(&self, tab: TabId) -> Option<Result<Snapshot, String>> {
        let (sender, mut receiver) = oneshot::channel();
        let request = {
            let mut state = self.state_mut();
            state.next_request += 1;
            let request = state.next_request;
            let stores = stores_wanted(&state);
            let held = state.tabs.get_mut(&tab).filter(|held| held.page.is_some())?;
            let since = held.shelf.version().map(str::to_owned);
            held.snapshot = Some(Arriving { request, stores, slices: 0, shelf: None, done: Some(sender) });
            drop(state);
            self.world.tabs().to_page(tab, &ToPage::Snapshot { request, stores: stores.to_vec(), since });
            request
        };
        loop {
            let heard = self.slices_of(tab, request);
            let sleep = std::pin::pin!(self.world.clock().sleep(PATIENCE));
            match select(receiver, sleep).await {
                Either::Left((arrived, _)) => return arrived.ok(),
                // A large book comes in many slices: only a page that has fallen silent is given up.
                Either::Right(((), rest)) if self.slices_of(tab, request) > heard => receiver = rest,
                Either::Right(_) => return None,
            }
        }
    }

    /// Slices that have come for a request.
    fn slices_of(&self, tab: TabId, request: u64) -> u32 {
        let state = self.state();
        let arriving = state.tabs.get(&tab).and_then(|held| held.snapshot.as_ref());
        arriving.filter(|arriving| arriving.request == request).map_or(0, |arriving| arriving.slices)
    }

    /// A slice arrived. Slices of another request are dropped.
    pub(super) fn take_slice(&self, tab: TabId, slice: SnapshotSlice) {
        let mut state = self.state_mut();
        let Some(held) = state.tabs.get_mut(&tab) else { return };
        let Some(arriving) = held.snapshot.as_mut().filter(|arriving| arriving.request == slice.request) else {
            return;
        };
        arriving.slices = arriving.slices.saturating_add(1);
        let last = slice.last;
        let base = match arriving.shelf.take() {
            Some(shelf) => Ok(shelf),
            None => std::mem::take(&mut held.shelf).base(slice.since.as_deref(), arriving.stores),
        };
        let put = base.and_then(|mut shelf| shelf.put(slice).map(|()| shelf));
        let result = match put {
            Ok(shelf) if !last => {
                arriving.shelf = Some(shelf);
                return;
            }
            Ok(shelf) => {
                held.shelf = shelf;
                Ok(held.shelf.snapshot())
            }
            // The shelf is gone: asked again, the page sends all rows.
            Err(Torn) => Err("torn".to_owned()),
        };
        if let Some(done) = held.snapshot.take().and_then(|arriving| arriving.done) {
            // Nobody waits any more when the patience has run out: then the snapshot is of no use.
            let _ = done.send(result);
        }
    }

    /// The page could not answer.
    pub(super) fn fail_snapshot(&self, tab: TabId, request: u64, problem: String) {
        let mut state = self.state_mut();
        let Some(held) = state.tabs.get_mut(&tab) else { return };
        if let Some(done) = held.snapshot.take_if(|arriving| arriving.request == request).and_then(|one| one.done) {
            let _ = done.send(Err(problem));
        }
    }
}

/// Stores of WhatsApp's database whose rows tell who the people of an account are.
fn stores_wanted(state: &State) -> &'static [&'static str] {
    if state.settings.include_group_members { &["contact", "chat", "participant"] } else { &["contact", "chat"] }
}
