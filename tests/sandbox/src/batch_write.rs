//! Batches that write. Each input is judged alone where the caller can tell them apart; else the whole batch is refused.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::Account;
use crate::call::{Call, IdInput};
use crate::errors::{Answered, Failure, Reply, batch_not_found, invalid};
use crate::kind::{Kind, RecordId};
use crate::read::{BATCH, batch_reply, by_property, check_size};
use crate::write::{self, CreateBody};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inputs<T> {
    inputs: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct UpdateInput {
    id: String,
    properties: BTreeMap<String, Value>,
    #[serde(default)]
    id_property: Option<String>,
    #[serde(default)]
    object_write_trace_id: Option<String>,
}

/// `POST /crm/objects/{version}/{object}/batch/create`. Without a trace id on every input one bad input refuses all.
pub fn create(account: &mut Account, call: &Call<'_>, kind: Kind) -> Answered {
    let Inputs { inputs } = call.json::<Inputs<CreateBody>>()?;
    check_size(inputs.len(), BATCH)?;
    let traced = inputs.iter().all(|input| input.object_write_trace_id.is_some());
    let before = if traced { None } else { Some(account.clone()) };
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in &inputs {
        match write::create_one(account, call, kind, input) {
            Ok((id, checked)) => {
                let mut shown = write::shown(account, kind, id, &checked)?;
                trace(&mut shown, input.object_write_trace_id.as_ref());
                results.push(shown);
            }
            Err(failure) => match before {
                Some(before) => {
                    *account = before;
                    return Err(failure);
                }
                None => errors.push(traced_error(&failure, input.object_write_trace_id.as_ref())),
            },
        }
    }
    results.reverse();
    let failed = errors.len();
    Ok(batch_reply(account, call.now, results, errors, failed, 201))
}

/// `POST /crm/objects/{version}/{object}/batch/update`
pub fn update(account: &mut Account, call: &Call<'_>, kind: Kind) -> Answered {
    let Inputs { inputs } = call.json::<Inputs<UpdateInput>>()?;
    check_size(inputs.len(), BATCH)?;
    distinct(inputs.iter().map(|input| input.id.as_str()))?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in &inputs {
        let id = identify(account, kind, input);
        let written = id.and_then(|id| write::update_one(account, call, kind, id, &input.properties));
        match written {
            Ok((id, checked)) => results.push(write::shown(account, kind, id, &checked)?),
            Err(failure) if failure.status == 404 => {
                errors.push(batch_not_found(kind, std::slice::from_ref(&input.id)))
            }
            Err(failure) => errors.push(traced_error(&failure, input.object_write_trace_id.as_ref())),
        }
    }
    results.reverse();
    let failed = errors.len();
    Ok(batch_reply(account, call.now, results, errors, failed, 200))
}

/// `POST /crm/objects/{version}/{object}/batch/upsert`, by e-mail or a unique property of the account's own; never by phone.
pub fn upsert(account: &mut Account, call: &Call<'_>, kind: Kind) -> Answered {
    let Inputs { inputs } = call.json::<Inputs<UpdateInput>>()?;
    check_size(inputs.len(), BATCH)?;
    distinct(inputs.iter().map(|input| input.id.as_str()))?;
    let (mut results, mut errors) = (Vec::new(), Vec::new());
    for input in &inputs {
        let Some(property) = input.id_property.clone() else {
            return Err(invalid("Some required fields were not set: [idProperty]"));
        };
        let (written, new) = match by_property(account, kind, &property, &input.id) {
            Ok(id) => (write::update_one(account, call, kind, id, &input.properties), false),
            Err(failure) if failure.status == 404 => {
                let mut properties = input.properties.clone();
                properties.insert(property, input.id.as_str().into());
                let body = CreateBody { properties, associations: vec![], object_write_trace_id: None };
                (write::create_one(account, call, kind, &body), true)
            }
            Err(failure) => return Err(failure),
        };
        match written {
            Ok((id, checked)) => {
                let mut shown = write::shown(account, kind, id, &checked)?;
                if let Some(fields) = shown.as_object_mut() {
                    fields.insert("new".into(), new.into());
                }
                trace(&mut shown, input.object_write_trace_id.as_ref());
                results.push(shown);
            }
            Err(failure) => errors.push(traced_error(&failure, input.object_write_trace_id.as_ref())),
        }
    }
    results.reverse();
    let failed = errors.len();
    Ok(batch_reply(account, call.now, results, errors, failed, 200))
}

/// `POST /crm/objects/{version}/{object}/batch/archive`: what is not there is passed over.
pub fn archive(account: &mut Account, call: &Call<'_>, kind: Kind) -> Answered {
    let Inputs { inputs } = call.json::<Inputs<IdInput>>()?;
    check_size(inputs.len(), BATCH)?;
    for id in inputs.iter().filter_map(|input| input.id.parse::<RecordId>().ok()) {
        write::archive_one(account, kind, id, call.now);
    }
    Reply::nothing()
}

fn identify(account: &Account, kind: Kind, input: &UpdateInput) -> Result<RecordId, Failure> {
    match &input.id_property {
        Some(property) => by_property(account, kind, property, &input.id),
        None => input.id.parse().map_err(|_| crate::errors::not_found()),
    }
}

fn distinct<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(invalid(format!("Duplicate IDs found in batch input: [{id}]")));
        }
    }
    Ok(())
}

fn trace(shown: &mut Value, trace: Option<&String>) {
    if let (Some(fields), Some(trace)) = (shown.as_object_mut(), trace) {
        fields.insert("objectWriteTraceId".into(), trace.as_str().into());
    }
}

/// An error that stands in a batch's list.
fn traced_error(failure: &Failure, trace: Option<&String>) -> Value {
    let mut error = failure.body.clone();
    if let (Some(fields), Some(trace)) = (error.as_object_mut(), trace) {
        fields.insert("context".into(), json!({"objectWriteTraceId": [trace]}));
    }
    error
}
