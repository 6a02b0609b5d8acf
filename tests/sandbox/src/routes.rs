//! Which call a method and a path are. Dated versions and the older v3/v4 paths lead to the same handlers; anything else is a 404.

use crate::kind::Kind;
use crate::log::Sort;

/// The version in a path, as far as behaviour depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 2026-09: writes obey the account's own rules.
    September2026,
    /// 2026-03, v3, v4: they ignore them.
    Older,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `GET /account-info/{v}/details`
    AccountDetails,
    /// `GET /account-info/{v}/api-usage/daily/private-apps`
    DailyUsage,
    /// `POST /oauth/v2/private-apps/get/access-token-info`
    TokenInfo,
    /// `GET /crm/owners/{v}`
    Owners,
    /// `GET /crm/owners/{v}/{id}`
    Owner(String),
    /// `GET /crm/pipelines/{v}/{object}`
    Pipelines(Kind),
    /// `GET /crm/pipelines/{v}/{object}/{id}`
    Pipeline(Kind, String),
    /// `GET /crm/properties/{v}/{object}`
    Properties(Kind),
    /// `GET /crm/properties/{v}/{object}/{name}`
    Property(Kind, String),
    /// `GET /crm/property-validations/{v}/{typeId}`
    Validations(Kind),
    /// `GET /crm/property-validations/{v}/{typeId}/{name}`
    Validation(Kind, String),
    /// `GET /crm/objects/{v}/{object}`
    List(Kind),
    /// `POST /crm/objects/{v}/{object}`
    Create(Kind),
    /// `GET /crm/objects/{v}/{object}/{id}`
    Get(Kind, String),
    /// `PATCH /crm/objects/{v}/{object}/{id}`
    Update(Kind, String),
    /// `DELETE /crm/objects/{v}/{object}/{id}`
    Archive(Kind, String),
    /// `POST /crm/objects/{v}/{object}/search`
    Search(Kind),
    /// `POST /crm/objects/{v}/{object}/batch/…`
    Batch(Kind, Batch),
    /// `POST /crm/objects/{v}/{object}/merge`
    Merge(Kind),
    /// `GET /crm/objects/{v}/{from}/{id}/associations/{to}`: not in the schema of 2026-09, so not there.
    Associations(Kind, String, Kind),
    /// `PUT /crm/objects/{v}/{from}/{id}/associations/default/{to}/{toId}`
    AssociateByDefault(Kind, String, Kind, String),
    /// `PUT /crm/objects/{v}/{from}/{id}/associations/{to}/{toId}`
    Associate(Kind, String, Kind, String),
    /// `DELETE /crm/objects/{v}/{from}/{id}/associations/{to}/{toId}`
    Dissociate(Kind, String, Kind, String),
    /// `POST /crm/associations/{v}/{from}/{to}/batch/…`
    AssociationBatch(Kind, Kind, AssociationBatch),
    /// `GET /crm/associations/{v}/{from}/{to}/labels`
    AssociationLabels(Kind, Kind),
}

/// A batch of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Batch {
    /// Reads.
    Read,
    /// Creates.
    Create,
    /// Changes.
    Update,
    /// Changes or creates, by a unique property.
    Upsert,
    /// To the recycle bin.
    Archive,
}

/// A batch of associations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssociationBatch {
    /// Reads.
    Read,
    /// Creates, with types.
    Create,
    /// Creates without a label.
    AssociateDefault,
    /// Removes all types between two records.
    Archive,
}

/// Why there is no such call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoute {
    /// No such path.
    Path,
    /// The path takes other methods.
    Method,
}

impl Route {
    /// What kind of call it is.
    pub fn sort(&self) -> Sort {
        match self {
            Route::Search(_) => Sort::Search,
            Route::Create(_)
            | Route::Update(..)
            | Route::Archive(..)
            | Route::Merge(_)
            | Route::Batch(_, Batch::Create | Batch::Update | Batch::Upsert | Batch::Archive)
            | Route::AssociateByDefault(..)
            | Route::Associate(..)
            | Route::Dissociate(..)
            | Route::AssociationBatch(
                _,
                _,
                AssociationBatch::Create | AssociationBatch::AssociateDefault | AssociationBatch::Archive,
            ) => Sort::Write,
            Route::AccountDetails
            | Route::DailyUsage
            | Route::TokenInfo
            | Route::Owners
            | Route::Owner(_)
            | Route::Pipelines(_)
            | Route::Pipeline(..)
            | Route::Properties(_)
            | Route::Property(..)
            | Route::Validations(_)
            | Route::Validation(..)
            | Route::List(_)
            | Route::Get(..)
            | Route::Batch(_, Batch::Read)
            | Route::Associations(..)
            | Route::AssociationBatch(_, _, AssociationBatch::Read)
            | Route::AssociationLabels(..) => Sort::Read,
        }
    }
}

