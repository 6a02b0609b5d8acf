//! A record as HubSpot answers it (section 3 of the facts): all values are texts or `null`; a property that is not defined is left out.

use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::call::Wanted;
use crate::dates;
use crate::kind::Kind;
use crate::record::{Change, Record, Source};

/// A record with the properties that are wanted.
pub fn object(record: &Record, wanted: &Wanted) -> Map<String, Value> {
    let properties: Map<String, Value> = wanted
        .fields()
        .map(|(name, field)| (name.to_owned(), record.shown(field).map_or(Value::Null, |text| text.into())))
        .collect();
    let mut shown = Map::new();
    shown.insert("id".into(), record.id.to_string().into());
    shown.insert("properties".into(), properties.into());
    shown.insert("createdAt".into(), dates::iso(record.created).into());
    shown.insert("updatedAt".into(), dates::iso(record.updated).into());
    shown.insert("archived".into(), record.archived.is_some().into());
    if let Some(at) = record.archived {
        shown.insert("archivedAt".into(), dates::iso(at).into());
    }
    shown
}

/// The link to a record on HubSpot's pages.
pub fn url(account: &Account, kind: Kind, record: &Record) -> String {
    let domain = account.settings.ui_domain.as_ref().unwrap_or(&account.portal.ui_domain);
    format!("https://{domain}/contacts/{}/record/{}/{}", account.portal.id, kind.type_id(), record.id)
}

/// `propertiesWithHistory`: newest first, the text of the seed last.
pub fn history(record: &Record, names: &[String]) -> Value {
    let entry = |change: &Change| json!({"value": change.text, "timestamp": dates::iso(change.at), "sourceType": change.source.name(), "sourceId": "sandbox"});
    let of = |name: &String| {
        let mut entries: Vec<Value> =
            record.history.iter().filter(|change| &*change.property == name.as_str()).map(entry).collect();
        if entries.is_empty()
            && let Some(text) = record.text(name)
        {
            entries.push(
                json!({"value": text, "timestamp": dates::iso(record.created), "sourceType": Source::Import.name()}),
            );
        }
        (name.clone(), Value::from(entries))
    };
    names.iter().map(of).collect::<Map<_, _>>().into()
}
