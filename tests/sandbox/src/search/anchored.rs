//! Searches that go through everything by record id, page after page from the last id on: how a mirror reads an account.
//!
//! Each page asks for the same records but for the anchor, and each answer has a total. So the ids that pass without the anchor are kept
//! until the index changes: a hundred thousand contacts are looked at once and not five hundred times.

use std::sync::Arc;

use super::filter::{Bound, Filter, Operand, Test};
use super::passes;
use super::request::{Direction, Search};
use crate::index::Index;
use crate::kind::RecordId;
use crate::record::{Field, Record};

/// What was found, for as long as the index stays as it is.
#[derive(Debug, Clone)]
pub struct Kept {
    generation: u64,
    groups: Vec<Vec<Filter>>,
    ids: Arc<[RecordId]>,
}

/// A page of such a search, and how many records pass in all. `None` where the search is another one.
pub fn page(index: &mut Index, search: &Search) -> Option<(Vec<Arc<Record>>, usize)> {
    let sorted = matches!(search.sort, Some((Field::Id, _, Direction::Ascending)));
    let (anchor, groups) = if sorted && search.query.is_none() { split(&search.groups)? } else { return None };
    let ids = found(index, groups);
    let rest = ids.get(ids.partition_point(|id| !beyond(*id, &anchor))..).unwrap_or_default();
    let page = rest.iter().skip(search.offset).take(search.limit).filter_map(|id| index.get(*id)).cloned();
    Some((page.collect(), rest.len()))
}

/// The anchor that all groups share, if any, and the groups without it.
fn split(groups: &[Vec<Filter>]) -> Option<(Bound, Vec<Vec<Filter>>)> {
    let mut anchors = Vec::new();
    let mut without = Vec::new();
    for group in groups {
        let (of_id, others): (Vec<&Filter>, Vec<&Filter>) = group.iter().partition(|filter| anchor(filter).is_some());
        match of_id.as_slice() {
            [] => anchors.push(&Bound::Open),
            [one] => anchors.extend(anchor(one)),
            [_, _, ..] => return None,
        }
        without.push(others.into_iter().cloned().collect());
    }
    let first = anchors.first().copied().unwrap_or(&Bound::Open);
    anchors.iter().all(|one| *one == first).then(|| (first.clone(), without))
}

fn anchor(filter: &Filter) -> Option<&Bound> {
    match filter {
        Filter::Property { field: Field::Id, test: Test::Range(bound, Bound::Open), .. } => Some(bound),
        Filter::Property { .. } | Filter::Associated(..) => None,
    }
}

fn beyond(id: RecordId, anchor: &Bound) -> bool {
    match anchor {
        Bound::Open => true,
        Bound::Included(bound) => Operand::of(id.0) >= *bound,
        Bound::Excluded(bound) => Operand::of(id.0) > *bound,
    }
}

/// The ids that pass the groups, in order.
fn found(index: &mut Index, groups: Vec<Vec<Filter>>) -> Arc<[RecordId]> {
    let generation = index.generation();
    if let Some(kept) = index.kept.as_ref().filter(|kept| kept.generation == generation && kept.groups == groups) {
        return Arc::clone(&kept.ids);
    }
    let ids: Arc<[RecordId]> =
        index.from(RecordId(0)).filter(|record| passes(&groups, record)).map(|record| record.id).collect();
    index.kept = Some(Kept { generation, groups, ids: Arc::clone(&ids) });
    ids
}
