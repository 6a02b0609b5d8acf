//! The laws. They read the raw facts with a few lines of their own, so that they do not repeat what they judge.

use std::collections::{BTreeMap, BTreeSet};

use linked_contacts::phone::{Canonical, WhatsAppNumber};
use linked_contacts::protocol::page::FromPage;
use linked_contacts::whatsapp::book::{Shelf, Snapshot, people_to_match};
use linked_contacts::whatsapp::chat::{OpenChat, conclude};
use linked_contacts::whatsapp::health::{BookHealth, Health};
use linked_contacts::whatsapp::own::Own;
use linked_contacts::whatsapp::person::Person;
use serde_json::{Value, json};

/// How an open chat was concluded; what the cases are counted by.
#[derive(Clone, Copy)]
pub enum Told {
    Person,
    Group,
    Nobody,
    Unresolved,
}

/// Whom a text names, by its server part alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    Number(Canonical),
    Lid(String),
}

fn named(text: &str) -> Option<Named> {
    let (user, server) = text.split_once('@')?;
    // A device and an agent may follow the user: `12125550101.0:12@s.whatsapp.net`.
    let user = user.split([':', '.']).next()?;
    match server {
        "c.us" | "s.whatsapp.net" | "hosted" => {
            Some(Named::Number(WhatsAppNumber::from_digits(user).ok()?.canonical().clone()))
        }
        "lid" | "hosted.lid" => Some(Named::Lid(user.to_owned())),
        _ => None,
    }
}

pub fn rows<'a>(records: &'a Value, store: &str) -> impl Iterator<Item = &'a Value> {
    records[store].as_array().into_iter().flatten()
}

/// The pairs of privacy id and number that rows give, and every number and id that they name.
fn given(records: &Value) -> (BTreeSet<(String, Canonical)>, BTreeSet<Named>) {
    let text = |value: &Value| named(value.as_str().unwrap_or_default());
    let of_contacts = rows(records, "contacts").map(|row| (text(&row["id"]), text(&row["phoneNumber"])));
    let of_chats = rows(records, "chats").map(|row| (text(&row["accountLid"]), text(&row["id"])));
    let pairs: Vec<(Option<Named>, Option<Named>)> = of_contacts.chain(of_chats).collect();
    let members = rows(records, "participants").flat_map(|row| rows(row, "participants")).filter_map(text);
    let all = pairs.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).flatten().chain(members).collect();
    let joined = pairs.into_iter().filter_map(|pair| match pair {
        (Some(Named::Lid(lid)), Some(Named::Number(number))) => Some((lid, number)),
        _ => None,
    });
    (joined.collect(), all)
}

/// A person has only ids that are joined to their number by a row, and only a number that is given somewhere.
fn judge(person: &Person, pairs: &BTreeSet<(String, Canonical)>, all: &BTreeSet<Named>, facts: &Value) {
    assert!(person.number.is_some() || !person.lids.is_empty(), "somebody without anything: {facts}");
    for lid in &person.lids {
        let is_given = person
            .number
            .as_ref()
            .is_none_or(|number| pairs.contains(&(lid.as_str().to_owned(), number.canonical().clone())));
        assert!(is_given, "no row joins {lid:?} to {:?}: {facts}", person.number);
    }
    if let Some(number) = &person.number {
        assert!(all.contains(&Named::Number(number.canonical().clone())), "nobody said {number:?}: {facts}");
    }
}

fn is(person: &Person, named: &Named, pairs: &BTreeSet<(String, Canonical)>) -> bool {
    let number = person.number.as_ref().map(WhatsAppNumber::canonical);
    match named {
        Named::Number(canonical) => number == Some(canonical),
        Named::Lid(lid) => {
            person.lids.iter().any(|own| own.as_str() == lid)
                || number.is_some_and(|number| pairs.contains(&(lid.clone(), number.clone())))
        }
    }
}

