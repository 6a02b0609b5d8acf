//! One record: its texts, its times, what it is associated with, and the older texts of its properties.
//!
//! What it is associated with stands in the record itself, on both sides, so that the search index, which keeps records as they were, is
//! late with associations too. The calculated phone properties are calculated when first asked for: a hundred thousand records are
//! made in no time, and the answer is the same.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::dates;
use crate::kind::{Kind, RecordId};
use crate::phone_properties::{Calculated, Region, calculate};

const PHONE_DIGITS: &str = "hs_searchable_calculated_phone_number";
const MOBILE_DIGITS: &str = "hs_searchable_calculated_mobile_number";

/// A record.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// When it was made, in epoch milliseconds.
    pub created: u64,
    /// When it was last changed.
    pub updated: u64,
    /// When it went to the recycle bin.
    pub archived: Option<u64>,
    /// What it is associated with.
    pub links: Vec<Link>,
    /// Older and current texts, newest first, of properties that were written since the seed.
    pub history: Vec<Change>,
    texts: BTreeMap<Arc<str>, String>,
    region: Option<Region>,
    phone: OnceLock<Calculated>,
    mobile: OnceLock<Calculated>,
}

/// An association to one record, with all its types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The other record's type.
    pub kind: Kind,
    /// The other record.
    pub id: RecordId,
    /// Association type ids in this direction.
    pub types: Vec<u32>,
}

/// A text that a property had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The property.
    pub property: Arc<str>,
    /// Its text from then on; empty where it was cleared.
    pub text: String,
    /// When.
    pub at: u64,
    /// Who: `INTEGRATION`, `CRM_UI` …
    pub source: Source,
}

/// Who changed a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A key, over the API.
    Integration,
    /// A colleague, on HubSpot's pages.
    Colleague,
    /// Whoever filled the account before the seed was taken.
    Import,
}

impl Source {
    /// HubSpot's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Source::Integration => "INTEGRATION",
            Source::Colleague => "CRM_UI",
            Source::Import => "IMPORT",
        }
    }
}

/// Where a property's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// The record's id.
    Id,
    /// The time it was made.
    Created,
    /// The time it was last changed.
    Updated,
    /// Digits of `phone`, for search.
    PhoneDigits,
    /// Digits of `mobilephone`, for search.
    MobileDigits,
    /// E.164 of `phone`.
    PhoneInternational,
    /// E.164 of `mobilephone`.
    MobileInternational,
    /// Country of `phone`.
    PhoneCountry,
    /// Its stored text.
    Text(Arc<str>),
}

/// A value as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// An id, or an instant in epoch milliseconds.
    Number(u64),
}

impl Field {
    /// The field behind a property's name.
    pub fn of(kind: Kind, name: &str) -> Field {
        if name == kind.modified_property() {
            return Field::Updated;
        }
        if name == kind.created_property() {
            return Field::Created;
        }
        match name {
            "hs_object_id" | "hs_ticket_id" => Field::Id,
            PHONE_DIGITS => Field::PhoneDigits,
            MOBILE_DIGITS => Field::MobileDigits,
            "hs_calculated_phone_number" => Field::PhoneInternational,
            "hs_calculated_mobile_number" => Field::MobileInternational,
            "hs_calculated_phone_number_country_code" => Field::PhoneCountry,
            _ => Field::Text(name.into()),
        }
    }
}

impl Record {
    /// An empty record.
    pub fn new(id: RecordId, now: u64, region: Option<Region>) -> Record {
        Record {
            id,
            created: now,
            updated: now,
            archived: None,
            links: Vec::new(),
            history: Vec::new(),
            texts: BTreeMap::new(),
            region,
            phone: OnceLock::new(),
            mobile: OnceLock::new(),
        }
    }

    /// The stored text of a property.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// All stored texts.
    pub fn texts(&self) -> impl Iterator<Item = (&Arc<str>, &str)> {
        self.texts.iter().map(|(name, text)| (name, text.as_str()))
    }

    /// Stores a text; an empty one clears the property. The calculated properties follow, in the country given.
    pub fn put(&mut self, name: Arc<str>, text: String, region: Option<Region>) {
        if matches!(&*name, "phone" | "mobilephone") {
            self.region = region;
            self.phone = OnceLock::new();
            self.mobile = OnceLock::new();
            self.texts.remove(if &*name == "phone" { PHONE_DIGITS } else { MOBILE_DIGITS });
        }
        if text.is_empty() {
            self.texts.remove(&name);
        } else {
            self.texts.insert(name, text);
        }
    }

    /// Stores a text and keeps the older ones.
    pub fn write(&mut self, name: &Arc<str>, text: &str, at: u64, source: Source, region: Option<Region>) {
        let known = self.history.iter().any(|change| change.property == *name);
        if let Some(before) = self.text(name).filter(|_| !known).map(str::to_owned) {
            let property = Arc::clone(name);
            self.history.push(Change { property, text: before, at: self.created, source: Source::Import });
        }
        self.history.insert(0, Change { property: Arc::clone(name), text: text.to_owned(), at, source });
        self.put(Arc::clone(name), text.to_owned(), region);
    }

    /// The value behind a field. `None` where it has none.
    pub fn value(&self, field: &Field) -> Option<Value<'_>> {
        match field {
            Field::Id => Some(Value::Number(self.id.0)),
            Field::Created => Some(Value::Number(self.created)),
            Field::Updated => Some(Value::Number(self.updated)),
            Field::PhoneDigits => self.digits(PHONE_DIGITS, self.phone()),
            Field::MobileDigits => self.digits(MOBILE_DIGITS, self.mobile()),
            Field::PhoneInternational => self.phone().international.as_deref().map(Value::Text),
            Field::MobileInternational => self.mobile().international.as_deref().map(Value::Text),
            Field::PhoneCountry => self.phone().country.as_deref().map(Value::Text),
            Field::Text(name) => self.text(name).map(Value::Text),
        }
    }

    /// The value behind a field as HubSpot writes it in an answer.
    pub fn shown(&self, field: &Field) -> Option<Cow<'_, str>> {
        match (field, self.value(field)?) {
            (Field::Created | Field::Updated, Value::Number(ms)) => Some(dates::iso(ms).into()),
            (_, Value::Number(number)) => Some(number.to_string().into()),
            (_, Value::Text(text)) => Some(text.into()),
        }
    }

    /// Ids that were merged into this one.
    pub fn merged(&self) -> impl Iterator<Item = RecordId> {
        let ids = self.text("hs_merged_object_ids").unwrap_or_default();
        ids.split(';').filter_map(|id| id.parse().ok())
    }

    /// Digits for search: those of a seed or a colleague, who can give the whole number behind a masked text, else the calculated ones.
    fn digits<'a>(&'a self, name: &str, calculated: &'a Calculated) -> Option<Value<'a>> {
        self.text(name).or(calculated.searchable.as_deref()).map(Value::Text)
    }

    fn phone(&self) -> &Calculated {
        self.phone.get_or_init(|| self.calculated("phone"))
    }

    fn mobile(&self) -> &Calculated {
        self.mobile.get_or_init(|| self.calculated("mobilephone"))
    }

    fn calculated(&self, name: &str) -> Calculated {
        self.text(name).map(|text| calculate(text, self.region)).unwrap_or_default()
    }
}
