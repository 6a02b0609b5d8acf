//! What the engine knows while the worker lives. All of it can be lost at any time: what matters is stored, the rest is asked for again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use futures_channel::oneshot;

pub use super::open_chat::{CardRead, ChatState, Choice, Linked, Member, Status};
use crate::hubspot::ids::{OwnerId, PortalId};
use crate::hubspot::object::ObjectKind;
use crate::hubspot::pause::Pause;
use crate::phone::Region;
use crate::ports::TabId;
use crate::protocol::Millis;
use crate::protocol::options::Settings;
use crate::protocol::page::{FromPage, PageFacts};
use crate::protocol::view::{ChatRef, Problem, View};
use crate::stored::keys::Scope;
use crate::stored::shapes::{
    ConnectionRecord, DirectoryRecord, DockRecord, Hold, HoldRecord, PassRecord, SchemaRecord, Tally,
};
use crate::whatsapp::book::{Shelf, Snapshot};
use crate::whatsapp::health::Health;
use crate::whatsapp::own::{Own, OwnNumbers};

/// Everything.
#[derive(Debug, Default)]
pub struct State {
    pub loaded: bool,
    pub connection: Option<ConnectionRecord>,
    /// Grows whenever the connection or the key changes: an answer to a request of an earlier one is nobody's.
    pub epoch: u64,
    /// The wait that was stored last.
    pub pause: Pause,
    /// A refused key is being confirmed (F1).
    pub confirming: bool,
    pub checking: Checking,
    pub has_key: bool,
    /// The timer rang in vain since the last pass.
    pub missed: bool,
    pub settings: Settings,
    pub dock: DockRecord,
    pub own_numbers: OwnNumbers,
    pub tabs: BTreeMap<TabId, Tab>,
    /// The tab that was visible last: what the side panel shows.
    pub front: Option<TabId>,
    pub scopes: BTreeMap<Scope, ScopeState>,
    /// How far the directory of the connected portal is.
    pub directory: DirectoryRecord,
    pub owners: Owners,
    /// What the account says of its own fields.
    pub schema: SchemaRecord,
    /// Who the rep is among the owners.
    pub me: Option<OwnerId>,
    /// Kinds of records that the key turned out not to read.
    pub lacking: BTreeSet<ObjectKind>,
    /// The options page has asked for the account's properties.
    pub properties_wanted: bool,
    pub running: Option<RunningPass>,
    /// Whether the rep lets the passes of a portal run.
    pub hold: Option<HoldRecord>,
    pub pass_problem: Option<Problem>,
    /// When the change feed was read last.
    pub feed_at: Option<Millis>,
    pub answered_at: Option<Millis>,
    pub offline: bool,
    /// What is stored could not be read or written: automatic linking is off (INV-17).
    pub store_unsafe: bool,
    pub next_request: u64,
    /// Runs of the fuzzy rule in this worker's life (S-41).
    pub fuzzy_runs: u32,
}

/// The names of owners.
#[derive(Debug, Default)]
pub struct Owners {
    pub names: BTreeMap<OwnerId, String>,
    /// When HubSpot was asked last: a key that may not read them is not asked about it at every chat (F3).
    pub asked_at: Option<Millis>,
}

/// Whether a pasted key is being checked.
#[derive(Debug, Default, Clone, PartialEq)]
pub enum Checking {
    #[default]
    No,
    Running,
    Refused(Problem),
}

/// A scope's counters.
#[derive(Debug, Default, Clone, Copy)]
pub struct ScopeState {
    pub tally: Tally,
    pub passes: PassRecord,
    /// The first pass ended in this worker's life: its summary is shown until something else is.
    pub first_just_done: bool,
}

/// The pass that runs.
#[derive(Debug, Clone, Copy)]
pub struct RunningPass {
    pub kind: PassKind,
    pub whatsapp: u32,
    /// A page came up or became visible meanwhile.
    pub page_seen: bool,
    /// HubSpot was connected, or its texts are to be read otherwise, since it began.
    pub is_outdated: bool,
    /// The rep gave this pass up.
    pub cancelled: bool,
    /// Contacts of HubSpot that were read, and how many there are; 0 where they need not be read.
    pub read: u32,
    pub total: u32,
    /// Links made.
    pub linked: u32,
    /// People with more than one contact to choose from.
    pub to_choose: u32,
    /// Requests of passes that had failed when this one began.
    pub failed_before: u32,
}

