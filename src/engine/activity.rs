//! Notes and tasks of a contact: read when the rep opens them, since most cards are looked at without.

use futures_util::future::join;

use super::Engine;
use super::card_data::{Activity, Held};
use crate::hubspot::calls::get_card::{Related, Rest};
use crate::hubspot::ids::{ContactId, PortalId};
use crate::hubspot::object::ObjectKind;
use crate::ports::{TabId, World};
use crate::protocol::view::ChatRef;

/// Properties of a note's row.
pub(super) const NOTE: [&str; 3] = ["hs_note_body", "hs_timestamp", "hubspot_owner_id"];
/// Properties of a task's row.
pub(super) const TASK: [&str; 4] = ["hs_task_subject", "hs_task_status", "hs_timestamp", "hubspot_owner_id"];

impl<W: World> Engine<W> {
    /// Reads notes and tasks: four requests at most.
    pub(super) async fn open_activity(&self, tab: TabId, chat: &ChatRef, contact: &ContactId) {
        let Ok((scope, link)) = self.link_pressed(tab, chat, contact).await else { return };
        self.set_data(tab, chat, link.id, |data| {
            data.activity.get_or_insert_default();
        });
        let (notes, tasks) = join(
            self.read_belonging(&scope.portal, contact, ObjectKind::Note, &NOTE),
            self.read_belonging(&scope.portal, contact, ObjectKind::Task, &TASK),
        )
        .await;
        self.set_data(tab, chat, link.id, |data| data.activity = Some(Activity { notes, tasks }));
    }

    async fn read_belonging(
        &self,
        portal: &PortalId,
        contact: &ContactId,
        of: ObjectKind,
        properties: &[&str],
    ) -> Held {
        match self.ids_of(portal, contact, of).await {
            Ok(mut ids) => {
                // Ids grow with time: the newest first, in case there are more than one batch holds.
                ids.sort_by(|a, b| b.as_str().len().cmp(&a.as_str().len()).then_with(|| b.cmp(a)));
                self.read_related(portal, of, &Related { ids, rest: Rest::None }, properties, &|| true).await
            }
            Err(error) => Held::Refused(error.problem()),
        }
    }
}
