//! `POST /crm/objects/{version}/{object}/search`: what the search index shows, which trails every write.

mod anchored;
mod filter;
mod request;
mod tokens;

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Map, Value, json};

pub use anchored::Kept;
pub use filter::decimal;

use self::filter::{Filter, Order};
use self::request::{Direction, Search};
use self::tokens::words;
use crate::account::Account;
use crate::call::Call;
use crate::dates;
use crate::errors::{Answered, Reply};
use crate::index::Index;
use crate::kind::{Kind, RecordId};
use crate::record::{self, Field, Record};
use crate::settings::QueryMatches;
use crate::show;

/// Searches.
pub fn search(account: &mut Account, call: &Call<'_>, kind: Kind) -> Answered {
    let search = request::read(call, kind, &account.store(kind).schema, &account.settings)?;
    account.store_mut(kind).index.advance(call.now);
    if let Some((page, total)) = anchored::page(&mut account.store_mut(kind).index, &search) {
        return answer(&search, page.iter(), total);
    }
    let since = changed_since(&search.groups);
    let by_change = since.is_some();
    let mut found = candidates(&account.store(kind).index, &search.groups, since);
    found.retain(|record| passes(&search.groups, record));
    if let Some(query) = &search.query {
        let words = words(query);
        found.retain(|record| queried(kind, record, &words, account.settings.query_matches));
    }
    match &search.sort {
        None => found.sort_by_key(|record| (record.created, record.id)),
        // The order in which candidates come anyway.
        Some((Field::Updated, _, Direction::Ascending)) if by_change => {}
        Some((field, order, direction)) => found.sort_by(|a, b| {
            let by_value = compare(a, b, field, *order);
            let by_value = match direction {
                Direction::Ascending => by_value,
                Direction::Descending => by_value.reverse(),
            };
            by_value.then(a.id.cmp(&b.id))
        }),
    }
    let page = found.iter().copied().skip(search.offset).take(search.limit);
    answer(&search, page, found.len())
}

fn answer<'a>(search: &Search, page: impl Iterator<Item = &'a Arc<Record>>, total: usize) -> Answered {
    let results: Vec<Value> = page.map(|record| show::object(record, &search.wanted).into()).collect();
    let mut body = Map::from_iter([("total".to_owned(), Value::from(total)), ("results".to_owned(), results.into())]);
    let next = search.offset + search.limit;
    if next < total {
        body.insert("paging".into(), json!({"next": {"after": next.to_string()}}));
    }
    Reply::ok(body.into())
}

/// The earliest change that can pass, where the filters say so.
fn changed_since(groups: &[Vec<Filter>]) -> Option<u64> {
    let [group] = groups else { return None };
    group.iter().filter_map(Filter::least_change).max()
}

/// The records that can pass, by what the filters say about times of change and ids: in the order of changes, else of ids.
fn candidates<'a>(index: &'a Index, groups: &[Vec<Filter>], since: Option<u64>) -> Vec<&'a Arc<Record>> {
    if let Some(since) = since {
        return index.changed_since(since).collect();
    }
    let least = |group: &Vec<Filter>| group.iter().filter_map(Filter::least_id).max().unwrap_or(RecordId(0));
    index.from(groups.iter().map(least).min().unwrap_or(RecordId(0))).collect()
}

fn passes(groups: &[Vec<Filter>], record: &Record) -> bool {
    groups.is_empty() || groups.iter().any(|group| group.iter().all(|filter| filter.holds(record)))
}

/// Whether every word occurs in one of the properties that `query` looks at.
fn queried(kind: Kind, record: &Record, wanted: &[String], matches: QueryMatches) -> bool {
    let own: Vec<String> = query_properties(kind).iter().filter_map(|name| record.text(name)).flat_map(words).collect();
    wanted.iter().all(|word| {
        own.iter().any(|one| match matches {
            QueryMatches::WholeTokens => one == word,
            QueryMatches::Prefixes => one.starts_with(word.as_str()),
        })
    })
}

fn query_properties(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Contacts => &[
            "firstname",
            "lastname",
            "email",
            "phone",
            "hs_additional_emails",
            "fax",
            "mobilephone",
            "company",
            "hs_marketable_until_renewal",
        ],
        Kind::Companies => &["website", "phone", "name", "domain"],
        Kind::Deals => &["dealname", "pipeline", "dealstage", "description", "dealtype"],
        Kind::Tickets => &["subject", "content", "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_id"],
        Kind::Communications => &["hs_communication_body"],
        Kind::Tasks => &["hs_task_body", "hs_task_subject"],
        Kind::Notes => &["hs_note_body"],
    }
}

/// Records without a value come last when sorted ascending.
fn compare(a: &Record, b: &Record, field: &Field, order: Order) -> Ordering {
    match (a.value(field), b.value(field)) {
        (Some(a), Some(b)) => compare_values(a, b, order),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn compare_values(a: record::Value<'_>, b: record::Value<'_>, order: Order) -> Ordering {
    use record::Value::{Number, Text};
    match (a, b, order) {
        (Number(a), Number(b), _) => a.cmp(&b),
        (Text(a), Text(b), Order::Number) => decimal(a).cmp(&decimal(b)),
        (Text(a), Text(b), Order::Instant) => dates::parse(a).cmp(&dates::parse(b)),
        (Text(a), Text(b), Order::Text | Order::Option | Order::Options) => a.to_lowercase().cmp(&b.to_lowercase()),
        // One property gives values of one kind.
        (Number(_), Text(_), _) => Ordering::Less,
        (Text(_), Number(_), _) => Ordering::Greater,
    }
}
