//! Scenes to begin a test in: one rep, one tab, one HubSpot account, with the people and contacts that the row needs.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

use hubspot_sandbox::Kind;
use linked_contacts::ports::TabId;
use serde_json::{Value, json};

use crate::book::{Book, Wa};
use crate::hubspot::{SCOPES, contact};
use crate::sim::Sim;

/// The tab of most tests.
pub const TAB: TabId = TabId(1);
/// Another tab.
pub const TAB2: TabId = TabId(2);
/// The account of most tests.
pub const PORTAL: u64 = 146_000_001;
/// The same, as text.
pub const PORTAL_ID: &str = "146000001";
/// Another account.
pub const PORTAL_B: u64 = 146_000_002;
/// The rep's own number.
pub const OWN: &str = "12125550199";

/// What a scene begins with.
#[derive(Clone)]
pub struct Setup {
    seed: u64,
    own: &'static str,
    contacts: Vec<Value>,
    people: Vec<(String, String)>,
    settings: Value,
    scopes: Vec<&'static str>,
}

/// A scene.
pub struct Scene {
    sim: Sim,
    /// The rep's WhatsApp.
    pub book: Rc<RefCell<Book>>,
}

/// A HubSpot that answers in 100 ms and searches without lag.
fn without_lag() -> Value {
    json!({"indexLag": {"creates": 0, "updates": 0}, "latency": 100})
}

impl Setup {
    /// Nobody, and a HubSpot that answers in 100 ms and searches without lag.
    pub fn new() -> Setup {
        Setup {
            seed: 1,
            own: OWN,
            contacts: Vec::new(),
            people: Vec::new(),
            settings: without_lag(),
            scopes: SCOPES.to_vec(),
        }
    }

    /// Draws from another seed.
    pub fn seed(self, seed: u64) -> Setup {
        Setup { seed, ..self }
    }

    /// The rep has another number.
    pub fn own(self, own: &'static str) -> Setup {
        Setup { own, ..self }
    }

    /// A contact in HubSpot.
    pub fn contact(mut self, id: u64, properties: &[(&str, &str)]) -> Setup {
        self.contacts.push(contact(id, properties));
        self
    }

    /// A contact in HubSpot with a name and a phone.
    pub fn named(self, id: u64, name: &str, phone: &str) -> Setup {
        self.contact(id, &[("firstname", name), ("phone", phone)])
    }

    /// A saved person with a chat; the first one added is `Wa(0)`.
    pub fn person(mut self, digits: &str, name: &str) -> Setup {
        self.people.push((digits.into(), name.into()));
        self
    }

    /// How HubSpot behaves.
    pub fn settings(self, settings: Value) -> Setup {
        Setup { settings, ..self }
    }

    /// The key lacks a scope.
    pub fn without_scope(mut self, scope: &str) -> Setup {
        self.scopes.retain(|own| *own != scope);
        self
    }

    /// WhatsApp is open beside the sidebar; HubSpot is not connected.
    pub fn start(self) -> Scene {
        let mut sim = Sim::new(self.seed);
        sim.outside.hubspot.add_account(PORTAL, &self.scopes, &self.contacts, self.settings);
        let book = sim.account(self.own);
        for (digits, name) in &self.people {
            book.borrow_mut().add(digits, name);
        }
        sim.open_tab(TAB, &book);
        Scene { sim, book }
    }

    /// The same, connected, with the first pass done.
    pub fn connected(self) -> Scene {
        let mut scene = self.start();
        scene.connect(PORTAL);
        scene
    }
}

impl Scene {
    /// A browser without tabs, and the rep's WhatsApp without people.
    pub fn empty(seed: u64) -> Scene {
        let mut sim = Sim::new(seed);
        let book = sim.account(OWN);
        Scene { sim, book }
    }

    /// Adds a person to WhatsApp.
    pub fn add(&mut self, digits: &str, name: &str) -> Wa {
        self.book.borrow_mut().add(digits, name)
    }

    /// A property of a contact as HubSpot has it now.
    pub fn text(&self, contact: &str, property: &str) -> String {
        self.outside.hubspot.text(PORTAL_ID, contact, property)
    }

    /// A colleague creates a contact.
    pub fn create(&self, properties: &[(&str, &str)]) -> String {
        self.outside.hubspot.create(PORTAL_ID, self.now(), properties)
    }

    /// A colleague edits a contact.
    pub fn edit(&self, contact: &str, properties: &[(&str, &str)]) {
        self.outside.hubspot.edit(PORTAL_ID, self.now(), contact, properties);
    }

    /// A colleague deletes a contact.
    pub fn delete(&self, contact: &str) {
        self.outside.hubspot.delete(PORTAL_ID, self.now(), contact);
    }

    /// Maria's contact, 101, has another phone. Ben is linked, and Ana was unlinked; no chat is open.
    pub fn of_three() -> Scene {
        let mut scene = Setup::new()
            .named(101, "Maria", "(650) 123-4567")
            .named(102, "Ben", "+1 650 765 4321")
            .named(103, "Ana", "+1 212 555 0142")
            .person("442079460123", "Maria")
            .person("16507654321", "Ben")
            .person("12125550142", "Ana")
            .connected();
        scene.open(TAB, Wa(2));
        scene.unlink(TAB).unwrap();
        scene.close_chat(TAB);
        scene.settle();
        scene
    }

    /// The other account, with a contact of Maria's number.
    pub fn add_portal_b(&self) {
        let contacts = [contact(5_000_001, &[("firstname", "Elsewhere"), ("phone", "+1 650 123 4567")])];
        self.outside.hubspot.add_account(PORTAL_B, &SCOPES, &contacts, without_lag());
    }

    /// Another WhatsApp account of the rep's, which knows Maria too, in another tab.
    pub fn open_other_account(&mut self) -> Rc<RefCell<Book>> {
        let other = self.account("5511987650000");
        other.borrow_mut().add("16501234567", "A Maria");
        self.open_tab(TAB2, &other);
        other
    }

    /// A contact has a deal; its id.
    pub fn give_deal(&self, contact: &str, name: &str) -> String {
        let properties = [("dealname", name), ("pipeline", "default"), ("dealstage", "qualifiedtobuy")];
        self.outside.hubspot.give(PORTAL_ID, self.now(), contact, Kind::Deals, &properties)
    }

    /// A colleague merges the second contact into the first.
    pub fn merge(&self, first: &str, second: &str) -> String {
        self.outside.hubspot.merge(PORTAL_ID, self.now(), first, second)
    }

    /// The scope of the rep's account under the usual portal.
    pub fn scope(&self) -> String {
        format!("{PORTAL_ID}/{}", crate::truth::number_alias(&self.book.borrow().own))
    }

    /// The contact that a person is linked with, by what is stored.
    pub fn stored(&self, wa: Wa) -> Option<String> {
        let watch = self.outside.watch.borrow();
        let link = watch.truth.link_of(&self.scope(), &self.book.borrow(), wa)?;
        Some(link.contact.to_string())
    }

    /// Whether a person's unlinking is remembered, by what is stored.
    pub fn remembered(&self, wa: Wa) -> bool {
        self.outside.watch.borrow().truth.memory_of(&self.scope(), &self.book.borrow(), wa).is_some()
    }
}

impl Deref for Scene {
    type Target = Sim;

    fn deref(&self) -> &Sim {
        &self.sim
    }
}

impl DerefMut for Scene {
    fn deref_mut(&mut self) -> &mut Sim {
        &mut self.sim
    }
}
