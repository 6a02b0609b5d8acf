//! One filter of a search: what it looks at and when it holds.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::tokens::Pattern;
use crate::dates;
use crate::kind::{Kind, RecordId};
use crate::record::{Field, Record, Value};
use crate::schema::Shape;

/// A filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// On a property.
    Property {
        /// Which.
        field: Field,
        /// How its values compare.
        order: Order,
        /// When it holds.
        test: Test,
    },
    /// On the pseudo-property `associations.{type}`.
    Associated(Kind, BTreeSet<RecordId>),
}

/// How values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As numbers.
    Number,
    /// As instants.
    Instant,
    /// As texts, whatever their case.
    Text,
    /// As values of a list, case and all.
    Option,
    /// As values of a list, of which a record has several.
    Options,
}

/// When a filter holds. Operands are ready to compare: lower-case for texts, scaled for numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// `LT LTE GT GTE`, `BETWEEN`: from, to; each end may be open or excluded.
    Range(Bound, Bound),
    /// `EQ`
    Equal(Operand),
    /// `NEQ`: records without a value too.
    NotEqual(Operand),
    /// `IN`
    In(BTreeSet<Operand>),
    /// `NOT_IN`: records without a value too.
    NotIn(BTreeSet<Operand>),
    /// `HAS_PROPERTY`
    Has,
    /// `NOT_HAS_PROPERTY`
    HasNot,
    /// `CONTAINS_TOKEN`
    Contains(Pattern),
    /// `NOT_CONTAINS_TOKEN`
    ContainsNot(Pattern),
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// None.
    Open,
    /// The value belongs to it.
    Included(Operand),
    /// It does not.
    Excluded(Operand),
}

/// A value to compare with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operand {
    /// Millionths.
    Number(i128),
    /// A text.
    Text(String),
}

impl Operand {
    /// A whole number.
    pub fn of(number: u64) -> Operand {
        Operand::Number(millionths(number))
    }
}

impl Order {
    /// How values of a property compare.
    pub fn of(shape: Shape) -> Order {
        match shape {
            Shape::Number | Shape::Integer => Order::Number,
            Shape::Date | Shape::DateTime => Order::Instant,
            Shape::Checkboxes => Order::Options,
            Shape::Select | Shape::Radio | Shape::Bool | Shape::Owner | Shape::Pipeline | Shape::Stage => Order::Option,
            Shape::Text | Shape::TextArea | Shape::Html | Shape::Email | Shape::Phone | Shape::PhoneDigits => {
                Order::Text
            }
        }
    }

    /// Reads the value of a filter. Instants are epoch milliseconds.
    pub fn operand(self, value: &str, case: Case) -> Option<Operand> {
        match self {
            Order::Number => decimal(value).map(Operand::Number),
            Order::Instant => value.parse::<u64>().ok().map(Operand::of),
            Order::Text => Some(Operand::Text(match case {
                Case::Folded => value.to_lowercase(),
                Case::Kept => value.to_owned(),
            })),
            Order::Option | Order::Options => Some(Operand::Text(value.to_owned())),
        }
    }
}

/// What becomes of the case of a filter's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// It does not count.
    Folded,
    /// It stays, so that a value with a capital never matches: the rule of `IN` on texts.
    Kept,
}

impl Filter {
    /// Whether it holds for a record.
    pub fn holds(&self, record: &Record) -> bool {
        match self {
            Filter::Associated(kind, ids) => {
                record.links.iter().any(|link| link.kind == *kind && ids.contains(&link.id))
            }
            Filter::Property { field, order, test } => match (record.value(field), test) {
                (value, Test::Has) => value.is_some(),
                (value, Test::HasNot) => value.is_none(),
                (None, Test::NotEqual(_) | Test::NotIn(_) | Test::ContainsNot(_)) => true,
                (None, Test::Range(..) | Test::Equal(_) | Test::In(_) | Test::Contains(_)) => false,
                (Some(value), Test::Contains(pattern)) => pattern.found_in(&text(value)),
                (Some(value), Test::ContainsNot(pattern)) => !pattern.found_in(&text(value)),
                (Some(value), Test::Equal(wanted)) => any(value, *order, |own| own == *wanted),
                (Some(value), Test::NotEqual(wanted)) => !any(value, *order, |own| own == *wanted),
                (Some(value), Test::In(wanted)) => any(value, *order, |own| wanted.contains(&own)),
                (Some(value), Test::NotIn(wanted)) => !any(value, *order, |own| wanted.contains(&own)),
                (Some(value), Test::Range(from, to)) => any(value, *order, |own| within(&own, from, to)),
            },
        }
    }

