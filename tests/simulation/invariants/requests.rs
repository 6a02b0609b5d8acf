//! At each request: who may write, what must be stored and read before, whose data is asked for, and how often (INV-2, 5, 6, 10, 16, 18).

use linked_contacts::hubspot::calls::changed_contacts::ChangedContacts;
use linked_contacts::hubspot::calls::get_contact::GetContact;
use linked_contacts::hubspot::ids::{ContactId, PortalId};
use linked_contacts::hubspot::request::{Budget, Call as _, Method, NoAnswer, Request, Response};
use linked_contacts::linking::directory::DirectoryEntry;
use linked_contacts::linking::intent::Purpose;
use linked_contacts::phone::Bucket;
use linked_contacts::protocol::intent::Intent;
use linked_contacts::stored::keys::CONNECTION;
use linked_contacts::stored::record;
use linked_contacts::stored::shapes::{ConnectionRecord, KeyState};
use serde_json::Value;

use super::commits::portal_of;
use super::{Gesture, Watch};
use crate::truth::scope_of;
use crate::world::Outside;

/// Milliseconds that a flow of the portal before may still take: one call and its waits.
const WINDING_UP: u64 = 20_000;
/// Milliseconds between reading a contact and writing it.
const STALE: u64 = 2_000;

impl Watch {
    /// A request leaves.
    pub fn sending(&mut self, outside: &Outside, request: &Request, token: &str) {
        let now = outside.kernel.now();
        assert!(!format!("{} {:?}", request.path, request.body).contains(token), "INV-18: the key is in the request");
        self.count(now, request.budget);
        let search = request.method == Method::Post
            && (request.path.ends_with("/search") || request.path.ends_with("/batch/read"));
        if request.method == Method::Get || search {
            return;
        }
        self.writes += 1;
        let portal = outside.hubspot.portal_of(token).expect("INV-5: a write with a key of nobody");
        if self.record_write(&portal, request) {
            return;
        }
        assert_eq!(request.method, Method::Patch, "INV-2: a number is written with PATCH alone");
        let id = request.path.rsplit('/').next().unwrap();
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        let properties = body["properties"].as_object().expect("properties");
        assert_eq!(properties.len(), 1, "S-28: a write of one property: {body}");
        let (property, after) = properties.iter().next().unwrap();
        let found = self.truth.intents().find(|(scope, intent)| {
            portal_of(scope) == portal
                && intent.contact.as_str() == id
                && intent.change.property.hubspot_name() == property
                && intent.change.after == *after
        });
        let (scope, intent) = found.unwrap_or_else(|| panic!("INV-5: {body} to {id} without a stored intent"));
        let (scope, intent) = (scope.to_owned(), intent.clone());
        let (at, told) = self.told.get(&(portal, id.to_owned())).expect("INV-6: written without having been read");
        assert!(now - at <= STALE, "INV-6: read {} ms before the write", now - at);
        assert_eq!(told.phone(intent.change.property), intent.change.before, "INV-6: HubSpot said something else");
        let wanted = |gesture: &&mut Gesture| {
            let fits = match (&gesture.intent, &intent.purpose) {
                (Intent::Link { shown: Some(shown), .. }, Purpose::Link { .. })
                | (Intent::ReplacePhone { shown, .. }, Purpose::Replace { .. }) => {
                    shown.before == intent.change.before && shown.after == intent.change.after
                }
                (Intent::RestorePhone { .. }, Purpose::Restore { .. }) => true,
                _ => false,
            };
            fits && !gesture.written && !gesture.stale && gesture.scope.as_deref() == Some(scope.as_str())
        };
        let gesture = self.gestures.iter_mut().rev().find(wanted);
        gesture.unwrap_or_else(|| panic!("INV-5, INV-14: no unused click asked for {intent:?}")).written = true;
    }

    /// INV-16: the pace of one life of the worker.
    fn count(&mut self, now: u64, budget: Budget) {
        let (times, window, most) = match budget {
            Budget::Search => (&mut self.calls[0], 1_000, 4),
            // What passes ask is less: `budgets` counts it.
            Budget::General => (&mut self.calls[1], 10_000, 95),
        };
        times.push_back(now);
        times.retain(|at| now - at < window);
        assert!(times.len() <= most, "INV-16: {} calls of {budget:?} within {window} ms", times.len());
    }

    /// An answer arrived, or none.
    pub fn heard(&mut self, outside: &Outside, request: &Request, token: &str, result: &Result<Response, NoAnswer>) {
        let Some(portal) = outside.hubspot.portal_of(token) else { return };
        let Ok(response) = result else { return };
        let Some(rest) = request.path.strip_prefix("/crm/objects/2026-09/contacts/") else { return };
        if rest == "search"
            && response.status == 200
            && let Ok(page) = (ChangedContacts { since: 0, after_id: None }).decode(&response.body)
        {
            for contact in page.contacts {
                self.seen.insert((portal.clone(), contact.id.to_string()), contact);
            }
        }
        let Some(id) = rest
            .split('?')
            .next()
            .and_then(|id| id.parse::<ContactId>().ok())
            .filter(|_| request.method == Method::Get)
        else {
            return;
        };
        if response.status == 200
            && let Ok(contact) = (GetContact { id: &id }).decode(&response.body)
        {
            for key in [id.to_string(), contact.id.to_string()] {
                self.seen.insert((portal.clone(), key.clone()), contact.clone());
                self.told.insert((portal.clone(), key), (outside.kernel.now(), contact.clone()));
            }
        }
    }

    /// INV-10: only keys of the connected portal are touched.
    pub fn touched(&mut self, outside: &Outside, keys: &[String]) {
        let Some((portal, since)) = &self.connected else { return };
        if outside.kernel.now() - since <= WINDING_UP {
            return;
        }
        for (scope, _) in keys.iter().filter_map(|key| scope_of(key)) {
            assert_eq!(&portal_of(scope), portal, "INV-10: records of another portal are read: {keys:?}");
        }
    }

    /// INV-10: a portal's directory holds its own contacts.
    pub fn filed(&self, outside: &Outside, portal: &PortalId, entries: &[DirectoryEntry]) {
        for entry in entries {
            let owner = outside.hubspot.owner_of(entry.contact.id.as_str());
            assert_eq!(owner.as_deref(), Some(portal.as_str()), "INV-10: a contact of another portal is filed");
        }
    }

    /// The directory answered.
    pub fn looked_up(&mut self, portal: &PortalId, buckets: &[Bucket], found: &[DirectoryEntry]) {
        for bucket in buckets {
            let held = found.iter().filter(|entry| entry.buckets().contains(bucket)).cloned().collect();
            self.looked_up.insert((portal.clone(), *bucket), held);
        }
    }

    pub(super) fn note_connection(&mut self, outside: &Outside, records: &[(String, String)]) {
        let texts = records.iter().filter(|(key, _)| key == CONNECTION);
        for connection in texts.filter_map(|(_, text)| record::decode::<ConnectionRecord>(text).ok()) {
            let portal = connection.account.map(|account| account.portal.to_string());
            if connection.key != KeyState::Unproven {
                self.proven.clone_from(&portal);
            }
            if let Some(portal) = portal.filter(|portal| self.connected.as_ref().is_none_or(|(held, _)| held != portal))
            {
                self.connected = Some((portal, outside.kernel.now()));
            }
        }
    }

    /// Another life of the worker begins.
    pub fn born(&mut self) {
        self.calls.iter_mut().for_each(std::collections::VecDeque::clear);
    }
}
