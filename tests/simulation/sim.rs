//! The simulation: a browser with a worker that is started by events and can be killed at any point, and the loop that moves time.

use std::cell::RefCell;
use std::rc::Rc;

use linked_contacts::engine::Engine;
use linked_contacts::ports::TabId;
use linked_contacts::protocol::Millis;
use linked_contacts::protocol::intent::Intent;
use linked_contacts::protocol::options::{Keep, OptionsIntent};
use linked_contacts::protocol::{self, page::FromPage};
use serde_json::Value;

use crate::book::{Book, Target};
use crate::invariants::Gesture;
use crate::kernel::Due;
use crate::page::Page;
use crate::tabs::{RESUME, Sidebar};
use crate::truth::number_alias;
use crate::world::{Event, Outside, SimWorld};

/// Milliseconds between two alarms.
pub const TICK: u64 = 180_000;
/// Milliseconds in which everything must come to rest by itself.
const REST: u64 = 20 * 60_000;
/// Milliseconds until the evidence of an opened chat was read.
const READING: u64 = 40;

/// The browser.
pub struct Sim {
    /// What outlives the worker.
    pub outside: Rc<Outside>,
    engine: Option<Rc<Engine<SimWorld>>>,
    /// Workers so far.
    pub lives: u32,
    next_tick: Millis,
    /// The page that was visible last.
    pub front: Option<TabId>,
}

impl Sim {
    /// A fresh browser; the extension was just installed.
    pub fn new(seed: u64) -> Sim {
        let outside = Outside::new(seed);
        let next_tick = outside.kernel.now() + TICK;
        Sim { outside, engine: None, lives: 0, next_tick, front: None }
    }

    /// True time.
    pub fn now(&self) -> Millis {
        self.outside.kernel.now()
    }

    /// The worker, started if there is none.
    pub fn engine(&mut self) -> Rc<Engine<SimWorld>> {
        if self.engine.is_none() {
            self.lives += 1;
            self.outside.watch.borrow_mut().born();
            self.outside.log.line(format_args!("{} worker {} starts", self.now(), self.lives));
            self.outside.kernel.later(1, Event::CallViews);
            self.engine = Some(Rc::new(Engine::new(SimWorld::new(&self.outside))));
        }
        Rc::clone(self.engine.as_ref().unwrap())
    }

    /// Whether a worker lives.
    pub fn is_alive(&self) -> bool {
        self.engine.is_some()
    }

    /// The worker dies now. Ports break; the next event starts another.
    pub fn kill(&mut self) {
        self.outside.log.line(format_args!("{} worker {} dies", self.now(), self.lives));
        self.outside.kernel.bury();
        self.engine = None;
        self.outside.pages.borrow_mut().values_mut().for_each(|page| page.attached = false);
        self.outside.sidebars.borrow_mut().values_mut().for_each(|sidebar| sidebar.connected = false);
    }

    /// The browser is closed and started again: tabs are loaded anew, a key that was kept until then is gone.
    pub fn restart_browser(&mut self) {
        self.kill();
        let forgets = matches!(*self.outside.keys.kept.borrow(), Some((_, Keep::UntilBrowserCloses)));
        if forgets {
            self.outside.keys.kept.replace(None);
        }
        self.outside.resume_at.set(None);
        self.next_tick = self.now() + TICK;
        let tabs: Vec<(TabId, Rc<RefCell<Book>>)> =
            self.outside.pages.borrow().values().map(|page| (page.tab, Rc::clone(&page.book))).collect();
        self.outside.sidebars.borrow_mut().clear();
        self.outside.pages.borrow_mut().clear();
        self.outside.watch.borrow_mut().generations.clear();
        for (tab, book) in tabs {
            self.load_page(tab, &book);
            self.open_sidebar(tab);
        }
    }

    /// A WhatsApp account.
    pub fn account(&mut self, own: &str) -> Rc<RefCell<Book>> {
        let book = Rc::new(RefCell::new(Book::new(own)));
        self.outside.books.borrow_mut().push(Rc::clone(&book));
        book
    }

    /// A tab loads WhatsApp Web.
    pub fn load_page(&mut self, tab: TabId, book: &Rc<RefCell<Book>>) {
        // Generations begin with the clock, and no two tabs are loaded in one millisecond.
        let loaded_at = self.outside.kernel.clock() + 977 * u64::from(tab.0.unsigned_abs());
        let page = Page::load(tab, Rc::clone(book), loaded_at);
        self.outside.pages.borrow_mut().insert(tab, page);
        self.outside.watch.borrow_mut().generations.remove(&tab);
        self.front = Some(tab);
        self.attach(tab);
    }

    /// A tab opens WhatsApp Web, with the sidebar in it.
    pub fn open_tab(&mut self, tab: TabId, book: &Rc<RefCell<Book>>) {
        self.load_page(tab, book);
        self.open_sidebar(tab);
        self.settle();
    }

