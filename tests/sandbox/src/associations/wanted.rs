//! Associations as a caller asks for them, and the reasons for which HubSpot refuses.

use serde::Deserialize;

use super::{Type, of_id};
use crate::account::Account;
use crate::call::IdInput;
use crate::errors::{Failure, invalid, invalid_associations};
use crate::kind::{Kind, RecordId};

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
