//! The association endpoints (section 7.3 of the facts): read in both directions, put, delete, in batches, labels.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Label, Type, TypeInput, link, of_id, typed, types, unlabelled, unlink};
use crate::account::Account;
use crate::call::{Call, IdInput};
use crate::errors::{Answered, Failure, Reply, batch_not_found, invalid, not_found};
use crate::kind::{Kind, RecordId};
use crate::read::{batch_reply, check_size};
use crate::record::{Link, Record};
use crate::routes::Version;
use crate::settings::AssociationIds;

/// Most inputs of a batch read of associations.
const READ_BATCH: usize = 1_000;
/// Most inputs of other batches of associations.
const WRITE_BATCH: usize = 2_000;
/// Associations a page.
const PAGE: usize = 500;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadBody {
    inputs: Vec<ReadInput>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadInput {
    id: String,
    #[serde(default)]
    after: Option<String>,
}

/// `POST /crm/associations/{version}/{from}/{to}/batch/read`
pub fn batch_read(account: &Account, call: &Call<'_>, from: Kind, to: Kind) -> Answered {
    let body: ReadBody = call.json()?;
    check_size(body.inputs.len(), READ_BATCH)?;
    let (mut results, mut missing) = (Vec::new(), Vec::new());
    for input in body.inputs.iter().rev() {
        let after = input.after.as_deref().and_then(|id| id.parse().ok()).unwrap_or(RecordId(0));
        match input.id.parse().ok().and_then(|id| account.store(from).get(id)) {
            Some(record) if !record.links_to(to).is_empty() => {
                let (links, paging) = page(
                    account,
                    record,
                    to,
                    after,
                    PAGE,
                    &format!("/crm/v4/objects/{from}/{}/associations/{to}", record.id),
                );
                let mut result =
                    Map::from_iter([("from".to_owned(), json!({"id": input.id})), ("to".to_owned(), links.into())]);
                result.extend(paging.map(|paging| ("paging".to_owned(), paging)));
                results.push(Value::from(result));
            }
            Some(_) | None => missing.push(input.id.clone()),
        }
    }
    let errors = if missing.is_empty() { vec![] } else { vec![no_associations(from, to, &missing)] };
    Ok(batch_reply(account, call.now, results, errors, missing.len(), 200))
}

/// `GET /crm/objects/{version}/{from}/{id}/associations/{to}`
pub fn list(account: &Account, call: &Call<'_>, from: Kind, id: &str, to: Kind) -> Answered {
    let record = record(account, from, id)?;
    let (links, paging) = page(account, &record, to, call.after()?, call.limit(PAGE, PAGE)?, call.path);
    let mut body = Map::from_iter([("results".to_owned(), Value::from(links))]);
    body.extend(paging.map(|paging| ("paging".to_owned(), paging)));
    Reply::ok(body.into())
}

/// `PUT /crm/objects/{version}/{from}/{id}/associations/default/{to}/{toId}`
pub fn put_default(account: &mut Account, call: &Call<'_>, from: (Kind, &str), to: (Kind, &str)) -> Answered {
    let ids = both(account, from, to)?;
    let own = unlabelled(from.0, to.0).ok_or_else(|| no_type(from.0, to.0))?;
    link(account, (from.0, ids.0), (ids.1, own), call.now);
    let pairs = [((from.0, ids.0), (to.0, ids.1), own.id), ((to.0, ids.1), (from.0, ids.0), own.back)];
    let results: Vec<Value> = pairs.iter().map(|(from, to, id)| default_row(*from, *to, *id)).collect();
    Ok(batch_reply(account, call.now, results, vec![], 0, 200))
}

/// `PUT /crm/objects/{version}/{from}/{id}/associations/{to}/{toId}`
pub fn put(account: &mut Account, call: &Call<'_>, from: (Kind, &str), to: (Kind, &str)) -> Answered {
    let inputs: Vec<TypeInput> = call.json()?;
    let own = of_inputs(&inputs, from.0, to.0)?;
    let ids = both(account, from, to)?;
    for one in own {
        link(account, (from.0, ids.0), (ids.1, one), call.now);
    }
    Reply::created(created_row(account, (from.0, ids.0), (to.0, ids.1)))
}

/// `DELETE /crm/objects/{version}/{from}/{id}/associations/{to}/{toId}`: all types between the two.
pub fn delete(account: &mut Account, call: &Call<'_>, from: (Kind, &str), to: (Kind, &str)) -> Answered {
    let ids = both(account, from, to)?;
    unlink(account, (from.0, ids.0), (to.0, ids.1), call.now);
    Reply::nothing()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateBody {
    inputs: Vec<CreateInput>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateInput {
    from: IdInput,
    to: IdInput,
    #[serde(default)]
    types: Vec<TypeInput>,
}

/// `POST /crm/associations/{version}/{from}/{to}/batch/create`, and `…/batch/associate/default`, which takes no types.
pub fn batch_create(account: &mut Account, call: &Call<'_>, from: Kind, to: Kind, labels: Labels) -> Answered {
    let body: CreateBody = call.json()?;
    check_size(body.inputs.len(), WRITE_BATCH)?;
    let default = unlabelled(from, to).ok_or_else(|| no_type(from, to))?;
    let (mut results, mut errors, mut failed) = (Vec::new(), Vec::new(), 0);
    for input in &body.inputs {
        let own = match labels {
            Labels::Given => of_inputs(&input.types, from, to)?,
            Labels::None => vec![default],
        };
        let Ok(ids) = both(account, (from, &input.from.id), (to, &input.to.id)) else {
            failed += 1;
            errors.push(batch_not_found(from, &[input.from.id.clone(), input.to.id.clone()]));
            continue;
        };
        for one in own {
            link(account, (from, ids.0), (ids.1, one), call.now);
        }
        results.push(match labels {
            Labels::Given => created_row(account, (from, ids.0), (to, ids.1)),
            Labels::None => default_row((from, ids.0), (to, ids.1), default.id),
        });
    }
    let status = match (labels, call.version) {
        (Labels::Given, Version::Older) => 201,
        (Labels::Given, Version::September2026) | (Labels::None, _) => 200,
    };
    Ok(batch_reply(account, call.now, results, errors, failed, status))
}

/// Whether a batch says which types it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// It does.
    Given,
    /// The one without a label.
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArchiveBody {
    inputs: Vec<ArchiveInput>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArchiveInput {
    from: IdInput,
    to: Vec<IdInput>,
}

/// `POST /crm/associations/{version}/{from}/{to}/batch/archive`
pub fn batch_archive(account: &mut Account, call: &Call<'_>, from: Kind, to: Kind) -> Answered {
    let body: ArchiveBody = call.json()?;
    check_size(body.inputs.len(), WRITE_BATCH)?;
    for input in &body.inputs {
        for other in &input.to {
            if let Ok(ids) = both(account, (from, &input.from.id), (to, &other.id)) {
                unlink(account, (from, ids.0), (to, ids.1), call.now);
            }
        }
    }
    match call.version {
        Version::Older => Reply::nothing(),
        Version::September2026 => Reply::ok(Value::Null),
    }
}

/// `GET /crm/associations/{version}/{from}/{to}/labels`
pub fn labels(from: Kind, to: Kind) -> Answered {
    let fits = |one: &Type| (one.from, one.to) == (from, to);
    let row = |one: Type| json!({"category": "HUBSPOT_DEFINED", "typeId": one.id, "label": label(one)});
    let rows: Vec<Value> = types().filter(fits).map(row).collect();
    Reply::ok(json!({"results": rows}))
}

/// A page of what a record is associated with, and the way to the next.
fn page(
    account: &Account,
    record: &Record,
    to: Kind,
    after: RecordId,
    limit: usize,
    path: &str,
) -> (Vec<Value>, Option<Value>) {
    let links: Vec<&Link> = record.links_to(to).into_iter().filter(|link| link.id >= after).collect();
    let shown = |link: &&Link| {
        let types: Vec<Value> = link
            .types
            .iter()
            .filter_map(|id| of_id(*id))
            .map(|one| json!({"category": "HUBSPOT_DEFINED", "typeId": one.id, "label": label(one)}))
            .collect();
        json!({"toObjectId": written(account, link.id), "associationTypes": types})
    };
    let next = links.get(limit).map(
        |link| json!({"next": {"after": link.id, "link": format!("https://api.hubapi.com{path}?after={}", link.id)}}),
    );
    (links.iter().take(limit).map(shown).collect(), next)
}

fn label(one: Type) -> Value {
    match one.label {
        Label::None => Value::Null,
        Label::Primary => "Primary".into(),
    }
}

fn of_inputs(inputs: &[TypeInput], from: Kind, to: Kind) -> Result<Vec<Type>, Failure> {
    if inputs.is_empty() {
        return Err(invalid("Some required fields were not set: [types]"));
    }
    let all: Vec<Type> = inputs.iter().map(|input| typed(input, from)).collect::<Result<_, _>>()?;
    match all.iter().find(|one| one.to != to) {
        Some(one) => Err(invalid(format!(
            "invalid to object type {} for associations to be created. expected: {}",
            to.type_id(),
            one.to.type_id()
        ))),
        None => Ok(all),
    }
}

fn record(account: &Account, kind: Kind, id: &str) -> Result<Arc<Record>, Failure> {
    let id = id.parse().map_err(|_| not_found())?;
    account.store(kind).get(id).cloned().ok_or_else(not_found)
}

fn both(account: &Account, from: (Kind, &str), to: (Kind, &str)) -> Result<(RecordId, RecordId), Failure> {
    Ok((record(account, from.0, from.1)?.id, record(account, to.0, to.1)?.id))
}

fn no_type(from: Kind, to: Kind) -> Failure {
    invalid(format!("{from} cannot be associated with {to}"))
}

fn no_associations(from: Kind, to: Kind, ids: &[String]) -> Value {
    json!({"status": "error", "category": "OBJECT_NOT_FOUND", "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": format!("No {} is associated with {}s of these ids", to.singular(), from.singular()),
        "context": {"fromObjectId": ids}})
}

/// A record id as the account's settings want it: HubSpot's guides and its schema disagree.
fn written(account: &Account, id: RecordId) -> Value {
    match account.settings.association_ids {
        AssociationIds::Numbers => id.0.into(),
        AssociationIds::Texts => id.to_string().into(),
    }
}

fn created_row(account: &Account, from: (Kind, RecordId), to: (Kind, RecordId)) -> Value {
    json!({"fromObjectTypeId": from.0.type_id(), "fromObjectId": written(account, from.1), "toObjectTypeId": to.0.type_id(), "toObjectId": written(account, to.1),
        "labels": []})
}

fn default_row(from: (Kind, RecordId), to: (Kind, RecordId), type_id: u32) -> Value {
    json!({"from": {"id": from.1}, "to": {"id": to.1},
        "associationSpec": {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}})
}