impl RunningPass {
    /// A pass that begins.
    pub fn new(kind: PassKind) -> Self {
        RunningPass {
            kind,
            whatsapp: 0,
            page_seen: false,
            is_outdated: false,
            cancelled: false,
            read: 0,
            total: 0,
            linked: 0,
            to_choose: 0,
            failed_before: 0,
        }
    }
}

/// What a pass is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassKind {
    /// The first of an account that is open: HubSpot is read as a whole where it was not yet.
    First,
    /// What changed since the last.
    Steady,
    /// Everything, read anew.
    Daily,
}

/// A tab with WhatsApp Web.
#[derive(Debug, Default)]
pub struct Tab {
    pub page: Option<PageFacts>,
    /// What the page reader said and nobody has taken yet, oldest first.
    pub inbox: VecDeque<FromPage>,
    pub own: Own,
    /// WhatsApp's build, as the page marks it.
    pub build: Option<String>,
    /// What does not add up in the page.
    pub health: Health,
    pub chat: ChatState,
    pub sidebar: bool,
    pub sent: Option<View>,
    /// A snapshot on its way.
    pub snapshot: Option<Arriving>,
    /// The rows of the last one: the next is the difference to it, while this worker lives.
    pub shelf: Shelf,
    /// The people over whom the fuzzy rule has run (S-42).
    pub decided: Option<Decided>,
    /// Clicks that wait for the chat to be understood: dropped when it is.
    pub waiting: Vec<oneshot::Sender<()>>,
    /// Requests of this tab's sidebar that were seen: the same twice is done once.
    pub seen_ops: BTreeSet<u32>,
}

/// The people of one opening of a chat over whom the fuzzy rule has run, by their names in intents.
#[derive(Debug)]
pub struct Decided {
    pub generation: u64,
    pub people: BTreeSet<String>,
}

/// A snapshot on its way.
#[derive(Debug)]
pub struct Arriving {
    pub request: u64,
    pub stores: &'static [&'static str],
    pub slices: u32,
    /// What has come; none before the first slice.
    pub shelf: Option<Shelf>,
    pub done: Option<oneshot::Sender<Result<Snapshot, String>>>,
}

impl State {
    /// The connected portal.
    pub fn portal(&self) -> Option<PortalId> {
        Some(self.connection.as_ref()?.account.as_ref()?.portal.clone())
    }

    /// Whether the rep lets the passes of the connected portal run.
    pub fn hold(&self) -> Hold {
        let portal = self.portal();
        self.hold
            .as_ref()
            .filter(|held| Some(&held.portal) == portal.as_ref())
            .map(|held| held.hold)
            .unwrap_or_default()
    }

    /// Whether the passes have to stop at the next request.
    pub fn passes_are_held(&self) -> bool {
        self.hold() != Hold::Running || self.running.as_ref().is_some_and(|running| running.cancelled)
    }

    /// The region of numbers written without a country code, for a tab's account.
    pub fn portal_region(&self, tab: Option<TabId>) -> Option<Region> {
        let own =
            tab.and_then(|tab| self.tabs.get(&tab)).or_else(|| self.tabs.values().find(|tab| tab.own.number.is_some()));
        self.settings.portal_region.or_else(|| own?.own.number.as_ref()?.region())
    }

    /// The tab that a view belongs to: the side panel shows the front tab.
    pub fn tab_of_view(&self, view: TabId) -> Option<TabId> {
        if view == TabId::PANEL { self.front } else { Some(view) }
    }

    /// A tab, made where it is new.
    pub fn tab(&mut self, tab: TabId) -> &mut Tab {
        self.tabs.entry(tab).or_default()
    }

    /// The person that an intent was pressed for, if their chat is still the open one.
    pub fn member(&self, tab: TabId, chat: &ChatRef) -> Option<&Member> {
        self.tabs.get(&tab)?.chat.member(chat)
    }

    /// The same, to change.
    pub fn member_mut(&mut self, tab: TabId, chat: &ChatRef) -> Option<&mut Member> {
        self.tabs.get_mut(&tab)?.chat.member_mut(chat)
    }
}

impl Tab {
    /// The page is gone, and with it everything that it said.
    pub fn leave_page(&mut self) {
        self.page = None;
        self.inbox.clear();
        self.snapshot = None;
        self.shelf = Shelf::default();
        self.health = Health::default();
        self.build = None;
        self.chat = ChatState::Unknown;
        self.decided = None;
    }
}
