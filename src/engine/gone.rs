//! F4, F20: what HubSpot does not find under its id.
//!
//! A contact that was merged into another may answer for its old id or not: the facts call it a guess. Where it does not, the directory
//! knows the survivor, because each lists the ids that it had. What is nowhere was deleted; its link stays until a person decides.

use super::state::{CardRead, Status};
use super::{Engine, problem};
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PortalId};
use crate::ports::{Directory, TabId, World};
use crate::protocol::view::{ChatRef, Problem};
use crate::stored::keys::Scope;

/// Merges after merges that are followed at once. Each survivor lists all ids before it, so that one is the rule.
const MERGES: usize = 3;

impl<W: World> Engine<W> {
    /// Reads a contact by its id, or by that of the contact which it was merged into, where HubSpot does not answer for the old one.
    pub(super) async fn read_living<T>(
        &self,
        scope: &Scope,
        id: &ContactId,
        read: impl AsyncFn(&ContactId) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut asked = id.clone();
        for _ in 0..=MERGES {
            match read(&asked).await {
                Err(Error::NotFound) => self.unfile(scope, &asked).await,
                other => return other,
            }
            match self.survivor_of(&scope.portal, &asked).await {
                Some(survivor) => asked = survivor,
                None => break,
            }
        }
        Err(Error::NotFound)
    }

    /// The contact that took in another. One request at most: the merge may be newer than the last pass.
    async fn survivor_of(&self, portal: &PortalId, id: &ContactId) -> Option<ContactId> {
        let known = self.filed_survivor(portal, id).await;
        if known.is_some() || !self.state().directory.is_whole() || !self.feed_is_due() {
            return known;
        }
        // What could not be asked now is asked by the next pass.
        let _ = self.glance(portal).await;
        self.filed_survivor(portal, id).await
    }

    async fn filed_survivor(&self, portal: &PortalId, id: &ContactId) -> Option<ContactId> {
        let entry = self.world.directory().merged_from(portal, id).await.ok()??;
        Some(entry.contact.id)
    }

    /// What a click on a card ended with. Where HubSpot does not find the contact, the card is read again, and shows what became of it.
    pub(super) async fn problem_on_card(
        &self,
        tab: TabId,
        chat: &ChatRef,
        contact: &ContactId,
        error: &Error,
    ) -> Problem {
        let became = if *error == Error::NotFound { self.look_again(tab, chat, contact).await } else { None };
        became.unwrap_or_else(|| error.problem())
    }

    /// Reads the card again. What became of its contact, where it is not there any more under the id that was pressed.
    pub(super) async fn look_again(&self, tab: TabId, chat: &ChatRef, contact: &ContactId) -> Option<Problem> {
        if let Some(member) = self.state_mut().member_mut(tab, chat)
            && let Status::Linked(linked) = &mut member.status
        {
            linked.read = CardRead::NotYet;
        }
        self.read_shown_card(tab).await;
        let state = self.state();
        let Status::Linked(linked) = &state.member(tab, chat)?.status else { return None };
        match &linked.read {
            CardRead::Gone => Some(Error::NotFound.problem()),
            CardRead::Merged { .. } => Some(merged_meanwhile()),
            CardRead::NotYet | CardRead::Done | CardRead::Failed(_) => {
                (linked.link.contact != *contact).then(merged_meanwhile)
            }
        }
    }
}

/// The contact was merged into another since the card was drawn.
pub(super) fn merged_meanwhile() -> Problem {
    problem("problem_merged_meanwhile", &[])
}
