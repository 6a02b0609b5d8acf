//! Reads of records by id: one, a page of all, a batch. They see every write at once.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::associations;
use crate::call::{Call, IdInput, Wanted};
use crate::dates;
use crate::errors::{Answered, Failure, Reply, batch_not_found, invalid, not_found, not_numeric};
use crate::kind::{Kind, RecordId};
use crate::record::Record;
use crate::settings::{IncompleteBatch, MergedIds};
use crate::show;

/// Most records of a batch.
pub const BATCH: usize = 100;
/// Most records of a batch with history.
const BATCH_WITH_HISTORY: usize = 50;

/// `GET /crm/objects/{version}/{object}/{id}`. The id of a merged record answers with the survivor, unless that is switched off.
pub fn get(account: &Account, call: &Call<'_>, kind: Kind, id: &str) -> Answered {
    let found = match call.query.get("idProperty") {
        Some(property) => by_property(account, kind, property, id)?,
        None => {
            let id: RecordId = id.parse().map_err(|_| not_numeric(id))?;
            match account.settings.merged_ids_in_get {
                MergedIds::Missing => id,
                MergedIds::Resolved => account.store(kind).survivor(id),
            }
        }
    };
    let store = account.store(kind);
    let record = if wants_archived(call) { store.binned(found) } else { store.get(found) };
    let record = record.ok_or_else(not_found)?;
    Reply::ok(full(account, call, kind, record)?.into())
}

/// `GET /crm/objects/{version}/{object}`: `after` is the id of the first record of the page.
pub fn list(account: &Account, call: &Call<'_>, kind: Kind) -> Answered {
    let (limit, after) = (call.limit(10, 100)?, call.after()?);
    let store = account.store(kind);
    let mut page: Vec<&Arc<Record>> = if wants_archived(call) {
        store.bin_from(after).take(limit + 1).collect()
    } else {
        store.from(after).take(limit + 1).collect()
    };
    let next = if page.len() > limit { page.pop().map(|record| record.id) } else { None };
    let mut results = Vec::with_capacity(page.len());
    for record in page {
        let mut shown = full(account, call, kind, record)?;
        shown.insert("url".into(), show::url(account, kind, record).into());
        results.push(Value::from(shown));
    }
    let mut body = Map::from_iter([("results".to_owned(), Value::from(results))]);
    if let Some(next) = next {
        let link = format!("https://api.hubapi.com{}?limit={limit}&after={next}", call.path);
        body.insert("paging".into(), json!({"next": {"after": next, "link": link}}));
    }
    Reply::ok(body.into())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BatchBody {
    inputs: Vec<IdInput>,
    #[serde(default)]
    properties: Vec<String>,
    #[serde(default)]
    properties_with_history: Vec<String>,
    #[serde(default)]
    id_property: Option<String>,
}

/// `POST /crm/objects/{version}/{object}/batch/read`. The order of the answer is not that of the question.
pub fn batch(account: &Account, call: &Call<'_>, kind: Kind) -> Answered {
    let body: BatchBody = call.json()?;
    let most = if body.properties_with_history.is_empty() { BATCH } else { BATCH_WITH_HISTORY };
    check_size(body.inputs.len(), most)?;
    let store = account.store(kind);
    let wanted = Wanted::new(kind, &store.schema, &body.properties);
    let (mut results, mut missing) = (Vec::new(), Vec::new());
    let mut seen = std::collections::BTreeSet::new();
    for input in body.inputs.iter().rev() {
        let id = match &body.id_property {
            Some(property) => by_property(account, kind, property, &input.id).ok(),
            None => input.id.parse().ok().map(|id| match account.settings.merged_ids_in_batch {
                MergedIds::Missing => id,
                MergedIds::Resolved => store.survivor(id),
            }),
        };
        let record = id.and_then(|id| if wants_archived(call) { store.binned(id) } else { store.get(id) });
        match record {
            Some(record) if seen.insert(record.id) => {
                let mut shown = show::object(record, &wanted);
                if !body.properties_with_history.is_empty() {
                    let history = show::history(record, &body.properties_with_history);
                    shown.insert("propertiesWithHistory".into(), history);
                }
                results.push(Value::from(shown));
            }
            Some(_) => {}
            None => missing.push(input.id.clone()),
        }
    }
    let errors = if missing.is_empty() { vec![] } else { vec![batch_not_found(kind, &missing)] };
    Ok(batch_reply(account, call.now, results, errors, missing.len(), 200))
}

/// The answer to a batch; `status` is that of a complete one.
pub fn batch_reply(
    account: &Account,
    now: u64,
    results: Vec<Value>,
    errors: Vec<Value>,
    failed: usize,
    status: u16,
) -> Reply {
    let at = dates::iso(now);
    let mut body = Map::from_iter([
        ("status".to_owned(), Value::from("COMPLETE")),
        ("results".to_owned(), results.into()),
        ("startedAt".to_owned(), at.clone().into()),
        ("completedAt".to_owned(), at.into()),
    ]);
    if failed == 0 {
        return Reply { status, body: body.into() };
    }
    body.insert("numErrors".into(), failed.into());
    body.insert("errors".into(), errors.into());
    let status = match account.settings.incomplete_batch {
        IncompleteBatch::Status207 => 207,
        IncompleteBatch::Status200 => status,
    };
    Reply { status, body: body.into() }
}

/// Refuses a batch that is too large or empty.
///
/// # Errors
/// 400
pub fn check_size(count: usize, most: usize) -> Result<(), Failure> {
    match count {
        0 => Err(invalid("Some required fields were not set: [inputs]")),
        count if count > most => Err(invalid(format!(
            "The maximum number of inputs supported in a batch request is {most}, received {count}"
        ))),
        _ => Ok(()),
    }
}

/// The record with a value in a unique property.
///
/// # Errors
/// 404 where there is none, 400 where the property is not unique.
pub fn by_property(account: &Account, kind: Kind, property: &str, value: &str) -> Result<RecordId, Failure> {
    let store = account.store(kind);
    let unique = store.schema.get(property).is_some_and(|one| one.uniqueness == crate::schema::Uniqueness::Unique);
    let found = match property {
        "hs_object_id" => value.parse().ok(),
        "email" if kind == Kind::Contacts => store.by_email(value),
        _ if unique => {
            store.from(RecordId(0)).find(|record| record.text(property) == Some(value)).map(|record| record.id)
        }
        _ => return Err(invalid(format!("Property {property} is not a unique identifier property"))),
    };
    found.ok_or_else(not_found)
}

fn wants_archived(call: &Call<'_>) -> bool {
    call.query.get("archived") == Some("true")
}

/// A record with history and associations, as far as asked for.
fn full(account: &Account, call: &Call<'_>, kind: Kind, record: &Record) -> Result<Map<String, Value>, Failure> {
    let wanted = Wanted::new(kind, &account.store(kind).schema, &call.query.list("properties"));
    let mut shown = show::object(record, &wanted);
    let history = call.query.list("propertiesWithHistory");
    if !history.is_empty() {
        shown.insert("propertiesWithHistory".into(), show::history(record, &history));
    }
    let others = call.query.list("associations");
    if !others.is_empty() {
        let block = associations::block(account, call, kind, record, &others)?;
        if !block.is_empty() {
            shown.insert("associations".into(), block.into());
        }
    }
    Ok(shown)
}
