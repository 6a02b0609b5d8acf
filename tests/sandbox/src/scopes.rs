//! Which scopes a call needs (section 2.5 of the facts). Each need is a list of scopes of which one is enough.

use crate::kind::Kind;
use crate::log::Sort;
use crate::routes::Route;

/// Scopes of which one is enough.
pub type AnyOf = &'static [&'static str];

/// What a call does with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Reads.
    Read,
    /// Writes.
    Write,
}

/// What a call needs; all of it.
pub fn needed(route: &Route) -> Vec<AnyOf> {
    let of_sort = || if route.sort() == Sort::Write { Use::Write } else { Use::Read };
    match route {
        Route::AccountDetails => vec![&["oauth"]],
        Route::TokenInfo | Route::DailyUsage => vec![],
        Route::Owners | Route::Owner(_) => vec![&["crm.objects.owners.read"]],
        Route::Pipelines(_)
        | Route::Pipeline(..)
        | Route::Properties(_)
        | Route::Property(..)
        | Route::Validations(_)
        | Route::Validation(..) => vec![&ANY_OBJECT],
        Route::List(kind)
        | Route::Create(kind)
        | Route::Get(kind, _)
        | Route::Update(kind, _)
        | Route::Archive(kind, _)
        | Route::Search(kind)
        | Route::Batch(kind, _)
        | Route::Merge(kind) => vec![scope(*kind, of_sort())],
        Route::Associations(from, _, to)
        | Route::AssociateByDefault(from, _, to, _)
        | Route::Associate(from, _, to, _)
        | Route::Dissociate(from, _, to, _)
        | Route::AssociationBatch(from, to, _)
        | Route::AssociationLabels(from, to) => vec![scope(*from, of_sort()), scope(*to, of_sort())],
    }
}

/// What using a type of record needs. What stands on a timeline goes with contacts.
pub fn scope(kind: Kind, wanted: Use) -> AnyOf {
    match (kind, wanted) {
        (Kind::Contacts | Kind::Communications | Kind::Tasks | Kind::Notes, Use::Read) => {
            &["crm.objects.contacts.read"]
        }
        (Kind::Contacts | Kind::Communications | Kind::Tasks | Kind::Notes, Use::Write) => {
            &["crm.objects.contacts.write"]
        }
        (Kind::Companies, Use::Read) => &["crm.objects.companies.read"],
        (Kind::Companies, Use::Write) => &["crm.objects.companies.write"],
        (Kind::Deals, Use::Read) => &["crm.objects.deals.read"],
        (Kind::Deals, Use::Write) => &["crm.objects.deals.write"],
        (Kind::Tickets, Use::Read | Use::Write) => &["tickets"],
    }
}

const ANY_OBJECT: [&str; 7] = [
    "crm.objects.companies.read",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.deals.read",
    "crm.objects.deals.write",
    "crm.schemas.contacts.read",
    "tickets",
];

/// The first need that the scopes of a key do not meet. Every key has `oauth`.
pub fn lacking(needed: &[AnyOf], own: &[String]) -> Option<AnyOf> {
    let met = |any: &AnyOf| any.iter().any(|scope| *scope == "oauth" || own.iter().any(|one| one == scope));
    needed.iter().copied().find(|any| !met(any))
}