/// Finds the call.
///
/// # Errors
/// [`NoRoute`] where HubSpot has none.
pub fn find(method: &str, segments: &[String]) -> Result<(Version, Route), NoRoute> {
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["account-info", version, rest @ ..] => {
            let version = dated(version).ok_or(NoRoute::Path)?;
            let route = match rest {
                ["details"] => Route::AccountDetails,
                ["api-usage", "daily", "private-apps"] => Route::DailyUsage,
                _ => return Err(NoRoute::Path),
            };
            only(method, "GET", route).map(|route| (version, route))
        }
        ["oauth", "v2", "private-apps", "get", "access-token-info"] => {
            only(method, "POST", Route::TokenInfo).map(|route| (Version::Older, route))
        }
        ["crm", first, second, rest @ ..] => crm(method, first, second, rest),
        _ => Err(NoRoute::Path),
    }
}

fn crm(method: &str, first: &str, second: &str, rest: &[&str]) -> Result<(Version, Route), NoRoute> {
    let older = matches!(first, "v3" | "v4");
    let (area, version) = if older { (second, first) } else { (first, second) };
    // v4 has associations only; of those v3 had another shape, which is not played here.
    let v4 = version == "v4";
    let version = dated(version).ok_or(NoRoute::Path)?;
    let route = match area {
        "objects" => objects(method, version, rest, if v4 { Only::Associations } else { Only::Nothing }),
        "associations" if v4 || !older => associations(method, rest),
        "owners" if !v4 => match rest {
            [] | [""] => only(method, "GET", Route::Owners),
            [id] => only(method, "GET", Route::Owner((*id).into())),
            _ => Err(NoRoute::Path),
        },
        "pipelines" if !v4 => match rest {
            [object] => only(method, "GET", Route::Pipelines(kind(object)?)),
            [object, id] => only(method, "GET", Route::Pipeline(kind(object)?, (*id).into())),
            _ => Err(NoRoute::Path),
        },
        "properties" if !v4 => match rest {
            [object] => only(method, "GET", Route::Properties(kind(object)?)),
            [object, name] => only(method, "GET", Route::Property(kind(object)?, (*name).into())),
            _ => Err(NoRoute::Path),
        },
        "property-validations" if !v4 => match rest {
            [object] => only(method, "GET", Route::Validations(kind(object)?)),
            [object, name] => only(method, "GET", Route::Validation(kind(object)?, (*name).into())),
            _ => Err(NoRoute::Path),
        },
        _ => Err(NoRoute::Path),
    };
    route.map(|route| (version, route))
}

/// The part of the object paths that a version has.
#[derive(PartialEq, Eq)]
enum Only {
    Nothing,
    Associations,
}

fn objects(method: &str, version: Version, rest: &[&str], only_part: Only) -> Result<Route, NoRoute> {
    let [object, rest @ ..] = rest else { return Err(NoRoute::Path) };
    let from = kind(object)?;
    match rest {
        [id, "associations", "default", to, to_id] => {
            only(method, "PUT", Route::AssociateByDefault(from, (*id).into(), kind(to)?, (*to_id).into()))
        }
        [_, "associations", _] if version == Version::September2026 => Err(NoRoute::Path),
        [id, "associations", to] => only(method, "GET", Route::Associations(from, (*id).into(), kind(to)?)),
        [id, "associations", to, to_id] => {
            let to = kind(to)?;
            match method {
                "PUT" => Ok(Route::Associate(from, (*id).into(), to, (*to_id).into())),
                "DELETE" => Ok(Route::Dissociate(from, (*id).into(), to, (*to_id).into())),
                _ => Err(NoRoute::Method),
            }
        }
        _ if only_part == Only::Associations => Err(NoRoute::Path),
        [] | [""] => match method {
            "GET" => Ok(Route::List(from)),
            "POST" => Ok(Route::Create(from)),
            _ => Err(NoRoute::Method),
        },
        ["search"] => only(method, "POST", Route::Search(from)),
        ["merge"] if matches!(from, Kind::Contacts | Kind::Companies) => only(method, "POST", Route::Merge(from)),
        ["batch", which] => {
            let batch = match *which {
                "read" => Batch::Read,
                "create" => Batch::Create,
                "update" => Batch::Update,
                "upsert" => Batch::Upsert,
                "archive" => Batch::Archive,
                _ => return Err(NoRoute::Path),
            };
            only(method, "POST", Route::Batch(from, batch))
        }
        [id] => match method {
            "GET" => Ok(Route::Get(from, (*id).into())),
            "PATCH" => Ok(Route::Update(from, (*id).into())),
            "DELETE" => Ok(Route::Archive(from, (*id).into())),
            _ => Err(NoRoute::Method),
        },
        _ => Err(NoRoute::Path),
    }
}

