//! From what is known to what is shown. The only place where states become views; nothing here asks or stores.

use super::Engine;
use super::health::{is_trusted, page_report};
use super::present_card::card_properties;
use super::present_link::card_of;
use super::present_strip::strip_of;
use super::state::{ChatState, Checking, Member, State, Status, Tab};
use crate::hubspot::contact::Contact;
use crate::linking::directory::Match;
use crate::linking::link::Memory;
use crate::linking::logging::logging;
use crate::phone::WhatsAppNumber;
use crate::ports::{TabId, Tabs, World};
use crate::protocol::VERSION;
use crate::protocol::options::{Connection, Keep, OptionsView};
use crate::protocol::page::PageState;
use crate::protocol::view::{
    Appearance, Candidate, Change, ChatRef, Logging, Notice, PersonState, PersonView, RosterRow, RosterView, RowState,
    Screen, Strip, ToSidebar, View,
};
use crate::stored::shapes::KeyState;

impl<W: World> Engine<W> {
    /// Sends a tab's view to its sidebar, and to the side panel if that shows this tab; only what changed is sent.
    pub(super) fn show(&self, tab: TabId) {
        let targets = {
            let state = self.state();
            let panel = (state.front == Some(tab) || tab == TabId::PANEL).then_some(TabId::PANEL);
            let wants = |view: &TabId| state.tabs.get(view).is_some_and(|held| held.sidebar);
            [Some(tab).filter(|tab| *tab != TabId::PANEL), panel]
                .into_iter()
                .flatten()
                .filter(wants)
                .collect::<Vec<_>>()
        };
        for target in targets {
            let held = self.now();
            let view = {
                let state = self.state();
                let shown = state.tab_of_view(target);
                let scope = shown.and_then(|shown| self.scope_of(shown));
                let mut governor = self.governor.borrow_mut();
                let (held_for, failed) = (governor.held_for(held), governor.failed());
                let strip = strip_of(&state, scope.as_ref(), failed);
                let notice = notice_of(&state, held_for, is_trusted(&state, shown, scope.as_ref()));
                view_of(&state, shown, notice, strip)
            };
            if self.state().tabs.get(&target).and_then(|held| held.sent.as_ref()) == Some(&view) {
                continue;
            }
            let message = ToSidebar::View(Box::new(view));
            self.world.tabs().to_sidebar(target, &message);
            if let ToSidebar::View(view) = message {
                self.state_mut().tab(target).sent = Some(*view);
            }
        }
    }

    /// Every view.
    pub(super) fn show_all(&self) {
        let tabs: Vec<TabId> = self.state().tabs.keys().copied().collect();
        tabs.into_iter().for_each(|tab| self.show(tab));
        self.show_options();
    }

    /// The options pages.
    pub(super) fn show_options(&self) {
        let state = self.state();
        let front = state.front.filter(|tab| state.tabs.get(tab).is_some_and(|held| held.own.account().is_some()));
        let any =
            front.or_else(|| state.tabs.iter().find(|(_, held)| held.own.account().is_some()).map(|(tab, _)| *tab));
        let own = any.and_then(|tab| state.tabs.get(&tab)).and_then(|held| held.own.number.clone());
        let scope = any.and_then(|tab| self.scope_of(tab));
        let traffic = self.governor.borrow_mut().traffic(self.now());
        let view = OptionsView {
            v: VERSION,
            connection: connection_of(&state),
            settings: state.settings.clone(),
            whatsapp_account: own.as_ref().map(WhatsAppNumber::display),
            own_region: own.as_ref().and_then(WhatsAppNumber::region),
            properties: card_properties(&state),
            page: page_report(&state, any, scope.as_ref()),
            strip: strip_of(&state, scope.as_ref(), traffic.failed),
            traffic,
        };
        drop(state);
        self.world.tabs().to_options(&view);
    }
}

