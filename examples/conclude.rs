//! Says what the engine concludes from facts of the page reader: JSON Lines in, one line out for each line in.
//!
//! The page reader's tests judge with it, so that "the right identity or an honest unknown" is decided by the shipped rules and not by a
//! second copy of them in JavaScript. A line is `{"reader": "<any text>", "fact": {…}}`; readers are told apart, because each has an
//! account of its own. A line that is no fact is answered with `{"kind":"refused"}` and stops nothing.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use linked_contacts::protocol::page::{FromPage, PageFacts};
use linked_contacts::whatsapp::book::{Shelf, people_to_match};
use linked_contacts::whatsapp::chat::{OpenChat, Unresolved, conclude};
use linked_contacts::whatsapp::health::{BookHealth, Finding, Health};
use linked_contacts::whatsapp::own::Own;
use linked_contacts::whatsapp::person::Person;
use serde_json::{Value, json};

/// The stores that may be asked for.
const STORES: [&str; 3] = ["contact", "chat", "participant"];

/// What is held of one page reader.
#[derive(Default)]
struct Reader {
    own: Own,
    health: Health,
    book: BookHealth,
    arriving: BTreeMap<u64, Shelf>,
    /// The last snapshot that came whole.
    shelf: Shelf,
}

fn main() -> io::Result<()> {
    let mut readers: BTreeMap<String, Reader> = BTreeMap::new();
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let mut line: Value = serde_json::from_str(&line?).unwrap_or(Value::Null);
        let name = line.get("reader").and_then(Value::as_str).unwrap_or_default().to_owned();
        let fact = line.get_mut("fact").map(Value::take).unwrap_or(Value::Null);
        let answer = match serde_json::from_value(fact) {
            Ok(fact) => readers.entry(name).or_default().hear(fact),
            Err(why) => json!({ "kind": "refused", "why": why.to_string() }),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

impl Reader {
    fn hear(&mut self, fact: FromPage) -> Value {
        match fact {
            FromPage::Hello(hello) => self.page(&hello.page),
            FromPage::Page(page) => self.page(&page),
            FromPage::Switch { generation } => json!({ "kind": "switch", "generation": generation }),
            FromPage::NoChat { generation } => json!({ "kind": "no_chat", "generation": generation }),
            FromPage::Chat(evidence) => {
                let concluded = conclude(&evidence, &self.own);
                self.health.note_chat(0, &evidence, &concluded);
                json!({
                    "kind": "chat",
                    "generation": evidence.generation,
                    "settled": evidence.settled,
                    "conclusion": chat(&concluded),
                    "odd": codes(self.health.findings()),
                })
            }
            FromPage::Snapshot(slice) => {
                let (request, last) = (slice.request, slice.last);
                let base = match self.arriving.remove(&request) {
                    Some(shelf) => Ok(shelf),
                    None => std::mem::take(&mut self.shelf).base(slice.since.as_deref(), &STORES),
                };
                let Ok(shelf) = base.and_then(|mut shelf| shelf.put(slice).map(|()| shelf)) else {
                    return json!({ "kind": "snapshot", "request": request, "torn": true });
                };
                if !last {
                    self.arriving.insert(request, shelf);
                    return json!({ "kind": "snapshot", "request": request });
                }
                let all = shelf.snapshot();
                self.shelf = shelf;
                let people: Vec<Value> = people_to_match(&all, &self.own).iter().map(person).collect();
                self.book.note_snapshot(0, &all, people.len(), false);
                let rows = json!({ "contact": all.contacts.len(), "chat": all.chats.len(), "participant": all.participants.len() });
                json!({ "kind": "snapshot", "request": request, "rows": rows, "people": people, "odd": codes(self.book.findings()) })
            }
            FromPage::SnapshotFailed { request, problem } => {
                self.book.note_failure(0, &problem);
                json!({ "kind": "snapshot_failed", "request": request, "problem": problem, "odd": codes(self.book.findings()) })
            }
            FromPage::ChatsChanged(changed) => json!({ "kind": "chats_changed", "chats": changed.chats.len() }),
            FromPage::FrameBlocked => json!({ "kind": "frame_blocked" }),
            FromPage::Width { px } => json!({ "kind": "width", "px": px }),
        }
    }

    fn page(&mut self, page: &PageFacts) -> Value {
        self.own = Own::from_storage(page.own_wid.as_deref(), page.own_lid.as_deref());
        self.health.note_page(0, page.state, &self.own);
        let account = self.own.account().map(|account| account.to_string());
        json!({ "kind": "page", "account": account, "odd": codes(self.health.findings()) })
    }
}

/// What does not add up (`whatsapp::health`), as `H04`.
fn codes(findings: impl Iterator<Item = Finding>) -> Vec<String> {
    findings.map(|finding| format!("{:?}", finding.code)).collect()
}

fn chat(open: &OpenChat) -> Value {
    match open {
        OpenChat::Person(one) => {
            let mut value = person(one);
            if let Some(fields) = value.as_object_mut() {
                fields.insert("is".into(), "person".into());
            }
            value
        }
        OpenChat::Group(roster) => json!({
            "is": "group",
            "group": roster.group,
            "subject": roster.subject,
            "incomplete": roster.incomplete,
            "members": roster.members.iter().map(person).collect::<Vec<_>>(),
        }),
        OpenChat::NotAPerson => json!({ "is": "not_a_person" }),
        OpenChat::Unresolved(why) => json!({ "is": "unresolved", "why": match why {
            Unresolved::NotYet => "not_yet",
            Unresolved::NoEvidence => "no_evidence",
            Unresolved::NoMessages => "no_messages",
            Unresolved::Contradiction => "contradiction",
            Unresolved::OtherNumber => "other_number",
        } }),
    }
}

fn person(one: &Person) -> Value {
    json!({
        "number": one.number.as_ref().map(|number| number.digits().to_owned()),
        "lids": one.lids.iter().map(|lid| lid.as_str()).collect::<Vec<_>>(),
        "name": one.shown_name(),
        "selfNamed": one.self_named(),
        "saved": one.saved,
    })
}
