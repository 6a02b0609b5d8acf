//! A chat opened for nobody, in idle time: the browser compiles each function when it runs for the first time, and the first chat of a
//! worker's life would wait for some four hundred.
//!
//! The engine is a second one over the same types, so that it is the same code; its world has no browser behind it. What it reads is made
//! up here, nothing that it stores, asks or says goes anywhere, and it is dropped when the chat has been opened.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::JsString;

use super::background::Browser;
use super::message::from_json;
use crate::engine::Engine;
use crate::hubspot::calls::account_details::Account;
use crate::hubspot::calls::get_card::GetCard;
use crate::hubspot::ids::ContactId;
use crate::hubspot::request::{Call, Request, Response};
use crate::linking::directory::DirectoryEntry;
use crate::linking::link::{Evidence, Link, Origin, Sequence, Standing, Subject};
use crate::phone::{Rank, WhatsAppNumber};
use crate::ports::TabId;
use crate::protocol::VERSION;
use crate::protocol::intent::Intent;
use crate::protocol::options::Keep;
use crate::protocol::page::FromPage;
use crate::protocol::view::PhoneProperty;
use crate::stored::keys::{CONNECTION, HOLD, Scope, directory};
use crate::stored::record::encode;
use crate::stored::shapes::{
    ConnectionRecord, ContactPointer, DirectoryRecord, Hold, HoldRecord, KeyState, PersonPointer,
};
use crate::whatsapp::own::Own;

const TAB: TabId = TabId(0);
const OWN: &str = "12125550100@c.us";
const DIGITS: &str = "12125550101";
const CONTACT: &str = "1";

const HELLO: &str = r#"{"v":1,"kind":"hello","state":"ready","visible":true,"ownWid":"12125550100@c.us"}"#;
/// The same chat twice: the second time its card is painted from what the first has kept.
const CHAT: [&str; 4] = [
    r#"{"v":1,"kind":"switch","generation":1}"#,
    r#"{"v":1,"kind":"chat","generation":1,"title":"A","rows":2,"shaped":2,"listed":2,"settled":true,
        "keys":[{"stanza":"A","keys":["false_1@lid_A"]},{"stanza":"B","keys":["true_1@lid_B"]}],
        "records":{"chats":[{"id":"1@lid","t":1}],
        "contacts":[{"id":"1@lid","phoneNumber":"12125550101@c.us","name":"A","isAddressBookContact":1}]}}"#,
    r#"{"v":1,"kind":"switch","generation":2}"#,
    r#"{"v":1,"kind":"chat","generation":2,"title":"A","rows":2,"shaped":2,"listed":2,"settled":true,
        "keys":[{"stanza":"A","keys":["false_1@lid_A"]},{"stanza":"B","keys":["true_1@lid_B"]}],
        "records":{"chats":[{"id":"1@lid","t":1}],
        "contacts":[{"id":"1@lid","phoneNumber":"12125550101@c.us","name":"A","isAddressBookContact":1}]}}"#,
];

const CARD: &str = r#"{"id":"1","properties":{"firstname":"A","phone":"+12125550101","hubspot_owner_id":"1",
    "associatedcompanyid":"1","lastmodifieddate":"2026-01-01T00:00:00Z"},"associations":{
    "deals":{"results":[{"id":"1","type":"a"}]},"tickets":{"results":[{"id":"1","type":"a"}]}}}"#;
const RECORDS: &str = r#"{"status":"COMPLETE","results":[{"id":"1","properties":{"name":"A","dealname":"A","amount":"1",
    "pipeline":"1","dealstage":"1","closedate":"2026-01-01T00:00:00Z","subject":"A","hs_pipeline":"1","hs_pipeline_stage":"1"}}]}"#;
const OWNERS: &str = r#"{"results":[{"id":"1","email":"a@example.com","firstName":"A","lastName":"A"}]}"#;
const PIPELINES: &str = r#"{"results":[{"id":"1","label":"A","displayOrder":0,"archived":false,
    "stages":[{"id":"1","label":"A","displayOrder":0,"archived":false,"metadata":{"isClosed":"false"}}]}]}"#;
