//! The `associations` block of a read by id (section 7.3 of the facts).

use serde_json::{Map, Value, json};

use super::{Label, of_id, types};
use crate::account::Account;
use crate::call::Call;
use crate::errors::{Failure, invalid, missing_scopes};
use crate::kind::Kind;
use crate::record::{Link, Record};
use crate::scopes::{self, Use};
use crate::settings::WithoutScope;

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
