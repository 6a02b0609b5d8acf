//! What WhatsApp's page says: facts out of bytes as `tests/page_facts` makes them, judged by the laws there, and any bytes as JSON through
//! every decoder of facts.
//!
//! Only rows that are objects are judged: serde also takes a list of values for a struct, which the laws do not read.

#[path = "../../tests/page_facts/draw.rs"]
mod draw;
#[path = "../../tests/page_facts/law.rs"]
mod law;

use linked_contacts::protocol::page::{
    ChangedChats, ChatEvidence, ChatRow, ContactRow, FromPage, GroupRow, Hello, PageFacts, ParticipantRow, Records,
    SnapshotSlice, StanzaKeys,
};
use linked_contacts::whatsapp::chat::conclude;
use linked_contacts::whatsapp::health::Health;
use linked_contacts::whatsapp::own::Own;
use serde::de::DeserializeOwned;
use serde_json::Value;

use draw::{Draw, chats_changed, evidence, snapshot, states};

/// The first byte chooses: an open chat, a snapshot, several with differences between them, any fact, or the rest as it is.
pub fn all(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let mut draw = Draw::new(rest);
    match first % 8 {
        0 | 4 => {
            law::of_chat(&evidence(&mut draw));
        }
        1 | 5 => {
            law::of_snapshot(&snapshot(&mut draw));
        }
        6 => {
            law::of_differences(&states(&mut draw));
        }
        2 => [chats_changed(&mut draw), draw.junk(3)].iter().for_each(law::of_any),
        _ => as_it_is(rest),
    }
}

fn as_it_is(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    Own::from_storage(Some(&text), Some(&text)).account();
    let Ok(fact) = serde_json::from_slice::<Value>(data) else { return };
    decode::<FromPage>(&fact);
    decode::<Hello>(&fact);
    decode::<PageFacts>(&fact);
    decode::<StanzaKeys>(&fact);
    decode::<Records>(&fact);
    decode::<SnapshotSlice>(&fact);
    decode::<ChangedChats>(&fact);
    decode::<ContactRow>(&fact);
    decode::<ChatRow>(&fact);
    decode::<GroupRow>(&fact);
    decode::<ParticipantRow>(&fact);
    if let Some(evidence) = decode::<ChatEvidence>(&fact) {
        Health::default().note_chat(0, &evidence, &conclude(&evidence, &Own::default()));
    }
    if fact.is_object() && !fact["records"].is_array() && rows_are_objects(&fact) {
        law::of_any(&fact);
        law::of_snapshot(&fact);
    }
}

fn decode<T: DeserializeOwned>(fact: &Value) -> Option<T> {
    serde_json::from_value(fact.clone()).ok()
}

/// No list stands in a list.
fn rows_are_objects(value: &Value) -> bool {
    match value {
        Value::Array(rows) => rows.iter().all(|row| !row.is_array() && rows_are_objects(row)),
        Value::Object(fields) => fields.values().all(rows_are_objects),
        _ => true,
    }
}