    /// A tab is closed.
    pub fn close_tab(&mut self, tab: TabId) {
        let page = self.outside.pages.borrow_mut().remove(&tab);
        let sidebar = self.outside.sidebars.borrow_mut().remove(&tab);
        if page.is_some_and(|page| page.attached) {
            let engine = self.engine();
            self.outside.kernel.spawn(async move { engine.page_gone(tab).await });
        }
        if sidebar.is_some_and(|sidebar| sidebar.connected) {
            let engine = self.engine();
            self.outside.kernel.spawn(async move { engine.sidebar_gone(tab).await });
        }
    }

    /// Something about a page changes, and its reader says so.
    pub fn page_changes(&mut self, tab: TabId, change: impl FnOnce(&mut Page)) {
        let message = {
            let mut pages = self.outside.pages.borrow_mut();
            let page = pages.get_mut(&tab).unwrap();
            change(page);
            if page.visible {
                self.front = Some(tab);
            }
            page.page()
        };
        self.page_says(tab, message);
    }

    /// A chat is opened: the switch is said at once, the evidence when it was read.
    pub fn open_chat(&mut self, tab: TabId, target: Target) {
        let (switch, generation) = {
            let mut pages = self.outside.pages.borrow_mut();
            let page = pages.get_mut(&tab).unwrap();
            (page.switch(target), page.generation)
        };
        self.page_says(tab, switch);
        // The reader reads a chat once at a time: what it says last is the newest.
        self.later(READING, move |sim| {
            let current = sim.outside.pages.borrow().get(&tab).map(|page| page.generation);
            if current == Some(generation) {
                sim.read_chat_again(tab);
            }
        });
    }

    /// The chat is closed.
    pub fn close_chat(&mut self, tab: TabId) {
        let message = self.outside.pages.borrow_mut().get_mut(&tab).unwrap().close();
        self.page_says(tab, message);
    }

    /// The evidence of the open chat is read again: members came, a name or a number changed.
    pub fn read_chat_again(&mut self, tab: TabId) {
        let message = self.outside.pages.borrow()[&tab].evidence(2);
        if let Some(message) = message {
            self.page_says(tab, message);
        }
    }

    /// A page reader says something, connecting first where the worker was started anew. A frozen page says nothing.
    pub fn page_says(&mut self, tab: TabId, message: Value) {
        let told = ["switch", "no_chat", "chat"].contains(&message["kind"].as_str().unwrap());
        let attached = {
            let mut pages = self.outside.pages.borrow_mut();
            let Some(page) = pages.get_mut(&tab) else { return };
            if told {
                page.current = Some(message.clone());
            }
            if page.frozen {
                return;
            }
            page.attached
        };
        if !attached {
            self.attach(tab);
            if told {
                return;
            }
        }
        self.deliver(tab, &message);
    }

    fn attach(&mut self, tab: TabId) {
        let messages = {
            let mut pages = self.outside.pages.borrow_mut();
            let Some(page) = pages.get_mut(&tab).filter(|page| !page.attached && !page.frozen) else { return };
            page.attached = true;
            [Some(page.hello()), page.current.clone()]
        };
        for message in messages.iter().flatten() {
            self.deliver(tab, message);
        }
    }

    /// Delivers a message of a page reader, whatever it is.
    pub fn deliver(&mut self, tab: TabId, message: &Value) {
        let text = message.to_string();
        self.outside.log.line(format_args!("{} page {} {text}", self.now(), tab.0));
        let fact: FromPage = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let engine = self.engine();
        self.outside.kernel.spawn(async move { engine.page_says(tab, fact).await });
    }

    /// A sidebar document is loaded; [`TabId::PANEL`] is the side panel.
    pub fn open_sidebar(&mut self, view: TabId) {
        let before = self.outside.sidebars.borrow_mut().insert(view, Sidebar::default());
        if before.is_some_and(|before| before.connected) {
            let engine = self.engine();
            self.outside.kernel.spawn(async move { engine.sidebar_gone(view).await });
        }
        self.connect_sidebar(view);
    }

    fn connect_sidebar(&mut self, view: TabId) {
        let fresh = {
            let mut sidebars = self.outside.sidebars.borrow_mut();
            let sidebar = sidebars.get_mut(&view).expect("a sidebar");
            !std::mem::replace(&mut sidebar.connected, true)
        };
        if fresh {
            self.hand_over(view, &Intent::Hello { v: protocol::VERSION });
        }
    }

    /// The rep presses something.
    pub fn sidebar_says(&mut self, view: TabId, intent: &Intent) {
        self.connect_sidebar(view);
        self.note_gesture(view, intent);
        self.hand_over(view, intent);
    }

    /// Delivers an intent, also one that was delivered before.
    pub fn hand_over(&mut self, view: TabId, intent: &Intent) {
        let text = serde_json::to_string(intent).unwrap();
        self.outside.log.line(format_args!("{} sidebar {} {text}", self.now(), view.0));
        let heard: Intent = serde_json::from_str(&text).unwrap();
        assert_eq!(heard, *intent, "a message must survive its journey");
        let engine = self.engine();
        self.outside.kernel.spawn(async move { engine.sidebar_says(view, heard).await });
    }

