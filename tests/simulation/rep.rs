//! The rep: reads what the sidebar shows and presses what is on it. Everything goes by views and intents, nothing by internals.

use linked_contacts::hubspot::ids::ContactId;
use linked_contacts::ports::TabId;
use linked_contacts::protocol::intent::{Intent, TakeOver};
use linked_contacts::protocol::options::{Connection, Keep, OptionsIntent, PastedKey, Settings};
use linked_contacts::protocol::record::{Again, FieldChange, NewContact, NewRecord, StageChange};
use linked_contacts::protocol::view::{
    Answer, Candidate, CardView, Change, ChatRef, Field, PersonState, PersonView, Preview, Problem, RosterView, Screen,
    View,
};

use crate::book::{Target, Wa};
use crate::sim::Sim;

impl Sim {
    /// Pastes the key of a portal into the options page, and waits for what comes of it.
    pub fn connect(&mut self, portal: u64) {
        self.start_connecting(portal);
        self.settle();
        let connection = self.connection();
        assert!(matches!(connection, Connection::Connected { .. }), "not connected: {connection:?}");
    }

    /// Pastes the key of a portal.
    pub fn start_connecting(&mut self, portal: u64) {
        let key = PastedKey(format!("pat-na1-{portal}"));
        self.options_says(&OptionsIntent::Connect { key, keep: Keep::OnDevice });
    }

    /// What the options page says of the connection.
    pub fn connection(&self) -> Connection {
        self.outside.options.borrow().as_ref().expect("an options page").connection.clone()
    }

    /// Changes the settings.
    pub fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.outside.options.borrow().as_ref().map(|view| view.settings.clone()).unwrap_or_default();
        change(&mut settings);
        self.options_says(&OptionsIntent::SetSettings { settings });
        self.settle();
    }

    /// Opens a 1-1 chat and waits until nothing moves.
    pub fn open(&mut self, tab: TabId, wa: Wa) {
        self.open_chat(tab, Target::Person(wa));
        self.settle();
    }

    /// What a sidebar shows.
    pub fn view(&self, view: TabId) -> View {
        self.outside.sidebars.borrow()[&view].view.clone().expect("a view")
    }

    /// The person that a sidebar shows.
    pub fn person(&self, view: TabId) -> PersonView {
        match self.view(view).screen {
            Screen::Person(person) => *person,
            other => panic!("no person: {other:?}"),
        }
    }

    /// The state of the person that a sidebar shows.
    pub fn state(&self, view: TabId) -> PersonState {
        self.person(view).state
    }

    /// The card that a sidebar shows.
    pub fn card(&self, view: TabId) -> CardView {
        match self.state(view) {
            PersonState::Linked(card) => *card,
            other => panic!("no card: {other:?}"),
        }
    }

    /// The contact on the card; `None` where the person is not linked.
    pub fn linked_to(&self, view: TabId) -> Option<String> {
        match self.state(view) {
            PersonState::Linked(card) => Some(card.contact.to_string()),
            _ => None,
        }
    }

    /// The contacts to choose from; empty where there is nothing to choose.
    pub fn choices(&self, view: TabId) -> Vec<String> {
        match self.state(view) {
            PersonState::Candidates { candidates } => candidates.iter().map(|one| one.contact.to_string()).collect(),
            _ => Vec::new(),
        }
    }

    /// The roster that a sidebar shows.
    pub fn roster(&self, view: TabId) -> RosterView {
        match self.view(view).screen {
            Screen::Group(roster) => *roster,
            other => panic!("no roster: {other:?}"),
        }
    }

    /// The chat that a click carries.
    pub fn chat(&self, view: TabId) -> ChatRef {
        match self.view(view).screen {
            Screen::Person(person) => person.chat,
            Screen::NotUnderstood(chat) | Screen::NoMessages(chat) => chat,
            other => panic!("nothing to press: {other:?}"),
        }
    }

    /// The next number of a sidebar's requests.
    pub fn next_op(&self, view: TabId) -> u32 {
        let mut sidebars = self.outside.sidebars.borrow_mut();
        let sidebar = sidebars.get_mut(&view).unwrap();
        sidebar.ops += 1;
        sidebar.ops
    }

    /// Presses something and does not wait; its number.
    pub fn start(&mut self, view: TabId, intent: impl FnOnce(u32, ChatRef) -> Intent) -> u32 {
        let (op, chat) = (self.next_op(view), self.chat(view));
        self.sidebar_says(view, &intent(op, chat));
        op
    }

    /// Presses something and waits for the answer.
    pub fn press(&mut self, view: TabId, intent: impl FnOnce(u32, ChatRef) -> Intent) -> Answer {
        let op = self.start(view, intent);
        self.settle();
        self.answer(view, op)
    }

    /// The answer to a request.
    pub fn answer(&self, view: TabId, op: u32) -> Answer {
        self.outside.sidebars.borrow()[&view].answers.get(&op).cloned().expect("an answer")
    }

    /// Searches.
    pub fn search(&mut self, view: TabId, text: &str) -> Result<Vec<Candidate>, Problem> {
        match self.press(view, |op, chat| Intent::Search { op, chat, text: text.into() }) {
            Answer::Found { candidates } => Ok(candidates),
            Answer::Refused(problem) => Err(problem),
            other => panic!("{other:?}"),
        }
    }

    /// Chooses a contact and looks at what linking would change.
    pub fn preview(&mut self, view: TabId, contact: &str) -> Result<Preview, Problem> {
        match self.press(view, |op, chat| Intent::Preview { op, chat, contact: id(contact) }) {
            Answer::Preview(preview) => Ok(*preview),
            Answer::Refused(problem) => Err(problem),
            other => panic!("{other:?}"),
        }
    }

    /// Presses Link after a preview.
    pub fn link_as_shown(
        &mut self,
        view: TabId,
        contact: &str,
        shown: Option<Change>,
        take_over: TakeOver,
    ) -> Result<(), Problem> {
        done(self.press(view, |op, chat| Intent::Link { op, chat, contact: id(contact), shown, take_over }))
    }

    /// Links by hand: preview, then Link.
    pub fn link(&mut self, view: TabId, contact: &str) -> Result<(), Problem> {
        let shown = self.preview(view, contact)?.change;
        self.link_as_shown(view, contact, shown, TakeOver::default())
    }

    /// Unlinks the card that is shown, confirmation included.
    pub fn unlink(&mut self, view: TabId) -> Result<(), Problem> {
        let contact = self.card(view).contact;
        done(self.press(view, |op, chat| Intent::Unlink { op, chat, contact }))
    }

    /// Undo after an unlinking.
    pub fn undo(&mut self, view: TabId) -> Result<(), Problem> {
        done(self.press(view, |op, chat| Intent::UndoUnlink { op, chat }))
    }

    /// "Put the old phone back".
    pub fn restore(&mut self, view: TabId) -> Result<(), Problem> {
        done(self.press(view, |op, chat| Intent::RestorePhone { op, chat }))
    }

    /// "Allow automatic linking".
    pub fn allow(&mut self, view: TabId) -> Result<(), Problem> {
        done(self.press(view, |op, chat| Intent::AllowAutoLink { op, chat }))
    }

    /// "None of these".
    pub fn none_of_these(&mut self, view: TabId) -> Result<(), Problem> {
        done(self.press(view, |op, chat| Intent::NoneOfThese { op, chat }))
    }

    /// "Right contact".
    pub fn right_contact(&mut self, view: TabId) -> Result<(), Problem> {
        let contact = self.card(view).contact;
        done(self.press(view, |op, chat| Intent::RightContact { op, chat, contact }))
    }

    /// "Replace phone in HubSpot", as the notice on the card shows it.
    pub fn replace(&mut self, view: TabId, shown: Change) -> Result<(), Problem> {
        let contact = self.card(view).contact;
        done(self.press(view, |op, chat| Intent::ReplacePhone { op, chat, contact, shown }))
    }
}

