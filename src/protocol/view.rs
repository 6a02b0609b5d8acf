//! What the sidebar shows: a whole picture at a time, ready to render. The engine decides, the sidebar draws.
//!
//! A [`View`] holds no wire types and no rules. Whatever a rep can press carries the [`ChatRef`] it was drawn for, so that a click
//! that arrives late, after the chat was switched, is refused instead of being applied to somebody else.

use serde::{Deserialize, Serialize};

use super::Millis;
use crate::hubspot::ids::ContactId;
use crate::phone::Rank;

/// Everything that the sidebar of one tab shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// [`super::VERSION`].
    pub v: u32,
    /// How the sidebar is to look.
    pub appearance: Appearance,
    /// A banner above the screen: something that the rep has to know, with one next action.
    pub notice: Option<Notice>,
    /// The answer to "who is this in HubSpot?".
    pub screen: Screen,
    /// The strip at the foot: passes, time of the last check, number of links.
    pub strip: Strip,
}

/// How the sidebar is to look: taken from WhatsApp's own page and from the rep's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appearance {
    /// WhatsApp is in dark mode.
    pub dark: bool,
    /// The page runs from right to left.
    pub rtl: bool,
    /// Open, or collapsed to a rail of 44 px.
    pub open: bool,
}

/// A banner above the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// HubSpot no longer accepts the service key. Links are kept. Action: Reconnect (opens the options page).
    KeyRefused,
    /// The key is asked for each time the browser starts, and this is such a start. Action: Connect.
    KeyNeeded,
    /// No connection; what is shown is from `since`, where something is shown.
    Offline {
        /// When HubSpot last answered.
        since: Option<Millis>,
    },
    /// HubSpot asks to wait.
    Waiting {
        /// Seconds until the next try.
        seconds: u32,
    },
    /// The key may not do something.
    MissingPermission {
        /// The scope that HubSpot named, or `None` where it named none.
        scope: Option<String>,
    },
    /// What is stored could not be read or written safely; automatic linking is off.
    StoreUnsafe,
}

/// The one answer at the top.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Screen {
    /// I-03: HubSpot was never connected here.
    NotConnected,
    /// I-02: WhatsApp Web is loading or not signed in.
    WhatsAppNotReady,
    /// I-09: no chat is open.
    NoChat,
    /// I-10: a chat is open and its people are being made out.
    Resolving,
    /// I-12: a channel, status, a broadcast list or the rep's own notes.
    NotAPerson,
    /// I-31: the page is not understood. Search still works.
    NotUnderstood(ChatRef),
    /// A 1-1 chat, or one participant chosen from a roster.
    Person(Box<PersonView>),
    /// I-24: a group chat.
    Group(Box<RosterView>),
}

/// Which chat, and who in it, something was drawn for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChatRef {
    /// Grows with each chat opened in a tab.
    pub generation: u64,
    /// The person, as the engine named them; opaque to the view.
    pub person: String,
}

/// One person of the open chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonView {
    /// What each click on this view carries.
    pub chat: ChatRef,
    /// The name in WhatsApp.
    pub name: String,
    /// The name is one the person chose, not one that the rep saved: shown as `~ Maria`.
    pub self_named: bool,
    /// The number, grouped for reading; `None` where WhatsApp hides it.
    pub number: Option<String>,
    /// Opened from a roster: a way back is shown.
    pub in_group: bool,
    /// What HubSpot knows of the person.
    pub state: PersonState,
}

/// What HubSpot knows of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PersonState {
    /// I-11: no number is known, so nothing can be matched. Link by hand is offered.
    NumberHidden,
    /// I-13: no HubSpot contact has the number.
    NotLinked {
        /// HubSpot's contacts have not all been read yet, so "none" is not certain.
        still_reading: bool,
    },
    /// I-14: contacts among which the rep chooses.
    Candidates {
        /// Best first.
        candidates: Vec<Candidate>,
    },
    /// I-15: unlinked earlier, left alone by automatic linking.
    Remembered {
        /// The name of the contact that was unlinked; `None` after "None of these".
        contact_name: Option<String>,
        /// When it was unlinked.
        at: Millis,
    },
    /// I-28: unlinked a moment ago.
    JustUnlinked {
        /// The name of the contact.
        contact_name: String,
        /// The phone that a link by hand had replaced, if it can be put back.
        restore: Option<Change>,
    },
    /// I-19: linked.
    Linked(Box<CardView>),
}

/// A text before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The text as HubSpot has it; empty where the property has no value.
    pub before: String,
    /// The text that takes its place.
    pub after: String,
}

