//! A commit: the records that change together, written by one `set`.
//!
//! A link is one record with pointers from every alias of the person and from the contact; ending one writes empty pointers, because a
//! deletion is a value. The journal entry and the counters are part of the same `set`.

use serde::Serialize;

use super::Engine;
use crate::hubspot::ids::ContactId;
use crate::linking::intent::WriteIntent;
use crate::linking::journal::{Entry, Event, WhyEnded};
use crate::linking::link::{Link, Memory, Sequence};
use crate::linking::record_intent::RecordIntent;
use crate::linking::unite::given_up;
use crate::ports::{Store, StoreFault, World};
use crate::protocol::Millis;
use crate::stored::keys::Scope;
use crate::stored::record;
use crate::stored::shapes::{ContactPointer, PersonPointer, Tally};
use crate::whatsapp::person::Alias;

/// Records that change together.
pub struct Commit<'a> {
    scope: &'a Scope,
    at: Millis,
    at_hubspot: Option<Millis>,
    tally: Tally,
    records: Vec<(String, String)>,
}

impl<'a> Commit<'a> {
    fn new(scope: &'a Scope, (at, at_hubspot): (Millis, Option<Millis>), tally: Tally) -> Self {
        Commit { scope, at, at_hubspot, tally, records: Vec::new() }
    }

    /// When this commit is made.
    pub fn at(&self) -> Millis {
        self.at
    }

    /// The same by HubSpot's clock, where it is known.
    pub fn at_hubspot(&self) -> Option<Millis> {
        self.at_hubspot
    }

    /// The next sequence number.
    pub fn next(&mut self) -> Sequence {
        self.tally.sequence = Sequence(self.tally.sequence.0.saturating_add(1));
        self.tally.sequence
    }

    /// A new link; it clears what was remembered of the person.
    pub fn link(&mut self, link: &Link) {
        self.store_link(link);
        self.tally.links = self.tally.links.saturating_add(1);
        self.journal(Event::Linked { link: link.clone() });
    }

    /// The same link with other contents: confirmed, moved to a survivor, seen under a new alias.
    pub fn store_link(&mut self, link: &Link) {
        self.put(self.scope.link(link.id), &Some(link));
        self.point_people(&link.subject.aliases(), PersonPointer { link: Some(link.id), memory: None });
        self.put(self.scope.contact(&link.contact), &ContactPointer { link: Some(link.id) });
    }

    /// The same link for a person who is known by other names now: those that were given up lead nowhere.
    pub fn renew_link(&mut self, before: Option<&Link>, link: &Link) {
        let before = before.map(|before| before.subject.aliases()).unwrap_or_default();
        self.point_people(&given_up(&before, &link.subject.aliases()), PersonPointer::default());
        self.store_link(link);
    }

    /// A contact has no link any more: the link follows to another.
    pub fn release_contact(&mut self, contact: &ContactId) {
        self.put(self.scope.contact(contact), &ContactPointer::default());
    }

    /// A link ends.
    pub fn end(&mut self, link: &Link, why: WhyEnded) {
        self.remove_link(link);
        self.point_people(&link.subject.aliases(), PersonPointer::default());
        self.journal(Event::Ended { link: link.clone(), why });
    }

    /// A person is unlinked, or none of the candidates was right: link removed and memory kept in one commit (F22).
    pub fn remember(&mut self, memory: &Memory) {
        if let Some(link) = &memory.ended {
            self.remove_link(link);
        }
        self.store_memory(memory);
        self.journal(Event::Unlinked { memory: memory.clone() });
    }

    /// The same memory with other contents.
    pub fn store_memory(&mut self, memory: &Memory) {
        self.put(self.scope.memory(memory.id), &Some(memory));
        self.point_people(&memory.aliases(), PersonPointer { link: None, memory: Some(memory.id) });
    }

