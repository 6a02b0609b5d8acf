//! Writes to records beside phone numbers: each has its stored intent, and a click of the rep that has not been used up (INV-5, INV-14).

use linked_contacts::hubspot::ids::ContactId;
use linked_contacts::hubspot::object::ObjectKind;
use linked_contacts::hubspot::request::{Method, Request};
use linked_contacts::linking::record_intent::{RecordIntent, RecordWrite, Values};
use linked_contacts::protocol::intent::Intent;
use serde_json::Value;

use super::commits::portal_of;
use super::{Gesture, Watch};

impl Watch {
    /// Takes a write that belongs to an edit or a creation. `false` where no such intent is stored: then it must be a phone's.
    pub(super) fn record_write(&mut self, portal: &str, request: &Request) -> bool {
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        let written: Values = serde_json::from_value(body["properties"].clone()).expect("properties");
        let found = self
            .truth
            .record_intents()
            .find(|(scope, intent)| portal_of(scope) == portal && asks_for(intent, request, &written));
        let Some((scope, intent)) = found.map(|(scope, intent)| (scope.to_owned(), intent.clone())) else {
            return false;
        };
        if let RecordWrite::Create { .. } = &intent.write {
            let to = &body["associations"][0]["to"]["id"];
            assert_eq!(
                to.as_str(),
                intent.contact.as_ref().map(ContactId::as_str),
                "S-11, S-12: a record that belongs to nobody: {body}"
            );
        }
        let wanted = |gesture: &&mut Gesture| {
            let fits = match (&gesture.intent, &intent.write) {
                (
                    Intent::SaveFields { contact, changes, .. },
                    RecordWrite::Edit { of: ObjectKind::Contact, after, .. },
                ) => {
                    let typed = |(name, value): (&_, &String)| {
                        changes.iter().any(|change| change.property == *name && change.after == *value)
                    };
                    Some(contact) == intent.contact.as_ref() && after.iter().all(typed)
                }
                (Intent::ChangeStage { contact, change, .. }, RecordWrite::Edit { after, .. }) => {
                    Some(contact) == intent.contact.as_ref() && after.values().eq([&change.after])
                }
                (Intent::Create { contact, .. }, RecordWrite::Create { .. }) => {
                    Some(contact) == intent.contact.as_ref()
                }
                (Intent::CreateContact { contact, .. }, RecordWrite::NewContact { values, .. }) => {
                    let typed = [&contact.first_name, &contact.last_name, &contact.email].map(|text| text.trim());
                    let phone = |name: &str| ["phone", "hs_whatsapp_phone_number"].contains(&name);
                    values.iter().all(|(name, value)| phone(name.as_str()) || typed.contains(&value.as_str()))
                }
                _ => false,
            };
            fits && !gesture.written && !gesture.stale && gesture.scope.as_deref() == Some(scope.as_str())
        };
        let gesture = self.gestures.iter_mut().rev().find(wanted);
        gesture.unwrap_or_else(|| panic!("INV-5, INV-14: no unused click asked for {intent:?}")).written = true;
        true
    }
}

fn asks_for(intent: &RecordIntent, request: &Request, written: &Values) -> bool {
    let place = |of: ObjectKind| format!("/crm/objects/2026-09/{}", of.path());
    match (&intent.write, request.method) {
        (RecordWrite::Edit { of, record, after, .. }, Method::Patch) => {
            request.path == format!("{}/{record}", place(*of)) && after == written
        }
        (RecordWrite::Create { of, values, .. }, Method::Post) => request.path == place(*of) && values == written,
        (RecordWrite::NewContact { values, .. }, Method::Post) => {
            request.path == place(ObjectKind::Contact) && values == written
        }
        _ => false,
    }
}
