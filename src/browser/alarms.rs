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

/// Makes an alarm if there is none. Making one that is there would put it off: a worker that is woken often would never run a pass.
pub async fn ensure_alarm(name: &str, minutes: f64) {
    if settle(chrome::alarm_get(name)).await.is_ok_and(|alarm| alarm.is_undefined()) {
        make_alarm(name, minutes);
    }
}

/// Takes an alarm back.
pub fn clear_alarm(name: &str) {
    let_run(chrome::alarm_clear(name));
}
