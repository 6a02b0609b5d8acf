//! A page reader as the engine hears it: the messages of `extension/page/*.js`, word for word, out of a [`Book`].
//!
//! Like the real one it connects only when it has something to say, says who is here and what is open first, and answers a request for
//! whole stores in slices of 500 rows. A frozen page does nothing at all.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use linked_contacts::ports::TabId;
use serde_json::{Value, json};

use crate::book::{Book, Target, Wa};

/// Rows of one slice.
const SLICE: usize = 500;

/// A tab with WhatsApp Web.
pub struct Page {
    /// The tab.
    pub tab: TabId,
    /// The account that is signed in.
    pub book: Rc<RefCell<Book>>,
    /// `loading`, `logged_out`, `ready`, `not_understood`
    pub state: &'static str,
    /// The tab is in front.
    pub visible: bool,
    /// The browser has stopped the tab.
    pub frozen: bool,
    /// Connected to the worker that lives.
    pub attached: bool,
    /// Of the chat that is open.
    pub generation: u64,
    /// What is open.
    pub open: Option<Target>,
    /// What a new listener is told after hello.
    pub current: Option<Value>,
    /// The generation that the engine has resolved.
    pub resolved: Option<u64>,
    /// Milliseconds between the slices of a snapshot.
    pub pace: u64,
    /// What the reader knows of its own account; some pages tell it late.
    pub knows_own: bool,
    /// Whether the page still has the rep's number beside the privacy id.
    pub knows_own_number: bool,
    /// What WhatsApp's database looks like.
    pub shape: Shape,
    /// The last snapshot that was sent: its version, and rows by store and key.
    pub sent: Option<(String, BTreeMap<String, Rows>)>,
    /// Snapshots that were asked for.
    pub versions: u64,
}

/// Rows of a store by key.
pub type Rows = BTreeMap<String, Value>;

/// What WhatsApp's database looks like to the reader (C4, C7 and others).
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Usual,
    /// Contact rows are packed.
    Packed,
    /// Contact rows carry no number, neither as id nor beside it.
    WithoutNumbers,
    /// A store is missing.
    WithoutStore(&'static str),
    /// Only the first rows of contacts and chats are there.
    Shrunk(usize),
}

impl Shape {
    fn of(self, store: &str, mut rows: Vec<Value>) -> Vec<Value> {
        match (self, store) {
            (Shape::Packed, "contact") => (0..rows.len()).map(|at| json!({"id": at, "p": [1, 2, 3]})).collect(),
            (Shape::WithoutNumbers, "contact") => {
                rows.retain(|row| row["id"].as_str().unwrap().ends_with("@lid"));
                rows.iter_mut().for_each(|row| row["phoneNumber"] = Value::Null);
                rows
            }
            (Shape::Shrunk(count), "contact" | "chat") => {
                rows.truncate(count);
                rows
            }
            _ => rows,
        }
    }
}

impl Page {
    /// A page that has just been loaded. Generations begin with the clock, as in the reader.
    pub fn load(tab: TabId, book: Rc<RefCell<Book>>, clock: u64) -> Page {
        Page {
            tab,
            book,
            state: "ready",
            visible: true,
            frozen: false,
            attached: false,
            generation: clock,
            open: None,
            current: None,
            resolved: None,
            pace: 10,
            knows_own: true,
            knows_own_number: true,
            shape: Shape::Usual,
            sent: None,
            versions: 0,
        }
    }

    /// The message that a new port begins with.
    pub fn hello(&self) -> Value {
        let mut hello = self.facts("hello");
        hello["build"] = json!("1048032155_main");
        hello["lang"] = json!("en");
        hello
    }

    /// The message after something about the page changed.
    pub fn page(&self) -> Value {
        self.facts("page")
    }

    fn facts(&self, kind: &str) -> Value {
        let book = self.book.borrow();
        let stored = |text: String| self.knows_own.then(|| json!(text).to_string());
        let number = stored(format!("{}:12@c.us", book.own)).filter(|_| self.knows_own_number);
        json!({
            "v": 1, "kind": kind, "state": self.state, "dark": false, "dir": "ltr", "visible": self.visible,
            "ownWid": number, "ownLid": stored(format!("{}:12@lid", book.own_lid)),
        })
    }

    /// Another chat became the open one.
    pub fn switch(&mut self, target: Target) -> Value {
        self.generation += 1;
        self.open = Some(target);
        json!({"v": 1, "kind": "switch", "generation": self.generation})
    }

