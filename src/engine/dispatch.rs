//! What comes in, and where it goes. The senders were checked by the time a message gets here; what a tier may ask is the type of its
//! message.

use super::Engine;
use super::exact_pass::AskedBy;
use super::state::ChatState;
use crate::ports::{TabId, Tabs, World};
use crate::protocol::intent::Intent;
use crate::protocol::options::OptionsIntent;
use crate::protocol::page::{ChangedChats, FromPage, PageFacts, PageState, ToPage};
use crate::protocol::view::{Answer, Problem, ToSidebar};
use crate::stored::keys::DOCK;
use crate::stored::record;
use crate::whatsapp::book::chat_people;
use crate::whatsapp::health::Outcome;
use crate::whatsapp::own::Own;
use crate::whatsapp::person::People;

/// Width of the collapsed sidebar in CSS pixels.
const RAIL: u32 = 44;
/// Answers that are remembered for one sidebar, so that the same request twice is done once.
const OPS: usize = 200;

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

    /// A sidebar wants something.
    pub async fn sidebar_says(&self, view: TabId, intent: Intent) {
        self.ready().await;
        if let Intent::Hello { .. } = intent {
            self.state_mut().tab(view).sidebar = true;
            self.world.tabs().to_page(view, &ToPage::FrameAlive);
            self.note_frame(view, Outcome::Good);
            let unknown = self
                .state()
                .tab_of_view(view)
                .is_none_or(|tab| self.state().tabs.get(&tab).is_none_or(|held| held.page.is_none()));
            self.state_mut().tab(view).sent = None;
            self.show(view);
            if unknown {
                self.world.tabs().reach_pages().await;
            }
            return;
        }
        if let Some(generation) = intent.generation() {
            self.catch_up(view, generation).await;
        }
        let Some(tab) = self.state().tab_of_view(view) else { return };
        match intent {
            Intent::Hello { .. } => {}
            Intent::SetOpen { open } => self.set_dock(Some(open), None).await,
            Intent::OpenOptions => self.world.tabs().open_options(),
            Intent::Retry => self.retry(tab).await,
            Intent::Search { op, chat, text } => {
                let found = self.search(tab, &chat, &text).await;
                self.answer(view, op, found.map(|candidates| Answer::Found { candidates }));
            }
            Intent::Preview { op, chat, contact } => {
                let preview = self.preview(tab, &chat, &contact).await;
                self.answer(view, op, preview.map(|preview| Answer::Preview(Box::new(preview))));
            }
            Intent::Link { op, chat, contact, shown, take_over } => {
                self.once(view, op, self.link_by_hand(tab, &chat, &contact, shown, take_over)).await;
            }
            Intent::Unlink { op, chat, contact } => self.once(view, op, self.unlink(tab, &chat, &contact)).await,
            Intent::UndoUnlink { op, chat } => self.once(view, op, self.undo_unlink(tab, &chat)).await,
            Intent::RestorePhone { op, chat } => self.once(view, op, self.restore_phone(tab, &chat)).await,
            Intent::AllowAutoLink { op, chat } => self.once(view, op, self.allow_auto_link(tab, &chat)).await,
            Intent::NoneOfThese { op, chat } => self.once(view, op, self.none_of_these(tab, &chat)).await,
            Intent::RightContact { op, chat, contact } => {
                self.once(view, op, self.right_contact(tab, &chat, &contact)).await
            }
            Intent::ReplacePhone { op, chat, contact, shown } => {
                self.once(view, op, self.replace_phone(tab, &chat, &contact, &shown)).await
            }
            Intent::SaveFields { op, chat, contact, changes } => {
                self.once_answered(view, op, self.save_fields(tab, &chat, &contact, changes)).await;
            }
            Intent::ChangeStage { op, chat, contact, change } => {
                self.once_answered(view, op, self.change_stage(tab, &chat, &contact, change)).await;
            }
            Intent::Create { op, chat, contact, record, again } => {
                self.once_answered(view, op, self.create(tab, &chat, &contact, record, again)).await;
            }
            Intent::OpenActivity { chat, contact } => self.open_activity(tab, &chat, &contact).await,
            Intent::PausePasses => self.pause_passes().await,
            Intent::ResumePasses => self.resume_passes().await,
            Intent::CancelPass => self.cancel_pass().await,
            Intent::ChooseMe { owner } => self.choose_me(owner).await,
            Intent::OpenPerson { chat } => self.choose(tab, chat.generation, Some(chat.person)).await,
            Intent::BackToRoster { generation } => self.choose(tab, generation, None).await,
        }
    }

    /// A sidebar is gone.
    pub async fn sidebar_gone(&self, tab: TabId) {
        if let Some(held) = self.state_mut().tabs.get_mut(&tab) {
            held.sidebar = false;
            held.sent = None;
            held.seen_ops.clear();
        }
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
        self.note_page(tab, page.state);
        let own = Own::from_storage(page.own_wid.as_deref(), page.own_lid.as_deref());
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
            }
            held.own = own;
            held.page = Some(page);
            before.is_none() && now.is_some()
        };
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

    async fn chats_changed(&self, tab: TabId, changed: ChangedChats) {
        let own = self.state().tabs.get(&tab).map(|held| held.own.clone()).unwrap_or_default();
        let people = People::unite(&changed.contacts, &changed.chats);
        let rows = changed.chats.iter().filter(|row| !row.is_locked);
        let seen =
            chat_people(rows, &people).filter(|person| person.number.is_some() && !own.is_person(person)).collect();
        self.link_seen(tab, seen).await;
    }

    /// I-24: a participant was chosen, or the roster again.
    async fn choose(&self, tab: TabId, generation: u64, person: Option<String>) {
        if let ChatState::Group { generation: held, chosen, .. } = &mut self.state_mut().tab(tab).chat
            && *held == generation
        {
            *chosen = person;
        }
        self.show(tab);
        self.read_shown_card(tab).await;
    }

    /// What could not be read is read again.
    async fn retry(&self, tab: TabId) {
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

    async fn set_dock(&self, open: Option<bool>, width: Option<f64>) {
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

    fn dock(&self, tab: TabId) {
        let dock = self.state().dock;
        self.world.tabs().to_page(tab, &ToPage::Dock { open: dock.open, width: dock.width, rail_width: RAIL });
    }

    /// Does what was asked unless this very request was seen, and answers.
    async fn once(&self, view: TabId, op: u32, action: impl Future<Output = Result<(), Problem>>) {
        self.once_answered(view, op, async { action.await.map(|()| Answer::Done) }).await;
    }

    /// The same, for what has more answers than done and refused.
    async fn once_answered(&self, view: TabId, op: u32, action: impl Future<Output = Result<Answer, Problem>>) {
        {
            let mut state = self.state_mut();
            let seen = &mut state.tab(view).seen_ops;
            if !seen.insert(op) {
                return;
            }
            if seen.len() > OPS {
                seen.pop_first();
            }
        }
        let result = action.await;
        self.answer(view, op, result);
    }

    fn answer(&self, view: TabId, op: u32, result: Result<Answer, Problem>) {
        let answer = result.unwrap_or_else(Answer::Refused);
        self.world.tabs().to_sidebar(view, &ToSidebar::Answer { op, answer });
    }
}

/// A number of pixels that is known to be between 0 and 4,000.
fn whole(px: f64) -> u32 {
    (0..4000).find(|whole| f64::from(*whole) >= px).unwrap_or(360)
}
