//! What a sidebar wants, and where it goes. Each request is done once, however often it is said, and answered once.

use super::Engine;
use crate::ports::{TabId, Tabs, World};
use crate::protocol::intent::Intent;
use crate::protocol::page::ToPage;
use crate::protocol::view::{Answer, Problem, ToSidebar};
use crate::whatsapp::health::Outcome;

/// Answers that are remembered for one sidebar, so that the same request twice is done once.
const OPS: usize = 200;

impl<W: World> Engine<W> {
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
            Intent::PausePasses => self.pause_passes().await,
            Intent::ResumePasses => self.resume_passes().await,
            Intent::CancelPass => self.cancel_pass().await,
            Intent::Search { op, chat, text } => {
                let found = self.search(tab, &chat, &text).await;
                self.answer(view, op, found.map(|candidates| Answer::Found { candidates }));
            }
            Intent::Preview { op, chat, contact } => {
                let preview = self.preview(tab, &chat, &contact).await;
                self.answer(view, op, preview.map(|preview| Answer::Preview(Box::new(preview))));
            }
            Intent::Link { op, chat, contact, shown, take_over } => {
                self.once(view, op, self.link_by_hand(tab, &chat, &contact, shown, &take_over)).await;
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
            Intent::CreateContact { op, chat, contact, again } => {
                self.once_answered(view, op, self.create_contact(tab, &chat, &contact, again)).await;
            }
            Intent::OpenActivity { chat, contact } => self.open_activity(tab, &chat, &contact).await,
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
