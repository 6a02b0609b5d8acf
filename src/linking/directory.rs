//! What is kept of a HubSpot contact for matching: the record, and every number found in its phone texts, keyed once.

use serde::{Deserialize, Serialize};

use crate::hubspot::contact::Contact;
use crate::phone::{Bucket, FoundNumber, Rank, Region, WhatsAppNumber, numbers_in, rank};
use crate::protocol::view::PhoneProperty;

/// A contact in the directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DirectoryEntry {
    /// The record as it was read.
    pub contact: Contact,
    /// The numbers in its texts.
    pub numbers: Vec<FiledNumber>,
    /// The mirror that wrote it; those that a later mirror did not see are gone from HubSpot.
    pub mirror: u32,
}

/// A number, and where it stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FiledNumber {
    /// The property.
    pub property: PhoneProperty,
    /// The number.
    pub found: FoundNumber,
}

/// A contact that has a person's number.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The contact.
    pub contact: Contact,
    /// How the numbers agree, the best over all its numbers.
    pub rank: Rank,
    /// The property that agrees.
    pub property: PhoneProperty,
    /// The country code that the agreeing number itself contains.
    pub written_code: Option<u16>,
}

impl Match {
    /// The text that agrees.
    pub fn text(&self) -> &str {
        self.contact.phone(self.property)
    }
}

impl DirectoryEntry {
    /// Files a contact. `None` where no text holds a number, and no other was merged into it that is looked for by its own id.
    pub fn file(contact: Contact, portal_region: Option<Region>, mirror: u32) -> Option<DirectoryEntry> {
        let numbers = filed(&contact, portal_region);
        if numbers.is_empty() && contact.merged.is_empty() {
            None
        } else {
            Some(DirectoryEntry { contact, numbers, mirror })
        }
    }

    /// The buckets under which it is found.
    pub fn buckets(&self) -> Vec<Bucket> {
        let mut buckets: Vec<Bucket> = self.numbers.iter().map(|filed| filed.found.bucket()).collect();
        buckets.sort();
        buckets.dedup();
        buckets
    }

    /// How this contact matches a number.
    pub fn matching(&self, number: &WhatsAppNumber, portal_region: Option<Region>) -> Option<Match> {
        best_of(&self.contact, &self.numbers, number, portal_region)
    }
}

/// How a freshly read contact matches a number.
pub fn match_contact(contact: &Contact, number: &WhatsAppNumber, portal_region: Option<Region>) -> Option<Match> {
    best_of(contact, &filed(contact, portal_region), number, portal_region)
}

fn filed(contact: &Contact, portal_region: Option<Region>) -> Vec<FiledNumber> {
    let texts = contact.phones.iter();
    texts
        .flat_map(|(&property, text)| {
            numbers_in(text, portal_region).into_iter().map(move |found| FiledNumber { property, found })
        })
        .collect()
}

fn best_of(
    contact: &Contact,
    numbers: &[FiledNumber],
    number: &WhatsAppNumber,
    portal_region: Option<Region>,
) -> Option<Match> {
    let bucket = number.bucket();
    let ranked = numbers.iter().filter(|filed| filed.found.bucket() == bucket);
    let best = ranked
        .filter_map(|filed| Some((rank(number, &filed.found, portal_region)?, filed)))
        .min_by_key(|(rank, filed)| (*rank, filed.property));
    best.map(|(rank, filed)| Match {
        contact: contact.clone(),
        rank,
        property: filed.property,
        written_code: filed.found.written_code(),
    })
}
