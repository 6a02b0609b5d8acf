//! The properties of each type of record: names, types, options, who may write them. A realistic part of what a HubSpot account has,
//! written down by hand; an account's own properties come on top.

mod companies;
mod contacts;
mod deals;
mod engagements;
mod tickets;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::kind::Kind;
use crate::seed::SeedProperty;

/// The properties of one type of record.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    properties: BTreeMap<Arc<str>, Property>,
}

/// A property.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its internal name.
    pub name: Arc<str>,
    /// What people read.
    pub label: String,
    /// A help text.
    pub description: String,
    /// The group on HubSpot's pages.
    pub group: String,
    /// Its type and how it is shown.
    pub shape: Shape,
    /// Values and labels of an enumeration, in order.
    pub options: Vec<(String, String)>,
    /// Who writes it.
    pub access: Access,
    /// HubSpot's or the account's own.
    pub origin: Origin,
    /// Whether two records may have the same value.
    pub uniqueness: Uniqueness,
    /// Whether HubSpot's pages show it.
    pub visibility: Visibility,
}

/// Type and form of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Text,
    /// Several lines.
    TextArea,
    /// Rich text.
    Html,
    /// An e-mail address.
    Email,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// A day.
    Date,
    /// An instant.
    DateTime,
    /// One of several, from a list.
    Select,
    /// One of several, all in sight.
    Radio,
    /// Any of several, `;` between them.
    Checkboxes,
    /// `true` or `false`
    Bool,
    /// A phone number as typed.
    Phone,
    /// Digits that HubSpot calculates for search.
    PhoneDigits,
    /// An owner's id.
    Owner,
    /// A pipeline's id.
    Pipeline,
    /// A stage's id.
    Stage,
}

/// Who writes a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Writable,
    /// HubSpot.
    ReadOnly,
    /// HubSpot, from other properties.
    Calculated,
}

/// Whose a property is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// HubSpot's.
    HubSpot,
    /// The account's own.
    Account,
}

/// Whether values repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uniqueness {
    /// They may.
    Repeatable,
    /// No two records have the same.
    Unique,
}

/// Whether HubSpot's pages show a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// They do.
    Shown,
    /// They do not.
    Hidden,
}

impl Schema {
    /// HubSpot's own properties of a type.
    pub fn of(kind: Kind) -> Schema {
        let tables: &[&[Definition]] = match kind {
            Kind::Contacts => &[&contacts::PROPERTIES, &COMMON],
            Kind::Companies => &[&companies::PROPERTIES, &COMMON],
            Kind::Deals => &[&deals::PROPERTIES, &COMMON],
            Kind::Tickets => &[&tickets::PROPERTIES, &COMMON],
            Kind::Communications => &[&engagements::COMMUNICATIONS, &engagements::COMMON, &COMMON],
            Kind::Tasks => &[&engagements::TASKS, &engagements::COMMON, &COMMON],
            Kind::Notes => &[&engagements::NOTES, &engagements::COMMON, &COMMON],
        };
        let mut schema = Schema::default();
        for definition in tables.iter().copied().flatten() {
            schema.put(definition.property());
        }
        schema
    }

    /// Adds a property of the account's own.
    pub fn define(&mut self, seed: &SeedProperty) {
        let shape = match (seed.kind.as_str(), seed.field_type.as_str()) {
            ("number", _) => Shape::Number,
            ("date", _) => Shape::Date,
            ("datetime", _) => Shape::DateTime,
            ("bool", _) | (_, "booleancheckbox") => Shape::Bool,
            ("enumeration", "checkbox") => Shape::Checkboxes,
            ("enumeration", "radio") => Shape::Radio,
            ("enumeration", _) => Shape::Select,
            ("phone_number", _) | (_, "phonenumber") => Shape::Phone,
            (_, "textarea") => Shape::TextArea,
            (_, "html") => Shape::Html,
            (_, _) => Shape::Text,
        };
        self.put(Property {
            name: seed.name.as_str().into(),
            label: seed.label.clone(),
            description: seed.description.clone(),
            group: seed.group_name.clone(),
            shape,
            options: seed.options.clone(),
            access: if seed.read_only { Access::ReadOnly } else { Access::Writable },
            origin: Origin::Account,
            uniqueness: if seed.has_unique_value { Uniqueness::Unique } else { Uniqueness::Repeatable },
            visibility: Visibility::Shown,
        });
    }

