//! The card of a linked contact.

use serde::{Deserialize, Serialize};

use super::{ActivityView, Change, DealRow, Field, Forms, Problem, Shelf, TicketRow};
use crate::hubspot::ids::ContactId;
use crate::phone::Rank;
use crate::protocol::Millis;

/// The card of a linked contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardView {
    /// The contact's id.
    pub contact: ContactId,
    /// Ids of contacts that were merged into it: what the rep typed for them is meant for it.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub merged: Vec<ContactId>,
    /// Full name.
    pub name: String,
    /// The record in HubSpot: `https://app….hubspot.com/contacts/{portal}/record/0-1/{id}`.
    pub record_url: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// Company, the contact's own text.
    pub company: Option<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Phone numbers as HubSpot has them.
    pub phones: Vec<CardPhone>,
    /// The owner's name.
    pub owner: Option<String>,
    /// Lifecycle stage.
    pub stage: Option<String>,
    /// Every property on the card, in order: what "Edit" opens.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub fields: Vec<Field>,
    /// The company that the contact is associated with in HubSpot.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub company_link: Option<CompanyLink>,
    /// When HubSpot last saw an activity.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub last_activity: Option<Millis>,
    /// Its deals.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub deals: Shelf<DealRow>,
    /// Its tickets.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub tickets: Shelf<TicketRow>,
    /// Its notes and tasks; `None` until the rep opens them.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub activity: Option<ActivityView>,
    /// What the forms offer.
    #[serde(default, skip_serializing_if = "super::is_empty")]
    pub forms: Forms,
    /// How fresh the card is.
    pub freshness: Freshness,
    /// Why these two are linked.
    pub reason: LinkReason,
    /// Something about the link that the rep should look at.
    pub notice: Option<LinkNotice>,
}

/// A company in HubSpot, which is not the contact's own company text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyLink {
    /// Its name.
    pub name: String,
    /// The record in HubSpot.
    pub url: Option<String>,
}

/// One phone number on the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPhone {
    /// Which property holds it.
    pub property: PhoneProperty,
    /// The text as HubSpot has it.
    pub text: String,
    /// It is the number that links the two.
    pub linking: bool,
}

/// The three properties that hold phone numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneProperty {
    /// `phone`
    Phone,
    /// `mobilephone`
    MobilePhone,
    /// `hs_whatsapp_phone_number`
    WhatsApp,
}

/// How fresh the card is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Freshness {
    /// Read from HubSpot for this opening of the chat.
    Fresh,
    /// Painted from what is known; the read is under way.
    Loading,
    /// The read failed; what is shown is from `at`.
    Stale {
        /// When it was read.
        at: Option<Millis>,
        /// Why it could not be read again.
        problem: Problem,
    },
}

/// Why two are linked (B-06).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkReason {
    /// Who or what made the link.
    pub origin: Origin,
    /// How the numbers agreed; `None` for a link by hand.
    pub rank: Option<Rank>,
    /// The WhatsApp number, grouped for reading.
    pub whatsapp: Option<String>,
    /// The text in HubSpot that agreed with it.
    pub hubspot: Option<String>,
    /// When the link was made.
    pub at: Millis,
}

/// Who or what made a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A person, by hand or by confirming.
    Manual,
    /// The pass after the first connection.
    ExactFirst,
    /// The pass every three minutes.
    ExactTimer,
    /// A pass because something was seen to change.
    ExactChange,
    /// The daily pass over everything.
    ExactDaily,
    /// A chat was opened.
    FuzzyOpen,
}

/// Something about a link that the rep should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LinkNotice {
    /// Amber: the same national number under another country code. "Right contact", "Not the right contact".
    OtherCountryCode {
        /// The WhatsApp number's code, as `+1`.
        whatsapp: String,
        /// The code in HubSpot's text, as `+91`; `None` where the text has none.
        hubspot: Option<String>,
        /// "Replace phone in HubSpot": before and after.
        change: Change,
    },
    /// F16: another contact has the number too, which came to light after the link was made by itself. "Right contact", "Not the right
    /// contact".
    SharedNumber {
        /// The name of the other contact.
        name: String,
    },
    /// HubSpot writes the number in another way. "Replace phone in HubSpot".
    WrittenDifferently {
        /// Before and after.
        change: Change,
    },
    /// I-22: the phone in HubSpot has changed since the link was made.
    PhoneDiffers {
        /// Before and after.
        change: Change,
    },
    /// I-20: the contact was deleted in HubSpot.
    Deleted,
    /// I-21: the contact was merged into another, and a person has to decide whose it is. "Keep the link here", "Unlink".
    Merged {
        /// The survivor.
        survivor: ContactId,
        /// The name of the survivor.
        into: String,
    },
}