/// What the rep does on a card.
impl Sim {
    /// The field of a property on the card.
    pub fn field(&self, view: TabId, property: &str) -> Field {
        let fields = self.card(view).fields;
        fields.into_iter().find(|field| field.property.as_str() == property).unwrap_or_else(|| panic!("no {property}"))
    }

    /// Types into fields and saves; what the fields say is what the rep saw.
    pub fn save(&mut self, view: TabId, typed: &[(&str, &str)]) -> Answer {
        let change = |(property, after): &(&str, &str)| {
            let field = self.field(view, property);
            FieldChange { property: field.property, before: field.value, after: (*after).to_owned() }
        };
        let changes = typed.iter().map(change).collect();
        self.save_changes(view, changes)
    }

    /// Saves changes.
    pub fn save_changes(&mut self, view: TabId, changes: Vec<FieldChange>) -> Answer {
        let contact = self.card(view).contact;
        self.press(view, |op, chat| Intent::SaveFields { op, chat, contact, changes })
    }

    /// Makes a record that belongs to the contact.
    pub fn make(&mut self, view: TabId, record: NewRecord, again: Again) -> Answer {
        let contact = self.card(view).contact;
        self.press(view, |op, chat| Intent::Create { op, chat, contact, record, again })
    }

    /// Makes a contact of the person on screen.
    pub fn make_contact(&mut self, view: TabId, contact: NewContact, again: Again) -> Answer {
        self.press(view, |op, chat| Intent::CreateContact { op, chat, contact, again })
    }

    /// Moves a deal or a ticket.
    pub fn move_to(&mut self, view: TabId, change: StageChange) -> Answer {
        let contact = self.card(view).contact;
        self.press(view, |op, chat| Intent::ChangeStage { op, chat, contact, change })
    }
}

/// What a press of Move after this preview agrees to.
pub fn agreeing(preview: &Preview) -> TakeOver {
    preview.taken_by.as_ref().map(|taken| taken.links.clone()).unwrap_or_default()
}

/// A contact's id.
pub fn id(contact: &str) -> ContactId {
    contact.parse().unwrap()
}

fn done(answer: Answer) -> Result<(), Problem> {
    match answer {
        Answer::Done => Ok(()),
        Answer::Refused(problem) => Err(problem),
        other => panic!("{other:?}"),
    }
}