const PROPERTIES: &str = r#"{"results":[{"name":"firstname","label":"A","type":"string","fieldType":"text"},
    {"name":"hubspot_owner_id","label":"A","type":"enumeration","fieldType":"select"},
    {"name":"lifecyclestage","label":"A","type":"enumeration","fieldType":"radio","calculated":false,"hidden":false,
    "options":[{"label":"A","value":"1","displayOrder":0,"hidden":false}],"modificationMetadata":{"readOnlyValue":false}}]}"#;

/// Opens the chat.
pub async fn run() {
    let Some(stage) = stage() else { return };
    let engine = Engine::new(Browser::rehearsing(stage));
    say(&engine, HELLO).await;
    engine.sidebar_says(TAB, Intent::Hello { v: VERSION }).await;
    for fact in CHAT {
        say(&engine, fact).await;
    }
}

async fn say(engine: &Engine<Browser>, fact: &str) {
    if let Some(fact) = from_json::<FromPage>(&JsString::from(fact)) {
        engine.page_says(TAB, fact).await;
    }
}

/// What the world has: texts by key, and the directory.
pub type Stage = (Records, Vec<DirectoryEntry>);

/// Storage that is gone with the rehearsal.
#[derive(Default)]
pub struct Records(RefCell<BTreeMap<String, String>>);

impl Records {
    /// The texts of those keys that are there.
    pub fn get(&self, keys: &[String]) -> BTreeMap<String, String> {
        let held = self.0.borrow();
        keys.iter().filter_map(|key| held.get_key_value(key)).map(|(key, text)| (key.clone(), text.clone())).collect()
    }

    /// Keeps texts.
    pub fn set(&self, records: Vec<(String, String)>) {
        self.0.borrow_mut().extend(records);
    }
}

/// HubSpot's answer.
pub fn answer(request: &Request) -> Response {
    let of = |part: &str| request.path.contains(part);
    let body = match () {
        () if of("/owners/") => OWNERS,
        () if of("/pipelines/") => PIPELINES,
        () if of("/properties/") => PROPERTIES,
        () if of("/batch/") => RECORDS,
        () => CARD,
    };
    Response { status: 200, body: body.to_owned(), ..Response::default() }
}

fn stage() -> Option<Stage> {
    let portal = "1".parse().ok()?;
    let scope = Scope { portal, account: Own::from_storage(Some(OWN), None).account()? };
    let link = link()?;
    let connection = ConnectionRecord {
        account: Some(Account { portal: scope.portal.clone(), ui_domain: String::new(), currency: None }),
        missing: Vec::new(),
        keep: Keep::OnDevice,
        key: KeyState::Accepted,
    };
    // Passes have been rehearsed by the passes themselves.
    let hold = HoldRecord { portal: scope.portal.clone(), hold: Hold::Paused };
    let filed = DirectoryRecord { complete: true, ..DirectoryRecord::default() };
    let pointer = PersonPointer { link: Some(link.id), memory: None };
    let records = Records::default();
    records.set(vec![
        (CONNECTION.to_owned(), encode(&connection)),
        (HOLD.to_owned(), encode(&hold)),
        (directory(&scope.portal), encode(&filed)),
        (scope.link(link.id), encode(&Some(&link))),
        (scope.contact(&link.contact), encode(&ContactPointer { link: Some(link.id) })),
    ]);
    records.set(link.subject.aliases().iter().map(|alias| (scope.person(alias), encode(&pointer))).collect());
    let card = GetCard { id: &link.contact, properties: &[], associations: &[] }.decode(CARD).ok()?;
    Some((records, DirectoryEntry::file(card.contact, None, 0).into_iter().collect()))
}

fn link() -> Option<Link> {
    let number = WhatsAppNumber::from_digits(DIGITS).ok()?;
    let contact: ContactId = CONTACT.parse().ok()?;
    let subject = Subject {
        number: Some(number.canonical().clone()),
        lids: vec!["1".to_owned().try_into().ok()?],
        name: "A".to_owned(),
        former: Vec::new(),
    };
    let evidence =
        Evidence { rank: Rank::Exact, property: PhoneProperty::Phone, text: number.written(), written_code: Some(1) };
    Some(Link {
        id: Sequence(1),
        subject,
        number_at_link: Some(number),
        contact,
        contact_name: "A".to_owned(),
        origin: Origin::ExactFirst,
        evidence: Some(evidence),
        standing: Standing::Automatic,
        made_at: 1,
        made_at_hubspot: None,
        replaced: None,
    })
}
