//! What is done once in each life of the worker, beside the events and before none of them.

use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::alarms::ensure_alarm;
use super::chrome;
use super::clock::BrowserClock;
use super::log::{self, Code};
use super::message::to_js;
use super::promise::{let_run, settle};
use crate::ports::Clock;
use crate::protocol::VERSION;
use crate::protocol::sender::Own;

/// The alarm of the passes, and its period in minutes.
const TICK: &str = "tick";
const TICK_MINUTES: f64 = 3.0;

/// Milliseconds that whoever woke the worker is given first: the browser answers calls one after the other.
const SOON: u64 = 100;

/// Everything, closing the storage first. Nothing of it is waited for.
pub fn run() {
    close_areas();
    spawn_local(async {
        BrowserClock.sleep(SOON).await;
        call_views();
        ensure_alarm(TICK, TICK_MINUTES).await;
        log::recall().await;
        open_panel_on_click();
    });
}

/// This extension, as the browser names it.
pub fn own() -> Option<Own> {
    let origin = chrome::runtime_url("").ok()?;
    Some(Own { id: chrome::own_id()?, origin: origin.trim_end_matches('/').to_owned() })
}

/// M1, M17: until this is done content scripts can read what is stored. The browser keeps it in the profile, so it is done long before
/// there is anything to read.
fn close_areas() {
    for name in ["local", "session", "sync", "managed"] {
        let info = Object::new();
        let named = Reflect::set(&info, &"accessLevel".into(), &"TRUSTED_CONTEXTS".into());
        let area = chrome::storage_area(name).filter(|_| named.is_ok());
        spawn_local(async move {
            let closed = match area {
                Some(area) => settle(area.set_access_level(&info)).await.is_ok(),
                None => false,
            };
            // In the others nothing is kept.
            if !closed && matches!(name, "local" | "session") {
                log::note(Code::AreaOpen);
            }
        });
    }
}

fn open_panel_on_click() {
    let behavior = Object::new();
    if Reflect::set(&behavior, &"openPanelOnActionClick".into(), &JsValue::TRUE).is_ok() {
        let_run(chrome::set_panel_behavior(&behavior));
    }
}

/// Views that were open when the last worker was stopped open their lines again.
fn call_views() {
    if let Some(call) = to_js(&Started { v: VERSION, kind: "started" }) {
        let_run(chrome::runtime_send_message(&call));
    }
}

/// Said to every open page of the extension. It tells nothing but that it is there.
#[derive(Serialize)]
struct Started {
    v: u32,
    kind: &'static str,
}