fn view_of(state: &State, tab: Option<TabId>, notice: Option<Notice>, strip: Strip) -> View {
    let nothing = Tab::default();
    let held = tab.and_then(|tab| state.tabs.get(&tab)).unwrap_or(&nothing);
    View { v: VERSION, appearance: appearance_of(state, held), notice, screen: screen_of(state, tab, held), strip }
}

fn appearance_of(state: &State, held: &Tab) -> Appearance {
    let page = held.page.as_ref();
    Appearance {
        dark: page.is_some_and(|page| page.dark),
        rtl: page.is_some_and(|page| page.dir.as_deref() == Some("rtl")),
        open: state.dock.open,
    }
}

fn notice_of(state: &State, held_for: u32, trusted: bool) -> Option<Notice> {
    let connection = state.connection.as_ref().filter(|connection| connection.account.is_some())?;
    if state.store_unsafe {
        return Some(Notice::StoreUnsafe);
    }
    if connection.key == KeyState::Refused {
        return Some(Notice::KeyRefused);
    }
    if !state.has_key {
        return Some(match connection.keep {
            Keep::OnDevice => Notice::KeyRefused,
            Keep::UntilBrowserCloses => Notice::KeyNeeded,
        });
    }
    if state.offline {
        return Some(Notice::Offline { since: state.answered_at });
    }
    if !trusted {
        return Some(Notice::PageDoubtful);
    }
    (held_for > 2).then_some(Notice::Waiting { seconds: held_for })
}

fn screen_of(state: &State, tab: Option<TabId>, held: &Tab) -> Screen {
    if state.portal().is_none() {
        return Screen::NotConnected;
    }
    match held.page.as_ref().map(|page| page.state) {
        None | Some(PageState::Loading | PageState::LoggedOut) => return Screen::WhatsAppNotReady,
        Some(PageState::NotUnderstood) if held.chat.generation().is_none() => {
            return Screen::NotUnderstood(ChatRef { generation: 0, person: String::new() });
        }
        Some(PageState::NotUnderstood | PageState::Ready) => {}
    }
    match &held.chat {
        ChatState::Unknown | ChatState::Closed { .. } => Screen::NoChat,
        ChatState::Resolving { .. } => Screen::Resolving,
        ChatState::NotAPerson { .. } => Screen::NotAPerson,
        ChatState::NotUnderstood { generation } => {
            Screen::NotUnderstood(ChatRef { generation: *generation, person: String::new() })
        }
        ChatState::NoMessages { generation } => {
            Screen::NoMessages(ChatRef { generation: *generation, person: String::new() })
        }
        ChatState::Person { generation, member } => person_screen(state, tab, *generation, member, false),
        ChatState::Group { generation, chosen: Some(_), .. } => match held.chat.shown() {
            Some(member) => person_screen(state, tab, *generation, member, true),
            None => roster_of(&held.chat),
        },
        ChatState::Group { .. } => roster_of(&held.chat),
    }
}

fn roster_of(chat: &ChatState) -> Screen {
    let ChatState::Group { generation, title, incomplete, members, .. } = chat else { return Screen::Resolving };
    let rows = members.iter().map(|member| RosterRow {
        person: member.reference(),
        name: member.person.shown_name(),
        self_named: member.person.self_named(),
        number: member.person.number.as_ref().map(WhatsAppNumber::display),
        state: row_state(member),
        contact_name: member.link().map(|link| link.contact_name.clone()),
    });
    Screen::Group(Box::new(RosterView {
        generation: *generation,
        title: title.clone(),
        incomplete: *incomplete,
        logging: logging_of(members),
        rows: rows.collect(),
    }))
}

fn row_state(member: &Member) -> RowState {
    match &member.status {
        Status::Linked(_) => RowState::Linked,
        Status::Remembered(_) | Status::JustUnlinked(_) => RowState::Remembered,
        Status::Candidates(_) => RowState::Candidates,
        Status::Loading | Status::Unlinked if member.person.number.is_none() => RowState::NumberHidden,
        Status::Loading | Status::Unlinked => RowState::NotLinked,
    }
}

