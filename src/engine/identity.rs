//! A person is seen under a name that the records do not know yet: the records follow, so that links and unlink memory are found under
//! whatever WhatsApp calls them next (S-57).

use super::Engine;
use crate::linking::journal::{Event, WhyEnded};
use crate::linking::unite::{Stored, United};
use crate::ports::{StoreFault, World};
use crate::stored::keys::Scope;
use crate::whatsapp::person::Person;

impl<W: World> Engine<W> {
    /// Brings the records of these people up to date. Most often there is nothing to do.
    pub(super) async fn tie_up(&self, scope: &Scope, people: &[&Person]) -> Result<(), StoreFault> {
        if self.loose(scope, people).await?.is_empty() {
            return Ok(());
        }
        let _turn = self.commit.lock().await;
        self.tie_up_in_turn(scope, people).await
    }

    /// The same for whoever holds the turn already.
    pub(super) async fn tie_up_in_turn(&self, scope: &Scope, people: &[&Person]) -> Result<(), StoreFault> {
        for person in self.loose(scope, people).await? {
            // Each by itself and read anew: two people may lead to one record.
            for united in self.united(scope, &[person]).await? {
                self.put_right(scope, &united).await?;
            }
        }
        Ok(())
    }

    async fn loose<'a>(&self, scope: &Scope, people: &[&'a Person]) -> Result<Vec<&'a Person>, StoreFault> {
        let united = self.united(scope, people).await?;
        let loose = people.iter().zip(united).filter(|(_, united)| united.stored == Stored::Otherwise);
        Ok(loose.map(|(person, _)| *person).collect())
    }

    async fn put_right(&self, scope: &Scope, united: &United) -> Result<(), StoreFault> {
        if united.stored == Stored::AsItStands {
            return Ok(());
        }
        let mut commit = self.begin(scope).await?;
        for link in &united.ended {
            commit.end(link, WhyEnded::United);
        }
        for memory in &united.forgotten {
            commit.forget(memory);
            commit.journal(Event::Allowed { memory: memory.clone() });
        }
        if let Some(link) = &united.standing.link {
            let before = self.links(scope, [link.id].into()).await?.remove(&link.id);
            commit.renew_link(before.as_ref(), link);
        }
        if let Some(memory) = &united.standing.memory {
            commit.store_memory(memory);
        }
        self.write(commit).await
    }
}
