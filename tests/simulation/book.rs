//! One WhatsApp account: its people, chats and groups, and the rows of WhatsApp's database that stand for them (`facts`, stores
//! `contact`, `chat`, `group-metadata`, `participant`). The simulation knows who is who here; the engine knows only the rows.

use serde_json::{Value, json};

/// A person of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wa(pub usize);

/// A group of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group(pub usize);

/// What can be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A 1-1 chat.
    Person(Wa),
    /// A group.
    Group(Group),
    /// A channel.
    Channel,
    /// The rep's notes to self.
    Notes,
}

/// An account.
#[derive(Debug, Clone)]
pub struct Book {
    /// Digits of the rep's own number.
    pub own: String,
    /// The rep's own LID.
    pub own_lid: String,
    /// People, by their place.
    pub people: Vec<Entry>,
    /// Groups, by their place.
    pub groups: Vec<GroupEntry>,
}

/// A person.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Digits of the number, where WhatsApp shows it.
    pub number: Option<String>,
    /// The LID that the account uses now.
    pub lid: Option<String>,
    /// The name that the rep saved.
    pub name: Option<String>,
    /// The name that the person chose.
    pub pushname: Option<String>,
    /// There is a 1-1 chat.
    pub chat: bool,
    /// The chat is behind a code.
    pub locked: bool,
    /// Seconds of the last message.
    pub t: u64,
    /// Numbers and LIDs that the person had and has, as alias texts (`n…` is not canonical here: plain digits).
    pub had: Vec<String>,
}

/// A group.
#[derive(Debug, Clone, Default)]
pub struct GroupEntry {
    /// Its name.
    pub subject: String,
    /// Members other than the rep.
    pub members: Vec<Wa>,
    /// People who left.
    pub left: Vec<Wa>,
    /// A community's announcements: nobody to link.
    pub announcements: bool,
}

impl Book {
    /// An empty account with this number.
    pub fn new(own: &str) -> Book {
        Book { own: own.into(), own_lid: format!("2999{own}"), people: Vec::new(), groups: Vec::new() }
    }

    /// Adds a saved person with a number, a LID and a chat.
    pub fn add(&mut self, digits: &str, name: &str) -> Wa {
        let lid = format!("20555{:010}", self.people.len() + 1);
        self.put(Entry {
            number: Some(digits.into()),
            lid: Some(lid),
            name: Some(name.into()),
            chat: true,
            ..Entry::default()
        })
    }

    /// Adds a person.
    pub fn put(&mut self, entry: Entry) -> Wa {
        self.people.push(entry);
        let wa = Wa(self.people.len() - 1);
        self.remember(wa);
        wa
    }

    /// Adds a group.
    pub fn add_group(&mut self, subject: &str, members: &[Wa]) -> Group {
        self.groups.push(GroupEntry { subject: subject.into(), members: members.to_vec(), ..GroupEntry::default() });
        Group(self.groups.len() - 1)
    }

    /// A person's entry.
    pub fn of(&self, wa: Wa) -> &Entry {
        &self.people[wa.0]
    }

    /// Changes a person's entry; what they were known by stays known to the simulation.
    pub fn change(&mut self, wa: Wa, change: impl FnOnce(&mut Entry)) {
        change(&mut self.people[wa.0]);
        self.remember(wa);
    }

    fn remember(&mut self, wa: Wa) {
        let entry = &mut self.people[wa.0];
        let ids: Vec<String> = entry.number.iter().chain(entry.lid.iter()).cloned().collect();
        for id in ids {
            if !entry.had.contains(&id) {
                entry.had.push(id);
            }
        }
    }

    /// The JID of what is open.
    pub fn jid(&self, target: Target) -> String {
        match target {
            Target::Person(wa) => {
                let entry = self.of(wa);
                match (&entry.lid, &entry.number) {
                    (Some(lid), _) => format!("{lid}@lid"),
                    (None, Some(digits)) => format!("{digits}@c.us"),
                    (None, None) => "0@c.us".into(),
                }
            }
            Target::Group(group) => format!("12036300000000{:04}@g.us", group.0),
            Target::Channel => "120363000000009999@newsletter".into(),
            Target::Notes => format!("{}@lid", self.own_lid),
        }
    }

