//! What the account says of its own fields: labels, types, options, pipelines. Read once a day, and asked for only when a card is shown or
//! the options page wants the list.

use futures_util::future::join4;

use super::Engine;
use crate::hubspot::calls::list_pipelines::ListPipelines;
use crate::hubspot::calls::list_properties::ListProperties;
use crate::hubspot::error::Error;
use crate::hubspot::ids::{OwnerId, PortalId};
use crate::hubspot::object::ObjectKind;
use crate::hubspot::pace::Lane;
use crate::hubspot::request::ReadCall;
use crate::hubspot::schema::{Pipeline, Property, PropertyKind};
use crate::linking::link::Sequence;
use crate::ports::{TabId, World};
use crate::protocol::view::{ChatRef, Choice};
use crate::stored::shapes::SchemaRecord;
use crate::stored::{keys, record};

/// An unknown stage leads to another reading of the fields, but not sooner than this, in milliseconds.
const SCHEMA_RETRY: u64 = 10 * 60 * 1000;
/// How long the account's fields are kept, in milliseconds.
const SCHEMA_FRESH: u64 = 24 * 60 * 60 * 1000;

impl<W: World> Engine<W> {
    /// Has the account's fields at hand, from memory, storage or HubSpot.
    pub(super) async fn read_schema(&self, portal: &PortalId) {
        let now = self.now();
        let fresh = |at: u64| at > 0 && at <= now && now - at < SCHEMA_FRESH;
        if fresh(self.state().schema.at) || !self.may_ask() {
            return;
        }
        let key = keys::schema(portal);
        let stored = self.read_cache::<SchemaRecord>(key.clone()).await;
        if let Some(held) = stored.filter(|held| fresh(held.at)) {
            self.take_schema(portal, held);
            return;
        }
        let (contact, deals, tickets, ticket_properties) = join4(
            self.ask_known(portal, ObjectKind::Contact, ListProperties { of: ObjectKind::Contact }),
            self.ask_known(portal, ObjectKind::Deal, ListPipelines { of: ObjectKind::Deal }),
            self.ask_known(portal, ObjectKind::Ticket, ListPipelines { of: ObjectKind::Ticket }),
            self.ask_known(portal, ObjectKind::Ticket, ListProperties { of: ObjectKind::Ticket }),
        )
        .await;
        // Without the contact's properties nothing is kept: the next card asks again.
        let Ok(contact) = contact else { return };
        // What the key may not read stays unknown for as long as the key; what failed is asked for again with the next card.
        let is_whole = is_known(&deals) && is_known(&tickets) && is_known(&ticket_properties);
        let schema = SchemaRecord {
            contact,
            deal_pipelines: deals.unwrap_or_default(),
            ticket_pipelines: tickets.unwrap_or_default(),
            priorities: priorities(&ticket_properties.unwrap_or_default()),
            at: if is_whole { now } else { 0 },
        };
        if is_whole {
            self.set_or_flag(vec![(key, record::encode(&schema))]).await;
        }
        self.take_schema(portal, schema);
    }

    /// Whether a record on a card stands in a stage that the account's fields, as they were read, do not have. Fields that were read a
    /// moment ago are not to blame.
    pub(super) fn stage_unknown(&self, tab: TabId, chat: &ChatRef, link: Sequence) -> bool {
        let Some(data) = self.card_data(tab, chat, link) else { return false };
        let now = self.now();
        let state = self.state();
        if state.schema.at == 0 || now.saturating_sub(state.schema.at) < SCHEMA_RETRY {
            return false;
        }
        let known = |pipelines: &[Pipeline], stage: &str| {
            stage.is_empty() || pipelines.iter().flat_map(|pipeline| &pipeline.stages).any(|held| held.id == stage)
        };
        let deals =
            data.deals.records().iter().all(|deal| known(&state.schema.deal_pipelines, deal.value("dealstage")));
        let tickets = data
            .tickets
            .records()
            .iter()
            .all(|one| known(&state.schema.ticket_pipelines, one.value("hs_pipeline_stage")));
        !(deals && tickets)
    }

    /// Reads the fields anew: somebody has changed a pipeline.
    pub(super) async fn refresh_schema(&self, portal: &PortalId) {
        self.state_mut().schema.at = 0;
        let key = keys::schema(portal);
        self.set_or_flag(vec![(key, record::encode(&SchemaRecord::default()))]).await;
        self.read_schema(portal).await;
    }

    /// Who the rep is among the owners, as chosen earlier.
    pub(super) async fn read_me(&self, portal: &PortalId) {
        if self.state().me.is_none() {
            let held = self.read_cache::<Option<OwnerId>>(keys::me(portal)).await.flatten();
            let mut state = self.state_mut();
            if state.portal().as_ref() == Some(portal) {
                state.me = held;
            }
        }
    }

    /// The rep says who they are.
    pub(super) async fn choose_me(&self, owner: OwnerId) {
        let Some(portal) = self.state().portal() else { return };
        self.state_mut().me = Some(owner.clone());
        self.set_or_flag(vec![(keys::me(&portal), record::encode(&Some(owner)))]).await;
        self.show_all();
    }

    fn take_schema(&self, portal: &PortalId, schema: SchemaRecord) {
        if self.state().portal().as_ref() == Some(portal) {
            self.state_mut().schema = schema;
        }
    }

    async fn ask_known<R: ReadCall>(&self, portal: &PortalId, needs: ObjectKind, call: R) -> Result<R::Answer, Error> {
        if self.lacks(needs) {
            return Err(Error::Forbidden { scopes: vec![needs.read_scope().to_owned()] });
        }
        self.ask(portal, Lane::Person, &call).await
    }
}

fn is_known<T>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Ok(_) | Err(Error::Forbidden { .. }))
}

fn priorities(properties: &[Property]) -> Vec<Choice> {
    let property = properties.iter().find(|property| property.name.as_str() == "hs_ticket_priority");
    match property.map(|property| &property.kind) {
        Some(PropertyKind::Choice { options } | PropertyKind::MultipleChoice { options }) => options.clone(),
        _ => Vec::new(),
    }
}
