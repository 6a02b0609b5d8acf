//! Owners: the people, and queues, that records belong to (section 7.6 of the facts). Deactivated ones show with `archived=true` only.

use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::call::Call;
use crate::dates;
use crate::errors::{Answered, Reply, invalid, unknown};
use crate::seed::Owner;

/// When owners were made: 2025-01-01.
const MADE: u64 = 1_735_689_600_000;

/// `GET /crm/owners/{version}`
pub fn list(account: &Account, call: &Call<'_>) -> Answered {
    let limit = call.limit(100, 500)?;
    let after: usize = match call.query.get("after") {
        None | Some("") => 0,
        Some(text) => text.parse().map_err(|_| invalid(format!("invalid paging cursor {text}")))?,
    };
    let archived = call.query.get("archived") == Some("true");
    let email = call.query.get("email");
    let fits = |owner: &&Owner| owner.archived == archived && email.is_none_or(|email| owner.email == email);
    let all: Vec<&Owner> = account.owners.iter().filter(fits).collect();
    let results: Vec<Value> = all.iter().skip(after).take(limit).map(|owner| shown(owner)).collect();
    let mut body = Map::from_iter([("results".to_owned(), Value::from(results))]);
    if after + limit < all.len() {
        let next = (after + limit).to_string();
        let link = format!("https://api.hubapi.com{}?limit={limit}&after={next}", call.path);
        body.insert("paging".into(), json!({"next": {"after": next, "link": link}}));
    }
    Reply::ok(body.into())
}

/// `GET /crm/owners/{version}/{id}`
pub fn one(account: &Account, call: &Call<'_>, id: &str) -> Answered {
    let archived = call.query.get("archived") == Some("true");
    let by_user = call.query.get("idProperty") == Some("userId");
    let own = |owner: &&Owner| {
        let named =
            if by_user { owner.user_id.map(|user| user.to_string()).as_deref() == Some(id) } else { owner.id == id };
        named && owner.archived == archived
    };
    account.owners.iter().find(own).map_or_else(|| Err(unknown("owner", id)), |owner| Reply::ok(shown(owner)))
}

fn shown(owner: &Owner) -> Value {
    // A deactivated owner has no user any more.
    let user = owner.user_id.filter(|_| !owner.archived);
    json!({"id": owner.id, "email": owner.email, "type": owner.kind, "firstName": owner.first_name, "lastName": owner.last_name,
        "userId": user, "userIdIncludingInactive": owner.user_id, "createdAt": dates::iso(MADE), "updatedAt": dates::iso(MADE),
        "archived": owner.archived, "teams": owner.teams})
}
