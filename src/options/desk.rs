//! What the page knows and what can be done with it: the last view, the draft of a key, settings on their way, and the line to the engine.
//!
//! A `Desk` is a handful of signals and is copied into whatever draws. Nothing here decides: it remembers what was heard and what is being
//! typed.

use std::rc::Rc;

use leptos::prelude::*;

use crate::browser::clock;
use crate::browser::timer::{Timer, every};
use crate::browser::view_port::{Listener, ViewPort};
use crate::protocol::options::{Connection, Keep, OptionsIntent, OptionsView, PastedKey, Settings};
use crate::protocol::{Millis, Tier, VERSION};

/// How often "3 min. ago" is looked at again, in milliseconds.
const MINUTES: u32 = 30_000;

/// The kinds of connection that the page tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Never connected, or disconnected.
    NotConnected,
    /// A key is being checked.
    Checking,
    /// A key was not taken.
    Refused,
    /// Connected.
    Connected,
    /// HubSpot no longer takes the key.
    KeyRefused,
    /// The key is asked for at each start of the browser.
    KeyNeeded,
}

impl Kind {
    /// The kind of a connection.
    pub fn of(connection: &Connection) -> Kind {
        match connection {
            Connection::NotConnected => Kind::NotConnected,
            Connection::Checking => Kind::Checking,
            Connection::Refused { .. } => Kind::Refused,
            Connection::Connected { .. } => Kind::Connected,
            Connection::KeyRefused { .. } => Kind::KeyRefused,
            Connection::KeyNeeded { .. } => Kind::KeyNeeded,
        }
    }

    /// Its name in the page's markup.
    pub fn name(self) -> &'static str {
        match self {
            Kind::NotConnected => "not-connected",
            Kind::Checking => "checking",
            Kind::Refused => "refused",
            Kind::Connected => "connected",
            Kind::KeyRefused => "key-refused",
            Kind::KeyNeeded => "key-needed",
        }
    }
}

/// The page's state.
#[derive(Clone, Copy)]
pub struct Desk {
    view: RwSignal<Option<OptionsView>>,
    orphaned: RwSignal<bool>,
    said: RwSignal<String>,
    /// Settings that were sent and not yet heard back.
    sent: RwSignal<Option<Settings>>,
    /// The key as typed. Kept while it is checked, so that a refused one can be mended; dropped once it is taken.
    pub draft: RwSignal<String>,
    /// How long the key shall be kept, as chosen.
    pub keep: RwSignal<Keep>,
    /// The form is open although HubSpot is connected: another key is wanted.
    pub changing: RwSignal<bool>,
    /// The time, a little stale.
    pub now: RwSignal<Millis>,
    line: StoredValue<Option<Line>, LocalStorage>,
}

struct Line {
    port: Rc<ViewPort<OptionsIntent, OptionsView>>,
    _clock: Timer,
}

impl Desk {
    /// Opens the line to the engine.
    pub fn open() -> Desk {
        let desk = Desk {
            view: RwSignal::new(None),
            orphaned: RwSignal::new(false),
            said: RwSignal::new(String::new()),
            sent: RwSignal::new(None),
            draft: RwSignal::new(String::new()),
            keep: RwSignal::new(Keep::OnDevice),
            changing: RwSignal::new(false),
            now: RwSignal::new(clock::now()),
            line: StoredValue::new_local(None),
        };
        let listener = Listener {
            heard: Box::new(move |view| desk.hear(view)),
            orphaned: Box::new(move || desk.orphaned.set(true)),
        };
        let port = ViewPort::open(Tier::Options, OptionsIntent::Hello { v: VERSION }, listener);
        let clock = every(MINUTES, move || desk.now.set(clock::now()));
        desk.line.set_value(Some(Line { port, _clock: clock }));
        desk
    }

    fn hear(self, view: OptionsView) {
        if view.v != VERSION {
            return self.orphaned.set(true);
        }
        if self.sent.with_untracked(|sent| sent.as_ref() == Some(&view.settings)) {
            self.sent.set(None);
        }
        let before = self.view.with_untracked(|view| view.as_ref().map(|view| Kind::of(&view.connection)));
        match (before, &view.connection) {
            (Some(Kind::Checking), Connection::Connected { .. }) => {
                self.draft.set(String::new());
                self.changing.set(false);
            }
            (None, Connection::Connected { keep, .. }) => self.keep.set(*keep),
            (None, Connection::KeyNeeded { .. }) => self.keep.set(Keep::UntilBrowserCloses),
            _ => {}
        }
        self.view.set(Some(view));
        self.now.set(clock::now());
    }

    fn send(self, intent: &OptionsIntent) {
        self.line.with_value(|line| line.as_ref().map(|line| Rc::clone(&line.port))).inspect(|port| port.send(intent));
    }

    /// Sends the draft to be checked.
    pub fn connect(self) {
        let key = PastedKey(self.draft.get_untracked());
        self.send(&OptionsIntent::Connect { key, keep: self.keep.get_untracked() });
    }

    /// Gives up another key. The engine is asked how the connection stands.
    pub fn give_up(self) {
        self.draft.set(String::new());
        self.changing.set(false);
        self.send(&OptionsIntent::Hello { v: VERSION });
    }

    /// Asks for the account's own properties.
    pub fn list_properties(self) {
        self.send(&OptionsIntent::ListProperties);
    }

    /// No pass asks for anything until told otherwise.
    pub fn pause_passes(self) {
        self.send(&OptionsIntent::PausePasses);
    }

    /// Passes may run again.
    pub fn resume_passes(self) {
        self.send(&OptionsIntent::ResumePasses);
    }

    /// Gives up the reading that is under way.
    pub fn cancel_pass(self) {
        self.send(&OptionsIntent::CancelPass);
    }

    /// Forgets the key.
    pub fn disconnect(self) {
        self.send(&OptionsIntent::Disconnect);
    }

    /// Changes the settings. They are shown as changed at once; the engine's next word counts.
    pub fn set(self, change: impl FnOnce(&mut Settings)) {
        let Some(mut settings) = untrack(|| self.settings()) else { return };
        change(&mut settings);
        self.sent.set(Some(settings.clone()));
        self.send(&OptionsIntent::SetSettings { settings });
    }

    /// Tells a screen reader.
    pub fn say(self, sentence: String) {
        self.said.set(sentence);
    }

    /// What is told to a screen reader.
    pub fn said(self) -> String {
        self.said.get()
    }

    /// The engine has spoken.
    pub fn is_known(self) -> bool {
        self.view.with(Option::is_some)
    }

    /// The extension was updated: nothing answers any more.
    pub fn orphaned(self) -> bool {
        self.orphaned.get()
    }

    /// The last view.
    pub fn view(self) -> Option<OptionsView> {
        self.view.get()
    }

    /// The kind of connection.
    pub fn kind(self) -> Option<Kind> {
        self.view.with(|view| view.as_ref().map(|view| Kind::of(&view.connection)))
    }

    /// The settings, with what was changed a moment ago.
    pub fn settings(self) -> Option<Settings> {
        self.sent.get().or_else(|| self.view.with(|view| view.as_ref().map(|view| view.settings.clone())))
    }
}

/// The desk of this page.
pub fn desk() -> Desk {
    expect_context()
}
