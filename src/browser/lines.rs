//! The open ports, each with what it may say. A line is a port that was accepted; the rest of the engine knows tabs, not ports.
//!
//! The page reader of a tab may have two lines for a moment, when it renews one: the newest is spoken to, and the tab counts as gone
//! only when the last is closed.

use std::cell::RefCell;

use js_sys::JsString;
use wasm_bindgen::JsValue;

use super::chrome::Port;
use super::clock::now;
use super::log;
use super::message::json_of;
use crate::ports::TabId;
use crate::protocol::allowance::Allowance;
use crate::protocol::sender::Role;

/// The number of a line. Those of ports that others opened are given by `background.js` and are even; the engine's own are odd.
pub type LineId = u32;

/// The open lines, oldest first.
#[derive(Default)]
pub struct Lines(RefCell<Vec<Line>>);

struct Line {
    id: LineId,
    role: Role,
    port: Port,
    allowance: Allowance,
}

/// What closing a line means for the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Nobody of this role is left.
    Last(Role),
    /// Another line of the same role is open, or this one was not.
    Nothing,
}

impl Lines {
    /// Adds a line.
    pub fn add(&self, id: LineId, role: Role, port: Port) {
        self.0.borrow_mut().push(Line { id, role, port, allowance: Allowance::new(role.tier()) });
    }

    /// Who said this, and its JSON text. `Err` where the line is not open; `Ok(None)` where the message is beyond what it may say.
    pub fn hear(&self, id: LineId, message: &JsValue) -> Result<Option<(Role, JsString)>, NotOpen> {
        let mut lines = self.0.borrow_mut();
        let line = lines.iter_mut().find(|line| line.id == id).ok_or(NotOpen)?;
        let tier = line.role.tier();
        let Some(text) = json_of(message) else {
            log::unreadable(tier);
            return Ok(None);
        };
        if line.allowance.take(now(), text.length()).is_err() {
            log::refused(tier);
            return Ok(None);
        }
        Ok(Some((line.role, text)))
    }

    /// Takes a line away.
    pub fn close(&self, id: LineId) -> Closed {
        let mut lines = self.0.borrow_mut();
        let Some(at) = lines.iter().position(|line| line.id == id) else { return Closed::Nothing };
        let role = lines.remove(at).role;
        if lines.iter().any(|line| line.role == role) { Closed::Nothing } else { Closed::Last(role) }
    }

    /// Whether a line of this role is open.
    pub fn has(&self, role: Role) -> bool {
        self.0.borrow().iter().any(|line| line.role == role)
    }

    /// Whether a page reader is there.
    pub fn has_page(&self) -> bool {
        self.0.borrow().iter().any(|line| matches!(line.role, Role::Page(_)))
    }

    /// Says something to everyone of a role.
    pub fn say_to_all(&self, role: Role, message: &JsValue) {
        for port in self.ports(role) {
            // One that has just closed: its end is on the way.
            let _ = port.post_message(message);
        }
    }

    /// Says something to the newest line of a tab's page reader.
    pub fn say_to_page(&self, tab: TabId, message: &JsValue) {
        if let Some(port) = self.ports(Role::Page(tab)).last() {
            let _ = port.post_message(message);
        }
    }

    /// Cuts every line. Called when a panic has happened, maybe inside this very list: then it is left alone.
    pub fn cut_all(&self) {
        if let Ok(mut lines) = self.0.try_borrow_mut() {
            lines.drain(..).for_each(|line| line.port.disconnect());
        }
    }

    /// Ports are copied out: a message may be answered before it was posted to all.
    fn ports(&self, role: Role) -> Vec<Port> {
        self.0.borrow().iter().filter(|line| line.role == role).map(|line| line.port.clone()).collect()
    }
}

/// A line that is not open, or was never accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotOpen;
