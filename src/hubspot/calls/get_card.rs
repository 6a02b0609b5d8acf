//! `GET /crm/objects/{version}/contacts/{id}` with everything that a card shows: chosen properties, and the ids of deals, tickets and
//! companies. One request; the records themselves are read by [`super::read_records`].

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::hubspot::contact::{CARD_PROPERTIES, Contact, RawObject};
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PropertyName, RecordId};
use crate::hubspot::object::{ObjectKind, values_of};
use crate::hubspot::request::{Call, ReadCall, Request, VERSION, get};

/// Asks for a contact and what belongs to it.
#[derive(Debug)]
pub struct GetCard<'a> {
    /// The contact.
    pub id: &'a ContactId,
    /// Properties beside [`CARD_PROPERTIES`].
    pub properties: &'a [PropertyName],
    /// Kinds of records whose ids are wanted; each needs its own scope.
    pub associations: &'a [ObjectKind],
}

/// A contact and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The contact.
    pub contact: Contact,
    /// All properties that were asked for and have a value.
    pub values: BTreeMap<PropertyName, String>,
    /// Ids of its deals.
    pub deals: Related,
    /// Ids of its tickets.
    pub tickets: Related,
    /// Ids of its companies.
    pub companies: Related,
}

/// Ids of associated records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Related {
    /// Each once, though HubSpot lists one row per label.
    pub ids: Vec<RecordId>,
    /// Whether HubSpot has more than it answered.
    pub rest: Rest,
}

/// Whether a list goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rest {
    /// This is all.
    #[default]
    None,
    /// There are more.
    More,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(flatten)]
    object: RawObject,
    #[serde(default)]
    associations: BTreeMap<String, Association>,
}

#[derive(Deserialize)]
struct Association {
    #[serde(default)]
    results: Vec<AssociationRow>,
    #[serde(default)]
    paging: Option<Value>,
}

#[derive(Deserialize)]
struct AssociationRow {
    id: RecordId,
}

impl Call for GetCard<'_> {
    type Answer = Card;

    fn request(&self) -> Request {
        let names: BTreeSet<&str> =
            CARD_PROPERTIES.into_iter().chain(self.properties.iter().map(PropertyName::as_str)).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let properties = names.join(",");
        let kinds: Vec<&str> = self.associations.iter().map(|kind| kind.path()).collect();
        let associations = if kinds.is_empty() { String::new() } else { format!("&associations={}", kinds.join(",")) };
        get(format!("/crm/objects/{VERSION}/contacts/{}?properties={properties}{associations}", self.id))
    }

    fn decode(&self, body: &str) -> Result<Card, Error> {
        let raw: Raw = serde_json::from_str(body).map_err(|_| Error::Unreadable)?;
        let values = values_of(raw.object.properties.clone());
        let contact = Contact::from_raw(raw.object).ok_or(Error::Unreadable)?;
        // TH-15: another record is the answer only where HubSpot says that the asked one was merged into it.
        if !contact.is_or_was(self.id) {
            return Err(Error::Unreadable);
        }
        let mut associations = raw.associations;
        let mut related = |name: &str| associations.remove(name).map(related).unwrap_or_default();
        Ok(Card {
            deals: related("deals"),
            tickets: related("tickets"),
            companies: related("companies"),
            contact,
            values,
        })
    }
}

impl ReadCall for GetCard<'_> {}

fn related(raw: Association) -> Related {
    let mut seen = BTreeSet::new();
    let ids = raw.results.into_iter().map(|row| row.id).filter(|id| seen.insert(id.clone())).collect();
    let more = raw.paging.as_ref().and_then(|paging| paging.get("next")).is_some_and(|next| !next.is_null());
    Related { ids, rest: if more { Rest::More } else { Rest::None } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_stand_once_per_label_are_taken_once() {
        let id: ContactId = "33451".parse().expect("an id");
        let extra = ["hs_lead_status".parse().expect("a name")];
        let kinds = [ObjectKind::Deal, ObjectKind::Company];
        let call = GetCard { id: &id, properties: &extra, associations: &kinds };
        assert!(
            call.request().path.contains("hs_lead_status,")
                && call.request().path.contains("&associations=deals,companies")
        );
        let body = r#"{"id":"33451","properties":{"firstname":"Lorelai","hs_lead_status":"NEW","phone":null},"archived":false,
            "associations":{"companies":{"results":[{"id":"5","type":"contact_to_company"},{"id":"5","type":"contact_to_company_unlabeled"}]},
            "deals":{"results":[{"id":"9","type":"contact_to_deal"}],"paging":{"next":{"after":"10"}}}}}"#;
        let card = call.decode(body).expect("a card");
        assert_eq!((card.companies.ids.len(), card.deals.rest, card.tickets.ids.len()), (1, Rest::More, 0));
        assert_eq!(card.values.len(), 2);
        assert_eq!(call.decode(r#"{"id":"7","properties":{}}"#), Err(Error::Unreadable));
    }
}
