//! The scheduler and the clock: one thread, virtual time, every choice drawn from a seed.
//!
//! Tasks run until all of them wait; then time jumps to the next thing that is due. A new task is polled once in the order in which
//! tasks came, as a browser does; which of the woken ones goes on is drawn. Each step of a port is a *point*: there another
//! task may go first, and there the worker may be killed.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use linked_contacts::protocol::Millis;

use crate::random::Random;

/// 2026-11-24T09:00:00Z: when every simulation begins.
pub const MORNING: Millis = 1_795_510_800_000;

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The scheduler.
pub struct Kernel<E> {
    /// True time, which HubSpot's clock shows.
    now: Cell<Millis>,
    /// How far this machine's clock is ahead of true time.
    skew: Cell<i64>,
    random: RefCell<Random>,
    tasks: RefCell<BTreeMap<u64, Task>>,
    fresh: RefCell<VecDeque<u64>>,
    woken: Arc<Mutex<Vec<u64>>>,
    due: RefCell<BTreeMap<(Millis, u64), Due<E>>>,
    count: Cell<u64>,
    points: Cell<u64>,
    kill_at: Cell<Option<u64>>,
    killed: Cell<bool>,
}

/// Something that happens at a time.
pub enum Due<E> {
    /// A task's sleep ends.
    Wake(Waker),
    /// Something outside of the worker happens.
    Event(E),
}

struct TaskWaker {
    id: u64,
    woken: Arc<Mutex<Vec<u64>>>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        let mut woken = self.woken.lock().unwrap();
        if !woken.contains(&self.id) {
            woken.push(self.id);
        }
    }
}

impl<E> Kernel<E> {
    /// A scheduler that draws from this seed.
    pub fn new(seed: u64) -> Self {
        Kernel {
            now: Cell::new(MORNING),
            skew: Cell::new(0),
            random: RefCell::new(Random::new(seed)),
            tasks: RefCell::default(),
            fresh: RefCell::default(),
            woken: Arc::default(),
            due: RefCell::default(),
            count: Cell::new(0),
            points: Cell::new(0),
            kill_at: Cell::new(None),
            killed: Cell::new(false),
        }
    }

    /// True time.
    pub fn now(&self) -> Millis {
        self.now.get()
    }

    /// What this machine's clock shows.
    pub fn clock(&self) -> Millis {
        self.now.get().saturating_add_signed(self.skew.get())
    }

    /// Sets this machine's clock so far ahead of true time.
    pub fn set_skew(&self, ms: i64) {
        self.skew.set(ms);
    }

    /// Time passes and nothing happens meanwhile: the computer sleeps.
    pub fn skip(&self, ms: u64) {
        self.now.set(self.now.get() + ms);
    }

    /// A number below `end`.
    pub fn draw(&self, end: usize) -> usize {
        self.random.borrow_mut().below(end)
    }

    /// Adds a task of the worker.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        let id = self.next_number();
        self.tasks.borrow_mut().insert(id, Box::pin(task));
        self.fresh.borrow_mut().push_back(id);
    }

    /// How many tasks have not ended.
    pub fn tasks(&self) -> usize {
        self.tasks.borrow().len()
    }

    /// Lets an event happen in `ms` milliseconds.
    pub fn later(&self, ms: u64, event: E) {
        let at = (self.now.get() + ms, self.next_number());
        self.due.borrow_mut().insert(at, Due::Event(event));
    }

    /// When the next thing is due.
    pub fn next_due(&self) -> Option<Millis> {
        self.due.borrow().keys().next().map(|(at, _)| *at)
    }

    /// Takes what is due by `now`, advancing nothing.
    pub fn take_due(&self) -> Option<Due<E>> {
        let mut due = self.due.borrow_mut();
        let entry = due.first_entry().filter(|entry| entry.key().0 <= self.now.get())?;
        Some(entry.remove())
    }

    /// Advances time; it never runs backwards.
    pub fn advance_to(&self, at: Millis) {
        self.now.set(self.now.get().max(at));
    }

    /// Polls one task that can go on. `false` where all of them wait, or the worker was killed.
    pub fn step(&self) -> bool {
        if self.killed.get() {
            return false;
        }
        let Some(id) = self.choose() else { return false };
        let Some(mut task) = self.tasks.borrow_mut().remove(&id) else { return true };
        let waker = Waker::from(Arc::new(TaskWaker { id, woken: Arc::clone(&self.woken) }));
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            self.tasks.borrow_mut().insert(id, task);
        }
        true
    }

    fn choose(&self) -> Option<u64> {
        if let Some(id) = self.fresh.borrow_mut().pop_front() {
            return Some(id);
        }
        let mut woken = self.woken.lock().unwrap();
        if woken.is_empty() {
            return None;
        }
        let at = self.draw(woken.len());
        Some(woken.remove(at))
    }

    /// The worker dies at the `n`-th point from now.
    pub fn kill_at(&self, n: u64) {
        self.kill_at.set(Some(self.points.get() + n));
    }

    /// The worker is not killed after all.
    pub fn spare(&self) {
        self.kill_at.set(None);
    }

    /// Whether the worker has been killed and not buried.
    pub fn is_killed(&self) -> bool {
        self.killed.get()
    }

    /// Drops every task of the worker: it is dead.
    pub fn bury(&self) {
        let dead = std::mem::take(&mut *self.tasks.borrow_mut());
        drop(dead);
        self.fresh.borrow_mut().clear();
        self.woken.lock().unwrap().clear();
        self.due.borrow_mut().retain(|_, due| matches!(due, Due::Event(_)));
        self.kill_at.set(None);
        self.killed.set(false);
    }

    /// A point: others may go first, and the worker may die here.
    pub async fn point(&self) {
        Point { kernel: self, passed: false }.await;
    }

    /// Sleeps in virtual time.
    pub async fn sleep(&self, ms: u64) {
        Sleep { kernel: self, until: self.now.get() + ms, set: None }.await;
    }

    fn next_number(&self) -> u64 {
        self.count.set(self.count.get() + 1);
        self.count.get()
    }
}

struct Point<'a, E> {
    kernel: &'a Kernel<E>,
    passed: bool,
}

impl<E> Future for Point<'_, E> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.passed {
            return Poll::Ready(());
        }
        self.passed = true;
        let kernel = self.kernel;
        kernel.points.set(kernel.points.get() + 1);
        if kernel.kill_at.get() == Some(kernel.points.get()) {
            kernel.killed.set(true);
        } else {
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

struct Sleep<'a, E> {
    kernel: &'a Kernel<E>,
    until: Millis,
    set: Option<(Millis, u64)>,
}

impl<E> Future for Sleep<'_, E> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.set.is_some() && self.kernel.now() >= self.until {
            return Poll::Ready(());
        }
        if self.set.is_none() {
            let at = (self.until, self.kernel.next_number());
            self.set = Some(at);
            self.kernel.due.borrow_mut().insert(at, Due::Wake(context.waker().clone()));
        }
        Poll::Pending
    }
}

/// A sleep that nobody waits for any more holds nothing up.
impl<E> Drop for Sleep<'_, E> {
    fn drop(&mut self) {
        if let Some(at) = self.set {
            self.kernel.due.borrow_mut().remove(&at);
        }
    }
}
