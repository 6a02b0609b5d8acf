//! The other contexts as the worker reaches them: sidebars that keep the last view, page readers that answer, the options page.
//!
//! Every message goes through JSON, as it does in the browser.

use std::collections::BTreeMap;
use std::rc::Rc;

use linked_contacts::ports::{TabId, Tabs};
use linked_contacts::protocol::options::OptionsView;
use linked_contacts::protocol::page::ToPage;
use linked_contacts::protocol::view::{Answer, ToSidebar, View};

use crate::world::{Event, Outside};

/// Milliseconds between the alarms that resume a pass, until they are taken back.
pub const RESUME: u64 = 30_000;

/// A sidebar document.
#[derive(Default)]
pub struct Sidebar {
    /// Connected to the worker that lives.
    pub connected: bool,
    /// What it shows.
    pub view: Option<View>,
    /// Answers by `op`.
    pub answers: BTreeMap<u32, Answer>,
    /// The last `op` that it gave out.
    pub ops: u32,
}

/// The port.
pub struct SimTabs(pub Rc<Outside>);

impl Tabs for SimTabs {
    fn to_sidebar(&self, tab: TabId, message: &ToSidebar) {
        let outside = &self.0;
        let text = serde_json::to_string(message).unwrap();
        let heard: ToSidebar = serde_json::from_str(&text).unwrap();
        assert_eq!(heard, *message, "a message must survive its journey");
        let mut sidebars = outside.sidebars.borrow_mut();
        let Some(sidebar) = sidebars.get_mut(&tab).filter(|sidebar| sidebar.connected) else { return };
        outside.log.line(format_args!("{} to sidebar {} {text}", outside.kernel.now(), tab.0));
        match heard {
            ToSidebar::View(view) => {
                outside.watch.borrow_mut().shown(outside, tab, &view);
                sidebar.view = Some(*view);
            }
            ToSidebar::Answer { op, answer } => {
                outside.watch.borrow_mut().answered(outside, tab, op, &answer);
                sidebar.answers.insert(op, answer);
            }
        }
    }

    fn to_page(&self, tab: TabId, message: &ToPage) {
        let outside = &self.0;
        let mut pages = outside.pages.borrow_mut();
        let Some(page) = pages.get_mut(&tab).filter(|page| page.attached && !page.frozen) else { return };
        let message = serde_json::to_value(message).unwrap();
        match message["kind"].as_str().unwrap() {
            "resolved" => page.resolved = message["generation"].as_u64(),
            "snapshot" => {
                let stores: Vec<String> = serde_json::from_value(message["stores"].clone()).unwrap();
                let request = message["request"].as_u64().unwrap();
                for (delay, message) in page.snapshot(request, &stores, message["since"].as_str()) {
                    outside.kernel.later(delay, Event::Say { tab, message });
                }
            }
            "dock" | "frame_alive" => {}
            other => panic!("the page reader does not know {other}"),
        }
    }

    fn to_options(&self, view: &OptionsView) {
        let heard = serde_json::from_str(&serde_json::to_string(view).unwrap()).unwrap();
        self.0.options.replace(Some(heard));
    }

    fn open_options(&self) {
        self.0.log.line(format_args!("options opened"));
    }

    async fn reach_pages(&self) {
        let kernel = &self.0.kernel;
        let (mut frozen, mut reached) = (false, false);
        for page in self.0.pages.borrow().values().filter(|page| !page.attached) {
            frozen |= page.frozen;
            reached |= !page.frozen;
            kernel.later(0, Event::Attach(page.tab));
        }
        kernel.point().await;
        if frozen {
            kernel.sleep(1000).await;
        } else if reached {
            kernel.sleep(5).await;
        }
    }

    fn resume_later(&self, wanted: bool) {
        let at = self.0.resume_at.get().or(Some(self.0.kernel.now() + RESUME));
        self.0.resume_at.set(at.filter(|_| wanted));
    }
}
