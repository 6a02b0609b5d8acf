//! A person: zero or one known number, any number of LIDs, a name to show.
//!
//! WhatsApp keeps several rows for one person (a LID row, a phone row, older LIDs). [`People`] unites them by evidence: a LID row
//! that carries a phone number, or a chat row that carries a LID. Names unite nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::jid::{Jid, Lid};
use crate::display::clean;
use crate::phone::{Canonical, WhatsAppNumber};
use crate::protocol::page::{ChatRow, ContactRow};

/// A person as WhatsApp Web knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The number, where WhatsApp shows it.
    pub number: Option<WhatsAppNumber>,
    /// All privacy ids known for the person.
    pub lids: BTreeSet<Lid>,
    /// The name to show.
    pub name: PersonName,
    /// In the rep's address book.
    pub saved: bool,
}

/// A name, and whose word it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonName {
    /// The rep saved it, or WhatsApp verified it.
    Known(String),
    /// The person chose it.
    SelfChosen(String),
    /// None: the number, or nothing, is shown instead.
    Missing,
}

/// One of the names under which links and unlink memory find a person again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Alias {
    /// By number: two spellings of one number are one alias.
    Number(Canonical),
    /// By privacy id.
    Lid(Lid),
}

impl std::fmt::Display for Alias {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Alias::Number(canonical) => write!(f, "n{canonical}"),
            Alias::Lid(lid) => write!(f, "l{}", lid.as_str()),
        }
    }
}

impl Person {
    /// A person of whom only the id is known.
    pub fn from_jid(jid: &Jid) -> Option<Person> {
        let (number, lids) = match jid {
            Jid::Number(number) => (Some(number.clone()), BTreeSet::new()),
            Jid::Lid(lid) => (None, BTreeSet::from([lid.clone()])),
            Jid::Group(_) | Jid::NotAPerson => return None,
        };
        Some(Person { number, lids, name: PersonName::Missing, saved: false })
    }

    /// Every alias, the number first.
    pub fn aliases(&self) -> Vec<Alias> {
        let number = self.number.iter().map(|number| Alias::Number(number.canonical().clone()));
        number.chain(self.lids.iter().cloned().map(Alias::Lid)).collect()
    }

    /// The text to show: the name, else the number, else nothing.
    pub fn shown_name(&self) -> String {
        match (&self.name, &self.number) {
            (PersonName::Known(name) | PersonName::SelfChosen(name), _) => name.clone(),
            (PersonName::Missing, Some(number)) => number.display(),
            (PersonName::Missing, None) => String::new(),
        }
    }

    /// Whether the shown name is the person's own choice.
    pub fn self_named(&self) -> bool {
        matches!(self.name, PersonName::SelfChosen(_))
    }
}

/// People, united from rows.
#[derive(Debug, Default)]
pub struct People {
    by_lid: BTreeMap<Lid, WhatsAppNumber>,
    facts: BTreeMap<PersonId, Facts>,
}

/// A person's id inside [`People`]: the number where there is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum PersonId {
    Number(Canonical),
    Lid(Lid),
}

#[derive(Debug, Default)]
struct Facts {
    number: Option<WhatsAppNumber>,
    lids: BTreeSet<Lid>,
    /// Names with the weight of their row: the newest LID row first, phone rows last.
    known: Option<(f64, String)>,
    chosen: Option<(f64, String)>,
    saved: bool,
}

impl People {
    /// Unites rows. Chat rows contribute the pairs of number and LID that they carry.
    pub fn unite(contacts: &[ContactRow], chats: &[ChatRow]) -> People {
        let mut people = People::default();
        for (lid, number) in contacts.iter().filter_map(pair_of_contact).chain(chats.iter().filter_map(pair_of_chat)) {
            people.by_lid.entry(lid).or_insert(number);
        }
        for row in contacts {
            if let Some(jid) = Jid::parse(&row.id) {
                people.add_row(&jid, row);
            }
        }
        let pairs: Vec<_> = people.by_lid.iter().map(|(lid, number)| (lid.clone(), number.clone())).collect();
        for (lid, number) in pairs {
            if let Some(facts) = people.facts.get_mut(&PersonId::Number(number.canonical().clone())) {
                facts.lids.insert(lid);
            }
        }
        people
    }

    /// The person behind a JID, as far as the rows tell. `None` for groups and services.
    pub fn find(&self, jid: &Jid) -> Option<Person> {
        let id = self.id_of(jid)?;
        let bare = Person::from_jid(jid)?;
        let Some(facts) = self.facts.get(&id) else {
            let number = bare.number.or_else(|| self.number_of(jid));
            return Some(Person { number, ..bare });
        };
        let mut person = facts.person();
        person.lids.extend(bare.lids);
        person.number = person.number.or(bare.number).or_else(|| self.number_of(jid));
        Some(person)
    }

