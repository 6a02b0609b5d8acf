//! What others do in the account meanwhile, and direct looks at it: for tests and the control API. Nothing here is counted, logged or
//! limited; search sees it late like everything else.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::Sandbox;
use crate::account::{Account, in_order};
use crate::associations;
use crate::call::Wanted;
use crate::kind::{Kind, RecordId};
use crate::merge;
use crate::record::{Record, Source};
use crate::show;
use crate::write::{self, Checked};

/// Why a colleague could not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Impossible {
    /// No such account.
    NoAccount,
    /// No such record.
    NoRecord,
    /// No such property.
    NoProperty(String),
    /// Not merged, or no type of association between them.
    NotAllowed,
}

impl std::fmt::Display for Impossible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Impossible::NoAccount => f.write_str("no such account"),
            Impossible::NoRecord => f.write_str("no such record"),
            Impossible::NoProperty(name) => write!(f, "no property {name}"),
            Impossible::NotAllowed => f.write_str("these two cannot be put together"),
        }
    }
}

impl std::error::Error for Impossible {}

/// A colleague in one account, at one time.
#[derive(Debug)]
pub struct Colleague<'a> {
    account: &'a mut Account,
    now: u64,
}

impl Sandbox {
    /// A colleague of the first account.
    ///
    /// # Panics
    /// Never: a sandbox has an account.
    pub fn colleague(&mut self, now: u64) -> Colleague<'_> {
        Colleague { account: self.first_mut(), now }
    }

    /// A colleague of a certain account.
    ///
    /// # Errors
    /// [`Impossible::NoAccount`]
    pub fn colleague_in(&mut self, portal: u64, now: u64) -> Result<Colleague<'_>, Impossible> {
        let account = self.accounts_mut().find(|account| account.portal.id == portal).ok_or(Impossible::NoAccount)?;
        Ok(Colleague { account, now })
    }
}

