//! HubSpot in process: the sandbox with its accounts, the colleagues who work in them, and what a test looks at directly.

use std::cell::RefCell;
use std::collections::BTreeMap;

use hubspot_sandbox::{Fault, Kind, Logged, Outcome, Sandbox, Seed, Settings};
use linked_contacts::hubspot::calls::get_contact::GetContact;
use linked_contacts::hubspot::contact::Contact;
use linked_contacts::hubspot::request::{Call as _, Request};
use serde_json::{Value, json};

use crate::transport::name_of;

/// A key that may do everything.
pub const SCOPES: [&str; 8] = [
    "oauth",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.companies.read",
    "crm.objects.deals.read",
    "crm.objects.deals.write",
    "crm.objects.owners.read",
    "tickets",
];

/// HubSpot: accounts are added before the first request.
#[derive(Default)]
pub struct HubSpot {
    sandbox: RefCell<Option<Sandbox>>,
    /// Portals by key.
    keys: RefCell<BTreeMap<String, String>>,
    /// Portals by contact, those that are gone too: ids of two portals never meet here.
    owners: RefCell<BTreeMap<String, String>>,
}

impl HubSpot {
    /// Adds an account with these contacts; its key is `pat-na1-{portal}`.
    pub fn add_account(&self, portal: u64, scopes: &[&str], contacts: &[Value], settings: Value) {
        let token = format!("pat-na1-{portal}");
        let seed = json!({
            "portal": {"id": portal},
            "keys": [{"token": token, "scopes": scopes}],
            "owners": [{"id": "41629779", "email": "joao@example.com", "firstName": "João", "lastName": "Pereira", "userId": 9}],
            "contacts": contacts,
        });
        let mut seed: Seed = serde_json::from_value(seed).unwrap();
        seed.settings = Settings::default().with(&settings).unwrap();
        self.keys.borrow_mut().insert(token, portal.to_string());
        for contact in contacts {
            self.own(&portal.to_string(), contact["id"].as_str().unwrap());
        }
        let mut sandbox = self.sandbox.borrow_mut();
        match sandbox.as_mut() {
            Some(sandbox) => sandbox.add_account(seed),
            None => *sandbox = Some(Sandbox::new(seed)),
        }
    }

    /// The account's admin makes another key, which may do the same.
    pub fn add_key(&self, portal: u64, token: &str) {
        self.with(|sandbox| {
            let account = sandbox.accounts_mut().find(|account| account.portal.id == portal).expect("an account");
            let mut key = account.keys.first().expect("a key").clone();
            key.token = token.to_owned();
            account.keys.push(key);
        });
        self.keys.borrow_mut().insert(token.to_owned(), portal.to_string());
    }

    /// The account's admin revokes a key: HubSpot does not know it any more.
    pub fn revoke(&self, token: &str) {
        self.with(|sandbox| {
            let keys = sandbox.accounts_mut().flat_map(|account| &mut account.keys);
            keys.filter(|key| key.token == token).for_each(|key| key.token = "revoked".to_owned());
        });
    }

    /// The account's admin takes a scope away from every key.
    pub fn take_away(&self, scope: &str) {
        self.with(|sandbox| {
            let keys = sandbox.accounts_mut().flat_map(|account| &mut account.keys);
            keys.for_each(|key| key.scopes.retain(|own| own != scope));
        });
    }

    /// The admin gives it back.
    pub fn give_back(&self, scope: &str) {
        self.with(|sandbox| {
            let keys = sandbox.accounts_mut().flat_map(|account| &mut account.keys);
            keys.for_each(|key| key.scopes.push(scope.to_owned()));
        });
    }

    fn own(&self, portal: &str, contact: &str) {
        let before = self.owners.borrow_mut().insert(contact.to_owned(), portal.to_owned());
        assert!(before.is_none_or(|before| before == portal), "contact {contact} in two portals");
    }

    /// Runs something with the sandbox.
    pub fn with<T>(&self, run: impl FnOnce(&mut Sandbox) -> T) -> T {
        run(self.sandbox.borrow_mut().as_mut().expect("an account"))
    }

    /// Answers a request.
    pub fn answer(&self, token: &str, request: &Request, now: u64) -> Outcome {
        let request = hubspot_sandbox::Request {
            method: name_of(request.method).into(),
            path: request.path.clone(),
            headers: [
                ("authorization".to_owned(), format!("Bearer {token}")),
                ("content-type".to_owned(), "application/json".to_owned()),
            ]
            .into(),
            body: request.body.clone().unwrap_or_default(),
        };
        let outcome = self.with(|sandbox| sandbox.answer(&request, now));
        // A contact that the extension made belongs to the account that it was made in, whether its answer arrived or not.
        if request.method == "POST"
            && request.path.ends_with("/contacts")
            && let Some(portal) = self.portal_of(token)
        {
            self.ids(&portal).iter().for_each(|id| self.own(&portal, id));
        }
        outcome
    }

    /// Lets something go wrong.
    pub fn inject(&self, fault: Fault) {
        self.with(|sandbox| sandbox.inject(fault));
    }

    /// Nothing goes wrong any more.
    pub fn heal(&self) {
        self.with(Sandbox::clear_faults);
    }

    /// Every request so far.
    pub fn log(&self) -> Vec<Logged> {
        self.with(|sandbox| sandbox.log().to_vec())
    }

