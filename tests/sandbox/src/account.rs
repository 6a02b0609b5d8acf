//! One HubSpot account: its details and keys, its people, its records, and what was used of its limits.

use std::collections::BTreeMap;

use crate::dates;
use crate::kind::{Kind, RecordId};
use crate::limits::Usage;
use crate::phone_properties::Region;
use crate::pipelines::{self, Pipeline};
use crate::record::Record;
use crate::seed::{Owner, Portal, Seed, SeedRecord, ServiceKey};
use crate::settings::Settings;
use crate::store::Store;

/// When records of a seed were made that do not say so: 2025-01-01.
const LONG_AGO: u64 = 1_735_689_600_000;

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its details.
    pub portal: Portal,
    /// Its service keys.
    pub keys: Vec<ServiceKey>,
    /// Its people.
    pub owners: Vec<Owner>,
    /// Pipelines by type.
    pub pipelines: BTreeMap<Kind, Vec<Pipeline>>,
    /// How the sandbox behaves for it.
    pub settings: Settings,
    /// What was used of the limits.
    pub usage: Usage,
    /// Writes so far: tells the lags of the search index apart.
    pub writes: u64,
    stores: [Store; 7],
}

/// Properties by name, those that replace a calculated value last: writing a phone calculates again.
pub fn in_order<V>(properties: &BTreeMap<String, V>) -> impl Iterator<Item = (&String, &V)> {
    let replaces = |name: &str| name.starts_with("hs_searchable_calculated_");
    let plain = properties.iter().filter(move |(name, _)| !replaces(name));
    plain.chain(properties.iter().filter(move |(name, _)| replaces(name)))
}

impl Account {
    /// From a seed.
    pub fn new(seed: Seed) -> Account {
        let mut account = Account {
            portal: seed.portal,
            keys: seed.keys,
            owners: seed.owners,
            pipelines: pipelines::of_seed(&seed.pipelines),
            settings: seed.settings,
            usage: Usage::default(),
            writes: 0,
            stores: Kind::ALL.map(Store::new),
        };
        for (kind, properties) in &seed.properties {
            for property in properties {
                account.store_mut(*kind).schema.define(property);
            }
        }
        let all = [
            (Kind::Contacts, seed.contacts),
            (Kind::Companies, seed.companies),
            (Kind::Deals, seed.deals),
            (Kind::Tickets, seed.tickets),
            (Kind::Communications, seed.communications),
            (Kind::Tasks, seed.tasks),
            (Kind::Notes, seed.notes),
        ];
        for (kind, records) in &all {
            for record in records {
                account.plant(*kind, record);
            }
        }
        for (kind, records) in &all {
            for record in records {
                account.plant_links(*kind, record);
            }
        }
        account
    }

    /// The records of a type.
    pub fn store(&self, kind: Kind) -> &Store {
        let [contacts, companies, deals, tickets, communications, tasks, notes] = &self.stores;
        match kind {
            Kind::Contacts => contacts,
            Kind::Companies => companies,
            Kind::Deals => deals,
            Kind::Tickets => tickets,
            Kind::Communications => communications,
            Kind::Tasks => tasks,
            Kind::Notes => notes,
        }
    }

    /// The records of a type, to change.
    pub fn store_mut(&mut self, kind: Kind) -> &mut Store {
        let [contacts, companies, deals, tickets, communications, tasks, notes] = &mut self.stores;
        match kind {
            Kind::Contacts => contacts,
            Kind::Companies => companies,
            Kind::Deals => deals,
            Kind::Tickets => tickets,
            Kind::Communications => communications,
            Kind::Tasks => tasks,
            Kind::Notes => notes,
        }
    }

    /// The country that numbers without `+` are read in.
    pub fn region(&self) -> Option<Region> {
        Region::named(self.settings.inferred_country.as_ref().unwrap_or(&self.portal.inferred_country))
    }

    /// When search sees the creation of a record that is made now.
    pub fn creation_visible(&mut self, now: u64) -> u64 {
        self.writes += 1;
        now + self.settings.index_lag.creates.pick(self.writes)
    }

    /// When search sees a change that is made now.
    pub fn change_visible(&mut self, now: u64) -> u64 {
        self.writes += 1;
        now + self.settings.index_lag.updates.pick(self.writes)
    }

    /// Changes a live record, moves its time of change, and lets search see it later. `false` where there is none.
    pub fn change(&mut self, kind: Kind, id: RecordId, now: u64, change: impl FnOnce(&mut Record)) -> bool {
        let Some(record) = self.store(kind).get(id) else { return false };
        let mut record = Record::clone(record);
        change(&mut record);
        record.updated = now;
        let visible = self.change_visible(now);
        self.store_mut(kind).put(record, visible);
        true
    }

    fn plant(&mut self, kind: Kind, seed: &SeedRecord) {
        let region = self.region();
        let time = |text: &Option<String>| text.as_deref().and_then(dates::parse);
        let created = time(&seed.created_at).unwrap_or(LONG_AGO);
        let mut record = Record::new(seed.id, created, region);
        record.updated = time(&seed.updated_at).unwrap_or(created);
        let store = self.store_mut(kind);
        for (name, text) in in_order(&seed.properties) {
            let name = store.schema.define_text(name);
            record.put(name, text.clone(), region);
        }
        record.archived = seed.archived.then_some(record.updated);
        for old in record.merged().collect::<Vec<_>>() {
            self.store_mut(kind).alias(old, seed.id);
        }
        crate::derived::refresh(self, kind, &mut record, seed.id.0);
        self.store_mut(kind).put_indexed(record);
    }

    fn plant_links(&mut self, kind: Kind, seed: &SeedRecord) {
        let primary = seed.properties.get("associatedcompanyid").and_then(|id| id.parse().ok());
        let companies: Vec<RecordId> = if kind == Kind::Contacts {
            primary.into_iter().chain(seed.companies.clone()).collect()
        } else {
            seed.companies.clone()
        };
        let to = [
            (Kind::Contacts, &seed.contacts),
            (Kind::Companies, &companies),
            (Kind::Deals, &seed.deals),
            (Kind::Tickets, &seed.tickets),
        ];
        for (other, ids) in to {
            for (place, id) in ids.iter().enumerate() {
                crate::associations::plant(self, (kind, seed.id), (other, *id), place);
            }
        }
    }
}
