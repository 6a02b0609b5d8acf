//! Writes of single records: create, change, archive. A write is taken whole or not at all.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::account::Account;
use crate::associations::{self, NewAssociation};
use crate::call::{Call, Wanted};
use crate::errors::{
    Answered, Failure, Refused, Reply, bad_body, contact_exists, invalid, invalid_values, not_found, not_numeric,
    rules_broken,
};
use crate::kind::{Kind, RecordId};
use crate::phone_properties::Region;
use crate::read::by_property;
use crate::record::{Record, Source};
use crate::routes::Version;
use crate::rules;
use crate::settings::{Lifecycle, MergedIds};
use crate::show;
use crate::values::{self, Rules, Stored};

/// What is created.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateBody {
    /// Values by property.
    pub properties: BTreeMap<String, Value>,
    /// What it is associated with from the start.
    #[serde(default)]
    pub associations: Vec<NewAssociation>,
    /// In a batch: what an error names it by.
    #[serde(default)]
    pub object_write_trace_id: Option<String>,
}

/// What is changed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateBody {
    /// Values by property.
    pub properties: BTreeMap<String, Value>,
}

/// Values that were looked at, by property, and what the answer tells about them.
pub struct Checked {
    texts: Vec<(Arc<str>, String)>,
    warnings: Vec<Value>,
}

/// `POST /crm/objects/{version}/{object}`
pub fn create(account: &mut Account, call: &Call<'_>, kind: Kind) -> Answered {
    let body: CreateBody = call.json()?;
    let (id, checked) = create_one(account, call, kind, &body)?;
    Reply::created(shown(account, kind, id, &checked)?)
}

/// Creates a record.
///
/// # Errors
/// 400 or 409 as HubSpot answers; nothing is created then.
pub fn create_one(
    account: &mut Account,
    call: &Call<'_>,
    kind: Kind,
    body: &CreateBody,
) -> Result<(RecordId, Checked), Failure> {
    let mut checked = check(account, call.version, kind, &body.properties)?;
    rules::default_pipeline(account, kind, &mut checked.texts);
    let mut record = Record::new(RecordId(0), call.now, account.region());
    for (name, text) in &checked.texts {
        record.write(name, text, call.now, Source::Integration, account.region());
    }
    rules::on_create(account, call.version, kind, &record)?;
    rules::consistent(account, call.version, kind, &record, &checked.texts)?;
    unique(account, kind, None, &checked)?;
    let links = associations::resolve(account, kind, &body.associations)?;
    record.id = account.store_mut(kind).next_id();
    let id = record.id;
    crate::derived::refresh(account, kind, &mut record, call.now);
    let visible = account.creation_visible(call.now);
    account.store_mut(kind).put(record, visible);
    for link in links {
        associations::link(account, (kind, id), link, call.now);
    }
    associations::follow_company_property(account, kind, id, &checked.names(), call.now);
    Ok((id, checked))
}

/// `PATCH /crm/objects/{version}/{object}/{id}`
pub fn update(account: &mut Account, call: &Call<'_>, kind: Kind, id: &str) -> Answered {
    let body: UpdateBody = call.json()?;
    let id = match call.query.get("idProperty") {
        Some(property) => by_property(account, kind, property, id)?,
        None => id.parse().map_err(|_| not_numeric(id))?,
    };
    let (id, checked) = update_one(account, call, kind, id, &body.properties)?;
    Reply::ok(shown(account, kind, id, &checked)?)
}

/// Changes a record; the id under which it lives.
///
/// # Errors
/// 400, 404 or 409 as HubSpot answers; nothing is changed then.
pub fn update_one(
    account: &mut Account,
    call: &Call<'_>,
    kind: Kind,
    id: RecordId,
    properties: &BTreeMap<String, Value>,
) -> Result<(RecordId, Checked), Failure> {
    let id = match account.settings.merged_ids_in_writes {
        MergedIds::Missing => id,
        MergedIds::Resolved => account.store(kind).survivor(id),
    };
    let before = Arc::clone(account.store(kind).get(id).ok_or_else(not_found)?);
    let mut checked = check(account, call.version, kind, properties)?;
    if account.settings.lifecycle == Lifecycle::ForwardOnly {
        checked
            .texts
            .retain(|(name, text)| &**name != "lifecyclestage" || !rules::moves_back(account, kind, &before, text));
    }
    let mut after = Record::clone(&before);
    let region = account.region();
    for (name, text) in &checked.texts {
        after.put(Arc::clone(name), text.clone(), region);
    }
    rules::consistent(account, call.version, kind, &after, &checked.texts)?;
    unique(account, kind, Some(id), &checked)?;
    apply(account, kind, id, &checked, call.now, region, Source::Integration);
    associations::follow_company_property(account, kind, id, &checked.names(), call.now);
    Ok((id, checked))
}

/// `DELETE /crm/objects/{version}/{object}/{id}`: to the recycle bin. Deleting what is deleted succeeds too.
pub fn archive(account: &mut Account, call: &Call<'_>, kind: Kind, id: &str) -> Answered {
    let id: RecordId = id.parse().map_err(|_| not_numeric(id))?;
    archive_one(account, kind, id, call.now);
    Reply::nothing()
}