    fn note_gesture(&self, view: TabId, intent: &Intent) {
        let pages = self.outside.pages.borrow();
        let shown = intent.chat().map(|chat| chat.generation);
        // Two windows may both be in front: the panel belongs to the page whose chat it shows.
        let of_panel = || pages.values().find(|page| Some(page.generation) == shown);
        let page = if view == TabId::PANEL { of_panel() } else { pages.get(&view) };
        let mut watch = self.outside.watch.borrow_mut();
        let portal = watch.connected.as_ref().map(|(portal, _)| portal.clone());
        let under = |portal: Option<String>| {
            portal.zip(page).map(|(portal, page)| format!("{portal}/{}", number_alias(&page.book.borrow().own)))
        };
        let (scope, proven_scope) = (under(portal), under(watch.proven.clone()));
        let stale = intent.chat().is_some_and(|chat| page.is_none_or(|page| page.generation != chat.generation));
        watch.gestures.push(Gesture { view, scope, proven_scope, intent: intent.clone(), stale, written: false });
    }

    /// The options page says something.
    pub fn options_says(&mut self, intent: &OptionsIntent) {
        let heard: OptionsIntent = serde_json::from_str(&serde_json::to_string(intent).unwrap()).unwrap();
        self.outside.log.line(format_args!("{} options {heard:?}", self.now()));
        let engine = self.engine();
        self.outside.kernel.spawn(async move { engine.options_says(heard).await });
    }

    /// The alarm goes off.
    pub fn alarm(&mut self) {
        self.outside.log.line(format_args!("{} alarm", self.now()));
        let engine = self.engine();
        self.outside.kernel.spawn(async move { engine.alarm().await });
    }

    /// Something happens in `ms` milliseconds.
    pub fn later(&self, ms: u64, act: impl FnOnce(&mut Sim) + 'static) {
        self.outside.kernel.later(ms, Event::Act(Box::new(act)));
    }

    /// Runs until nothing moves any more; alarms go off if they are due meanwhile.
    pub fn settle(&mut self) {
        let until = self.now() + REST;
        self.run(until, Stop::AtRest);
        assert!(self.now() < until, "it does not come to rest");
        self.outside.watch.borrow().at_rest(&self.outside);
        if self.is_alive() {
            self.outside.watch.borrow().views_agree(&self.outside);
        }
    }

    /// The same where views may lag behind what is stored: the page has not told all, or the store cannot be read.
    pub fn settle_loosely(&mut self) {
        let until = self.now() + REST;
        self.run(until, Stop::AtRest);
        assert!(self.now() < until, "it does not come to rest");
        self.outside.watch.borrow().at_rest(&self.outside);
    }

    /// Lets time pass, with everything that is due in it.
    pub fn wait(&mut self, ms: u64) {
        let until = self.now() + ms;
        self.run(until, Stop::AtTime);
    }

    /// The computer sleeps: nothing happens, then everything that was due is due at once.
    pub fn sleep_computer(&mut self, ms: u64) {
        self.outside.kernel.skip(ms);
    }

    fn run(&mut self, until: Millis, stop: Stop) {
        loop {
            while self.outside.kernel.step() {}
            if self.outside.kernel.is_killed() {
                self.kill();
                continue;
            }
            match self.outside.kernel.take_due() {
                Some(Due::Wake(waker)) => {
                    waker.wake();
                    continue;
                }
                Some(Due::Event(event)) => {
                    self.happen(event);
                    continue;
                }
                None => {}
            }
            if self.ring() {
                continue;
            }
            let due = self.outside.kernel.next_due();
            if stop == Stop::AtRest && due.is_none() {
                assert_eq!(self.outside.kernel.tasks(), 0, "a task waits for nothing");
                return;
            }
            let next = [due, Some(self.next_tick), self.outside.resume_at.get()].into_iter().flatten().min().unwrap();
            self.outside.kernel.advance_to(next.min(until));
            if next > until {
                return;
            }
        }
    }

    /// Lets an alarm go off that is due. One that was missed goes off once.
    fn ring(&mut self) -> bool {
        let now = self.now();
        if self.outside.resume_at.get().is_some_and(|at| at <= now) {
            self.outside.resume_at.set(Some(now + RESUME));
        } else if self.next_tick <= now {
            self.next_tick = now + TICK;
        } else {
            return false;
        }
        self.alarm();
        true
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Say { tab, message } => self.page_says(tab, message),
            Event::Attach(tab) => self.attach(tab),
            Event::CallViews => {
                let views: Vec<TabId> = self.outside.sidebars.borrow().keys().copied().collect();
                views.into_iter().for_each(|view| self.connect_sidebar(view));
            }
            Event::Act(act) => act(self),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    AtRest,
    AtTime,
}