/// The chats that each message on screen may belong to, as the facts have them.
fn votes(facts: &Value) -> Vec<Vec<Named>> {
    let side = |key: &str| key.strip_prefix("true_").or_else(|| key.strip_prefix("false_")).map(str::to_owned);
    let chat = |key: &str| named(side(key)?.split('_').next()?);
    let of_keys = rows(facts, "keys").map(|stanza| {
        let wanted = stanza["stanza"].as_str().unwrap_or("\0");
        let keys = rows(stanza, "keys").filter_map(Value::as_str);
        keys.filter(|key| side(key).is_some_and(|rest| rest.split('_').nth(1) == Some(wanted)))
            .filter_map(chat)
            .collect()
    });
    let embedded = rows(facts, "embedded").filter_map(Value::as_str).filter_map(chat).map(|jid| vec![jid]);
    of_keys.chain(embedded).filter(|vote: &Vec<Named>| !vote.is_empty()).collect()
}

/// An open chat. Facts that are refused are nobody.
pub fn of_chat(facts: &Value) -> Told {
    let Ok(FromPage::Chat(evidence)) = serde_json::from_value(facts.clone()) else { return Told::Unresolved };
    let concluded = conclude(&evidence, &Own::default());
    Health::default().note_chat(0, &evidence, &concluded);
    let (pairs, mut all) = given(&facts["records"]);
    let votes = votes(facts);
    all.extend(votes.iter().flatten().cloned());
    match concluded {
        OpenChat::Person(person) => {
            judge(&person, &pairs, &all, facts);
            for vote in &votes {
                assert!(vote.iter().any(|named| is(&person, named, &pairs)), "a message of somebody else: {facts}");
            }
            if votes.is_empty() {
                let title: String =
                    facts["title"].as_str().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
                let number = WhatsAppNumber::from_digits(&title).expect("a number in the title");
                assert_eq!(
                    person.number.map(|own| own.canonical().clone()),
                    Some(number.canonical().clone()),
                    "{facts}"
                );
            }
            Told::Person
        }
        OpenChat::Group(roster) => {
            roster.members.iter().for_each(|member| judge(member, &pairs, &all, facts));
            Told::Group
        }
        OpenChat::NotAPerson => Told::Nobody,
        OpenChat::Unresolved(_) => Told::Unresolved,
    }
}

/// All contacts. Returns how many people were found.
pub fn of_snapshot(facts: &Value) -> usize {
    let mut book = Snapshot::default();
    for (store, of) in [("contact", "contacts"), ("chat", "chats"), ("participant", "participants")] {
        book.take(store, rows(facts, of).cloned().collect());
    }
    let people = people_to_match(&book, &Own::default());
    BookHealth::default().note_snapshot(0, &book, people.len(), true);
    let (pairs, all) = given(facts);
    let mut numbers = BTreeSet::new();
    for person in &people {
        judge(person, &pairs, &all, facts);
        let number = person.number.as_ref().map(|number| number.canonical().clone());
        assert!(number.is_some() && numbers.insert(number), "twice, or without a number: {facts}");
    }
    people.len()
}

/// A page that sends its stores again and again: all rows, or the difference to what it sent last, as the page reader does.
#[derive(Default)]
struct Sender {
    sent: Option<(String, Stores)>,
}

/// Rows by store and key.
type Stores = BTreeMap<&'static str, BTreeMap<String, Value>>;

/// The stores that a request may name, with where [`crate::draw::snapshot`] has their rows.
pub const STORES: [(&str, &str); 3] = [("contact", "contacts"), ("chat", "chats"), ("participant", "participants")];

