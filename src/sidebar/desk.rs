//! What all sections share: the view that is shown, the line to the engine, and the one live region.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;

use super::draft::Draft;
use super::roster::RosterDraft;
use super::sheets::Sheets;
use crate::browser::clock;
use crate::browser::timer::{Timer, after, every};
use crate::browser::view_port::{Listener, ViewPort};
use crate::protocol::intent::Intent;
use crate::protocol::view::{Answer, Problem, Retry, Screen, ToSidebar, View};
use crate::protocol::{Millis, Tier, VERSION};

/// How often "3 min. ago" is looked at again, in milliseconds.
const MINUTES: u32 = 30_000;
/// How long an engine that has just started may know less than what is shown, in milliseconds.
const STARTING: u32 = 1_500;

/// A handle; copies are the same desk.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What the engine said last; `None` until it has said anything.
    pub view: RwSignal<Option<View>>,
    /// The extension was updated or removed under this document.
    pub orphaned: RwSignal<bool>,
    /// The time, a little stale.
    pub now: RwSignal<Millis>,
    /// What the live region says.
    pub said: RwSignal<String>,
    /// What is being typed and chosen for the person on screen.
    pub draft: Draft,
    /// How the roster is filtered.
    pub roster: RosterDraft,
    /// What is typed into the forms of cards.
    pub sheets: Sheets,
    line: StoredValue<Rc<Line>, LocalStorage>,
}

/// The line to the engine and those who wait for an answer.
#[derive(Default)]
struct Line {
    port: OnceCell<Rc<ViewPort<Intent, ToSidebar>>>,
    last_op: Cell<u32>,
    waiting: RefCell<BTreeMap<u32, Then>>,
    /// A view that knows less than the one that is shown, held back while the engine starts.
    held: RefCell<Option<Timer>>,
    clock: OnceCell<Timer>,
}

type Then = Box<dyn FnOnce(Answer)>;

/// The desk of this document.
pub fn desk() -> Desk {
    expect_context::<Desk>()
}

impl Desk {
    /// Opens the line. Once in the document's life.
    pub fn open() -> Desk {
        let line = Rc::new(Line::default());
        let desk = Desk {
            view: RwSignal::new(None),
            orphaned: RwSignal::new(false),
            now: RwSignal::new(clock::now()),
            said: RwSignal::new(String::new()),
            draft: Draft::new(),
            roster: RosterDraft::new(),
            sheets: Sheets::new(),
            line: StoredValue::new_local(Rc::clone(&line)),
        };
        let listener = Listener {
            heard: Box::new(move |message| desk.hear(message)),
            orphaned: Box::new(move || desk.orphaned.set(true)),
        };
        let _ = line.clock.set(every(MINUTES, move || desk.now.set(clock::now())));
        let port = ViewPort::open(Tier::Sidebar, Intent::Hello { v: VERSION }, listener);
        port.on_break(move || desk.give_up_waiting());
        let _ = line.port.set(port);
        desk
    }

    /// Says what the person wants.
    pub fn send(self, intent: &Intent) {
        self.line.with_value(|line| line.port.get().cloned()).inspect(|port| port.send(intent));
    }

    /// Asks something that is answered. The answer may come when nobody waits for it any more: `then` has to bear that.
    pub fn ask(self, intent: impl FnOnce(u32) -> Intent, then: impl FnOnce(Answer) + 'static) {
        let op = self.line.with_value(|line| {
            let op = line.last_op.get().wrapping_add(1);
            line.last_op.set(op);
            line.waiting.borrow_mut().insert(op, Box::new(then));
            op
        });
        self.send(&intent(op));
    }

    /// A part of the view that a section shows. Where the view has no such part any more, the section is about to go and keeps what it had.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        self,
        first: T,
        pick: impl Fn(&View) -> Option<T> + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |before: Option<&T>| {
            let picked = self.view.with(|view| view.as_ref().and_then(&pick));
            picked.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
        })
    }

    fn hear(self, message: ToSidebar) {
        match message {
            ToSidebar::View(view) => self.take(*view),
            ToSidebar::Answer { op, answer } => {
                let then = self.line.with_value(|line| line.waiting.borrow_mut().remove(&op));
                if let Some(then) = then {
                    then(answer);
                }
            }
        }
    }

    /// A worker that has just started says "not ready" until the page has told it what is open. What is shown stays meanwhile.
    fn take(self, view: View) {
        let shows = |screen: &Screen| !matches!(screen, Screen::WhatsAppNotReady | Screen::NotConnected);
        let knows_less = matches!(view.screen, Screen::WhatsAppNotReady)
            && self.view.with_untracked(|held| held.as_ref().is_some_and(|held| shows(&held.screen)));
        let timer = if knows_less {
            Some(after(STARTING, move || self.view.set(Some(view))))
        } else {
            self.view.set(Some(view));
            None
        };
        self.line.with_value(|line| line.held.replace(timer));
        self.now.set(clock::now());
    }

    /// The worker was stopped before it could answer. It is started again, so that what is shown is what stands.
    fn give_up_waiting(self) {
        let (waiting, port) =
            self.line.with_value(|line| (std::mem::take(&mut *line.waiting.borrow_mut()), line.port.get().cloned()));
        if waiting.is_empty() {
            return;
        }
        port.inspect(|port| port.connect());
        for then in waiting.into_values() {
            let sentence = "problem_interrupted".to_owned();
            then(Answer::Refused(Problem { sentence, values: Vec::new(), retry: Retry::Now }));
        }
    }
}
