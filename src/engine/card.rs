//! The card of a linked contact: read from HubSpot when it is shown. The same read confirms an automatic link or withdraws it, follows
//! a merge and notices a deletion; no request is made for those alone.

use super::Engine;
use super::link_check::Followed;
use super::state::{CardRead, Status};
use crate::hubspot::calls::get_card::Card;
use crate::hubspot::contact::Contact;
use crate::hubspot::error::Error;
use crate::hubspot::ids::ContactId;
use crate::hubspot::request::NoAnswer;
use crate::linking::link::Link;
use crate::ports::{StoreFault, TabId, World};
use crate::protocol::view::ChatRef;
use crate::stored::keys::Scope;

impl<W: World> Engine<W> {
    /// Reads the card that a tab shows, where it shows one that was not read for this opening.
    pub(super) async fn read_shown_card(&self, tab: TabId) {
        self.note_rival(tab).await;
        let Some((chat, link)) = self.unread_card(tab) else { return };
        let Some(scope) = self.scope_of(tab) else { return };
        if !self.may_ask() {
            return;
        }
        self.paint_from_cache(&scope, tab, &chat, &link).await;
        self.show(tab);
        let still_shown = || self.shows(tab, &chat, link.id);
        let read = async |id: &ContactId| self.read_card(&scope.portal, id, &[], &still_shown).await;
        let result = self.read_living(&scope, &link.contact, read).await;
        // The tab may belong to another scope by now: what was read is not for its card.
        if self.scope_of(tab).as_ref() != Some(&scope) {
            return;
        }
        let outcome = match result {
            Ok(card) => self.take_card(&scope, tab, &chat, &link, card).await,
            Err(Error::NotFound) => {
                self.set_card(tab, &chat, &link, None, CardRead::Gone);
                Ok(())
            }
            // Another chat or participant is shown since: this card is read when it is shown again.
            Err(Error::NoAnswer(NoAnswer::Unwanted)) => return,
            Err(error) => {
                self.set_card(tab, &chat, &link, None, CardRead::Failed(error.problem()));
                Ok(())
            }
        };
        if outcome.is_err() {
            self.state_mut().store_unsafe = true;
        }
        self.show(tab);
        self.read_owners(&scope).await;
        self.read_me(&scope.portal).await;
        self.read_schema(&scope.portal).await;
        if self.stage_unknown(tab, &chat, link.id) {
            self.refresh_schema(&scope.portal).await;
        }
        self.show(tab);
    }

    /// Other properties are wanted: the cards that are open are read again.
    pub(super) async fn read_cards_anew(&self) {
        let tabs: Vec<TabId> = self.state().tabs.keys().copied().collect();
        for tab in tabs {
            for member in self.state_mut().tab(tab).chat.members_mut() {
                if let Status::Linked(linked) = &mut member.status {
                    linked.read = CardRead::NotYet;
                }
            }
            self.read_shown_card(tab).await;
        }
    }

    fn unread_card(&self, tab: TabId) -> Option<(ChatRef, Link)> {
        let state = self.state();
        let held = state.tabs.get(&tab)?;
        let member = held.chat.shown()?;
        let Status::Linked(linked) = &member.status else { return None };
        let chat = ChatRef { generation: held.chat.generation()?, person: member.reference() };
        (linked.read == CardRead::NotYet).then(|| (chat, linked.link.clone()))
    }

    async fn take_card(
        &self,
        scope: &Scope,
        tab: TabId,
        chat: &ChatRef,
        link: &Link,
        card: Card,
    ) -> Result<(), StoreFault> {
        let contact = card.contact.clone();
        let mut link = link.clone();
        if contact.id != link.contact {
            link = match self.follow(scope, &link, &contact).await? {
                Followed::To(followed) => *followed,
                Followed::Taken => {
                    self.set_card(tab, chat, &link, None, merged_into(&contact));
                    return self.refile(scope, contact).await;
                }
                Followed::Gone => return self.show_standing_of(scope, tab, chat).await,
            };
        }
        if self.contradicts(tab, &link, &contact) {
            self.withdraw(scope, &link).await?;
            self.refile(scope, contact).await?;
            return self.show_standing_of(scope, tab, chat).await;
        }
        self.set_card(tab, chat, &link, Some(contact.clone()), CardRead::Done);
        let now = self.now();
        self.set_data(tab, chat, link.id, |data| {
            data.values.clone_from(&card.values);
            data.at = Some(now);
        });
        let filed = self.refile(scope, contact).await;
        self.read_records_of(scope, tab, chat, link.id, card).await;
        filed
    }

    fn set_card(&self, tab: TabId, chat: &ChatRef, link: &Link, contact: Option<Contact>, read: CardRead) {
        let mut state = self.state_mut();
        let Some(member) = state.member_mut(tab, chat) else { return };
        if let Status::Linked(linked) = &mut member.status
            && linked.link.id == link.id
        {
            linked.link = link.clone();
            linked.contact = contact.or(linked.contact.take());
            linked.read = read;
        }
    }
}

fn merged_into(survivor: &Contact) -> CardRead {
    CardRead::Merged { survivor: survivor.id.clone(), name: survivor.shown_name() }
}