    /// Everyone.
    pub fn all(&self) -> impl Iterator<Item = Person> + '_ {
        self.facts.values().map(Facts::person)
    }

    fn number_of(&self, jid: &Jid) -> Option<WhatsAppNumber> {
        match jid {
            Jid::Number(number) => Some(number.clone()),
            Jid::Lid(lid) => self.by_lid.get(lid).cloned(),
            Jid::Group(_) | Jid::NotAPerson => None,
        }
    }

    fn id_of(&self, jid: &Jid) -> Option<PersonId> {
        match (self.number_of(jid), jid) {
            (Some(number), _) => Some(PersonId::Number(number.canonical().clone())),
            (None, Jid::Lid(lid)) => Some(PersonId::Lid(lid.clone())),
            (None, Jid::Number(_) | Jid::Group(_) | Jid::NotAPerson) => None,
        }
    }

    fn add_row(&mut self, jid: &Jid, row: &ContactRow) {
        let Some(id) = self.id_of(jid) else { return };
        let number = self.number_of(jid);
        let facts = self.facts.entry(id).or_default();
        facts.number = facts.number.take().or(number);
        let weight = match jid {
            Jid::Lid(lid) => {
                facts.lids.insert(lid.clone());
                1.0 + row.phone_number_created_at.unwrap_or(0.0)
            }
            Jid::Number(_) | Jid::Group(_) | Jid::NotAPerson => 0.0,
        };
        keep_heavier(
            &mut facts.known,
            weight,
            row.name.as_ref().or(row.verified_name.as_ref()).or(row.short_name.as_ref()),
        );
        keep_heavier(&mut facts.chosen, weight, row.pushname.as_ref().or(row.username.as_ref()));
        facts.saved |= row.is_address_book_contact == Some(1.0);
    }
}

impl Facts {
    fn person(&self) -> Person {
        let name = match (&self.known, &self.chosen) {
            (Some((_, name)), _) => PersonName::Known(name.clone()),
            (None, Some((_, name))) => PersonName::SelfChosen(name.clone()),
            (None, None) => PersonName::Missing,
        };
        Person { number: self.number.clone(), lids: self.lids.clone(), name, saved: self.saved }
    }
}

fn keep_heavier(slot: &mut Option<(f64, String)>, weight: f64, name: Option<&String>) {
    // A name of nothing that can be seen is none (TH-2).
    let Some(name) = name.map(|name| clean(name)).filter(|name| !name.is_empty()) else { return };
    match slot {
        Some((held, _)) if *held >= weight => {}
        Some(_) | None => *slot = Some((weight, name)),
    }
}

fn pair_of_contact(row: &ContactRow) -> Option<(Lid, WhatsAppNumber)> {
    match (Jid::parse(&row.id)?, Jid::parse(row.phone_number.as_deref()?)?) {
        (Jid::Lid(lid), Jid::Number(number)) => Some((lid, number)),
        _ => None,
    }
}

fn pair_of_chat(row: &ChatRow) -> Option<(Lid, WhatsAppNumber)> {
    match (Jid::parse(row.account_lid.as_deref()?)?, Jid::parse(&row.id)?) {
        (Jid::Lid(lid), Jid::Number(number)) => Some((lid, number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(id: &str, phone: Option<&str>, name: Option<&str>) -> ContactRow {
        ContactRow {
            id: id.into(),
            phone_number: phone.map(Into::into),
            name: name.map(Into::into),
            ..ContactRow::default()
        }
    }

    fn find(people: &People, jid: &str) -> Person {
        people.find(&Jid::parse(jid).expect("a JID")).expect("a person")
    }

    #[test]
    fn a_lid_row_and_a_phone_row_are_one_person_and_the_lid_row_names_them() {
        let people = People::unite(
            &[
                contact("12125550101@s.whatsapp.net", None, Some("Old name")),
                contact("205550000000001@lid", Some("12125550101@c.us"), Some("Ana Costa")),
            ],
            &[],
        );
        assert_eq!(people.all().count(), 1);
        for jid in ["12125550101@c.us", "205550000000001@lid"] {
            let person = find(&people, jid);
            assert_eq!(person.shown_name(), "Ana Costa");
            assert_eq!(person.aliases().len(), 2);
        }
    }

    #[test]
    fn a_chat_row_gives_a_lid_its_number() {
        let chat = ChatRow {
            id: "12125550103@c.us".into(),
            account_lid: Some("205550000000003@lid".into()),
            ..ChatRow::default()
        };
        let person = find(&People::unite(&[], &[chat]), "205550000000003@lid");
        assert_eq!(person.number.map(|n| n.digits().to_owned()), Some("12125550103".into()));
    }

    #[test]
    fn the_digits_of_a_lid_are_never_its_number() {
        let people = People::unite(
            &[contact("12125550199@lid", Some("12125550107@c.us"), None), contact("12125550198@lid", None, None)],
            &[],
        );
        assert_eq!(find(&people, "12125550199@lid").number.map(|n| n.digits().to_owned()), Some("12125550107".into()));
        assert_eq!(find(&people, "12125550198@lid").number, None);
    }

    #[test]
    fn namesakes_stay_two_people() {
        let people = People::unite(
            &[contact("12125550101@c.us", None, Some("Ana")), contact("12125550102@c.us", None, Some("Ana"))],
            &[],
        );
        assert_eq!(people.all().count(), 2);
    }

    #[test]
    fn th_2_a_name_cannot_turn_the_text_around_it_and_one_that_cannot_be_seen_is_none() {
        for (name, shown) in [("\u{202e}Ana\u{200b} \u{2066}Costa\u{2069}", "Ana Costa"), ("\u{3164}\u{200b}", "Ana")] {
            let chosen = ContactRow { pushname: Some("Ana".into()), ..contact("12125550101@c.us", None, Some(name)) };
            assert_eq!(find(&People::unite(&[chosen], &[]), "12125550101@c.us").shown_name(), shown, "{name:?}");
        }
    }
}
