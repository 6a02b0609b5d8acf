//! Associations between records: what linking and unlinking does to both sides. An association stands in both records.

mod block;
pub mod calls;
mod types;
mod wanted;

use std::sync::Arc;

pub use block::block;
pub use types::{Label, Type, of_id, types, unlabelled};
pub use wanted::{NewAssociation, TypeInput, resolve, typed};

use crate::account::Account;
use crate::kind::{Kind, RecordId};
use crate::record::{Link, Record};

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
    let Some(primary) = primary else { return };
    let Some(company) = company else { return without_primary(account, id, primary, now) };
    if account.store(Kind::Companies).get(company).is_some() {
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
    without_primary(account, contact, primary, now);
    account.change(Kind::Contacts, contact, now, |record| {
        record.link(Kind::Companies, company, primary.id);
        record.put("associatedcompanyid".into(), company.to_string(), None);
    });
    one_side(account, (Kind::Companies, company), (Kind::Contacts, contact), primary.back, now);
}

/// No company of a contact is the primary one any more; all stay associated.
fn without_primary(account: &mut Account, contact: RecordId, primary: Type, now: u64) {
    let Some(record) = account.store(Kind::Contacts).get(contact) else { return };
    let companies: Vec<RecordId> = record.links_to(Kind::Companies).iter().map(|link| link.id).collect();
    for company in companies {
        let (own, other) = ((Kind::Contacts, contact), (Kind::Companies, company));
        change_links(account, own, now, |record| record.drop_type(other.0, other.1, primary.id));
        change_links(account, other, now, |record| record.drop_type(own.0, own.1, primary.back));
    }
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

    /// Removes one type of association to another record.
    fn drop_type(&mut self, kind: Kind, id: RecordId, type_id: u32) {
        for link in self.links.iter_mut().filter(|link| (link.kind, link.id) == (kind, id)) {
            link.types.retain(|own| *own != type_id);
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