/// Puts a record into the recycle bin, and takes it from what it was associated with. `false` where there is none.
pub fn archive_one(account: &mut Account, kind: Kind, id: RecordId, now: u64) -> bool {
    let Some(record) = account.store(kind).get(id) else { return false };
    let mut record = Record::clone(record);
    for link in std::mem::take(&mut record.links) {
        associations::unlink_one_side(account, (link.kind, link.id), (kind, id), now);
    }
    record.archived = Some(now);
    record.updated = now;
    let visible = account.change_visible(now);
    account.store_mut(kind).put(record, visible);
    true
}

/// Stores values that were checked.
pub fn apply(
    account: &mut Account,
    kind: Kind,
    id: RecordId,
    checked: &Checked,
    now: u64,
    region: Option<Region>,
    source: Source,
) {
    let Some(record) = account.store(kind).get(id) else { return };
    let mut record = Record::clone(record);
    for (name, text) in &checked.texts {
        record.write(name, text, now, source, region);
    }
    crate::derived::refresh(account, kind, &mut record, now);
    account.change(kind, id, now, |own| *own = record);
}

/// Looks at all values.
///
/// # Errors
/// 400 that names every refused one.
pub fn check(
    account: &Account,
    version: Version,
    kind: Kind,
    properties: &BTreeMap<String, Value>,
) -> Result<Checked, Failure> {
    let schema = &account.store(kind).schema;
    let mut checked = Checked { texts: Vec::new(), warnings: Vec::new() };
    let mut refused = Vec::new();
    for (name, value) in properties {
        let text = as_text(name, value)?;
        let Some(property) = schema.get(name) else {
            let message = format!("Property \"{name}\" does not exist");
            refused.push(Refused { property: name.clone(), code: "PROPERTY_DOESNT_EXIST", message });
            continue;
        };
        match values::check(account, kind, property, &text, Rules { version }) {
            Ok(Stored { text, warning }) => {
                checked.texts.push((Arc::clone(&property.name), text));
                checked.warnings.extend(warning);
            }
            Err(one) => refused.push(one),
        }
    }
    if refused.is_empty() { Ok(checked) } else { Err(invalid_values(account.portal.id, &refused)) }
}

impl Checked {
    /// The properties that are written.
    pub fn names(&self) -> Vec<Arc<str>> {
        self.texts.iter().map(|(name, _)| Arc::clone(name)).collect()
    }

    /// Properties and texts.
    pub fn texts(&self) -> &[(Arc<str>, String)] {
        &self.texts
    }

    /// Without any check: what a colleague or the sandbox itself sets.
    pub fn unchecked(texts: Vec<(Arc<str>, String)>) -> Checked {
        Checked { texts, warnings: Vec::new() }
    }

    /// What the answer tells.
    pub fn warnings(&self) -> &[Value] {
        &self.warnings
    }
}

/// The answer to a write: the record with what was written, and no more than always comes.
///
/// # Errors
/// 404 where the record is gone.
pub fn shown(account: &Account, kind: Kind, id: RecordId, checked: &Checked) -> Result<Value, Failure> {
    let store = account.store(kind);
    let record = store.get(id).ok_or_else(not_found)?;
    let names: Vec<String> =
        checked.texts.iter().map(|(name, _)| name.to_string()).chain(["hs_object_id".into()]).collect();
    let mut shown: Map<String, Value> = show::object(record, &Wanted::new(kind, &store.schema, &names));
    if !checked.warnings.is_empty() {
        shown.insert("warnings".into(), checked.warnings.clone().into());
    }
    Ok(shown.into())
}

/// The e-mail of a contact, and properties that the account made unique, are in one record only.
fn unique(account: &Account, kind: Kind, own: Option<RecordId>, checked: &Checked) -> Result<(), Failure> {
    let store = account.store(kind);
    for (name, text) in checked.texts.iter().filter(|(_, text)| !text.is_empty()) {
        let is_unique = store.schema.get(name).is_some_and(|one| one.uniqueness == crate::schema::Uniqueness::Unique);
        let Some(taken) = is_unique.then(|| by_property(account, kind, name, text).ok()).flatten() else { continue };
        if Some(taken) == own {
            continue;
        }
        if &**name == "email" {
            return Err(contact_exists(taken));
        }
        let message = format!("{kind} {taken} already has the value {text} for the unique property {name}");
        return Err(rules_broken(&[Refused { property: name.to_string(), code: "CONFLICTING_UNIQUE_VALUE", message }]));
    }
    Ok(())
}

/// Values are texts; numbers and booleans are taken as their text.
fn as_text(name: &str, value: &Value) -> Result<String, Failure> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Null => Err(invalid(format!("{name} is null; send an empty text to clear a property"))),
        Value::Array(_) | Value::Object(_) => Err(bad_body("Cannot deserialize value of type `java.lang.String`")),
    }
}
