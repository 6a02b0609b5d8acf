//! Alarms: the only timers that outlive the worker. <https://developer.chrome.com/docs/extensions/reference/api/alarms>

use js_sys::{Object, Reflect};

use super::chrome;
use super::promise::{let_run, settle};

/// Makes an alarm that rings every so many minutes, at least half a minute; one of this name is replaced.
pub fn make_alarm(name: &str, minutes: f64) {
    let info = Object::new();
    if Reflect::set(&info, &"periodInMinutes".into(), &minutes.into()).is_ok() {
        let_run(chrome::alarm_create(name, &info));
    }
}

/// Makes an alarm if there is none. Making one that is there would put it off: a worker that is woken often would never run a pass. One that
/// is to ring later than its period lets it is of another clock (F15): the browser keeps the time of day at which it rings.
pub async fn ensure_alarm(name: &str, minutes: f64) {
    let Ok(alarm) = settle(chrome::alarm_get(name)).await else { return };
    let rings_at = Reflect::get(&alarm, &"scheduledTime".into()).ok().and_then(|at| at.as_f64());
    if rings_at.is_none_or(|at| at > js_sys::Date::now() + minutes * 60_000.0) {
        make_alarm(name, minutes);
    }
}

/// Takes an alarm back.
pub fn clear_alarm(name: &str) {
    let_run(chrome::alarm_clear(name));
}
