//! The body of a search, and every reason for which HubSpot refuses one (section 4 of the facts).

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::filter::{Bound, Case, Filter, Order, Test};
use super::tokens::Pattern;
use crate::call::{Call, Wanted};
use crate::errors::{Failure, invalid, plain};
use crate::kind::Kind;
use crate::record::Field;
use crate::schema::Schema;
use crate::settings::Settings;

const GROUPS: usize = 5;
const FILTERS_OF_A_GROUP: usize = 6;
const FILTERS: usize = 18;
const LONGEST_QUERY: usize = 3_000;
const LARGEST_PAGE: usize = 200;
const RESULTS: usize = 10_000;

/// A search that HubSpot takes.
#[derive(Debug)]
pub struct Search {
    /// Any of these groups, all filters of it; everything where there are none.
    pub groups: Vec<Vec<Filter>>,
    /// Words that must all occur.
    pub query: Option<String>,
    /// What it is sorted by.
    pub sort: Option<(Field, Order, Direction)>,
    /// What is shown.
    pub wanted: Wanted,
    /// Records a page.
    pub limit: usize,
    /// Records skipped.
    pub offset: usize,
}

/// The direction of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Direction {
    /// Least first.
    Ascending,
    /// Greatest first.
    Descending,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Body {
    #[serde(default)]
    filter_groups: Vec<Group>,
    #[serde(default)]
    filters: Vec<RawFilter>,
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    sorts: Vec<Sort>,
    #[serde(default)]
    properties: Vec<String>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    after: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    filters: Vec<RawFilter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawFilter {
    property_name: String,
    operator: Operator,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    high_value: Option<String>,
    #[serde(default)]
    values: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Operator {
    Lt,
    Lte,
    Gt,
    Gte,
    Eq,
    Neq,
    Between,
    In,
    NotIn,
    HasProperty,
    NotHasProperty,
    ContainsToken,
    NotContainsToken,
}

/// A sort: an object as in the guides, or a name as in the schema.
#[derive(Deserialize)]
#[serde(untagged)]
enum Sort {
    #[serde(rename_all = "camelCase")]
    By {
        property_name: String,
        direction: Option<Direction>,
    },
    Name(String),
}

/// Reads a search.
///
/// # Errors
/// The 400 that HubSpot answers.
pub fn read(call: &Call<'_>, kind: Kind, schema: &Schema, settings: &Settings) -> Result<Search, Failure> {
    if settings.search_body_limit.is_some_and(|most| call.body.len() > most) {
        return Err(invalid("The request body exceeds the maximum of 3,000 characters."));
    }
    let body: Body = call.json()?;
    let mut groups: Vec<Vec<RawFilter>> = body.filter_groups.into_iter().map(|group| group.filters).collect();
    if !body.filters.is_empty() {
        groups.push(body.filters);
    }
    check_counts(&groups)?;
    if body.query.as_ref().is_some_and(|query| query.chars().count() > LONGEST_QUERY) {
        return Err(invalid("A query can contain a maximum of 3,000 characters."));
    }
    let limit = body.limit.unwrap_or(10);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(invalid(format!("limit must be between 1 and {LARGEST_PAGE}, was {limit}")));
    }
    let offset = offset(body.after.as_ref())?;
    if offset + limit > RESULTS {
        return Err(invalid("The maximum of 10,000 results per query is exceeded."));
    }
    let compile =
        |group: Vec<RawFilter>| group.into_iter().map(|filter| compile(filter, kind, schema, settings)).collect();
    Ok(Search {
        groups: groups.into_iter().map(compile).collect::<Result<_, Failure>>()?,
        query: body.query.filter(|query| !query.trim().is_empty()),
        sort: sort(body.sorts, kind, schema)?,
        wanted: Wanted::new(kind, schema, &body.properties),
        limit,
        offset,
    })
}

fn check_counts(groups: &[Vec<RawFilter>]) -> Result<(), Failure> {
    let all: usize = groups.iter().map(Vec::len).sum();
    if groups.len() > GROUPS {
        return Err(invalid(format!("Too many filter groups: {} of {GROUPS}", groups.len())));
    }
    if groups.iter().any(Vec::is_empty) {
        return Err(invalid("A filter group has no filters"));
    }
    if groups.iter().any(|group| group.len() > FILTERS_OF_A_GROUP) {
        return Err(invalid(format!("Too many filters in a group: the maximum is {FILTERS_OF_A_GROUP}")));
    }
    if all > FILTERS {
        return Err(invalid(format!("Too many filters: {all} of {FILTERS}")));
    }
    Ok(())
}

fn offset(after: Option<&Value>) -> Result<usize, Failure> {
    let refused = || invalid("after must be an integer offset");
    match after {
        None | Some(Value::Null) => Ok(0),
        Some(Value::String(text)) if text.is_empty() => Ok(0),
        Some(Value::String(text)) => text.parse().map_err(|_| refused()),
        Some(Value::Number(number)) => {
            number.as_u64().and_then(|number| usize::try_from(number).ok()).ok_or_else(refused)
        }
        Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => Err(refused()),
    }
}

fn sort(sorts: Vec<Sort>, kind: Kind, schema: &Schema) -> Result<Option<(Field, Order, Direction)>, Failure> {
    if sorts.len() > 1 {
        return Err(invalid("Only one sort is supported"));
    }
    let Some(sort) = sorts.into_iter().next() else { return Ok(None) };
    let (name, direction) = match sort {
        Sort::By { property_name, direction } => (property_name, direction.unwrap_or(Direction::Ascending)),
        Sort::Name(name) => (name, Direction::Ascending),
    };
    let property = schema.get(&name).ok_or_else(|| missing(&name))?;
    Ok(Some((Field::of(kind, &name), Order::of(property.shape), direction)))
}

fn compile(raw: RawFilter, kind: Kind, schema: &Schema, settings: &Settings) -> Result<Filter, Failure> {
    if let Some(other) = raw.property_name.strip_prefix("associations.") {
        return associated(other, &raw, settings);
    }
    let name = raw.property_name.as_str();
    let property = schema.get(name).ok_or_else(|| missing(name))?;
    let order = Order::of(property.shape);
    let lacks = |what: &str| invalid(format!("{what} must be set for operator {:?} of property {name}", raw.operator));
    let read = |text: &str, case| {
        order.operand(text, case).ok_or_else(|| invalid(format!("{text} is no value of property {name}")))
    };
    let one = || read(raw.value.as_deref().ok_or_else(|| lacks("value"))?, Case::Folded);
    let high = || read(raw.high_value.as_deref().ok_or_else(|| lacks("highValue"))?, Case::Folded);
    let pattern = || raw.value.as_deref().map(Pattern::new).ok_or_else(|| lacks("value"));
    let several = || -> Result<BTreeSet<_>, Failure> {
        many(&raw, settings, &lacks)?.iter().map(|text| read(text, Case::Kept)).collect()
    };
    let test = match raw.operator {
        Operator::Lt => Test::Range(Bound::Open, Bound::Excluded(one()?)),
        Operator::Lte => Test::Range(Bound::Open, Bound::Included(one()?)),
        Operator::Gt => Test::Range(Bound::Excluded(one()?), Bound::Open),
        Operator::Gte => Test::Range(Bound::Included(one()?), Bound::Open),
        Operator::Between => Test::Range(Bound::Included(one()?), Bound::Included(high()?)),
        Operator::Eq => Test::Equal(one()?),
        Operator::Neq => Test::NotEqual(one()?),
        Operator::In => Test::In(several()?),
        Operator::NotIn => Test::NotIn(several()?),
        Operator::HasProperty => Test::Has,
        Operator::NotHasProperty => Test::HasNot,
        Operator::ContainsToken => Test::Contains(pattern()?),
        Operator::NotContainsToken => Test::ContainsNot(pattern()?),
    };
    Ok(Filter::Property { field: Field::of(kind, name), order, test })
}

fn associated(other: &str, raw: &RawFilter, settings: &Settings) -> Result<Filter, Failure> {
    let kind = Kind::named(other).ok_or_else(|| missing(&raw.property_name))?;
    let lacks = |what: &str| invalid(format!("{what} must be set for {}", raw.property_name));
    let texts = match raw.operator {
        Operator::Eq => vec![raw.value.clone().ok_or_else(|| lacks("value"))?],
        Operator::In => many(raw, settings, &lacks)?.to_vec(),
        Operator::Lt
        | Operator::Lte
        | Operator::Gt
        | Operator::Gte
        | Operator::Neq
        | Operator::Between
        | Operator::NotIn
        | Operator::HasProperty
        | Operator::NotHasProperty
        | Operator::ContainsToken
        | Operator::NotContainsToken => return Err(invalid(format!("{} takes EQ and IN", raw.property_name))),
    };
    let ids = texts.iter().map(|text| text.parse().map_err(|_| invalid(format!("{text} is no record id"))));
    Ok(Filter::Associated(kind, ids.collect::<Result<_, Failure>>()?))
}

fn many<'a>(
    raw: &'a RawFilter,
    settings: &Settings,
    lacks: &impl Fn(&str) -> Failure,
) -> Result<&'a [String], Failure> {
    let values = raw.values.as_deref().filter(|values| !values.is_empty()).ok_or_else(|| lacks("values"))?;
    if values.len() > settings.in_cap {
        return Err(invalid(format!("Too many values: {} of {}", values.len(), settings.in_cap)));
    }
    Ok(values)
}

fn missing(name: &str) -> Failure {
    plain(format!("Property '{name}' does not exist"))
}
