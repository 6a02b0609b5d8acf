//! What comes in from pages, the options page and the clock, and where it goes; what sidebars want is in `from_sidebar`. The senders
//! were checked by the time a message gets here; what a tier may ask is the type of its message.

use super::Engine;
use super::pass_due::AskedBy;
use super::state::ChatState;
use crate::ports::{TabId, Tabs, World};
use crate::protocol::options::OptionsIntent;
use crate::protocol::page::{ChangedChats, FromPage, PageFacts, PageState, ToPage};
use crate::stored::keys::{DOCK, OWN_NUMBERS};
use crate::stored::record;
use crate::whatsapp::book::{Shelf, chat_people};
use crate::whatsapp::health::Outcome;
use crate::whatsapp::own::{Own, OwnNumbers};
use crate::whatsapp::person::People;

/// Width of the collapsed sidebar in CSS pixels.
const RAIL: u32 = 44;

impl<W: World> Engine<W> {
    /// A page reader said something.
    pub async fn page_says(&self, tab: TabId, fact: FromPage) {
        // What comes while the engine starts is taken in the order in which it came, whoever is woken first.
        self.state_mut().tab(tab).inbox.push_back(fact);
        self.ready().await;
        let Some(fact) = self.state_mut().tab(tab).inbox.pop_front() else { return };
        match fact {
            FromPage::Hello(hello) => {
                self.dock(tab);
                if self.state().tabs.get(&tab).is_some_and(|held| held.sidebar) {
                    self.world.tabs().to_page(tab, &ToPage::FrameAlive);
                }
                self.state_mut().tab(tab).build = hello.build;
                self.take_page(tab, hello.page).await;
                self.run_due_pass(AskedBy::PageSeen).await;
            }
            FromPage::Page(page) => {
                let is_seen = |page: &PageFacts| page.visible && page.state == PageState::Ready;
                let before = self.state().tabs.get(&tab).and_then(|held| held.page.as_ref()).is_some_and(is_seen);
                let seen = is_seen(&page) && !before;
                self.take_page(tab, page).await;
                if seen {
                    self.run_due_pass(AskedBy::PageSeen).await;
                }
            }
            FromPage::Switch { generation } => self.chat_switched(tab, ChatState::Resolving { generation }),
            FromPage::NoChat { generation } => self.chat_switched(tab, ChatState::Closed { generation }),
            FromPage::Chat(evidence) => self.chat_evidence(tab, *evidence).await,
            FromPage::Snapshot(slice) => self.take_slice(tab, slice),
            FromPage::SnapshotFailed { request, problem } => self.fail_snapshot(tab, request, problem),
            FromPage::ChatsChanged(changed) => self.chats_changed(tab, changed).await,
            FromPage::FrameBlocked => self.frame_late(tab),
            FromPage::Width { px } => self.set_dock(None, Some(px)).await,
        }
    }

    /// The page reader has waited for the frame in vain. A slow frame says hello all the same: then the note in the page goes away, and
    /// what it is shown goes on.
    fn frame_late(&self, tab: TabId) {
        if self.state().tabs.get(&tab).is_some_and(|held| held.sidebar) {
            self.world.tabs().to_page(tab, &ToPage::FrameAlive);
        } else {
            self.note_frame(tab, Outcome::Odd);
        }
    }

    /// A page reader is gone: the tab was closed, or the page left. A page that comes back begins anew: its chats are numbered by a clock
    /// that may have been set back meanwhile.
    pub async fn page_gone(&self, tab: TabId) {
        {
            let mut state = self.state_mut();
            let Some(held) = state.tabs.get_mut(&tab) else { return };
            held.leave_page();
            if !held.sidebar {
                state.tabs.remove(&tab);
            }
            if state.front == Some(tab) {
                let pages = |tab: &&TabId| state.tabs.get(tab).is_some_and(|held| held.page.is_some());
                state.front = state.tabs.keys().find(pages).copied();
            }
        }
        self.show(tab);
        self.show(TabId::PANEL);
    }

    /// The options page wants something.
    pub async fn options_says(&self, intent: OptionsIntent) {
        self.ready().await;
        match intent {
            OptionsIntent::Hello { .. } => {
                self.forget_refusal();
                let unknown = self.state().tabs.values().all(|held| held.page.is_none());
                self.show_options();
                if unknown {
                    self.world.tabs().reach_pages().await;
                    self.show_options();
                }
            }
            OptionsIntent::Connect { key, keep } => self.connect(key, keep).await,
            OptionsIntent::ListProperties => {
                let portal = self.state().portal();
                if let Some(portal) = portal {
                    self.state_mut().properties_wanted = true;
                    self.read_schema(&portal).await;
                }
                self.show_options();
            }
            OptionsIntent::PausePasses => self.pause_passes().await,
            OptionsIntent::ResumePasses => self.resume_passes().await,
            OptionsIntent::CancelPass => self.cancel_pass().await,
            OptionsIntent::Disconnect => self.disconnect().await,
            OptionsIntent::SetSettings { settings } => self.set_settings(settings).await,
        }
    }