    /// How many requests were made so far.
    pub fn requests(&self) -> usize {
        self.with(|sandbox| sandbox.log().len())
    }

    /// How many writes were made so far: HS writes of `requirements.md`.
    pub fn writes(&self) -> usize {
        self.with(|sandbox| sandbox.log().iter().filter(|logged| logged.is_write()).count())
    }

    /// A colleague creates a contact; its id.
    pub fn create(&self, portal: &str, now: u64, properties: &[(&str, &str)]) -> String {
        let id = self.colleague(portal, now, |colleague| colleague.create(Kind::Contacts, properties).unwrap());
        self.own(portal, &id);
        id
    }

    /// A colleague creates a record that belongs to a contact; its id.
    pub fn give(&self, portal: &str, now: u64, contact: &str, kind: Kind, properties: &[(&str, &str)]) -> String {
        self.colleague(portal, now, |colleague| {
            let id = colleague.create(kind, properties).unwrap();
            colleague.associate((kind, &id), (Kind::Contacts, contact)).unwrap();
            id
        })
    }

    /// A colleague edits a record that is no contact.
    pub fn edit_record(&self, portal: &str, now: u64, kind: Kind, id: &str, properties: &[(&str, &str)]) {
        self.colleague(portal, now, |colleague| colleague.edit(kind, id, properties).unwrap());
    }

    /// A colleague deletes a record that is no contact.
    pub fn delete_record(&self, portal: &str, now: u64, kind: Kind, id: &str) {
        self.colleague(portal, now, |colleague| colleague.delete(kind, id).unwrap());
    }

    /// The records of a kind that belong to a contact.
    pub fn belonging(&self, portal: &str, contact: &str, kind: Kind) -> Vec<String> {
        self.colleague(portal, 0, |colleague| colleague.associated(Kind::Contacts, contact, kind))
    }

    /// The text of a property of a record of any kind; empty where it has none.
    pub fn text_of(&self, portal: &str, kind: Kind, id: &str, property: &str) -> String {
        self.colleague(portal, 0, |colleague| colleague.text(kind, id, property)).unwrap_or_default()
    }

    /// A colleague edits a contact.
    pub fn edit(&self, portal: &str, now: u64, id: &str, properties: &[(&str, &str)]) {
        self.colleague(portal, now, |colleague| colleague.edit(Kind::Contacts, id, properties).unwrap());
    }

    /// A colleague deletes a contact.
    pub fn delete(&self, portal: &str, now: u64, id: &str) {
        self.colleague(portal, now, |colleague| colleague.delete(Kind::Contacts, id).unwrap());
    }

    /// A colleague merges the second contact into the first; the id of what both become.
    pub fn merge(&self, portal: &str, now: u64, first: &str, second: &str) -> String {
        let id = self.colleague(portal, now, |colleague| colleague.merge(Kind::Contacts, first, second).unwrap());
        self.own(portal, &id);
        id
    }

    /// The account's settings change.
    pub fn set(&self, portal: &str, settings: &Value) {
        self.colleague(portal, 0, |colleague| {
            *colleague.settings() = colleague.settings().clone().with(settings).unwrap()
        });
    }

    /// The text of a contact's property now; empty where it has none.
    pub fn text(&self, portal: &str, id: &str, property: &str) -> String {
        self.colleague(portal, 0, |colleague| colleague.text(Kind::Contacts, id, property)).unwrap_or_default()
    }

    /// The contacts that are there now, decoded as the product decodes them.
    pub fn contacts(&self, portal: &str) -> Vec<Contact> {
        let records: Vec<Value> = self.colleague(portal, 0, |colleague| {
            colleague.ids(Kind::Contacts).iter().filter_map(|id| colleague.record(Kind::Contacts, id)).collect()
        });
        records.iter().filter_map(decoded).collect()
    }

    /// Ids of the contacts that are there now.
    pub fn ids(&self, portal: &str) -> Vec<String> {
        self.colleague(portal, 0, |colleague| colleague.ids(Kind::Contacts))
    }

    /// The id under which a contact lives now; `None` where it is deleted.
    pub fn survivor(&self, portal: &str, id: &str) -> Option<String> {
        let record = self.colleague(portal, 0, |colleague| colleague.record(Kind::Contacts, id))?;
        Some(record["id"].as_str()?.to_owned())
    }

    /// The portal of a key.
    pub fn portal_of(&self, token: &str) -> Option<String> {
        self.keys.borrow().get(token).cloned()
    }

    /// The portal of a contact, of one that is gone too.
    pub fn owner_of(&self, contact: &str) -> Option<String> {
        self.owners.borrow().get(contact).cloned()
    }

    fn colleague<T>(&self, portal: &str, now: u64, run: impl FnOnce(&mut hubspot_sandbox::Colleague<'_>) -> T) -> T {
        self.with(|sandbox| run(&mut sandbox.colleague_in(portal.parse().unwrap(), now).unwrap()))
    }
}

/// A contact for [`HubSpot::add_account`].
pub fn contact(id: u64, properties: &[(&str, &str)]) -> Value {
    let properties: BTreeMap<&str, &str> = properties.iter().copied().collect();
    json!({"id": id.to_string(), "properties": properties})
}

fn decoded(record: &Value) -> Option<Contact> {
    let id = record["id"].as_str()?.parse().ok()?;
    GetContact { id: &id }.decode(&record.to_string()).ok()
}