    /// The least id that can pass, where the filter says so.
    pub fn least_id(&self) -> Option<RecordId> {
        match self {
            Filter::Property { field: Field::Id, test: Test::Range(bound, _), .. } => least(bound).map(RecordId),
            Filter::Property { .. } | Filter::Associated(..) => None,
        }
    }

    /// The earliest change that can pass, where the filter says so.
    pub fn least_change(&self) -> Option<u64> {
        match self {
            Filter::Property { field: Field::Updated, test: Test::Range(bound, _), .. } => least(bound),
            Filter::Property { field: Field::Updated, test: Test::Equal(Operand::Number(at)), .. } => whole(*at),
            Filter::Property { .. } | Filter::Associated(..) => None,
        }
    }
}

fn least(bound: &Bound) -> Option<u64> {
    match bound {
        Bound::Included(Operand::Number(number)) | Bound::Excluded(Operand::Number(number)) => whole(*number),
        Bound::Included(Operand::Text(_)) | Bound::Excluded(Operand::Text(_)) | Bound::Open => None,
    }
}

fn whole(number: i128) -> Option<u64> {
    u64::try_from(number / 1_000_000).ok()
}

fn millionths(number: u64) -> i128 {
    i128::from(number) * 1_000_000
}

/// Whether one of the values of a property passes.
fn any(value: Value<'_>, order: Order, passes: impl Fn(Operand) -> bool) -> bool {
    match (order, value) {
        (_, Value::Number(number)) => passes(Operand::of(number)),
        (Order::Number, Value::Text(text)) => decimal(text).is_some_and(|number| passes(Operand::Number(number))),
        (Order::Instant, Value::Text(text)) => dates::parse(text).is_some_and(|at| passes(Operand::of(at))),
        (Order::Text, Value::Text(text)) => passes(Operand::Text(text.to_lowercase())),
        (Order::Option, Value::Text(text)) => passes(Operand::Text(text.to_owned())),
        (Order::Options, Value::Text(text)) => text.split(';').any(|one| passes(Operand::Text(one.to_owned()))),
    }
}

fn within(own: &Operand, from: &Bound, to: &Bound) -> bool {
    let above = match from {
        Bound::Open => true,
        Bound::Included(bound) => own >= bound,
        Bound::Excluded(bound) => own > bound,
    };
    let below = match to {
        Bound::Open => true,
        Bound::Included(bound) => own <= bound,
        Bound::Excluded(bound) => own < bound,
    };
    above && below
}

fn text(value: Value<'_>) -> Cow<'_, str> {
    match value {
        Value::Text(text) => text.into(),
        Value::Number(number) => number.to_string().into(),
    }
}

/// A decimal number in millionths.
pub fn decimal(text: &str) -> Option<i128> {
    let (sign, plain) = text.strip_prefix('-').map_or((1, text), |plain| (-1, plain));
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 25 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let fraction: i128 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    Some(sign * (whole.parse::<i128>().ok()? * 1_000_000 + fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_compared_as_numbers() {
        assert_eq!(decimal("1500.00"), decimal("1500"));
        assert!(decimal("9") < decimal("10"));
        assert!(decimal("-2.5") < decimal("-2"));
        for text in ["", "-", "1e3", "x", "1.2.3", "१"] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
    }
}