fn associations(method: &str, rest: &[&str]) -> Result<Route, NoRoute> {
    let batch =
        |from: &str, to: &str, which| only(method, "POST", Route::AssociationBatch(kind(from)?, kind(to)?, which));
    match rest {
        [from, to, "labels"] => only(method, "GET", Route::AssociationLabels(kind(from)?, kind(to)?)),
        [from, to, "batch", "read"] => batch(from, to, AssociationBatch::Read),
        [from, to, "batch", "create"] => batch(from, to, AssociationBatch::Create),
        [from, to, "batch", "archive"] => batch(from, to, AssociationBatch::Archive),
        [from, to, "batch", "associate", "default"] => batch(from, to, AssociationBatch::AssociateDefault),
        _ => Err(NoRoute::Path),
    }
}

fn dated(version: &str) -> Option<Version> {
    match version {
        "2026-09" => Some(Version::September2026),
        "2026-03" | "v3" | "v4" => Some(Version::Older),
        _ => None,
    }
}

fn kind(name: &str) -> Result<Kind, NoRoute> {
    Kind::named(name).ok_or(NoRoute::Path)
}

fn only(method: &str, wanted: &str, route: Route) -> Result<Route, NoRoute> {
    if method == wanted { Ok(route) } else { Err(NoRoute::Method) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(method: &str, path: &str) -> Result<(Version, Route), NoRoute> {
        find(method, &crate::http::split(path).0)
    }

    #[test]
    fn dated_and_older_paths_lead_to_the_same_calls() {
        let pairs = [
            ("GET", "/account-info/2026-09/details", "/account-info/v3/details"),
            ("GET", "/crm/objects/2026-09/contacts/1", "/crm/v3/objects/0-1/1"),
            ("POST", "/crm/objects/2026-09/deals/search", "/crm/v3/objects/deal/search"),
            ("POST", "/crm/associations/2026-09/contacts/deals/batch/read", "/crm/v4/associations/0-1/0-3/batch/read"),
            (
                "DELETE",
                "/crm/objects/2026-09/deals/5/associations/contacts/6",
                "/crm/v4/objects/deals/5/associations/contacts/6",
            ),
            ("GET", "/crm/owners/2026-09?limit=1", "/crm/v3/owners/?limit=1"),
            ("GET", "/crm/pipelines/2026-09/tickets", "/crm/v3/pipelines/tickets"),
            ("GET", "/crm/properties/2026-03/contacts/phone", "/crm/v3/properties/contacts/phone"),
            ("GET", "/crm/property-validations/2026-09/0-1/phone", "/crm/v3/property-validations/0-1/phone"),
        ];
        for (method, dated, older) in pairs {
            let (dated_route, older_route) = (route(method, dated), route(method, older));
            assert!(dated_route.is_ok(), "{dated}");
            assert_eq!(dated_route.map(|(_, route)| route), older_route.map(|(_, route)| route), "{older}");
        }
    }

    #[test]
    fn other_paths_are_not_found_and_other_methods_refused() {
        let unknown = [
            ("GET", "/"),
            ("GET", "/crm"),
            ("GET", "/crm/objects/2026-09"),
            ("GET", "/crm/objects/2025-03/contacts"),
            ("GET", "/crm/objects/2026-09/cats/1"),
            ("GET", "/crm/v5/objects/contacts"),
            ("GET", "/crm/v4/objects/contacts/1"),
            ("POST", "/crm/v3/associations/contacts/deals/batch/read"),
            ("GET", "/contacts/v1/lists/all/contacts/all"),
            ("GET", "/crm/objects/2026-09/contacts/1/notes/2"),
            ("POST", "/crm/objects/2026-09/contacts/batch/delete"),
            ("GET", "/crm/objects/2026-09/contacts/1/associations/deals"),
        ];
        for (method, path) in unknown {
            assert_eq!(route(method, path), Err(NoRoute::Path), "{method} {path}");
        }
        let refused = [
            ("PUT", "/crm/objects/2026-09/contacts/1"),
            ("GET", "/crm/objects/2026-09/contacts/batch/read"),
            ("POST", "/crm/objects/2026-09/deals/merge"),
            ("POST", "/account-info/2026-09/details"),
        ];
        for (method, path) in refused {
            assert_eq!(route(method, path), Err(NoRoute::Method), "{method} {path}");
        }
    }

    #[test]
    fn searches_and_batch_reads_are_no_writes() {
        let sort = |method, path| route(method, path).expect("a route").1.sort();
        assert_eq!(sort("POST", "/crm/objects/2026-09/contacts/search"), Sort::Search);
        assert_eq!(sort("POST", "/crm/objects/2026-09/contacts/batch/read"), Sort::Read);
        assert_eq!(sort("POST", "/crm/objects/2026-09/contacts/batch/update"), Sort::Write);
        assert_eq!(sort("PATCH", "/crm/objects/2026-09/contacts/1"), Sort::Write);
    }
}