    /// The three-minute alarm, or the one that resumes a pass.
    pub async fn alarm(&self) {
        self.ready().await;
        self.recheck_store().await;
        self.run_due_pass(AskedBy::Timer).await;
    }

    async fn take_page(&self, tab: TabId, page: PageFacts) {
        let (own, numbers) = self.own_of(&page);
        self.note_page(tab, page.state, &own);
        let became_known = {
            let mut state = self.state_mut();
            if page.visible || state.front.is_none() {
                state.front = Some(tab);
            }
            let held = state.tab(tab);
            let (before, now) = (held.own.account(), own.account());
            // C10: another account signed in: what was known of the chat is not this account's.
            if before.is_some() && before != now {
                held.chat = ChatState::Unknown;
                held.decided = None;
                (held.snapshot, held.shelf) = (None, Shelf::default());
            }
            held.own = own;
            held.page = Some(page);
            before.is_none() && now.is_some()
        };
        // Not before: what the page says next of its chat is read by whose it is.
        if let Some(numbers) = numbers {
            self.set_or_flag(vec![(OWN_NUMBERS.to_owned(), record::encode(&numbers))]).await;
        }
        let scope = self.scope_of(tab);
        if let Some(scope) = &scope
            && self.load_scope(scope).await.is_err()
        {
            self.state_mut().store_unsafe = true;
        }
        self.show(tab);
        self.show_options();
        if let Some(scope) = &scope {
            self.reconcile(scope).await;
        }
        // The chat may have been told before it was known whose WhatsApp this is.
        let waiting = self.state().tabs.get(&tab).and_then(|held| held.chat.generation()).filter(|_| became_known);
        if let Some(generation) = waiting {
            self.look_up(tab, generation).await;
        }
    }

    /// Whose WhatsApp a page shows. The two ids are remembered together: a page that tells one alone is still the same account's.
    fn own_of(&self, page: &PageFacts) -> (Own, Option<OwnNumbers>) {
        let own = Own::from_storage(page.own_wid.as_deref(), page.own_lid.as_deref());
        let known = &mut self.state_mut().own_numbers;
        let (Some(number), Some(lid)) = (&own.number, &own.lid) else { return (own.completed(known), None) };
        let digits = number.digits().to_owned();
        let is_news = known.insert(lid.as_str().to_owned(), digits.clone()) != Some(digits);
        (own, is_news.then(|| known.clone()))
    }

    async fn chats_changed(&self, tab: TabId, changed: ChangedChats) {
        let own = self.state().tabs.get(&tab).map(|held| held.own.clone()).unwrap_or_default();
        let people = People::unite(&changed.contacts, &changed.chats);
        let rows = changed.chats.iter().filter(|row| !row.is_locked);
        let seen =
            chat_people(rows, &people).filter(|person| person.number.is_some() && !own.is_person(person)).collect();
        self.link_seen(tab, seen).await;
    }

    /// I-24: a participant was chosen, or the roster again.
    pub(super) async fn choose(&self, tab: TabId, generation: u64, person: Option<String>) {
        if let ChatState::Group { generation: held, chosen, .. } = &mut self.state_mut().tab(tab).chat
            && *held == generation
        {
            *chosen = person;
        }
        self.show(tab);
        self.read_shown_card(tab).await;
    }

    /// What could not be read is read again.
    pub(super) async fn retry(&self, tab: TabId) {
        self.recheck_store().await;
        let generation = {
            let mut state = self.state_mut();
            state.offline = false;
            let held = state.tab(tab);
            for member in held.chat.members_mut() {
                if let super::state::Status::Linked(linked) = &mut member.status {
                    linked.read = super::state::CardRead::NotYet;
                }
            }
            held.decided = None;
            held.chat.generation()
        };
        if let Some(generation) = generation {
            self.look_up(tab, generation).await;
        }
        self.run_due_pass(AskedBy::PageSeen).await;
    }

    pub(super) async fn set_dock(&self, open: Option<bool>, width: Option<f64>) {
        let dock = {
            let mut state = self.state_mut();
            state.dock.open = open.unwrap_or(state.dock.open);
            if let Some(px) = width.filter(|px| px.is_finite()) {
                state.dock.width = whole(px.clamp(320.0, 600.0));
            }
            state.dock
        };
        let tabs: Vec<TabId> = self.state().tabs.keys().copied().collect();
        tabs.iter().for_each(|tab| self.dock(*tab));
        self.show_all();
        self.set_or_flag(vec![(DOCK.to_owned(), record::encode(&dock))]).await;
    }

    pub(super) fn dock(&self, tab: TabId) {
        let dock = self.state().dock;
        self.world.tabs().to_page(tab, &ToPage::Dock { open: dock.open, width: dock.width, rail_width: RAIL });
    }
}

/// A number of pixels that is known to be between 0 and 4,000.
fn whole(px: f64) -> u32 {
    (0..4000).find(|whole| f64::from(*whole) >= px).unwrap_or(360)
}
