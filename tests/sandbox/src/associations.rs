//! Associations between records: the table of types (section 7.2 of the facts), and what linking and unlinking does to both sides.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::call::{Call, IdInput};
use crate::errors::{Failure, invalid, invalid_associations, missing_scopes};
use crate::kind::{Kind, RecordId};
use crate::record::{Link, Record};
use crate::scopes::{self, Use};
use crate::settings::WithoutScope;

/// A type of association that HubSpot defines, in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Type {
    /// From which type of record.
    pub from: Kind,
    /// To which.
    pub to: Kind,
    /// Its id.
    pub id: u32,
    /// The id of the same in the other direction.
    pub back: u32,
    /// Without label, or the primary company.
    pub label: Label,
}

/// What a type says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// That two records belong together.
    None,
    /// That this is the primary company.
    Primary,
}

const fn pair(from: Kind, to: Kind, id: u32, back: u32) -> Type {
    Type { from, to, id, back, label: Label::None }
}

const fn primary(from: Kind, to: Kind, id: u32, back: u32) -> Type {
    Type { from, to, id, back, label: Label::Primary }
}

/// One direction of each; the other follows.
const TYPES: [Type; 20] = [
    pair(Kind::Contacts, Kind::Deals, 4, 3),
    pair(Kind::Contacts, Kind::Tickets, 15, 16),
    pair(Kind::Contacts, Kind::Companies, 279, 280),
    primary(Kind::Contacts, Kind::Companies, 1, 2),
    pair(Kind::Deals, Kind::Companies, 341, 342),
    primary(Kind::Deals, Kind::Companies, 5, 6),
    pair(Kind::Tickets, Kind::Companies, 339, 340),
    primary(Kind::Tickets, Kind::Companies, 26, 25),
    pair(Kind::Deals, Kind::Tickets, 27, 28),
    pair(Kind::Communications, Kind::Contacts, 81, 82),
    pair(Kind::Communications, Kind::Companies, 87, 88),
    pair(Kind::Communications, Kind::Deals, 85, 86),
    pair(Kind::Communications, Kind::Tickets, 83, 84),
    pair(Kind::Notes, Kind::Contacts, 202, 201),
    pair(Kind::Notes, Kind::Deals, 214, 213),
    pair(Kind::Notes, Kind::Tickets, 228, 227),
    pair(Kind::Notes, Kind::Companies, 190, 189),
    pair(Kind::Tasks, Kind::Contacts, 204, 203),
    pair(Kind::Tasks, Kind::Deals, 216, 215),
    pair(Kind::Tasks, Kind::Tickets, 230, 229),
];

/// All types, in both directions.
pub fn types() -> impl Iterator<Item = Type> {
    TYPES
        .into_iter()
        .flat_map(|one| [one, Type { from: one.to, to: one.from, id: one.back, back: one.id, label: one.label }])
}

/// The type of an id.
pub fn of_id(id: u32) -> Option<Type> {
    types().find(|one| one.id == id)
}

/// The type without a label between two types of record.
pub fn unlabelled(from: Kind, to: Kind) -> Option<Type> {
    types().find(|one| (one.from, one.to, one.label) == (from, to, Label::None))
}

/// Links two records of a seed; the first company is the primary one.
pub fn plant(account: &mut Account, from: (Kind, RecordId), to: (Kind, RecordId), place: usize) {
    let Some(default) = unlabelled(from.0, to.0) else { return };
    let labels = types().filter(|one| (one.from, one.to, one.label) == (from.0, to.0, Label::Primary) && place == 0);
    for one in std::iter::once(default).chain(labels) {
        for (kind, id, other, other_id, type_id) in
            [(from.0, from.1, to.0, to.1, one.id), (to.0, to.1, from.0, from.1, one.back)]
        {
            let Some(record) = account.store(kind).get(id) else { continue };
            let mut record = Record::clone(record);
            record.link(other, other_id, type_id);
            account.store_mut(kind).put_indexed(record);
        }
    }
}

impl Record {
    /// Adds a type of association to another record.
    pub fn link(&mut self, kind: Kind, id: RecordId, type_id: u32) {
        match self.links.iter_mut().find(|link| (link.kind, link.id) == (kind, id)) {
            Some(link) if link.types.contains(&type_id) => {}
            Some(link) => link.types.push(type_id),
            None => self.links.push(Link { kind, id, types: vec![type_id] }),
        }
    }

    /// Removes all association to another record.
    pub fn unlink(&mut self, kind: Kind, id: RecordId) {
        self.links.retain(|link| (link.kind, link.id) != (kind, id));
    }

    /// Associations to records of a type, in order of ids.
    pub fn links_to(&self, kind: Kind) -> Vec<&Link> {
        let mut links: Vec<&Link> = self.links.iter().filter(|link| link.kind == kind).collect();
        links.sort_by_key(|link| link.id);
        links
    }
}