fn person_screen(state: &State, tab: Option<TabId>, generation: u64, member: &Member, in_group: bool) -> Screen {
    let shown = match &member.status {
        Status::Loading => return Screen::Resolving,
        Status::Unlinked if member.person.number.is_none() => PersonState::NumberHidden,
        Status::Unlinked => PersonState::NotLinked { still_reading: !state.directory.complete },
        Status::Candidates(choices) => PersonState::Candidates {
            candidates: choices
                .iter()
                .map(|one| candidate(state, &one.matched.contact, Some(&one.matched), one.linked_with.clone()))
                .collect(),
        },
        Status::Remembered(memory) => PersonState::Remembered {
            contact_name: memory.ended.as_ref().map(|link| link.contact_name.clone()),
            at: memory.at,
        },
        Status::JustUnlinked(memory) => {
            PersonState::JustUnlinked { contact_name: name_of(memory), restore: restore_of(memory) }
        }
        Status::Linked(linked) => PersonState::Linked(Box::new(card_of(state, tab, member, linked))),
    };
    Screen::Person(Box::new(PersonView {
        chat: ChatRef { generation, person: member.reference() },
        name: member.person.shown_name(),
        self_named: member.person.self_named(),
        number: member.person.number.as_ref().map(WhatsAppNumber::display),
        in_group,
        logging: logging_of(std::slice::from_ref(member)),
        state: shown,
    }))
}

/// A chat may be logged because of those of its people who are linked.
fn logging_of(members: &[Member]) -> Logging {
    logging(members.iter().filter_map(Member::link).map(|link| link.contact_name.as_str()))
}

/// A contact as something to choose.
pub(super) fn candidate(
    state: &State,
    contact: &Contact,
    matched: Option<&Match>,
    linked_with: Option<String>,
) -> Candidate {
    let first = contact.phones.values().next();
    Candidate {
        contact: contact.id.clone(),
        name: contact.shown_name(),
        email: contact.email.clone(),
        company: contact.company.clone(),
        phone: matched.map(|matched| matched.text().to_owned()).or_else(|| first.cloned()),
        owner: owner_of(state, contact),
        rank: matched.map(|matched| matched.rank),
        linked_with,
    }
}

/// The name of a contact's owner.
pub(super) fn owner_of(state: &State, contact: &Contact) -> Option<String> {
    contact.owner.as_ref().and_then(|owner| state.owners.names.get(owner).cloned())
}

fn name_of(memory: &Memory) -> String {
    memory.ended.as_ref().map(|link| link.contact_name.clone()).unwrap_or_default()
}

fn restore_of(memory: &Memory) -> Option<Change> {
    let replaced = memory.ended.as_ref()?.replaced.as_ref()?;
    Some(Change { before: replaced.after.clone(), after: replaced.before.clone() })
}

fn connection_of(state: &State) -> Connection {
    match &state.checking {
        Checking::Running => return Connection::Checking,
        Checking::Refused(problem) => return Connection::Refused { problem: problem.clone() },
        Checking::No => {}
    }
    let Some(connection) = &state.connection else { return Connection::NotConnected };
    let Some(account) = &connection.account else { return Connection::NotConnected };
    match (connection.key, state.has_key, connection.keep) {
        (KeyState::Unproven, _, _) => Connection::Checking,
        (KeyState::Refused, _, _) | (KeyState::Accepted, false, Keep::OnDevice) => {
            Connection::KeyRefused { portal: account.portal.clone() }
        }
        (KeyState::Accepted, false, Keep::UntilBrowserCloses) => {
            Connection::KeyNeeded { portal: account.portal.clone() }
        }
        (KeyState::Accepted, true, keep) => Connection::Connected {
            portal: account.portal.clone(),
            ui_domain: account.ui_domain.clone(),
            missing: connection.missing.clone(),
            keep,
        },
    }
}