/// A HubSpot contact to choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The contact's id.
    pub contact: ContactId,
    /// Full name, or the e-mail where there is no name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// The phone to tell people apart by: the one that matched, else the first.
    pub phone: Option<String>,
    /// The owner's name.
    pub owner: Option<String>,
    /// How the number agrees; `None` where the contact was found by name or e-mail.
    pub rank: Option<Rank>,
    /// The WhatsApp name of the person that this contact is linked with already.
    pub linked_with: Option<String>,
}

/// The card of a linked contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardView {
    /// The contact's id.
    pub contact: ContactId,
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
    /// How fresh the card is.
    pub freshness: Freshness,
    /// Why these two are linked.
    pub reason: LinkReason,
    /// Something about the link that the rep should look at.
    pub notice: Option<LinkNotice>,
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
    /// I-21: the contact was merged into another.
    Merged {
        /// The name of the survivor.
        into: String,
    },
}

/// A group chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RosterView {
    /// The chat.
    pub generation: u64,
    /// The group's subject.
    pub title: String,
    /// WhatsApp does not show all members.
    pub incomplete: bool,
    /// One row per participant, the rep excluded.
    pub rows: Vec<RosterRow>,
}

/// One participant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RosterRow {
    /// Opaque name of the person for intents.
    pub person: String,
    /// The name in WhatsApp.
    pub name: String,
    /// The name is one the person chose.
    pub self_named: bool,
    /// The number, grouped for reading.
    pub number: Option<String>,
    /// The state.
    pub state: RowState,
    /// The linked contact's name.
    pub contact_name: Option<String>,
}

/// The state of a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Linked.
    Linked,
    /// Two or more contacts to choose from, or one to confirm.
    Candidates,
    /// No contact has the number.
    NotLinked,
    /// Unlinked earlier and left alone.
    Remembered,
    /// WhatsApp hides the number.
    NumberHidden,
}

/// The strip at the foot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Strip {
    /// The pass that runs, or the last one.
    pub pass: PassView,
    /// Number of links in this account.
    pub linked: u32,
}

/// What the passes are doing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PassView {
    /// Nothing to tell: not connected, or no pass has ended yet.
    Idle,
    /// The last pass ended at `at`.
    Checked {
        /// When.
        at: Millis,
    },
    /// I-08: the first pass runs.
    First {
        /// HubSpot contacts read so far.
        read: u32,
        /// HubSpot contacts with a phone; 0 while unknown.
        total: u32,
        /// WhatsApp contacts that are being matched.
        whatsapp: u32,
        /// About how many seconds are left; `None` while unknown.
        seconds_left: Option<u32>,
    },
    /// The first pass has just ended.
    FirstDone {
        /// Links made.
        linked: u32,
        /// People with more than one contact to choose from.
        to_choose: u32,
    },
    /// The last pass could not end; it goes on by itself.
    Failed {
        /// Why.
        problem: Problem,
    },
}

/// Something that went wrong, as a sentence and a next action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The locale key of the sentence.
    pub sentence: String,
    /// Texts that the sentence's placeholders take, in order.
    pub values: Vec<String>,
    /// What the rep can do.
    pub retry: Retry,
}

/// What can be done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Retry {
    /// Try again at once.
    Now,
    /// Try again after a while.
    After {
        /// Seconds.
        seconds: u32,
    },
    /// Connect HubSpot again.
    Reconnect,
    /// Nothing: trying again would not help.
    Never,
}

/// What the engine says to a sidebar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum ToSidebar {
    /// The whole picture, after each change.
    View(Box<View>),
    /// The answer to one intent that asked for one.
    Answer {
        /// The intent's `op`.
        op: u32,
        /// The answer.
        answer: Answer,
    },
}

/// The answer to an intent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// To a search: contacts, best first.
    Found {
        /// The contacts; empty where HubSpot has none.
        candidates: Vec<Candidate>,
    },
    /// To a preview: what linking would change.
    Preview(Box<Preview>),
    /// Done; the next view shows it.
    Done,
    /// Not done, and why.
    Refused(Problem),
}

/// What a click on Link would do (I-17).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// The contact, freshly read.
    pub candidate: Candidate,
    /// The property that would change; `None` where nothing is written.
    pub property: Option<PhoneProperty>,
    /// The text before and after; equal texts mean that no write is needed.
    pub change: Option<Change>,
    /// S-04: the WhatsApp person that this contact is linked with now.
    pub taken_by: Option<TakenBy>,
}

/// The person who would lose the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBy {
    /// The name in WhatsApp.
    pub name: String,
    /// The number, grouped for reading.
    pub number: Option<String>,
}