    /// The text in the chat's header.
    pub fn title(&self, target: Target) -> String {
        match target {
            Target::Person(wa) => {
                let entry = self.of(wa);
                match (&entry.name, &entry.number, &entry.pushname) {
                    (Some(name), _, _) => name.clone(),
                    (None, Some(digits), _) => format!("\u{2066}+{digits}\u{2069}"),
                    (None, None, name) => name.clone().unwrap_or_default(),
                }
            }
            Target::Group(group) => self.groups[group.0].subject.clone(),
            Target::Channel => "News".into(),
            Target::Notes => "Me (You)".into(),
        }
    }

    /// Rows of `contact` for some people: a LID row that carries the number, and a row by number.
    pub fn contact_rows(&self, people: impl Iterator<Item = Wa>) -> Vec<Value> {
        people.flat_map(|wa| rows_of(self.of(wa))).collect()
    }

    /// Rows of `chat` for what is open.
    pub fn chat_row(&self, target: Target) -> Value {
        match target {
            Target::Person(wa) => {
                let entry = self.of(wa);
                json!({"id": self.jid(target), "t": entry.t, "isLocked": entry.locked, "unreadCount": 0})
            }
            Target::Group(_) | Target::Channel | Target::Notes => {
                json!({"id": self.jid(target), "t": 1, "name": self.title(target)})
            }
        }
    }

    /// Row of `group-metadata`.
    pub fn group_row(&self, group: Group) -> Value {
        let entry = &self.groups[group.0];
        json!({"id": self.jid(Target::Group(group)), "subject": entry.subject, "defaultSubgroup": entry.announcements, "size": entry.members.len() + 1})
    }

    /// Row of `participant`: everyone, the rep too.
    pub fn participant_row(&self, group: Group) -> Value {
        let entry = &self.groups[group.0];
        let mut jids: Vec<String> = entry.members.iter().map(|wa| self.jid(Target::Person(*wa))).collect();
        jids.push(format!("{}@lid", self.own_lid));
        json!({"groupId": self.jid(Target::Group(group)), "participants": jids, "admins": []})
    }

    /// All rows of a store.
    pub fn store(&self, name: &str) -> Vec<Value> {
        let everyone = || (0..self.people.len()).map(Wa);
        match name {
            "contact" => {
                let mut rows = self.contact_rows(everyone());
                rows.push(
                    json!({"id": format!("{}@s.whatsapp.net", self.own), "isAddressBookContact": 1, "name": "Me"}),
                );
                rows.push(json!({"id": format!("{}@lid", self.own_lid), "phoneNumber": format!("{}@c.us", self.own), "isAddressBookContact": 0}));
                rows
            }
            "chat" => everyone()
                .filter(|wa| self.of(*wa).chat)
                .map(Target::Person)
                .chain((0..self.groups.len()).map(Group).map(Target::Group))
                .chain([Target::Channel, Target::Notes])
                .map(|target| self.chat_row(target))
                .collect(),
            "participant" => (0..self.groups.len()).map(|group| self.participant_row(Group(group))).collect(),
            other => panic!("no store is called {other}"),
        }
    }

    /// The person who has or had a number, in any spelling.
    pub fn who_by_number(&self, digits: &str) -> Option<Wa> {
        crate::truth::who(self, &crate::truth::number_alias(digits))
    }

    /// The person who has or had this id (plain digits of a number or a LID), those who have it first.
    pub fn who(&self, id: &str) -> Option<Wa> {
        let has = |entry: &Entry| entry.number.as_deref() == Some(id) || entry.lid.as_deref() == Some(id);
        let now = self.people.iter().position(has);
        now.or_else(|| self.people.iter().position(|entry| entry.had.iter().any(|had| had == id))).map(Wa)
    }
}

fn rows_of(entry: &Entry) -> Vec<Value> {
    let saved = u8::from(entry.name.is_some());
    let mut rows = Vec::new();
    if let Some(lid) = &entry.lid {
        let number = entry.number.as_ref().map(|digits| format!("{digits}@c.us"));
        rows.push(json!({
            "id": format!("{lid}@lid"), "phoneNumber": number, "phoneNumberCreatedAt": 1_700_000_000, "name": entry.name,
            "pushname": entry.pushname, "isAddressBookContact": saved, "isContactSyncCompleted": 1,
        }));
    }
    if let Some(digits) = &entry.number {
        rows.push(json!({"id": format!("{digits}@s.whatsapp.net"), "name": entry.name, "isAddressBookContact": saved, "type": "in"}));
    }
    rows
}