/// The `associations` block of a read: one row for each type, so that an id may come twice. A type without rows is left out.
///
/// # Errors
/// 403 where the key may not read the other type and the account's settings say so.
pub fn block(
    account: &Account,
    call: &Call<'_>,
    kind: Kind,
    record: &Record,
    others: &[String],
) -> Result<Map<String, Value>, Failure> {
    let mut block = Map::new();
    for name in others {
        let Some(other) = Kind::named(name) else {
            return Err(invalid(format!("{name} is not a valid object type")));
        };
        if let Some(lacking) = scopes::lacking(&[scopes::scope(other, Use::Read)], call.scopes) {
            match account.settings.associations_without_scope {
                WithoutScope::Refused => return Err(missing_scopes(lacking)),
                WithoutScope::LeftOut => continue,
            }
        }
        let links = record.links_to(other);
        let page = account.settings.association_page.max(1);
        let rows: Vec<Value> = links.iter().take(page).flat_map(|link| rows(kind, link)).collect();
        if rows.is_empty() {
            continue;
        }
        let mut shown = json!({"results": rows});
        if let (Some(next), Some(fields)) = (links.get(page), shown.as_object_mut()) {
            let link = format!(
                "https://api.hubapi.com/crm/v4/objects/{}/{}/associations/{other}?after={}",
                kind, record.id, next.id
            );
            fields.insert("paging".into(), json!({"next": {"after": next.id, "link": link}}));
        }
        block.insert(other.plural().into(), shown);
    }
    Ok(block)
}

fn rows(kind: Kind, link: &Link) -> Vec<Value> {
    let base = format!("{}_to_{}", kind.singular(), link.kind.singular());
    let has_primary = types().any(|one| (one.from, one.to, one.label) == (kind, link.kind, Label::Primary));
    let name = |id: &u32| match of_id(*id).map(|one| one.label) {
        // Between records that know a primary one the plain name is that of the primary association.
        Some(Label::None) if has_primary => format!("{base}_unlabeled"),
        Some(Label::None | Label::Primary) | None => base.clone(),
    };
    link.types.iter().map(|id| json!({"id": link.id, "type": name(id)})).collect()
}

/// An association as it is asked for with a create.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAssociation {
    /// The other record.
    pub to: IdInput,
    /// Its types.
    pub types: Vec<TypeInput>,
}

/// A type as it is asked for.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TypeInput {
    /// `HUBSPOT_DEFINED`; the sandbox knows no types of the account's own.
    pub association_category: String,
    /// Its id.
    pub association_type_id: u32,
}

/// Looks at associations that are asked for.
///
/// # Errors
/// 400 where a type is unknown, has the other direction, or its record is not there.
pub fn resolve(account: &Account, from: Kind, wanted: &[NewAssociation]) -> Result<Vec<(RecordId, Type)>, Failure> {
    let mut resolved = Vec::new();
    let mut missing = Vec::new();
    for one in wanted {
        for input in &one.types {
            let own = typed(input, from)?;
            match one.to.id.parse().ok().filter(|id| account.store(own.to).get(*id).is_some()) {
                Some(id) => resolved.push((id, own)),
                None => missing.push(one.to.id.clone()),
            }
        }
        if one.types.is_empty() {
            return Err(invalid("Some required fields were not set: [types]"));
        }
    }
    if missing.is_empty() { Ok(resolved) } else { Err(invalid_associations(&missing)) }
}

/// The type of an input, for associations from a type of record.
///
/// # Errors
/// 400 where it is unknown or has the other direction.
pub fn typed(input: &TypeInput, from: Kind) -> Result<Type, Failure> {
    if input.association_category != "HUBSPOT_DEFINED" {
        return Err(invalid(format!("{} types are not defined in this account", input.association_category)));
    }
    let own = of_id(input.association_type_id)
        .ok_or_else(|| invalid(format!("association type {} does not exist", input.association_type_id)))?;
    if own.from == from {
        return Ok(own);
    }
    Err(invalid(format!(
        "invalid from object type {} for associations to be created. expected: {}",
        from.type_id(),
        own.from.type_id()
    )))
}

/// Links two live records, in both directions. What an engagement is put on is touched by it.
pub fn link(account: &mut Account, from: (Kind, RecordId), (to, own): (RecordId, Type), now: u64) {
    let (kind, id) = from;
    let default = unlabelled(kind, own.to).filter(|default| *default != own);
    for one in std::iter::once(own).chain(default) {
        one_side(account, (kind, id), (one.to, to), one.id, now);
        one_side(account, (one.to, to), (kind, id), one.back, now);
    }
    if kind.is_engagement() {
        touch(account, kind, id, (own.to, to), now);
    }
    company_of_contact(account, (kind, id), (own.to, to), own, now);
}

/// Unlinks two records, in both directions.
pub fn unlink(account: &mut Account, from: (Kind, RecordId), to: (Kind, RecordId), now: u64) {
    unlink_one_side(account, from, to, now);
    unlink_one_side(account, to, from, now);
}

/// Takes a record from what another is associated with.
pub fn unlink_one_side(account: &mut Account, at: (Kind, RecordId), other: (Kind, RecordId), now: u64) {
    let keeps_company = at.0 != Kind::Contacts || other.0 != Kind::Companies;
    change_links(account, at, now, |record| {
        record.unlink(other.0, other.1);
        if !keeps_company && record.text("associatedcompanyid") == Some(other.1.to_string().as_str()) {
            record.put("associatedcompanyid".into(), String::new(), None);
        }
    });
}