impl Sender {
    /// The answer about the first so many stores in slices of so many rows.
    fn answer(&mut self, facts: &Value, stores: usize, slice: usize, since: Option<&str>, version: &str) -> Vec<Value> {
        let base = self.sent.take().filter(|(version, _)| since == Some(version));
        let (mut slices, mut sent) = (Vec::new(), BTreeMap::new());
        for (at, (store, of)) in STORES.iter().take(stores).enumerate() {
            let before = base.as_ref().and_then(|(_, sent)| sent.get(store));
            let after = by_key(facts, of);
            let news: Vec<_> = after
                .iter()
                .filter(|(key, row)| before.and_then(|rows| rows.get(*key)) != Some(*row))
                .map(|(_, row)| row)
                .collect();
            let gone: Vec<_> =
                before.into_iter().flat_map(BTreeMap::keys).filter(|key| !after.contains_key(*key)).collect();
            let common = json!({"request": 1, "store": store, "since": base.as_ref().map(|(version, _)| version), "version": version});
            for rows in news.chunks(slice) {
                slices.push(with(&common, json!({"rows": rows})));
            }
            slices
                .push(with(&common, json!({"rows": [], "gone": gone, "total": after.len(), "last": at + 1 == stores})));
            sent.insert(*store, after);
        }
        self.sent = Some((version.to_owned(), sent));
        slices
    }
}

pub fn with(common: &Value, more: Value) -> Value {
    let (Value::Object(mut all), Value::Object(more)) = (common.clone(), more) else { panic!("two objects") };
    all.extend(more);
    all.into()
}

/// A store holds one row of a key, and none without.
fn by_key(facts: &Value, of: &str) -> BTreeMap<String, Value> {
    let key = |row: &Value| ["id", "groupId"].iter().find_map(|field| Some(row[field].as_str()?.to_owned()));
    rows(facts, of).filter_map(|row| Some((key(row)?, row.clone()))).collect()
}

/// Several states of a page's stores, one after the other. Whatever changed, whichever stores were asked for, and whoever forgot what was
/// sent before: after each answer exactly the rows that the page has are there, and a difference to anything else is refused. Returns how
/// many rows were gone or spared.
pub fn of_differences(states: &[(Value, [usize; 4])]) -> usize {
    let (mut sender, mut shelf, mut spared) = (Sender::default(), Shelf::default(), 0);
    for (at, (facts, [stores, slice, forgets, breaks])) in states.iter().enumerate() {
        match forgets {
            1 => shelf = Shelf::default(),
            2 => sender = Sender::default(),
            3 => {
                let late = std::mem::take(&mut shelf).base(Some("an answer to somebody else"), &["contact"]);
                assert!(late.is_err(), "a difference to rows that are not there is taken");
            }
            _ => {}
        }
        let (names, version) = (STORES.map(|(store, _)| store), format!("v{at}"));
        let names = &names[..*stores];
        let slices = sender.answer(facts, *stores, *slice, shelf.version(), &version);
        let since = slices[0]["since"].as_str().map(str::to_owned);
        let mut next =
            std::mem::take(&mut shelf).base(since.as_deref(), names).expect("the version that was asked for");
        let arriving = if *breaks == 1 { slices.len() - 1 } else { slices.len() };
        for slice in &slices[..arriving] {
            next.put(serde_json::from_value(slice.clone()).expect("a slice")).expect("rows that fit");
        }
        // The page thinks that it has sent all; here the end is missing.
        if *breaks == 1 {
            assert_eq!(next.version(), None, "half an answer is taken for a whole one");
            continue;
        }
        let mut whole = Snapshot::default();
        for (store, of) in &STORES[..*stores] {
            whole.take(store, by_key(facts, of).into_values().collect());
        }
        assert_eq!(format!("{:?}", next.snapshot()), format!("{whole:?}"), "{states:?}");
        let rows: usize = STORES[..*stores].iter().map(|(_, of)| by_key(facts, of).len()).sum();
        spared += rows - slices.iter().map(rows_in).sum::<usize>();
        shelf = next;
    }
    spared
}

fn rows_in(slice: &Value) -> usize {
    slice["rows"].as_array().map_or(0, Vec::len)
}

/// Any fact: decoded or refused.
pub fn of_any(facts: &Value) {
    let _ = serde_json::from_value::<FromPage>(facts.clone());
    let text = facts.to_string();
    Own::from_storage(Some(&text), Some(&text));
    of_chat(facts);
}
