//! What is typed into the forms of cards. It lives as long as the document, by contact and form: a newer view, another chat or a worker
//! that starts anew loses nothing of it, and it never appears on another contact's card but that of the contact which took this one in.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::hubspot::ids::ContactId;

/// A form of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The contact's own properties.
    Edit,
    /// A new deal.
    Deal,
    /// A new ticket.
    Ticket,
    /// A new note.
    Note,
    /// A new task.
    Task,
    /// A new contact, made of a person.
    Contact,
}

/// All open forms. Copies are the same.
#[derive(Clone, Copy)]
pub struct Sheets(RwSignal<BTreeMap<Key, Filled>>);

/// Whose form, and which.
type Key = (String, Form);
type Texts = BTreeMap<String, Typed>;

/// What a form holds.
#[derive(Default)]
struct Filled {
    texts: Texts,
    /// It was typed for a contact that was merged into this one since.
    carried: bool,
}

/// A text that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// What stood there when the typing began.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// One form of one contact. Copies are the same.
#[derive(Clone, Copy)]
pub struct Sheet {
    sheets: Sheets,
    key: StoredValue<Key>,
}

impl Sheets {
    /// Nothing typed.
    pub fn new() -> Sheets {
        Sheets(RwSignal::new(BTreeMap::new()))
    }

    /// A form of a contact, or of a person of the chat: whose it is, is told by an id.
    pub fn of(self, whose: &str, form: Form) -> Sheet {
        Sheet { sheets: self, key: StoredValue::new((whose.to_owned(), form)) }
    }

    /// What was typed for contacts that were merged into another is that one's, unless something is typed there already.
    pub fn carry(self, merged: &[ContactId], survivor: &ContactId) {
        let is_of_merged = |(whose, _): &&Key| merged.iter().any(|old| old.as_str() == whose);
        let moving: Vec<Key> = self.0.with_untracked(|sheets| sheets.keys().filter(is_of_merged).cloned().collect());
        if moving.is_empty() {
            return;
        }
        self.0.update(|sheets| {
            for old in moving {
                if let Some(filled) = sheets.remove(&old) {
                    let to = (survivor.to_string(), old.1);
                    sheets.entry(to).or_insert(Filled { carried: true, ..filled });
                }
            }
        });
    }
}

impl Sheet {
    /// Whether it is open.
    pub fn is_open(self) -> bool {
        self.sheets.0.with(|sheets| self.key.with_value(|key| sheets.contains_key(key)))
    }

    /// Whether it was typed for a contact that was merged into this one since, and the rep has not been told and gone on.
    pub fn is_carried(self) -> bool {
        self.sheets.0.with(|sheets| self.key.with_value(|key| sheets.get(key).is_some_and(|filled| filled.carried)))
    }

    /// The rep goes on with what was carried over.
    pub fn go_on(self) {
        if untrack(move || self.is_carried()) {
            let key = self.key.get_value();
            self.sheets.0.update(|sheets| sheets.entry(key).or_default().carried = false);
        }
    }

    /// Opens it.
    pub fn open(self) {
        self.change(|_| {});
    }

    /// Closes it and forgets what was typed.
    pub fn close(self) {
        self.closing()();
    }

    /// Closes it later, when the section that showed it may be gone.
    pub fn closing(self) -> impl FnOnce() + 'static {
        let (sheets, key) = (self.sheets, self.key.get_value());
        move || sheets.0.update(|sheets| drop(sheets.remove(&key)))
    }

    /// What was typed under this name.
    pub fn text(self, name: &str) -> Option<String> {
        self.read(|texts| texts.get(name).map(|typed| typed.after.clone()))
    }

    /// Takes what is typed; `before` is what stood there, kept from the first key on.
    pub fn type_in(self, name: &str, before: &str, after: String) {
        self.change(|texts| {
            let typed = texts
                .entry(name.to_owned())
                .or_insert_with(|| Typed { before: before.to_owned(), after: String::new() });
            typed.after = after;
        });
    }

    /// What was typed is meant to take the place of this text, which was shown.
    pub fn rest_on(self, name: &str, before: &str) {
        self.change(|texts| {
            if let Some(typed) = texts.get_mut(name) {
                typed.before = before.to_owned();
            }
        });
    }

    /// Forgets what was typed under this name.
    pub fn forget(self, name: &str) {
        self.change(|texts| drop(texts.remove(name)));
    }

    /// Everything that differs from what stood there.
    pub fn changes(self) -> Vec<(String, Typed)> {
        self.read(|texts| {
            let changed = texts.iter().filter(|(_, typed)| typed.before != typed.after);
            Some(changed.map(|(name, typed)| (name.clone(), typed.clone())).collect())
        })
        .unwrap_or_default()
    }

    fn read<T>(self, read: impl FnOnce(&Texts) -> Option<T>) -> Option<T> {
        self.sheets.0.with(|sheets| self.key.with_value(|key| sheets.get(key).and_then(|filled| read(&filled.texts))))
    }

    fn change(self, change: impl FnOnce(&mut Texts)) {
        let key = self.key.get_value();
        self.sheets.0.update(|sheets| change(&mut sheets.entry(key).or_default().texts));
    }
}