    /// A memory stays for its person and lets go of a number that somebody else has now.
    pub fn let_go(&mut self, memory: &Memory, aliases: &[Alias]) {
        let mut kept = memory.clone();
        kept.subject.former.retain(|number| !aliases.contains(&Alias::Number(number.clone())));
        self.point_people(&given_up(&memory.aliases(), &kept.aliases()), PersonPointer::default());
        self.store_memory(&kept);
    }

    /// A memory is no more; the person's pointers are written by the caller's next step, or emptied here.
    pub fn forget(&mut self, memory: &Memory) {
        self.put(self.scope.memory(memory.id), &None::<Memory>);
        self.point_people(&memory.aliases(), PersonPointer::default());
    }

    /// A link that the first pass has made: counted with it, so that a pass that was cut off and resumed tells the whole number.
    pub fn count_first(&mut self) {
        self.tally.first_linked = self.tally.first_linked.saturating_add(1);
    }

    /// The intents that are open after this commit.
    pub fn intents(&mut self, open: &[WriteIntent]) {
        self.put(self.scope.intents(), &open);
    }

    /// The edits and creations that are open after this commit.
    pub fn record_intents(&mut self, open: &[RecordIntent]) {
        self.put(self.scope.record_intents(), &open);
    }

    /// A journal entry.
    pub fn journal(&mut self, event: Event) {
        let sequence = self.next();
        self.put(self.scope.journal(sequence), &Entry { sequence, at: self.at, event });
    }

    /// Later records of one key win.
    fn put(&mut self, key: String, value: &impl Serialize) {
        self.records.push((key, record::encode(value)));
    }

    fn remove_link(&mut self, link: &Link) {
        self.put(self.scope.link(link.id), &None::<Link>);
        self.release_contact(&link.contact);
        self.tally.links = self.tally.links.saturating_sub(1);
    }

    fn point_people(&mut self, aliases: &[Alias], pointer: PersonPointer) {
        for alias in aliases {
            self.put(self.scope.person(alias), &pointer);
        }
    }
}

impl<W: World> Engine<W> {
    /// Begins a commit. The caller holds [`Engine::commit`].
    pub(super) async fn begin<'a>(&self, scope: &'a Scope) -> Result<Commit<'a>, StoreFault> {
        self.load_scope(scope).await?;
        let tally = self.state().scopes.get(scope).map(|held| held.tally).unwrap_or_default();
        let now = self.now();
        Ok(Commit::new(scope, (now, self.governor.borrow().hubspot_time(now)), tally))
    }

    /// Writes a commit: all of it, or nothing and an error.
    pub(super) async fn write(&self, mut commit: Commit<'_>) -> Result<(), StoreFault> {
        if commit.records.is_empty() {
            return Ok(());
        }
        let tally = commit.tally;
        commit.put(commit.scope.tally(), &tally);
        self.world.store().set(commit.records).await?;
        self.state_mut().scopes.entry(commit.scope.clone()).or_default().tally = tally;
        Ok(())
    }

    /// Reads a scope's counters, once in a worker's life.
    pub(super) async fn load_scope(&self, scope: &Scope) -> Result<(), StoreFault> {
        // F25: the first read may restore what the first copy has lost, and nobody goes on with less meanwhile.
        let _loading = self.loading.lock().await;
        if self.state().scopes.contains_key(scope) {
            return Ok(());
        }
        let tally = self.read(vec![scope.tally()]).await?.into_values().next().unwrap_or_default();
        // Where the passes are can be found out anew: at worst one more pass calls itself the first.
        let passes = self.read_cache(scope.passes()).await.unwrap_or_default();
        self.state_mut().scopes.entry(scope.clone()).or_insert(super::state::ScopeState {
            tally,
            passes,
            first_just_done: false,
        });
        Ok(())
    }

    /// The writes that were begun and not settled.
    pub(super) async fn open_intents(&self, scope: &Scope) -> Result<Vec<WriteIntent>, StoreFault> {
        Ok(self.read(vec![scope.intents()]).await?.into_values().next().unwrap_or_default())
    }
}