/// A contact whose `associatedcompanyid` was written is associated with that company.
pub fn follow_company_property(account: &mut Account, kind: Kind, id: RecordId, written: &[Arc<str>], now: u64) {
    if kind != Kind::Contacts || !written.iter().any(|name| &**name == "associatedcompanyid") {
        return;
    }
    let company = account.store(kind).get(id).and_then(|record| record.text("associatedcompanyid")?.parse().ok());
    let primary = types().find(|one| (one.from, one.to, one.label) == (kind, Kind::Companies, Label::Primary));
    if let (Some(company), Some(primary)) = (company, primary)
        && account.store(Kind::Companies).get(company).is_some()
    {
        link(account, (kind, id), (company, primary), now);
    }
}

fn one_side(account: &mut Account, at: (Kind, RecordId), other: (Kind, RecordId), type_id: u32, now: u64) {
    change_links(account, at, now, |record| record.link(other.0, other.1, type_id));
}

/// Changes what a record is associated with. Its time of change moves where one of its properties counts the associations.
fn change_links(account: &mut Account, at: (Kind, RecordId), now: u64, change: impl FnOnce(&mut Record)) {
    let Some(record) = account.store(at.0).get(at.1) else { return };
    let before = record.updated;
    account.change(at.0, at.1, now, |record| {
        change(record);
        let counted = counts(at.0).iter().fold(false, |changed, (name, other)| {
            let count = match record.links_to(*other).len() {
                0 => String::new(),
                count => count.to_string(),
            };
            let differs = record.text(name).unwrap_or_default() != count;
            record.put((*name).into(), count, None);
            changed || differs
        });
        if !counted {
            record.updated = before;
        }
    });
}

/// Properties that count associations.
fn counts(kind: Kind) -> &'static [(&'static str, Kind)] {
    match kind {
        Kind::Contacts => &[("num_associated_deals", Kind::Deals)],
        Kind::Companies => &[("num_associated_contacts", Kind::Contacts), ("num_associated_deals", Kind::Deals)],
        Kind::Deals => &[("num_associated_contacts", Kind::Contacts)],
        Kind::Tickets | Kind::Communications | Kind::Tasks | Kind::Notes => &[],
    }
}

/// What an engagement does to what it is put on: last activity, and for a message last contact. Times of change move.
fn touch(account: &mut Account, kind: Kind, id: RecordId, on: (Kind, RecordId), now: u64) {
    let at = account.store(kind).get(id).and_then(|record| record.text("hs_timestamp").map(str::to_owned));
    let at = at.unwrap_or_else(|| crate::dates::iso(now));
    account.change(on.0, on.1, now, |record| {
        record.put("notes_last_updated".into(), at.clone(), None);
        if kind == Kind::Communications && on.0 == Kind::Contacts {
            record.put("notes_last_contacted".into(), at, None);
        }
        if on.0 == Kind::Contacts {
            let before: u64 = record.text("num_notes").and_then(|count| count.parse().ok()).unwrap_or(0);
            record.put("num_notes".into(), (before + 1).to_string(), None);
        }
    });
}

/// The first company of a contact becomes its primary one; a primary one becomes its `associatedcompanyid`, and the former only loses that label.
fn company_of_contact(account: &mut Account, from: (Kind, RecordId), to: (Kind, RecordId), own: Type, now: u64) {
    let (contact, company) = match (from.0, to.0) {
        (Kind::Contacts, Kind::Companies) => (from.1, to.1),
        (Kind::Companies, Kind::Contacts) => (to.1, from.1),
        (_, _) => return,
    };
    let Some(record) = account.store(Kind::Contacts).get(contact) else { return };
    let first = record.text("associatedcompanyid").is_none();
    let Some(primary) = types().find(|one| (one.from, one.label) == (Kind::Contacts, Label::Primary)) else { return };
    if !first && own.label != Label::Primary {
        return;
    }
    account.change(Kind::Contacts, contact, now, |record| {
        for link in record.links.iter_mut().filter(|link| link.kind == Kind::Companies) {
            link.types.retain(|id| *id != primary.id);
        }
        record.link(Kind::Companies, company, primary.id);
        record.put("associatedcompanyid".into(), company.to_string(), None);
    });
    one_side(account, (Kind::Companies, company), (Kind::Contacts, contact), primary.back, now);
}

/// Puts an association of a merged record on the record that took its place. A company stays the primary one only once.
pub fn relink(account: &mut Account, from: (Kind, RecordId), to: (Kind, RecordId), type_id: u32, now: u64) {
    let Some(own) = of_id(type_id) else { return };
    let taken = own.label == Label::Primary
        && account.store(from.0).get(from.1).is_some_and(|record| {
            record.links.iter().any(|link| (link.kind, link.id) != to && link.types.contains(&type_id))
        });
    if !taken {
        one_side(account, from, to, own.id, now);
        one_side(account, to, from, own.back, now);
    }
}