impl Colleague<'_> {
    /// Edits properties; an empty text clears one. Values are not checked, so that HubSpot can hold what its own API would refuse.
    ///
    /// # Errors
    /// Where there is no such record or property.
    pub fn edit(&mut self, kind: Kind, id: &str, properties: &[(&str, &str)]) -> Result<(), Impossible> {
        let id = self.live(kind, id)?;
        let checked = self.texts(kind, properties)?;
        let region = self.account.region();
        write::apply(self.account, kind, id, &checked, self.now, region, Source::Colleague);
        associations::follow_company_property(self.account, kind, id, &checked.names(), self.now);
        Ok(())
    }

    /// Creates a record; its id.
    ///
    /// # Errors
    /// Where there is no such property.
    pub fn create(&mut self, kind: Kind, properties: &[(&str, &str)]) -> Result<String, Impossible> {
        let checked = self.texts(kind, properties)?;
        let region = self.account.region();
        let id = self.account.store_mut(kind).next_id();
        let mut record = Record::new(id, self.now, region);
        for (name, text) in checked.texts() {
            record.write(name, text, self.now, Source::Colleague, region);
        }
        crate::derived::refresh(self.account, kind, &mut record, self.now);
        let visible = self.account.creation_visible(self.now);
        self.account.store_mut(kind).put(record, visible);
        associations::follow_company_property(self.account, kind, id, &checked.names(), self.now);
        Ok(id.to_string())
    }

    /// Merges the second record into the first; the id of the new record that both become.
    ///
    /// # Errors
    /// Where one of them is not there, or records of this type do not merge.
    pub fn merge(&mut self, kind: Kind, primary: &str, other: &str) -> Result<String, Impossible> {
        let (primary, other) = (self.live(kind, primary)?, self.live(kind, other)?);
        merge::merge(self.account, kind, primary, other, self.now)
            .map(|id| id.to_string())
            .ok_or(Impossible::NotAllowed)
    }

    /// Puts a record into the recycle bin.
    ///
    /// # Errors
    /// Where there is no such record.
    pub fn delete(&mut self, kind: Kind, id: &str) -> Result<(), Impossible> {
        let id = self.live(kind, id)?;
        write::archive_one(self.account, kind, id, self.now);
        Ok(())
    }

    /// Takes a record out of the recycle bin, with its id; its associations do not come back.
    ///
    /// # Errors
    /// Where it is not in there.
    pub fn restore(&mut self, kind: Kind, id: &str) -> Result<(), Impossible> {
        let id: RecordId = id.parse().map_err(|_| Impossible::NoRecord)?;
        let record = self.account.store(kind).binned(id).ok_or(Impossible::NoRecord)?;
        let mut record = Record::clone(record);
        (record.archived, record.updated) = (None, self.now);
        let visible = self.account.change_visible(self.now);
        self.account.store_mut(kind).put(record, visible);
        Ok(())
    }

    /// Associates two records without a label.
    ///
    /// # Errors
    /// Where one of them is not there, or there is no such type.
    pub fn associate(&mut self, from: (Kind, &str), to: (Kind, &str)) -> Result<(), Impossible> {
        let (from_id, to_id) = (self.live(from.0, from.1)?, self.live(to.0, to.1)?);
        let own = associations::unlabelled(from.0, to.0).ok_or(Impossible::NotAllowed)?;
        associations::link(self.account, (from.0, from_id), (to_id, own), self.now);
        Ok(())
    }

    /// Removes what associates two records.
    ///
    /// # Errors
    /// Where one of them is not there.
    pub fn dissociate(&mut self, from: (Kind, &str), to: (Kind, &str)) -> Result<(), Impossible> {
        let (from_id, to_id) = (self.live(from.0, from.1)?, self.live(to.0, to.1)?);
        associations::unlink(self.account, (from.0, from_id), (to.0, to_id), self.now);
        Ok(())
    }

    /// The account's settings.
    pub fn settings(&mut self) -> &mut crate::Settings {
        &mut self.account.settings
    }

    /// The current text of a property, calculated ones included. `None` where the record is not there or the property is empty.
    pub fn text(&self, kind: Kind, id: &str, property: &str) -> Option<String> {
        let record = self.account.store(kind).get(id.parse().ok()?)?;
        record.shown(&crate::record::Field::of(kind, property)).map(std::borrow::Cow::into_owned)
    }

    /// Everything about a record, as JSON: all properties that have a value, calculated ones included, older texts, associations, whether it is in the bin or
    /// was merged into another.
    pub fn record(&self, kind: Kind, id: &str) -> Option<Value> {
        let asked: RecordId = id.parse().ok()?;
        let store = self.account.store(kind);
        let id = store.survivor(asked);
        let record = store.get(id).or_else(|| store.binned(id))?;
        let names: Vec<String> = store.schema.all().map(|property| property.name.to_string()).collect();
        let mut shown = show::object(record, &Wanted::new(kind, &store.schema, &names));
        if let Some(properties) = shown.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|_, value| !value.is_null());
        }
        let written: Vec<String> = record.history.iter().map(|change| change.property.to_string()).collect();
        shown.insert("propertiesWithHistory".into(), show::history(record, &written));
        shown.insert("associations".into(), self.links(record));
        shown.insert("url".into(), show::url(self.account, kind, record).into());
        shown.insert("mergedInto".into(), if id == asked { Value::Null } else { id.to_string().into() });
        Some(shown.into())
    }

    /// Ids of the records of a type that a record is associated with, in order.
    pub fn associated(&self, kind: Kind, id: &str, other: Kind) -> Vec<String> {
        let record = id.parse().ok().and_then(|id| self.account.store(kind).get(id));
        record.map(|record| record.links_to(other).iter().map(|link| link.id.to_string()).collect()).unwrap_or_default()
    }

    /// Ids of all live records of a type, in order.
    pub fn ids(&self, kind: Kind) -> Vec<String> {
        self.account.store(kind).from(RecordId(0)).map(|record| record.id.to_string()).collect()
    }

    fn links(&self, record: &Record) -> Value {
        let of = |kind: Kind| {
            let links = record.links_to(kind);
            let shown: Vec<Value> = links.iter().map(|link| json!({"id": link.id, "types": link.types})).collect();
            (!shown.is_empty()).then(|| (kind.plural().to_owned(), Value::from(shown)))
        };
        Kind::ALL.into_iter().filter_map(of).collect::<Map<_, _>>().into()
    }

    fn live(&self, kind: Kind, id: &str) -> Result<RecordId, Impossible> {
        let id: RecordId = id.parse().map_err(|_| Impossible::NoRecord)?;
        let id = self.account.store(kind).survivor(id);
        self.account.store(kind).get(id).map(|record| record.id).ok_or(Impossible::NoRecord)
    }

    fn texts(&self, kind: Kind, properties: &[(&str, &str)]) -> Result<Checked, Impossible> {
        let schema = &self.account.store(kind).schema;
        let named = |(name, text): (&String, &&str)| {
            let property = schema.get(name).ok_or_else(|| Impossible::NoProperty(name.clone()))?;
            Ok((Arc::clone(&property.name), (*text).to_owned()))
        };
        let all: BTreeMap<String, &str> = properties.iter().map(|(name, text)| ((*name).to_owned(), *text)).collect();
        in_order(&all).map(named).collect::<Result<Vec<_>, _>>().map(Checked::unchecked)
    }
}
