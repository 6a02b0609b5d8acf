//! F16: a link that was made by itself rests on its contact being the only one with the number. HubSpot's search lags, and colleagues make
//! contacts: another one that comes to light later is told on the card, and a person decides. The link stays meanwhile.

use super::Engine;
use super::state::{Linked, Member, Status};
use crate::hubspot::contact::Contact;
use crate::linking::directory::Match;
use crate::linking::link::{Link, Standing};
use crate::ports::{TabId, World};
use crate::stored::keys::Scope;
use crate::whatsapp::person::Person;

impl<W: World> Engine<W> {
    /// Looks in the directory for another contact with the number of whoever is shown; no request is made.
    pub(super) async fn note_rival(&self, tab: TabId) {
        let (Some(scope), Some((person, link))) = (self.scope_of(tab), self.shown_link(tab)) else { return };
        let rival =
            if link.standing == Standing::Automatic { self.rival_of(&scope, tab, &person, &link).await } else { None };
        let changed = {
            let mut state = self.state_mut();
            // The tab may have been closed meanwhile.
            let Some(held) = state.tabs.get_mut(&tab) else { return };
            let mut linked = held.chat.members_mut().iter_mut().filter_map(linked_of);
            let held = linked.find(|held| held.link.id == link.id && held.rival != rival);
            held.map(|held| held.rival = rival).is_some()
        };
        if changed {
            self.show(tab);
        }
    }

    fn shown_link(&self, tab: TabId) -> Option<(Person, Link)> {
        let state = self.state();
        let member = state.tabs.get(&tab)?.chat.shown()?;
        let Status::Linked(linked) = &member.status else { return None };
        Some((member.person.clone(), linked.link.clone()))
    }

    /// The name of a contact that is nobody's and has the number at least as well as the one that is linked.
    async fn rival_of(&self, scope: &Scope, tab: TabId, person: &Person, link: &Link) -> Option<String> {
        let (found, holders) = self.matches(scope, tab, &[person]).await.ok()?;
        let found: Vec<Match> = found.into_iter().flatten().collect();
        let is_own = |found: &&Match| found.contact.is_or_was(&link.contact);
        let own = found.iter().filter(is_own).map(|found| found.rank).min()?;
        let free = |contact: &Contact| holders.get(&contact.id).is_none_or(Vec::is_empty);
        let rival = found.iter().find(|found| !is_own(found) && found.rank <= own && free(&found.contact));
        rival.map(|found| found.contact.shown_name())
    }
}

fn linked_of(member: &mut Member) -> Option<&mut Linked> {
    if let Status::Linked(linked) = &mut member.status { Some(linked) } else { None }
}
