//! Reading links and memories: from the aliases of people, or from contacts, to what stands for them.
//!
//! A record that cannot be read is looked for in the second copy; if that has none either, the whole read fails: an unlink memory that
//! cannot be proven must not look like a person who was never unlinked (F25).

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::Engine;
use crate::hubspot::contact::Contact;
use crate::hubspot::ids::ContactId;
use crate::linking::decide::{Holders, PersonStanding};
use crate::linking::link::{Link, Memory, Sequence};
use crate::linking::unite::{Found, United, unite};
use crate::ports::{Store, StoreFault, World};
use crate::stored::keys::Scope;
use crate::stored::record;
use crate::stored::shapes::{ContactPointer, PersonPointer};
use crate::whatsapp::person::{Alias, Person};

/// Keys of one storage read: more would hold the worker for too long at a time.
const CHUNK: usize = 1000;

impl<W: World> Engine<W> {
    /// What stands for one person.
    pub(super) async fn standing(&self, scope: &Scope, person: &Person) -> Result<PersonStanding, StoreFault> {
        Ok(self.standings(scope, &[person]).await?.into_iter().next().unwrap_or_default())
    }

    /// What stands for each of these people, in their order.
    pub(super) async fn standings(&self, scope: &Scope, people: &[&Person]) -> Result<Vec<PersonStanding>, StoreFault> {
        Ok(self.united(scope, people).await?.into_iter().map(|united| united.standing).collect())
    }

    /// Everything that the aliases of each of these people lead to, united.
    pub(super) async fn united(&self, scope: &Scope, people: &[&Person]) -> Result<Vec<United>, StoreFault> {
        let key_of = |alias: &Alias| scope.person(alias);
        let keys: Vec<Vec<String>> =
            people.iter().map(|person| person.aliases().iter().map(key_of).collect()).collect();
        let pointers: BTreeMap<String, PersonPointer> = self.read(keys.concat()).await?;
        let links = self.links(scope, pointers.values().filter_map(|pointer| pointer.link).collect()).await?;
        let memories: BTreeMap<String, Option<Memory>> = self
            .read(pointers.values().filter_map(|pointer| pointer.memory).map(|id| scope.memory(id)).collect())
            .await?;
        let memory_of = |id: Sequence| memories.get(&scope.memory(id)).cloned().flatten();
        let found = |keys: &Vec<String>| {
            let held: Vec<&PersonPointer> = keys.iter().filter_map(|key| pointers.get(key)).collect();
            let link_ids: BTreeSet<Sequence> = held.iter().filter_map(|pointer| pointer.link).collect();
            let memory_ids: BTreeSet<Sequence> = held.iter().filter_map(|pointer| pointer.memory).collect();
            Found {
                links: link_ids.into_iter().filter_map(|id| links.get(&id).cloned()).collect(),
                memories: memory_ids.into_iter().filter_map(memory_of).collect(),
            }
        };
        Ok(people.iter().zip(&keys).map(|(person, keys)| unite(found(keys), person)).collect())
    }

    /// The links that each of these contacts has, under its id or one that was merged into it (I-21).
    pub(super) async fn holders(&self, scope: &Scope, contacts: &[&Contact]) -> Result<Holders, StoreFault> {
        let ids = contacts.iter().flat_map(|contact| contact.ids()).collect();
        let links = self.links_with(scope, &ids).await?;
        let of = |contact: &Contact| contact.ids().iter().filter_map(|id| links.get(id).cloned()).collect();
        let held = contacts.iter().map(|contact| (contact.id.clone(), of(contact)));
        Ok(held.filter(|(_, links): &(_, Vec<Link>)| !links.is_empty()).collect())
    }

    /// The links that others than this person have with any of these ids, which are all of one contact.
    pub(super) async fn links_of_others(
        &self,
        scope: &Scope,
        ids: &BTreeSet<ContactId>,
        person: &[Alias],
    ) -> Result<Vec<Link>, StoreFault> {
        let links = self.links_with(scope, ids).await?;
        Ok(links.into_values().filter(|link| !link.is_of(person)).collect())
    }

    /// The links that stand under these very ids.
    pub(super) async fn links_with(
        &self,
        scope: &Scope,
        contacts: &BTreeSet<ContactId>,
    ) -> Result<BTreeMap<ContactId, Link>, StoreFault> {
        let pointers: BTreeMap<String, ContactPointer> =
            self.read(contacts.iter().map(|id| scope.contact(id)).collect()).await?;
        let links = self.links(scope, pointers.values().filter_map(|pointer| pointer.link).collect()).await?;
        Ok(links
            .into_values()
            .filter(|link| contacts.contains(&link.contact))
            .map(|link| (link.contact.clone(), link))
            .collect())
    }

    /// Links by id; ended ones are left out.
    pub(super) async fn links(
        &self,
        scope: &Scope,
        ids: BTreeSet<Sequence>,
    ) -> Result<BTreeMap<Sequence, Link>, StoreFault> {
        let records: BTreeMap<String, Option<Link>> =
            self.read(ids.into_iter().map(|id| scope.link(id)).collect()).await?;
        Ok(records.into_values().flatten().map(|link| (link.id, link)).collect())
    }

    /// A memory by id.
    pub(super) async fn memory(&self, scope: &Scope, id: Sequence) -> Result<Option<Memory>, StoreFault> {
        let records: BTreeMap<String, Option<Memory>> = self.read(vec![scope.memory(id)]).await?;
        Ok(records.into_values().flatten().next())
    }

    /// Reads and decodes records; those that do not exist are left out.
    pub(super) async fn read<T: DeserializeOwned>(&self, keys: Vec<String>) -> Result<BTreeMap<String, T>, StoreFault> {
        let mut decoded = BTreeMap::new();
        for chunk in keys.chunks(CHUNK) {
            let texts = self.world.store().get(chunk.to_vec()).await?;
            let mut bad = Vec::new();
            for (key, text) in texts {
                match record::decode(&text) {
                    Ok(value) => {
                        decoded.insert(key, value);
                    }
                    Err(_) => bad.push(key),
                }
            }
            self.read_second_copy(bad, &mut decoded).await?;
        }
        Ok(decoded)
    }

    /// Reads a record that can be made anew: one that cannot be read is as good as none.
    pub(super) async fn read_cache<T: DeserializeOwned>(&self, key: String) -> Option<T> {
        let texts = self.world.store().get(vec![key]).await.ok()?;
        texts.into_values().next().and_then(|text| record::decode(&text).ok())
    }

    async fn read_second_copy<T: DeserializeOwned>(
        &self,
        bad: Vec<String>,
        decoded: &mut BTreeMap<String, T>,
    ) -> Result<(), StoreFault> {
        if bad.is_empty() {
            return Ok(());
        }
        let copies = self.world.store().second_copy(bad.clone()).await?;
        let mut restored = Vec::new();
        for key in bad {
            let value = copies.get(&key).and_then(|text| record::decode(text).ok());
            match (value, copies.get(&key)) {
                (Some(value), Some(text)) => {
                    restored.push((key.clone(), text.clone()));
                    decoded.insert(key, value);
                }
                _ => {
                    self.state_mut().store_unsafe = true;
                    return Err(StoreFault::NotRead);
                }
            }
        }
        self.world.store().set(restored).await
    }
}

/// The names of the people whose links these are; `None` where there are none.
pub(super) fn names_of<'l>(links: impl IntoIterator<Item = &'l Link>) -> Option<String> {
    let names: Vec<&str> = links.into_iter().map(|link| link.subject.name.as_str()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
