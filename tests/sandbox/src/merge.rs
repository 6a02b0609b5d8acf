//! Merging two records (section 9 of the facts): a new record with a new id takes the place of both, or the primary one stays, as the
//! account is set; the old ids stand for it in reads by id, and are listed in `hs_merged_object_ids`. Values are those of the primary record, and the other's where it had none.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use crate::account::Account;
use crate::associations;
use crate::call::{Call, Wanted};
use crate::errors::{Answered, Failure, Reply, invalid, not_found};
use crate::kind::{Kind, RecordId};
use crate::record::Record;
use crate::settings::MergeLeaves;
use crate::show;

/// Merges that one record may go through.
const MOST: usize = 250;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Body {
    primary_object_id: String,
    object_id_to_merge: String,
}

/// `POST /crm/objects/{version}/{object}/merge`
pub fn call(account: &mut Account, call: &Call<'_>, kind: Kind) -> Answered {
    let body: Body = call.json()?;
    let id = |text: &str| -> Result<RecordId, Failure> {
        let id = text.parse().map_err(|_| not_found())?;
        account.store(kind).get(id).map(|record| record.id).ok_or_else(not_found)
    };
    let (primary, other) = (id(&body.primary_object_id)?, id(&body.object_id_to_merge)?);
    let merges = |id| account.store(kind).get(id).map_or(0, |record| record.merged().count());
    if merges(primary) + merges(other) + 2 > MOST {
        let body = serde_json::json!({"status": "error", "message": format!("A record can be merged {MOST} times at most"), "category": "VALIDATION_ERROR"});
        return Err(Failure { status: 414, body });
    }
    let merged = merge(account, kind, primary, other, call.now);
    let merged = merged.ok_or_else(|| invalid("Cannot merge an object with itself"))?;
    let store = account.store(kind);
    let record = store.get(merged).ok_or_else(not_found)?;
    Reply::ok(Value::from(show::object(record, &Wanted::new(kind, &store.schema, &[]))))
}

/// Merges; the id of what is left. `None` for a record with itself and for types that do not merge.
pub fn merge(account: &mut Account, kind: Kind, primary: RecordId, other: RecordId, now: u64) -> Option<RecordId> {
    if primary == other || !matches!(kind, Kind::Contacts | Kind::Companies) {
        return None;
    }
    let (first, second) = (Arc::clone(account.store(kind).get(primary)?), Arc::clone(account.store(kind).get(other)?));
    let (id, gone) = match account.settings.merge_leaves {
        MergeLeaves::NewId => (account.store_mut(kind).next_id(), vec![primary, other]),
        MergeLeaves::PrimaryId => (primary, vec![other]),
    };
    let mut merged = Record::clone(&first);
    (merged.id, merged.updated, merged.links) = (id, now, Vec::new());
    merged.created = first.created.min(second.created);
    for (name, text) in second.texts().filter(|(name, _)| first.text(name).is_none()) {
        merged.put(Arc::clone(name), text.to_owned(), account.region());
    }
    let old: Vec<String> =
        first.merged().chain(second.merged()).chain([primary, other]).map(|id| id.to_string()).collect();
    merged.put("hs_merged_object_ids".into(), old.join(";"), None);
    keep_email(&mut merged, &second);
    let visible = account.change_visible(now);
    for gone in gone {
        account.store_mut(kind).merge_away(gone, id, visible);
    }
    crate::derived::refresh(account, kind, &mut merged, now);
    account.store_mut(kind).put(merged, visible);
    for link in first.links.iter().chain(&second.links) {
        for gone in [primary, other] {
            associations::unlink_one_side(account, (link.kind, link.id), (kind, gone), now);
        }
        for type_id in &link.types {
            associations::relink(account, (kind, id), (link.kind, link.id), *type_id, now);
        }
    }
    Some(id)
}

/// The other record's e-mail is kept beside the primary one.
fn keep_email(merged: &mut Record, second: &Record) {
    if let Some(email) = second.text("email").filter(|email| merged.text("email") != Some(email)) {
        let more = merged.text("hs_additional_emails").map(|others| format!("{others};{email}"));
        merged.put("hs_additional_emails".into(), more.unwrap_or_else(|| email.to_owned()), None);
    }
}
