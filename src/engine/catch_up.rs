//! A click may be what started the worker: the rep was reading while it was stopped.
//!
//! Then the engine does not know the chat yet that the click was made for. It is judged by the chat that is open, not by what is not known:
//! the page is asked again, and the click waits until its chat is made out. A chat that never comes is refused as one that was switched.

use futures_channel::oneshot;
use futures_util::future::select;

use super::Engine;
use super::state::ChatState;
use crate::ports::{Clock, TabId, Tabs, World};

/// Milliseconds that a click waits for its chat.
const PATIENCE: u64 = 2_000;

impl<W: World> Engine<W> {
    /// Waits until the chat of this generation is made out in a view, where it is not.
    pub(super) async fn catch_up(&self, view: TabId, generation: u64) {
        if self.is_understood(view, generation) {
            return;
        }
        self.world.tabs().reach_pages().await;
        let Some(tab) = self.state().tab_of_view(view).filter(|_| !self.is_understood(view, generation)) else {
            return;
        };
        let (sender, understood) = oneshot::channel();
        self.state_mut().tab(tab).waiting.push(sender);
        let patience = std::pin::pin!(self.world.clock().sleep(PATIENCE));
        select(understood, patience).await;
    }

    /// Lets the clicks go on that waited for this tab's chat, once it is made out.
    pub(super) fn end_waits(&self, tab: TabId) {
        let mut state = self.state_mut();
        let held = state.tab(tab);
        if is_made_out(&held.chat) {
            // A sender that is dropped ends the wait.
            held.waiting.clear();
        }
    }

    /// Whether the chat of a view is made out, or a later one is open already.
    fn is_understood(&self, view: TabId, generation: u64) -> bool {
        let state = self.state();
        let chat = state.tab_of_view(view).and_then(|tab| state.tabs.get(&tab)).map(|held| &held.chat);
        chat.is_some_and(|chat| {
            chat.generation() > Some(generation) || (chat.generation() == Some(generation) && is_made_out(chat))
        })
    }
}

fn is_made_out(chat: &ChatState) -> bool {
    match chat {
        ChatState::Unknown | ChatState::Resolving { .. } => false,
        ChatState::Closed { .. }
        | ChatState::NotAPerson { .. }
        | ChatState::NotUnderstood { .. }
        | ChatState::NoMessages { .. }
        | ChatState::Person { .. }
        | ChatState::Group { .. } => true,
    }
}