    /// Adds a text property of the account's own, if there is none of that name.
    pub fn define_text(&mut self, name: &str) -> Arc<str> {
        if let Some((name, _)) = self.properties.get_key_value(name) {
            return Arc::clone(name);
        }
        let name: Arc<str> = name.into();
        self.put(Property {
            name: Arc::clone(&name),
            label: name.replace('_', " "),
            description: String::new(),
            group: "contactinformation".into(),
            shape: Shape::Text,
            options: Vec::new(),
            access: Access::Writable,
            origin: Origin::Account,
            uniqueness: Uniqueness::Repeatable,
            visibility: Visibility::Shown,
        });
        name
    }

    /// A property by name.
    pub fn get(&self, name: &str) -> Option<&Property> {
        self.properties.get(name)
    }

    /// All, by name.
    pub fn all(&self) -> impl Iterator<Item = &Property> {
        self.properties.values()
    }

    fn put(&mut self, property: Property) {
        self.properties.insert(Arc::clone(&property.name), property);
    }
}

/// A line of the tables.
#[derive(Debug, Clone, Copy)]
struct Definition {
    name: &'static str,
    label: &'static str,
    group: &'static str,
    shape: Shape,
    options: &'static [(&'static str, &'static str)],
    access: Access,
    visibility: Visibility,
    uniqueness: Uniqueness,
}

impl Definition {
    const fn options(self, options: &'static [(&'static str, &'static str)]) -> Self {
        Definition { options, ..self }
    }

    const fn read_only(self) -> Self {
        Definition { access: Access::ReadOnly, ..self }
    }

    const fn calculated(self) -> Self {
        Definition { access: Access::Calculated, ..self }
    }

    const fn hidden(self) -> Self {
        Definition { visibility: Visibility::Hidden, ..self }
    }

    const fn unique(self) -> Self {
        Definition { uniqueness: Uniqueness::Unique, ..self }
    }

    fn property(&self) -> Property {
        Property {
            name: self.name.into(),
            label: self.label.into(),
            description: String::new(),
            group: self.group.into(),
            shape: self.shape,
            options: self.options.iter().map(|(value, label)| ((*value).into(), (*label).into())).collect(),
            access: self.access,
            origin: Origin::HubSpot,
            uniqueness: self.uniqueness,
            visibility: self.visibility,
        }
    }
}

const fn property(name: &'static str, label: &'static str, group: &'static str, shape: Shape) -> Definition {
    Definition {
        name,
        label,
        group,
        shape,
        options: &[],
        access: Access::Writable,
        visibility: Visibility::Shown,
        uniqueness: Uniqueness::Repeatable,
    }
}

/// Properties of every type.
const COMMON: [Definition; 8] = [
    property("hs_object_id", "Record ID", "record", Shape::Integer).read_only().unique(),
    property("hs_merged_object_ids", "Merged record IDs", "record", Shape::Checkboxes).read_only(),
    property("hs_object_source", "Record source", "record", Shape::Text).read_only().hidden(),
    property("hs_object_source_label", "Record source label", "record", Shape::Text).read_only(),
    property("hs_created_by_user_id", "Created by user ID", "record", Shape::Integer).read_only(),
    property("hs_updated_by_user_id", "Updated by user ID", "record", Shape::Integer).read_only(),
    property("hubspot_owner_assigneddate", "Owner assigned date", "record", Shape::DateTime).read_only(),
    property("hubspot_team_id", "HubSpot team", "record", Shape::Text).read_only(),
];