    /// The chat was closed.
    pub fn close(&mut self) -> Value {
        self.generation += 1;
        self.open = None;
        json!({"v": 1, "kind": "no_chat", "generation": self.generation})
    }

    /// What is read about the open chat: `messages` of it were found in the database.
    pub fn evidence(&self, messages: usize) -> Option<Value> {
        let target = self.open?;
        let book = self.book.borrow();
        let jid = book.jid(target);
        let stanza = |at: usize| format!("3EB0{:012X}{at:02X}", self.generation);
        let keys: Vec<Value> = (0..messages)
            .map(|at| {
                let side = if at % 2 == 0 { "false" } else { "true" };
                json!({"stanza": stanza(at), "keys": [format!("{side}_{jid}_{}", stanza(at))]})
            })
            .collect();
        let (contacts, groups, participants) = match target {
            Target::Person(wa) => (book.contact_rows([wa].into_iter()), vec![], vec![]),
            Target::Group(group) => {
                let members: Vec<Wa> = book.groups[group.0].members.clone();
                (book.contact_rows(members.into_iter()), vec![book.group_row(group)], vec![book.participant_row(group)])
            }
            Target::Channel | Target::Notes => (vec![], vec![], vec![]),
        };
        Some(json!({
            "v": 1, "kind": "chat", "generation": self.generation, "title": book.title(target), "subtitle": null, "rows": messages,
            "shaped": messages, "listed": messages, "keys": keys, "sample": [], "fallbacks": [], "embedded": [],
            "records": {"chats": [book.chat_row(target)], "contacts": contacts, "groups": groups, "participants": participants},
            "settled": messages > 1, "exhausted": messages > 1, "problems": [],
        }))
    }

    /// The newest rows of the chat list.
    pub fn chats_changed(&self, people: &[Wa]) -> Value {
        let book = self.book.borrow();
        let chats: Vec<Value> = people.iter().map(|wa| book.chat_row(Target::Person(*wa))).collect();
        json!({"v": 1, "kind": "chats_changed", "chats": chats, "contacts": book.contact_rows(people.iter().copied())})
    }

    /// The answer to a request for stores, each slice with the milliseconds after which it comes: all rows, or the difference to what was
    /// sent last where that is asked for.
    pub fn snapshot(&mut self, request: u64, stores: &[String], since: Option<&str>) -> Vec<(u64, Value)> {
        let book = self.book.borrow();
        if let Shape::WithoutStore(missing) = self.shape {
            let problem = format!("no_store:{missing}");
            return vec![(
                self.pace,
                json!({"v": 1, "kind": "snapshot_failed", "request": request, "problem": problem}),
            )];
        }
        self.versions += 1;
        let version = format!("{}-{}", self.tab.0, self.versions);
        let base = self.sent.take().filter(|(version, _)| since == Some(version.as_str()));
        let since = base.as_ref().map(|(version, _)| version.clone());
        let mut sent = BTreeMap::new();
        let mut slices = Vec::new();
        for (at, store) in stores.iter().enumerate() {
            let rows = self.shape.of(store, book.store(store));
            let nothing = Rows::new();
            let before = base.as_ref().and_then(|(_, stores)| stores.get(store)).unwrap_or(&nothing);
            let after: Rows = rows.iter().map(|row| (key(row), row.clone())).collect();
            // A full slice is followed by another, if only an empty one: the reader cannot know that it was the last.
            for from in (0..=rows.len()).step_by(SLICE) {
                let slice = &rows[from..rows.len().min(from + SLICE)];
                let news: Vec<_> = slice.iter().filter(|row| before.get(&key(row)) != Some(*row)).collect();
                let ends = slice.len() < SLICE;
                let gone: Vec<_> = before.keys().filter(|key| ends && !after.contains_key(*key)).collect();
                slices.push(json!({
                    "v": 1, "kind": "snapshot", "request": request, "store": store, "rows": news, "gone": gone, "since": since,
                    "version": version, "total": ends.then_some(after.len()), "last": ends && at + 1 == stores.len(),
                }));
            }
            sent.insert(store.clone(), after);
        }
        drop(book);
        self.sent = Some((version, sent));
        (1..).map(|at| at * self.pace).zip(slices).collect()
    }
}

fn key(row: &Value) -> String {
    ["id", "groupId"].iter().find_map(|field| row[field].as_str()).unwrap_or_default().to_owned()
}
