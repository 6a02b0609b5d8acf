//! Numbers, dates and lengths of time in the browser's language, by `Intl`.

use js_sys::Intl::{DateTimeFormat, NumberFormat, PluralRules, RelativeTimeFormat};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{clock, locale};
use crate::protocol::Millis;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// The last instant that JavaScript knows, in milliseconds.
const LAST_DAY: f64 = 8.64e15;

/// A whole number, grouped: `5,012`.
pub fn number(value: u32) -> String {
    formatted_number(f64::from(value), &[])
}

/// A day: `12 Nov`, with the year where it is another one.
pub fn day(at: Millis) -> String {
    let year = |at| date(at, &[("year", "numeric")]);
    let mut parts = vec![("day", "numeric"), ("month", "short")];
    if year(at) != year(clock::now()) {
        parts.push(("year", "numeric"));
    }
    date(at, &parts)
}

/// A time of today, `10:42`, or a day and a time.
pub fn time(at: Millis) -> String {
    let whole = |at| date(at, &[("year", "numeric"), ("month", "numeric"), ("day", "numeric")]);
    let mut parts = vec![("hour", "numeric"), ("minute", "2-digit")];
    if whole(at) != whole(clock::now()) {
        parts.extend([("day", "numeric"), ("month", "short")]);
    }
    date(at, &parts)
}

/// A day with its year and the time: `12 Nov 2026, 14:03`.
pub fn moment(at: Millis) -> String {
    date(at, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// How long ago: `now`, `3 minutes ago`, `2 days ago`.
pub fn ago(at: Millis, now: Millis) -> String {
    let passed = now.saturating_sub(at);
    let (count, unit) = match passed {
        0..MINUTE => (0, "second"),
        MINUTE..HOUR => (passed / MINUTE, "minute"),
        HOUR..DAY => (passed / HOUR, "hour"),
        _ => (passed / DAY, "day"),
    };
    let format = RelativeTimeFormat::new(&languages(), &options(&[("numeric", "auto")]));
    format.format(-small(count), unit).into()
}

/// The day of a text that names one (`2026-12-07`, an instant in ISO 8601, or milliseconds); the text itself where it names none.
pub fn day_of(text: &str) -> String {
    let millis: Option<f64> = text.parse().ok();
    let at = millis.unwrap_or_else(|| js_sys::Date::parse(text));
    // A day without a time is one everywhere.
    let zone = if text.contains('T') { &[][..] } else { &[("timeZone", "UTC")][..] };
    let parts: Vec<(&str, &str)> = [("dateStyle", "medium")].into_iter().chain(zone.iter().copied()).collect();
    if at.is_finite() && at.abs() < LAST_DAY { written(at, &parts) } else { text.to_owned() }
}

/// An amount of money, in a currency where one is known; the text itself where it is no number.
pub fn money(value: &str, currency: Option<&str>) -> String {
    let Some(amount) = value.parse::<f64>().ok().filter(|amount| amount.is_finite()) else { return value.to_owned() };
    // A code that is none would be an exception.
    match currency.filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic())) {
        Some(code) => formatted_number(amount, &[("style", "currency"), ("currency", code)]),
        None => formatted_number(amount, &[]),
    }
}

/// A length of time: `40 seconds`, `3 minutes`.
pub fn duration(seconds: u32) -> String {
    let (count, unit) = if seconds < 60 { (seconds, "second") } else { (seconds.div_ceil(60), "minute") };
    formatted_number(f64::from(count), &[("style", "unit"), ("unit", unit), ("unitDisplay", "long")])
}

/// Whether a count takes the singular in the language of the texts.
pub fn is_one(count: u32) -> bool {
    let rules = PluralRules::new(&Array::of1(&locale::text("language", &[]).into()), &Object::new());
    rules.select(f64::from(count)) == "one"
}

fn date(at: Millis, parts: &[(&str, &str)]) -> String {
    written(small(at / 1000) * 1000.0, parts)
}

fn written(at: f64, parts: &[(&str, &str)]) -> String {
    let format = DateTimeFormat::new(&languages(), &options(parts)).format();
    format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(at)).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn formatted_number(value: f64, parts: &[(&str, &str)]) -> String {
    let format = NumberFormat::new(&languages(), &options(parts)).format();
    format.call1(&JsValue::UNDEFINED, &value.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn languages() -> Array {
    // A tag that is none would be an exception.
    let tag = locale::language();
    let fits = !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    Array::of1(&if fits { tag.into() } else { JsValue::from_str("en") })
}

fn options(parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options
}

/// A count, or seconds since 1970, as JavaScript's number.
fn small(value: u64) -> f64 {
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}
