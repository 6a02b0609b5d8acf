//! What belongs to the contact of a card: its chosen properties, deals, tickets and company. One request warm, three where it has deals
//! and tickets; what changes rarely is read once a day in [`super::schema`].

use futures_util::future::join3;

use super::Engine;
use super::card_data::{CardData, Held};
use super::state::Status;
use crate::hubspot::calls::get_card::{Card, GetCard, Related, Rest};
use crate::hubspot::calls::read_records::{BATCH, Partly, ReadRecords};
use crate::hubspot::error::Error;
use crate::hubspot::ids::{ContactId, PortalId, PropertyName, RecordId};
use crate::hubspot::object::{ObjectKind, Record};
use crate::hubspot::pace::Lane;
use crate::linking::link::{Link, Sequence};
use crate::ports::{StoreFault, TabId, World};
use crate::protocol::view::ChatRef;
use crate::stored::keys::{self, Scope};
use crate::stored::record;
use crate::stored::shapes::CardRecord;

/// Cached cards are painted for a day, then they are no more (TH-11). Milliseconds.
const CARD_KEPT: u64 = 24 * 60 * 60 * 1000;
/// Properties that every card shows beside those of [`crate::hubspot::contact::CARD_PROPERTIES`].
const ALWAYS: [&str; 3] = ["associatedcompanyid", "hs_lead_status", "notes_last_updated"];
/// Properties of a deal's row.
pub(super) const DEAL: [&str; 8] = [
    "dealname",
    "amount",
    "deal_currency_code",
    "dealstage",
    "pipeline",
    "closedate",
    "hubspot_owner_id",
    "hs_is_closed",
];
/// Properties of a ticket's row.
pub(super) const TICKET: [&str; 6] =
    ["subject", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_priority", "hubspot_owner_id", "createdate"];
const COMPANY: [&str; 2] = ["name", "domain"];

impl<W: World> Engine<W> {
    /// Reads a contact with what belongs to it. What the key may not read is left out instead of failing the whole (I-06). Asked only if
    /// it is still wanted when its turn comes.
    pub(super) async fn read_card(
        &self,
        portal: &PortalId,
        id: &ContactId,
        also: &[PropertyName],
        still_wanted: &dyn Fn() -> bool,
    ) -> Result<Card, Error> {
        let wanted = [ObjectKind::Deal, ObjectKind::Ticket, ObjectKind::Company];
        let mut properties = self.chosen_properties();
        properties.extend(also.iter().cloned());
        loop {
            let kinds: Vec<ObjectKind> = wanted.into_iter().filter(|kind| !self.lacks(*kind)).collect();
            let call = GetCard { id, properties: &properties, associations: &kinds };
            match self.ask_while(portal, Lane::Person, &call, still_wanted).await {
                Err(Error::Forbidden { scopes }) if !kinds.is_empty() => {
                    let named = |kind: &ObjectKind| scopes.iter().any(|scope| scope == kind.read_scope());
                    let lacking: Vec<ObjectKind> = kinds.iter().copied().filter(named).collect();
                    if !lacking.is_empty() {
                        self.state_mut().lacking.extend(lacking);
                        continue;
                    }
                    // Where HubSpot names none of them, the contact itself is tried alone, once. It may be what the key may not read.
                    let call = GetCard { id, properties: &properties, associations: &[] };
                    let alone = self.ask_while(portal, Lane::Person, &call, still_wanted).await;
                    if alone.is_ok() {
                        self.state_mut().lacking.extend(kinds);
                    }
                    return alone;
                }
                other => return other,
            }
        }
    }

    /// Reads the records that a card's own read named. Those of a card that is not shown any more are left until it is shown again.
    pub(super) async fn read_records_of(&self, scope: &Scope, tab: TabId, chat: &ChatRef, link: Sequence, card: Card) {
        let before = self.card_data(tab, chat, link).unwrap_or_default();
        let company = company_of(&card);
        let known = before.company.filter(|held| Some(&held.id) == company.as_ref());
        let missing: Vec<RecordId> = company.filter(|_| known.is_none()).into_iter().collect();
        let company = Related { ids: missing, rest: Rest::None };
        let shown = || self.shows(tab, chat, link);
        let (deals, tickets, companies) = join3(
            self.read_related(&scope.portal, ObjectKind::Deal, &card.deals, &DEAL, &shown),
            self.read_related(&scope.portal, ObjectKind::Ticket, &card.tickets, &TICKET, &shown),
            self.read_related(&scope.portal, ObjectKind::Company, &company, &COMPANY, &shown),
        )
        .await;
        if !shown() {
            return;
        }
        let company = known.or_else(|| companies.records().first().cloned());
        self.set_data(tab, chat, link, |data| {
            data.company.clone_from(&company);
            data.deals = deals.clone();
            data.tickets = tickets.clone();
        });
        self.keep_card(scope, card, deals, tickets, company).await;
    }

    /// Records by id; at most one batch, and then it is said that there are more.
    pub(super) async fn read_related(
        &self,
        portal: &PortalId,
        of: ObjectKind,
        related: &Related,
        properties: &[&str],
        still_wanted: &dyn Fn() -> bool,
    ) -> Held {
        if self.lacks(of) {
            return Held::Refused(Error::Forbidden { scopes: vec![of.read_scope().to_owned()] }.problem());
        }
        let (ids, rest) = match related.ids.split_at_checked(BATCH) {
            Some((first, beyond)) if !beyond.is_empty() => (first, Rest::More),
            Some(_) | None => (related.ids.as_slice(), related.rest),
        };
        if ids.is_empty() {
            return Held::Records { records: Vec::new(), rest };
        }
        match self
            .ask_while(portal, Lane::Person, &ReadRecords { of, ids, properties, partly: Partly::Enough }, still_wanted)
            .await
        {
            // F13: each record is judged alone. What HubSpot leaves out of its answer is not known, and not gone.
            Ok(records) if records.len() < ids.len() => Held::Records { records, rest: Rest::More },
            Ok(records) => Held::Records { records, rest },
            Err(error) => Held::Refused(error.problem()),
        }
    }

    /// Paints what was read last, until the read that is under way comes back.
    pub(super) async fn paint_from_cache(&self, scope: &Scope, tab: TabId, chat: &ChatRef, link: &Link) {
        let key = keys::card(&scope.portal, &link.contact);
        let Some(held) = self.read_cache::<Option<CardRecord>>(key).await.flatten() else { return };
        let now = self.now();
        // The tab may belong to another scope by now: what was kept is not for its card.
        if held.at > now || now - held.at > CARD_KEPT || self.scope_of(tab).as_ref() != Some(scope) {
            return;
        }
        let mut state = self.state_mut();
        if let Some(member) = state.member_mut(tab, chat)
            && let Status::Linked(linked) = &mut member.status
            && linked.link.id == link.id
            && linked.data.values.is_empty()
        {
            linked.contact.get_or_insert_with(|| held.contact.clone());
            linked.data = CardData::from_record(held);
        }
    }

    async fn keep_card(&self, scope: &Scope, card: Card, deals: Held, tickets: Held, company: Option<Record>) {
        let key = keys::card(&scope.portal, &card.contact.id);
        let kept = CardRecord {
            contact: card.contact,
            values: card.values,
            deals: deals.records().to_vec(),
            tickets: tickets.records().to_vec(),
            company,
            at: self.now(),
        };
        self.set_or_flag(vec![(key, record::encode(&Some(kept)))]).await;
    }

    /// Forgets cached cards that are too old to be painted, a deletion being a value.
    pub(super) async fn sweep_cards(&self, scope: &Scope) -> Result<(), StoreFault> {
        use crate::ports::Store as _;
        let now = self.now();
        let held = self.world.store().under(&format!("{}/card/", scope.portal)).await?;
        let old = |text: &String| match record::decode::<Option<CardRecord>>(text) {
            Ok(Some(card)) => card.at > now || now - card.at > CARD_KEPT,
            Ok(None) => false,
            Err(_) => true,
        };
        let gone =
            held.into_iter().filter(|(_, text)| old(text)).map(|(key, _)| (key, record::encode(&None::<CardRecord>)));
        let gone: Vec<(String, String)> = gone.collect();
        if gone.is_empty() { Ok(()) } else { self.world.store().set(gone).await }
    }

    /// The properties that the rep chose, and those that every card shows.
    pub(super) fn chosen_properties(&self) -> Vec<PropertyName> {
        let always = ALWAYS.into_iter().filter_map(|name| name.parse().ok());
        always.chain(self.state().settings.card_properties.iter().cloned()).collect()
    }

    /// Whether the key may not read a kind of record: known from connecting, or learnt since.
    pub(super) fn lacks(&self, kind: ObjectKind) -> bool {
        self.state().lacking.contains(&kind) || self.lacks_scope(kind.read_scope())
    }

    /// Whether the key was found to lack a scope when it was connected.
    pub(super) fn lacks_scope(&self, scope: &str) -> bool {
        let state = self.state();
        state.connection.as_ref().is_some_and(|connection| connection.missing.iter().any(|missing| missing == scope))
    }

    /// Whether a tab shows the card of this link, as it was opened.
    pub(super) fn shows(&self, tab: TabId, chat: &ChatRef, link: Sequence) -> bool {
        let state = self.state();
        let Some(held) = state.tabs.get(&tab).filter(|held| held.chat.generation() == Some(chat.generation)) else {
            return false;
        };
        let shown = held.chat.shown().filter(|member| member.reference() == chat.person);
        shown.and_then(super::open_chat::Member::link).is_some_and(|held| held.id == link)
    }

    pub(super) fn card_data(&self, tab: TabId, chat: &ChatRef, link: Sequence) -> Option<CardData> {
        match &self.state().member(tab, chat)?.status {
            Status::Linked(linked) if linked.link.id == link => Some(linked.data.clone()),
            Status::Loading
            | Status::Unlinked
            | Status::Candidates(_)
            | Status::Remembered(_)
            | Status::JustUnlinked(_)
            | Status::Linked(_) => None,
        }
    }

    /// Changes what a card holds, if it is still shown, and shows it.
    pub(super) fn set_data(&self, tab: TabId, chat: &ChatRef, link: Sequence, change: impl FnOnce(&mut CardData)) {
        if let Some(member) = self.state_mut().member_mut(tab, chat)
            && let Status::Linked(linked) = &mut member.status
            && linked.link.id == link
        {
            change(&mut linked.data);
        }
        self.show(tab);
    }
}

/// The company that HubSpot calls the contact's own, else the first one associated.
fn company_of(card: &Card) -> Option<RecordId> {
    let own = card.values.iter().find(|(name, _)| name.as_str() == "associatedcompanyid");
    own.and_then(|(_, id)| id.parse().ok()).or_else(|| card.companies.ids.first().cloned())
}
